"""F33: where two roadmaps collide, those who lead above both decide between options in numbers, by a day."""

from datetime import timedelta

import pytest

from portal.kit import clocks
from portal.kit.refusals import Denied, Refused
from portal.models import Clock, Notice
from teams.away.actions import decisions, requests
from teams.away.models import AwayDecision
from teams.people.reads.calendars import hours_of
from tests import make
from tests.away import endings

pytestmark = pytest.mark.django_db
OPTIONS = [("Refunds first", "3 weeks, 1,500 contacts a week less"), ("The new ledger first", "0 weeks, 2 incidents")]


@pytest.fixture
def heads():
    top = make.person(name="Tara Top")
    whole = make.division(head=top)
    low, other = make.person(name="Lou Low"), make.person(name="Otto Other")
    return top, low, other, make.division(head=low, parent=whole), make.division(head=other, parent=whole)


@pytest.fixture
def declined(heads, ben):
    _, _, _, of_host, of_guest = heads
    host = make.team(division=of_host)
    request = endings.asked(make.service(host), make.team(ben, lead=ben, division=of_guest))
    data = {"value": "2 a month", "source": "https://metrics.example/1"}
    return requests.decline_away(request, by=host.lead, reason="too-risky", answer="No.", **data)


def opened(declined, ben):
    return endings.done(decisions.open_decision, declined, by=ben, question="Which goes first?", options=OPTIONS)


def now(decision):
    return AwayDecision.objects.get(pk=decision.pk)


def test_f33_both_heads_are_asked_for_ten_working_days_and_decide_when_they_agree(declined, heads, ben):
    decision = opened(declined, ben)
    _, low, other, _, _ = heads
    for head in (low, other):
        clock = clocks.waiting_for(head).get()
        assert hours_of(head).between(clock.started_at, clock.due_at) == timedelta(hours=80)
    decisions.choose_option(decision, by=low, choice=2, words="The ledger cannot wait.")
    assert now(decision).decided_at is None
    decisions.choose_option(now(decision), by=other, choice=2, words="Agreed.")
    assert (now(decision).chosen, now(decision).decided_by) == ("The new ledger first", other)
    assert Notice.objects.filter(person=ben, text__contains="The new ledger first").exists()
    assert not Clock.objects.filter(state="open").exists()


def test_f33_heads_who_differ_leave_it_to_whoever_leads_above_both(declined, heads, ben):
    decision = opened(declined, ben)
    top, low, other, _, _ = heads
    decisions.choose_option(decision, by=low, choice=2, words="The ledger cannot wait.")
    decisions.choose_option(now(decision), by=other, choice=1, words="Nor can customers.")
    assert clocks.waiting_for(top).get().kind == "away.roadmap-above"
    with pytest.raises(Denied):
        decisions.choose_option(now(decision), by=low, choice=2, words="Still.")
    decisions.choose_option(now(decision), by=top, choice=1, words="Customers first.")
    assert now(decision).choice == 1


def test_f33_silence_goes_one_level_up_and_stays_late_at_the_top(declined, heads, ben, passes):
    decision = opened(declined, ben)
    top, _, _, _, _ = heads
    passes("away.roadmap-host")
    assert (now(decision).level, clocks.waiting_for(top).get().kind) == (2, "away.roadmap-above")
    passes("away.roadmap-above")
    clock = clocks.waiting_for(top).get()
    assert (now(decision).level, clock.kind) == (3, "away.roadmap-top")
    passes("away.roadmap-top")
    clock.refresh_from_db()
    assert (clock.state, clock.due_rung_at is not None) == ("open", True)
    decisions.raise_decision(decision.pk, "away.roadmap-host")
    assert now(decision).level == 3, "a replay does nothing"
    decisions.choose_option(now(decision), by=top, choice=1, words="At last.")
    assert not Clock.objects.filter(state="open").exists()


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (OPTIONS[:1], "away-options-missing"),
        (OPTIONS * 3, "away-options-missing"),
        ([*OPTIONS, ("Neither", "nobody knows")], "away-option-without-number"),
    ],
)
def test_f33_options_are_in_numbers(declined, ben, options, code):
    with pytest.raises(Refused) as refusal:
        decisions.open_decision(declined, by=ben, question="Which?", options=options)
    assert refusal.value.code == code
    endings.done(decisions.open_decision, declined, by=ben, question="Which?", options=OPTIONS)


def test_f33_it_is_opened_by_the_guests_lead_or_above_after_a_no(ledger, guest, declined, heads, ana, ben):
    with pytest.raises(Denied):
        decisions.open_decision(declined, by=ana, question="Which?", options=OPTIONS)
    endings.done(decisions.open_decision, declined, by=heads[0], question="Which?", options=OPTIONS)
    with pytest.raises(Refused) as refusal:
        decisions.open_decision(endings.asked(ledger, guest), by=ben, question="Which?", options=OPTIONS)
    assert refusal.value.code == "away-no-conflict"
