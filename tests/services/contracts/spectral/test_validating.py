"""What a schema finds wrong: which faults, in which order, at which places, as ajv and Spectral tell them."""

from typing import Any

import pytest

from services.contracts.spectral.validating.compiler import Compiler
from services.contracts.spectral.validating.dialect import DIALECTS, stated
from services.contracts.spectral.validating.fault import SchemaInvalid, Unresolvable
from services.contracts.spectral.validating.formats import NUMBERS, TEXTS
from services.contracts.spectral.validating.references import Own
from services.contracts.spectral.validating.shown import shown


def faults(
    schema: Any, data: Any, dialect: str = "draft7", *, every: bool = False
) -> list[tuple[str, tuple[Any, ...]]]:
    test = Compiler(DIALECTS[dialect], Own(schema), every=every).test(schema)
    return [(fault.keyword, fault.path) for fault in (test(data, None) if test else None) or []]


def places(schema: Any, data: Any, *, every: bool = False) -> list[tuple[Any, ...] | None]:
    test = Compiler(DIALECTS["draft7"], Own(schema), every=every).test(schema)
    assert test is not None
    return [told.path for told in shown(test(data, None) or [], ("here",))]


def test_only_the_first_fault_is_told_unless_every_one_is_asked_for() -> None:
    schema = {"required": ["a", "b"], "properties": {"c": {"type": "string"}}}
    assert faults(schema, {"c": 1}) == [("required", ())]
    assert faults(schema, {"c": 1}, every=True) == [("required", ()), ("required", ()), ("type", ("c",))]


def test_keywords_for_any_value_come_first_and_the_type_comes_with_the_keywords_about_it() -> None:
    schema = {"type": "object", "required": ["a"], "enum": [{}]}
    assert faults(schema, "text", every=True) == [("enum", ()), ("type", ())]
    assert faults({"type": ["object", "null"], "enum": [{}]}, "text", every=True) == [("type", ()), ("enum", ())]


def test_of_a_choice_the_faults_of_every_branch_are_told_before_the_choice() -> None:
    schema = {"anyOf": [{"type": "integer", "enum": [1]}, {"required": ["a"]}, {"type": "array"}]}
    assert faults(schema, {}) == [("type", ()), ("enum", ()), ("required", ()), ("type", ()), ("anyOf", ())]
    assert faults(schema, 1) == []


def test_one_of_tells_which_passed_when_two_did() -> None:
    schema = {"oneOf": [{"type": "string"}, {"type": "integer"}, {"minimum": 0}]}
    assert faults(schema, 3) == [("type", ()), ("oneOf", ())]
    assert faults(schema, "three") == [("type", ()), ("oneOf", ())]
    assert faults(schema, -3) == []


def test_a_condition_is_told_only_where_its_schema_is_a_branch() -> None:
    schema = {"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": {"maxProperties": 0}}
    assert faults(schema, {"a": 1}) == [("required", ())]
    assert faults(schema, {"c": 1}) == [("maxProperties", ())]
    assert faults({"anyOf": [schema]}, {"a": 1}) == [("required", ()), ("if", ()), ("anyOf", ())]


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ({"type": "integer"}, 3.0, 3.5),
        ({"type": "number"}, 3, True),
        ({"enum": [1]}, 1.0, True),
        ({"const": {"a": [1]}}, {"a": [1.0]}, {"a": [True]}),
        ({"multipleOf": 0.01}, 1.5, 0.035),
        ({"uniqueItems": True}, [1, True, "1"], [{"a": 1}, {"a": 1.0}]),
        ({"items": [{"type": "string"}], "additionalItems": False}, ["a"], ["a", 1]),
        ({"contains": {"const": 1}}, [0, 1], [0]),
        ({"propertyNames": {"maxLength": 1}}, {"a": 1}, {"ab": 1}),
        ({"patternProperties": {"^x-": {"type": "string"}}}, {"x-a": "", "y": 1}, {"x-a": 1}),
        ({"dependencies": {"a": ["b"]}}, {"b": 1}, {"a": 1}),
        ({"not": {"type": "null"}}, 1, None),
        ({"pattern": "^[^\\d]+$"}, "abc", "ab1"),
        ({"maxLength": 1}, "\U0001f600", "ab"),
        ({"type": "string", "nullable": True}, None, 1),
    ],
)
def test_what_fits_and_what_does_not(schema: Any, good: Any, bad: Any) -> None:
    assert faults(schema, good) == []
    assert faults(schema, bad)


def test_draft_4_knows_bounds_as_flags_and_no_schemas_that_are_true() -> None:
    schema = {"maximum": 3, "exclusiveMaximum": True}
    assert faults(schema, 3, "draft4") == [("maximum", ())]
    assert faults({"maximum": 3}, 3, "draft4") == []
    assert faults({"additionalProperties": False}, {"a": 1}, "draft4") == [("additionalProperties", ())]
    with pytest.raises(SchemaInvalid):
        faults({"properties": {"a": True}}, {}, "draft4")


def test_draft_2020_counts_what_was_looked_at() -> None:
    schema = {"allOf": [{"properties": {"a": True}}], "unevaluatedProperties": False}
    assert faults(schema, {"a": 1}, "draft2020-12") == []
    assert faults(schema, {"a": 1, "b": 2}, "draft2020-12") == [("unevaluatedProperties", ())]
    choice = {"anyOf": [{"required": ["b"], "properties": {"b": True}}, {}], "unevaluatedProperties": False}
    assert faults(choice, {"b": 1}, "draft2020-12") == []
    assert faults(choice, {"a": 1}, "draft2020-12") == [("unevaluatedProperties", ())]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "text"}, {"required": "a"}, {"pattern": "["}, {"minimum": "1"}, {"nullable": True}, {"anyOf": []},
        {"properties": {"a": {"items": 3}}},
    ],
)  # fmt: skip
def test_what_is_no_schema_is_refused(schema: Any) -> None:
    with pytest.raises(SchemaInvalid):
        faults(schema, {})


