"""A part of a check in a process beside this one: its outcome is that of one process, whatever becomes of the other."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from benchmarks.lint import written
from services.contracts.forked import LEAST, MOST, forked
from services.contracts.limits import NotChecked, stopwatch
from tests.standaside import stand_aside

ROOT = Path(__file__).parents[3]


pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


@pytest.fixture(autouse=True)
def two_cores(monkeypatch):
    """As it is in the command: two cores, and no thread beside, of which tests before may have left some."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    if sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2:
        stand_aside("tests of two processes", "there is one core, so that nothing runs beside")


def is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def test_it_brings_what_the_other_process_found():
    with forked(lambda: {"process": os.getpid(), "found": [1, "two", (3, None)]}, LEAST, 5) as answer:
        assert answer
        said = answer()
    assert said["found"] == [1, "two", [3, None]]
    assert said["process"] != os.getpid()
    assert is_gone(said["process"])


def test_much_is_brought_as_well():
    with forked(lambda: "x" * 3_000_000, LEAST, 5) as answer:
        assert answer
        assert len(answer()) == 3_000_000


def test_what_cannot_be_checked_there_is_not_checked_here():
    def refuse() -> None:
        raise NotChecked("too-deep", "It is too deep.", 3, 4, "a.yaml")

    with pytest.raises(NotChecked) as told, forked(refuse, LEAST, 5) as answer:
        assert answer
        answer()
    reason = told.value
    assert (reason.code, reason.message, reason.line, reason.column, reason.file) == (
        "too-deep", "It is too deep.", 3, 4, "a.yaml",
    )  # fmt: skip


@pytest.mark.parametrize(
    "work",
    [
        lambda: os.kill(os.getpid(), signal.SIGKILL),
        lambda: os._exit(0),
        lambda: 1 / 0,
        object,
        lambda: "\ud800",
    ],
    ids=["killed", "silent", "mistaken", "no JSON", "no text"],
)
def test_one_that_is_lost_is_told(work):
    with forked(work, LEAST, 5) as answer:
        assert answer
        assert answer() is None


def test_time_that_is_up_ends_it():
    with pytest.raises(NotChecked) as told, stopwatch(600), forked(lambda: time.sleep(30), LEAST, 0.2) as answer:
        assert answer
        answer()
    assert told.value.code == "check-timed-out"


def test_it_is_gone_when_this_part_of_the_check_fails(tmp_path):
    def work() -> None:
        (tmp_path / "process").write_text(str(os.getpid()))
        time.sleep(30)

    with pytest.raises(ZeroDivisionError), forked(work, LEAST, 60) as answer:
        assert answer
        while not (tmp_path / "process").exists() or not (tmp_path / "process").read_text():
            time.sleep(0.01)
        raise ZeroDivisionError
    assert is_gone(int((tmp_path / "process").read_text()))


@pytest.mark.parametrize("size", [0, LEAST - 1, MOST + 1])
def test_small_documents_and_those_that_need_the_memory_are_checked_in_one(size):
    with forked(lambda: 1, size, 5) as answer:
        assert answer is None


def lint(document: Path, cores: set[int]) -> list[dict]:
    command = [sys.executable, "-m", "services.contracts", "lint", "--ruleset", "spectral:oas"]
    ran = subprocess.run(
        [*command, "--ruleset", "externalizable", "--format", "json", str(document)],
        cwd=ROOT,
        capture_output=True,
        check=False,
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
    )
    assert ran.returncode == 1, ran.stderr
    assert not ran.stderr
    return json.loads(ran.stdout)


def test_two_processes_find_what_one_finds(tmp_path):
    document = tmp_path / "things.yaml"
    document.write_text("".join(written(2)).replace("      tags: [things]\n", "", 3))
    assert document.stat().st_size > LEAST
    cores = os.sched_getaffinity(0)
    found = lint(document, cores)
    assert found == lint(document, {min(cores)})
    assert {"operation-tags", "contact-named"} <= {one["code"] for one in found}
