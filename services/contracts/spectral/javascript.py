"""What JavaScript makes of plain values: truth, equality, text, numbers, members, and the methods that filters call."""

import math
from collections.abc import Callable
from typing import Any, Final

from .function import MISSING, Value


class Failure(Exception):
    """JavaScript would throw here."""


MEMBERS: Final = frozenset({"length", "constructor"})
"""Members that values have which are no objects of a document."""


def truth(value: Any) -> bool:
    if value is True or value is False:
        return bool(value)
    kind = type(value)
    if kind is dict or kind is list:
        return True
    return bool(value) and value == value  # noqa: PLR0124 - NaN is not


def text(value: Any) -> str:
    """String(value)."""
    if type(value) is str:
        return value
    if value is MISSING:
        return "undefined"
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, list):
        return ",".join("" if one is None or one is MISSING else text(one) for one in value)
    if isinstance(value, dict):
        return "[object Object]"
    return number_text(value)


def number_text(value: float) -> str:
    """A number as JavaScript writes it."""
    if isinstance(value, int):
        return str(value) if abs(value) < 10**21 else number_text(float(value))
    if value != value:  # noqa: PLR0124
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == int(value) and abs(value) < 1e21:
        return str(int(value))
    said = repr(value)
    if "e" in said:
        digits, _, exponent = said.partition("e")
        power = int(exponent)
        if -7 < power < 0:
            return f"{value:.{len(digits.replace('-', '').replace('.', '')) - 1 - power}f}"
        return f"{digits.removesuffix('.0')}e{'+' if power > 0 else '-'}{abs(power)}"
    return said


def number(value: Any) -> float:
    """Number(value)."""
    if value is True or value is False:
        return int(value)
    if isinstance(value, int | float):
        return value
    if value is None:
        return 0
    if isinstance(value, list | str):
        said = text(value).strip()
        if not said:
            return 0
        if said[:2].lower() in ("0x", "0o", "0b"):
            try:
                return int(said, 0)
            except ValueError:
                return math.nan
        if "_" in said or (said.lower().lstrip("+-") in ("nan", "inf", "infinity") and "Infinity" not in said):
            return math.nan
        try:
            return float(said)
        except ValueError:
            return math.nan
    return math.nan


def same(left: Any, right: Any) -> bool:
    """==="""
    if left is right:
        return left == left or type(left) is not float  # noqa: PLR0124
    kind, other = type(left), type(right)
    if kind is dict or kind is list or other is dict or other is list:
        return False
    if kind is bool or other is bool:
        return kind is other and left == right
    return bool(left == right)


def alike(left: Any, right: Any) -> bool:
    """=="""
    if left is None or left is MISSING or right is None or right is MISSING:
        return (left is None or left is MISSING) and (right is None or right is MISSING)
    objects = isinstance(left, dict | list), isinstance(right, dict | list)
    if all(objects):
        return left is right
    if any(objects):
        left, right = (text(one) if isinstance(one, dict | list) else one for one in (left, right))
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    return number(left) == number(right)


def _compare(holds: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def compared(left: Any, right: Any) -> bool:
        if isinstance(left, str) and isinstance(right, str):
            return holds(left, right)
        return holds(number(left), number(right))

    return compared


def _plus(left: Any, right: Any) -> Any:
    if any(isinstance(one, str | dict | list) for one in (left, right)):
        return text(left) + text(right)
    return number(left) + number(right)


def _divide(left: Any, right: Any) -> float:
    above, below = number(left), number(right)
    if not below:
        return math.nan if not above or above != above else math.copysign(math.inf, above)  # noqa: PLR0124
    return above / below


def _rest(left: Any, right: Any) -> float:
    above, below = number(left), number(right)
    return math.nan if not below or math.isinf(above) else math.fmod(above, below)


def _within(left: Any, right: Any) -> bool:
    """`in`, as paths have it: whether the right side includes the left one."""
    return bool(_includes(right, left))


BINARY: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "===": same,
    "!==": lambda left, right: not same(left, right),
    "==": alike,
    "!=": lambda left, right: not alike(left, right),
    "<": _compare(lambda left, right: left < right),
    ">": _compare(lambda left, right: left > right),
    "<=": _compare(lambda left, right: left <= right),
    ">=": _compare(lambda left, right: left >= right),
    "+": _plus,
    "-": lambda left, right: number(left) - number(right),
    "*": lambda left, right: number(left) * number(right),
    "/": _divide,
    "%": _rest,
    "in": _within,
    "??": lambda left, right: right if left is None or left is MISSING else left,
}


