"""Baselines and waivers: what counts, what does not any more, and what is told about it."""

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.contracts.command import waivers

from .conftest import Run
from .documents import openapi

SERVERS = [{"url": "http://x.hartwell.com"}]


@pytest.fixture
def api(tmp_path: Path) -> Path:
    path = tmp_path / "api.json"
    path.write_bytes(openapi(servers=SERVERS))
    return path


@pytest.fixture
def waive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    monkeypatch.setattr(waivers, "today", lambda: date(2026, 11, 22))

    def write(text: str) -> Path:
        path = tmp_path / "waivers.yaml"
        path.write_text(text)
        return path

    return write


def codes(out: bytes) -> set[str]:
    return {one["code"] for one in json.loads(out)}


def test_only_what_is_new_counts_and_is_shown(run: Run, api: Path, tmp_path: Path):
    known = tmp_path / "deep" / "known.json"
    known.parent.mkdir()
    code, _, err = run("lint", api, "--write-baseline", known)
    assert (code, err.startswith(f"{known}: "), "findings of 1 contract written down" in err) == (0, True, True)
    assert list(json.loads(known.read_text())["contracts"]) == ["../api.json"]

    code, out, err = run("lint", api, "--baseline", known)
    assert (code, err) == (0, "")
    assert "nothing found" in out.decode()
    assert "known before" in out.decode()
    assert run("lint", api, "--baseline", known, "--format", "json")[1] == b"[]\n"

    api.write_bytes(openapi(servers=SERVERS, extra=1))
    code, out, _ = run("lint", api, "--baseline", known, "--format", "json")
    assert (code, codes(out)) == (1, {"format-invalid"})


def test_a_baseline_of_one_contract_says_nothing_about_another(run: Run, api: Path, tmp_path: Path):
    run("lint", api, "--write-baseline", tmp_path / "known.json")
    other = tmp_path / "other.json"
    other.write_bytes(api.read_bytes())
    assert run("lint", other, "--baseline", tmp_path / "known.json")[0] == 1


def test_a_baseline_is_only_written_when_everything_was_checked(run: Run, tmp_path: Path):
    path = tmp_path / "bad.yaml"
    path.write_text("{")
    code, _, err = run("lint", path, "--write-baseline", tmp_path / "known.json")
    assert code == 2
    assert "was not written" in err
    assert not (tmp_path / "known.json").exists()


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"baseline": 2, "contracts": {}}', '{"baseline": 1, "contracts": []}']
    + [f'{{"baseline": 1, "contracts": {{"a": {one}}}}}' for one in ("1", "{}", '{"fingerprints": [1]}')],
)
def test_a_broken_baseline_is_one_line(run: Run, api: Path, tmp_path: Path, text: str):
    path = tmp_path / "known.json"
    path.write_text(text)
    code, out, err = run("lint", api, "--baseline", path)
    assert (code, out, err.count("\n")) == (2, b"", 1)
    assert str(path) in err


def test_findings_without_a_place_are_known_by_their_number(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys.modules["services.contracts.lint"], "PLACES", 3)
    path = tmp_path / "api.json"
    path.write_bytes(openapi(**{f"extra{number}": 1 for number in range(9)}))
    known = tmp_path / "known.json"
    run("lint", path, "--write-baseline", known)
    ((_, said),) = json.loads(known.read_text())["contracts"].items()
    assert (len(said["fingerprints"]), said["beyond"] > 3) == (3, True)
    assert run("lint", path, "--baseline", known)[0] == 0
    code, out, _ = run("lint", path)
    assert (code, "... and" in out.decode()) == (1, True)


def test_a_waived_finding_does_not_count(run: Run, api: Path, waive: Any):
    file = waive(
        "- rule: encrypted-transport\n  key: server:http://x.hartwell.com\n  reason: Only inside the plant.\n"
        "  data: {value: 0 calls from outside, source: https://grafana.example/x}\n  until: 2026-11-22\n"
        "- {rule: no-inside-address, key: 'server:*', reason: r, until: '2027-01-01'}\n"
    )
    before = run("lint", api)[1].decode()
    out, err = run("lint", api, "--waivers", file, "--format", "json")[1:]
    assert "encrypted-transport" not in codes(out)
    assert err == f"{file}: waiver 2 (no-inside-address at 'server:*') fits no finding; take it out.\n"
    after = run("lint", api, "--waivers", file)[1].decode()
    assert (", 1 waived." in before, ", 1 waived." in after) == (False, True)
    holding = [int(text.split(" checks hold")[0].rsplit(" ", 3)[1]) for text in (before, after)]
    assert holding[1] == holding[0] + 1


