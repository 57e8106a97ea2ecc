"""Each of the forty failsafes has a test named after it; `make check` switches each off and sees its tests fail."""

import ast
import re
from pathlib import Path

import pytest

from teams.away.failsafes import ASCENDING, FAILSAFES, NUMBERS, Group, of_group
from teams.away.presets import DEFAULT, PRESETS, numbers_of
from tests.eachoff import verdict
from tools.failsafes import page

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "away" / "failsafes"

# Whoever builds one writes its test and takes its code out of here. When nothing is left, this goes too.
NOT_YET: set[str] = set()


def _named() -> dict[str, set[str]]:
    """The codes that the tests of each file are named after."""
    found: dict[str, set[str]] = {}
    for path in sorted(FOLDER.glob("test_*.py")):
        names = [node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]
        tests = [re.match(r"test_f([1-9]\d?)_", name) for name in names if name.startswith("test_")]
        assert all(tests), f"{path.name} has a test that is named after no failsafe"
        found[path.name] = {f"F{test[1]}" for test in tests if test}
    return found


def test_there_are_forty_in_order_each_in_one_group():
    assert list(FAILSAFES) == [f"F{number}" for number in range(1, 41)]
    assert sorted(each.order for group in Group for each in of_group(group)) == list(range(1, 41))
    assert all(each.does.endswith(".") and each.without.endswith(".") for each in FAILSAFES.values())


def test_every_failsafe_has_a_test_named_after_it_in_a_file_of_its_own():
    named = _named()
    have = {code for codes in named.values() for code in codes}
    assert have - set(FAILSAFES) == set()
    assert set(FAILSAFES) - have - NOT_YET == set(), "these have no test"
    assert have & NOT_YET == set(), "these have one now: take them out of NOT_YET"
    for name, codes in named.items():
        assert codes == {f"F{int(name.removeprefix('test_f').removesuffix('.py'))}"}, name


def test_every_number_has_one_owner_and_a_default_that_may_be_set():
    names = [number.name for each in FAILSAFES.values() for number in each.numbers]
    assert len(names) == len(set(names))
    for preset in PRESETS.values():
        assert set(preset.numbers) <= set(NUMBERS)
        numbers = numbers_of(preset)
        assert {name: why for name, value in numbers.items() if (why := NUMBERS[name].why_not(value))} == {}
        for ascending in ASCENDING:
            values = [numbers[name] for name in ascending]
            assert values == sorted(set(values)), (preset.code, ascending)


def test_presets_switch_whole_groups_off_and_the_largest_none():
    assert list(PRESETS) == ["teams-10", "teams-50", "teams-500"]
    assert PRESETS["teams-10"].off > PRESETS["teams-50"].off > PRESETS["teams-500"].off == set()
    assert PRESETS["teams-500"] is DEFAULT
    assert all(FAILSAFES[code].by_division for preset in PRESETS.values() for code in preset.off)


def test_the_page_of_the_failsafes_is_the_table():
    said = (ROOT / "docs" / "failsafes.md").read_text(encoding="utf-8")
    assert said == "\n".join(page()) + "\n", "python -m tools.failsafes > docs/failsafes.md"


def test_every_failsafe_a_page_explains_is_one_of_the_forty():
    found = {
        code
        for path in (ROOT / "templates").rglob("*.html")
        for code in re.findall(r'\{% failsafe "([^"]+)"', path.read_text(encoding="utf-8"))
    }
    assert found
    assert found <= set(FAILSAFES)


def test_only_a_test_that_looks_and_finds_it_missing_proves_a_failsafe():
    with pytest.raises(pytest.fail.Exception) as missing, pytest.raises(ValueError, match="no"):
        pass
    assert verdict("F1", "test_f1_x", missing.value) == verdict("F1", "test_f1_x", AssertionError()) == ""
    assert "does not notice" in verdict("F1", "test_f1_x", None)
    assert "breaks with KeyError" in verdict("F1", "test_f1_x", KeyError("x"))
