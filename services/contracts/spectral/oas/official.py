"""The official JSON Schemas of OpenAPI, changed so that what they find wrong can be told to a person.

The official ones say "either this or a reference" and leave it to a validator to tell why neither fits; the answer is a
heap of faults. Here a choice looks first at what was meant (`if` there is a `$ref`), as Spectral's do, and speaks where
nothing was. Where Spectral is stricter or looser than the specification it is followed: its users find what they know.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final, NamedTuple

from ...installed import home

type Schema = dict[str, Any]

_LATEST = "https://json-schema.org/draft/2020-12/schema"
_HAS_REF: Final = {"type": "object", "required": ["$ref"]}


class Official(NamedTuple):
    """A schema, others it refers to, and what `$dynamicRef` leads to."""

    schema: Schema
    others: tuple[Schema, ...] = ()
    dynamic: Mapping[str, Schema] = {}


@cache
def official(version: str) -> Official:
    """Of 2.0, 3.0, 3.1 or 3.2."""
    return {"2.0": _v2, "3.0": _v3_0, "3.1": _v3_1, "3.2": _v3_2}[version]()


def _load(package: str, name: str) -> Any:
    import orjson

    return orjson.loads((home(package) / name).read_bytes())


def _specification(version: str) -> Schema:
    return _load("openapi_spec_validator", f"resources/schemas/v{version}/schema.json")  # type: ignore[no-any-return]


def _nodes(value: Any) -> Iterator[Schema]:
    """Every object in a value, those below a changed one included."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
        if isinstance(one, dict | list):
            waiting += one.values() if isinstance(one, dict) else one


def _either(condition: Schema, then: Any, otherwise: Any) -> Schema:
    return {"if": condition, "then": then, "else": otherwise}


def _wrong(message: Any) -> Schema:
    """Nothing fits, and this is said about it."""
    return {"not": True, "errorMessage": message}


def _is(member: str, value: str) -> Schema:
    return {"type": "object", "properties": {member: {"const": value}}, "required": [member]}


def _reference_or(schemas: Schema, reference: str) -> None:
    """Of every "this or a reference", the one that was meant."""
    for node in _nodes(schemas):
        choice = node.get("oneOf")
        if isinstance(choice, list) and len(choice) == 2 and {"$ref": reference} in choice:
            del node["oneOf"]
            meant = choice[0] if choice[1] == {"$ref": reference} else choice[1]
            node.update(_either(_HAS_REF, {"$ref": reference}, meant))


def _untyped_enums(schemas: Schema) -> None:
    """A value that is not among those allowed is not told to be no text on top."""
    for node in _nodes(schemas):
        if node.get("type") == "string" and isinstance(node.get("enum"), list):
            del node["type"]


def _schema_or_flag(then: Any, message: str) -> Schema:
    flag = _either({"type": "boolean"}, True, _wrong(message))
    return _either({"type": "object"}, then, flag)


_TYPED: Final = frozenset({"header", "bodyParameter"})
"""Here, and of parameters, Spectral tells both."""


def _v2() -> Official:
    root = _specification("2.0")
    known = root["definitions"]
    _reference_or(known, "#/definitions/jsonReference")
    for name, one in known.items():
        if name not in _TYPED and not name.endswith("ParameterSubSchema"):
            _untyped_enums(one)
    schema = known["schema"]["properties"]
    several = {"type": "array", "minItems": 1, "items": {"$ref": "#/definitions/schema"}}
    schema.update(oneOf=several, anyOf=several)  # there are rules of their own about these
    schema["additionalProperties"] = {
        "default": {},
        **_schema_or_flag({"$ref": "#/definitions/schema"}, '"additionalProperties" property must be a valid schema'),
    }
    known["securityDefinitions"]["errorMessage"] = {
        "properties": {kind: f"Invalid {kind} security definition" for kind in ("basic", "apiKey", "oauth2")},
        "_": "Invalid security definitions",
    }
    for flow in ("Implicit", "Password", "Application", "AccessCode"):
        known[f"oauth2{flow}Security"]["required"].append("scopes")
    known["multipleOf"] = {"type": "number", "exclusiveMinimum": 0}
    return Official(_of_2020(root), (_of_2020(_load("jsonschema_specifications", "schemas/draft4/metaschema.json")),))


