"""References are resolved by name, never expanded, never followed out of the document."""

import socket
from pathlib import Path
from typing import Any

import pytest

from services.contracts.model import Interface

from .documents import found, judged, openapi, operation


def interface(data: bytes) -> Interface:
    said = judged(data).interface
    assert said is not None
    return said


def test_a_reference_to_a_file_or_the_network_is_kept_by_name_and_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("somebody opened a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    secret = tmp_path / "secret.yaml"
    secret.write_text("type: string\ntitle: SECRET\n")
    outside = ["other.yaml#/X", "http://127.0.0.1:1/x", f"file://{secret}", str(secret)]
    data = openapi(components={"schemas": {f"T{i}": {"$ref": ref} for i, ref in enumerate(outside)}})
    said = interface(data)
    assert [said.types[f"T{i}"].ref for i in range(4)] == outside
    assert [said.resolve(said.types[f"T{i}"]) for i in range(4)] == [None] * 4
    assert len(found(data, "reference-not-followed")) == 4
    assert not [line for line in found(data) if "SECRET" in line[3]]


@pytest.mark.parametrize(
    "ref",
    ["#/components/schemas/gone", "#/nowhere", "#/paths/0", "#gone", "#/info/title", "#/components/schemas/T0/x/9"],
)
def test_a_reference_that_leads_nowhere_is_told_where_it_stands(ref: str):
    data = openapi(components={"schemas": {"T0": {"type": "object", "properties": {"a": {"$ref": ref}}}}})
    assert [key for key, *_ in found(data, "reference-missing")] == ["reference-missing"]


def test_a_hole_that_many_refer_to_is_told_once_for_each_place_that_refers():
    hole = {"$ref": "#/components/parameters/gone"}
    data = operation(parameters=[hole, hole])
    assert len(found(data, "reference-missing")) == 2


@pytest.mark.parametrize(
    "schemas",
    [
        {"A": {"$ref": "#/components/schemas/A"}},
        {"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}},
        {"A": {"allOf": [{"$ref": "#/components/schemas/B"}]}, "B": {"allOf": [{"$ref": "#/components/schemas/A"}]}},
        {"A": {"anyOf": [{"$ref": "#/components/schemas/A"}, {"type": "array", "items": {"$ref": "#"}}]}},
        {"A": {"type": "array", "items": {"$ref": "#/components/schemas/A"}}},
        {"A": {"additionalProperties": {"$ref": "#/components/schemas/A/additionalProperties"}}},
        {"A": {"properties": {"a": {"properties": {"b": {"$ref": "#/components/schemas/A/properties/a"}}}}}},
    ],
)
def test_types_that_lead_to_themselves_end(schemas: dict[str, Any]):
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}}
    answers = {code: {"description": "x", **body} for code in ("200", "400")}
    data = openapi(paths={"/a": {"get": {"requestBody": body, "responses": answers}}}, components={"schemas": schemas})
    said = interface(data)
    list(said.reachable(said.types.values()))
    list(said.members(said.types["A"]))


@pytest.mark.parametrize(
    "kind", ["parameters", "responses", "requestBodies", "headers", "examples", "pathItems", "callbacks"]
)
def test_components_that_lead_to_themselves_are_told(kind: str):
    loop = {"a": {"$ref": f"#/components/{kind}/b"}, "b": {"$ref": f"#/components/{kind}/a"}}
    uses = {
        "parameters": {"parameters": [{"$ref": "#/components/parameters/a"}]},
        "responses": {"responses": {"200": {"$ref": "#/components/responses/a"}}},
        "requestBodies": {"requestBody": {"$ref": "#/components/requestBodies/a"}},
        "callbacks": {"callbacks": {"a": {"$ref": "#/components/callbacks/a"}}},
    }.get(kind, {"responses": {"200": {"$ref": "#/components/responses/r"}}})
    response = {"description": "x", "headers": {"h": {"$ref": "#/components/headers/a"}}}
    media = {"examples": {"e": {"$ref": "#/components/examples/a"}}}
    components: dict[str, Any] = {kind: loop}
    components.setdefault("responses", {"r": {**response, "content": {"a/b": media}}})
    paths = {"/x": {"post": {"responses": {}, **uses}}, "/y": {"$ref": "#/components/pathItems/a"}}
    data = openapi(paths=paths, components=components)
    assert any("leads to itself" in message for _, _, _, message in found(data, "reference-missing"))


def test_a_callback_that_calls_itself_back_ends():
    data = openapi(
        paths={"/a": {"$ref": "#/components/pathItems/p"}},
        components={
            "pathItems": {
                "p": {"post": {"responses": {}, "callbacks": {"again": {"$ref": "#/components/callbacks/c"}}}}
            },
            "callbacks": {"c": {"{$url}": {"$ref": "#/components/pathItems/p"}}},
        },
    )
    assert [one.direction for one in interface(data).operations] == ["call", "send"]


def test_what_is_written_in_line_and_referred_to_besides_is_one_type():
    schema = {"type": "object", "properties": {"a": {"type": "string"}}}
    pointer = "#/paths/~1things/get/responses/200/content/application~1json/schema"
    data = operation(
        responses={
            "200": {"description": "x", "content": {"application/json": {"schema": schema}}},
            "201": {"description": "x", "content": {"application/json": {"schema": {"$ref": pointer}}}},
        }
    )
    said = interface(data)
    first, second = (answer.message.bodies[0].type for answer in said.operations[0].answers)
    assert said.resolve(second) is first
    assert len(found(data, "field-described")) == 1


def test_names_with_slashes_tildes_and_percent_signs_are_found():
    schemas = {"a/b": {"type": "string"}, "c~d": {"type": "string"}, "e f": {"type": "string"}}
    refs = ["#/components/schemas/a~1b", "#/components/schemas/c~0d", "#/components/schemas/e%20f"]
    data = openapi(components={"schemas": {**schemas, "X": {"oneOf": [{"$ref": ref} for ref in refs]}}})
    said = interface(data)
    assert [said.resolve(one) for one in said.types["X"].choices] == [said.types[name] for name in schemas]


def test_an_anchor_is_a_name_too():
    data = openapi(
        components={"schemas": {"A": {"$anchor": "here", "type": "string"}, "B": {"items": {"$ref": "#here"}}}}
    )
    said = interface(data)
    assert said.resolve(said.types["B"].item) is said.types["A"]
    assert found(data, "reference-missing") == []
