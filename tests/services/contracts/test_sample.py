"""Samples: the document's examples first, else the smallest thing a type allows; types that contain themselves end."""

import json
from typing import Any

from services.contracts import Reference, reference, sample

from .documents import judged, openapi


def made(schema: dict[str, Any], asking: bool = True, **others: Any) -> Any:
    kept = Reference(reference.write(judged(openapi(components={"schemas": {"It": schema, **others}}))))
    return sample.of_type(kept.interface, kept.type("It"), asking=asking)


def record(required: tuple[str, ...] = (), **fields: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": fields}


def test_examples_come_first_then_defaults_then_the_type():
    assert made(record(a={"type": "string", "example": "x"}, b={"type": "integer", "default": 7})) == {"a": "x", "b": 7}
    assert made({"type": "string", "enum": ["new", "old"]}) == "new"
    assert made({"type": "string", "format": "date"}) == "2026-01-31"
    assert made({"type": "integer", "minimum": 5}) == 5
    assert made({"type": "array", "items": {"type": "boolean"}}) == [True]
    assert made({"type": "object", "additionalProperties": {"type": "integer"}}) == {"name": 1}


def test_what_only_comes_back_is_not_asked_for():
    schema = record(id={"type": "string", "readOnly": True}, secret={"type": "string", "writeOnly": True})
    assert made(schema) == {"secret": "text"}
    assert made(schema, asking=False) == {"id": "text"}


def test_parts_are_put_together_and_of_choices_the_first_is_taken():
    schema = {"allOf": [record(a={"type": "string"}), {"$ref": "#/components/schemas/More"}]}
    assert made(schema, More=record(b={"oneOf": [{"type": "integer"}, {"type": "string"}]})) == {"a": "text", "b": 1}


def test_a_record_inside_a_record_without_a_name_is_whole():
    inner = record(("ids",), ids={"type": "array", "items": {"type": "integer"}}, note={"type": "string"})
    assert made(record(inner=inner)) == {"inner": {"ids": [1], "note": "text"}}


def test_a_type_that_contains_itself_ends():
    tree = record(("name", "above"), name={"type": "string"}, above={"$ref": "#/components/schemas/It"},
                  below={"type": "array", "items": {"$ref": "#/components/schemas/It"}})  # fmt: skip
    found = made(tree)
    assert found["name"] == "text"
    assert len(json.dumps(found)) < 200


def test_types_that_double_at_every_step_end_too():
    def both(name: str) -> dict[str, Any]:
        return record(
            ("a", "b"), a={"$ref": f"#/components/schemas/{name}"}, b={"$ref": f"#/components/schemas/{name}"}
        )

    others = {f"T{n}": both(f"T{n + 1}") for n in range(40)} | {"T40": {"type": "string"}}
    assert len(json.dumps(made(both("T0"), **others))) < 20_000
