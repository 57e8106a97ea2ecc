"""The formats that ajv knows. Everything else that `format` says is passed over."""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from ipaddress import AddressValueError, IPv6Address
from typing import Final

from ... import patterns
from .fault import Value

type Known = Callable[[Value], bool]

_FLAGS = re.ASCII | re.IGNORECASE


def _like(pattern: str, flags: re.RegexFlag = _FLAGS) -> Known:
    @cache  # few of them are ever asked for, and together they are the longest part of a start
    def compiled() -> re.Pattern[str]:
        return re.compile(pattern, flags)

    return lambda text: compiled().fullmatch(text) is not None


# The characters of RFC 3986, and its grammar. ajv is looser in places: one slash may begin an authority, and in
# references quotation marks may stand in names.
_OCTET = "%[0-9a-f]{2}"
_NUMBER = r"(?:25[0-5]|2[0-4]\d|[01]?\d\d?)"
_IPV4 = rf"{_NUMBER}(?:\.{_NUMBER}){{3}}"
_LITERAL = r"\[(?P<literal>[0-9a-f:.]+|v[0-9a-f]+\.[a-z0-9\-._~!$&'()*+,;=:]+)\]"


@cache
def _reference(quotes: str, *, relative: bool) -> re.Pattern[str]:
    sub = rf"a-z0-9\-._~!$&'{quotes}()*+,;="
    pchar = f"(?:[{sub}:@]|{_OCTET})"
    user = rf"(?:[a-z0-9\-._~!$&'()*+,;=:]|{_OCTET})*@"
    host = f"(?:{_LITERAL}|{_IPV4}|(?:[{sub}]|{_OCTET})*)"
    authority = rf"//?(?:{user})?{host}(?::\d*)?(?:/{pchar}*)*"
    rootless = f"{pchar}+(?:/{pchar}*)*"
    way = f"(?:{authority}|/(?:{rootless})?|{rootless})"
    ends = "".join(rf"(?:{mark}(?:[{sub}:@/?]|{_OCTET})*)?" for mark in (r"\?", "#"))
    scheme = r"[a-z][a-z0-9+\-.]*:"
    return re.compile(f"(?:{scheme})?{way}?{ends}" if relative else f"{scheme}{way}{ends}", _FLAGS)


_LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_TIME = re.compile(r"(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:z|[+-]\d\d(?::?\d\d)?)?", _FLAGS)
_BETWEEN = re.compile(r"[tT\s]")
_BASE64 = re.compile(r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$", re.MULTILINE)
_VARIABLE = f"(?:[a-z0-9_]|{_OCTET})+(?::[1-9][0-9]{{0,3}}|\\*)?"
_TEMPLATE = rf"""(?:[^\x00-\x20"'<>%\\^`{{|}}]|{_OCTET}|\{{[+#./;?&=,!@|]?{_VARIABLE}(?:,{_VARIABLE})*\}})*"""
_WIDE = "a-z0-9\u00a1-\uffff"
_PUBLIC = (
    r"(?!(?:10|127)(?:\.\d{1,3}){3})(?!(?:169\.254|192\.168)(?:\.\d{1,3}){2})(?!172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2})"
    r"(?:[1-9]\d?|1\d\d|2[01]\d|22[0-3])(?:\.(?:1?\d{1,2}|2[0-4]\d|25[0-5])){2}\.(?:[1-9]\d?|1\d\d|2[0-4]\d|25[0-4])"
)
_NAME = rf"(?:[{_WIDE}]+-)*[{_WIDE}]+"
_URL = (
    rf"(?:https?|ftp)://(?:\S+(?::\S*)?@)?(?:{_PUBLIC}|{_NAME}(?:\.{_NAME})*\.[a-z\u00a1-\uffff]{{2,}})"
    r"(?::\d{2,5})?(?:/\S*)?"
)


_REMEMBERED: Final = 5_000
"""Documents say the same references and addresses again and again: each is looked at once."""


def _bracketed(found: re.Match[str] | None) -> bool:
    """The grammar holds; what stands in brackets has to be an address too."""
    if found is None:
        return False
    literal = found["literal"]
    return not literal or literal[0] in "vV" or _ipv6(literal)


def _ipv6(text: str) -> bool:
    try:
        IPv6Address(text)
    except (AddressValueError, ValueError):
        return False
    return "%" not in text


@lru_cache(_REMEMBERED)
def _uri(text: str) -> bool:
    return ("/" in text or ":" in text) and _bracketed(_reference("", relative=False).fullmatch(text))


@lru_cache(_REMEMBERED)
def _uri_reference(text: str) -> bool:
    return _bracketed(_reference('"', relative=True).fullmatch(text))


def _date(text: str) -> bool:
    found = _DATE.fullmatch(text)
    if not found:
        return False
    year, month, day = map(int, found.groups())
    if month == 2 and day == 29:
        return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]


def _time(text: str) -> bool:
    found = _TIME.fullmatch(text)
    if not found:
        return False
    hour, minute, second = map(int, found.groups())
    return (hour <= 23 and minute <= 59 and second <= 59) or (hour, minute, second) == (23, 59, 60)


def _date_time(text: str) -> bool:
    """The time zone may be missing: ajv forgives that."""
    parts = _BETWEEN.split(text)
    return len(parts) == 2 and _date(parts[0]) and _time(parts[1])


def _byte(text: str) -> bool:
    """One line of base64 among several is enough: ajv forgives that too."""
    return _BASE64.search(text) is not None


def _regex(text: str) -> bool:
    try:
        patterns.compile(text)
    except patterns.PatternInvalid:
        return False
    return re.search(r"[^\\]\\Z", text) is None


def _whole(number: float) -> bool:
    return isinstance(number, int) or number.is_integer()


def _int32(number: float) -> bool:
    return _whole(number) and -(2**31) <= number < 2**31


TEXTS: Final[dict[str, Known]] = {
    "byte": _byte,
    "date": _date,
    "date-time": _date_time,
    "duration": _like(
        r"P(?!\Z)(?:(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?|(?:\d+W)?)", re.ASCII
    ),
    "email": _like(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+{_LABEL}"),
    "hostname": _like(
        r"(?=.{1,253}\.?\Z)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*\.?"
    ),
    "ipv4": _like(_IPV4),
    "ipv6": _ipv6,
    "json-pointer": _like("(?:/(?:[^~/]|~0|~1)*)*"),
    "json-pointer-uri-fragment": _like(rf"#(?:/(?:[a-z0-9_\-.!$&'()*+,;:=@]|{_OCTET}|~0|~1)*)*"),
    "regex": _regex,
    "relative-json-pointer": _like("(?:0|[1-9][0-9]*)(?:#|(?:/(?:[^~/]|~0|~1)*)*)", re.ASCII),
    "time": _time,
    "uri": _uri,
    "uri-reference": _uri_reference,
    "uri-template": _like(_TEMPLATE),
    "url": _like(_URL, re.IGNORECASE),
    "uuid": _like("(?:urn:uuid:)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"),
}
NUMBERS: Final[dict[str, Known]] = {"int32": _int32, "int64": _whole}
