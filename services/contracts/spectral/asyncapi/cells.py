"""From the tables of AsyncAPI's members to JSON Schemas, asked the way the official schemas ask."""

import re
from typing import Any, Final

from ...formats.asyncapi.fields import Table, members

type Schema = dict[str, Any]

EXTENSIONS: Final[Schema] = {r"^x-[\w\d\.\x2d_]+$": True}
_NAME = r"^[\w\d\.\-_]+$"
_LIMITED = re.compile(r"(whole|text) (-?\d*)\.\.(\d*)")


def leads_to(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def cell(what: str, minor: int) -> Schema:
    """What a cell says, in one minor version."""
    if what.startswith("["):
        listed = {"type": "array", "items": cell(what.rstrip("!")[1:-1], minor)}
        return {**listed, "uniqueItems": True} if what.endswith("!") else listed
    if what.startswith("{"):
        return {"type": "object", "additionalProperties": cell(what[1:-1], minor)}
    if what.startswith("<"):
        return {"type": "object", "patternProperties": {_NAME: cell(what[1:-1], minor)}}
    limited = _LIMITED.fullmatch(what)
    if limited:
        return _limited(*limited.groups())
    names = what.split("|")
    if all(name.startswith("'") for name in names):
        return {"type": "string", "enum": [name.strip("'") for name in names]}
    if all(name.isdigit() for name in names):
        return {"type": "integer", "enum": [int(name) for name in names]}
    if what == "text|null":
        return {"type": ["string", "null"]}
    own, *rest = names
    if own == "formatted":
        return {"if": {"required": ["schema"]}, "then": leads_to("formatted"), "else": leads_to("schema")}
    known = any(name == "ref" or (name.startswith("ref@") and int(name[4:]) <= minor) for name in rest)
    return {"oneOf": [leads_to("ref"), leads_to(own)]} if known else leads_to(own)


def object_of(table: Table, minor: int) -> Schema:
    """An object that has these members, extensions, and nothing else."""
    return {**open_object(table, minor), "patternProperties": EXTENSIONS, "additionalProperties": False}


def open_object(table: Table, minor: int) -> Schema:
    known = list(members(table, minor))
    return {
        "type": "object",
        "required": [name for name, required, _ in known if required],
        "properties": {name: cell(what, minor) for name, _, what in known},
    }


def _limited(kind: str, least: str, most: str) -> Schema:
    type_, low, high = ("integer", "minimum", "maximum") if kind == "whole" else ("string", "minLength", "maxLength")
    limits = {name: int(number) for name, number in ((low, least), (high, most)) if number}
    return {"type": type_, **limits}
