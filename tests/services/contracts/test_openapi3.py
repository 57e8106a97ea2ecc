"""OpenAPI becomes an Interface: what it says, without its words."""

from typing import Any

import pytest

from services.contracts.model import Interface, Operation, Type

from .documents import found, judged, openapi, operation


def read(data: bytes | str) -> Interface:
    said = judged(data).interface
    assert said is not None
    return said


def first(data: bytes) -> Operation:
    return read(data).operations[0]


def shape(schema: Any, version: str = "3.1.0") -> Type:
    return read(openapi(openapi=version, components={"schemas": {"X": schema}})).types["X"]


@pytest.mark.parametrize(
    ("said", "dialect"), [("3.0.0", "3.0"), ("3.0.3", "3.0"), ("3.1.1", "3.1"), ("3.2.0", "3.2"), ("3.1.0-rc1", "3.1")]
)
def test_the_dialect_is_told_by_content(said: str, dialect: str):
    assert judged(openapi(openapi=said)).dialect == dialect


@pytest.mark.parametrize(
    ("method", "members", "effect", "safe", "repeatable"),
    [
        ("get", {}, "read", True, True),
        ("put", {}, "replace", False, True),
        ("delete", {}, "delete", False, True),
        ("patch", {}, "change", False, False),
        ("post", {}, "act", False, False),
        ("post", {"operationId": "createThing"}, "create", False, False),
        ("post", {"summary": "Create a thing"}, "create", False, False),
        ("post", {"responses": {"201": {"description": "Made."}}}, "create", False, False),
        ("post", {"operationId": "createdThings"}, "act", False, False),
    ],
)
def test_what_an_operation_does_is_said_without_http(
    method: str, members: Any, effect: str, safe: bool, repeatable: bool
):
    one = first(operation(method, **members))
    assert (one.effect, one.safe, one.repeatable, one.protocol, one.direction) == (
        effect,
        safe,
        repeatable,
        "http",
        "call",
    )


def test_what_the_service_sends_by_itself_is_told_apart():
    callback = {"onPaid": {"{$request.body#/url}": {"post": {"responses": {"200": {"description": "x"}}}}}}
    data = openapi(
        paths={"/a": {"post": {"operationId": "a", "responses": {"200": {"description": "x"}}, "callbacks": callback}}},
        webhooks={"newOrder": {"post": {"responses": {"200": {"description": "x"}}}}},
    )
    assert [(one.direction, one.address) for one in read(data).operations] == [
        ("call", "POST /a"),
        ("send", "callback POST onPaid {$request.body#/url}"),
        ("send", "webhook POST newOrder"),
    ]


def test_methods_of_3_2_are_operations_too():
    data = openapi(
        openapi="3.2.0",
        paths={
            "/a": {
                "query": {"responses": {}},
                "additionalOperations": {"COPY": {"responses": {"200": {"description": "x"}}}},
            }
        },
    )
    assert [(one.address, one.safe) for one in read(data).operations] == [("QUERY /a", True), ("COPY /a", None)]


def test_what_3_2_adds_to_answers_and_guards_is_told():
    flow = {"deviceAuthorizationUrl": "https://a.hartwell.com/d", "tokenUrl": "https://a.hartwell.com/t", "scopes": {}}
    guard = {
        "type": "oauth2",
        "oauth2MetadataUrl": "https://a.hartwell.com/m",
        "flows": {"deviceAuthorization": flow},
    }
    lines = {"application/jsonl": {"itemSchema": {"type": "string"}}}
    data = openapi(
        openapi="3.2.0",
        paths={"/a": {"get": {"responses": {"200": {"summary": "All.", "content": lines}}}}},
        components={"securitySchemes": {"o": guard}},
    )
    said = read(data)
    (answer,) = said.operations[0].answers
    assert (answer.message.text, answer.message.bodies[0].type.kind) == ("All.", "list")
    assert said.guards[0].addresses == tuple(f"https://a.hartwell.com/{end}" for end in "dtm")
    assert found(data, "format-invalid") == []


def test_parameters_of_the_path_are_those_of_its_operations_unless_said_again():
    parameter = {"name": "a", "in": "query", "schema": {"type": "string"}}
    data = openapi(
        paths={
            "/x": {
                "parameters": [parameter, {**parameter, "name": "b"}],
                "get": {"responses": {}, "parameters": [{**parameter, "required": True}]},
                "put": {"responses": {}},
            }
        }
    )
    get, put = read(data).operations
    assert get.request is not None
    assert put.request is not None
    assert [(one.name, one.required) for one in get.request.fields] == [("a", True), ("b", False)]
    assert [(one.name, one.required) for one in put.request.fields] == [("a", False), ("b", False)]


