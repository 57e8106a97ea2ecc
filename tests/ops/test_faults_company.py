"""Company mode under fire: web, two workers and beat over PostgreSQL and Redis, each of them killed, frozen, emptied.

Whatever happens, every job ends once in its effect and every page is right: ``Homeport.judge`` says what that means.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass

import psutil
import psycopg2
import psycopg2.errors
import pytest

from tests.ops import compose
from tests.ops.company import build_static_files, company_environment, manage
from tests.ops.faults import (
    BIG,
    LOGIN,
    MEDIUM,
    PASSWORD,
    SMALL,
    Homeport,
    children,
    gone,
    helping,
    measured,
)  # fmt: skip
from tests.ops.servers import Postgres, Redis, Server, free_port, postgres, process, redis, status_of, wait_until

pytestmark = pytest.mark.process

SHORT = {"HOMEPORT_JOB_LEASE": "3", "HOMEPORT_JOB_SWEEP": "1", "HOMEPORT_LOG_LEVEL": "INFO"}
TRIES = "Trying again in"  # what Celery says of a broker that is away
GENEROUS = {f"HOMEPORT_RATE_{what}": "100000" for what in ("LOGIN", "WRITE", "UPLOAD", "API")}


@dataclass(kw_only=True)
class Company(Homeport):
    database: Postgres
    broker: Redis
    web: Server
    workers: tuple[Server, Server]
    beat: Server

    @property
    def servers(self) -> list[Server]:
        return [self.database, self.broker, self.web, *self.workers, self.beat]

    def mend(self) -> None:
        """Everything runs again, as an orchestrator would see to."""
        for server in self.servers:
            if not server.alive:
                server.start()
            os.kill(server.pid, signal.SIGCONT)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    folder = tmp_path_factory.mktemp("company")
    with ExitStack() as stack:
        database, broker = stack.enter_context(postgres()), stack.enter_context(redis())
        port = free_port()

        def environment(role: str) -> dict[str, str]:
            good = company_environment(
                folder / role, database=database.url(), broker=broker.url, bind=f"127.0.0.1:{port}"
            )
            here = {"HOMEPORT_HTTPS": "false", "HOMEPORT_BEHIND_PROXY": "false", "HOMEPORT_HOSTS": "127.0.0.1"}
            return good | here | SHORT | GENEROUS | {"HOMEPORT_ADDRESS": f"http://127.0.0.1:{port}"}

        build_static_files()
        done = manage(environment("helper"), *compose.command("migrate")[2:])
        assert done.returncode == 0, done.stdout + done.stderr

        def start(role: str, name: str = "") -> Server:
            name = name or role
            server = stack.enter_context(
                process(compose.command(role), environment(name), name=name, log=folder / f"{name}.log", start=False)
            )
            if role == "web":
                server.ready = lambda: status_of(f"http://127.0.0.1:{port}/readyz") == 200
            if role == "worker":
                server.command = [*server.command, "--hostname", f"{name}@%h"]
            return server

        company = Company(
            port=port,
            helper=stack.enter_context(helping(environment("helper"))),
            rows=database.execute,
            database=database,
            broker=broker,
            web=start("web"),
            workers=(start("worker", "worker-1"), start("worker", "worker-2")),
            beat=start("beat"),
        )
        company.helper.ask("prepare")
        company.mend()
        company.person.log_in(LOGIN, PASSWORD)
        yield company


@pytest.fixture
def company(running: Company) -> Iterator[Company]:
    running.mend()
    running.begin()
    yield running
    running.mend()


def test_a_killed_worker_leaves_no_orphan_and_its_checks_are_done_by_another(company: Company) -> None:
    company.register_many("killed", BIG, BIG, SMALL, SMALL)
    worker, job = company.wait_for_a_check(*company.workers)
    orphans = children(worker)
    held = {row[0] for row in company.jobs("running") if str(row[3]).endswith(f":{worker.pid}")}
    worker.kill9()
    gone(orphans)
    with measured("worker killed: until the other has done its checks"):
        company.wait_for_the_end()
    company.judge()
    tried = {row[0]: row[2] for row in company.jobs()}
    assert tried[job] == 2
    assert {number for number, attempt in tried.items() if attempt != 1} <= held


def test_a_flushed_broker_forgets_no_job(company: Company) -> None:
    company.register_many("flushed", MEDIUM, MEDIUM, MEDIUM, MEDIUM, *[SMALL] * 8)
    company.broker.flush()
    company.wait_for_a_check(*company.workers)
    company.broker.flush()
    assert company.jobs("waiting")
    with measured("broker flushed: until everything is done"):
        company.wait_for_the_end()
    company.judge()
    assert set(company.attempts()) == {1}


def test_without_a_broker_people_go_on_and_their_jobs_are_done_later(company: Company) -> None:
    company.broker.kill9()
    for number in range(3):
        with measured("register while the broker is away"):
            page = company.register(f"brokerless-{number}")
        status, text = company.person.get(page)
        assert (status, "aria-busy" in text) == (200, True)
    assert company.rows("SELECT count(*) FROM portal_job WHERE state = 'waiting' AND rung_at IS NULL")
    company.broker.start()
    with measured("broker away, then back: until everything is done"):
        company.wait_for_the_end()
    company.judge()
    assert set(company.attempts()) == {1}


def test_a_broker_that_is_frozen_holds_up_no_page_for_long(company: Company) -> None:
    company.web.restart()  # one that has not learnt yet that its broker is away
    os.kill(company.broker.pid, signal.SIGSTOP)
    for number in range(3):
        with measured("register while the broker is frozen"):
            company.register(f"frozen-broker-{number}")
    os.kill(company.broker.pid, signal.SIGCONT)
    company.judge()


def test_a_broker_that_falls_during_checks_does_not_disturb_them(company: Company) -> None:
    company.register_many("fallen-broker", BIG, SMALL, SMALL)
    worker, _ = company.wait_for_a_check(*company.workers)
    tried = worker.log.read_text().count(TRIES)
    company.broker.kill9()
    wait_until(lambda: worker.log.read_text().count(TRIES) > tried, "the worker misses its broker")
    company.broker.start()
    with measured("broker restarted during checks: until everything is done"):
        company.wait_for_the_end()
    company.judge()
    assert all(server.alive for server in company.servers)
    assert set(company.attempts()) == {1}


def test_a_database_that_crashes_during_checks_loses_nothing(company: Company) -> None:
    company.register_many("crashed", BIG, MEDIUM, SMALL, SMALL)
    page = company.register("crashed-too")
    company.wait_for_a_check(*company.workers)
    company.database.stop(signal.SIGQUIT)
    status, _ = company.person.get(page)
    assert status in {500, 503}
    company.database.start()
    with measured("database crashed: until the first page"):
        wait_until(lambda: company.person.get(page)[0] == 200, "the web has found the database again")
    with measured("database crashed: until everything is done"):
        company.wait_for_the_end()
    company.judge()
    for _ in range(20):  # more than the threads of both web processes: none keeps a dead connection
        assert company.person.get(page)[0] == 200
    assert all(server.alive for server in company.servers)


def test_a_worker_that_slept_through_its_lease_writes_nothing_twice(company: Company) -> None:
    company.register_many("slept", BIG, SMALL)
    sleeper, job = company.wait_for_a_check(*company.workers)
    left = children(sleeper)
    os.kill(sleeper.pid, signal.SIGSTOP)
    with measured("worker frozen: until another has done its check"):
        company.wait_for_the_end()
    os.kill(sleeper.pid, signal.SIGCONT)
    gone(left)
    wait_until(lambda: "was taken away" in sleeper.said(), "the sleeper has noticed")
    company.judge()
    assert {row[0]: row[2] for row in company.jobs()}[job] == 2


def test_a_worker_that_is_asked_to_end_ends_soon_and_loses_nothing(company: Company) -> None:
    company.register_many("ended", BIG, SMALL)
    worker, _ = company.wait_for_a_check(*company.workers)
    left = children(worker)
    with measured("worker asked to end during a check: until it has"):
        assert worker.stop(signal.SIGTERM, 60) == 0, worker.said()
    gone(left)
    company.wait_for_the_end()
    company.judge()


def test_a_signal_to_everyone_is_not_taken_for_a_verdict(company: Company) -> None:
    """A service manager tells worker and child at once; the child's end then says nothing about the document."""
    company.register_many("told", BIG, SMALL)
    worker, _ = company.wait_for_a_check(*company.workers)
    left = children(worker)
    for one in [psutil.Process(worker.pid), *left]:
        one.terminate()
    assert worker.running
    assert worker.running.wait(60) == 0, worker.said()
    gone(left)
    company.judge()


