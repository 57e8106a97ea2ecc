"""F25: what reads a store past its contract is not merged, unless both leads write that they want it, until a day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.kit import beside, clocks
from portal.kit.refusals import Denied, Refused
from portal.models import Clock
from teams.away.actions import back_doors
from teams.away.actions.changes import merge_change
from teams.away.models import AwayBreach
from tests import make
from tests.away import stages

pytestmark = pytest.mark.django_db
WHAT = "Reads the table postings directly."


@pytest.fixture
def change(ledger, guest):
    return stages.approved(stages.at_work(ledger, guest))


@pytest.fixture
def day():
    return (timezone.now() + timedelta(days=40)).date()


def merge_refused(change, by, **said):
    with pytest.raises(Refused) as refusal:
        merge_change(change, by=by, **said)
    return refusal.value.code


def test_f25_whoever_merges_says_whether_there_is_a_back_door_and_a_yes_stays_said(change, ben):
    assert merge_refused(change, ben) == "away-back-door-unsaid"
    assert merge_refused(change, ben, back_door=True, back_door_says=WHAT) == "away-back-door"
    change.refresh_from_db()
    assert (change.state, change.back_door, change.back_door_says) == ("approved", True, WHAT)


def test_f25_a_reviewers_word_is_not_taken_back_by_who_merges(change, ana, ben, guest):
    mate = make.person(name="Mo Mate")
    from teams.people.actions.teams import join_team

    join_team(guest, mate, by=ben)
    back_doors.say_back_door(change, by=ana, adds=True, words=WHAT)
    with pytest.raises(Refused) as refusal:
        back_doors.say_back_door(change, by=mate, adds=False, words="No.")
    assert refusal.value.code == "away-back-door-said"
    assert merge_refused(change, mate) == "away-back-door"


def test_f25_both_leads_write_that_they_want_it_until_a_day_and_the_service_shows_it(change, ana, ben, day, ledger):
    assert merge_refused(change, ben, back_door=True, back_door_says=WHAT) == "away-back-door"
    back_doors.ask_override(change, by=ben, reason="The contract has no batch read yet.", ends_on=day)
    assert clocks.waiting_for(ana).filter(kind="away.override").count() == 1
    with pytest.raises(Refused, match="lead of the other side"):
        back_doors.answer_override(change, by=ben, agrees=True)
    assert merge_refused(change, ben) == "away-back-door"
    back_doors.answer_override(change, by=ana, agrees=True)
    assert merge_change(change, by=ben).state == "merged"
    clock = Clock.objects.get(kind="away.back-door", state="open")
    assert clock.due_at.date() - day <= timedelta(days=1)
    panel = next(one for one in beside.about(ledger, ana) if one.name == "back-doors")
    assert (panel.total, panel.lines[0].note) == (1, f"{WHAT} Until {day:%-d %B %Y}.")
    back_doors.end_back_door(change, by=ben, words="The batch read is live.")
    assert not Clock.objects.filter(kind="away.back-door", state="open").exists()
    assert AwayBreach.objects.get().state == "ended"


def test_f25_the_other_leads_silence_does_not_agree(change, ben, day, passes):
    assert merge_refused(change, ben, back_door=True, back_door_says=WHAT) == "away-back-door"
    back_doors.ask_override(change, by=ben, reason="We are late.", ends_on=day)
    passes("away.override")
    assert AwayBreach.objects.get().state == "refused"
    assert merge_refused(change, ben) == "away-back-door"


def test_f25_only_leads_allow_it(change, ben, day, home):
    assert merge_refused(change, ben, back_door=True, back_door_says=WHAT) == "away-back-door"
    with pytest.raises(Denied, match="who lead the two teams"):
        back_doors.ask_override(change, by=make.steward(), reason="Go.", ends_on=day)


def test_f25_a_merge_the_forge_tells_of_is_on_record_as_found(change, ben, ledger, ana):
    assert merge_refused(change, ben, back_door=True, back_door_says=WHAT) == "away-back-door"
    merged = merge_change(change, by=None, source="fact:1")
    assert (merged.state, AwayBreach.objects.get().state) == ("merged", "found")
    assert WHAT in merged.merged_despite
    assert next(one for one in beside.about(ledger, ana) if one.name == "back-doors").total == 1