def test_what_is_shared_is_one_object_with_a_key_of_its_own():
    shared = {"$ref": "#/components/parameters/Limit"}
    data = openapi(
        paths={"/x": {method: {"responses": {}, "parameters": [shared]} for method in ("get", "put")}},
        components={"parameters": {"Limit": {"name": "limit", "in": "query", "schema": {"type": "string"}}}},
    )
    get, put = read(data).operations
    assert get.request is not None
    assert put.request is not None
    assert get.request.fields[0] is put.request.fields[0]
    assert get.request.fields[0].place.key == "parameter:Limit"


def test_keys_are_made_of_names():
    body = {
        "content": {"application/json": {"schema": {"properties": {"a": {"items": {"oneOf": [{"type": "string"}]}}}}}}
    }
    one = first(operation("post", operationId="put it", requestBody=body))
    assert one.request is not None
    field = one.request.bodies[0].type.fields[0]
    assert field.place.key == "operation:put it/request/body:application/json/field:a"
    assert field.type.item is not None
    assert field.type.item.choices[0].place.key.endswith("field:a/item/choice:0")


def test_names_that_stand_twice_do_not_share_a_key():
    data = openapi(paths={"/x": {method: {"operationId": "same", "responses": {}} for method in ("get", "put")}})
    assert [one.place.key for one in read(data).operations] == ["operation:same", "operation:PUT /x"]


@pytest.mark.parametrize(
    ("whole", "own", "needs"),
    [
        (None, None, None),
        ([{"k": []}], None, [["k"]]),
        ([{"k": []}], [], []),
        ([{"k": []}], [{}], [[]]),
        (None, [{"k": [], "l": []}, {"m": []}], [["k", "l"], ["m"]]),
        ("nonsense", None, None),
    ],
)
def test_who_may_call_is_a_choice_of_proofs(whole: Any, own: Any, needs: Any):
    data = operation(**({} if own is None else {"security": own}))
    if whole is not None:
        import orjson

        data = orjson.dumps({**orjson.loads(data), "security": whole})
    one = first(data)
    assert (None if one.needs is None else [[need.guard for need in way] for way in one.needs]) == needs


@pytest.mark.parametrize(
    ("schema", "kind", "nullable"),
    [
        ({"type": "object", "properties": {"a": {}}}, "record", False),
        ({"properties": {"a": {}}}, "record", False),
        ({"type": ["string", "null"]}, "text", True),
        ({"type": "string", "nullable": True}, "text", True),
        ({"type": "string", "format": "binary"}, "binary", False),
        ({"type": ["string", "integer"]}, "choice", False),
        ({"type": "array", "items": {}}, "list", False),
        ({"items": {"type": "string"}}, "list", False),
        ({"type": "object", "additionalProperties": {"type": "string"}}, "map", False),
        ({"type": "object", "additionalProperties": False}, "record", False),
        ({"oneOf": [{"type": "string"}, {"type": "null"}]}, "choice", True),
        ({"allOf": [{"type": "object"}]}, "record", False),
        ({"enum": ["a", "b"]}, "text", False),
        ({"const": 1}, "integer", False),
        ({}, "any", False),
        (True, "any", False),
        ({"type": 5}, "any", False),
    ],
)
def test_a_schema_becomes_a_kind(schema: Any, kind: str, nullable: bool):
    one = shape(schema)
    assert (one.kind, one.nullable) == (kind, nullable)


def test_exclusive_limits_mean_the_same_in_3_0_and_3_1():
    old = shape({"type": "integer", "minimum": 1, "exclusiveMinimum": True, "maximum": 9}, "3.0.3").limits
    new = shape({"type": "integer", "exclusiveMinimum": 1, "maximum": 9}).limits
    assert (old.minimum, old.above, old.maximum) == (new.minimum, new.above, new.maximum) == (None, 1, 9)


def test_a_type_that_contains_itself_is_ordinary():
    said = read(
        openapi(components={"schemas": {"Node": {"properties": {"next": {"$ref": "#/components/schemas/Node"}}}}})
    )
    node = said.types["Node"]
    assert said.resolve(node.fields[0].type) is node
    assert [field.name for field in said.reachable([node])] == ["next"]


def test_the_fields_of_parts_are_members():
    schemas = {
        "Base": {"properties": {"id": {"type": "string"}}},
        "Pet": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"name": {"type": "string"}}}]},
    }
    said = read(openapi(components={"schemas": schemas}))
    assert [field.name for field in said.members(said.types["Pet"])] == ["id", "name"]


