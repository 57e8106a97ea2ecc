"""The functions that every ruleset may call: what they tell, what they pass over, and the options they refuse."""

import pytest

from services.contracts.spectral import builtin
from services.contracts.spectral.function import MISSING, OptionsInvalid, OptionsUnsupported


class Here:
    """A place in a document of which nothing is a reference."""

    def __init__(self, root=None, formats=(), follow=None):
        self.path = ("here",)
        self.read = self
        self.root = root
        self.formats = frozenset(formats)
        self.resolved = True
        self.kept = {}
        self.follow = follow or (lambda value: value)


def told(name, value, options=None, **here):
    check = builtin.known()[name](options)
    return [(one.message, one.path) for one in check(value, Here(**here)) or ()]


@pytest.mark.parametrize("value", [MISSING, None, False, 0, 0.0, "", float("nan")])
def test_what_counts_as_false(value):
    assert told("truthy", value) and not told("falsy", value)


@pytest.mark.parametrize("value", [True, 1, -1, "0", "false", [], {}])
def test_what_counts_as_true(value):
    assert told("falsy", value) and not told("truthy", value)


def test_null_is_defined():
    assert told("defined", MISSING) and not told("defined", None)
    assert told("undefined", None) and not told("undefined", MISSING)


@pytest.mark.parametrize("name", ["truthy", "falsy", "defined", "undefined"])
def test_functions_without_options_refuse_them(name):
    with pytest.raises(OptionsInvalid, match="takes no options"):
        told(name, 1, {})


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("length", {}, "at least one option"),
        ("length", {"min": "1"}, '"min" of the function "length" must be a number'),
        ("length", {"most": 1}, 'no option "most"'),
        ("length", None, "needs options"),
        ("enumeration", {"values": [{}]}, "must be a list of texts"),
        ("enumeration", {}, 'needs the option "values"'),
        ("pattern", {"match": "("}, "no regular expression"),
        ("pattern", {}, "at least one option"),
        ("casing", {"type": "title"}, "flat, camel, pascal"),
        ("casing", {"type": "flat", "separator": {}}, 'needs the option "char"'),
        ("casing", {"type": "flat", "separator": {"char": "--"}}, "one character"),
        ("xor", {"properties": ["a"]}, "a list of two names"),
        ("or", {"properties": "a"}, "a list of two names"),
        ("schema", {}, 'needs the option "schema"'),
        ("schema", {"schema": {}, "dialect": "draft3"}, "draft2020-12"),
        ("unreferencedReusableObject", {"reusableObjectsLocation": "definitions"}, "a pointer"),
        ("alphabetical", {"keyedBy": 1}, "must be a text"),
        ("serverVariables", {"requireDefault": "yes"}, "true or false"),
    ],
)
def test_options_that_make_no_sense_are_refused(name, options, said):
    with pytest.raises(OptionsInvalid, match=said):
        builtin.known()[name](options)


def test_enumeration_passes_over_what_is_no_scalar_and_tells_true_from_one():
    options = {"values": [1, "a", None]}
    assert [bool(told("enumeration", one, options)) for one in (1.0, "a", None, [], {}, MISSING)] == [False] * 6
    assert told("enumeration", True, options)
    assert told("enumeration", "b", options)[0][0].endswith('the allowed values: 1, "a", null')


def test_length_counts_members_items_halves_of_pairs_and_numbers_themselves():
    assert told("length", "\U0001f600", {"max": 1}) and not told("length", "\U0001f600", {"max": 2})
    assert (
        told("length", {"a": 1, "b": 2}, {"max": 1})
        and told("length", [], {"min": 1})
        and told("length", 3, {"max": 2})
    )
    assert not told("length", True, {"min": 5}) and not told("length", None, {"min": 5})
    assert len(told("length", 3, {"min": 4, "max": 2})) == 2


