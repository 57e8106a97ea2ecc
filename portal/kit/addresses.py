"""Which addresses this server may reach for a person: how an address is read, and which network it may lead to.

The danger is server-side request forgery: the server stands inside the company, the person who typed may not. What is
read here is the only thing that is judged and the only thing that is sent: no second reader can see another host in it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_network
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from portal.kit.refusals import Invalid

type Address = IPv4Address | IPv6Address

MOST_URL = 2000
PORTS = {"http": 80, "https": 443}

# Not the public internet, beyond what `is_global` knows: the 6to4 relays (RFC 7526). Of IPv6 only 2000::/3 is given out
# (RFC 4291, 2.4), which alone leaves out mapped, NAT64, unique local and site-local addresses; within it Teredo, ORCHID
# and other protocol use (RFC 2928), 6to4 (RFC 3056) and what is kept for documentation (RFC 3849, RFC 9637).
PUBLIC_V6 = ip_network("2000::/3")
NOT_PUBLIC = [ip_network(b) for b in ("192.88.99.0/24", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")]
# Not even for an allow-list, whose author may have written a block too wide: this host itself, link-local (RFC 3927,
# where clouds hand out a machine's keys), multicast, broadcast, and the clouds' metadata addresses outside link-local.
NEVER = [
    ip_network(block)
    for block in (
        *("0.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "255.255.255.255/32", "::/128", "fe80::/10", "ff00::/8"),
        *("168.63.129.16/32", "100.100.100.200/32", "192.0.0.192/32", "fd00:ec2::/32", "fd20:ce::254/128"),
    )
]
NAT64 = ip_network("64:ff9b::/96")  # RFC 6052
LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
DEVIANT = frozenset("\u00df\u1e9e\u03c2\u200c\u200d")  # IDNA 2003 and 2008 take these to different hosts (UTS 46, 4)


class FetchRefused(Invalid):
    """The document was not fetched; the message says why and what to do."""


@dataclass(frozen=True)
class Target:
    """One address taken apart."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The ``Host`` header (RFC 9110, 7.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


def read_url(url: str, base: str = "") -> Target:
    """An address as a person pastes it, judged by its form; refuses what two programs could read as two hosts.

    With a ``base`` it may be relative to it, as in a redirect (RFC 3986, 5).
    """
    url = url.strip()
    if not url or len(url) > MOST_URL:
        raise _unclear(f"Give an address of at most {MOST_URL} characters.")
    if "\\" in url or any(not char.isprintable() or char.isspace() for char in url):
        # The standard library would drop some of these without a word, and a browser turns \ into /.
        raise _unclear("The address holds a space, a backslash or an invisible character. Copy it again.")
    try:
        parts = urlsplit(urljoin(base, url))
        port = parts.port
    except ValueError:
        raise _unclear("The address cannot be read. It should look like https://host/path.") from None
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise FetchRefused("fetch-scheme", "Only addresses that begin with https:// or http:// can be fetched.")
    if "@" in parts.netloc:
        raise FetchRefused(
            "fetch-password", "The address holds a name or password. Download the document and upload the file instead."
        )
    if port == 0:
        raise _unclear("The address names port 0, which cannot be reached.")
    host = parts.hostname or ""
    if "[" in parts.netloc and ":" not in host:
        raise _unclear("The IPv6 address cannot be read.")
    return Target(scheme, read_host(host), port or PORTS[scheme], _path(parts))


def read_host(host: str) -> str:
    """The host in its one written form: an address, or a name in ASCII without its last dot; refuses what has none.

    Numbers in any form but four decimals (``127.1``, ``0x7f.1``, ``2130706433``, ``0177.0.0.1``) are refused rather
    than guessed: programs disagree on them, and nobody publishes a contract there (WHATWG URL, 3.5, IPv4 parser).
    """
    if ":" in host:
        try:
            if "%" not in host:
                return str(IPv6Address(host))
        except ValueError:
            pass
        raise _unclear("The IPv6 address cannot be read.")
    if DEVIANT & set(host):
        raise _unclear("The host's name holds a letter that programs read in two ways. Write the name as xn--.")
    try:
        # Also brings full-width digits and dots to plain ones, so that what is judged is what will be looked up.
        name = host.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError:
        raise _unclear("The host's name cannot be read. It should look like api.example.com.") from None
    labels = name.split(".")
    if NUMBER.fullmatch(labels[-1]):
        try:
            return str(IPv4Address(name))
        except ValueError:
            raise _unclear("Write the host's address as four decimal numbers, like 192.0.2.7.") from None
    if len(name) > 253 or not all(LABEL.fullmatch(label) for label in labels):
        raise _unclear("The host's name cannot be read. It should look like api.example.com.")
    return name


def is_public(address: Address) -> bool:
    """Whether the address belongs to the public internet and is not a way to write another one."""
    if address.is_multicast or not address.is_global or any(address in block for block in NOT_PUBLIC):
        return False
    return address.version == 4 or address in PUBLIC_V6


def require_reachable(target: Target, addresses: Iterable[Address], allowed: Sequence[str]) -> None:
    """Refuses unless every one of the host's addresses may be reached.

    One that may not refuses them all: a name with a public and a private address is a trick or a mistake. ``allowed``
    lets private ones through: ``host``, ``host:port``, an address, or a block such as ``10.20.0.0/16``.
    """
    for address in addresses:
        if any(one in block for one in (address, *_carried(address)) for block in NEVER):
            raise FetchRefused("fetch-address-never", f"{target.host} is a place that nothing is ever fetched from.")
        if not is_public(address) and not _is_allowed(target, address, allowed):
            raise FetchRefused(
                "fetch-address-private",
                f"{target.host} is not on the public internet. Paste or upload the document, or ask the people who run "
                "Homeport to allow this host (HOMEPORT_FETCH_ALLOWED_HOSTS).",
            )


def _unclear(message: str) -> FetchRefused:
    return FetchRefused("fetch-address-unclear", message)


def _path(parts: SplitResult) -> str:
    """Path and query with everything but plain ASCII percent-encoded; what was encoded stays as it is."""
    safe = "/%:@!$&'()*+,;=~[]"
    path = quote(parts.path or "/", safe=safe)
    return f"{path}?{quote(parts.query, safe=safe + '?')}" if parts.query else path


def _carried(address: Address) -> Iterator[Address]:
    """The IPv4 addresses inside an IPv6 address: mapped, 6to4, Teredo, NAT64."""
    if isinstance(address, IPv6Address):
        inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in NAT64:
            inner.append(IPv4Address(int(address) & 0xFFFFFFFF))
        yield from (one for one in inner if one is not None)


def _is_allowed(target: Target, address: Address, allowed: Sequence[str]) -> bool:
    for entry in allowed:
        if "/" in entry:
            try:
                if address in ip_network(entry.strip(), strict=False):
                    return True
            except ValueError:
                continue  # a block nobody can read allows nothing
        else:
            host, port = _entry(entry.strip())
            if host in {target.host, str(address)} and port in {None, target.port}:
                return True
    return False


def _entry(entry: str) -> tuple[str, int | None]:
    """``host``, ``host:port``, ``::1`` or ``[::1]:port`` as host and port; nonsense is a host nobody can have."""
    if entry.count(":") > 1 and not entry.startswith("["):
        entry = f"[{entry}]"
    try:
        parts = urlsplit(f"//{entry}")
        return read_host(parts.hostname or ""), parts.port
    except (ValueError, FetchRefused):
        return "", None
