"""The child process: limited, watched, killed and reaped; whatever happens to it is an outcome."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from services.contracts import Facts, Limits, Profile, Progress, Report, check
from services.contracts import child as supervisor
from services.contracts.limits import NotChecked, stopwatch

from .documents import ORDERS, openapi, report

pytestmark = pytest.mark.process
DATA = ORDERS.encode()


def children() -> set[int]:
    return {one.pid for one in psutil.Process().children(recursive=True)}


def pretend(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Another program in the child's place."""
    monkeypatch.setattr(supervisor, "COMMAND", ("-c", script))


def test_it_says_the_same_as_a_check_in_this_process():
    read = check(DATA)
    assert read.checked
    assert [one.fingerprint for one in read.findings()] == [one.fingerprint for one in report(DATA).findings()]
    assert Report(read.raw).data == read.data
    assert len(read.data["digest"]) == 64


def test_facts_and_profile_and_limits_reach_the_child():
    read = check(DATA, facts=Facts(contact="checkout@x"), profile=Profile("ours", {"terms-stated": "error"}))
    assert read.rules["contact-named"]["count"] == 0
    assert (read.data["profile"], read.rules["terms-stated"]["severity"]) == ("ours", "error")
    assert (check(DATA, limits=Limits(depth=2)).reason or {})["code"] == "too-deep"


def test_it_works_from_anywhere_and_without_the_parents_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_PASSWORD", "hush")
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere")
    assert check(DATA).checked
    pretend(monkeypatch, "import os, sys; sys.exit('DATABASE_PASSWORD' in os.environ or len(os.environ) > 4)")
    reason = check(DATA).reason
    assert reason is not None
    assert "with code 0" in reason["message"]


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("print('garbage')", "check-crashed"),
        ("import sys; sys.exit(7)", "check-crashed"),
        ("import os; os.kill(os.getpid(), 9)", "check-crashed"),
        ("import os; os.kill(os.getpid(), 11)", "check-crashed"),
        ("import os; os.abort()", "check-crashed"),
        ("import os; os.kill(os.getpid(), 24)", "check-timed-out"),
        ("raise MemoryError", "check-out-of-memory"),
        ("import sys; sys.stderr.write('memory allocation of 9 bytes failed'); sys.exit(1)", "check-out-of-memory"),
        ("import sys; sys.stdin.close()", "check-crashed"),
        ("import sys; sys.stderr.write('x' * 10_000_000)", "check-crashed"),
        ("print('{\"report\": 1'); ", "check-crashed"),
    ],
)
def test_a_child_that_brings_no_report_is_a_reason(monkeypatch: pytest.MonkeyPatch, script: str, code: str):
    pretend(monkeypatch, script)
    before = children()
    read = check(openapi(**{"x-a": "a" * 3_000_000}))
    assert not read.checked
    assert read.reason is not None
    assert read.reason["code"] == code
    assert children() <= before


def test_a_child_that_hangs_is_stopped_and_the_beat_goes_on(monkeypatch: pytest.MonkeyPatch):
    pretend(monkeypatch, "import time; time.sleep(60)")
    monkeypatch.setattr(supervisor, "GRACE", 1.0)
    beats: list[float] = []
    before = children()  # not none: a browser of other tests may still be open
    read = check(DATA, limits=Limits(seconds=0.6), beat=lambda _: beats.append(time.monotonic()))
    assert (read.reason or {})["code"] == "check-timed-out"
    assert len(beats) >= 4
    assert children() <= before


def test_time_ends_a_real_check(monkeypatch: pytest.MonkeyPatch):
    many = b",".join(b'"/%d":{"get":{"responses":{"200":{"description":"x"}}}}' % i for i in range(60_000))
    data = openapi().replace(b'"paths":{}', b'"paths":{' + many + b"}")
    read = check(data, limits=Limits(seconds=0.5))
    assert (read.reason or {})["code"] == "check-timed-out"
    assert "0.5 s" in (read.reason or {})["message"]


@pytest.mark.parametrize("megabytes", [200, 330])
def test_memory_ends_a_real_check(megabytes: int):
    """Python can say that its memory is at an end; native code that is refused some more may only be able to end there,
    as orjson does with 330 MB."""
    many = b",".join(b'"/%d":{"get":{"responses":{"200":{"description":"x"}}}}' % i for i in range(200_000))
    data = openapi().replace(b'"paths":{}', b'"paths":{' + many + b"}")
    read = check(data, limits=Limits(memory=megabytes * 1_000_000))
    assert (read.reason or {})["code"] == "check-out-of-memory"


