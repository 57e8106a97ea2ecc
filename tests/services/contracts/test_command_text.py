"""What people read: the place in the source under each finding, how to mend once, sums, colours, nothing that harms."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.command.excerpt import excerpt, lines_of, visible, width
from services.contracts.command.text import wants_colour

from .conftest import Run
from .documents import CHECKS, ORDERS, openapi


@pytest.mark.parametrize(
    ("line", "column", "end", "shown", "marks"),
    [
        ("  - url: x", 10, 11, "  - url: x", "         ^"),
        ("\turl: abc", 7, 10, "    url: abc", "         ^^^"),
        ("url:\tabc", 6, 9, "url:    abc", "        ^^^"),
        ("名前: 注文です x", 5, 9, "名前: 注文です x", "      ^^^^^^^^"),
        ("e\u0301te\u0301: x", 8, 9, "e\u0301te\u0301: x", "     ^"),
        ("a: \x1b[31mred", 4, 5, "a: \ufffd[31mred", "   ^"),
        ("a: \u202ex", 4, 5, "a: \ufffdx", "   ^"),
        ("a:\u00a0x", 4, 5, "a: x", "   ^"),
        ("short", 6, 6, "short", "     ^"),
        ("short", 99, 120, "short", "     ^"),
        ("", 1, 1, "", "^"),
        ("all of it", 1, 99, "all of it", "^^^^^^^^^"),
    ],
)
def test_marks_stand_under_what_is_meant(line: str, column: int, end: int, shown: str, marks: str):
    assert excerpt(line, column, end, 60) == (shown, marks)


@pytest.mark.parametrize("letter", ["x", "注", "\t", "\x00"])
@pytest.mark.parametrize("column", [1, 30, 41, 500, 99_990, 100_000])
def test_of_a_long_line_the_place_is_shown(letter: str, column: int):
    line = letter * 100_000
    line = line[: column - 1] + "HERE" + line[column + 3 :]
    shown, marks = excerpt(line, column, column + 4, 60)
    assert width(shown) <= 60
    cells = [one for one in shown for _ in range(width(one))]
    assert "".join(cells[number] for number, mark in enumerate(marks) if mark == "^") in ("HERE", "H")
    assert shown.startswith("\u2026") or column < 60
    assert shown.endswith("\u2026") or column > 99_900


@given(st.text(max_size=200), st.integers(1, 220), st.integers(1, 220), st.integers(20, 120))
def test_whatever_a_line_holds_it_fits_and_has_its_mark(line: str, column: int, end: int, room: int):
    shown, marks = excerpt(line, column, end, room)
    assert width(shown) <= room
    assert len(marks) <= room + 1
    assert "^" in marks
    assert visible(shown) == shown


def test_a_place_that_never_ends_is_cut():
    shown, marks = excerpt("x" * 1_000_000, 1, 1_000_000, 80)
    assert (len(shown), shown[-1], marks) == (80, "\u2026", "^" * 79)


def test_lines_end_where_places_say_they_end():
    assert lines_of("a\u2028b\x0cc\nd\r\ne\rf") == ["a\u2028b\x0cc", "d", "e", "f"]
    assert lines_of("a\u2028b\nc\n") == ["a\u2028b", "c", ""]


def test_nothing_in_a_text_moves_the_cursor():
    assert visible("a\x1b]0;t\x07b\u202ec\u00a0d") == "a\ufffd]0;t\ufffdb\ufffdc d"


def test_how_to_mend_is_said_once_for_each_rule(run: Run, orders: Path):
    text = run("lint", orders)[1].decode()
    rules = re.findall(r"\[([a-z-]+)\]$", text, re.M)
    assert len(rules) > len(set(rules)) == text.count("= mend:")
    assert re.search(rf"^\S+orders\.yaml \(OpenAPI 3\.1\): \d+ errors?, .*\. \d+ of {CHECKS} checks hold, ", text, re.M)
    assert "\x1b" not in text


def test_quiet_is_one_line_a_finding(run: Run, orders: Path):
    code, out, err = run("lint", orders, "--quiet")
    assert (code, err) == (1, "")
    lines = out.decode().splitlines()
    assert lines
    assert all(re.fullmatch(r".*:\d+:\d+: (error|warning|info|hint): .* \[[a-z-]+\]", line) for line in lines)


def test_a_file_with_many_findings_is_told_in_part(run: Run, tmp_path: Path):
    path = tmp_path / "many.json"
    path.write_bytes(openapi(**{f"extra{number}": 1 for number in range(300)}))
    text = run("lint", path)[1].decode()
    assert text.count("[format-invalid]") <= 200
    assert re.search(r"^\.\.\. and \d+ more; `--format json` tells them all\.$", text, re.M)


@pytest.mark.parametrize(
    ("asked", "terminal", "environment", "wanted"),
    [
        ("auto", True, {}, True),
        ("auto", False, {}, False),
        ("auto", True, {"NO_COLOR": "1"}, False),
        ("auto", True, {"NO_COLOR": ""}, True),
        ("auto", True, {"TERM": "dumb"}, False),
        ("always", False, {"NO_COLOR": "1"}, True),
        ("never", True, {}, False),
    ],
)
def test_colours_are_for_terminals_that_want_them(
    monkeypatch: pytest.MonkeyPatch, asked: str, terminal: bool, environment: dict[str, str], wanted: bool
):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert wants_colour(asked, terminal) == wanted


def test_colours_change_nothing_else(run: Run, orders: Path):
    plain = run("lint", orders)[1].decode()
    coloured = run("lint", orders, "--color", "always")[1].decode()
    assert "\x1b[1;31merror:\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_a_document_cannot_speak_to_the_terminal(run: Run, tmp_path: Path):
    path = tmp_path / "evil.yaml"
    path.write_text(ORDERS.replace("operationId: listOrders", 'operationId: "x\\e]0;owned\\a\\u202e"'))
    for command in ("lint", "show"):
        said = run(command, path)[1].decode()
        assert not {"\x1b", "\x07", "\u202e"} & set(said)
