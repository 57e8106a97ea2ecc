"""References are followed in place; results stand where the thing is written."""

from services.contracts import Limits
from services.contracts.document import Source
from services.contracts.spectral.written import Written

REFERRING = """
a:
  one: {$ref: '#/parts/p'}
  two: {$ref: '#/parts/p', note: beside}
  three: {$ref: '#/parts/chain'}
  four: {$ref: '#/parts/tree'}
parts:
  p: {name: part, in: {deep: 1}}
  chain: {$ref: '#/parts/p'}
  tree: {left: {$ref: '#/parts/tree'}, right: {$ref: '#/parts/p'}}
"""


def test_what_is_referred_to_is_told_once_and_where_it_is_written(places):
    assert places("$.a.*.name", REFERRING) == ["parts.p.name"]
    assert places("$..name", REFERRING) == ["parts.p.name"]


def test_what_does_not_follow_references_sees_them_as_they_are(places):
    assert places("$.a.*.name", REFERRING, resolved=False) == []
    assert places("$.a.*.$ref", REFERRING, resolved=False) == [
        "a.four.$ref",
        "a.one.$ref",
        "a.three.$ref",
        "a.two.$ref",
    ]
    assert places("$.a.*.note", REFERRING) == []
    assert places("$.a.*.note", REFERRING, resolved=False) == ["a.two.note"]


def test_a_thing_that_is_a_reference_stands_where_it_leads_unless_something_stands_beside_it(places):
    assert places("$.a.*", REFERRING) == ["a.two", "parts.p", "parts.tree"]


def test_a_field_goes_through_references(places):
    assert places("$.a", REFERRING, field="one.in.deep") == ["parts.p.in.deep"]
    assert places("$.a", REFERRING, field="one.gone") == ["parts.p"]
    assert places("$", REFERRING, field="$.a.one.in") == ["parts.p.in"]


def test_a_reference_back_to_what_it_is_in_counts_as_it_is_written(places):
    assert places("$.parts.tree.*", REFERRING) == ["parts.p", "parts.tree.left"]
    assert places("$.a.four.*.$ref", REFERRING) == ["parts.tree.left.$ref"]


def test_two_that_lead_to_each_other_end(places):
    document = "a: {x: {$ref: '#/b'}}\nb: {x: {$ref: '#/a'}}\nc: {$ref: '#/a'}\n"
    assert places("$..x", document) == ["a.x", "b.x"]


def test_a_reference_that_leads_nowhere_is_told_at_the_reference(run):
    ran = run({"rules": {}}, "a: {$ref: '#/gone'}\nb: {$ref: '#/gone'}\nc: {$ref: 'other.yaml#/x'}\n")
    assert [(one.code, one.path, one.severity) for one in ran.results] == [
        ("invalid-ref", ("a", "$ref"), 0),
        ("invalid-ref", ("c", "$ref"), 0),
    ]
    assert [one.message for one in ran.results] == [
        "'#/gone' does not exist",
        "'other.yaml' is another file, which did not come along",
    ]


def library(**files):
    """Opens these files by their names."""
    opened = {}

    def open_(asking, wanted):
        if wanted not in opened and wanted in files:
            opened[wanted] = Written(wanted, Source(files[wanted].encode(), Limits(), wanted).tree)
        return opened.get(wanted)

    return open_


def test_other_files_are_followed_and_told_by_their_names(run):
    rules = {"rules": {"r": {"given": "$.a..name", "then": {"function": "noted"}}}}
    files = library(other="p: {name: x, q: {$ref: '#/r'}}\nr: {name: y}\n")
    found = run(rules, "a: {$ref: 'other#/p'}\n", "main", files).results
    assert [(one.source, one.path, one.range.start) for one in found] == [
        ("other", ("p", "name"), (0, 10)),
        ("other", ("r", "name"), (1, 10)),
    ]


def test_what_leads_nowhere_in_another_file_is_told_there(run):
    files = library(other="p:\n  q: {$ref: '#/gone'}\n")
    found = run(
        {"rules": {"r": {"given": "$..x", "then": {"function": "noted"}}}}, "a: {$ref: 'other#/p'}\n", "m", files
    )
    assert [(one.source, one.path, one.range.start, one.message) for one in found.results] == [
        ("other", ("p", "q", "$ref"), (1, 12), "'#/gone' does not exist")
    ]


def test_a_file_that_cannot_be_read_is_told_at_the_reference(run):
    files = library(other="a: [")
    found = run({"rules": {}}, "a: {$ref: 'other#/p'}\n", "m", files).results
    assert (found[0].code, found[0].path) == ("invalid-ref", ("a", "$ref"))
    assert "'other' cannot be read: This is not YAML" in found[0].message
