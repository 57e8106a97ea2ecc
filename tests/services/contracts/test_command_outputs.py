"""What machines read: SARIF, JUnit, GitHub, GitLab, each held to its own schema or parser, several at once."""

import json
import shutil
import subprocess
import tarfile
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import junitparser
import pytest

from services.contracts import rules
from services.contracts.command import waivers
from services.contracts.command.hosts import _data, _properties
from services.contracts.command.sarif import uri
from tests.standaside import stand_aside

from .conftest import Run

ROOT = Path(__file__).resolve().parents[3]
CACHE = ROOT / "var" / "cache" / "sarif"
PACKAGE = "@microsoft/jest-sarif@1.0.0-beta.0"


@pytest.fixture(scope="session")
def schema() -> Any:
    """The official schema of SARIF 2.1.0, from a package that carries it."""
    found = list(CACHE.glob("*.tgz"))
    if not found:
        npm = shutil.which("npm")
        if npm is None:
            stand_aside("tests of SARIF", "no npm was found (Debian: apt-get install npm)")
        CACHE.mkdir(parents=True, exist_ok=True)
        done = subprocess.run([npm, "pack", PACKAGE], cwd=CACHE, capture_output=True, check=False, timeout=120)
        found = list(CACHE.glob("*.tgz"))
        if done.returncode or not found:
            stand_aside("tests of SARIF", "no package registry answered")
    with tarfile.open(found[0]) as archive:
        file = archive.extractfile("package/lib/schemas/sarif-2.1.0-rtm.5.json")
        assert file is not None
        return json.loads(file.read())


def held_to(schema: Any, said: Any) -> None:
    errors = [f"{'/'.join(map(str, one.absolute_path))}: {one.message}" for one in _errors(schema, said)]
    assert errors == []


def _errors(schema: Any, said: Any) -> Any:
    return jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker()).iter_errors(said)


def test_the_schema_itself_finds_mistakes(schema: Any):
    assert list(_errors(schema, {"version": "2.1.0", "runs": [{"results": [{}]}]}))


