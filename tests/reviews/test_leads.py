"""A team has another lead, or ends: what waited for its lead waits for who answers for it now."""

import pytest

from portal.kit import jobs, policies
from portal.models import Clock
from teams.people.actions.disbanding import disband_team
from teams.people.actions.teams import change_team
from teams.people.models import Division
from teams.people.reads.answering import answers_for
from teams.reviews.actions import answering
from tests import make
from tests.proposals import words as proposals

pytestmark = pytest.mark.django_db
TITLES = {
    "reviews.answers", "reviews.landing", "reviews.look-again", "proposals.comment", "proposals.objection",
    "proposals.read",
}  # fmt: skip


def waiting() -> dict[str, str]:
    rows = Clock.objects.filter(state="open", kind__in=TITLES).select_related("awaited_person")
    return {one.kind: one.awaited_person.login for one in rows}


def busy(home, writer):
    """Advice to answer, something accepted, data to look at again, and a proposal and a proposal."""
    make.join_team(home, writer, by=home.lead)
    review, other = make.advised(home), make.advised(home, count=2)
    first, second = other.suggestions.order_by("number")
    make.answer(first)
    make.answer(second, **make.ignoring())
    proposals.opened(home, by=writer)
    return review


def test_another_lead_is_awaited_and_may_and_the_old_one_may_not(home, ana, ben):
    review = busy(home, ben)
    assert set(waiting().values()) == {"ana"}
    kinds = set(waiting())
    cleo = make.person(login="cleo", time_zone="Asia/Tokyo")
    before = Clock.objects.get(kind="reviews.answers", state="open").due_at
    change_team(home, by=ana, lead=cleo)
    jobs.run_waiting()
    jobs.run_waiting()
    assert waiting() == dict.fromkeys(kinds, "cleo")
    assert Clock.objects.get(kind="reviews.answers", state="open").due_at != before
    review.team.refresh_from_db()
    suggestion = review.suggestions.first()
    suggestion.review = type(review).objects.get(pk=review.pk)
    assert not policies.may(ana, "suggestion.answer", suggestion)
    answering.answer_suggestion(suggestion, by=cleo, kind="accept", text="Done.")


def test_of_a_team_that_ended_whoever_leads_above_it_is_awaited_and_may(home, ana, ben, sam):
    review = busy(home, ben)
    kinds, head = set(waiting()), make.person(login="head")
    Division.objects.filter(pk=home.division_id).update(head=head)
    disband_team(home, by=sam, why="Two teams became one.")
    jobs.run_waiting()
    assert waiting() == dict.fromkeys(kinds, "head")
    home.refresh_from_db()
    assert answers_for(home) == head
    suggestion = review.suggestions.first()
    suggestion.review = type(review).objects.get(pk=review.pk)
    assert not policies.may(ana, "suggestion.answer", suggestion)
    answering.answer_suggestion(suggestion, by=head, kind="accept", text="Done.")
    Division.objects.update(head=None)
    assert answers_for(home) == sam


def test_what_waits_for_an_author_stays_theirs(home, ana, ben, sam):
    make.join_team(home, ben, by=ana)
    proposal = proposals.opened(home, by=ben)
    proposals.objection(proposal)
    assert waiting()["proposals.objection"] == "ben"
    change_team(home, by=ana, lead=make.person(login="cleo"))
    jobs.run_waiting()
    assert waiting()["proposals.objection"] == "ben"
