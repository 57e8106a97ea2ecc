"""AsyncAPI's specification as a JSON Schema, made of tables.

What a validator says of a wrong document depends on how its schema asks: whether a thing "or a reference" is a choice
of two, which alternatives a security scheme has. Here it is asked as in the official schemas, so that findings stand
where users of Spectral know them.
"""

from functools import cache
from typing import Any, Final

from ...formats.asyncapi.fields import VERSION_2, VERSION_3, Table
from . import bindings
from .cells import cell, leads_to, object_of, open_object
from .guards import guards
from .payloads import avro, by_language, formatted, openapi, schema_object

type Schema = dict[str, Any]

LATEST: Final = {"2": 6, "3": 1}
_OLD = [f"2.{minor}" for minor in range(7)]
_BASE: dict[str, Any] = {
    "text": {"type": "string"},
    "uri": {"type": "string", "format": "uri"},
    "mail": {"type": "string", "format": "email"},
    "flag": {"type": "boolean"},
    "whole": {"type": "integer"},
    "number": {"type": "number"},
    "any": True,
    "extended": {"type": "object"},
    "location": {"type": "string", "pattern": r"^\$message\.(header|payload)#(\/(([^\/~])|(~[01]))*)*"},
    "ref": {
        "type": "object",
        "required": ["$ref"],
        "properties": {"$ref": {"type": "string", "format": "uri-reference"}},
    },
}


@cache
def schema(major: str, minor: int, *, resolved: bool = True) -> Schema:
    """The schema of a version. `resolved`: for documents whose references were followed, where version 3 expects the
    channels, servers and messages themselves in place of references to them."""
    tables = VERSION_2 if major == "2" else VERSION_3
    definitions = {**_BASE, **{name: _object(name, table, minor) for name, table in tables.items()}}
    definitions |= guards(major, minor)
    definitions |= {"openapi": openapi(), "avro": avro()}
    docs = leads_to("docs") if major == "2" else cell("docs|ref", minor)
    definitions["schema"] = schema_object(docs)
    definitions["document"]["properties"]["asyncapi"] = {"type": "string", "enum": [f"{major}.{minor}.0"]}
    if major == "2":
        _finish_2(definitions, minor)
    else:
        _finish_3(definitions, minor, resolved=resolved)
    return {"$id": f"urn:asyncapi:{major}.{minor}", "definitions": definitions, **leads_to("document")}


@cache
def payload_schema(major: str, minor: int) -> Schema:
    """What a payload in AsyncAPI's own language has to be."""
    return {**schema(major, minor), "$id": f"urn:asyncapi:{major}.{minor}:payload", **leads_to("schema")}


def _object(name: str, table: Table, minor: int) -> Schema:
    made = object_of(table, minor)
    if name in ("messages", "example"):
        del made["patternProperties"]
    if name == "parameter":
        del made["type"]
    return made


def _finish_2(definitions: Schema, minor: int) -> None:
    definitions["bindings"] = {"type": "object"}
    headers = {"allOf": [leads_to("schema"), {"properties": {"type": {"const": "object"}}}]}
    for name in ("message", "messageTrait"):
        definitions[name]["properties"]["headers"] = headers
    definitions["message"]["allOf"] = by_language("payload", _OLD[: minor + 1], references=False)
    one = {"oneOf": [leads_to("ref"), {"oneOf": [leads_to("messages"), leads_to("message")]}]}
    definitions["anyMessage"] = one
    definitions["operation"]["properties"]["message"] = leads_to("anyMessage")
    definitions["messages"]["properties"]["oneOf"]["items"] = leads_to("anyMessage")
    definitions["components"]["properties"]["messages"]["additionalProperties"] = leads_to("anyMessage")
    addresses = {"type": "string", "format": "uri-template", "minLength": 1}
    for name in ("document", "components"):
        if "channels" in definitions[name]["properties"]:
            definitions[name]["properties"]["channels"]["propertyNames"] = addresses
    if minor > 0:
        definitions["example"]["anyOf"] = _SOMETHING


def _finish_3(definitions: Schema, minor: int, *, resolved: bool) -> None:
    definitions["formatted"] = formatted([*_OLD, *(f"3.{one}" for one in range(minor + 1))])
    definitions["document"]["properties"]["asyncapi"] = {"type": "string", "const": f"3.{minor}.0"}
    definitions["info"] = {"allOf": [definitions["info"], {"type": "object", "properties": _PROFILES}]}
    definitions["example"]["anyOf"] = _SOMETHING
    if minor == 0:
        kinds = ["number", "string", "boolean", "object", "array", "null"]
        definitions["example"]["properties"]["payload"] = {"type": kinds}
    traits = definitions["message"]["properties"]["traits"]["items"]
    pair = [{**traits}, {"type": "object"}]
    traits["oneOf"] = [*traits["oneOf"], {"type": "array", "items": pair}]
    definitions |= _bindings(minor)
    for kind, owners in _BOUND.items():
        bound = definitions[f"{kind}Bindings"]["properties"]
        bound |= {protocol: _versions(protocol, kind, known) for protocol, known in owners.items() if protocol in bound}
    if resolved:
        definitions["channel"]["properties"]["servers"]["items"] = leads_to("server")
        for name in ("operation", "reply"):
            definitions[name]["properties"]["channel"] = leads_to("channel")
            definitions[name]["properties"]["messages"]["items"] = leads_to("message")


def _bindings(minor: int) -> Schema:
    made: Schema = dict(bindings.SHAPES)
    for name, table in bindings.PARTS.items():
        made[name] = open_object(table, minor)
        if name in bindings.CLOSED:
            made[name]["additionalProperties"] = False
    for name, table in bindings.BINDINGS.items():
        version = name.split("/")[1]
        made[_flat(name)] = object_of({"bindingVersion": f"'{version}'", **table}, minor)
        if name in bindings.ONE_OF:
            made[_flat(name)]["oneOf"] = bindings.ONE_OF[name]
        if name.startswith("solace") and name.endswith("operation"):
            del made[_flat(name)]["patternProperties"]
    del made["ros2-0.1.0-server"]["additionalProperties"]
    return made


def _versions(protocol: str, kind: str, known: list[str]) -> Schema:
    """A binding says its version, else the newest is meant."""
    there = {"required": ["bindingVersion"]}
    name = "websockets" if protocol == "ws" else protocol
    newest = max(known)
    asked = [{"if": {"not": there}, "then": leads_to(f"{name}-{newest}-{kind}")}]
    for version in known:
        is_it = {**there, "properties": {"bindingVersion": {"const": version}}}
        asked.append({"if": is_it, "then": leads_to(f"{name}-{version}-{kind}")})
    return {"properties": {"bindingVersion": {"enum": known}}, "allOf": asked}


def _flat(name: str) -> str:
    return name.replace("/", "-")


def _bound() -> dict[str, dict[str, list[str]]]:
    """Which versions there are of each protocol's bindings, by what they bind."""
    found: dict[str, dict[str, list[str]]] = {}
    for name in bindings.BINDINGS:
        protocol, version, kind = name.split("/")
        by_protocol = found.setdefault(kind, {})
        by_protocol.setdefault("ws" if protocol == "websockets" else protocol, []).append(version)
    return found


_BOUND = _bound()
_SOMETHING = [{"required": ["payload"]}, {"required": ["headers"]}]
_PROFILES: Schema = {
    "x-x": {"type": "string"},
    "x-linkedin": {"type": "string", "pattern": r"^http(s)?://(www\.)?linkedin\.com.*$"},
}
