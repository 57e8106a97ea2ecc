"""F18: after three rounds a mediator decides about a change, in two working days; silence approves what is green."""

import pytest

from portal.kit import clocks
from portal.kit.refusals import Denied, Refused
from portal.models import Clock
from teams.away.actions.changes import ask_review, give_review, say_gates
from teams.away.actions.mediating import decide_change
from teams.people.reads.calendars import hours_of
from tests import make
from tests.away import stages

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(db):
    return make.person(login="hanna", name="Hanna Head")


@pytest.fixture
def change(head, ben):
    """A change after three rounds, whose guests have asked a fourth time."""
    division = make.division(head=head, name="Payments")
    host = make.team(division=division, slug="home", name="Home")
    guest = make.team(ben, lead=ben, slug="checkout", name="Checkout", division=make.division(parent=division))
    request = stages.at_work(make.service(host, slug="ledger"), guest)
    made = stages.in_review(request)
    for number in range(3):
        made = give_review(made, "changes-asked", by=host.lead, words=f"Once more, {number}.")
        made = ask_review(made, by=ben)
    return made


def test_f18_the_fourth_round_goes_to_whoever_leads_above_both(change, head):
    assert (change.state, change.rounds, change.mediator) == ("with-mediator", 3, head)
    clock = clocks.waiting_for(head).get(kind="away.ruling")
    assert hours_of(head).between(clock.started_at, clock.due_at) == 2 * hours_of(head).day
    with pytest.raises(Denied, match="Only Hanna Head"):
        decide_change(change, by=change.request.host.lead, ruling="merge")


def test_f18_a_decision_to_merge_binds(change, head):
    assert change.state == "with-mediator"
    decided = decide_change(change, by=head, ruling="merge", words="Good enough for a flag.")
    assert (decided.state, decided.ruling) == ("approved", "merge")
    assert Clock.objects.filter(state="open", kind="away.merge").count() == 1


def test_f18_after_one_named_last_change_nobody_asks_for_more_and_silence_approves(change, head, ben, passes):
    assert change.state == "with-mediator"
    decided = decide_change(change, by=head, ruling="last-change", words="Log the rate used.")
    assert decided.state == "changes-asked"
    asked = ask_review(decided, by=ben)
    with pytest.raises(Refused, match=r"Log the rate used\."):
        give_review(asked, "changes-asked", by=asked.request.host.lead, words="And the docs.")
    passes("away.last-look")
    asked.refresh_from_db()
    assert asked.state == "approved"


def test_f18_the_mediators_silence_approves_what_is_green(change, ben, passes):
    assert change.state == "with-mediator"
    say_gates(change, by=ben, green=True)
    passes("away.ruling")
    change.refresh_from_db()
    assert (change.state, change.ruling) == ("approved", "merge")
    assert change.steps.latest("pk").by is None


def test_f18_the_mediators_silence_sends_back_what_is_not_green(change, ben, passes):
    assert change.state == "with-mediator"
    passes("away.ruling")
    change.refresh_from_db()
    assert (change.state, change.ruling) == ("changes-asked", "last-change")
    assert "show that the gates are green" in change.ruling_words
    assert ask_review(change, by=ben).state == "in-review"
