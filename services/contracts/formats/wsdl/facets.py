"""The types that XML Schema brings along, and what facets say of them."""

from decimal import Decimal, InvalidOperation
from math import isfinite

from ...model import Kind, Limits, Value

_INTEGERS: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None), "long": (-(2**63), 2**63 - 1), "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127), "nonNegativeInteger": (0, None), "positiveInteger": (1, None), "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1), "unsignedLong": (0, 2**64 - 1), "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 65535), "unsignedByte": (0, 255),
}  # fmt: skip
_TEXTS = {
    "string": "", "dateTime": "date-time", "dateTimeStamp": "date-time", "anyURI": "uri",
    **{one: one for one in ("normalizedString", "token", "language", "NMTOKEN", "Name", "NCName", "ID", "IDREF",
       "ENTITY", "QName", "NOTATION", "date", "time", "duration", "dayTimeDuration", "yearMonthDuration", "gYear",
       "gYearMonth", "gMonth", "gMonthDay", "gDay")},
}  # fmt: skip
LISTS = {"NMTOKENS": "NMTOKEN", "IDREFS": "IDREF", "ENTITIES": "ENTITY"}
BUILT_IN: dict[str, tuple[Kind, str]] = {
    **{name: ("text", form) for name, form in _TEXTS.items()},
    **{name: ("integer", name) for name in _INTEGERS},
    **{name: ("number", name) for name in ("decimal", "float", "double", "precisionDecimal")},
    "boolean": ("boolean", ""), "base64Binary": ("binary", "base64Binary"), "hexBinary": ("binary", "hexBinary"),
    "base64": ("binary", "base64Binary"), "anyType": ("any", ""), "anySimpleType": ("any", "anySimpleType"),
    "anyAtomicType": ("any", "anyAtomicType"), "error": ("any", "error"), **dict.fromkeys(LISTS, ("list", "")),
}  # fmt: skip
FACETS = frozenset(
    ("length", "minLength", "maxLength", "pattern", "enumeration", "whiteSpace", "maxInclusive", "maxExclusive",
     "minInclusive", "minExclusive", "totalDigits", "fractionDigits", "assertion", "explicitTimezone")
)  # fmt: skip
_COUNTS = frozenset({"length", "minLength", "maxLength", "totalDigits", "fractionDigits"})
_NUMBERS = {"minInclusive": "minimum", "maxInclusive": "maximum", "minExclusive": "above", "maxExclusive": "below"}


def own_limits(name: str) -> Limits:
    """The range of an integer type."""
    low, high = _INTEGERS.get(name, (None, None))
    return Limits(minimum=low, maximum=high) if low is not None or high is not None else Limits()


def limits(facets: list[tuple[str, str]], kind: str) -> tuple[Limits, dict[str, Value], list[str]]:
    """What the facets say: as limits, those that are none as marks, and the names of those that say nonsense."""
    said: dict[str, float | int | str | None] = {}
    marks: dict[str, Value] = {}
    wrong: list[str] = []
    patterns: list[str] = []
    for name, value in facets:
        if name == "pattern":
            patterns.append(value)
        elif name in _COUNTS:
            if value.strip().isdigit() and len(value) < 18:
                _count(name, int(value), "items" if kind == "list" else "length", said, marks)
            else:
                wrong.append(name)
        elif name in _NUMBERS and kind in ("integer", "number"):
            number = as_number(value)
            if number is None:
                wrong.append(name)
            elif abs(number) != float("inf"):
                said[_NUMBERS[name]] = number
        elif name not in ("enumeration", "assertion"):
            marks[name] = value
    if patterns:
        said["pattern"] = patterns[0] if len(patterns) == 1 else "|".join(f"(?:{one})" for one in patterns)
    return Limits(**said), marks, wrong  # type: ignore[arg-type]


def _count(
    name: str, count: int, many: str, said: dict[str, float | int | str | None], marks: dict[str, Value]
) -> None:
    if name in ("length", "minLength"):
        said[f"min_{many}"] = count
    if name in ("length", "maxLength"):
        said[f"max_{many}"] = count
    if name in ("totalDigits", "fractionDigits"):
        marks[name] = count
    if name == "fractionDigits" and count <= 30:
        said["step"] = float(Decimal(10) ** -count)


def as_number(text: str) -> float | int | None:
    text = text.strip()[:400]
    try:
        number = Decimal(text.replace("INF", "Infinity"))
        if number.is_finite() and abs(number.adjusted()) > 40:
            return float(number)
        return int(number) if number.is_finite() and number == number.to_integral_value() else float(number)
    except (InvalidOperation, ValueError, OverflowError):
        return None


def as_value(text: str, kind: str) -> Value:
    """A value as its type means it."""
    if kind in ("integer", "number"):
        number = as_number(text)
        return number if number is not None and isfinite(number) else text
    if kind == "boolean" and text.strip() in ("true", "false", "1", "0"):
        return text.strip() in ("true", "1")
    return text
