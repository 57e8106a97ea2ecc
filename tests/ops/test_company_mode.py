"""Company mode for real: the compose file's own commands and health checks against a PostgreSQL and a Redis."""

import os
import re
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ops import compose
from tests.ops.company import HOST, Company, build_static_files, company, company_environment, manage
from tests.ops.servers import ROOT, clean_environment, free_port, wait_until

pytestmark = pytest.mark.process

MAKE_A_DRAFT = """
from tests import make
revision = make.draft()
print(revision.pk)
"""
HOW_IT_STANDS = """
from portal.models import Job
for row in Job.objects.filter(name="services.run_check").order_by("pk"):
    print(row.state, row.attempt, row.worker, row.error)
"""


@pytest.fixture(scope="module")
def running() -> Iterator[Company]:
    with company() as all_of_it:
        yield all_of_it


@pytest.mark.parametrize("service", ["web", "worker", "beat", "postgres", "redis"])
def test_each_health_check_of_the_compose_file_says_it_is_well(running: Company, service: str) -> None:
    answer = running.health(service)
    assert answer, answer.words


def test_it_is_ready(running: Company) -> None:
    assert running.health("web").data == {
        "status": "ok",
        "checks": {"database": "ok", "migrations": "ok", "broker": "ok"},
    }
    assert running.get("/readyz", "http") == 200
    assert running.get("/healthz", "http") == 200


def test_people_are_sent_to_https_and_then_to_the_login(running: Company) -> None:
    assert running.get("/", "http") == 301
    assert running.get("/", "https") == 302
    assert running.get("/login/", "https") == 200


def test_cookies_travel_over_https_only(running: Company) -> None:
    asked = urllib.request.Request(running.url("/login/"), headers={"Host": HOST, "X-Forwarded-Proto": "https"})
    with urllib.request.urlopen(asked) as answer:
        page, cookies = answer.read().decode(), answer.headers.get_all("Set-Cookie")
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert cookies
    assert all("Secure" in cookie and "HttpOnly" in cookie for cookie in cookies)
    styles = re.findall(r'href="(/static/[^"]+\.css)"', page)
    assert styles
    assert all(re.search(r"\.[0-9a-f]{12}\.css$", path) for path in styles)
    assert [running.get(path) for path in styles] == [200] * len(styles)


def test_another_name_is_not_answered(running: Company) -> None:
    asked = urllib.request.Request(running.url("/login/"), headers={"Host": "other.example.com"})
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(asked)
    with refusal.value as answer:
        assert answer.code == 400


def test_a_check_is_done_by_the_worker(running: Company) -> None:
    """Asked for in one process, rung through Redis, done in another."""
    running.python(MAKE_A_DRAFT)
    done = wait_until(lambda: _ended(running), "the check has ended")
    assert [line.split(" ")[:2] for line in done] == [["done", "1"]]
    assert done[0].split(" ")[2].endswith(f":{running.worker.pid}")


def _ended(running: Company) -> list[str]:
    lines = [line.strip() for line in running.python(HOW_IT_STANDS).splitlines() if line.strip()]
    return [] if any(line.startswith(("waiting", "running")) for line in lines) else lines


def test_the_workers_sign_of_life_is_its_own_work(running: Company) -> None:
    """With beat away nothing rings; the worker still has to prove that it publishes, consumes and runs."""
    running.beat.stop()
    sign = running.folder / "worker" / "alive" / "worker"
    sign.unlink()
    assert not running.health("worker")
    wait_until(lambda: running.health("worker"), "the worker has shown itself")
    running.beat.start()
    wait_until(lambda: running.health("beat"), "beat ticks again")


@pytest.mark.parametrize("role", ["worker", "beat"])
def test_an_old_sign_of_life_is_none(tmp_path: Path, role: str) -> None:
    environment = clean_environment(HOMEPORT_VAR=str(tmp_path))
    assert not compose.health(role, environment)
    sign = tmp_path / "alive" / role
    sign.parent.mkdir()
    sign.touch()
    assert compose.health(role, environment)
    os.utime(sign, (time.time() - 61, time.time() - 61))
    assert not compose.health(role, environment)


def test_without_a_web_the_web_is_not_well(tmp_path: Path) -> None:
    environment = clean_environment(HOMEPORT_VAR=str(tmp_path), HOMEPORT_BIND=f"127.0.0.1:{free_port()}")
    answer = compose.health("web", environment)
    assert not answer
    assert "does not answer" in answer.words


def test_what_is_away_is_named_and_comes_back(running: Company) -> None:
    running.broker.kill9()
    assert running.health("web").data["checks"]["broker"] == "not reachable"
    assert not running.health("redis")
    running.broker.start()
    running.database.stop()
    assert running.health("web").data["checks"] == {
        "database": "not reachable",
        "migrations": "not known",
        "broker": "ok",
    }
    assert running.get("/healthz") == 200
    assert not running.health("postgres")
    running.database.start()
    wait_until(lambda: running.health("web"), "the web is well again")
    assert running.worker.alive
    assert running.beat.alive


def test_the_first_steward_comes_from_the_command_line(running: Company) -> None:
    asked = ("create_person", "ada", "--name", "Ada Example", "--steward")
    assert running.manage(*asked, stdin="password\n").returncode != 0  # far too common
    made = running.manage(*asked, stdin="three-words-of-mine\n")
    assert made.returncode == 0, made.stderr
    again = running.manage(*asked, stdin="three-words-of-mine\n")
    assert again.returncode != 0
    assert "Traceback" not in again.stderr


def test_djangos_own_deployment_checks_have_nothing_to_say(running: Company) -> None:
    done = running.manage("check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


def test_each_ends_when_it_is_asked_to(running: Company) -> None:
    for server in (running.beat, running.worker, running.web):
        family = server.family()
        assert server.stop() == 0, server.said()
        wait_until(lambda family=family: not any(member.is_running() for member in family), "nothing is left", 5)
        server.start()


UNSAFE = {
    "HOMEPORT_DEMO": ("true", "HOMEPORT_DEMO is on"),
    "HOMEPORT_DEBUG": ("true", "HOMEPORT_DEBUG is on"),
    "HOMEPORT_SECRET_KEY": ("", "HOMEPORT_SECRET_KEY is missing"),
    "HOMEPORT_HOSTS": ("*", "HOMEPORT_HOSTS lets every name in"),
    "HOMEPORT_DATABASE_URL": ("", "HOMEPORT_DATABASE_URL is missing"),
    "HOMEPORT_HTTPS": ("false", "HOMEPORT_HTTPS is off"),
}


@pytest.mark.parametrize("service", ["web", "worker", "beat", "migrate"])
def test_what_is_unsafe_does_not_start(tmp_path: Path, service: str) -> None:
    """All of it at once: each process says every reason and ends before it connects to anything."""
    good = company_environment(tmp_path, database="postgresql://nobody@127.0.0.1:1/none", broker="redis://127.0.0.1:1")
    bad = good | {name: value for name, (value, _) in UNSAFE.items()}
    done = subprocess.run(
        compose.command(service), env=bad, cwd=ROOT, capture_output=True, text=True, timeout=180, check=False
    )
    assert done.returncode != 0
    assert [said for _, said in UNSAFE.values() if said not in done.stderr] == []
    assert "Traceback" not in done.stderr


def test_a_company_is_not_served_from_one_process(tmp_path: Path) -> None:
    good = company_environment(tmp_path, database="postgresql://nobody@127.0.0.1:1/none", broker="redis://127.0.0.1:1")
    build_static_files()
    done = manage(good, "serve")
    assert done.returncode == 1
    assert "docs/company.md" in done.stderr
