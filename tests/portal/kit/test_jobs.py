"""Jobs: the row is the truth. Every way in which a worker can be lost, and what is left."""

from datetime import timedelta

import pytest
from django.db import OperationalError, transaction

from portal.kit import jobs
from portal.kit.refusals import Denied, Refused
from portal.models import AuditEntry, Job
from tests import make

pytestmark = pytest.mark.django_db

ran: list[int] = []
given_up: list[tuple[int, str]] = []
behaviour: dict[str, object] = {}


def _short(subject: int) -> None:
    ran.append(subject)
    error = behaviour.get("raise")
    if isinstance(error, Exception):
        raise error


def _long(subject: int, claim: jobs.Claim) -> None:
    act = behaviour.get("act")
    if callable(act):
        act(claim)
    with claim.recording():
        ran.append(subject)
        make.person(login=f"effect-{subject}-{len(ran)}")


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    ran.clear()
    given_up.clear()
    behaviour.clear()
    monkeypatch.setattr(jobs, "_kinds", dict(jobs._kinds))
    jobs.job("test.short", attempts=3, failed=lambda subject, why: given_up.append((subject, why)))(_short)
    jobs.job("test.long", long=True, attempts=2, failed=lambda subject, why: given_up.append((subject, why)))(_long)


def lose_the_worker(row: Job) -> None:
    """What SIGKILL leaves behind: a running row whose lease runs out."""
    Job.objects.filter(pk=row.pk).update(lease_until=row.created_at - timedelta(minutes=1))


def test_a_job_is_done_once():
    row = jobs.enqueue("test.short", 7)
    assert jobs.run_waiting() == 1
    jobs.run(row.pk)
    row.refresh_from_db()
    assert (ran, row.state, row.attempt) == ([7], "done", 1)
    assert row.finished_at is not None


def test_an_unknown_name_fails_where_it_is_asked_for():
    with pytest.raises(KeyError):
        jobs.enqueue("test.shrot", 7)


def test_the_same_work_waits_only_once():
    assert jobs.enqueue("test.short", 7) == jobs.enqueue("test.short", 7)
    assert Job.objects.count() == 1


def test_work_asked_for_while_it_runs_is_done_again():
    def ask_again(claim: jobs.Claim) -> None:
        jobs.enqueue("test.long", 7)
        behaviour.clear()

    behaviour["act"] = ask_again
    jobs.enqueue("test.long", 7)
    assert jobs.run_waiting() == 2
    assert ran == [7, 7]


def test_a_job_asked_for_in_a_transaction_that_fails_was_never_asked_for():
    with pytest.raises(RuntimeError), transaction.atomic():
        jobs.enqueue("test.short", 7)
        raise RuntimeError
    assert not Job.objects.exists()


def test_a_job_is_not_taken_before_its_time(later):
    jobs.enqueue("test.short", 7, after=timedelta(minutes=5))
    assert jobs.run_waiting() == 0
    later(timedelta(minutes=6))
    assert jobs.run_waiting() == 1


def test_a_bug_ends_the_job_at_once_and_tells_its_subject():
    behaviour["raise"] = ValueError("broken")
    row = jobs.enqueue("test.short", 7)
    jobs.run(row.pk)
    row.refresh_from_db()
    assert row.state == "failed"
    assert given_up == [(7, "ValueError: broken")]


def test_a_database_that_is_away_is_tried_again_later(later):
    behaviour["raise"] = OperationalError("gone")
    row = jobs.enqueue("test.short", 7)
    for attempt in (1, 2):
        jobs.run(row.pk)
        row.refresh_from_db()
        assert (row.state, row.attempt, row.error) == ("waiting", attempt, "OperationalError: gone")
        later(timedelta(minutes=6))
    behaviour.clear()
    jobs.run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempt) == ("done", 3)


def test_tries_come_to_an_end(later):
    behaviour["raise"] = OperationalError("gone")
    row = jobs.enqueue("test.short", 7)
    for _ in range(3):
        jobs.run(row.pk)
        later(timedelta(minutes=6))
    row.refresh_from_db()
    assert (row.state, row.attempt) == ("failed", 3)
    assert given_up == [(7, "OperationalError: gone")]


def test_a_refusal_is_an_answer_and_is_not_tried_again():
    behaviour["raise"] = Refused("no", "Not like this.")
    row = jobs.enqueue("test.short", 7)
    jobs.run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.error) == ("failed", "Not like this.")