def test_items_stand_behind_the_first_ones_only_where_the_draft_knows_them() -> None:
    schema = {"prefixItems": [{"type": "string"}], "items": False}
    assert faults(schema, ["a", 1], "draft2020-12") == [("items", ())]
    assert faults(schema, ["a", 1], "draft2019-09") == [("false schema", (0,))]


def test_a_schema_is_loosely_read_as_far_as_it_makes_sense() -> None:
    schema = {"required": ["a", 1], "properties": {"a": "text", "b": {"type": "string"}}, "title": 5}
    loose = Compiler(DIALECTS["draft4"], Own(schema), loose=True).test(schema)
    assert loose is not None
    assert [fault.path for fault in loose({"a": 1, "b": 2}, None) or []] == [("b",)]
    with pytest.raises(SchemaInvalid):
        Compiler(DIALECTS["draft4"], Own(schema), loose=True).test({"required": "a"})


def test_a_list_of_required_members_may_be_empty_since_draft_6() -> None:
    assert faults({"required": []}, {}) == []
    with pytest.raises(SchemaInvalid):
        faults({"required": []}, {}, "draft4")


def test_references_are_followed_by_pointer_anchor_and_identifier_also_in_circles() -> None:
    schema = {
        "properties": {"next": {"$ref": "#"}, "name": {"$ref": "#/definitions/a~1b"}, "size": {"$ref": "size"}},
        "definitions": {"a/b": {"type": "string"}, "size": {"$id": "size", "type": "integer"}},
    }
    assert faults(schema, {"next": {"next": {"name": 1}}}) == [("type", ("next", "next", "name"))]
    assert faults(schema, {"size": "l"}) == [("type", ("size",))]
    with pytest.raises(Unresolvable):
        faults({"$ref": "#/definitions/none"}, {})


def test_a_schema_says_in_its_own_words_what_is_wrong() -> None:
    schema = {
        "required": ["a"],
        "properties": {"a": {"type": "string"}, "b": {"enum": [1, 2], "errorMessage": "one or two"}},
        "errorMessage": {"required": "a is needed"},
    }
    test = Compiler(DIALECTS["draft7"], Own(schema), every=True).test(schema)
    assert test is not None
    told = [(fault.keyword, fault.path, fault.message) for fault in test({"b": 3}, None) or []]
    assert told == [("errorMessage", ("b",), "one or two"), ("errorMessage", (), "a is needed")]


def test_of_a_choice_that_fails_further_down_only_what_is_down_there_is_shown() -> None:
    schema = {"properties": {"a": {"anyOf": [{"properties": {"b": {"type": "null"}}}, {"type": "array"}]}}}
    assert places(schema, {"a": {"b": 1}}) == [("here", "a", "b")]


def test_values_that_are_not_allowed_are_shown_once_and_not_beside_others() -> None:
    both = {"anyOf": [{"enum": [1]}, {"enum": [2]}]}
    assert len(places({"properties": {"a": both}}, {"a": 3})) == 3
    schema = {"properties": {"a": {"enum": [1]}, "b": {"type": "null"}}}
    assert places(schema, {"a": 3, "b": 3}, every=True) == [("here", "b")]


def test_a_fault_under_a_name_of_signs_alone_is_not_shown_beside_others() -> None:
    schema = {"properties": {"+1": {"type": "null"}, "b": {"type": "null"}}}
    assert places(schema, {"+1": 0, "b": 0}, every=True) == [("here", "b")]
    assert places(schema, {"+1": 0}) == []


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("date", "2020-02-29", "2021-02-29"),
        ("date-time", "2020-01-01 10:00:00", "2020-01-01T25:00:00Z"),
        ("email", "a.b+c@example.com", "a@b"),
        ("uri", "https://example.com/a?b#c", "https://example.com/{id}"),
        ("uri", "urn:isbn:1", "isbn"),
        ("uri-reference", "../a", "a b"),
        ("uri", "http://[::1]/", "http://[1::2::3]/"),
        ("uuid", "550e8400-e29b-41d4-a716-446655440000", "550e8400"),
        ("ipv4", "127.0.0.01", "127.0.0.256"),
        ("ipv6", "::ffff:1.2.3.4", "fe80::1%eth0"),
        ("byte", "YQ==", "YQ="),
        ("duration", "P1DT2H", "PT"),
        ("regex", "a(?=b)", "a("),
        ("hostname", "example.com.", "-a.example"),
        ("json-pointer", "/a~1b", "/a~2"),
        ("uri-template", "/a/{b,c}{?d*}", "/a/{b"),
        ("time", "23:59:60Z", "24:00:00"),
        ("url", "https://example.com", "https://10.0.0.1"),
    ],
)
def test_a_format(name: str, good: str, bad: str) -> None:
    assert TEXTS[name](good)
    assert not TEXTS[name](bad)


def test_formats_of_numbers() -> None:
    assert faults({"format": "int32"}, 2**31) == [("format", ())]
    assert faults({"format": "int32"}, "text") == []
    assert NUMBERS["int64"](2**40) and not NUMBERS["int64"](1.5)


def test_the_draft_that_a_schema_states() -> None:
    assert stated("http://json-schema.org/draft-04/schema#") == "draft4"
    assert stated("https://json-schema.org/draft/2020-12/schema") == "draft2020-12"
    assert stated("https://example.com/schema") is None
