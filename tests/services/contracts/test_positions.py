"""Everything can tell its line and column, in YAML and in JSON, found only for what is asked."""

import json
from typing import Any

import pytest
import yamlrocks
from hypothesis import given, settings
from hypothesis import strategies as st

from services.contracts.document import Source
from services.contracts.limits import Limits
from services.contracts.places import Place

from .documents import ORDERS


def spans(text: str, *paths: tuple[Any, ...]) -> list[tuple[int, int, int, int]]:
    found = Source(text.encode(), Limits()).tree.spans(paths)
    return [found[path][:4] for path in paths]


def test_a_member_is_shown_at_its_key_and_a_scalar_at_itself():
    assert spans(ORDERS, ("paths", "/orders", "get"), ("info", "title"), ("openapi",)) == [
        (10, 5, 10, 8),
        (3, 10, 3, 16),
        (1, 10, 1, 15),
    ]


def test_a_mapping_in_a_list_is_shown_at_its_first_scalar():
    assert spans(ORDERS, ("servers", 0), ("servers", 0, "url")) == [(7, 5, 7, 8), (7, 10, 7, 45)]


def test_flow_style_and_quoted_keys_have_places_too():
    path = ("paths", "/orders", "get", "responses", "200")
    assert spans(ORDERS, path, ("components", "schemas", "Order", "properties", "total", "type")) == [
        (18, 9, 18, 14),
        (39, 23, 39, 30),
    ]


def test_what_leads_nowhere_gets_the_place_of_the_nearest_thing_above():
    assert spans(ORDERS, ("info", "contact", "name"), ("nothing",)) == [(2, 1, 2, 5), (1, 1, 1, 8)]


def test_numbers_as_keys_are_found_by_their_text():
    assert spans(
        "a:\n  200: x\n  0x10: y\n  null: z\n  true: t\n",
        ("a", "200"),
        ("a", str(yamlrocks.loads("0x10"))),
        ("a", "null"),
        ("a", "true"),
    ) == [
        (2, 8, 2, 9),
        (3, 9, 3, 10),
        (4, 9, 4, 10),
        (5, 9, 5, 10),
    ]


def test_the_same_in_json():
    text = '{"a": {"b\\u0041\\n": [1, {"c": null}],\n "d": "x\\"]}"}, "e": 1}'
    assert spans(text, ("a", "bA\n"), ("a", "bA\n", 1), ("a", "bA\n", 1, "c"), ("a", "d"), ("e",)) == [
        (1, 8, 1, 19),
        (1, 25, 1, 29),
        (1, 31, 1, 35),
        (2, 7, 2, 14),
        (2, 22, 2, 23),
    ]


def test_all_line_ends_count_and_nothing_else_does():
    assert spans('a: 1\r\nb: 2\rc: 3\nd: "x\u2028y\u0085z"\ne: 5\n', ("b",), ("c",), ("d",), ("e",)) == [
        (2, 4, 2, 5),
        (3, 4, 3, 5),
        (4, 4, 4, 11),
        (5, 4, 5, 5),
    ]


def test_line_separators_in_a_text_move_nothing():
    assert spans("a: x\u2028y\u0085z \ufeff\nb:\n  c: 1\n", ("b", "c")) == [(3, 6, 3, 7)]


def test_columns_are_code_points_and_a_byte_order_mark_is_none():
    text = '\ufeff{"\U0001f600": "\U0001f600\U0001f600", "b": 1}'
    assert spans(text, ("\U0001f600",), ("b",)) == [(1, 7, 1, 11), (1, 18, 1, 19)]


def test_what_an_alias_stands_for_is_shown_where_the_alias_stands():
    assert spans("a: &x {k: {l: 1}}\nb: *x\n", ("b", "k", "l"), ("a", "k", "l")) == [(2, 4, 2, 6), (1, 15, 1, 16)]


def test_a_doubled_key_is_shown_where_its_last_value_stands():
    assert spans("a: 1\na: 2\n", ("a",)) == [(2, 4, 2, 5)]


STRANGE = [repr(letter).strip("'") for letter in "\x7f\x80\x85\x9f\u2028\u2029\ufeff\ufffe\uffff"]
"""Keys with these are shown at what stands above them: libyaml, which finds the places, does not take them."""
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=6),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=5), below, max_size=3),
    max_leaves=12,
)


def paths_of(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(deeper for step, one in below for deeper in paths_of(one, (*path, step)))]


def leaves(value: Any) -> list[tuple[tuple[Any, ...], Any]]:
    return [(path, one) for path in paths_of(value) if not isinstance(one := at(value, path), dict | list)]


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


@settings(max_examples=150, deadline=None, derandomize=True)
@given(value=st.dictionaries(st.text(max_size=5), VALUES, min_size=1, max_size=4), indent=st.sampled_from([None, 2]))
def test_any_json_scalar_stands_where_it_is_said_to_stand(value: dict[str, Any], indent: int | None):
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    lines = text.split("\n")
    scalars = leaves(value)
    found = Source(text.encode("utf-8", "surrogatepass"), Limits()).tree.spans([path for path, _ in scalars])
    for path, scalar in scalars:
        span = found[path]
        assert span.line == span.end_line
        assert json.loads(lines[span.line - 1][span.column - 1 : span.end_column - 1]) == scalar


@settings(max_examples=150, deadline=None, derandomize=True)
@given(value=st.dictionaries(st.text(max_size=5), VALUES, min_size=1, max_size=4))
def test_any_yaml_key_stands_where_it_is_said_to_stand(value: dict[str, Any]):
    text = yamlrocks.dumps(value).decode()
    root = Source(text.encode(), Limits()).tree.root
    scalars = [(path, one) for path, one in leaves(root) if isinstance(one, str) and one.isalnum() and one.isascii()]
    scalars = [(path, one) for path, one in scalars if not any(mark in str(path) for mark in STRANGE)]
    found = Source(text.encode(), Limits()).tree.spans([path for path, _ in scalars])
    lines = text.split("\n")
    for path, scalar in scalars:
        span = found[path]
        assert lines[span.line - 1][span.column - 1 : span.end_column - 1].strip("\"'") == scalar


def test_a_key_is_made_of_names_and_stays_of_ordinary_length():
    place = Place(None, ()).to("paths", "/a", name="operation:x").to("parameters", 3, name="query:limit")
    assert (place.key, place.path) == ("operation:x/query:limit", ("paths", "/a", "parameters", 3))
    assert place.of("text").key == place.key
    long = [Place(None, (), "n" * 5_000 + end).key for end in "ab"]
    assert [len(key) < 250 for key in long] == [True, True]
    assert long[0] != long[1]


@pytest.mark.parametrize("text", ["a: 1\n", "a: 1", "a: 1\r\n"])
def test_a_line_break_at_the_end_opens_no_line(text: str):
    assert Source(text.encode(), Limits()).lines.count == 1


@pytest.mark.parametrize("text", ["?\n", "a:\n", "a:\r\n\r\n", "- a\n-\n"])
def test_nothing_at_the_very_end_stands_in_the_last_line(text: str):
    source = Source(text.encode(), Limits())
    path = (next(iter(source.tree.root)),) if isinstance(source.tree.root, dict) else (1,)
    assert source.tree.spans([path])[path].line <= source.lines.count
