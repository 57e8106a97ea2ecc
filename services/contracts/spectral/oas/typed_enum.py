"""typedEnum: the values of an enum are of the type that stands next to it."""

from ..function import Check, Options, Target, Told, Value, function
from ..javascript import text, type_of
from ..messages import shown
from ..options import no_options


@function("typedEnum")
def typed_enum(options: Options) -> Check:
    no_options("typedEnum", options)

    def check(value: Value, target: Target) -> list[Told] | None:
        if not isinstance(value, dict):
            return None
        follow = target.read.follow
        values, stated = follow(value.get("enum")), follow(value.get("type"))
        if not isinstance(values, list) or not _types(stated):
            return None
        types = list(stated) if isinstance(stated, list) else [stated]
        if _nullable(value, target.read.formats):
            types.append("null")
        whole = "integer" in types
        wrong = [index for index, one in enumerate(values) if _type(follow(one), whole=whole) not in types]
        if not wrong:
            return None
        said = text(types)
        path = target.path
        return [Told(f'Enum value {shown(values[index])} must be "{said}".', (*path, "enum", index)) for index in wrong]

    return check


def _types(value: Value) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(one, str) for one in value))


def _nullable(value: dict[str, Value], formats: frozenset[str]) -> bool:
    return (value.get("nullable") is True and "oas3_0" in formats) or (
        value.get("x-nullable") is True and "oas2" in formats
    )


def _type(value: Value, *, whole: bool) -> str:
    if value is None:
        return "null"
    if isinstance(value, list):
        return "array"
    kind = type_of(value)
    if kind == "number" and whole and (isinstance(value, int) or value.is_integer()):
        return "integer"
    return kind
