"""A ruleset or a document that wants to take over, or only time and memory: bounded, and said."""

from pathlib import Path

import pytest

from services.contracts import Limits, NotChecked, lint
from services.contracts.command import main
from services.contracts.command.saying import UNREAD
from services.contracts.spectral import automaton, loading, walk
from services.contracts.spectral.mistakes import RulesetInvalid
from tests.bounded import bounded


def given(*paths, **then):
    return {"rules": {"r": {"given": list(paths), "then": {"function": "noted", **then}}}}


@pytest.mark.parametrize(
    "path",
    [
        "$[?(constructor.constructor('return process')())]",
        "$[?(@.constructor.constructor('return 1')())]",
        "$[?(@.__proto__.x)]",
        "$[?((() => 1)())]",
        "$[?(`${@}`)]",
        "$[?(@.a = 1)]",
        "$[?(new Date())]",
        "$[?(import('fs'))]",
        "$[?(__import__('os').system('true'))]",
        "$[?(@.toString().__class__)]",
    ],
)
def test_a_filter_reaches_nothing_but_the_document(run, path):
    ran = run(given(path), "a: {b: 1}")
    assert ran.results == []
    assert ran.unjudged or path in ("$[?(@.__proto__.x)]", "$[?(@.toString().__class__)]")


def test_a_message_evaluates_nothing_but_its_own_words(run):
    rule = {"given": "$.a", "then": {"function": "noted"}}
    for said in (
        "#{{__import__('os')}}",
        "#{{error.__class__}}",
        "#{{print.constructor('x')()}}",
        "#{{" + "concat(" * 99,
    ):
        found = run({"rules": {"r": {**rule, "message": said}}}, "a: 1").results
        assert found[0].message in ("", said)


def test_a_pattern_without_end_makes_its_rule_unchecked_and_no_other(run):
    rules = {
        "slow": {"given": "$.a", "then": {"function": "pattern", "functionOptions": {"match": "^(?=a)(a+)+$"}}},
        "fine": {"given": "$.a", "then": {"function": "noted"}},
    }
    with bounded(5):
        ran = run({"rules": rules}, "a: " + "a" * 60 + "b")
    assert [one.code for one in ran.results] == ["fine"]
    assert "needed more than" in ran.unjudged["slow"]


def test_a_filter_whose_pattern_does_not_end_makes_its_rule_unchecked(run):
    ran = run(given("$[?(@.match(/^(?=a)(a+)+$/))]"), "a: " + "a" * 60 + "b")
    assert "needed more than" in ran.unjudged["r"]


def test_references_in_circles_end(run):
    circle = "a: {$ref: '#/b'}\nb: {$ref: '#/c'}\nc: {$ref: '#/a'}\nd: {$ref: '#/d'}\ne: {f: {$ref: '#'}}\n"
    assert run(given("$..*"), circle).results


def test_references_that_fan_out_are_walked_once_each(run):
    """Written out, this is more than any machine holds."""
    parts = "".join(
        f"  p{n}: {{x: {{$ref: '#/parts/p{n + 1}'}}, y: {{$ref: '#/parts/p{n + 1}'}}}}\n" for n in range(60)
    )
    with bounded(2):
        ran = run(given("$..x", "$..y"), f"parts:\n{parts}  p60: {{z: 1}}\n")
    assert len(ran.results) == 60


def test_a_long_chain_of_references_is_no_more_than_long(run):
    """Each part leads to the next; what is looked for stands in none, or only in the last."""
    chain = {f"p{n}": {"next": {"$ref": f"#/parts/p{n + 1}"}, "x": n} for n in range(4_000)}
    starts = {f"s{n}": {"$ref": f"#/parts/p{n}"} for n in range(4_000)}
    paths = given("$.starts..gone", "$.starts..last", "$..[?(@.gone)]")
    with bounded(10):
        ran = run(paths, {"starts": starts, "parts": {**chain, "p4000": {"last": 1}}})
    assert [one.path for one in ran.results] == [("parts", "p4000", "last")]


def test_many_descents_do_not_multiply(run):
    deep = "{a: " * 60 + "1" + "}" * 60
    with bounded(5):
        run(given("$" + "..a" * 40), f"r: {deep}")


