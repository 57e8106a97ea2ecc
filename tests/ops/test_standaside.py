"""The plugin that leaves tests out in plain words, and where nothing may be left out, fails."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.ops.servers import ROOT, clean_environment

TESTS = """
import pytest
from tests.standaside import stand_aside

def test_that_can_run():
    pass

@pytest.mark.parametrize("number", [1, 2])
def test_that_cannot(number):
    stand_aside("tests of moon light", "it is day (wait for the night)")

def test_beside():
    stand_aside("tests over papers", "the papers are not beside the checkout", allowed=True)
"""
SKIPS = """
import pytest

@pytest.mark.skip(reason="somebody was in a hurry")
def test_forgotten():
    pass
"""
MODULE = """
from tests.standaside import stand_aside
stand_aside("tests of a room", "the room is closed")
"""


def pytest_on(folder: Path, text: str, *more: str, **settings: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_sample.py").write_text(text)
    command = [sys.executable, "-m", "pytest", "-p", "tests.standaside"]
    return subprocess.run(
        [*command, "-c", "/dev/null", "--rootdir", str(folder), *more, str(folder)],
        cwd=ROOT,
        env=clean_environment(PYTHONPATH=str(ROOT), PYTEST_DISABLE_PLUGIN_AUTOLOAD="1", **settings),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("more", [(), ("-p", "xdist", "-n", "2")], ids=["one process", "two"])
def test_what_was_left_out_is_counted_and_said(tmp_path: Path, more: tuple[str, ...]) -> None:
    said = tmp_path / "said"
    done = pytest_on(tmp_path, TESTS, *more, HOMEPORT_LEFT_OUT=str(said))
    assert done.returncode == 0, done.stdout
    assert "Left out: 2 tests of moon light, because it is day (wait for the night).\n" in done.stdout
    assert "Left out: 1 tests over papers, because the papers are not beside the checkout.\n" in done.stdout
    assert said.read_text().count("moon light") == 1
    assert "1 passed, 3 skipped" in done.stdout.splitlines()[-1]


def test_where_everything_is_required_only_the_allowed_stands_aside(tmp_path: Path) -> None:
    done = pytest_on(tmp_path, TESTS, HOMEPORT_REQUIRE="all")
    assert done.returncode == 1
    assert "2 failed, 1 passed, 1 skipped" in done.stdout.splitlines()[-1]
    assert "tests of moon light would be, because it is day" in done.stdout


def test_a_plain_skip_is_not_a_way_around(tmp_path: Path) -> None:
    assert "somebody was in a hurry" in pytest_on(tmp_path, SKIPS).stdout
    done = pytest_on(tmp_path, SKIPS, HOMEPORT_REQUIRE="all")
    assert done.returncode == 1
    assert "1 error" in done.stdout.splitlines()[-1]


def test_a_whole_file_can_stand_aside(tmp_path: Path) -> None:
    done = pytest_on(tmp_path, MODULE)
    assert "Left out: 1 tests of a room, because the room is closed.\n" in done.stdout
    done = pytest_on(tmp_path, MODULE, HOMEPORT_REQUIRE="all")
    assert done.returncode not in (0, 5)


def test_the_last_of_several_runs_says_what_all_of_them_left_out(tmp_path: Path) -> None:
    said = tmp_path / "said"
    said.write_text("the last run, because of the moon.\n")
    for expected in ("2 tests of moon light", "1 tests over papers", "the last run, because of the moon"):
        assert f"Left out: {expected}" in pytest_on(tmp_path, TESTS, HOMEPORT_LEFT_OUT=str(said)).stdout
    assert said.read_text().startswith("the last run, because of the moon.\n2 tests of moon light")
