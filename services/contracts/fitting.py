"""Whether a piece of data is of a type, as far as the Interface tells: kinds, values, limits, required fields."""

from collections.abc import Callable
from typing import NamedTuple

from . import patterns
from .model import NO_LIMITS, Interface, Limits, Type, Value

_STEPS = 20_000
"""Values looked at for one answer. What needs more, a choice of choices of choices, is taken to fit."""
_DEEP = 100
_LONG = 10_000
"""Texts that are longer are not held against a pattern."""
_MOMENTS = frozenset({"date-time", "date", "time", "timestamp"})
_NO_NUMBERS = frozenset({"NaN", "Infinity", "-Infinity", "INF", "-INF"})


class Misfit(NamedTuple):
    """Where the data leaves its type ("" : at the top), and how."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path[:120]}: {self.reason}" if self.path else self.reason


def misfit(value: Value, shape: Type, interface: Interface) -> Misfit | None:
    """The first thing about the data that its type does not allow. None: it fits, or nobody can tell."""
    return _Fitting(interface).off(value, shape, 0)


class _Fitting:
    __slots__ = ("left", "types")

    def __init__(self, interface: Interface) -> None:
        self.types = interface.types
        self.left = _STEPS

    def off(self, value: Value, shape: Type, depth: int) -> Misfit | None:
        self.left -= 1
        if self.left < 0 or depth > _DEEP:
            return None
        nullable = shape.nullable
        hops = 0
        while shape.ref:
            found = self.types.get(shape.ref)
            hops += 1
            if found is None or hops > 64:
                return None
            shape = found
            nullable = nullable or shape.nullable
        if value is None and (nullable or shape.kind in ("any", "null")):
            return None
        if shape.values and not shape.open_values and not _is_listed(value, shape):
            return Misfit("", f"{_shown(value)} is none of its values")
        by_kind = _KINDS.get(shape.kind)
        if by_kind is not None and (wrong := by_kind(self, value, shape, depth)) is not None:
            return wrong
        if shape.choices and (wrong := self._choices(value, shape, depth)) is not None:
            return wrong
        for part in shape.parts:
            if (wrong := self.off(value, part, depth + 1)) is not None:
                return wrong
        return None

    def _choices(self, value: Value, shape: Type, depth: int) -> Misfit | None:
        wrong = None
        for choice in shape.choices:
            wrong = self.off(value, choice, depth + 1)
            if wrong is None:
                return None
        return wrong if len(shape.choices) == 1 else Misfit("", f"it is none of the {len(shape.choices)} forms")

    def text(self, value: Value, shape: Type, depth: int) -> Misfit | None:
        if not isinstance(value, str):
            moment = shape.format in _MOMENTS and isinstance(value, int | float)  # in seconds, as some write it
            return None if moment else _kind(value, "text")
        return None if shape.limits is NO_LIMITS else _text_limits(value, shape.limits)

    def integer(self, value: Value, shape: Type, depth: int) -> Misfit | None:
        if isinstance(value, bool) or not (isinstance(value, int) or (isinstance(value, float) and value.is_integer())):
            return _kind(value, "a whole number")
        return None if shape.limits is NO_LIMITS else _number_limits(value, shape.limits)

    def number(self, value: Value, shape: Type, depth: int) -> Misfit | None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            written = isinstance(value, str) and (shape.format == "decimal" or value in _NO_NUMBERS)
            return None if written else _kind(value, "a number")
        return None if shape.limits is NO_LIMITS else _number_limits(value, shape.limits)

    def boolean(self, value: Value, shape: Type, depth: int) -> Misfit | None:
        return None if isinstance(value, bool) or value in (0, 1) else _kind(value, "true or false")

    def list(self, value: Value, shape: Type, depth: int) -> Misfit | None:
        if not isinstance(value, list):
            return None if value == {} else _kind(value, "a list")  # an empty set, as some write it
        if shape.limits is not NO_LIMITS and (wrong := _size(len(value), shape.limits)) is not None:
            return wrong
        if shape.item is not None:
            for index, one in enumerate(value):
                if (wrong := self.off(one, shape.item, depth + 1)) is not None:
                    return _below(str(index), wrong)
        return None

    def map(self, value: Value, shape: Type, depth: int) -> Misfit | None:
        if not isinstance(value, dict):
            return _kind(value, "a record")
        if shape.item is not None:
            for name, one in value.items():
                if (wrong := self.off(one, shape.item, depth + 1)) is not None:
                    return _below(name, wrong)
        return None

    def record(self, value: Value, shape: Type, depth: int) -> Misfit | None:
        if not isinstance(value, dict):
            return _kind(value, "a record")
        for field in shape.fields:
            if field.name in value:
                if type(value[field.name]) is str and _is_plain(field.type):
                    continue
                if (wrong := self.off(value[field.name], field.type, depth + 1)) is not None:
                    return _below(field.name, wrong)
            elif field.required and field.default is None and not (field.read_only or field.write_only):
                return Misfit("", f"{field.name[:80]!r} is missing, which is required")
        return None


def _is_plain(shape: Type) -> bool:
    """Whether every text fits."""
    return shape.kind == "text" and not shape.values and shape.limits is NO_LIMITS and not (shape.ref or shape.choices)


type _Check = Callable[[_Fitting, Value, Type, int], Misfit | None]
_KINDS: dict[str, _Check] = {
    "text": _Fitting.text,
    "integer": _Fitting.integer,
    "number": _Fitting.number,
    "boolean": _Fitting.boolean,
    "list": _Fitting.list,
    "map": _Fitting.map,
    "record": _Fitting.record,
}


def _is_listed(value: Value, shape: Type) -> bool:
    """As itself, by the number that stands for it, or by the name of a constant from elsewhere. True is not 1 here."""
    if isinstance(value, bool):
        return any(value is one for one in shape.values)
    if value in shape.values:
        return True
    numbers = {one.number for one in shape.constants} - {None}
    return bool(numbers) and (value in numbers or (isinstance(value, str) and "." in value))


def _text_limits(value: str, limits: Limits) -> Misfit | None:
    if limits.max_length is not None and len(value) > limits.max_length:
        return Misfit("", f"{_shown(value)} is longer than {limits.max_length:,}")
    if limits.min_length is not None and len(value) < limits.min_length:
        return Misfit("", f"{_shown(value)} is shorter than {limits.min_length:,}")
    if limits.pattern and len(value) <= _LONG and value.isascii():
        pattern = patterns.linear(limits.pattern)
        if pattern is not None and not pattern.search(value):
            return Misfit("", f"{_shown(value)} does not match {limits.pattern[:80]!r}")
    return None


def _number_limits(value: float, limits: Limits) -> Misfit | None:
    if (limits.minimum is not None and value < limits.minimum) or (limits.above is not None and value <= limits.above):
        return Misfit("", f"{_shown(value)} is too small")
    if (limits.maximum is not None and value > limits.maximum) or (limits.below is not None and value >= limits.below):
        return Misfit("", f"{_shown(value)} is too large")
    step = limits.step
    if step and float(step).is_integer() and value % step:  # parts of one would need exact sums
        return Misfit("", f"{_shown(value)} is no multiple of {step:g}")
    return None


def _size(count: int, limits: Limits) -> Misfit | None:
    if limits.max_items is not None and count > limits.max_items:
        return Misfit("", f"it holds {count:,}, and at most {limits.max_items:,} are allowed")
    if limits.min_items is not None and count < limits.min_items:
        return Misfit("", f"it holds {count:,}, and at least {limits.min_items:,} are needed")
    return None


def _kind(value: Value, wanted: str) -> Misfit:
    return Misfit("", f"{_shown(value)} is not {wanted}")


def _below(name: str, wrong: Misfit) -> Misfit:
    return Misfit(f"{name}.{wrong.path}" if wrong.path else name, wrong.reason)


def _shown(value: Value) -> str:
    """A value as it would stand in JSON, shortened."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case dict():
            return "a record"
        case list():
            return "a list"
    said = repr(value)
    return said if len(said) <= 60 else said[:57] + "..."
