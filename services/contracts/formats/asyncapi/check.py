"""Holds a document against AsyncAPI's specification.

The official JSON Schemas come in no Python package, so the tables of `fields.py` are turned into a schema here. Beyond
what members there are: parameters of addresses, and messages that are not those of their channel.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from ...model import Flaw
from ...places import Place
from ..jsonschema.breaches import breaches, piece_by_piece
from ..jsonschema.files import Files
from ..jsonschema.look import Node, items, mapping, text
from ..jsonschema.sewn import Sewn
from .fields import GUARDS, VERSION_2, VERSION_3, Table, members

_AGAINST = "AsyncAPI's specification"
_PARAMETER = re.compile(r"\{([^{}]{1,200})\}")
_EXTENSION = r"^x-[\w\d\.\-_]+$"
_UNLISTED = dict.fromkeys(("mqtt5", "mercure", "pulsar", "ros2"), True)
"""Bindings that the specification of version 3 knows wherever there are some, and its schemas do not."""
_BASE: dict[str, Any] = {
    "text": {"type": "string"},
    "uri": {"type": "string"},
    "mail": {"type": "string"},
    "flag": {"type": "boolean"},
    "null": {"type": "null"},
    "any": True,
    "extended": {"type": "object"},
    "location": {"type": "string", "pattern": r"^\$message\.(header|payload)#(/[^/]*)*"},
    "schema": {"$ref": "http://json-schema.org/draft-07/schema#"},
    "ref": {"type": "object", "required": ["$ref"], "properties": {"$ref": {"type": "string"}}},
    "guardType": {"enum": list(GUARDS)},
}


def check(document: Files, dialect: str) -> Iterator[Flaw]:
    """Every breach of the specification, at the innermost place that can be told."""
    sewn = Sewn(document)
    validator = _validator(dialect)
    yield from breaches(_errors(validator, sewn.root), sewn, _AGAINST)
    yield from _sense(document, dialect)


def _errors(validator: Any, root: Node) -> Iterator[Any]:
    kinds = (("components", str(kind)) for kind in mapping(root, "components"))
    frame = {"asyncapi": root.get("asyncapi"), "info": {"title": "", "version": ""}, "channels": {}}
    return piece_by_piece(validator, root, [("channels",), ("operations",), ("servers",), *kinds], frame)


@cache
def _validator(dialect: str) -> Any:
    import jsonschema_rs

    return jsonschema_rs.Draft7Validator(schema(dialect), mask="this value", offline=True)


def schema(dialect: str) -> Node:
    """The tables as a JSON Schema."""
    major, _, minor = dialect.partition(".")
    tables = VERSION_2 if major == "2" else VERSION_3
    definitions = {**_BASE, **{name: _object(table, int(minor)) for name, table in tables.items()}}
    definitions["guard"]["allOf"] = [
        {"if": {"properties": {"type": {"const": kind}}}, "then": {"required": list(needed)}}
        for kind, needed in GUARDS.items()
        if needed
    ]
    ours = {"pattern": r"^application/(vnd\.aai\.asyncapi|schema)[+;]"}
    written = {"properties": {"schemaFormat": ours}, "required": [] if major == "2" else ["schemaFormat"]}
    where, member = ("message", "payload") if major == "2" else ("formatted", "schema")
    definitions[where]["allOf"] = [{"if": written, "then": {"properties": {member: _shape("schema")}}}]
    definitions["variable"]["additionalProperties"] = major == "2"
    for name in tables:
        if name == "bindings":
            definitions[name]["additionalProperties"] = True
        elif name.endswith("Bindings"):
            definitions[name]["properties"] |= _UNLISTED
    definitions["example"]["additionalProperties"] = False
    return {"$schema": "http://json-schema.org/draft-07/schema#", "definitions": definitions, **_shape("document")}


def _object(table: Table, minor: int) -> Node:
    known = list(members(table, minor))
    return {
        "type": "object",
        "required": [name for name, required, _ in known if required],
        "properties": {name: _shape(what) for name, _, what in known},
        "patternProperties": {_EXTENSION: True},
        "additionalProperties": False,
    }


def _shape(what: str) -> Node:
    """What a cell of the tables says."""
    if what.startswith("["):
        return {"type": "array", "items": _shape(what.rstrip("!")[1:-1])}
    if what.startswith(("{", "<")):
        return {"type": "object", "patternProperties": {_EXTENSION: True}, "additionalProperties": _shape(what[1:-1])}
    names = [name.partition("@")[0] for name in what.split("|")]
    if all(name.startswith("'") for name in names):
        return {"enum": [name.strip("'") for name in names]}
    if len(names) == 1:
        return {"$ref": f"#/definitions/{what}"}
    if "ref" in names:
        others = [name for name in names if name != "ref"]
        own: Node = {"$ref": f"#/definitions/{others[0]}"}
        if len(others) > 1:  # a message, or several of which one is meant
            own = {"if": {"required": ["oneOf"]}, "then": {"$ref": f"#/definitions/{others[1]}"}, "else": own}
        return {"if": {"required": ["$ref"]}, "then": {"$ref": "#/definitions/ref"}, "else": own}
    if names[0] == "formatted":
        own = {"$ref": "#/definitions/formatted"}
        return {"if": {"required": ["schema"]}, "then": own, "else": {"$ref": "#/definitions/schema"}}
    return {"anyOf": [{"$ref": f"#/definitions/{name}"} for name in names]}


def _sense(document: Files, dialect: str) -> Iterator[Flaw]:
    """What the specification asks for beyond the members of each object."""
    root: Node = document.root
    place = document.place
    for name, channel in mapping(root, "channels").items():
        if not isinstance(channel, dict) or name.startswith("x-") or "$ref" in channel:
            continue
        at = place.to("channels", name, name=f"channel:{name}")
        address = name if dialect < "3" else text(channel, "address")
        known = mapping(channel, "parameters")
        for parameter in dict.fromkeys(_PARAMETER.findall(address)):
            if parameter not in known:
                yield _flaw(at, f"The parameter {parameter!r} of the address {address[:100]!r} is not described")
        for parameter in known:
            if f"{{{parameter}}}" not in address and address and not parameter.startswith("x-"):
                where = at.to("parameters", parameter, name=f"parameter:{parameter}")
                yield _flaw(where, f"{parameter!r} is not in the address {address[:100]!r}")
    if dialect < "3":
        yield from _guards_named(root, place)
    else:
        for name, operation in mapping(root, "operations").items():
            if isinstance(operation, dict):
                yield from _own_messages(operation, place.to("operations", name, name=f"operation:{name}"))


def _own_messages(operation: Node, place: Place) -> Iterator[Flaw]:
    """The messages of an operation are some of those of its channel, referred to through it."""
    for node, at in ((operation, place), (mapping(operation, "reply"), place.to("reply"))):
        channel = mapping(node, "channel").get("$ref")
        if not isinstance(channel, str) or not channel.startswith("#/channels/"):
            continue
        for index, one in enumerate(items(node, "messages")):
            ref = one.get("$ref") if isinstance(one, dict) else None
            if isinstance(ref, str) and not ref.startswith(f"{channel}/messages/"):
                where = at.to("messages", index, name=f"message:{ref}")
                yield _flaw(where, f"{ref[:150]!r} is not one of the messages of the operation's channel")


def _guards_named(root: Node, place: Place) -> Iterator[Flaw]:
    known = mapping(mapping(root, "components"), "securitySchemes")
    for name, server in mapping(root, "servers").items():
        for index, one in enumerate(items(server, "security") if isinstance(server, dict) else ()):
            for guard in one if isinstance(one, dict) else ():
                if guard not in known:
                    at = place.to("servers", name, "security", index, guard, name=f"server:{name}/guard:{guard}")
                    yield _flaw(at, f"The security scheme {guard[:100]!r} is not defined")


def _flaw(place: Place, said: str) -> Flaw:
    return Flaw("format-invalid", place, f"Against {_AGAINST}: {said}.")
