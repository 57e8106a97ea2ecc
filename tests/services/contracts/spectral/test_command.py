"""`lint --ruleset` with rulesets in Spectral's format."""

import json

import pytest

from services.contracts.command import main
from services.contracts.command.saying import CLEAN, FOUND, UNREAD

DOCUMENT = """\
openapi: 3.0.3
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    get:
      responses: {'200': {description: fine}}
"""
RULESET = """\
documentationUrl: https://guide.example
formats: [oas3]
rules:
  told:
    description: Something is to be said.
    message: "{{property}}: {{error}}"
    given: $.paths[*][get]
    severity: error
    then: {field: description, function: noted, functionOptions: {message: none}}
"""


@pytest.fixture
def lint(tmp_path, capfdbinary, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(document=DOCUMENT, ruleset=RULESET, *more):
        (tmp_path / "doc.yaml").write_text(document)
        (tmp_path / "rules.yaml").write_text(ruleset)
        code = main(["lint", "doc.yaml", "--ruleset", "rules.yaml", *more])
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return run


def test_json_has_spectrals_shape(lint):
    code, out, _ = lint(DOCUMENT, RULESET, "--format", "json")
    assert code == FOUND
    assert json.loads(out) == [
        {
            "code": "told",
            "path": ["paths", "/orders", "get"],
            "message": "get.description: none",
            "severity": 0,
            "range": {"start": {"line": 4, "character": 8}, "end": {"line": 5, "character": 43}},
            "source": "doc.yaml",
            "documentationUrl": "https://guide.example#told",
        }
    ]


@pytest.mark.parametrize("form", ["text", "sarif", "junit", "github", "gitlab", "report"])
def test_every_other_output_tells_the_findings_too(lint, form):
    code, out, _ = lint(DOCUMENT, RULESET, "--format", form)
    assert (code, "none" in out, "told" in out) == (FOUND, True, True)


def test_sarif_describes_the_rules_of_the_ruleset(lint):
    driver = json.loads(lint(DOCUMENT, RULESET, "--format", "sarif")[1])["runs"][0]["tool"]["driver"]
    told = next(one for one in driver["rules"] if one["id"] == "told")
    assert told["fullDescription"]["text"] == "Something is to be said."
    assert told["helpUri"] == "https://guide.example#told"


def test_beside_our_own_rules_both_are_told(lint):
    out = json.loads(lint(DOCUMENT, RULESET, "--ruleset", "externalizable", "--format", "json")[1])
    assert {"told", "operation-described"} <= {one["code"] for one in out}
    told = next(one for one in out if one["code"] == "told")
    assert told["path"] == ["paths", "/orders", "get"]


def test_a_broken_ruleset_is_told_whole_with_places(lint):
    code, _, err = lint(
        DOCUMENT, "formats: [oas9]\nrules:\n  a: loud\n  b: {given: x, then: {function: nothing}}\n  c: off\n"
    )
    assert code == UNREAD
    assert [line.partition(": ")[0] for line in err.splitlines()] == [
        "rules.yaml:1:11",
        "rules.yaml:3:6",
        "rules.yaml:4:14",
    ]


def test_what_a_ruleset_calls_and_there_is_not_has_its_place(lint):
    ruleset = "rules:\n  b: {given: $, then: {function: nothing}}\n  c: {given: '#No', then: {function: noted}}\n"
    assert lint(DOCUMENT, ruleset)[2].splitlines() == [
        "rules.yaml:2:34: There is no function 'nothing'.",
        "rules.yaml:3:14: There is no alias 'No'.",
    ]


def test_a_rule_that_changes_none_has_its_place(lint):
    assert (
        lint(DOCUMENT, "extends: []\nrules:\n  gone: error\n")[2]
        == "rules.yaml:3:9: There is no rule 'gone' to change.\n"
    )


def test_a_rule_that_cannot_run_is_said_and_never_green(lint):
    code, _, err = lint(DOCUMENT, "rules:\n  a: {given: '$[?(fetch(@))]', then: {function: noted}}\n")
    assert code == UNREAD
    assert "doc.yaml: a is not checked: '$[?(fetch(@))]': the filter 'fetch(@)' cannot be run here" in err


SILENT = "rules:\n  a: {given: $, then: {function: schema, functionOptions: {schema: {$ref: '#/none'}}}}\n"


def test_a_run_with_a_rule_that_could_not_judge_is_clean_in_no_output(lint):
    """A build reads one of these, and shows no more than that."""
    code, text, _ = lint(DOCUMENT, SILENT)
    assert (code, text.strip()) == (UNREAD, "doc.yaml: nothing found. 1 rule of rulesets not checked.")
    assert "\x1b[1;32m" not in lint(DOCUMENT, SILENT, "--color", "always")[1], "no green"
    (run,) = json.loads(lint(DOCUMENT, SILENT, "--format", "sarif")[1])["runs"]
    (done,) = run["invocations"]
    (notice,) = done["toolExecutionNotifications"]
    assert (done["executionSuccessful"], notice["associatedRule"]) == (False, {"id": "a"})
    assert "a is not checked: The schema refers to what is not there" in notice["message"]["text"]
    assert lint(DOCUMENT, SILENT, "--format", "github")[1].startswith(
        "::error file=doc.yaml,title=not checked::a is not"
    )
    (row,) = json.loads(lint(DOCUMENT, SILENT, "--format", "gitlab")[1])
    assert (row["check_name"], row["severity"]) == ("not-checked", "major")
    assert "<skipped" in lint(DOCUMENT, SILENT, "--format", "junit")[1]


@pytest.mark.parametrize("ruleset", ["extends: []\n", "extends: [[spectral:oas, off]]\n", "extends: [rules.yaml]\n"])
def test_a_ruleset_of_which_no_rule_is_on_is_told(lint, ruleset):
    _, out, err = lint(DOCUMENT + "x-a: {$ref: '#/gone'}\n", ruleset, "--format", "json")
    assert "rules.yaml: no rule of it is on. Only what can be read" in err
    assert [one["code"] for one in json.loads(out)] == ["invalid-ref"]
    assert "no rule of it is on" not in lint(DOCUMENT, RULESET)[2]


def test_functions_in_javascript_are_named_as_what_must_be_rewritten(lint):
    ruleset = (
        "functions: [mine]\nrules:\n  a: {given: $, then: {function: mine}}\n  b: {given: $, then: {function: noted}}\n"
    )
    code, out, err = lint(DOCUMENT, ruleset, "--format", "json")
    assert code == UNREAD
    assert "a is not checked: The function 'mine' is JavaScript" in err
    assert [one["code"] for one in json.loads(out)] == ["b"]


def test_a_document_of_another_format_is_told(lint):
    code, out, _ = lint("asyncapi: 2.6.0\n", RULESET, "--format", "json")
    only = json.loads(out)[0]
    assert (code, only["code"], only["severity"]) == (CLEAN, "unrecognized-format", 1)
    assert only["message"] == "The provided document does not match any of the registered formats [OpenAPI 3.x]"


def test_two_documents_are_judged_by_workers(tmp_path, monkeypatch, capfdbinary):
    """The ruleset goes to them as data: they open no file."""
    monkeypatch.chdir(tmp_path)
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text(DOCUMENT + "x-a: {$ref: '#/gone'}\n")
    (tmp_path / "rules.yaml").write_text("extends: []\n")
    main(["lint", "one.yaml", "two.yaml", "--ruleset", "rules.yaml", "--format", "json", "--jobs", "2"])
    out = json.loads(capfdbinary.readouterr()[0])
    assert [(one["code"], one["source"]) for one in out] == [("invalid-ref", "one.yaml"), ("invalid-ref", "two.yaml")]
