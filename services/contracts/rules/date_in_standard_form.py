"""date-in-standard-form"""

import re
from collections.abc import Iterator
from functools import lru_cache

from ..model import Field, Interface, Type
from ..naming import words
from ..registry import Problem, rule

_PAST_WORDS = """
accepted acquired activated added approved archived assigned authorized begun born cancelled canceled captured changed
charged checked closed collected completed confirmed created deactivated delivered deleted detected disabled due edited
enabled ended ends ending established executed expired expires expiry failed filed finished generated granted imported
indexed inserted installed invited issued joined last locked logged measured merged modified moved notified observed
occurred opened ordered paid paused picked placed posted processed published purchased pushed read received recorded
refreshed refunded rejected released removed renewed reported requested resolved retried returned reviewed revoked run
scanned scheduled seen sent settled shipped signed started starts stopped submitted suspended synced taken terminated
triggered uninstalled updated uploaded used verified visited voided"""
_TIME_WORDS = """
access arrival begin completion create created creation delete deletion departure end event expiration expire expiry
finish finished last modification modified modify publish received sent start started submit update updated"""
_UNIT_WORDS = "ms msec millis milliseconds s sec secs seconds us micros microseconds ns nanos epoch unix posix"
_PAST = frozenset(_PAST_WORDS.split())
"""What stands before "at" and "on" where a moment is meant."""
_MOMENTS = frozenset(_TIME_WORDS.split())
"""What stands before "time" where a moment is meant. A time alone may be a duration: lead time, run time."""
_UNITS = frozenset(_UNIT_WORDS.split())
_STANDARD = re.compile(r"date|time|instant|moment", re.I)
_TOLD_TEXT = re.compile(
    r"8601|rfc.?3339|rfc.?2822|rfc.?7231|rfc.?1123|\b[yY]{4}|http.?date|unix|epoch|\bzulu\b|\d{4}-\d\d-\d\d|milli|"
    r"\bseconds since|\bhh?:mm", re.I
)  # fmt: skip
_TOLD_NUMBER = re.compile(
    r"second|milli|micro|nano|epoch|unix|\bposix|\bm?s\b|\bus\b|\bns\b|\bdays? since|julian", re.I
)


@lru_cache(maxsize=4096)
def _is_moment(name: str) -> bool:
    said = words(name)
    if not said:
        return False
    last, before = said[-1], said[-2] if len(said) > 1 else ""
    if last in ("timestamp", "datetime", "date"):
        return True
    return (last in ("at", "on") and before in _PAST) or (last == "time" and before in _MOMENTS)


@rule(
    "date-in-standard-form",
    title="Dates and times have a standard form",
    on=Field,
    named=_is_moment,
    group="change",
    severity="info",
    source="Zalando 169 and 255, AIP-142, RFC 3339",
    mend="Give it the type for moments (date-time, Timestamp, timestamp-millis, DateTime). A number says its unit.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  schemas:
    Order: {type: object, properties: {placedAt: {type: string, format: date-time}}}
""",
        "avro": """
{"type": "record", "name": "Order", "namespace": "shop.orders",
 "fields": [{"name": "placed_at", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}
""",
        "thrift": """
namespace * shop.orders
struct Order {
  // Milliseconds since 1970.
  1: required i64 placed_at
}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  schemas:
    Order: {type: object, properties: {placedAt: {type: string, maxLength: 40}}}
""",
        "avro": """
{"type": "record", "name": "Order", "namespace": "shop.orders",
 "fields": [{"name": "placed_at", "type": "long"}]}
""",
        "thrift": """
namespace * shop.orders
struct Order {
  // When it was placed.
  1: required i64 placed_at
}
""",
    },
)
def check(field: Field, interface: Interface) -> Iterator[Problem]:
    """The text 03/04 is March or April, and a number without a unit is off by a thousand one day. A standard form is
    read by every language's own library, and stays the same when the maker changes theirs."""
    if field.where in ("header", "cookie"):
        return
    shape = interface.resolve(field.type)
    if shape is None or shape.kind not in ("text", "integer", "number") or _has_form(field.type, shape):
        return
    said = f"{field.text} {shape.text} {field.type.text}"
    name = field.name[:100]
    if shape.kind == "text":
        if not _TOLD_TEXT.search(said) and not _shown(field, shape):
            yield Problem(field.place, f"{name!r} is a moment written as free text.")
    elif not _TOLD_NUMBER.search(said) and not _UNITS.intersection(words(field.name)):
        yield Problem(field.place, f"{name!r} is a moment counted in a unit that is not told.")


def _has_form(said: Type, shape: Type) -> bool:
    """Whether the type tells its form: by a format or pattern, as one of listed values, or by a name of its own."""
    named = next((name for name in (said.ref, said.name, shape.name) if name), "")
    return bool(
        shape.values
        or shape.limits.pattern
        or (shape.format and (shape.kind == "text" or _STANDARD.search(shape.format)))
        or _STANDARD.search(named)
    )


def _shown(field: Field, shape: Type) -> bool:
    """An example in the standard form tells it as well."""
    examples = (*field.examples, *shape.examples)
    return any(isinstance(one.value, str) and _TOLD_TEXT.search(one.value) for one in examples)
