"""Fetching over TLS: whose certificate is believed, for which name, and what a cut-off end means."""

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.kit.fetch import Fetched, FetchRefused, fetch
from tests.portal.kit.farend import OK, Serve, page, serving, to
from tests.standaside import stand_aside


@pytest.fixture
def serve() -> Iterator[Serve]:
    with serving() as start:
        yield start


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A self-signed certificate with its key for each of two names, made by the openssl command."""
    if not shutil.which("openssl"):
        stand_aside("TLS tests", "no openssl command was found to make a certificate with (install openssl)")
    folder = tmp_path_factory.mktemp("tls")
    made = {}
    for name in ("api.corp", "other.corp"):
        made[name] = folder / f"{name}.pem"
        subject = f"-subj /CN={name} -addext subjectAltName=DNS:{name} -addext keyUsage=digitalSignature,keyCertSign"
        key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
        command = ["openssl", "req", "-x509", *key.split(), *subject.split()]
        subprocess.run([*command, "-keyout", f"{made[name]}.key", "-out", made[name]], check=True, capture_output=True)
        made[name].write_bytes(made[name].read_bytes() + Path(f"{made[name]}.key").read_bytes())
    return made


def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def secure(port: int, path: str = "/", host: str = "api.corp") -> Fetched:
    return fetch(
        f"https://{host}:{port}{path}",
        most_bytes=1000,
        seconds=5,
        allowed=[host, "127.0.0.1"],
        resolve=lambda host: ["127.0.0.1"],
    )


def test_a_self_signed_certificate_is_refused_and_says_so(serve: Serve, authority: dict[str, Path]) -> None:
    asked: list[bytes] = []
    port = serve(lambda connection, request: asked.append(request), tls(authority["api.corp"]))
    with pytest.raises(FetchRefused, match="self-signed") as refusal:
        secure(port)
    assert refusal.value.code == "fetch-certificate"
    assert asked == [], "nothing is said before the certificate is known to be right"


def test_a_trusted_certificate_counts_for_its_own_name_only(
    serve: Serve, authority: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority["api.corp"]))
    named: list[str | None] = []
    context = tls(authority["api.corp"])
    context.sni_callback = lambda sock, name, ctx: named.append(name)
    port = serve(page(b"ok"), context)
    assert secure(port).data == b"ok"
    assert named == ["api.corp"], "SNI names the host although the connection goes to an address"
    with pytest.raises(FetchRefused) as refusal:
        secure(port, host="other.corp")
    assert refusal.value.code == "fetch-certificate"


def test_https_never_leads_to_http(serve: Serve, authority: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority["api.corp"]))
    plain = serve(page(b"ok"))
    port = serve(to(f"http://127.0.0.1:{plain}/"), tls(authority["api.corp"]))
    with pytest.raises(FetchRefused) as refusal:
        secure(port)
    assert refusal.value.code == "fetch-downgrade"


def test_a_secure_body_that_is_cut_off_without_a_goodbye_is_refused(
    serve: Serve, authority: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a length only TLS's own end tells a whole document from one that somebody cut (RFC 9112, 9.8)."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority["api.corp"]))

    def answer(connection: socket.socket, request: bytes) -> None:
        connection.sendall(OK + b"\r\nhalf a docu")
        socket.socket.shutdown(connection, socket.SHUT_RDWR)

    port = serve(answer, tls(authority["api.corp"]))
    with pytest.raises(FetchRefused) as refusal:
        secure(port)
    assert refusal.value.code == "fetch-broken-off"


def test_a_port_that_speaks_no_tls_is_refused(serve: Serve) -> None:
    port = serve(page(b"x"))
    with socket.create_server(("127.0.0.1", 0)) as server:

        def speak() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(100)
                connection.sendall(b"220 mail.example ESMTP\r\n")

        threading.Thread(target=speak, daemon=True).start()
        port = server.getsockname()[1]
        with pytest.raises(FetchRefused) as refusal:
            secure(port)
    assert refusal.value.code == "fetch-tls"
