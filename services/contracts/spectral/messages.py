"""What a message says: `{{error}}`, `{{property}}` and the others put in, and the little language behind `#{{...}}`."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import orjson

from .function import MISSING, Value
from .javascript import text

_HOLE = re.compile(r"#?\{\{([^}\n]+)\}\}")
_PART = re.compile(
    r"""\s*(?:
      (?P<call>print|concat|toUpperCase)\(
    | (?P<string>"[^"]*"|'[^']*')
    | (?P<number>\d+(?:\.\d+)?)
    | (?P<name>[A-Za-z_]\w*)
    )(?P<upper>\.toUpperCase\(\))?\s*""",
    re.X,
)


def filled(template: str, values: Mapping[str, Any]) -> str:
    """The template with every hole filled; what is not known leaves nothing."""
    if "{{" not in template:
        return template

    def fill(found: re.Match[str]) -> str:
        name = found[1]
        if found[0][0] == "#":
            return _evaluated(name.strip(), values)
        return text(values[name]) if name in values else ""

    return _HOLE.sub(fill, template)


def _evaluated(expression: str, values: Mapping[str, Any]) -> str:
    """What an expression comes to; nothing when it cannot be read or speaks of what there is not."""
    try:
        said, at = _joined(expression, 0, values, 0)
    except KeyError:
        return ""
    return said if at == len(expression) else ""


def _joined(expression: str, at: int, values: Mapping[str, Any], depth: int) -> tuple[str, int]:
    """Parts with `+` or a comma between them are put together."""
    said = ""
    while at < len(expression):
        part = _PART.match(expression, at)
        if part is None or depth > _DEEPEST:
            raise KeyError(expression)
        at = part.end()
        if part["call"]:
            inner, at = _joined(expression, at, values, depth + 1)
            if expression[at : at + 1] != ")":
                raise KeyError(expression)
            found = _CALLS[part["call"]](inner, values)
            at += len(expression[at + 1 :]) - len(expression[at + 1 :].lstrip()) + 1
        elif part["string"]:
            found = part["string"][1:-1]
        else:
            found = part["number"] or text(values[part["name"]])
        said += found.upper() if part["upper"] else found
        if expression[at : at + 1] not in ("+", ","):
            break
        at += 1
    return said, at


_DEEPEST = 20


def _printed(kind: str, values: Mapping[str, Any]) -> str:
    if kind == "property":
        name = values["property"]
        return f'"{name}" property ' if name != "" else "The document "
    if kind == "value":
        return shown(values["value"])
    said = values.get(kind)
    return "" if said is None else text(said)


_CALLS: Mapping[str, Callable[[str, Mapping[str, Any]], str]] = {
    "print": _printed,
    "concat": lambda said, values: said,
    "toUpperCase": lambda said, values: said.upper(),
}


def shown(value: Value) -> str:
    """A value as a message shows it."""
    if value is MISSING:
        return "undefined"
    if isinstance(value, list):
        return "Array[]"
    if isinstance(value, dict):
        return "Object{}"
    if isinstance(value, str):
        return orjson.dumps(value).decode()
    return text(value)
