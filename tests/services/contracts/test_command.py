"""The command keeps its promises to tools: exit codes, one JSON object, nothing else on standard output."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from services.contracts.command.catalogue import catalogue

from .documents import CHECKS, ORDERS

ROOT = Path(__file__).resolve().parents[3]


def test_findings_without_errors_are_clean(run: Any, orders: Path, tmp_path: Path):
    calm = tmp_path / "calm.yaml"
    calm.write_text("name: calm\nrules: {caller-identified: warning}\n")
    code, out, err = run("lint", orders, "--ruleset", calm, "--format", "json")
    assert (code, err) == (0, "")
    assert {one["severity"] for one in json.loads(out)} <= {1, 2, 3}


def test_the_shape_is_the_one_that_tools_know(run: Any, broken: Path):
    code, out, err = run("lint", broken, "--format", "json")
    assert (code, err) == (1, "")
    found = json.loads(out)
    assert all(set(one) == {"code", "path", "message", "severity", "range", "source"} for one in found)
    (plain,) = [one for one in found if one["code"] == "encrypted-transport"]
    column = broken.read_text().index('"http://x')
    assert plain == {
        "code": "encrypted-transport",
        "path": ["servers", "0", "url"],
        "message": "Callers reach http://x.hartwell.com unencrypted.",
        "severity": 0,
        "range": {
            "start": {"line": 0, "character": column},
            "end": {"line": 0, "character": column + len('"http://x.hartwell.com"')},
        },
        "source": str(broken),
    }


@pytest.mark.parametrize("command", ["lint", "show"])
@pytest.mark.parametrize("text", ["", "hello", "{", "\0", "swagger: '1.2'", None])
def test_what_cannot_be_read_is_two_with_one_line_and_one_object(
    run: Any, tmp_path: Path, command: str, text: str | None
):
    path = tmp_path / "it.yaml"
    if text is not None:
        path.write_text(text)
    code, out, err = run(command, path, "--format", "json")
    assert code == 2
    assert err.count("\n") == 1
    said = json.loads(out)
    assert said["outcome"] == "not-checked"
    assert set(said["reason"]) == {"code", "message", "line", "column"}
    code, out, err = run(command, path)
    assert (code, out, err.count("\n")) == (2, b"", 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ["lint"],
        ["lint", "FILE", "--ruleset", "nobody"],
        ["lint", "FILE", "--ruleset", "missing.yaml"],
        ["lint", "FILE", "--facts", "missing.yaml"],
        ["lint", "FILE", "--depth", "deep"],
        ["lint", "FILE", "--jobs", "0"],
        ["lint", "FILE", "--seconds", "0"],
        ["lint", "FILE", "--seconds", "nan"],
        ["lint", "FILE", "--memory", "99999999999999999999"],
        ["lint", "FILE", "--facts", "FILE/x"],
        ["lint", "FILE", "--fail-on", "everything"],
        ["lint", "FILE", "--baseline", "missing.json"],
        ["lint", "FILE", "--waivers", "missing.yaml"],
        ["lint", "FILE", "--beside", "nowhere"],
        ["lint", "FILE", "nowhere.yaml"],
        ["lint", "FILE", "--color=sometimes"],
        ["lint", "FILE", "--quie"],
        ["show", "FILE", "--ruleset", "x"],
        ["dance"],
    ],
)
def test_a_command_that_makes_no_sense_is_two_with_a_sentence(run: Any, orders: Path, arguments: list[str]):
    code, out, err = run(*(one.replace("FILE", str(orders)) for one in arguments), "--format", "json")
    assert (code, err.count("\n")) == (2, 1)
    assert json.loads(out)["reason"]["code"] == "command-refused"


def test_facts_are_taken_from_a_file(run: Any, orders: Path, tmp_path: Path):
    facts = tmp_path / "contract.yaml"
    facts.write_text("contact: checkout@hartwell.example\nterms: internal\nquotas: 100 a second\n")
    with_facts = {one["code"] for one in json.loads(run("lint", orders, "--facts", facts, "--format", "json")[1])}
    without = {one["code"] for one in json.loads(run("lint", orders, "--format", "json")[1])}
    assert without - with_facts == {"contact-named", "terms-stated", "limits-told"}


def test_people_read_the_line_itself(run: Any, orders: Path):
    code, out, err = run("lint", orders)
    text = out.decode()
    assert (code, err) == (1, "")
    assert f"{orders}:15:19: warning: The page size 'limit' has no maximum" not in text
    assert "  14 |         - name: limit" in text or "  15 |" in text
    assert f"of {CHECKS} checks hold" in text


def test_show_tells_what_the_document_says(run: Any, orders: Path):
    code, out, _ = run("show", orders, "--format", "json")
    said = json.loads(out)["interface"]
    assert code == 0
    assert [one["name"] for one in said["operations"]] == ["listOrders", "placeOrder"]
    assert said["types"]["Order"]["fields"][1]["type"]["ref"] == "Order"
    code, out, _ = run("show", orders)
    assert (code, "POST /orders  placeOrder  (deprecated)" in out.decode()) == (0, True)


def test_the_whole_report_is_one_of_the_formats(run: Any, orders: Path):
    from services.contracts import Report

    code, out, _ = run("lint", orders, "--format", "report")
    assert code == 1
    assert Report(out).data["interface"]["title"] == "Orders"


def test_the_catalogue_of_rules_is_data_too(run: Any):
    code, out, _ = run("rules", "--format", "json")
    assert code == 0
    assert {"id", "title", "group", "severity", "why", "mend", "source", "good", "bad"} == set(json.loads(out)[0])


def test_one_rule_says_why_and_how_to_mend_with_examples(run: Any):
    code, out, err = run("rules", "contact-named")
    said = out.decode()
    assert (code, err) == (0, "")
    for word in ("Somebody is named to ask", "Mend:", "Kept, in openapi:", "Broken, in openapi:", "Zalando 218"):
        assert word in said
    assert json.loads(run("rules", "contact-named", "--format", "json")[1])["id"] == "contact-named"
    assert run("rules", "contact-named", "--format", "markdown")[1].startswith(b"### contact-named\n")
    assert b"contact-named" in run("rules")[1]
    assert run("rules", "contact-name")[::2] == (2, "There is no rule 'contact-name'. Did you mean contact-named?\n")


def test_the_version_is_told(run: Any):
    from services.contracts.report import ENGINE, PACKAGE

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == PACKAGE
    assert run("--version") == (0, f"homeport {PACKAGE} (engine {ENGINE})\n".encode(), "")


def test_asked_for_nothing_it_says_what_there_is(run: Any):
    assert run() == (2, b"", "Say what to do: lint, show or rules (see homeport --help)\n")


def test_the_page_of_rules_is_fresh():
    said = (ROOT / "docs" / "rules.md").read_text()
    assert said == catalogue(), "python -m services.contracts rules --format markdown > docs/rules.md"


@pytest.mark.process
def test_it_reads_standard_input():
    command = [sys.executable, "-m", "services.contracts", "lint", "-", "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, input=ORDERS.encode(), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    assert {one["source"] for one in json.loads(done.stdout)} == {"-"}


@pytest.mark.parametrize(
    ("ruleset", "words"),
    [
        (
            "spectral:oas3",
            "There is no profile, ruleset or file 'spectral:oas3'. Known by name: externalizable, spectral:",
        ),
        ("rules/ours", "@stoplight/spectral-owasp-ruleset"),
        (".spectral.js", ".spectral.js: cannot be read: No such file or directory."),
    ],
)
def test_a_ruleset_that_is_not_there_is_told_with_what_is(run: Any, orders: Path, ruleset: str, words: str):
    code, _, err = run("lint", orders, "--ruleset", ruleset)
    assert (code, len(err.splitlines()), words in err) == (2, 1, True)


@pytest.mark.parametrize("script", ["module.exports = {}", "module.exports={}", "export default { rules: {} };", ""])
def test_a_ruleset_that_is_javascript_is_told_as_that(run: Any, orders: Path, tmp_path: Path, script: str):
    ruleset = tmp_path / ".spectral.js"
    ruleset.write_text(script)
    code, _, err = run("lint", orders, "--ruleset", ruleset)
    assert (code, len(err.splitlines()), "is JavaScript, which is not run here." in err) == (2, 1, True)


def test_what_cannot_be_read_is_told_with_its_file_and_place(run: Any, tmp_path: Path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("openapi: 3.1.0\ninfo: {title: [\n")
    code, out, err = run("lint", bad)
    assert (code, out) == (2, b"")
    assert err.startswith(f"{bad}:3:1: not checked: ")
    assert err.count("\n") == 1
    assert run("show", bad)[2] == err


def test_of_contracts_that_could_not_be_checked_nobody_hears_that_nothing_was_found(
    run: Any, orders: Path, tmp_path: Path
):
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("openapi: 3.1.0\ninfo: {title: [\n")
    code, out, _ = run("lint", tmp_path / "a.yaml", tmp_path / "b.yaml")
    assert (code, out.decode().splitlines()[-1]) == (2, "2 contracts: none could be checked.")
    calm = tmp_path / "calm.yaml"
    quiet = json.loads(run("rules", "--format", "json")[1])
    calm.write_text(json.dumps({"name": "calm", "rules": {one["id"]: "off" for one in quiet}}))
    code, out, _ = run("lint", tmp_path / "a.yaml", orders, "--ruleset", calm)
    last = out.decode().splitlines()[-1]
    assert (code, last.startswith("2 contracts: nothing found in the 1 that could be checked.")) == (2, True), last
    assert last.endswith("1 could not be checked.")