def type_of(value: Any) -> str:
    """typeof"""
    if value is MISSING:
        return "undefined"
    if value is True or value is False:
        return "boolean"
    if isinstance(value, str):
        return "string"
    return "number" if isinstance(value, int | float) else "object"


UNARY: Final[dict[str, Callable[[Any], Any]]] = {
    "-": lambda value: -number(value),
    "+": number,
    "typeof": type_of,
}


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


TYPE_TESTS: Final[dict[str, Callable[[Any], bool]]] = {
    "string": lambda value: isinstance(value, str),
    "number": is_number,
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: is_number(value) and value == math.floor(value) if _finite(value) else False,
    "scalar": lambda value: not isinstance(value, dict | list),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict | list),
    "null": lambda value: value is None,
}


def _finite(value: Any) -> bool:
    return is_number(value) and math.isfinite(value)


def get(value: Any, name: str) -> Any:
    """value[name]. Raises Failure on what has no members."""
    if type(value) is dict:
        return value.get(name, MISSING)
    if value is None or value is MISSING:
        raise Failure
    if isinstance(value, str | list):
        if name == "length":
            return len(value) if isinstance(value, list) or value.isascii() else len(value.encode("utf-16-le")) // 2
        if name.isdecimal() and int(name) < len(value):
            return value[int(name)]
    return MISSING


_CONSTRUCTORS = {"string": "String", "number": "Number", "boolean": "Boolean", "object": "Object"}


def constructor_name(value: Any) -> str:
    if value is None or value is MISSING:
        raise Failure
    return "Array" if isinstance(value, list) else _CONSTRUCTORS[type_of(value)]


def _of_text(method: Callable[..., Any]) -> Callable[..., Any]:
    def call(value: Value, *arguments: Any) -> Any:
        if not isinstance(value, str):
            raise Failure
        return method(value, *map(text, arguments))

    return call


def _includes(value: Value, wanted: Any) -> bool:
    if isinstance(value, str):
        return text(wanted) in value
    if isinstance(value, list):
        return any(same(one, wanted) for one in value)
    raise Failure


def _index(value: Value, wanted: Any) -> int:
    if isinstance(value, str):
        return value.find(text(wanted))
    if isinstance(value, list):
        return next((number for number, one in enumerate(value) if same(one, wanted)), -1)
    raise Failure


def _slice(value: Value, start: Any = 0, end: Any = MISSING) -> Any:
    if not isinstance(value, str | list):
        raise Failure
    return value[int(number(start)) : None if end is MISSING else int(number(end))]


def _join(value: Value, between: Any = ",") -> str:
    if not isinstance(value, list):
        raise Failure
    return text(between).join(text(one) for one in value)


def _split(value: Value, between: Any = MISSING) -> list[str]:
    if not isinstance(value, str):
        raise Failure
    if between is MISSING:
        return [value]
    return value.split(text(between)) if text(between) else list(value)


def _to_string(value: Value) -> str:
    if value is None or value is MISSING:
        raise Failure
    return text(value)


METHODS: Final[dict[str, tuple[int, int, Callable[..., Any]]]] = {
    "includes": (1, 1, _includes),
    "indexOf": (1, 1, _index),
    "startsWith": (1, 1, _of_text(str.startswith)),
    "endsWith": (1, 1, _of_text(str.endswith)),
    "toLowerCase": (0, 0, _of_text(str.lower)),
    "toUpperCase": (0, 0, _of_text(str.upper)),
    "trim": (0, 0, _of_text(str.strip)),
    "slice": (0, 2, _slice),
    "join": (0, 1, _join),
    "split": (0, 1, _split),
    "toString": (0, 0, _to_string),
    "hasOwnProperty": (1, 1, lambda value, name: isinstance(value, dict) and text(name) in value),
}
"""By name: how many arguments at least and at most, and what it does."""