def _of_2020(root: Schema) -> Schema:
    """Draft 4 said exclusive bounds as flags."""
    for node in _nodes(root):
        for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
            if node.get(exclusive) is True and bound in node:
                node[exclusive] = node.pop(bound)
    if "id" in root:
        root["$id"] = root.pop("id").removesuffix("#")
    root["$schema"] = _LATEST
    return root


def _v3_0() -> Official:
    root = _specification("3.0")
    known = root["definitions"]
    schema = known["Schema"]["properties"]
    schema["additionalProperties"] = {
        "default": True,
        **_either(
            _HAS_REF,
            {"$ref": "#/definitions/Reference"},
            _schema_or_flag(
                {"$ref": "#/definitions/Schema"}, '"additionalProperties" property must be a valid Schema Object'
            ),
        ),
    }
    _reference_or(known, "#/definitions/Reference")
    _untyped_enums(known)
    known["SchemaXORContent"] = _schema_or_content(known["SchemaXORContent"])
    known["ParameterLocation"] = _location(known["ParameterLocation"]["oneOf"])
    known["Parameter"]["required"] = ["name"]  # where it is, ParameterLocation asks
    known["SecurityScheme"] = _security_scheme()
    known["Encoding"].pop("patternProperties", None)
    known["Encoding"]["properties"]["headers"]["additionalProperties"] = {"$ref": "#/definitions/Header"}
    return Official(_of_2020(root))


def _schema_or_content(choice: Schema) -> Schema:
    with_content = {name: said for name, said in choice["oneOf"][1].items() if name != "required"}
    nothing = _wrong({"not": '"schema" or "content" must be present'})
    return {
        "not": choice["not"],
        "errorMessage": {"not": "Schema and content are mutually exclusive, at least one is required"},
        **_either(
            {"type": "object", "required": ["schema"]},
            True,
            _either({"type": "object", "required": ["content"]}, with_content, nothing),
        ),
    }


def _location(places: list[Schema]) -> Schema:
    """What a parameter may say depends on where it is; one that says no known place is told just that."""
    names = [place["properties"]["in"]["enum"][0] for place in places]
    found: Schema = {
        "type": "object",
        "properties": {"in": {"enum": names}},
        "required": ["in"],
        "errorMessage": {"required": 'Parameter must have a valid "in" property'},
    }
    for name, place in reversed(list(zip(names, places, strict=True))):
        members = {member: said for member, said in place["properties"].items() if member != "in"}
        found = _either(_is("in", name), {**place, "properties": members}, found)
    return {"type": "object", **found}


def _security_scheme() -> Schema:
    """By its type. The schemes of HTTP are not looked at any further: Spectral does not."""
    found: Schema = {
        "type": "object",
        "properties": {"type": {"enum": ["apiKey", "http", "oauth2", "openIdConnect"]}},
        "required": ["type"],
        "errorMessage": {"required": "Security scheme must have a valid type", "type": "Invalid security scheme"},
    }
    for kind, name in (("openIdConnect", "OpenIdConnect"), ("oauth2", "OAuth2"), ("apiKey", "APIKey")):
        found = _either(_is("type", kind), {"$ref": f"#/definitions/{name}SecurityScheme"}, found)
    return found


_NEITHER = 'The document must have either "paths", "webhooks" or "components"'


def _entrance(root: Schema) -> None:
    root["errorMessage"] = {"anyOf": _NEITHER}
    for branch in root["anyOf"]:
        branch["errorMessage"] = _NEITHER


def _dialect_for_meta(root: Schema, dialect: str) -> None:
    """Schemas are of OpenAPI's dialect, also those within schemas."""
    root["$defs"]["schema"].pop("$dynamicAnchor", None)
    for node in _nodes(root):
        if node.get("$dynamicRef") == "#meta":
            del node["$dynamicRef"]
            node["$ref"] = dialect


