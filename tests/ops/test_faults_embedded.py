"""`make run`'s one process, ended in the middle of its checks in every way there is, and started again."""

import os
import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from portal.demo import PASSWORD
from tests.ops.faults import BIG, SMALL, Homeport, children, gone, helping, is_alive, measured
from tests.ops.servers import Server, clean_environment, free_port, process, status_of, wait_until

pytestmark = pytest.mark.process

COMPANY = ("people_person", "people_team", "services_service", "people_division")


@dataclass(kw_only=True)
class Embedded(Homeport):
    server: Server
    demo: list[int]

    def demo_rows(self) -> list[int]:
        """How much company there is: seeded once, or twice."""
        return [self.number(f"SELECT count(*) FROM {table}") for table in COMPANY]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    """A first start, whose seeding jobs are still being done when the first test begins."""
    var, port = tmp_path_factory.mktemp("embedded"), free_port()
    environment = clean_environment(HOMEPORT_VAR=str(var), HOMEPORT_JOB_LEASE="3")

    def rows(question: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(f"file:{var}/homeport.sqlite3?mode=ro", uri=True, timeout=20)) as connection:
            return connection.execute(question).fetchall()

    ready = lambda: status_of(f"http://127.0.0.1:{port}/readyz") == 200  # noqa: E731
    command = [sys.executable, "manage.py", "serve", f"--port={port}"]
    log = Path(var, "serve.log")
    serve = process(command, environment, ready=ready, name="serve", log=log)
    with serve as server, helping(environment) as helper:
        home = Embedded(port=port, rows=rows, helper=helper, service="homeport", server=server, demo=[])
        home.demo = home.demo_rows()
        home.person.log_in("sam", PASSWORD)
        yield home


@pytest.fixture
def home(running: Embedded) -> Iterator[Embedded]:
    if not running.server.alive:
        running.server.start()
    running.begin()
    yield running
    assert running.demo_rows() == running.demo
    assert running.server.said().count("Setting up the demo company") == 1


def test_killed_in_the_middle_of_its_checks_it_does_each_once_when_it_starts_again(home: Embedded) -> None:
    home.register_many("killed", BIG, BIG, SMALL)
    home.wait_for_a_check(home.server)
    family = home.server.family()
    for member in family:
        if member.ppid() in {os.getpid(), home.server.pid} and member not in children(home.server):
            member.kill()  # the master and its worker, whichever is first
    gone(family)
    assert home.server.running
    home.server.running.wait()
    assert home.jobs("waiting", "running")
    with measured("embedded process killed: until everything is done after the next start"):
        home.server.start()
        home.wait_for_the_end()
    home.judge()
    assert max(home.attempts()) == 2


def test_its_killed_web_process_is_replaced_and_its_checks_are_done(home: Embedded) -> None:
    home.register_many("replaced", BIG, SMALL)
    home.wait_for_a_check(home.server)
    orphans = children(home.server)
    [worker] = [member for member in home.server.family() if member.ppid() == home.server.pid]
    worker.kill()
    gone([worker, *orphans])
    with measured("embedded worker process killed: until everything is done"):
        home.wait_for_the_end()
    wait_until(lambda: status_of(f"http://127.0.0.1:{home.port}/readyz") == 200, "another has taken its place")
    home.judge()


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_in_the_middle_of_its_checks_it_ends_cleanly_and_goes_on_later(
    home: Embedded, sign: signal.Signals
) -> None:
    """As a terminal and a service manager do it: everyone is told, the child processes too."""
    home.register_many(f"interrupted-{sign.name.lower()}", BIG, SMALL)
    home.wait_for_a_check(home.server)
    family = home.server.family()
    assert any(member in family for member in children(home.server))
    with measured(f"embedded process told to end by {sign.name}: until it has"):
        for member in family:
            tell(member, sign)
        assert home.server.running
        assert home.server.running.wait(30) == 0, home.server.said()
    gone(family)
    assert home.jobs("waiting", "running")
    home.server.start()
    home.judge()


def tell(member: psutil.Process, sign: signal.Signals) -> None:
    if is_alive(member):
        member.send_signal(sign)
