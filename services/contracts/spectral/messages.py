"""What a message says: `{{error}}`, `{{property}}` and the others put in, and the little language behind `#{{...}}`."""

import re
from collections.abc import Mapping
from typing import Any

import orjson

from .function import MISSING, Value
from .javascript import text

_HOLE = re.compile(r"#?\{\{([^}\n]+)\}\}")
_PART = re.compile(
    r"""\s*(?:
      print\(\s*(?P<print>"[^"]*"|'[^']*')\s*\)
    | (?P<upper>[\w.]+|"[^"]*"|'[^']*')\.toUpperCase\(\)
    | (?P<string>"[^"]*"|'[^']*')
    | (?P<number>\d+(?:\.\d+)?)
    | (?P<name>[A-Za-z_]\w*)
    )\s*(?P<next>\+|,|\Z)""",
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
    said, at = "", 0
    while at < len(expression):
        part = _PART.match(expression, at)
        if part is None:
            return ""
        at = part.end()
        if part["print"]:
            said += _printed(part["print"][1:-1], values)
        elif part["string"]:
            said += part["string"][1:-1]
        elif part["number"]:
            said += part["number"]
        else:
            name = part["upper"] or part["name"]
            if name[0] in "\"'":
                said += name[1:-1].upper()
            elif name not in values:
                return ""
            else:
                said += text(values[name]).upper() if part["upper"] else text(values[name])
    return said


def _printed(kind: str, values: Mapping[str, Any]) -> str:
    if kind == "property":
        name = values["property"]
        return f'"{name}" property ' if name != "" else "The document "
    if kind == "value":
        return shown(values["value"])
    said = values.get(kind)
    return "" if said is None else text(said)


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
