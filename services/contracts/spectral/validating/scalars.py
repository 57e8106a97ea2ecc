"""Keywords about numbers and texts."""

import math
import operator
from collections.abc import Callable
from typing import Final

from ... import patterns
from . import formats
from .fault import Faults, SchemaInvalid, Seen, Test, Value
from .making import Making, keyword

type Compare = Callable[[Value, Value], bool]

_FAILS: Final[dict[str, tuple[Compare, str]]] = {
    "maximum": (operator.gt, "<="),
    "minimum": (operator.lt, ">="),
    "exclusiveMaximum": (operator.ge, "<"),
    "exclusiveMinimum": (operator.le, ">"),
}


def _bound(making: Making, name: str) -> Test | None:
    value, said = making.schema[name], name
    if making.compiler.dialect.bounds_are_flags:
        if name.startswith("exclusive"):
            plain = "maximum" if name == "exclusiveMaximum" else "minimum"
            if plain not in making.schema:
                raise SchemaInvalid(f"{name} is only known next to {plain}")
            return None
        exclusive = "exclusiveMaximum" if name == "maximum" else "exclusiveMinimum"
        if making.schema.get(exclusive):
            said = exclusive
    fails, sign = _FAILS[said]

    def test(data: Value, seen: Seen) -> Faults | None:
        return making.fault(name, f"must be {sign} {value}") if fails(data, value) else None

    return test


@keyword("maximum", "number")
def maximum(making: Making) -> Test | None:
    return _bound(making, "maximum")


@keyword("minimum", "number")
def minimum(making: Making) -> Test | None:
    return _bound(making, "minimum")


@keyword("exclusiveMaximum", "number")
def exclusive_maximum(making: Making) -> Test | None:
    return _bound(making, "exclusiveMaximum")


@keyword("exclusiveMinimum", "number")
def exclusive_minimum(making: Making) -> Test | None:
    return _bound(making, "exclusiveMinimum")


@keyword("multipleOf", "number")
def multiple_of(making: Making) -> Test | None:
    factor = making.schema["multipleOf"]

    def test(data: Value, seen: Seen) -> Faults | None:
        # In floating point, as JavaScript divides: 0.3 is no multiple of 0.1.
        times = data / factor if factor else math.inf
        if abs(times) < 1e21 and times.is_integer():
            return None
        return making.fault("multipleOf", f"must be a multiple of {factor}")

    return test


@keyword("maxLength", "string")
def max_length(making: Making) -> Test | None:
    most = making.schema["maxLength"]

    def test(data: Value, seen: Seen) -> Faults | None:
        return making.fault("maxLength", f"must not have more than {most} characters") if len(data) > most else None

    return test


@keyword("minLength", "string")
def min_length(making: Making) -> Test | None:
    least = making.schema["minLength"]

    def test(data: Value, seen: Seen) -> Faults | None:
        return making.fault("minLength", f"must not have fewer than {least} characters") if len(data) < least else None

    return test


@keyword("pattern", "string")
def pattern(making: Making) -> Test | None:
    written = making.schema["pattern"]
    try:
        search = patterns.compile(written).search
    except patterns.PatternInvalid as reason:
        raise SchemaInvalid(str(reason)) from None

    def test(data: Value, seen: Seen) -> Faults | None:
        return None if search(data) else making.fault("pattern", f'must match the pattern "{written}"')

    return test


@keyword("format", "number", "string")
def format_of(making: Making) -> Test | None:
    name = making.schema["format"]
    known = {str: formats.TEXTS.get(name), int: formats.NUMBERS.get(name), float: formats.NUMBERS.get(name)}
    if not any(known.values()):
        return None

    def test(data: Value, seen: Seen) -> Faults | None:
        valid = known.get(type(data))
        return None if valid is None or valid(data) else making.fault("format", f'must match the format "{name}"')

    return test