HOLD = "import mmap, os, time; kept = mmap.mmap(-1, 180_000_000); time.sleep(0.3); os.kill(os.getpid(), 11)"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how much memory another process holds")
def test_a_child_that_ends_without_a_word_has_ended_of_memory_when_it_held_most_of_it(monkeypatch: pytest.MonkeyPatch):
    pretend(monkeypatch, HOLD)
    read = check(DATA, limits=Limits(memory=200_000_000))
    assert (read.reason or {})["code"] == "check-out-of-memory"
    assert "by signal 11 when it held" in (read.reason or {})["message"]
    assert (check(DATA, limits=Limits(memory=2_000_000_000)).reason or {})["code"] == "check-crashed"


def test_a_child_that_native_code_ended_tells_where_it_was_called(monkeypatch: pytest.MonkeyPatch):
    script = "import faulthandler; faulthandler.enable()\ndef parse(): faulthandler._sigsegv()\nparse()"
    pretend(monkeypatch, script)
    assert "in parse (<string>, line 2)" in (check(DATA).reason or {})["message"]


def test_progress_names_the_stages_and_counts_the_operations():
    many = {f"/p{i}": {"get": {"responses": {"200": {"description": "x"}}}} for i in range(8_000)}
    told: list[Progress] = []
    check(openapi(paths=many), beat=told.append)
    assert told[0].stage == "start"
    assert len({one.stage for one in told}) > 1
    assert all(0 <= one.done <= one.total for one in told)


def test_a_beat_that_raises_ends_the_child_at_once(monkeypatch: pytest.MonkeyPatch):
    class Cancelled(Exception):
        pass

    def cancel(_: Progress) -> None:
        raise Cancelled

    pretend(monkeypatch, "import time; time.sleep(60)")
    before = children()
    with pytest.raises(Cancelled):
        check(DATA, beat=cancel)
    assert children() <= before


SLEEPER = """
import json, os, threading, time
import services.contracts.child as c
header = json.loads(c._line())
c.die_with(header["parent"])
c.read(header["size"])
threading.Thread(target=c._until_parent_is_gone, daemon=True).start()
c._say(("here", os.getpid(), os.getpid()))
time.sleep(60)
"""
PARENT = f"""
import services.contracts.child as c
c.COMMAND = ("-c", {SLEEPER!r})
c.check(b"x" * 100, beat=lambda p: print(p.done, flush=True) if p.stage == "here" else None)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_the_child_dies_with_its_parent(how: signal.Signals):
    root = Path(supervisor.__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", PARENT], cwd=root, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert psutil.pid_exists(pid)
        os.kill(parent.pid, how)
        parent.wait()
    end = time.monotonic() + 5
    while psutil.pid_exists(pid) and time.monotonic() < end:
        time.sleep(0.02)
    assert not psutil.pid_exists(pid)


def test_the_lifeline_alone_ends_the_child_where_nothing_else_does():
    script = "import services.contracts.child as c; c._until_parent_is_gone()"
    root = Path(supervisor.__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", script], cwd=root, stdin=subprocess.PIPE) as child:
        assert child.stdin is not None
        child.stdin.close()
        assert child.wait(10) == 3


def test_a_document_that_is_too_large_costs_no_process(monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    assert (check(b"x" * 1_000, limits=Limits(bytes=999)).reason or {})["code"] == "too-large"


class Panic(BaseException):
    """What native code makes of an exception that comes in the middle of it."""


@pytest.mark.parametrize("made_of_it", [Panic, ImportError, None])
def test_time_that_is_up_in_the_middle_of_native_code_is_still_time_that_is_up(made_of_it: type[BaseException] | None):
    """None: the first alarm is swallowed whole, as in a callback of the interpreter; it rings again."""
    with pytest.raises(NotChecked) as reason, stopwatch(0.05):
        try:
            time.sleep(30)
        except NotChecked:
            if made_of_it is not None:
                raise made_of_it from None
        time.sleep(30)
    assert reason.value.code == "check-timed-out"


def test_an_alarm_that_rings_when_all_is_done_is_for_nobody(monkeypatch: pytest.MonkeyPatch):
    """Between the end of the block and that of the timer: nothing is raised, and whoever had the alarm has it again."""
    set_timer = signal.setitimer

    def too_late(kind: int, seconds: float, again: float = 0.0) -> object:
        if not seconds:
            signal.raise_signal(signal.SIGALRM)
        return set_timer(kind, seconds, again)

    before = signal.getsignal(signal.SIGALRM)
    monkeypatch.setattr(signal, "setitimer", too_late)
    with stopwatch(30):
        pass
    assert signal.getsignal(signal.SIGALRM) == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_another_exception_stays_what_it_is():
    with pytest.raises(Panic), stopwatch(30):
        raise Panic
