"""What a payload has to be in its schema language: AsyncAPI's own, JSON Schema, OpenAPI 3.0, or Avro."""

from typing import Any, Final

type Schema = dict[str, Any]

DRAFT: Final = "http://json-schema.org/draft-07/schema#"
_TEXT: Schema = {"type": "string"}
_FLAG: Schema = {"type": "boolean"}
_NUMBER: Schema = {"type": "number"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_OWN: Schema = {"$ref": "#/definitions/schema"}
_LISTED: Schema = {"type": "array", "minItems": 1, "items": _OWN}
_NAMED: Schema = {"type": "object", "additionalProperties": _OWN}
_EXTENSIONS: Schema = {r"^x-[\w\d\.\x2d_]+$": True}


def schema_object(docs: Schema) -> Schema:
    """AsyncAPI's own: JSON Schema and a few words more."""
    members: Schema = {
        "additionalProperties": {"anyOf": [_OWN, _FLAG]},
        "items": {"anyOf": [_OWN, _LISTED]},
        **dict.fromkeys(("allOf", "oneOf", "anyOf"), _LISTED),
        **dict.fromkeys(("not", "propertyNames", "contains"), _OWN),
        **dict.fromkeys(("properties", "patternProperties"), _NAMED),
        "discriminator": _TEXT,
        "externalDocs": docs,
        "deprecated": _FLAG,
    }
    return {"allOf": [{"$ref": DRAFT}, {"patternProperties": _EXTENSIONS, "properties": members}]}


def by_language(member: str, newest: list[str], *, references: bool) -> list[Schema]:
    """The schema in `member` is held against the rules of the language that `schemaFormat` names."""

    def when(names: list[str], rules: Schema) -> Schema:
        named = {"required": ["schemaFormat"], "properties": {"schemaFormat": {"enum": names}}}
        return {"if": named, "then": {"properties": {member: rules}}}

    def perhaps(name: str) -> Schema:
        rules = {"$ref": f"#/definitions/{name}"}
        return {"oneOf": [{"$ref": "#/definitions/ref"}, rules]} if references else rules

    own = [name for version in newest for name in _media("vnd.aai.asyncapi", f"{version}.0", plain=True)]
    return [
        {"if": {"not": {"required": ["schemaFormat"]}}, "then": {"properties": {member: _OWN}}},
        when(own, _OWN),
        when(_media("schema", "draft-07"), {"$ref": DRAFT}),
        when(_media("vnd.oai.openapi", "3.0.0", plain=True), perhaps("openapi")),
        when(_media("vnd.apache.avro", "1.9.0", plain=True), perhaps("avro")),
    ]


def formatted(newest: list[str]) -> Schema:
    """A schema that says its language, since version 3."""
    return {
        "type": "object",
        "if": {"not": {"type": "object"}},
        "then": _OWN,
        "else": {
            "properties": {"schemaFormat": {"anyOf": [_TEXT]}},
            "allOf": by_language("schema", newest, references=True),
        },
    }


def _media(name: str, version: str, *, plain: bool = False) -> list[str]:
    ways = ("", "+json", "+yaml") if plain else ("+json", "+yaml")
    return [f"application/{name}{way};version={version}" for way in ways]


def _object(members: Schema, *required: str, closed: bool = False) -> Schema:
    told: Schema = {"type": "object", "properties": members, "required": list(required)}
    return {**told, "patternProperties": {"^x-": True}, "additionalProperties": False} if closed else told


def openapi() -> Schema:
    """The Schema Object of OpenAPI 3.0."""
    reference = {"type": "object", "required": ["$ref"], "patternProperties": {r"^\$ref$": _REFERENCE}}
    below: Schema = {"oneOf": [{"$ref": "#/definitions/openapi"}, reference]}
    mapping = {"type": "object", "additionalProperties": _TEXT}
    members: Schema = {
        **dict.fromkeys(("title", "description", "format"), _TEXT),
        **dict.fromkeys(("maximum", "minimum"), _NUMBER),
        **dict.fromkeys(
            ("exclusiveMaximum", "exclusiveMinimum", "uniqueItems", "nullable", "readOnly", "writeOnly", "deprecated"),
            _FLAG,
        ),
        **dict.fromkeys(("maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties"), _COUNT),
        **dict.fromkeys(("default", "example"), True),
        **dict.fromkeys(("not", "items"), below),
        **{name: {"type": "array", "items": below} for name in ("allOf", "oneOf", "anyOf")},
        "multipleOf": {"type": "number", "exclusiveMinimum": 0},
        "pattern": {"type": "string", "format": "regex"},
        "required": {"type": "array", "items": _TEXT, "minItems": 1, "uniqueItems": True},
        "enum": {"type": "array", "minItems": 1},
        "type": {"type": "string", "enum": ["array", "boolean", "integer", "number", "object", "string"]},
        "properties": {"type": "object", "additionalProperties": below},
        "additionalProperties": {"oneOf": [*below["oneOf"], _FLAG]},
        "discriminator": _object({"propertyName": _TEXT, "mapping": mapping}, "propertyName"),
        "externalDocs": _object({"description": _TEXT, "url": _REFERENCE}, "url", closed=True),
        "xml": _object(
            {
                **dict.fromkeys(("name", "prefix"), _TEXT),
                **dict.fromkeys(("attribute", "wrapped"), _FLAG),
                "namespace": {"type": "string", "format": "uri"},
            },
            closed=True,
        ),
    }
    return _object(members, closed=True)


_REFERENCE: Schema = {"type": "string", "format": "uri-reference"}
_NAME: Schema = {"type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$"}
_SPACE: Schema = {"type": "string", "pattern": r"^([A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*)*$"}
_AVRO: Schema = {"$ref": "#/definitions/avro"}


def avro() -> Schema:
    """A schema of Avro: a name, an object of one of its kinds, or a list of alternatives."""
    primitive = {
        "type": "string",
        "enum": ["null", "boolean", "int", "long", "float", "double", "bytes", "string"],
    }
    field = {
        "name": _NAME,
        "type": _AVRO,
        "doc": _TEXT,
        "default": True,
        "order": {"enum": ["ascending", "descending", "ignore"]},
        "aliases": {"type": "array", "items": _NAME},
    }
    names = {
        "type": "string",
        "not": primitive,
        "pattern": r"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$",
    }

    def kind(name: str, members: Schema, *required: str) -> Schema:
        same = {"name": _NAME, "namespace": _SPACE, "doc": _TEXT, "aliases": field["aliases"]}
        return _object({"type": {"type": "string", "const": name}, **same, **members}, "type", *required)

    return {
        "oneOf": [
            primitive,
            _object({"type": primitive}, "type"),
            names,
            kind("record", {"fields": {"type": "array", "items": _object(field, "name", "type")}}, "name", "fields"),
            kind("enum", {"symbols": {"type": "array", "items": _NAME}}, "name", "symbols"),
            kind("array", {"items": _AVRO}, "items"),
            kind("map", {"values": _AVRO}, "values"),
            kind("fixed", {"size": _NUMBER}, "name", "size"),
            {"type": "array", "items": _AVRO, "minItems": 1},
        ]
    }
