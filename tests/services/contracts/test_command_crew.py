"""Many documents in worker processes: the same answers in the same order, whatever happens to a worker."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from services.contracts import Limits, Report
from services.contracts.command import crew as crews
from services.contracts.command.crew import Crew, Job
from services.contracts.command.judge import Answer, Settings, judge
from services.contracts.command.worker import packed, unpacked

from .conftest import Run
from .documents import ORDERS, openapi

pytestmark = pytest.mark.process
ROOT = Path(__file__).resolve().parents[3]

TRAPS = """
import os, sys, time
from services.contracts.command import worker
real = worker.judge
def judge(data, settings, **more):
    if b"DIE" in data: os.kill(os.getpid(), 11)
    if b"EXIT" in data: os._exit(0)
    if b"HANG" in data: time.sleep(60)
    if b"TERM" in data: os.kill(os.getpid(), 15)
    if b"PRINT" in data: print("noise"); os.write(1, b"noise")
    if b"NOISE" in data: os.write(2, b"x" * 1_000_000)
    if b"BIG" in data: raise MemoryError
    return real(data, settings, **more)
worker.judge = judge
worker.serve()
"""
GARBAGE = "import os, time; os.write(1, b'\\xff' * 100); time.sleep(60)"


def children() -> set[int]:
    return {one.pid for one in psutil.Process().children(recursive=True)}


def jobs(*documents: bytes) -> Iterator[Job]:
    return (Job(number, f"{number}.yaml", data, False) for number, data in enumerate(documents))


def codes(answers: list[tuple[Job, Answer]]) -> dict[int, str]:
    return {job.number: (Report(answer.report).reason or {"code": "checked"})["code"] for job, answer in answers}


def trapped(monkeypatch: pytest.MonkeyPatch, script: str = TRAPS) -> None:
    monkeypatch.setattr(crews, "COMMAND", ("-c", script))


def test_an_answer_is_the_same_from_a_worker():
    settings = Settings(paths=True)
    with Crew(1, settings) as crew:
        ((_, answer),) = crew.work(jobs(ORDERS.encode()))
    here = judge(ORDERS.encode(), settings)
    assert answer.paths == here.paths
    said, mine = Report(answer.report).data, Report(here.report).data
    assert {name: said[name] for name in said if name not in ("seconds", "memory")} == {
        name: mine[name] for name in mine if name not in ("seconds", "memory")
    }


@pytest.mark.parametrize("size", [1, 3])
def test_a_worker_that_dies_takes_only_its_own_document_down(monkeypatch: pytest.MonkeyPatch, size: int):
    trapped(monkeypatch)
    before = children()
    good = ORDERS.encode()
    documents = [good, b"DIE", good, b"EXIT", b"BIG", b"TERM", good, good + b"# NOISE", good + b"# PRINT"]
    with Crew(size, Settings()) as crew:
        answers = list(crew.work(jobs(*documents)))
    assert codes(answers) == {
        **dict.fromkeys((0, 2, 6, 7, 8), "checked"),
        **dict.fromkeys((1, 3, 5), "check-crashed"),
        4: "check-out-of-memory",
    }
    assert children() <= before


def test_a_worker_that_hangs_is_ended_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch):
    trapped(monkeypatch)
    monkeypatch.setattr("services.contracts.child.GRACE", 2.0)
    before = children()
    with Crew(2, Settings(limits=Limits(seconds=1))) as crew:
        answers = list(crew.work(jobs(b"HANG", *[ORDERS.encode()] * 4)))
    assert codes(answers) == {0: "check-timed-out", **dict.fromkeys(range(1, 5), "checked")}
    assert children() <= before


def test_what_is_no_answer_is_not_believed(monkeypatch: pytest.MonkeyPatch):
    trapped(monkeypatch, GARBAGE)
    with Crew(1, Settings()) as crew:
        assert set(codes(list(crew.work(jobs(b"a", b"b")))).values()) == {"check-crashed"}


def test_workers_that_cannot_even_start_are_told(monkeypatch: pytest.MonkeyPatch):
    trapped(monkeypatch, "import nothing_of_this_name")
    with Crew(2, Settings()) as crew:
        assert set(codes(list(crew.work(jobs(b"a" * 3_000_000, b"b", b"c")))).values()) == {"check-crashed"}


def test_limits_hold_in_workers_and_for_each_document_anew():
    many = b",".join(b'"/%d":{"get":{"responses":{"200":{"description":"x"}}}}' % i for i in range(200_000))
    large = openapi().replace(b'"paths":{}', b'"paths":{' + many + b"}")
    with Crew(1, Settings(limits=Limits(memory=200_000_000))) as crew:
        answers = list(crew.work(jobs(large, ORDERS.encode(), large, ORDERS.encode())))
    ends = list(codes(answers).values())
    assert ends[1::2] == ["checked", "checked"]
    # Python says that its memory is at an end; native code that is refused some more may only be able to end there.
    assert set(ends[::2]) <= {"check-out-of-memory", "check-crashed"}


def test_messages_come_in_pieces():
    whole = packed({"a": 1}, b"body")
    assert all(unpacked(whole[:length]) is None for length in range(len(whole)))
    assert unpacked(whole + b"more") == ({"a": 1}, b"body")
    for noise in (b"\xff" * 16, packed({})[:8] + b"\0" * 8 + b"[]", b"\0" * 7 + b"\x02" + b"\0" * 8 + b"[]"):
        with pytest.raises((ValueError, TypeError)):
            unpacked(noise)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(6):
        (tmp_path / f"{number}.yaml").write_text(ORDERS.replace("Orders", f"Orders {number}"))
    (tmp_path / "2.yaml").write_text("openapi: 3.1.0\n\tx: 1\n")
    (tmp_path / "notes.yaml").write_text("- 1\n")
    (tmp_path / "README.md").write_text("# [not yaml\n")
    return tmp_path


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "gitlab"])
def test_the_output_does_not_depend_on_the_number_of_workers(run: Run, folder: Path, form: str):
    said = [run("lint", folder, "--format", form, "--jobs", number) for number in (1, 3)]
    assert said[0] == said[1]
    code, out, err = said[0]
    assert (code, err) == (2, f"{folder}/2.yaml:2:3: not checked: {err.partition('not checked: ')[2]}")
    if form == "text":
        last = out.decode().splitlines()[-2:]
        assert last[0].startswith("6 contracts: ")
        assert "1 could not be checked" in last[0]
        assert last[1] == "2 files are of no contract format and were passed over."
    if form == "json":
        rows = json.loads(out)
        assert [one["code"] for one in rows if one["source"] == f"{folder}/2.yaml"] == ["not-yaml"]
        assert len({one["source"] for one in rows}) == 6


def test_reports_of_several_are_a_line_each(run: Run, folder: Path):
    lines = run("lint", folder, "--format", "report")[1].splitlines()
    assert [json.loads(line)["source"] for line in lines] == [f"{folder}/{number}.yaml" for number in range(6)]
    assert {json.loads(line)["report"]["outcome"] for line in lines} == {"checked", "not-checked"}


def test_the_table_has_a_line_for_each_file(run: Run, folder: Path):
    code, out, err = run("show", "--table", folder)
    lines = out.decode().splitlines()
    assert (code, err, len(lines)) == (2, "", 11)
    assert lines[1].split() == [f"{folder}/0.yaml", "OpenAPI", "3.1", "2", "2"]
    assert lines[3].endswith(" 2:3: This is not YAML: a block collection cannot be a mapping key.")
    assert lines[-1] == "8 files: 5 read, 1 not, 2 of no contract format."
    rows = json.loads(run("show", "--table", folder, "--format", "json")[1])
    assert [one["operations"] for one in rows] == [2, 2, 0, 2, 2, 2, 0, 0]
    assert rows[2]["reason"]["line"] == 2
    assert run("show", "--table", folder, "--format", "markdown")[1].startswith(b"| file | format |")


def test_several_are_shown_one_after_the_other(run: Run, folder: Path):
    code, out, err = run("show", folder)
    assert (code, err.count("\n")) == (2, 1)
    assert [f"{folder}/{number}.yaml: Orders" in out.decode() for number in range(6)] == [True] * 2 + [False] + [
        True
    ] * 3
    said = json.loads(run("show", folder, "--format", "json")[1])
    assert [one.get("outcome", "read") for one in said] == ["read", "read", "not-checked", "read", "read", "read"]


def test_files_that_are_one_contract_together_are_judged_as_one(run: Run, tmp_path: Path):
    (tmp_path / "api.yaml").write_text(ORDERS)
    (tmp_path / "a.thrift").write_text('include "deep/b.thrift"\nservice Shop { b.Order order(1: string id) }\n')
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "b.thrift").write_text("struct Order { 1: string id }\n")
    out = run("lint", tmp_path, "--format", "json")[1]
    rows = json.loads(out)
    assert "reference-not-followed" not in {one["code"] for one in rows}
    assert {one["source"] for one in rows} >= {str(tmp_path / "api.yaml"), str(tmp_path / "deep" / "b.thrift")}
    assert f"{tmp_path} (thrift) (" in run("lint", tmp_path)[1].decode()


def start(folder: Path, *options: str, **more: object) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "services.contracts", "lint", str(folder), *options]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)  # type: ignore[call-overload]


def heeds_ctrl_c() -> None:
    """As in a terminal, although what starts these tests in the background has it ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """A folder whose check takes a while."""
    paths = {f"/p{number}": {"get": {"responses": {"200": {"description": "x"}}}} for number in range(30_000)}
    for number in range(4):
        (tmp_path / f"{number}.json").write_bytes(openapi(paths=paths))
    return tmp_path