def test_pattern_looks_anywhere_knows_flags_and_passes_over_what_is_no_text():
    assert not told("pattern", "xabx", {"match": "ab"}) and told("pattern", "xabx", {"notMatch": "ab"})
    assert not told("pattern", "AB", {"match": "/^ab$/i"}) and told("pattern", "AB", {"match": "^ab$"})
    assert not told("pattern", 12, {"match": "a"}) and not told("pattern", MISSING, {"match": "a"})
    assert not told("pattern", "ab", {"match": "(?<=a)b"})


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("flat", "ab1", "aB"),
        ("camel", "aBc1D", "ABc"),
        ("pascal", "ABc", "aBc"),
        ("kebab", "ab-c1", "ab--c"),
        ("cobol", "AB-C1", "Ab"),
        ("snake", "ab_c", "ab-c"),
        ("macro", "AB_C", "ab"),
    ],
)
def test_casing(kind, good, bad):
    assert not told("casing", good, {"type": kind}) and told("casing", bad, {"type": kind})


def test_casing_with_a_separator_and_without_digits():
    options = {"type": "flat", "separator": {"char": "/", "allowLeading": True}}
    assert not told("casing", "/ab/c", options) and not told("casing", "/", options) and told("casing", "ab/", options)
    assert told("casing", "ab1", {"type": "flat", "disallowDigits": True})
    assert not told("casing", "", {"type": "flat"}) and not told("casing", 1, {"type": "flat"})


def test_casing_is_no_slower_for_a_name_made_to_be_slow():
    assert told("casing", "a" + "1" * 5_000 + "!", {"type": "camel"})


def test_or_and_xor_count_the_members_that_are_there():
    options = {"properties": ["a", "b", "c", "d", "e"]}
    assert not told("or", {"a": 1, "b": 2}, options) and told("xor", {"b": 2, "a": 1}, options)
    assert told("or", {}, options) == [
        ('At least one of "a" or "b" or "c" or 2 other properties must be defined', None)
    ]
    assert told("xor", {"b": 2, "a": 1}, options) == [('Just one of "b" and "a" must be defined', None)]
    assert not told("or", [], options) and not told("xor", "a", options)


def test_alphabetical_tells_the_first_pair_out_of_order():
    assert told("alphabetical", ["a", "c", "b", "a"]) == [('"c" must be placed after "b"', ("here", 1))]
    assert told("alphabetical", {"b": 1, "a": 2}) == [('"b" must be placed after "a"', ("here", "b"))]
    assert told("alphabetical", ["a", "B", "c", "_d"])[0][1] == ("here", 2)
    assert told("alphabetical", [1, 3, 2]) and not told("alphabetical", [1, 2, 10])
    assert not told("alphabetical", ["a", "A", "b", "\u00e9", "f"]) and told("alphabetical", ["A", "a"])


def test_alphabetical_takes_members_in_the_order_that_javascript_keeps_them_in():
    assert not told("alphabetical", {"a": 1, "2": 2, "1": 3})
    assert told("alphabetical", {"b": 1, "1": 2, "a": 3}) == [('"b" must be placed after "a"', ("here", "b"))]


def test_alphabetical_by_a_member():
    options = {"keyedBy": "name"}
    assert told("alphabetical", [{"name": "b"}, {"name": "a"}], options)[0][1] is None
    assert "must be an object" in told("alphabetical", [{"name": "b"}, "a"], options)[0][0]
    assert "allowed types" in told("alphabetical", [{"name": "b"}, {}], options)[0][0]


def test_a_schema_is_asked_in_its_dialect_at_the_place_of_the_value():
    options = {"schema": {"properties": {"a": {"type": "string"}}, "minProperties": 2}}
    assert [path for _, path in told("schema", {"a": 1}, options)] == [("here",)]
    assert [path for _, path in told("schema", {"a": 1}, {**options, "allErrors": True})] == [("here",), ("here", "a")]
    assert "must exist" in told("schema", MISSING, options)[0][0]
    draft4 = {"schema": {"maximum": 1, "exclusiveMaximum": True}, "dialect": "draft4"}
    assert told("schema", 1, draft4)


def test_a_schema_that_is_none_is_told_where_it_is_asked_and_one_that_leads_nowhere_cannot_judge():
    assert told("schema", 1, {"schema": {"type": "text"}})
    for nowhere in ("#/definitions/none", "https://example.com/schema"):
        with pytest.raises(OptionsUnsupported, match="refers to what is not there"):
            told("schema", 1, {"schema": {"$ref": nowhere}})


