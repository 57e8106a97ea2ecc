"""What is accepted is looked for in what is published: done, as it was, or not there by the day that was named."""

from datetime import timedelta

import pytest

from portal.kit import clocks, jobs
from portal.kit.refusals import Denied, Invalid, Refused
from portal.models import Clock, Notice
from services.actions import contracts
from teams.reviews.actions.answering import answer_suggestion
from teams.reviews.actions.landing import check_landings, say_landed
from teams.reviews.actions.reviews import send_advice
from teams.reviews.models import Landing, Suggestion
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(home):
    """Advice on lines 7 and 8 of a revision."""
    found = make.review(home)
    make.suggestion(found, line=7, end_line=8)
    return send_advice(found, by=found.reviewer, summary="Clear, with one thing to think of.")


@pytest.fixture
def accepted(review, ana):
    """Its one suggestion is accepted."""
    one = Suggestion.objects.select_related("review__team__lead").get(review=review)
    return answer_suggestion(one, by=ana, kind="accept", text="Done in the next one.").landing


def published(review, content, by):
    """The next revision of the contract that was reviewed."""
    contract = review.revision.contract
    revision = make.checked(contracts.upload_revision(contract, by=by, content=content.encode(), source="api"))
    make.waive_errors(revision)
    revision = contracts.propose_revision(make.again(revision), by=by)
    revision = contracts.publish_revision(make.again(revision), by=by)
    jobs.run_waiting()
    return revision


def changed_at(review, line):
    """The text of the reviewed revision with one word more on a line."""
    from services.models import Blob

    lines = Blob.read(review.revision.digest).decode().splitlines()
    lines[line - 1] += " # mended"
    return "\n".join(lines) + "\n"


def test_a_change_at_the_place_verifies_it(review, accepted, ana):
    assert (accepted.state, clocks.is_running("reviews.landing", accepted)) == ("awaited", True)
    revision = published(review, changed_at(review, 7), ana)
    accepted.refresh_from_db()
    assert (accepted.state, accepted.landed_in) == ("verified", revision)
    assert "changed" in accepted.found
    assert Clock.objects.get(kind="reviews.landing").state == "met"
    assert Notice.objects.filter(person=review.reviewer, text__contains="was done").count() == 1


def test_a_change_elsewhere_is_told_to_the_lead_and_a_later_revision_can_still_show_it(review, accepted, ana):
    text = changed_at(review, 7)
    published(review, changed_at(review, 1), ana)
    accepted.refresh_from_db()
    assert (accepted.state, clocks.is_running("reviews.landing", accepted)) == ("unchanged", True)
    assert Notice.objects.filter(person=ana, text__startswith="You accepted suggestion 1").count() == 1
    published(review, text, ana)
    accepted.refresh_from_db()
    assert accepted.state == "verified"


def test_publishing_what_was_reviewed_shows_nothing(review, accepted, ana):
    contracts.publish_revision(make.again(review.revision), by=ana)
    jobs.run_waiting()
    accepted.refresh_from_db()
    assert accepted.state == "awaited"


def test_the_clock_asks_the_lead_and_silence_is_written_down(review, accepted, ana, until):
    until("reviews.landing")
    clocks.ring_due()
    jobs.run_waiting()
    accepted.refresh_from_db()
    assert accepted.state == "missed"
    assert Notice.objects.filter(person=ana, text__contains="say where it was done").count() == 1
    published(review, changed_at(review, 7), ana)
    accepted.refresh_from_db()
    assert accepted.state == "verified"


def test_the_job_run_twice_finds_the_same_and_tells_once(review, accepted, ana):
    revision = published(review, changed_at(review, 1), ana)
    check_landings(revision.pk)
    assert Notice.objects.filter(person=ana, text__startswith="You accepted suggestion 1").count() == 1


def test_what_no_revision_shows_the_lead_says_once(accepted, ana, ben):
    with pytest.raises(Denied):
        say_landed(accepted, by=ben, words="In the gateway, by release 12.")
    with pytest.raises(Invalid):
        say_landed(accepted, by=ana, words="Done.")
    told = say_landed(accepted, by=ana, words="In the gateway, by release 12.")
    assert (told.state, told.said_by) == ("said", ana)
    with pytest.raises(Refused):
        say_landed(accepted, by=ana, words="In the gateway, by release 12.")


@pytest.mark.parametrize(("facts", "field"), [({"revision": 1}, "revision"), ({"revision": 9}, "revision"),
                                              ({"land_by": make.soon(400)}, "land_by"),
                                              ({"land_by": make.soon(-1)}, "land_by")])  # fmt: skip
def test_where_and_by_when_have_to_be_possible(review, ana, facts, field):
    one = Suggestion.objects.select_related("review__team__lead").get(review=review)
    with pytest.raises(Invalid) as refusal:
        answer_suggestion(one, by=ana, kind="accept", text="Done.", **facts)
    assert set(refusal.value.fields) == {field}
    assert (Landing.objects.count(), Suggestion.objects.get().state) == (0, "open")


def test_only_what_is_accepted_is_looked_for(review, ana):
    one = Suggestion.objects.select_related("review__team__lead").get(review=review)
    answer_suggestion(one, by=ana, kind="adapt", text="A second call gets the first answer.")
    assert Landing.objects.count() == 0


def test_it_is_due_on_the_day_that_was_named(review, ana):
    one = Suggestion.objects.select_related("review__team__lead").get(review=review)
    landing = answer_suggestion(one, by=ana, kind="accept", text="Done.", land_by=make.soon(10)).landing
    assert Clock.objects.get(kind="reviews.landing").due_at.date() == landing.due_on + timedelta(days=1)
