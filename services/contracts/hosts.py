"""Which addresses are reached from inside only, and which are placeholders."""

import re
from collections.abc import Iterator
from functools import lru_cache

_AUTHORITY = re.compile(r"://([^\s/?#\"'<>()\\,;|`]{1,300})")
_SCHEME = re.compile(r"(?:\A|[^A-Za-z0-9+.-])([A-Za-z][A-Za-z0-9+.-]{1,20})\Z")
_LONGEST_SCHEME = 21
_NAMED = re.compile(
    r"(?<![A-Za-z0-9.@/_-])((?:[A-Za-z0-9-]{1,63}\.){1,8}(?:svc\.cluster\.local|corp|intranet|lan))(?![\w(-]|\.[\w])"
)
_NUMBERS = re.compile(
    r"(?:10|127)(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|169\.254(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}"
    r"|0\.0\.0\.0"
)
_ENDS = (".local", ".internal", ".corp", ".lan", ".intranet", ".localdomain", ".localhost", ".home.arpa", ".svc")
_INSIDE_ENDS = (".local", ".corp", ".lan", ".intranet")
"""Of which one stands in every name that tells by itself that it is inside."""
_LABEL = re.compile(r"[a-z][a-z0-9-]{0,62}")
_PLACEHOLDERS = frozenset(
    {
        "host",
        "hostname",
        "server",
        "servername",
        "domain",
        "domainname",
        "example",
        "url",
        "uri",
        "address",
        "fqdn",
        "site",
        "website",
        "tenant",
        "instance",
        "name",
        "yourdomain",
        "yourhost",
        "yourserver",
        "mydomain",
        "www",
        "path",
        "schemas",
        "json-schema",
    }
)
_EXAMPLES = re.compile(
    r"(?:.*\.)?(?:example\.(?:com|org|net|io)|(?:your|my)-?(?:domain|company|host|server|api)\b.*)|todo|tbd|changeme"
)


def hosts(text: str) -> Iterator[tuple[str, int]]:
    """The hosts of the full addresses in a text, in small letters, without port; and where each address begins."""
    found = _AUTHORITY.search(text)  # looked for by what is in every address; what stands before it comes second
    while found is not None:
        at = found.start()
        scheme = _SCHEME.search(text[max(0, at - _LONGEST_SCHEME - 1) : at])
        if scheme is not None:
            yield host_of(found.group(1)), at - len(scheme.group(1))
        found = _AUTHORITY.search(text, found.end() if scheme is not None else at + 3)


def host_of(authority: str) -> str:
    host = authority.rpartition("@")[2].lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].rstrip(".")


@lru_cache(maxsize=4096)
def is_inside(host: str) -> bool:
    """Reached from inside a network only: RFC 1918, 3927, 4193, 6761, 6762, 8375, or what companies call theirs."""
    if not host or "{" in host or "$" in host:
        return False
    if ":" in host:
        return host == "::1" or host.startswith(("fe80:", "fc", "fd"))
    if host == "localhost" or host.endswith(_ENDS) or _NUMBERS.fullmatch(host):
        return True
    return "." not in host and _LABEL.fullmatch(host) is not None and squeezed(host) not in _PLACEHOLDERS


def squeezed(host: str) -> str:
    return host.replace("_", "").replace("-", "") if host not in _PLACEHOLDERS else host


def inside_named(text: str) -> Iterator[str]:
    """Hosts without an address around them, whose name tells that they are inside."""
    if any(end in text for end in _INSIDE_ENDS):
        for found in _NAMED.finditer(text):
            yield found.group(1).lower()


def inside_pieces(text: str) -> Iterator[str]:
    """Pieces of a text of which one stands in every part of it that names an inside host: there are few hosts."""
    yield from _INSIDE_ENDS
    for authority in set(_AUTHORITY.findall(text)):
        if is_inside(host_of(authority)):
            yield f"://{authority}"


def is_placeholder(host: str) -> bool:
    """Made for documentation (RFC 2606), or plainly not filled in."""
    return "{" in host or host.endswith((".example", ".invalid", ".test")) or _EXAMPLES.fullmatch(host) is not None