def test_ctrl_c_ends_everything_at_once_with_one_line(slow: Path):
    with start(slow, "--jobs", "2", preexec_fn=heeds_ctrl_c) as command:
        us = psutil.Process(command.pid)
        end = time.monotonic() + 60
        while len(us.children()) < 2 and time.monotonic() < end:
            time.sleep(0.05)
        workers = us.children()
        time.sleep(0.3)
        for one in workers:
            one.suspend()  # whoever waited for them to be done would wait for ever
        command.send_signal(signal.SIGINT)
        _, err = command.communicate(timeout=60)
    assert len(workers) == 2
    assert (command.returncode, err) == (130, b"Interrupted. Nothing was judged to its end.\n")
    assert not any(one.is_running() for one in workers)


def test_ctrl_c_ends_a_single_document_too(slow: Path):
    with start(slow / "0.json", preexec_fn=heeds_ctrl_c) as command:
        us = psutil.Process(command.pid)
        while us.cpu_times().user < 1.0 and us.status() != psutil.STATUS_ZOMBIE:
            time.sleep(0.02)
        command.send_signal(signal.SIGINT)
        _, err = command.communicate(timeout=30)
    assert command.returncode in (-signal.SIGINT, 130)
    assert b"Traceback" not in err


def test_workers_die_with_a_command_that_is_killed(slow: Path):
    with start(slow, "--jobs", "2") as command:
        us = psutil.Process(command.pid)
        end = time.monotonic() + 60
        while len(us.children()) < 2 and time.monotonic() < end:
            time.sleep(0.05)
        workers = us.children()
        command.kill()
        command.communicate()
    end = time.monotonic() + 10
    while any(one.is_running() for one in workers) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(one.is_running() for one in workers)


def test_a_reader_that_has_enough_is_no_crash(folder: Path):
    with start(folder) as command:
        assert command.stdout is not None
        command.stdout.close()
        assert command.stderr is not None
        err = command.stderr.read()
    assert command.returncode == 2
    assert b"Traceback" not in err


def on_a_terminal(folder: Path, *options: str) -> bytes:
    """What a terminal is sent on standard error."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "services.contracts", "lint", str(folder), *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=theirs) as running:
        os.close(theirs)
        said = b""
        while True:
            if not select.select([ours], [], [], 60)[0]:
                raise AssertionError("It says nothing and does not end.")
            try:
                part = os.read(ours, 65_536)
            except OSError:
                break
            if not part:
                break
            said += part
        running.wait()
    os.close(ours)
    return said


def test_progress_is_for_terminals_and_wiped_away(folder: Path):
    said = on_a_terminal(folder)
    assert b"/8 " in said
    assert b"[#" in said or b"[." in said
    assert b"\r\x1b[K" in said.rpartition(b"[#")[2] or b"\r\x1b[K" in said.rpartition(b"[.")[2]
    assert b"[" not in on_a_terminal(folder, "--quiet").replace(b"[not", b"").partition(b"not checked")[0]