def test_paths_that_need_too_many_states_are_refused(run, monkeypatch):
    monkeypatch.setattr(automaton, "STATES", 50)
    with pytest.raises(NotChecked, match="more than 50 states"):
        run(given(*(f"$..a{n}..b{n}" for n in range(60))), {f"a{n}": {f"a{n + 1}": {"b1": 1}} for n in range(60)})


def test_a_walk_without_end_is_refused(run, monkeypatch):
    monkeypatch.setattr(walk, "VISITS", 10)
    with pytest.raises(NotChecked, match="more than 10 visits"):
        run(given("$..*"), {str(n): {"a": {}, "b": {"c": 1}} for n in range(20)})


def test_so_many_rules_are_run_and_no_more(run, monkeypatch):
    from services.contracts.spectral import compiling

    monkeypatch.setattr(compiling, "RULES", 2)
    rules = {f"r{n}": {"given": "$.a", "then": {"function": "noted"}} for n in range(4)}
    ran = run({"rules": rules}, "a: 1")
    assert [one.code for one in ran.results] == ["r0", "r1"]
    assert set(ran.unjudged) == {"r2", "r3"}


def test_findings_without_number_are_counted_and_some_kept(run, monkeypatch):
    from services.contracts.spectral import asking

    monkeypatch.setattr(asking, "NOTED", 3)
    ran = run(given("$.a[*]"), {"a": list(range(10))})
    assert (len(ran.results), ran.rules[0].told) == (3, 10)


def test_a_function_that_fails_makes_its_rule_unchecked(run, monkeypatch):
    from services.contracts.spectral.function import functions

    monkeypatch.setitem(functions, "noted", lambda options: lambda value, target: 1 / 0)
    assert "failed (ZeroDivisionError)" in run(given("$"), "a: 1").unjudged["r"]


def test_a_document_deeper_than_the_limit_is_not_checked():
    ruleset = loading.of_text(b"extends: spectral:oas")
    checked = lint(b"{" + b'"a":{' * 500 + b"}" * 501, profile=None, rulesets=[ruleset], limits=Limits())
    assert checked.reason.code == "too-deep"


def test_aliases_that_multiply_are_refused(tmp_path):
    aliases = "".join(f"  A{n}: ['#A{n + 1}.x', '#A{n + 1}.y']\n" for n in range(30))
    path = tmp_path / "rules.yaml"
    path.write_text(f"aliases:\n{aliases}  A30: [$]\nrules:\n  r: {{given: '#A0', then: {{function: noted}}}}\n")
    with bounded(5), pytest.raises(RulesetInvalid, match="more than 1,000 paths"):
        loading.load(str(path))


def test_rulesets_that_extend_each_other_end(tmp_path):
    (tmp_path / "a.yaml").write_text("extends: [b.yaml]\nrules: {}\n")
    (tmp_path / "b.yaml").write_text("extends: [a.yaml]\nrules: {r: {given: $, then: {function: noted}}}\n")
    assert loading.load(str(tmp_path / "a.yaml"))["extends"][0][0]["rules"].keys() == {"r"}


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no file without an end here")
def test_a_file_without_an_end_is_too_large(tmp_path, capsys):
    """It once was read until the memory ended."""
    (tmp_path / "rules.yaml").write_text("extends: /dev/zero\n")
    (tmp_path / "doc.yaml").write_text("a: 1\n")
    for ruleset in ("/dev/zero", str(tmp_path / "rules.yaml")):
        assert main(["lint", str(tmp_path / "doc.yaml"), "--ruleset", ruleset]) == UNREAD
        assert "/dev/zero: The document has" in capsys.readouterr().err


def test_rulesets_that_extend_without_number_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "FILES", 5)
    for n in range(8):
        (tmp_path / f"r{n}.yaml").write_text(f"extends: [r{n + 1}.yaml]\n")
    (tmp_path / "r8.yaml").write_text("rules: {}\n")
    with pytest.raises(RulesetInvalid, match="up to 5 files"):
        loading.load(str(tmp_path / "r0.yaml"))
