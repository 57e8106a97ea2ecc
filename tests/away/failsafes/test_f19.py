"""F19: what was not signed is a numbered demand; the guests may refuse it, and too many force a look back."""

from datetime import timedelta

import pytest

from portal.models import Clock, Notice
from teams.away.actions.demands import answer_demand
from teams.away.models import AwayRequest, AwayStay
from teams.away.reads.requests import request_page
from teams.people.reads.calendars import hours_of
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(ledger, guest):
    return AwayRequest.objects.with_sides().get(pk=make.away_signed(ledger, guest).pk)


def test_f19_a_demand_counts_only_when_the_guests_accept_it(signed, ben):
    before = signed.charters.get().digest
    demand = make.demand(signed)
    assert (demand.number, demand.state, signed.charters.get().digest) == (1, "open", before)
    answer_demand(demand, by=ben, accepts=False, reply="Nine days, and not in scope.")
    assert signed.demands.get().state == "refused"


def test_f19_silence_refuses_a_demand(signed, passes):
    demand = make.demand(signed)
    passes("away.demand")
    demand.refresh_from_db()
    assert (demand.state, demand.answered_by) == ("refused", None)


def test_f19_the_guests_have_three_working_days(signed):
    make.demand(signed)
    clock = Clock.objects.filter(kind="away.demand").first()
    assert clock, "nobody is asked"
    assert hours_of(signed.guest).between(clock.started_at, clock.due_at) == timedelta(hours=24)


def test_f19_more_than_three_demands_call_for_a_look_back(signed):
    for _ in range(4):
        make.demand(signed)
    assert request_page(signed).looks_back


def test_f19_more_than_three_demands_are_written_on_the_stay_once_and_both_leads_hear_of_it(signed, ana, ben):
    for number in range(3):
        make.demand(signed)
        assert AwayStay.objects.get().look_back_at is None, number
    make.demand(signed)
    first = AwayStay.objects.get().look_back_at
    assert first is not None
    make.demand(signed)
    assert AwayStay.objects.get().look_back_at == first
    for lead in (ana, ben):
        assert Notice.objects.filter(person=lead, text__contains="owe a look back").count() == 1
