"""Fetches a document from an address a person typed, and only from where :mod:`portal.kit.addresses` lets it.

A name is looked up once, every address it has is judged, and the connection goes to the very address that was judged;
the name serves only for ``Host``, SNI and the certificate. A redirect is a new address, judged anew. The environment's
proxies are not asked: behind one, the address judged and the address reached are two. HTTP is the standard library's.
"""

import http.client
import io
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from django.conf import settings

from portal.kit.addresses import Address, FetchRefused, Target, read_url, require_reachable

__all__ = ["FetchRefused", "Fetched", "fetch", "post"]

type Resolver = Callable[[str], Sequence[str]]

REDIRECTS = 3
REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})
MOST_TRIES = 4
CHUNK = 64 * 1024
HEADERS = {
    "User-Agent": "Homeport/1.0 (fetches API contracts)",
    "Accept": "application/json, application/yaml, text/yaml, text/plain, */*;q=0.5",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}


@dataclass(frozen=True)
class Fetched:
    """What came: ``url`` is where redirects ended, ``content_type`` the header as sent, 200 characters at most."""

    url: str
    data: bytes
    content_type: str


def fetch(
    url: str,
    *,
    most_bytes: int,
    seconds: float,
    allowed: Sequence[str] | None = None,
    resolve: Resolver | None = None,
) -> Fetched:
    """The document at ``url``: at most ``most_bytes`` when unpacked, within ``seconds`` from the call to the last byte.

    ``allowed`` (else ``settings.FETCH_ALLOWED_HOSTS``) lets private places through. At most three redirects, each
    judged by the same rules, none from https to http. Raises :class:`FetchRefused` for all that goes wrong, the network
    included. Certificates are checked against the system's authorities, or those in the file ``SSL_CERT_FILE`` names.
    """
    entries = settings.FETCH_ALLOWED_HOSTS if allowed is None else allowed
    deadline = Deadline(seconds)
    target = read_url(url)
    for _ in range(REDIRECTS + 1):
        addresses = _looked_up(target.host, resolve or system_resolver, deadline)
        require_reachable(target, addresses, entries)
        with _connected(target, addresses, deadline) as sock, _faults_refused(target, deadline):
            answer = _ask(target, sock, deadline)
            if answer.status not in REDIRECT_STATUSES or "Location" not in answer.headers:
                data = _read(target, answer, most_bytes)
                return Fetched(target.url, data, answer.headers.get("Content-Type", "")[:200])
            target = _onward(target, answer)
    raise FetchRefused("fetch-redirects", f"This leads on more than {REDIRECTS} times. Give the address it ends at.")


def post(url: str, body: bytes, headers: Mapping[str, str], *, seconds: float) -> int:
    """Sends ``body`` to ``url``, judged as one to fetch from, and gives back the status. No redirect is followed.

    Raises :class:`FetchRefused` when there is no answer.
    """
    deadline = Deadline(seconds)
    target = read_url(url)
    addresses = _looked_up(target.host, system_resolver, deadline)
    require_reachable(target, addresses, settings.FETCH_ALLOWED_HOSTS)
    with _connected(target, addresses, deadline) as sock, _faults_refused(target, deadline):
        connection = http.client.HTTPConnection(target.host, target.port)
        connection.sock = Wire(sock, deadline)
        named = {"Host": target.authority, "User-Agent": "Homeport/1.0 (tells what happens)", "Connection": "close"}
        connection.request("POST", target.path, body=body, headers={**named, **headers})
        return connection.getresponse().status


def system_resolver(host: str) -> list[str]:
    """Every address the machine's own look-up knows for ``host``, in the order it prefers."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Deadline:
    """The moment the whole fetch ends; each wait gets only what is left of it."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left, more than 0; refuses when there are none."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise self.over()
        return left

    def over(self) -> FetchRefused:
        return FetchRefused(
            "fetch-too-slow",
            f"The whole document did not come within {self.seconds:g} seconds. "
            "Try again later, or download it and upload the file.",
        )


class Wire:
    """A socket as `http.client` wants it, whose every read and write ends with the deadline.

    A socket's own time-out is for one read: a server that sends one byte a second never meets it.
    """

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self.sock = sock
        self.deadline = deadline

    def sendall(self, data: bytes) -> None:
        self.sock.settimeout(self.deadline.left())
        self.sock.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(Reader(self))

    def close(self) -> None:
        """Nothing: `http.client` lets go of the connection before the body is read. `fetch` closes the socket."""


