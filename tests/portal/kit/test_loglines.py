"""Log lines: one an event, JSON in company mode, words on a laptop; ids and figures, never names."""

import json
import logging

import pytest
from django.test import Client, override_settings

from portal.kit import jobs, loglines, requests
from portal.models import Job

pytestmark = pytest.mark.django_db
GIVEN = "given-by-the-proxy-1"


class Ear(logging.Handler):
    """Hears what the console would be told, as it would be told."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.addFilter(loglines.Context())
        self.setFormatter(loglines.Lines())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    def said(self, logger: str) -> list[dict[str, object]]:
        return [line for line in map(json.loads, self.lines) if line["logger"] == logger]


@pytest.fixture
def ear():
    ear = Ear()
    root = logging.getLogger()
    level = root.level
    root.addHandler(ear)
    root.setLevel(logging.INFO)
    with override_settings(EMBEDDED=False, SECURE_SSL_REDIRECT=False):
        yield ear
    root.removeHandler(ear)
    root.setLevel(level)


@pytest.fixture
def kinds(monkeypatch):
    monkeypatch.setattr(jobs, "_kinds", dict(jobs._kinds))
    jobs.job("test.good")(lambda subject: None)
    jobs.job("test.bad")(lambda subject: 1 / 0)


def test_a_request_has_one_line_with_its_figures(ear, as_, ana):
    answer = as_(ana).get("/people/ana/?q=secret", headers={"X-Request-Id": GIVEN})
    (line,) = ear.said("homeport.access")
    assert answer["X-Request-Id"] == GIVEN
    assert {name: line[name] for name in ("level", "request_id", "via", "person", "method", "path", "status")} == {
        "level": "info", "request_id": GIVEN, "via": "web", "person": ana.pk, "method": "GET", "path": "/people/ana/",
        "status": 200,
    }  # fmt: skip
    assert isinstance(line["ms"], int) and isinstance(line["db_ms"], int)
    assert line["queries"] > 3
    assert "Ana Owner" not in "".join(ear.lines) and "secret" not in "".join(ear.lines)


def test_a_stranger_has_no_id_and_asks_the_database_nothing_for_the_log(ear):
    Client().get("/healthz")
    (line,) = ear.said("homeport.access")
    assert "person" not in line
    assert line["queries"] == 0


@pytest.mark.parametrize("given", ["short", "x" * 65, "with space", "line\tbreak", "ünïcode-id", ""])
def test_an_id_that_is_not_one_is_replaced(given):
    answer = Client().get("/healthz", headers={"X-Request-Id": given})
    assert answer["X-Request-Id"] != given
    assert len(answer["X-Request-Id"]) == 32


def test_a_job_carries_the_id_of_the_request_that_asked_for_it(ear, kinds):
    with requests.during(requests.Errand(GIVEN, "web")):
        row = jobs.enqueue("test.good", 7)
    jobs.run(row.pk)
    (line,) = ear.said("homeport.jobs")
    assert {name: line[name] for name in ("request_id", "via", "job", "job_name", "attempt", "ended")} == {
        "request_id": GIVEN, "via": f"job {row.pk}", "job": row.pk, "job_name": "test.good", "attempt": 1,
        "ended": "done",
    }  # fmt: skip


def test_what_broke_is_told_in_one_line(ear, kinds):
    row = jobs.enqueue("test.bad", 7)
    jobs.run(row.pk)
    broke, ended = ear.said("homeport.jobs")
    assert (broke["level"], broke["job"], ended["ended"]) == ("error", row.pk, "failed")
    assert "ZeroDivisionError" in broke["trouble"]
    assert not any("\n" in line for line in ear.lines)


def test_outside_a_request_or_job_a_line_has_no_ids(ear):
    logging.getLogger("homeport.test").warning("Something")
    (line,) = ear.said("homeport.test")
    assert set(line) == {"time", "level", "logger", "message"}


def test_an_address_cannot_forge_a_line(ear):
    Client().get("/x%0A2026-01-01 error homeport forged%1B[2J/")
    Client().get("/half-a-letter-%ED%A0%80/")
    assert all("\n" not in line and "\x1b" not in line for line in ear.lines)
    assert all(line.encode() for line in ear.lines)
    with override_settings(EMBEDDED=True):
        Client().get("/x%0A2026-01-01 error homeport forged%1B[2J/")
    assert "\n" not in ear.lines[-1] and "\x1b" not in ear.lines[-1] and "\\n2026-01-01" in ear.lines[-1]


def test_on_a_laptop_it_is_words(ear, as_, ana):
    with override_settings(EMBEDDED=True):
        as_(ana).get("/people/ana/", headers={"X-Request-Id": GIVEN})
    words = ear.lines[-1].split(" ")
    assert words[1:6] == ["info", "homeport.access", "GET", "/people/ana/", "200"]
    assert words[-1] == GIVEN


def test_only_a_steward_is_told_what_a_page_cost(as_, ana, sam):
    assert "Server-Timing" not in as_(ana).get("/")
    assert "Server-Timing" not in Client().get("/login/")
    assert as_(sam).get("/")["Server-Timing"].startswith("app;dur=")


def test_what_a_job_asks_is_asked_under_its_own_name(kinds):
    jobs.job("test.asks")(lambda subject: jobs.enqueue("test.good", subject) and None)
    first = Job.objects.create(name="test.asks", subject_id=1, request_id=GIVEN)
    jobs.run(first.pk)
    assert Job.objects.get(name="test.good").request_id == GIVEN
