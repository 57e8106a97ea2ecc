"""unit-told"""

import re
from collections.abc import Iterator
from functools import lru_cache

from ..model import Field, Interface, Message, Type
from ..registry import Problem, rule

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_QUANTITIES = frozenset(
    {
        "duration", "timeout", "delay", "ttl", "latency", "elapsed", "interval", "lifetime", "uptime", "maxage",
        "period", "distance", "width", "height", "altitude", "elevation", "radius", "weight", "mass", "amount",
        "price", "cost", "fee", "balance", "surcharge", "temperature", "speed", "velocity", "bandwidth",
        "throughput", "pressure", "volume", "voltage", "filesize", "diskspace", "memory", "storage",
    }
)  # fmt: skip
"""What names end with that stand for so and so much of something."""
_UNITS = frozenset(
    {
        "ns", "nanos", "us", "micros", "ms", "msec", "msecs", "millis", "millisecond", "milliseconds",
        "microseconds", "nanoseconds", "s", "sec", "secs", "second", "seconds", "min", "mins", "minute", "minutes",
        "h", "hour", "hours", "day", "days", "week", "weeks", "month", "months", "year", "years", "byte", "bytes",
        "kb", "mb", "gb", "tb", "kib", "mib", "gib", "tib", "kilobytes", "megabytes", "gigabytes", "bits", "bps",
        "mbps", "kbps", "mm", "cm", "m", "km", "meter", "meters", "metre", "metres", "kilometers", "kilometres",
        "millimeters", "centimeters", "inch", "inches", "feet", "foot", "ft", "mile", "miles", "px", "pixel",
        "pixels", "pt", "em", "rem", "g", "kg", "gram", "grams", "kilogram", "kilograms", "lb", "lbs", "pounds",
        "oz", "ounces", "ton", "tons", "cent", "cents", "pence", "usd", "eur", "euro", "euros", "gbp", "dollar",
        "dollars", "pips", "currency", "minor", "celsius", "fahrenheit", "kelvin", "degrees", "percent",
        "percentage", "pct", "%", "ratio", "fraction", "kmh", "mph", "knots", "hz", "khz", "mhz", "ghz", "w",
        "watt", "watts", "kw", "v", "volts", "mv", "a", "ma", "amps", "pa", "hpa", "bar", "psi", "litre", "litres",
        "liter", "liters", "ml", "l", "unit", "units", "number", "count", "relative", "scale", "times", "levels",
        "ticks", "cycles", "proportion", "priority", "probability", "share", "rank", "ranking", "unitless", "token",
        "tokens", "credit", "credits", "point", "points",
    }
)  # fmt: skip
_TELLING = ("currency", "unit", "units", "uom")
"""Fields beside it that tell the unit."""
_NUMBERS = frozenset({"integer", "number"})
_SAID = re.compile(r"[a-z]+|%")
_FORMATS = frozenset({"duration", "decimal", "money", "currency"})


@rule(
    "unit-told",
    title="Quantities tell their unit",
    on=(Type, Message),
    only={Type: ("fields",), Message: ("fields",)},
    group="understanding",
    severity="info",
    source="AIP-141 and AIP-142, Zalando 173 (money) and 127 (durations)",
    mend="Put the unit into the name (timeout_seconds), the text, or a field beside it (currency).",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  schemas:
    Parcel:
      description: What is sent.
      type: object
      properties: {weight: {type: integer, description: What it weighs in grams with its wrapping.}}
""",
        "thrift": """
namespace * shop.orders.v1
struct Retry { 1: i32 timeoutMs }
""",
        "graphql": """
type Query { order: Order }
type Order { price: Int, currency: String }
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  schemas:
    Parcel:
      description: What is sent.
      type: object
      properties: {weight: {type: integer, description: What it weighs with its wrapping.}}
""",
        "thrift": """
namespace * shop.orders.v1
struct Retry { 1: i32 timeout }
""",
        "graphql": """
type Query { order: Order }
type Order { price: Int, country: String }
""",
    },
)
def check(thing: Type | Message, interface: Interface) -> Iterator[Problem]:
    """A number without a unit is read in the reader's own: thirty seconds become thirty milliseconds, and cents become
    euros."""
    for field in thing.fields:
        if field.type.kind not in _NUMBERS and not field.type.ref:
            continue
        if _is_quantity(field.name):
            shape = interface.resolve(field.type)
            if shape is not None and _is_bare(shape) and not _is_told(field, shape, thing):
                yield Problem(field.place, f"Nothing says in which unit {field.name[:80]!r} is.")


@lru_cache(maxsize=4096)
def _is_quantity(name: str) -> bool:
    words = [word.lower() for word in _WORD.findall(name)[-2:]]
    return bool(words) and (words[-1] in _QUANTITIES or "".join(words) in _QUANTITIES)


def _is_bare(shape: Type) -> bool:
    """A number, and nothing in its type that tells what it counts. Weights between two ends are shares of a whole."""
    if shape.kind not in _NUMBERS or shape.values or shape.format in _FORMATS or "time" in shape.format:
        return False
    return shape.limits.maximum is None or shape.limits.minimum is None


def _is_told(field: Field, shape: Type, thing: Type | Message) -> bool:
    if any("unit" in mark for mark in (*field.marks, *field.type.marks, *shape.marks)):
        return True
    said = f"{field.text} {field.type.text} {shape.text} {shape.title}".lower()
    if "iso 4217" in said or not _UNITS.isdisjoint(_SAID.findall(said)):
        return True
    if not _UNITS.isdisjoint(word.lower() for word in _WORD.findall(f"{field.name} {field.type.ref}")):
        return True
    return any(one.name.lower().endswith(_TELLING) for one in thing.fields)
