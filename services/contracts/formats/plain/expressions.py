"""Types in a few words: `text`, `list of Order`, `map of integer?`."""

from typing import NamedTuple

from ...model import Kind

PLAIN: dict[str, tuple[Kind, str]] = {
    "text": ("text", ""),
    "integer": ("integer", ""),
    "number": ("number", ""),
    "boolean": ("boolean", ""),
    "binary": ("binary", ""),
    "any": ("any", ""),
    "nothing": ("null", ""),
    "date": ("text", "date"),
    "time": ("text", "time"),
    "date-time": ("text", "date-time"),
    "duration": ("text", "duration"),
    "uuid": ("text", "uuid"),
    "uri": ("text", "uri"),
    "email": ("text", "email"),
    "decimal": ("text", "decimal"),
    "int8": ("integer", "int8"),
    "int16": ("integer", "int16"),
    "int32": ("integer", "int32"),
    "int64": ("integer", "int64"),
    "float": ("number", "float"),
    "double": ("number", "double"),
}
"""The names that every document has, as kind and format."""
DEEPEST = 10


class Expression(NamedTuple):
    """`around` is what holds it, the outermost first: lists and maps. `optional`: it ends with a question mark."""

    name: str
    around: tuple[Kind, ...]
    optional: bool


def parse(said: str) -> Expression | None:
    """None, when it is no type expression."""
    optional = said.rstrip().endswith("?")
    words = said.strip().removesuffix("?").split()
    around: list[Kind] = []
    while len(words) > 2 and words[1] == "of" and words[0] in ("list", "map"):
        around.append("list" if words[0] == "list" else "map")
        words = words[2:]
    if len(words) != 1 or len(around) > DEEPEST or "?" in words[0]:
        return None
    return Expression(words[0], tuple(around), optional)