def test_servers_are_told_with_the_defaults_of_their_variables():
    data = openapi(
        servers=[
            {"url": "https://{region}.hartwell.com/{v}", "variables": {"region": {"default": "eu"}, "v": {}}},
            {"url": "/relative"},
        ]
    )
    assert [(one.address, one.protocol) for one in read(data).servers] == [
        ("https://eu.hartwell.com/{v}", "https"),
        ("/relative", ""),
    ]


def test_examples_are_found_in_all_their_forms():
    response = {
        "description": "x",
        "content": {
            "application/json": {
                "schema": {"type": "object", "examples": [{"a": 1}], "example": {"a": 2}},
                "examples": {"one": {"value": {"a": 3}}, "two": {"$ref": "#/components/examples/Two"}},
            }
        },
    }
    data = openapi(
        paths={"/x": {"get": {"responses": {"200": response}}}},
        components={"examples": {"Two": {"value": {"a": 4}, "summary": "Two"}}},
    )
    body = read(data).operations[0].answers[0].message.bodies[0]
    assert [one.value for one in body.type.examples] == [{"a": 2}, {"a": 1}]
    assert [(one.value, one.text) for one in body.examples] == [({"a": 3}, ""), ({"a": 4}, "Two")]


GARBAGE: list[Any] = [
    None,
    0,
    1.5,
    True,
    "x",
    [],
    [0],
    {},
    {"x": 0},
    [[]],
    [{}],
    {"": {}},
    {"$ref": 3},
    {"$ref": "#/x"},
]


@pytest.mark.parametrize("garbage", GARBAGE, ids=repr)
def test_any_member_may_hold_anything(garbage: Any):
    members = [
        "info",
        "servers",
        "paths",
        "webhooks",
        "components",
        "tags",
        "security",
        "externalDocs",
        "jsonSchemaDialect",
    ]
    for member in members:
        judged(openapi(**{member: garbage}))
    for kind in [
        "schemas",
        "responses",
        "parameters",
        "examples",
        "requestBodies",
        "headers",
        "securitySchemes",
        "links",
        "callbacks",
        "pathItems",
    ]:
        judged(openapi(components={kind: garbage}))
        judged(openapi(components={kind: {"a": garbage}}))
    for member in [
        "tags",
        "summary",
        "parameters",
        "requestBody",
        "responses",
        "callbacks",
        "deprecated",
        "security",
        "servers",
        "operationId",
    ]:
        judged(openapi(paths={"/a": {"get": {member: garbage}, "parameters": garbage, "servers": garbage}}))
    for member in [
        "type",
        "properties",
        "items",
        "allOf",
        "oneOf",
        "enum",
        "const",
        "required",
        "format",
        "example",
        "examples",
        "default",
        "deprecated",
    ]:
        judged(openapi(components={"schemas": {"a": {member: garbage}, "b": {"properties": {"c": {member: garbage}}}}}))
    for member in ["content", "headers", "description", "links"]:
        judged(
            openapi(paths={"/a": {"get": {"responses": {"200": {member: garbage}}, "requestBody": {member: garbage}}}})
        )


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0", "3.2.0"])
def test_breaches_of_the_official_schema_are_shown_where_they_are(version: str):
    text = f"""\
openapi: {version}
info: {{title: T, version: 1.0.0}}
paths:
  /a:
    get:
      surprise: 1
      parameters:
        - {{name: a, in: quer, schema: {{type: string}}}}
      responses:
        "200":
          content: {{}}
components:
  schemas:
    A: {{type: strin}}
"""
    lines = {line for _, line, _, _ in found(text, "format-invalid")}
    assert {6, 8, 14} <= lines
    assert version == "3.2.0" or 10 in lines  # a response needs no description since 3.2


def test_breaches_are_listed_up_to_a_number_and_then_told_to_be_more():
    paths = {f"/p{i}": {"get": {"surprise": 1, "responses": {"200": {"description": "x"}}}} for i in range(400)}
    told = found(openapi(paths=paths), "format-invalid")
    assert len(told) == 201
    assert "There are more" in told[0][3]


def test_looking_at_pieces_finds_what_looking_at_the_whole_finds():
    from importlib import import_module

    check = import_module("services.contracts.formats.openapi3.check")
    document = {
        "info": {"title": "x"},
        "paths": {"a": {}, "/b": {"get": {"responses": {"200": 3}}}},
        "components": {"schemas": {"A": {"type": 3}}, "foo": {}, "parameters": {"p": {"name": "x"}}},
    }
    for version in ("3.0", "3.1", "3.2"):
        validator, said = check._validator(version), {"openapi": f"{version}.0", **document}
        whole, pieces = (
            {(tuple(error.instance_path), error.message) for error in errors}
            for errors in (validator.iter_errors(said), check._errors(validator, said))
        )
        assert whole == pieces
