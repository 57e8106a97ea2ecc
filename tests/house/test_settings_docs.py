"""docs/settings.md says of every setting what the code says of it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "settings.md"
READERS = {"text", "flag", "whole", "seconds", "words", "database", "mailer"}
ROW = re.compile(r"^\| `(HOMEPORT_\w+)` \| (.+?) \| (.+) \|$", re.MULTILINE)


class Read(NamedTuple):
    """One place where the code reads a setting; ``default`` is None where it depends on something."""

    name: str
    reader: str
    default: str | None


def reads_in(source: str) -> Iterator[Read]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
            continue
        first = node.args[0]
        if node.func.attr in READERS and isinstance(first, ast.Constant) and str(first.value).startswith("HOMEPORT_"):
            yield Read(str(first.value), node.func.attr, default_of(node))


def default_of(call: ast.Call) -> str | None:
    """The default as the page writes it: a number in full, words in lower case, a dash for nothing."""
    if len(call.args) < 2:
        return "false" if call.func.attr == "flag" else "-"  # type: ignore[attr-defined]
    try:
        value = eval(compile(ast.Expression(call.args[1]), "default", "eval"), {"__builtins__": {}})
    except NameError:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


READS = {read.name: read for path in sorted((ROOT / "portal").rglob("*.py")) for read in reads_in(path.read_text())}
ROWS = {name: (default.strip("`"), words) for name, default, words in ROW.findall(PAGE.read_text(encoding="utf-8"))}
ONLY_TESTS = {"HOMEPORT_REQUIRE", "HOMEPORT_TEST_DATABASE_URL"}


def test_the_page_lists_what_the_code_reads_and_nothing_else() -> None:
    assert len(READS) > 20
    assert set(ROWS) - ONLY_TESTS == set(READS)


@pytest.mark.parametrize("name", sorted(name for name, read in READS.items() if read.default is not None))
def test_the_page_knows_the_default(name: str) -> None:
    assert ROWS[name][0] == READS[name].default


@pytest.mark.parametrize("name", sorted(name for name, read in READS.items() if read.reader in {"whole", "seconds"}))
def test_a_number_has_a_unit(name: str) -> None:
    assert re.search(
        r"seconds|bytes|a minute|processes|threads|jobs|files|levels|values|aliases|days", ROWS[name][1].lower()
    )


def test_settings_are_read_in_one_way_only() -> None:
    """Through portal/env.py, which knows NAME_FILE and says what is wrong; alive.py cannot import it."""
    direct = re.compile(r"""(environ|getenv)[^\n]{0,20}["']HOMEPORT_""")
    paths = [path for room in ("portal", "services", "teams") for path in (ROOT / room).rglob("*.py")]
    assert [str(path) for path in paths if direct.search(path.read_text(encoding="utf-8"))] == []


def test_every_setting_named_anywhere_exists() -> None:
    """A sentence or a compose file that tells people to set something must not name what does not exist."""
    places = [ROOT / "README.md", ROOT / "docker-compose.yml", ROOT / "Dockerfile", *(ROOT / "docs").rglob("*.md")]
    places += [path for room in ("portal", "services", "teams") for path in (ROOT / room).rglob("*.py")]
    for place in places:
        named = set(re.findall(r"\bHOMEPORT_[A-Z]+(?:_[A-Z]+)*\b", place.read_text(encoding="utf-8")))
        known = set(ROWS) | {f"{name}_FILE" for name in ROWS} | {"HOMEPORT_IMAGE", "HOMEPORT_PORT"}
        assert named <= known | {"HOMEPORT_DATABASE_PASSWORD"}, f"{place}: {named - known}"