def _vocabularies() -> tuple[Schema, ...]:
    names = ("core", "applicator", "unevaluated", "validation", "meta-data", "format-annotation", "content")
    folder = "schemas/draft202012"
    return (
        _load("jsonschema_specifications", f"{folder}/metaschema.json"),
        *(_without_formats(_load("jsonschema_specifications", f"{folder}/vocabularies/{name}")) for name in names),
    )


def _without_formats(vocabulary: Schema) -> Schema:
    """ajv does not hold schemas against the formats of its own vocabularies."""
    for node in _nodes(vocabulary):
        if isinstance(node.get("format"), str):
            del node["format"]
    return vocabulary


def _v3_2() -> Official:
    root = _specification("3.2")
    dialect = _load("openapi_schema_validator", "schemas/oas3.2/dialect/2025-09-17.json")
    words = _load("openapi_schema_validator", "schemas/oas3.2/meta/2025-09-17.json")
    _entrance(root)
    _dialect_for_meta(root, dialect["$id"])
    return Official(root, (dialect, words, *_vocabularies()), {"meta": dialect})


def _v3_1() -> Official:
    root = _specification("3.1")
    dialect = _load("openapi_schema_validator", "schemas/oas3.1/metaschema.json")
    words = _load("openapi_schema_validator", "schemas/oas3.1/vocabularies/base")
    latest, *vocabularies = _vocabularies()
    draft = _object_or_flag({**latest, "$id": f"{_LATEST}-of-objects"}, ("allOf", "properties"))
    draft["$dynamicAnchor"] = "meta"  # below the first schema, those of OpenAPI's dialect are held against this alone
    _one_type_or_several(next(part for part in vocabularies if part["$id"].endswith("/meta/validation")))
    _entrance(root)
    _dialect_for_meta(root, dialect["$id"])
    _as_spectral(root["$defs"], dialect["$id"])
    dialect = _object_or_flag(dialect, ("allOf",))
    dialect["then"]["allOf"][0] = {"$ref": draft["$id"]}
    words = _object_or_flag(words, ("properties",))
    return Official(root, (dialect, words, draft, *vocabularies), {"meta": draft})


def _object_or_flag(schema: Schema, about_objects: tuple[str, ...]) -> Schema:
    """A schema of schemas, of which one that is neither an object nor true or false is told just that."""
    rest = {name: said for name, said in schema.items() if name not in (*about_objects, "type", "$dynamicAnchor")}
    then = {name: schema[name] for name in about_objects}
    neither = _wrong('"{{property}}" property must be a valid Schema Object')
    return {**rest, **_either({"type": "object"}, then, _either({"type": "boolean"}, True, neither))}


def _one_type_or_several(vocabulary: Schema) -> None:
    one, several = vocabulary["properties"]["type"]["anyOf"]
    neither = _wrong('"type" property must be either a string or an array of strings')
    vocabulary["properties"]["pattern"]["format"] = "regex"  # this one is Spectral's own
    vocabulary["properties"]["type"] = _either({"type": "string"}, one, _either({"type": "array"}, several, neither))


def _as_spectral(known: Schema, dialect: str) -> None:
    """Where the schema that Spectral has of OpenAPI 3.1 is older or looser than the official one."""
    known["server"]["properties"]["url"].pop("format")
    known["reference"].pop("unevaluatedProperties")
    known["paths"]["patternProperties"]["^/"] = {"$ref": "#/$defs/path-item"}
    known["schema"] = {"$ref": dialect}
    in_path = known["parameter"]["dependentSchemas"]["schema"]["$defs"]["styles-for-path"]
    in_path["then"]["properties"].pop("name")
    for name in ("example", "oauth-flows", "security-scheme"):
        for node in _nodes(known[name]):
            if node.get("format") == "uri":
                node["format"] = "uri-reference"
