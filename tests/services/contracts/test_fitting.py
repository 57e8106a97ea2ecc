"""Whether a piece of data is of a type: each way in which it can leave it, and types that never end."""

from typing import Any

import pytest

from services.contracts.fitting import misfit
from services.contracts.model import Interface

from .documents import judged, openapi

TEXT = {"type": "string"}
WHOLE = {"type": "integer"}


def interface_of(**schemas: Any) -> Interface:
    interface = judged(openapi(components={"schemas": schemas})).interface
    assert interface is not None
    return interface


def record(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


@pytest.mark.parametrize(
    ("schema", "value", "reason"),
    [
        (TEXT, 5, "5 is not text"),
        (TEXT, "a", ""),
        ({"type": "string", "format": "date-time"}, 0, ""),
        (WHOLE, "5", "'5' is not a whole number"),
        (WHOLE, 5.0, ""),
        (WHOLE, 5.5, "5.5 is not a whole number"),
        (WHOLE, True, "true is not a whole number"),
        ({"type": "number"}, "NaN", ""),
        ({"type": "number"}, "1", "'1' is not a number"),
        ({"type": "boolean"}, "true", "'true' is not true or false"),
        ({"type": "string", "enum": ["a", "b"]}, "c", "'c' is none of its values"),
        ({"enum": [1, 2]}, True, "true is none of its values"),
        ({"type": "string", "maxLength": 2}, "abc", "'abc' is longer than 2"),
        ({"type": "string", "minLength": 2}, "a", "'a' is shorter than 2"),
        ({"type": "string", "pattern": "^[A-Z]+$"}, "abc", "'abc' does not match '^[A-Z]+$'"),
        ({"type": "string", "pattern": "^(?=a)b"}, "abc", ""),
        ({"type": "string", "pattern": "(((("}, "abc", ""),
        ({"type": "string", "pattern": "^[a-z]+$"}, "ä", ""),
        ({"type": "integer", "minimum": 1}, 0, "0 is too small"),
        ({"type": "integer", "maximum": 1}, 2, "2 is too large"),
        ({"type": "number", "exclusiveMinimum": 1}, 1, "1 is too small"),
        ({"type": "integer", "multipleOf": 5}, 7, "7 is no multiple of 5"),
        ({"type": "number", "multipleOf": 0.1}, 0.3, ""),
        ({"type": "array", "items": WHOLE}, [1, "2"], "1: '2' is not a whole number"),
        ({"type": "array", "maxItems": 1}, [1, 2], "it holds 2, and at most 1 are allowed"),
        ({"type": "array", "minItems": 1}, [], "it holds 0, and at least 1 are needed"),
        ({"type": "object", "additionalProperties": WHOLE}, {"a": "b"}, "a: 'b' is not a whole number"),
        (record(a=record(b=WHOLE)), {"a": {"b": "x"}}, "a.b: 'x' is not a whole number"),
        ({**record(a=WHOLE), "required": ["a"]}, {}, "'a' is missing, which is required"),
        ({**record(a={**WHOLE, "readOnly": True}), "required": ["a"]}, {}, ""),
        ({**record(a={**WHOLE, "default": 1}), "required": ["a"]}, {}, ""),
        ({"type": ["string", "null"]}, None, ""),
        (record(a=TEXT), {"a": None}, "a: null is not text"),
        (record(a=TEXT), {"b": 1}, ""),
        ({"oneOf": [TEXT, WHOLE]}, 5, ""),
        ({"oneOf": [TEXT, WHOLE]}, [], "it is none of the 2 forms"),
        ({"oneOf": [TEXT]}, 5, "5 is not text"),
        ({"allOf": [record(a=WHOLE), record(b=TEXT)]}, {"a": 1, "b": 2}, "b: 2 is not text"),
        ({"$ref": "#/components/schemas/Missing"}, 5, ""),
        ({}, 5, ""),
    ],
)
def test_how_a_value_leaves_its_type(schema: dict[str, Any], value: Any, reason: str):
    interface = interface_of(Holder=record(held=schema), Missing={})
    shape = interface.types["Holder"].fields[0].type
    assert str(misfit(value, shape, interface) or "") == reason


def test_a_type_that_contains_itself_is_followed_as_far_as_the_value_goes():
    interface = interface_of(Node=record(next={"$ref": "#/components/schemas/Node"}, n=WHOLE))
    assert misfit({"next": {"next": {"n": 1}}}, interface.types["Node"], interface) is None
    assert str(misfit({"next": {"next": {"n": "1"}}}, interface.types["Node"], interface)) == (
        "next.next.n: '1' is not a whole number"
    )
    loop = interface_of(A={"allOf": [{"$ref": "#/components/schemas/A"}]})
    assert misfit({}, loop.types["A"], loop) is None


def test_choices_of_choices_end():
    """Each level doubles what there is to try: without a limit this would take until tomorrow."""
    self = {"$ref": "#/components/schemas/A"}
    interface = interface_of(
        A={"oneOf": [{**record(a=self), "required": ["x"]}, {**record(a=self), "required": ["y"]}]}
    )
    value: Any = {}
    for _ in range(80):
        value = {"a": value}
    assert misfit(value, interface.types["A"], interface) is None