@pytest.mark.parametrize(
    ("dialect", "address"),
    [
        ("draft4", "http://json-schema.org/draft-04/schema#"),
        ("draft6", "http://json-schema.org/draft-06/schema#"),
        ("draft7", "http://json-schema.org/draft-07/schema#"),
        ("draft2019-09", "https://json-schema.org/draft/2019-09/schema"),
        ("draft2020-12", "https://json-schema.org/draft/2020-12/schema"),
    ],
)
def test_a_schema_may_refer_to_the_draft_that_schemas_are_held_against(dialect, address):
    options = {"dialect": dialect, "schema": {"$ref": address}}
    assert not told("schema", {"properties": {"a": {"minimum": 1}}, "$id": "no address ^"}, options)
    wrong = told("schema", {"properties": {"a": {"minimum": "one"}}}, options)
    assert [path for _, path in wrong] == [("here", "properties", "a", "minimum")]


def test_a_schema_sees_what_references_of_the_document_lead_to():
    def follow(value):
        return 5 if value == {"$ref": "#/five"} else value

    options = {"schema": {"properties": {"a": {"type": "integer"}}}}
    assert not told("schema", {"a": {"$ref": "#/five"}}, options, follow=follow)
    assert told("schema", {"a": {"$ref": "#/six"}}, options, follow=follow)


def test_what_only_refers_to_itself_is_not_used():
    definitions = {
        "used": {},
        "self": {"items": {"$ref": "#/definitions/self"}},
        "a/b": {},
        "part": {"properties": {"x": {}}},
        "both": {"items": {"$ref": "#/definitions/both"}},
    }
    root = {
        "definitions": definitions,
        "paths": [{"$ref": "#/definitions/used"}, {"$ref": "#/definitions/a~1b"}, {"$ref": "#/definitions/both"}],
        "other": {"$ref": "#/definitions/part/properties/x"},
        "text": '"$ref":"#/definitions/self"',
    }
    options = {"reusableObjectsLocation": "#/definitions"}
    found = [path for _, path in told("unreferencedReusableObject", definitions, options, root=root)]
    assert found == [("definitions", "self"), ("definitions", "part")]


def test_the_variables_of_a_server_are_described_used_and_make_an_address():
    options = {"checkSubstitutions": True, "requireDefault": True}

    def paths(server):
        return [path for _, path in told("serverVariables", server, options)]

    assert paths({"url": "https://{a}.example.com", "variables": {"a": {"default": "b"}}}) == []
    assert paths({"url": "https://{a}.example.com"}) == [("here", "variables")]
    assert paths({"url": "/", "variables": {"a": {"default": "b"}}}) == [("here", "variables", "a")]
    assert paths({"url": "https://{a}", "variables": {"a": {"enum": ["x"], "default": "y"}}}) == [
        ("here", "variables", "a", "default")
    ]
    assert paths({"url": "https://{a}", "variables": {"a": {"enum": ["x"]}}}) == [("here", "variables", "a")]
    assert paths({"url": "https://x:{p}", "variables": {"p": {"default": "port"}}}) == [("here", "variables")]
    assert paths({"url": 1}) == paths({"url": "/", "variables": {"a": {"other": 1}}}) == [None]


def test_at_most_five_wrong_addresses_are_told_of_however_many_there_are():
    variables = {name: {"enum": [str(number) for number in range(30)], "default": "1"} for name in "abcdef"}
    (said,) = [message for message, _ in told("serverVariables", {"url": "{a}{b}{c}{d}{e}{f}", "variables": variables},
               {"checkSubstitutions": True})]  # fmt: skip
    assert said.startswith("At least 5 substitutions") and said.count(",") == 4


def test_no_two_tags_have_one_name():
    tags = [{"name": "a"}, {"name": "b"}, {"name": "a"}]
    assert [path for _, path in told("uniquenessTags", tags)] == [("here", 2, "name")]
    assert not told("uniquenessTags", [{"name": "a"}, {"name": "a"}, "a"])
