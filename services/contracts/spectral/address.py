"""What counts as an absolute address where JavaScript's `new URL` decides, and the variables that stand in one."""

import re
from typing import Final

from .percent import unquoted

_VARIABLE = re.compile(r"\{(.+?)\}")
_AROUND = re.compile(r"^[\x00-\x20]+|[\x00-\x20]+$|[\t\n\r]")
_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*):(.*)", re.I | re.S)
_PORT = re.compile(r"[0-9]*", re.ASCII)
_SPECIAL: Final = frozenset({"http", "https", "ws", "wss", "ftp"})
_FORBIDDEN = re.compile(r"[\x00\t\n\r #/:<>?@\[\\\]^|]")
_FORBIDDEN_DOMAIN = re.compile(r"[\x00-\x20#%/:<>?@\[\\\]^|\x7f]")
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)", re.I)


def variables_of(url: str) -> list[str]:
    """The names in braces, in order."""
    return _VARIABLE.findall(url)


def uri_encoded(text: str) -> str:
    """encodeURI"""
    from urllib.parse import quote

    return quote(text, safe=";,/?:@&=+$-_.!~*'()#", errors="replace")


def is_address(text: str) -> bool:
    """Whether the text is an absolute URL, as the URL standard of browsers reads it."""
    found = _SCHEME.fullmatch(_AROUND.sub("", text))
    if not found:
        return False
    scheme, rest = found[1].lower(), found[2]
    if scheme in _SPECIAL:
        return _has_host(rest.replace("\\", "/").lstrip("/"), special=True)
    if not rest.startswith("//"):
        return True
    if scheme == "file":
        host = re.split(r"[/?#]", rest[2:], maxsplit=1)[0]
        return not host or not _FORBIDDEN_DOMAIN.search(unquoted(host))
    return _has_host(rest[2:], special=False)


def _has_host(rest: str, *, special: bool) -> bool:
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    _, at, place = authority.rpartition("@")
    if place.startswith("["):
        host, bracket, after = place.partition("]")
        if not bracket or not _is_ipv6(host[1:]) or (after and not after.startswith(":")):
            return False
        return _is_port(after[1:])
    host, colon, port = place.partition(":")
    if not _is_port(port):
        return False
    if not special:
        return not _FORBIDDEN.search(host) and bool(host or not (colon or at))
    host = unquoted(host)
    return bool(host) and not _FORBIDDEN_DOMAIN.search(host) and _is_domain(host)


def _is_port(text: str) -> bool:
    return _PORT.fullmatch(text) is not None and int(text or 0) <= 65535


def _is_ipv6(text: str) -> bool:
    from ipaddress import AddressValueError, IPv6Address

    try:
        IPv6Address(text)
    except (AddressValueError, ValueError):
        return False
    return "%" not in text


def _is_domain(host: str) -> bool:
    """A host whose last label is a number has to be an IPv4 address."""
    labels = host.removesuffix(".").split(".")
    if not _NUMBER.fullmatch(labels[-1]):
        return True
    try:
        numbers = list(map(_number, labels))
    except ValueError:
        return False
    return len(numbers) <= 4 and all(one <= 255 for one in numbers[:-1]) and numbers[-1] < 256 ** (5 - len(numbers))


def _number(label: str) -> int:
    if label[:2].lower() == "0x":
        return int(label[2:] or "0", 16)
    return int(label, 8 if label[:1] == "0" else 10)