def test_a_row_that_something_frozen_holds_stops_no_sweep(company: Company) -> None:
    """A worker may be frozen in the short moment in which it records. Nobody may wait for its lock."""
    company.register_many("locked", BIG, BIG)
    wait_until(lambda: len(company.jobs("running")) == 2, "both run")
    for worker in company.workers:
        worker.kill9()
    locked, other = (row[0] for row in company.jobs("running"))
    with closing(psycopg2.connect(company.database.url())) as frozen:
        frozen.cursor().execute(f"SELECT 1 FROM portal_job WHERE id = {locked} FOR UPDATE")
        company.mend()
        wait_until(lambda: company.jobs("done"), "the other one is done")
        assert [(row[0], row[1]) for row in company.jobs()] == [(locked, "running"), (other, "done")]
    company.judge()


def test_work_that_waits_is_not_begun_before_what_asks_for_it_again_is_written(company: Company) -> None:
    """Else its worker would miss what the second asker is about to write, and nobody would ring again."""
    company.register("asked-twice")
    revision = company.number("SELECT max(id) FROM services_revision")
    job = company.helper.ask("enqueue_later", "services.tell_consumers", revision)
    assert company.helper.ask("enqueue_and_hold", "services.tell_consumers", revision) == job
    with pytest.raises(psycopg2.errors.LockNotAvailable):
        company.database.execute(f"SET lock_timeout = '300ms'; UPDATE portal_job SET attempt = 9 WHERE id = {job}")
    company.helper.ask("release")
    company.judge()


def test_without_beat_work_goes_on_and_a_new_one_takes_up_sweeps_clocks_and_seals(company: Company) -> None:
    company.web.restart()  # one that rings: it may have learnt that its broker was away, and leave that to the sweeper
    company.beat.kill9()
    company.register_many("beatless", BIG, SMALL)
    wait_until(lambda: len(company.jobs("done")) == 1, "the small one is done without any beat")
    worker, job = company.wait_for_a_check(*company.workers)
    worker.kill9()
    worker.start()
    lapse = "UPDATE portal_clock SET half_at = now() - interval '2 s', due_at = now() - interval '1 s' WHERE id = "
    clock = company.number("SELECT max(id) FROM portal_clock WHERE state = 'open'")
    company.database.execute(f"{lapse}{clock}")
    assert company.jobs("waiting", "running")[0][0] == job
    company.beat.start()
    with measured("beat killed and started again: until the lost check is done"):
        company.wait_for_the_end()
    rung = f"SELECT count(*) FROM portal_clock WHERE id = {clock} AND due_rung_at IS NOT NULL"
    wait_until(lambda: company.number(rung) == 1, "the clock has rung")
    company.judge()
