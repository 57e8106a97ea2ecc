"""/jobs/: stewards see what waits, runs and failed, what is late; they ring one again and stop one."""

from datetime import timedelta

import pytest

from portal import insight
from portal.kit import jobs
from portal.kit.refusals import Denied, Refused
from portal.models import AuditEntry, Job
from services.models import Check
from tests import make, queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    monkeypatch.setattr(jobs, "_kinds", dict(jobs._kinds))
    jobs.job("test.good", attempts=3)(lambda subject: None)
    jobs.job("test.bad")(lambda subject: 1 / 0)


def failed(subject: int = 1) -> Job:
    row = jobs.enqueue("test.bad", subject)
    jobs.run(row.pk)
    row.refresh_from_db()
    return row


def test_others_are_told_who_may_look(as_, ana):
    answer = as_(ana).get("/jobs/")
    assert answer.status_code == 403
    assert "Only stewards may do this." in answer.text
    assert "/jobs/" not in as_(ana).get("/").text


def test_a_steward_finds_it_in_their_menu(as_, sam):
    assert 'href="/jobs/"' in as_(sam).get("/").text


def test_the_figures_open_to_what_they_count(as_, sam, later):
    jobs.enqueue("test.good", 1)
    failed()
    jobs.take(jobs.enqueue("test.good", 2).pk)
    later(timedelta(seconds=20))
    now = insight.now()
    assert (now.waiting, now.running, now.failed, now.stuck) == (1, 1, 1, False)
    page = as_(sam).get("/jobs/").text
    for state in ("waiting", "running", "failed"):
        assert f'href="?state={state}"' in page


def test_a_failure_of_yesterday_is_not_one_of_today(later):
    failed()
    later(timedelta(hours=25))
    assert insight.now().failed == 0


def test_work_that_nobody_takes_is_said_first(as_, sam, later):
    jobs.enqueue("test.good", 1)
    assert "No worker takes what is due" not in as_(sam).get("/jobs/").text
    later(timedelta(minutes=2))
    assert "No worker takes what is due" in as_(sam).get("/jobs/").text


def test_a_job_that_waits_for_its_time_is_not_late(later):
    jobs.enqueue("test.good", 1, after=timedelta(hours=1))
    later(timedelta(minutes=5))
    assert insight.now().oldest is None


def test_jobs_are_found_by_state_and_name(as_, sam):
    good, bad = jobs.enqueue("test.good", 1), failed()

    def shown(query: str) -> set[int]:
        return {line.job.pk for line in as_(sam).get(f"/jobs/{query}").context["page"].rows}

    assert shown("?state=failed") == {bad.pk}
    assert shown("?name=test.good") == {good.pk}
    assert shown("?state=failed&name=test.good") == set()
    assert shown("?state=nonsense&name=nonsense&page=99") == {good.pk, bad.pk}


def test_a_job_links_to_what_it_is_about(as_, sam):
    revision = make.draft()
    page = as_(sam).get("/jobs/").text
    assert f'href="{revision.get_absolute_url()}"' in page
    assert f"{revision.contract.slug} " in page


def test_a_job_of_a_review_links_to_the_review(as_, sam):
    review = make.review()
    row = jobs.enqueue("reviews.remind_reviewer", review.pk, after=timedelta(days=1))
    page = as_(sam).get("/jobs/?name=reviews.remind_reviewer").text
    assert f'href="{review.get_absolute_url()}">{review} {review.subject}</a>' in page
    assert f"{review} {review.subject}" in as_(sam).get(f"/jobs/{row.pk}/").text


def test_a_job_about_something_nobody_knows_is_shown_by_its_number(as_, sam):
    Job.objects.create(name="test.of-tomorrow", subject_id=4711)
    row = jobs.enqueue("services.run_check", 4712)
    client = as_(sam)
    assert "number 4711" in client.get("/jobs/").text
    assert "number 4712" in client.get(f"/jobs/{row.pk}/").text


def test_an_error_opens_on_the_jobs_own_page(as_, sam):
    row = failed()
    assert f'href="/jobs/{row.pk}/#error"' in as_(sam).get("/jobs/").text
    page = as_(sam).get(f"/jobs/{row.pk}/").text
    assert "ZeroDivisionError: division by zero" in page
    assert "gave it up" in page


def test_hostile_words_of_an_error_stay_words(as_, sam):
    row = failed()
    Job.objects.filter(pk=row.pk).update(error="<script>alert(1)</script>\u202e" + "x" * 5000, worker="<b>w</b>")
    for address in ("/jobs/", f"/jobs/{row.pk}/"):
        page = as_(sam).get(address).text
        assert "<script>alert" not in page and "<b>w</b>" not in page


def test_the_piece_asks_again_until_it_is_told_not_to(as_, sam):
    client = as_(sam)
    assert 'hx-trigger="every 5s"' in client.get("/jobs/").text
    quiet = client.get("/jobs/?live=off").text
    assert "every 5s" not in quiet
    assert ">Refresh</a>" in quiet
    piece = client.get("/jobs/?state=failed", headers={"HX-Request": "true", "HX-Target": "jobs"}).text
    assert piece.lstrip().startswith("<section")
    assert 'hx-get="/jobs/?state=failed"' in piece


