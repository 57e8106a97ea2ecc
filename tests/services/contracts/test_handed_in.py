"""Rulesets that were handed in: read within limits, every mistake and remark at its line, nothing opened."""

import pytest

from services import contracts as engine

THEN = "then: {function: truthy}"
QUIET = "documentationUrl: https://a.example, message: M, severity: off"


def read(text, **limits):
    data = text if isinstance(text, bytes) else text.encode()
    return engine.read_ruleset_here(data, limits=engine.Limits(**limits))


def said(text):
    return [(one.file, one.line, one.rule.removeprefix("ruleset-")) for one in read(text).report.findings()]


def rule(name, given="$.info", more="documentationUrl: https://a.example, message: M"):
    return f"  {name}: {{given: {given!r}, {more}, {THEN}}}\n"


def test_a_good_ruleset_has_nothing_said_of_it_and_comes_back_as_data():
    found = read(f"rules:\n{rule('one')}")
    assert found.report.total == 0
    assert [one["name"] for one in found.rules] == ["one"]
    assert found.data["rules"]["one"]["given"] == "$.info"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"rules:\n  one: {{given: $.info, {THEN}}}\n", [(2, "rule-unexplained"), (2, "rule-unsaid")]),
        (f"rules:\n{rule('one')}{rule('two')}", [(3, "rule-twice")]),
        (f"rules:\n{rule('one', more=QUIET)}", [(2, "rule-off")]),
        (f"formats: [oas3]\nrules:\n{rule('one', '$.definitions[*]')}", [(3, "path-idle")]),
        (f"formats: [oas3, oas2]\nrules:\n{rule('one', '$.definitions[*]')}", []),
        (f"rules:\n{rule('one', '$.definitions[*]')}", []),
        (f"formats: [oas3]\nrules:\n{rule('one', '$.x-own[*]')}", []),
        (f"formats: [oas3_0]\nrules:\n{rule('one', '$.paths[*].query')}", [(3, "path-idle")]),
        ("functions: [mine]\nrules:\n  one: {given: $, documentationUrl: 'https://a.example', message: M, "
         "then: {function: mine}}\n", [(3, "rule-not-run")]),
        ("extends: [[spectral:oas, off]]\nrules:\n  info-contact: off\n", [(3, "change-idle")]),
        ("extends: spectral:oas\nrules:\n  no-such: warn\n", [(3, "mistake")]),
        ("extends: https://rules.example/all.yaml\n", [(1, "mistake")]),
        ("extends: ./other.yaml\n", [(1, "mistake")]),
        ("extends: ./other.js\n", [(1, "mistake")]),
        ("rules: [", [(1, "mistake")]),
        ("rules: {}\n", [(1, "mistake")]),
        (f"rules:\n{rule('a' * 121)}", [(2, "mistake")]),
    ],
)  # fmt: skip
def test_what_is_said(text, wanted):
    assert [(line, name) for _, line, name in said(text)] == wanted


def test_overrides_that_a_later_one_replaces_are_told():
    over = "overrides:\n  - files: ['a.yaml']\n    rules: {one: off}\n  - files: ['a.yaml']\n    rules: {one: error}\n"
    assert said(f"rules:\n{rule('one')}{over}") == [("", 5, "change-idle")]


def test_files_of_an_archive_extend_each_other_and_mistakes_name_their_file():
    files = {"ruleset.yaml": b"extends: ./more/one.yaml\n", "more/one.yaml": b"rules:\n  one: {given: x}\n"}
    found = read(engine.pack(files)).report
    assert {(one.file, one.line) for one in found.findings()} == {("more/one.yaml", 2)}


def test_files_that_extend_each_other_in_a_circle_come_to_an_end():
    files = {
        "ruleset.yaml": f"extends: ./b.yaml\nrules:\n{rule('one')}".encode(),
        "b.yaml": f"extends: ./ruleset.yaml\nrules:\n{rule('two', '$.paths')}".encode(),
    }
    assert {one["name"] for one in read(engine.pack(files)).rules} == {"one", "two"}


def test_what_extends_twice_and_twice_again_is_bounded():
    files = {f"{n}.yaml": f"extends: [./{n + 1}.yaml, ./{n + 1}.yaml]\n".encode() for n in range(20)}
    files |= {"ruleset.yaml": b"extends: ./0.yaml\n", "20.yaml": f"rules:\n{rule('one')}".encode()}
    found = read(engine.pack(files))
    assert not found.rules
    assert any("up to 200 files" in one.message for one in found.report.findings())


def test_what_is_no_archive_at_all_says_so():
    found = read(b"PK\x03\x04 and nothing else")
    assert found.report.reason["code"] == "archive-damaged"
    assert not found.rules


def test_a_ruleset_that_takes_too_long_is_ended_in_its_child():
    text = "rules:\n" + "".join(rule(f"r{n}", f"$.a{n}") for n in range(20_000))
    found = engine.read_ruleset(text.encode(), limits=engine.Limits(seconds=0.01))
    assert found.report.reason["code"] == "check-timed-out"
    assert (found.data, found.rules) == ({}, [])


def test_rulesets_that_are_called_stay_apart_and_tell_all_their_rules():
    data = read(f"formats: [oas2]\nrules:\n{rule('one')}").data
    other = read(f"rules:\n{rule('one', '$.info.nothing')}").data
    document = b'openapi: 3.1.0\ninfo: {title: A, version: "1"}\npaths: {}\n'
    report = engine.check_here(document, rulesets=[{**data, "called": "a"}, {**other, "called": "b"}])
    notes = {name: one["note"] for name, one in report.rules.items() if ":" in name}
    assert engine.is_elsewhere(notes["a:one"])
    assert notes["b:one"] == "Its path leads to nothing in this document."
    assert {report.rules[name]["state"] for name in notes} == {"not-checked"}
