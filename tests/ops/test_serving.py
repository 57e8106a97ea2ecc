"""`make run`'s one process: started, refused, interrupted, killed and started again, as a person would."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from portal.demo import LOGINS
from portal.serving import read_port
from tests.ops.faults import open_now
from tests.ops.servers import ROOT, Server, clean_environment, free_port, process, status_of, wait_until

pytestmark = pytest.mark.process


def command(port: int | str, *more: str) -> list[str]:
    return [sys.executable, "manage.py", "serve", f"--port={port}", *more]


@contextmanager
def homeport(var: Path, port: int) -> Iterator[Server]:
    """An embedded Homeport over this data folder, up and answering; with no HOME, as under some service managers."""
    environment = clean_environment(HOMEPORT_VAR=str(var))
    environment.pop("HOME", None)
    ready = lambda: status_of(f"http://127.0.0.1:{port}/readyz") == 200  # noqa: E731
    with process(command(port), environment, ready=ready, name="serve") as server:
        yield server


def attempt(var: Path, port: int | str, *more: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """A start that should be refused; what it said and its exit code."""
    environment = clean_environment(HOMEPORT_VAR=str(var), **settings)
    return subprocess.run(
        command(port, *more), env=environment, cwd=ROOT, capture_output=True, text=True, timeout=180, check=False
    )


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """The refusal: not a traceback, nothing started, exit code 1."""
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return done.stderr.strip()


def ask(var: Path, question: str) -> list[tuple[object, ...]]:
    """A question to the database of a running or stopped Homeport."""
    with closing(sqlite3.connect(f"file:{var}/homeport.sqlite3?mode=ro", uri=True, timeout=20)) as connection:
        return connection.execute(question).fetchall()


def open_jobs(var: Path) -> int:
    return int(str(ask(var, f"SELECT count(*) FROM portal_job WHERE {open_now()}")[0][0]))


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo company, whose first process was killed while its jobs still waited."""
    var = tmp_path_factory.mktemp("seeded")
    with homeport(var, free_port()) as server:
        assert "demo company" in server.said()
        server.kill9()
    return var


def test_what_a_killed_process_left_is_done_by_the_next_and_nothing_is_doubled(seeded: Path) -> None:
    before = ask(seeded, "SELECT count(*) FROM people_person")
    assert int(str(before[0][0])) >= len(LOGINS)
    with homeport(seeded, free_port()) as server:
        wait_until(lambda: open_jobs(seeded) == 0, "every job has ended")
        assert "Setting up the demo company" not in server.said()
        # Clocks of the company go on ringing, so a new job may wait already; what has ended has ended well. The tests
        # before this one killed the process any number of times, and whoever is lost three times is given up.
        ended_badly = "SELECT name, error FROM portal_job WHERE state IN ('failed', 'stopped')"
        assert ask(seeded, f"{ended_badly} AND error NOT LIKE 'Its worker was lost 3 times%'") == []
        assert ask(seeded, "SELECT count(*) FROM portal_job") != [(0,)]
    assert ask(seeded, "SELECT count(*) FROM people_person") == before


def test_it_says_where_it_is_and_how_to_log_in(seeded: Path) -> None:
    port = free_port()
    with homeport(seeded, port) as server:
        said = server.said()
        assert f"http://127.0.0.1:{port}" in said
        assert [login for login, (password, who) in LOGINS.items() if f"{login}" not in said or who not in said] == []
        assert status_of(f"http://127.0.0.1:{port}/login/") == 200
        assert status_of(f"http://127.0.0.1:{port}/") == 302


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_quickly_and_without_a_word(seeded: Path, sign: signal.Signals) -> None:
    with homeport(seeded, free_port()) as server:
        family = server.family()
        before = server.said()
        # A terminal sends Ctrl-C to everyone in the foreground, not only to the first.
        os.killpg(server.pid, sign) if sign == signal.SIGINT else os.kill(server.pid, sign)
        assert server.running is not None
        assert server.running.wait(30) == 0
        assert server.said() == before
        assert len(family) >= 2
        wait_until(lambda: not any(member.is_running() for member in family), "nothing is left of it", 5)


def test_a_killed_master_takes_the_rest_along_and_frees_the_data(seeded: Path) -> None:
    port = free_port()
    with homeport(seeded, port) as server:
        rest = server.family()[1:]
        assert rest
        server.kill9()
        wait_until(lambda: not any(member.is_running() for member in rest), "the worker process is gone", 5)
        server.start()
        assert status_of(f"http://127.0.0.1:{port}/readyz") == 200


def test_a_killed_worker_process_comes_back(seeded: Path) -> None:
    port = free_port()
    with homeport(seeded, port) as server:
        [worker] = [member for member in server.family() if member.ppid() == server.pid]
        worker.kill()
        wait_until(lambda: not worker.is_running(), "it is gone")
        wait_until(lambda: status_of(f"http://127.0.0.1:{port}/readyz") == 200, "another has taken its place")


def test_the_same_data_is_not_served_twice(seeded: Path) -> None:
    port = free_port()
    with homeport(seeded, port) as server:
        said = one_sentence(attempt(seeded, free_port()))
        assert "already runs" in said
        assert f"http://127.0.0.1:{port}" in said
        assert str(server.pid) in said
        assert status_of(f"http://127.0.0.1:{port}/readyz") == 200


def test_a_taken_port_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = one_sentence(attempt(tmp_path, port))
    assert f"Port {port}" in said
    assert "make run PORT=" in said
    assert not (tmp_path / "homeport.sqlite3").exists()


def test_a_port_that_is_none_is_refused_at_once(tmp_path: Path) -> None:
    said = one_sentence(attempt(tmp_path, "abc"))
    assert said == "'abc' is not a port. Write a number from 1 to 65535: make run PORT=8001"


@pytest.mark.parametrize("port", ["", "0", "65536", "-1", "80 80", "8e3", "²"])
def test_only_whole_numbers_are_ports(port: str) -> None:
    with pytest.raises(SystemExit, match="is not a port"):
        read_port(port)


def test_known_passwords_are_for_this_machine_only(tmp_path: Path) -> None:
    assert "this machine only" in one_sentence(attempt(tmp_path, free_port(), "--host", "0.0.0.0"))


def test_without_the_demo_a_key_of_its_own_is_wanted(tmp_path: Path) -> None:
    assert "HOMEPORT_SECRET_KEY" in one_sentence(attempt(tmp_path, free_port(), HOMEPORT_DEMO="false"))


def test_company_settings_belong_to_company_mode(tmp_path: Path) -> None:
    said = one_sentence(attempt(tmp_path, free_port(), HOMEPORT_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none"))
    assert "docs/company.md" in said


def test_a_setting_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    said = one_sentence(attempt(tmp_path, free_port(), HOMEPORT_WORKER_THREADS="many"))
    assert said == "HOMEPORT_WORKER_THREADS='many' cannot be read: write a whole number."


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = one_sentence(attempt(tmp_path / "file" / "var", free_port()))
    assert str(tmp_path / "file" / "var") in said
