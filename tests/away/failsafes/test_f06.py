"""F6: a decision has its time; silence passes the request on, and at last the guests may build a copy."""

from datetime import timedelta

import pytest

from portal.models import Clock
from teams.people.reads.calendars import hours_of
from tests import make

pytestmark = pytest.mark.django_db


def test_f6_silence_passes_the_request_on_and_then_frees_the_guests(ledger, guest, passes):
    request = make.away(ledger, guest)
    passes("away.answer")
    request.refresh_from_db()
    assert request.state == "escalated"
    passes("away.escalation")
    request.refresh_from_db()
    assert (request.state, request.may_copy) == ("expired", True)


def test_f6_the_host_has_five_working_days_of_its_own_calendar(ledger, guest):
    make.away(ledger, guest)
    clock = Clock.objects.filter(kind="away.answer").first()
    assert clock, "nobody is waited for"
    assert hours_of(ledger.team).between(clock.started_at, clock.due_at) == timedelta(hours=40)