@pytest.mark.parametrize("address", ["/jobs/", "/jobs/?state=failed"])
def test_the_list_asks_as_little_with_many_jobs_as_with_few(as_, sam, address):
    revisions = [make.draft() for _ in range(2)]
    jobs.enqueue("services.tell_consumers", revisions[0].pk)
    failed(0)

    def grow() -> None:
        for subject in range(10):
            failed(subject)
            jobs.enqueue("services.tell_consumers", make.draft().pk)

    queries.same(as_(sam), address, grow)


def test_what_is_late_shows_by_kind(as_, sam, later):
    make.checked(make.draft())
    later(timedelta(days=20))
    (one,) = [line for line in insight.clocks() if line.kind == "services.draft-waits"]
    assert (one.running, one.late) == (1, 1)
    assert "services.draft-waits" in as_(sam).get("/jobs/").text


# Ring and stop


def test_a_waiting_job_is_due_at_once(as_, sam):
    row = jobs.enqueue("test.good", 1, after=timedelta(hours=1))
    answer = as_(sam).post(f"/jobs/{row.pk}/ring/", follow=True)
    assert "It is due now" in answer.text
    assert jobs.run_waiting() == 1
    entry = AuditEntry.objects.get(verb="job.ring")
    assert (entry.actor, entry.subject, entry.before) == (sam, f"portal.job:{row.pk}", "waiting")
    assert "rang the job" in as_(sam).get(f"/jobs/{row.pk}/").text


def test_a_failed_job_is_asked_for_again_and_stays_in_the_history(as_, sam):
    row = failed()
    jobs._kinds.pop("test.bad")
    jobs.job("test.bad")(lambda subject: None)  # mended meanwhile
    answer = as_(sam).post(f"/jobs/{row.pk}/ring/")
    again = Job.objects.latest("pk")
    assert answer["Location"] == f"/jobs/{again.pk}/"
    jobs.run_waiting()
    assert set(Job.objects.values_list("pk", "state")) == {(row.pk, "failed"), (again.pk, "done")}


def test_a_stopped_job_can_be_asked_for_again(sam):
    row = jobs.enqueue("test.good", 1)
    jobs.stop(row, by=sam)
    assert jobs.ring_again(row, by=sam).pk != row.pk


def test_a_check_that_was_given_up_gets_a_new_one_and_not_an_empty_run(sam):
    revision = make.draft()
    row = jobs.latest("services.run_check", revision.checks.get().pk)
    jobs.stop(row, by=sam)
    assert revision.checks.get().state == Check.State.FAILED
    jobs.ring_again(row, by=sam)
    jobs.run_waiting()
    assert sorted(revision.checks.values_list("state", flat=True)) == ["done", "failed"]
    assert AuditEntry.objects.get(verb="check.ask", actor=sam)


def test_a_running_job_cannot_be_rung(as_, sam):
    row = jobs.enqueue("test.good", 1)
    jobs.take(row.pk)
    answer = as_(sam).post(f"/jobs/{row.pk}/ring/")
    assert answer.status_code == 409
    assert "A worker does this job right now" in answer.text
    with pytest.raises(Refused, match="stop it first"):
        jobs.ring_again(row, by=sam)


def test_a_done_job_cannot_be_rung(sam):
    row = jobs.enqueue("test.good", 1)
    jobs.run_waiting()
    with pytest.raises(Refused, match="is done"):
        jobs.ring_again(row, by=sam)


def test_a_job_that_this_version_does_not_know_cannot_be_rung(sam):
    row = Job.objects.create(name="test.of-tomorrow", subject_id=1)
    with pytest.raises(Refused, match="knows no job named"):
        jobs.ring_again(row, by=sam)


def test_only_a_steward_rings_and_stops(as_, ana):
    row = failed()
    with pytest.raises(Denied):
        jobs.ring_again(row, by=ana)
    assert as_(ana).post(f"/jobs/{row.pk}/ring/").status_code == 403
    assert as_(ana).post(f"/jobs/{row.pk}/stop/").status_code == 403
    assert not AuditEntry.objects.filter(verb__startswith="job.").exists()


def test_a_job_is_stopped_from_its_page(as_, sam):
    row = jobs.enqueue("test.good", 1)
    answer = as_(sam).post(f"/jobs/{row.pk}/stop/", follow=True)
    assert "Stopped. A worker" in answer.text
    row.refresh_from_db()
    assert row.state == "stopped"


@pytest.mark.parametrize(
    ("state", "acts"),
    [("waiting", "ring stop"), ("running", "stop"), ("done", ""), ("failed", "ring"), ("stopped", "ring")],
)
def test_a_page_offers_what_its_state_allows(as_, sam, state, acts):
    row = jobs.enqueue("test.good", 1)
    if state == "running":
        jobs.take(row.pk)
    elif state == "stopped":
        jobs.stop(row, by=sam)
    elif state != "waiting":
        jobs.run(row.pk)
        Job.objects.filter(pk=row.pk).update(state=state)
    page = as_(sam).get(f"/jobs/{row.pk}/").text
    assert [act for act in ("ring", "stop") if f'action="/jobs/{row.pk}/{act}/"' in page] == acts.split()
