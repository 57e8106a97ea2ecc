"""/metrics: what a monitor reads. Every answer goes through Prometheus' own parser."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client, override_settings
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_openmetrics
from prometheus_client.parser import text_string_to_metric_families as read_text

from portal import insight
from portal.kit import audit, jobs, tallies
from portal.models import AuditEntry, Job, JobTally
from tests import make, queries

pytestmark = pytest.mark.django_db


def figures() -> dict[tuple[str, ...], float]:
    """Every sample by its name and the values of its labels, in the order of their names."""
    answer = Client().get("/metrics")
    assert answer.status_code == 200
    return {
        (sample.name, *[sample.labels[name] for name in sorted(sample.labels)]): sample.value
        for family in read_text(answer.text)
        for sample in family.samples
    }


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    monkeypatch.setattr(jobs, "_kinds", dict(jobs._kinds))
    jobs.job("test.good")(lambda subject: None)
    jobs.job("test.bad")(lambda subject: 1 / 0)


def test_requests_are_measured_by_the_name_of_their_address(as_, ana):
    route = ("homeport_request_duration_seconds_count", "GET", "people:person", "2xx")
    before = figures().get(route, 0)
    as_(ana).get("/people/ana/")
    as_(ana).get("/people/ana/")
    after = figures()
    assert after[route] == before + 2
    assert not any("/people/ana" in label for key in after for label in key)


def test_what_nobody_knows_is_one_figure_whatever_is_asked_for(as_, ana):
    before = figures()
    for path in ("/nowhere/1/", "/nowhere/2/"):
        as_(ana).get(path)
    Client().generic("NONSENSE", "/nowhere/3/")
    new = {key for key in figures() if key not in before and key[0].endswith("_count")}
    assert {key[1:] for key in new} <= {
        ("GET", "unknown", "4xx"),
        ("GET", "metrics", "2xx"),
        ("other", "unknown", "4xx"),
    }


def test_jobs_that_wait_and_run_are_counted_by_name(later):
    for subject in (1, 2):
        jobs.enqueue("test.good", subject)
    jobs.enqueue("test.good", 3, after=timedelta(hours=1))
    later(timedelta(seconds=90))
    jobs.take(jobs.enqueue("test.bad", 1).pk)
    now = figures()
    assert now["homeport_jobs_waiting", "test.good"] == 3
    assert now["homeport_jobs_running", "test.good"] == 0
    assert now["homeport_jobs_running", "test.bad"] == 1
    assert 90 <= now["homeport_jobs_oldest_due_seconds", "test.good"] < 120
    assert now["homeport_jobs_oldest_due_seconds", "test.bad"] == 0


def test_jobs_that_ended_are_counted_once_by_outcome_whichever_worker_did_them():
    for subject in (1, 2, 3):
        jobs.enqueue("test.good", subject)
    jobs.enqueue("test.bad", 1)
    jobs.run_waiting()
    jobs.stop(jobs.enqueue("test.good", 4), by=make.steward())
    assert tallies.fold() == 5
    assert tallies.fold() == 0
    now = figures()
    assert now["homeport_jobs_ended_total", "test.good", "done"] == 3
    assert now["homeport_jobs_ended_total", "test.bad", "failed"] == 1
    assert now["homeport_jobs_ended_total", "test.good", "stopped"] == 1
    assert now["homeport_job_duration_seconds_count", "test.good", "done"] == 3
    assert ("homeport_job_duration_seconds_count", "test.good", "stopped") not in now


def test_the_lengths_of_jobs_fall_into_steps():
    for subject, seconds in enumerate((0.05, 0.1, 0.7, 400)):
        row = jobs.enqueue("test.good", subject)
        jobs.run(row.pk)
        row.refresh_from_db()
        Job.objects.filter(pk=row.pk).update(finished_at=row.started_at + timedelta(seconds=seconds))
    tallies.fold()
    now = figures()
    bucket = "homeport_job_duration_seconds_bucket"
    assert [now[bucket, le, "test.good", "done"] for le in ("0.1", "0.5", "1.0", "300.0", "+Inf")] == [2, 2, 3, 3, 4]
    assert now["homeport_job_duration_seconds_sum", "test.good", "done"] == pytest.approx(400.85)
    assert sum(JobTally.objects.get(name="test.good").spread) == 4


def test_more_than_one_fold_can_take_is_taken_by_the_next(monkeypatch):
    monkeypatch.setattr(tallies, "AT_ONCE", 2)
    for subject in range(3):
        jobs.enqueue("test.good", subject)
    jobs.run_waiting()
    assert [tallies.fold() for _ in range(3)] == [2, 1, 0]
    assert JobTally.objects.get(name="test.good", outcome="done").count == 3


def test_clocks_are_counted_by_kind_and_late_ones_beside(later):
    revision = make.checked(make.draft())
    make.waive(revision, _first_finding(revision))
    assert figures()["homeport_clocks_open", "services.waiver-ends"] == 1
    assert figures()["homeport_clocks_late", "services.waiver-ends"] == 0
    later(timedelta(days=40))
    assert figures()["homeport_clocks_late", "services.waiver-ends"] == 1


def _first_finding(revision):
    from services.reads.reports import reading_of

    return next(
        one.fingerprint for group in reading_of(revision).by_rule((), rule="", most=5, page=1) for one in group.findings
    )


def test_an_audit_that_is_not_sealed_and_a_revision_that_is_not_checked_show(later):
    while audit.seal():
        pass
    assert figures()["homeport_audit_unsealed_seconds",] == 0
    make.draft()
    later(timedelta(minutes=2))
    now = figures()
    assert 120 <= now["homeport_audit_unsealed_seconds",] < 180
    assert now["homeport_revisions_not_checked",] == 1
    assert AuditEntry.objects.filter(seal_order=None).exists()


def test_a_database_that_is_away_is_said_and_nothing_stale_beside_it(monkeypatch):
    def away() -> None:
        raise OperationalError("secret words")

    monkeypatch.setattr(insight, "queues", away)
    now = figures()
    assert now["homeport_database_up",] == 0
    assert not [key for key in now if key[0].startswith("homeport_jobs")]
    assert "secret words" not in Client().get("/metrics").text


def test_it_asks_little_of_the_database_however_much_there_is():
    def grow() -> None:
        for subject in range(20):
            jobs.enqueue("test.good", subject)

    queries.same(Client(), "/metrics", grow)
    assert queries.count(Client(), "/metrics") <= 8


def test_it_can_be_read_as_openmetrics_too():
    tallies.fold()
    answer = Client().get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert answer["Content-Type"].startswith("application/openmetrics-text")
    assert {family.name for family in read_openmetrics(answer.text)} >= {"homeport_database_up", "homeport_jobs_ended"}


def test_without_a_token_only_this_machine_reads_and_only_directly():
    assert Client(REMOTE_ADDR="127.0.0.1").get("/metrics").status_code == 200
    assert Client(REMOTE_ADDR="::1").get("/metrics").status_code == 200
    far = Client(REMOTE_ADDR="192.0.2.7").get("/metrics")
    assert far.status_code == 401
    assert "homeport_" not in far.text.replace("homeport metrics", "")
    for name in ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "X-Real-Ip"):
        through_a_proxy = Client(REMOTE_ADDR="127.0.0.1").get("/metrics", headers={name: "127.0.0.1"})
        assert through_a_proxy.status_code == 401, name


@override_settings(METRICS_TOKEN="a-long-random-word")
def test_with_a_token_nobody_reads_without_it():
    assert Client(REMOTE_ADDR="127.0.0.1").get("/metrics").status_code == 401
    for words, status in (
        ("Bearer a-long-random-word", 200),
        ("Bearer wrong", 401),
        ("Bearer ", 401),
        ("Bearer é", 401),
    ):
        answer = Client(REMOTE_ADDR="192.0.2.7").get("/metrics", headers={"Authorization": words})
        assert answer.status_code == status, words


@override_settings(SECURE_SSL_REDIRECT=True)
def test_the_monitor_is_not_sent_to_https():
    assert Client().get("/metrics").status_code == 200