class Reader(io.RawIOBase):
    """The reading side of a wire, for the standard library's buffer."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.wire.sock.settimeout(self.wire.deadline.left())
        return self.wire.sock.recv_into(buffer)


def _looked_up(host: str, resolve: Resolver, deadline: Deadline) -> list[Address]:
    """Every address of the host, asked for once. The system's look-up knows no time-out, so a thread waits for it."""
    try:
        return [ip_address(host)]
    except ValueError:
        pass
    found: list[Address] = []

    def ask() -> None:
        # A name that is not known and one that cannot be asked about are the same to the person: nothing found.
        with suppress(OSError, ValueError):
            found[:] = [ip_address(text) for text in resolve(host)]

    thread = threading.Thread(target=ask, name="homeport-look-up", daemon=True)
    thread.start()
    thread.join(deadline.left())
    deadline.left()
    if not found:
        raise FetchRefused("fetch-name-unknown", f"No host {host} is known here. Look for a typing error.")
    return found


def _connected(target: Target, addresses: list[Address], deadline: Deadline) -> socket.socket:
    """A socket to the first judged address that answers, with TLS for the name where the scheme asks for it."""
    tries = addresses[:MOST_TRIES]
    for number, address in enumerate(tries):
        try:
            sock = socket.create_connection((str(address), target.port), deadline.left() / (len(tries) - number))
        except OSError:
            continue
        return _secured(target, sock, deadline) if target.scheme == "https" else sock
    deadline.left()
    raise FetchRefused(
        "fetch-no-answer", f"Nobody answers at {target.authority}. Check the address, or try again later."
    )


def _secured(target: Target, sock: socket.socket, deadline: Deadline) -> socket.socket:
    try:
        sock.settimeout(deadline.left())
        context = ssl.create_default_context()
        return context.wrap_socket(sock, server_hostname=target.host, suppress_ragged_eofs=False)
    except ssl.SSLCertVerificationError as error:
        sock.close()
        raise FetchRefused(
            "fetch-certificate",
            f"The certificate of {target.host} cannot be trusted: {error.verify_message.rstrip('.')}. "
            "Tell its owner, or download the document and upload the file.",
        ) from error
    except TimeoutError:
        sock.close()
        raise deadline.over() from None
    except (OSError, ValueError) as error:
        sock.close()
        raise FetchRefused("fetch-tls", f"No secure connection to {target.authority} can be made.") from error


@contextmanager
def _faults_refused(target: Target, deadline: Deadline) -> Iterator[None]:
    """Whatever the far end does wrong from here on becomes a refusal."""
    try:
        yield
    except TimeoutError:
        raise deadline.over() from None
    except (OSError, http.client.HTTPException, zlib.error) as error:
        raise FetchRefused(
            "fetch-broken-off", f"{target.authority} broke off, or sent what is not HTTP. Try again later."
        ) from error


def _ask(target: Target, sock: socket.socket, deadline: Deadline) -> http.client.HTTPResponse:
    """Sends the one request and reads the answer up to its body. No cookie, no login, nothing that names the person."""
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.sock = Wire(sock, deadline)
    connection.request("GET", target.path, headers={"Host": target.authority, **HEADERS})
    return connection.getresponse()


def _onward(target: Target, answer: http.client.HTTPResponse) -> Target:
    onward = read_url(answer.headers["Location"], base=target.url)
    if (target.scheme, onward.scheme) == ("https", "http"):
        raise FetchRefused(
            "fetch-downgrade", f"{target.host} leads from https to http. Give an address that stays https."
        )
    return onward


def _read(target: Target, answer: http.client.HTTPResponse, most_bytes: int) -> bytes:
    """The body of a 200; refuses every other status, and a body that is too large once unpacked."""
    if answer.status != 200:
        advice = "Check the address in a browser."
        if answer.status in {401, 403}:
            advice = "It wants a login: download the document and upload the file."
        raise FetchRefused("fetch-status", f"{target.authority} answered {answer.status}, not the document. {advice}")
    data = bytearray()
    for piece in _unpacked(answer):
        data += piece
        if len(data) > most_bytes:
            raise FetchRefused(
                "fetch-too-large", f"The document is larger than {most_bytes:,} bytes, the most taken here."
            )
    return bytes(data)


def _unpacked(answer: http.client.HTTPResponse) -> Iterator[bytes]:
    """The body in pieces of at most ``CHUNK`` bytes, however small it is packed (RFC 9110, 8.4; RFC 1952)."""
    coding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in {"identity", "gzip", "x-gzip"}:
        raise FetchRefused(
            "fetch-encoding", "The server packs the document in a way nobody asked for. Upload the file."
        )
    unpacker: Any = None
    while chunk := answer.read(CHUNK):
        if coding == "identity":
            yield chunk
            continue
        while chunk:
            unpacker = unpacker or zlib.decompressobj(wbits=31)
            yield unpacker.decompress(chunk, CHUNK)
            if unpacker.eof:  # a gzip file may have several members, one after the other
                chunk, unpacker = unpacker.unused_data, None
            else:
                chunk = unpacker.unconsumed_tail
    if unpacker:
        yield unpacker.flush()
    # `http.client` notices by itself only a chunked body that was cut off.
    if answer.length or (unpacker and not unpacker.eof):
        raise http.client.IncompleteRead(b"", answer.length)
