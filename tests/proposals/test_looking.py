"""The record that comes back: on its day it opens itself, and stays open until somebody says what came of it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from portal.kit import jobs
from portal.kit.refusals import Denied, Invalid, Refused
from portal.models import Clock, Job, Notice
from teams.proposals.actions import deciding, looking
from teams.proposals.models import LookBack
from tests import make
from tests.proposals.words import again, agreed, opened, prediction, ring

pytestmark = pytest.mark.django_db
SAID = {"verdict": "as-predicted", "then": "keep", "text": "Twelve a night since July.", "value": "12"}


@pytest.fixture
def reopened(home, later):
    made = agreed(home, **prediction())
    later(timedelta(days=60))
    ring()
    return again(made)


def test_it_opens_itself_on_its_day_and_not_before(home, ana, later):
    made = agreed(home, **prediction())
    job = Job.objects.get(name="proposals.reopen")
    looking.reopen_on_its_day(made.pk)  # somebody rings it by hand at /jobs/
    assert again(made).state == "agreed-by-all"
    later(job.due_at - timezone.now() - timedelta(minutes=1))
    ring()
    assert again(made).state == "agreed-by-all"
    later(timedelta(minutes=2))
    ring()
    now = again(made)
    assert (now.state, now.reopened_why) == ("reopened", looking.DAY_CAME)
    clock = Clock.objects.get(kind="proposals.look-back")
    assert (clock.awaited_person, clock.title) == (ana, f"Look back at {made}: orders booked twice")
    assert Notice.objects.filter(text__contains="has opened itself").exists()


def test_somebody_says_what_came_of_it_with_the_number(reopened, ana):
    made = looking.look_back(reopened, by=ana, **SAID)
    assert (made.number, made.value, made.again_on) == (1, Decimal(12), None)
    assert again(reopened).state == "looked-back"
    assert Clock.objects.get(kind="proposals.look-back").state == "met"
    with pytest.raises(Refused) as no:
        looking.look_back(reopened, by=ana, **SAID)
    assert no.value.code == "look-back-not-now"
    assert LookBack.objects.count() == 1


@pytest.mark.parametrize(("given", "code"), [
    ({"verdict": "good"}, "look-back-verdict-unknown"),
    ({"then": "shrug"}, "look-back-then-unknown"),
    ({"text": ""}, "proposal-words-missing"),
    ({"value": None}, "look-back-without-number"),
    ({"value": "twelve"}, "proposal-number-unusable"),
    ({"again_on": timezone.now().date()}, "proposal-day-unusable"),
])  # fmt: skip
def test_what_cannot_be_used_is_refused(reopened, ana, given, code):
    with pytest.raises(Invalid) as no:
        looking.look_back(reopened, by=ana, **{**SAID, **given})
    assert no.value.code == code
    assert again(reopened).state == "reopened"


def test_where_nobody_can_tell_no_number_is_asked_for(reopened, ana):
    said = {**SAID, "verdict": "cannot-tell", "value": None}
    assert looking.look_back(reopened, by=ana, **said).value is None


def test_it_comes_back_once_more_when_that_is_wanted(reopened, ana, later):
    day = (timezone.now() + timedelta(days=30)).date()
    looking.look_back(reopened, by=ana, **SAID, again_on=day)
    looking.reopen_on_its_day(reopened.pk)
    assert again(reopened).state == "looked-back", "its day has not come"
    later(timedelta(days=30))
    ring()
    assert again(reopened).state == "reopened"
    assert looking.look_back(reopened, by=ana, **SAID).number == 2


def test_silence_leaves_it_open_and_late_and_the_lead_hears_of_it(reopened, ana, until):
    until("proposals.look-back")
    ring()
    assert Clock.objects.get(kind="proposals.look-back").state == "open"
    assert again(reopened).state == "reopened"
    assert Notice.objects.filter(person=ana, text__contains="stays open and late").exists()


def test_it_is_opened_by_hand_with_a_reason_and_without_a_prediction_needs_no_number(home, ana, ben):
    made = agreed(home)
    with pytest.raises(Denied):
        looking.reopen_proposal(made, by=ben, reason="x")
    with pytest.raises(Invalid):
        looking.reopen_proposal(made, by=ana, reason=" ")
    assert looking.reopen_proposal(made, by=ana, reason="It hurts.").reopened_why == "It hurts."
    with pytest.raises(Refused) as no:
        looking.reopen_proposal(made, by=ana, reason="Again.")
    assert no.value.code == "proposal-cannot-reopen"
    with pytest.raises(Denied):
        looking.look_back(made, by=ben, **SAID)
    assert looking.look_back(made, by=ana, **{**SAID, "value": None}).number == 1


def test_what_no_longer_holds_does_not_come_back(home, ana, later):
    old = agreed(home, **prediction())
    deciding.supersede_proposal(old, by=ana, other=agreed(home), reason="Better.")
    later(timedelta(days=61))
    ring()
    assert again(old).state == "superseded"
    assert Job.objects.get(name="proposals.reopen").state == "done"


def test_who_left_is_not_asked_but_the_lead_is(home, ana, later):
    member = make.person()
    make.join_team(home, member, by=ana)
    made = opened(home, by=member, addressed=(make.person(),), **prediction())
    deciding.agree(again(made), "agree", by=ana)
    member.is_active = False
    member.save()
    later(timedelta(days=61))
    jobs.run_waiting()
    assert Clock.objects.get(kind="proposals.look-back").awaited_person == ana
