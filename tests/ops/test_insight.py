"""What real processes tell a monitor: figures of all web processes, of workers that serve nothing, and log lines.

They share one company and come in any order, so each asks for what it looks at.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.ops.company import HOST, Company, company
from tests.ops.servers import wait_until

pytestmark = pytest.mark.process

TOKEN = "a-long-random-word-for-the-monitor"
GIVEN = "given-by-the-proxy-"
ASK_FOR_A_CHECK = """
from portal.kit import requests
from services.models import Service
from tests import make
with requests.during(requests.Errand("{0}", "web")):
    make.draft(Service.objects.first(), slug="{0}")
"""
DONE = "SELECT count(*) FROM portal_job WHERE name = 'services.run_check' AND state = 'done'"


@pytest.fixture(scope="module")
def running() -> Iterator[Company]:
    with company(HOMEPORT_METRICS_TOKEN=TOKEN, HOMEPORT_WEB_PROCESSES="2") as all_of_it:
        yield all_of_it


def ask(running: Company, path: str, **headers: str) -> str:
    given = {
        "Host": HOST,
        "X-Forwarded-Proto": "https",
        **{name.replace("_", "-"): text for name, text in headers.items()},
    }
    with urllib.request.urlopen(urllib.request.Request(running.url(path), headers=given)) as answer:
        return str(answer.read().decode())


def figures(running: Company) -> dict[tuple[str, ...], float]:
    text = ask(running, "/metrics", Authorization=f"Bearer {TOKEN}")
    return {
        (sample.name, *[sample.labels[name] for name in sorted(sample.labels)]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def log(running: Company, role: str) -> list[dict[str, object]]:
    return lines({"web": running.web, "worker": running.worker}[role].log.read_text(encoding="utf-8"))


def test_every_web_process_answers_for_all_of_them(running: Company) -> None:
    route = ("homeport_request_duration_seconds_count", "GET", "login", "2xx")
    before = figures(running).get(route, 0)
    for number in range(40):
        ask(running, "/login/", X_Request_Id=f"{GIVEN}{number:03}")
    assert {figures(running)[route] for _ in range(10)} == {before + 40}
    files = list((running.folder / "web" / "metrics").glob("histogram_*.db"))
    assert len(files) >= 2, "one process answered everything, so this has shown nothing"


def test_what_a_killed_web_process_counted_stays_counted(running: Company) -> None:
    route = ("homeport_request_duration_seconds_count", "GET", "login", "2xx")
    ask(running, "/login/")
    before = figures(running)[route]
    for child in running.web.family()[1:]:
        child.kill()
    wait_until(lambda: running.get("/healthz") == 200, "the web answers again")
    now = figures(running)
    assert now[route] == before
    assert now["homeport_requests_in_progress",] == 1, "nothing but this very question"


def test_a_web_that_starts_anew_starts_at_zero(running: Company) -> None:
    running.web.restart()
    assert ("homeport_request_duration_seconds_count", "GET", "login", "2xx") not in figures(running)


def test_jobs_done_by_a_worker_are_in_the_figures_of_the_web(running: Company) -> None:
    key = ("homeport_jobs_ended_total", "services.run_check", "done")
    ((ended,),) = running.database.execute(DONE)  # counted already, or in the next seconds
    before = int(str(ended))
    running.python(ASK_FOR_A_CHECK.format(f"{GIVEN}figures"))
    wait_until(lambda: figures(running).get(key, 0) == before + 1, "the check has ended and is counted")
    assert figures(running)["homeport_job_duration_seconds_count", "services.run_check", "done"] == before + 1


def test_the_workers_lines_carry_the_id_of_the_request_that_asked(running: Company) -> None:
    running.python(ASK_FOR_A_CHECK.format(f"{GIVEN}job"))

    def told() -> list[dict[str, object]]:
        return [one for one in log(running, "worker") if one.get("request_id") == f"{GIVEN}job" and "ended" in one]

    try:
        (line,) = wait_until(told, "the worker has said how the job ended")
    except AssertionError as error:
        raise AssertionError(f"{error}\n{running.worker.said()}") from None
    assert (line["job_name"], line["ended"], line["attempt"]) == ("services.run_check", "done", 1)
    assert isinstance(line["job"], int) and isinstance(line["ms"], int)


def test_every_request_has_one_line_of_json(running: Company) -> None:
    ask(running, "/login/?next=/secret/", X_Request_Id=f"{GIVEN}line")
    found = [line for line in log(running, "web") if line.get("request_id") == f"{GIVEN}line"]
    (line,) = found
    assert {"time", "level", "ms", "queries", "db_ms"} <= line.keys()
    assert (line["logger"], line["method"], line["path"], line["status"]) == ("homeport.access", "GET", "/login/", 200)


def test_whatever_a_process_says_once_it_runs_is_json(running: Company) -> None:
    """Celery greets on standard output first, and warns whoever runs it as root; beat may have nothing else to say."""
    spoke = set()
    for server in (running.web, running.worker, running.beat):
        said = [line for line in server.log.read_text(encoding="utf-8").splitlines() if line.strip()]
        first = next((number for number, line in enumerate(said) if line.startswith("{")), len(said))
        assert [line for line in said[first:] if not line.startswith("{")] == [], server.name
        spoke |= {server.name} if said[first:] else set()
    assert {running.web.name, running.worker.name} <= spoke


def test_the_figures_are_not_for_everybody(running: Company) -> None:
    with pytest.raises(urllib.error.HTTPError) as refusal:
        ask(running, "/metrics")
    with refusal.value as answer:
        assert answer.code == 401
        assert TOKEN not in answer.read().decode()