def test_sarif_says_everything_there_is_to_say(run: Run, broken: Path, schema: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(waivers, "today", lambda: date(2026, 11, 22))
    monkeypatch.chdir(broken.parent)
    file = broken.parent / "waivers.yaml"
    file.write_text(
        "- {rule: encrypted-transport, key: '*', reason: In the plant., data: 0 calls, until: 2027-01-01}\n"
    )
    code, out, _ = run("lint", "broken.json", "--format", "sarif", "--waivers", file)
    said = json.loads(out)
    held_to(schema, said)
    assert code == 1
    (one,) = said["runs"]
    told = one["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in told] == list(rules())
    assert all(rule["help"]["text"] and rule["help"]["markdown"] for rule in told)
    assert one["invocations"][0]["executionSuccessful"] is True
    (plain,) = [result for result in one["results"] if result["ruleId"] == "encrypted-transport"]
    column = broken.read_text().index('"http://x') + 1
    assert told[plain["ruleIndex"]]["id"] == plain["ruleId"]
    assert plain["level"] == "error"
    assert plain["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "broken.json"},
        "region": {"startLine": 1, "startColumn": column, "endLine": 1, "endColumn": column + 23},
    }
    assert plain["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "In the plant. (0 calls) Until 2027-01-01."}
    ]
    assert len(plain["partialFingerprints"]["homeport/v1"]) == 16
    assert all("baselineState" not in result for result in one["results"])


def test_sarif_tells_what_is_new_against_a_baseline(run: Run, orders: Path, schema: Any):
    known = orders.parent / "known.json"
    run("lint", orders, "--write-baseline", known)
    orders.write_text(orders.read_text().replace("https://orders", "http://orders"))
    said = json.loads(run("lint", orders, "--format", "sarif", "--baseline", known)[1])
    held_to(schema, said)
    states = {one["ruleId"]: one["baselineState"] for one in said["runs"][0]["results"]}
    assert states.pop("encrypted-transport") == "new"
    assert set(states.values()) == {"unchanged"}


def test_sarif_of_what_could_not_be_checked_is_no_success(run: Run, tmp_path: Path, schema: Any):
    path = tmp_path / "it.json"
    path.write_text('{"openapi": ')
    code, out, _ = run("lint", path, "--format", "sarif")
    said = json.loads(out)
    held_to(schema, said)
    (done,) = said["runs"][0]["invocations"]
    assert (code, done["executionSuccessful"], said["runs"][0]["results"]) == (2, False, [])
    assert done["toolExecutionNotifications"][0]["descriptor"]["id"] == "not-json"
    assert done["toolExecutionNotifications"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] == 1


def test_addresses_are_told_from_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert uri("a b/ü%.yaml") == "a%20b/%C3%BC%25.yaml"
    assert uri(str(tmp_path / "x" / ".." / "y.yaml")) == "y.yaml"
    assert uri("../y.yaml") == f"file://{tmp_path.parent}/y.yaml"
    assert uri("-") == "stdin"


def test_junit_has_a_case_for_each_check(run: Run, orders: Path, tmp_path: Path):
    file = tmp_path / "junit.xml"
    code, out, _ = run("lint", orders, "--format", "junit", "--output", file)
    assert (code, out) == (1, b"")
    (suite,) = junitparser.JUnitXml.fromfile(str(file))
    assert suite.name == str(orders)
    cases = {case.name.partition(":")[0]: case for case in suite}
    assert suite.tests == len(cases) == len(list(suite))
    (failure,) = cases["caller-identified"].result
    assert isinstance(failure, junitparser.Failure)
    assert failure.text.startswith(f"{orders}:")
    assert suite.failures == sum(any(isinstance(one, junitparser.Failure) for one in case.result) for case in suite)
    assert cases["contact-named"].is_passed
    assert f"{orders}:" in (cases["contact-named"].system_out or "")
    stricter = run("lint", orders, "--format", "junit", "--fail-on", "warning")[1]
    assert junitparser.JUnitXml.fromstring(stricter).failures > suite.failures
    assert (
        junitparser.JUnitXml.fromstring(run("lint", orders, "--format", "junit", "--fail-on", "never")[1]).failures == 0
    )


def test_junit_holds_what_xml_cannot(run: Run, tmp_path: Path):
    path = tmp_path / 'a<"&\x01.yaml'
    path.write_text('openapi: 3.1.0\ninfo: {title: x, version: "1"}\npaths: {}\n"<&]]>\\e": 1\n')
    code, out, _ = run("lint", path, "--format", "junit")
    assert code == 1
    (suite,) = junitparser.JUnitXml.fromstring(out)
    assert suite.name == str(path).replace("\x01", "\ufffd")
    path.write_text("{")
    code, out, _ = run("lint", path, "--format", "junit")
    (suite,) = junitparser.JUnitXml.fromstring(out)
    assert (code, suite.errors, suite.tests) == (2, 1, 1)


def test_github_is_told_the_place_of_each_finding(run: Run, broken: Path):
    code, out, _ = run("lint", broken, "--format", "github")
    assert code == 1
    column = broken.read_text().index('"http://x') + 1
    line = f"::error file={broken},line=1,endLine=1,col={column},endColumn={column + 22},title=encrypted-transport::"
    assert f"{line}Callers reach http://x.hartwell.com unencrypted.\n" in out.decode()
    broken.write_text("{")
    code, out, _ = run("lint", broken, "--format", "github")
    assert (code, out.startswith(b"::error file="), b"title=not checked::" in out) == (2, True, True)


def test_nothing_in_a_name_can_be_a_command_to_github():
    assert _data("100%\r\n::error::x") == "100%25%0D%0A::error::x"
    said = _properties("a,b:c%\n.yaml", "t", line=3, column=5, end_line=4, end_column=2)
    assert said == "file=a%2Cb%3Ac%25%0A.yaml,line=3,endLine=4,title=t"


def test_gitlab_gets_an_array_with_a_fingerprint_of_each(run: Run, orders: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(orders.parent)
    said = json.loads(run("lint", "orders.yaml", "--format", "gitlab")[1])
    assert all(set(one) == {"description", "check_name", "fingerprint", "severity", "location"} for one in said)
    assert {one["severity"] for one in said} <= {"info", "minor", "major", "critical", "blocker"}
    assert {one["location"]["path"] for one in said} == {"orders.yaml"}
    assert len({one["fingerprint"] for one in said}) == len(said)
    orders.write_text("{")
    (one,) = json.loads(run("lint", "orders.yaml", "--format", "gitlab")[1])
    assert one["severity"] == "blocker"


def test_several_outputs_at_once(run: Run, orders: Path, tmp_path: Path):
    files = {form: tmp_path / f"it.{form}" for form in ("sarif", "junit", "gitlab", "json", "report", "text")}
    several = [one for form, file in files.items() for one in ("--format", form, "--output", file)]
    code, out, err = run("lint", orders, *several, "--format", "github")
    assert (code, err, out.startswith(b"::")) == (1, "", True)
    for form, file in files.items():  # two of them tell how long it took
        assert file.read_bytes() == run("lint", orders, "--format", form)[1] or form in ("report", "junit")


@pytest.mark.parametrize(
    "options",
    [
        ["--format", "json", "--format", "text"],
        ["--output", "x"],
        ["--format", "json", "--output", "x", "--output", "y"],
        ["--format", "sarif", "--output", "nowhere/x.sarif"],
        ["--format", "sarif", "--output", "."],
        ["--format", "spectral"],
    ],
)
def test_outputs_that_cannot_be_are_refused_before_the_work(
    run: Run, orders: Path, options: list[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(orders.parent)
    code, out, err = run("lint", orders, *options)
    assert (code, err.count("\n")) == (2, 1)
    assert out == b"" or json.loads(out)["reason"]["code"] == "command-refused"