def test_a_lost_worker_is_replaced():
    row = jobs.enqueue("test.long", 7)
    assert jobs.take(row.pk) is not None  # the worker that dies now
    assert jobs.sweep() == 0, "its lease still runs"
    lose_the_worker(row)
    assert jobs.sweep() == 1
    jobs.run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempt, ran) == ("done", 2, [7])


def test_a_worker_thought_dead_writes_nothing_when_it_wakes():
    row = jobs.enqueue("test.long", 7)
    sleeper = jobs.take(row.pk)
    assert sleeper is not None
    lose_the_worker(row)
    jobs.sweep()
    jobs.run(row.pk)
    with pytest.raises(jobs.Lost):
        sleeper.beat()
    with pytest.raises(jobs.Lost), sleeper.recording():
        ran.append(99)
    assert ran == [7]


def test_a_job_whose_worker_is_lost_each_time_is_given_up_with_a_reason():
    row = jobs.enqueue("test.long", 7)
    for _ in range(2):
        assert jobs.take(row.pk) is not None
        lose_the_worker(row)
        jobs.sweep()
    row.refresh_from_db()
    assert row.state == "failed"
    assert "was lost 2 times" in row.error
    assert given_up == [(7, row.error)]


def test_the_effect_and_the_end_of_a_job_stand_or_fall_together():
    def die(claim: jobs.Claim) -> None:
        with claim.recording():
            make.person(login="half-done")
            raise ValueError("in the middle")

    behaviour["act"] = die
    row = jobs.enqueue("test.long", 7)
    jobs.run(row.pk)
    row.refresh_from_db()
    assert row.state == "failed"
    assert not make.Person.objects.filter(login="half-done").exists()


def test_a_stopped_job_loses_its_claim():
    steward = make.steward()

    def stopped_meanwhile(claim: jobs.Claim) -> None:
        jobs.stop(Job.objects.get(pk=claim.job_id), by=steward)
        claim.beat()

    behaviour["act"] = stopped_meanwhile
    row = jobs.enqueue("test.long", 7)
    jobs.run(row.pk)
    row.refresh_from_db()
    assert (row.state, ran) == ("stopped", [])
    assert AuditEntry.objects.filter(verb="job.stop", actor=steward).count() == 1


def test_only_a_steward_stops_a_job():
    row = jobs.enqueue("test.short", 7)
    with pytest.raises(Denied):
        jobs.stop(row, by=make.person())
    row.refresh_from_db()
    assert row.state == "waiting"


def test_a_finished_job_cannot_be_stopped():
    row = jobs.enqueue("test.short", 7)
    jobs.run_waiting()
    row.refresh_from_db()
    with pytest.raises(Refused, match="has ended"):
        jobs.stop(row, by=make.steward())


def test_the_sweeper_rings_again_only_after_a_while(later):
    jobs.enqueue("test.short", 7)
    assert jobs.sweep() == 1
    assert jobs.sweep() == 0, "rung just now"
    later(timedelta(seconds=20))
    assert jobs.sweep() == 1


def test_a_broker_that_is_away_loses_nothing(monkeypatch, django_capture_on_commit_callbacks):
    from portal.celery import app

    def away(*args: object, **kwargs: object) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(app, "send_task", away)
    with django_capture_on_commit_callbacks(execute=True):
        row = jobs.enqueue("test.short", 7)
    row.refresh_from_db()
    assert (row.state, row.rung_at) == ("waiting", None)


def test_the_embedded_process_takes_back_at_its_start_what_it_held_before():
    row = jobs.enqueue("test.long", 7)
    assert jobs.take(row.pk) is not None
    jobs.release_all()
    jobs.run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempt) == ("done", 2)


def test_a_name_nobody_knows_any_more_waits_for_a_worker_that_does():
    row = Job.objects.create(name="test.of-tomorrow", subject_id=1)
    jobs.run(row.pk)
    jobs.sweep()
    row.refresh_from_db()
    assert row.state == "waiting"


def test_progress_is_kept_on_the_row():
    def tell(claim: jobs.Claim) -> None:
        claim.beat({"stage": "rules", "done": 3, "total": 25})

    behaviour["act"] = tell
    row = jobs.enqueue("test.long", 7)
    jobs.run(row.pk)
    row.refresh_from_db()
    assert row.progress == {"stage": "rules", "done": 3, "total": 25}
