"""F27: for ten working days after the release, what breaks in what the guests touched reaches them as second line."""

from datetime import timedelta

import pytest

from portal.kit import clocks
from portal.models import Clock, Notice
from teams.people.reads.calendars import hours_of
from tests.away import endings

pytestmark = pytest.mark.django_db


@pytest.fixture
def released(ledger, guest):
    return endings.released(ledger, guest)


def test_f27_the_guests_stand_by_for_ten_working_days_and_the_warranty_follows_by_the_clock(released, guest, passes):
    assert released.stay.state == "released"
    clock = Clock.objects.get(kind="away.window")
    assert (clock.awaited_team, hours_of(guest).between(clock.started_at, clock.due_at)) == (
        guest, timedelta(hours=80),
    )  # fmt: skip
    passes("away.window")
    request = endings.again(released)
    assert (request.stay.state, clock.title != "") == ("warranty", True)


def test_f27_an_incident_in_that_time_calls_the_guests_at_once(released, ben):
    incident = endings.incident(released, severity=1)
    assert incident.second_line
    clock = clocks.waiting_for(ben).get(kind="away.mend")
    assert abs(clock.due_at - clock.started_at - timedelta(hours=4)) < timedelta(minutes=1)
    assert Notice.objects.filter(person=ben, text__contains="reports incident 1").exists()


def test_f27_an_incident_after_it_is_no_longer_theirs_as_second_line(released, passes):
    first = endings.incident(released)
    passes("away.window")
    second = endings.incident(released)
    assert (first.second_line, second.second_line) == (True, False)