def test_a_waiver_by_fingerprint_and_for_one_contract(run: Run, api: Path, waive: Any):
    report = json.loads(run("lint", api, "--format", "report")[1])
    mark = report["findings"]["fingerprint"][:16]
    total = report["total"]
    file = waive(f'- {{fingerprint: "{mark}", reason: r, until: 2026-12-01}}\n')
    assert len(json.loads(run("lint", api, "--waivers", file, "--format", "json")[1])) == total - 1
    for contract, left in (("*/api.json", total - 1), ("other.json", total)):
        file = waive(f'- {{fingerprint: "{mark}", contract: "{contract}", reason: r, until: 2026-12-01}}\n')
        assert len(json.loads(run("lint", api, "--waivers", file, "--format", "json")[1])) == left


def test_a_day_that_is_past_and_a_waiver_without_use_are_told(run: Run, api: Path, waive: Any):
    file = waive(
        "- {rule: encrypted-transport, key: 'server:http://x.hartwell.com', reason: r, until: 2026-11-21}\n"
        "- {rule: contact-named, key: nowhere, reason: r, until: 2026-12-01}\n"
    )
    code, out, err = run("lint", api, "--waivers", file, "--format", "json")
    assert code == 1
    assert "encrypted-transport" in codes(out)
    assert err.splitlines() == [
        f"{file}: waiver 1 (encrypted-transport at 'server:http://x.hartwell.com') ended on 2026-11-21 "
        "and no longer holds.",
        f"{file}: waiver 2 (contact-named at 'nowhere') fits no finding; take it out.",
    ]
    assert run("lint", api, "--waivers", file, "--quiet")[2] == ""


WHOLE = "rule: contact-named, key: a, reason: r, until: 2027-01-01"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1", "waivers are a list"),
        ("- 1", "waiver 1 is no mapping"),
        (f"- {{{WHOLE}}}\n- {{rule: contact-named, key: a, until: 2027-01-01}}", "waiver 2 has no reason"),
        ("- {rule: contact-named, key: a, reason: ' ', until: 2027-01-01}", "has no reason"),
        ("- {rule: contact-named, key: a, reason: r}", "has no last day"),
        ("- {rule: contact-named, key: a, reason: r, until: soon}", "has no last day"),
        ("- {rule: contact-named, reason: r, until: 2027-01-01}", "does not say which finding"),
        ("- {key: a, reason: r, until: 2027-01-01}", "does not say which finding"),
        ("- {rule: nobody, key: a, reason: r, until: 2027-01-01}", "there is no rule 'nobody'"),
        (f"- {{{WHOLE}, expires: never}}", "says 'expires'"),
        ("- {fingerprint: 1234567890123456, reason: r, until: 2027-01-01}", "put the fingerprint in quotes"),
        ("- {rule: [a], key: a, reason: r, until: 2027-01-01}", "rule is one piece of text"),
        ("- {", "not YAML"),
    ],
)
def test_a_waiver_that_is_not_whole_is_refused(run: Run, api: Path, waive: Any, text: str, said: str):
    code, out, err = run("lint", api, "--waivers", waive(text))
    assert (code, out, err.count("\n")) == (2, b"", 1)
    assert said in err


@pytest.mark.parametrize(("on", "code"), [("error", 0), ("warning", 1), ("info", 1), ("hint", 1), ("never", 0)])
def test_what_fails_is_chosen(run: Run, api: Path, tmp_path: Path, on: str, code: int):
    calm = tmp_path / "calm.yaml"
    calm.write_text("rules: {caller-identified: warning, encrypted-transport: warning, no-inside-address: warning}\n")
    assert run("lint", api, "--ruleset", calm, "--fail-on", on)[0] == code
