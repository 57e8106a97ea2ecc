"""F29: four things are handed back within ten working days; the hosts take them, ask once, or take them by silence."""

from datetime import timedelta

import pytest

from portal.kit import clocks
from portal.kit.refusals import Refused
from portal.models import Clock
from teams.away.actions import handing_back
from teams.away.models import AwayHandback
from teams.people.reads.calendars import hours_of
from tests.away import endings

pytestmark = pytest.mark.django_db


@pytest.fixture
def handback(ledger, guest):
    return endings.at_handback(ledger, guest)


def awaited(kind):
    clock = Clock.objects.filter(kind=kind, state="open").first()
    return clock.awaited_team if clock else None


def test_f29_the_guests_have_ten_working_days_for_four_things_and_then_the_hosts_have_theirs(handback, guest, home):
    assert awaited("away.handover") == guest
    clock = Clock.objects.get(kind="away.handover")
    assert hours_of(guest).between(clock.started_at, clock.due_at) == timedelta(hours=80)
    endings.hand_all_over(handback)
    assert (awaited("away.handover"), awaited("away.handback")) == (None, home)


def test_f29_the_hosts_ask_once_for_what_is_missing(handback, guest, home, ana, ben):
    assert awaited("away.handover") == guest
    endings.hand_all_over(handback)
    handing_back.ask_missing(handback, by=ana, missing="The alarm of the second queue.")
    assert (awaited("away.handover"), awaited("away.handback")) == (guest, None)
    handing_back.add_missing(handback, by=ben)
    assert awaited("away.handback") == home
    with pytest.raises(Refused) as refusal:
        handing_back.ask_missing(handback, by=ana, missing="And a third one.")
    assert refusal.value.code == "away-missing-asked"


def test_f29_silence_of_the_hosts_takes_it_back(handback, guest, passes):
    assert awaited("away.handover") == guest
    endings.hand_all_over(handback)
    passes("away.handback")
    request = endings.again(handback)
    assert (request.stay.state, request.handback.taken_by) == ("closing", None)
    handing_back.take_back_silently(request.pk)
    assert Clock.objects.filter(kind="away.measure").count() == 1, "a replay does nothing"


def test_f29_guests_who_hand_nothing_back_are_late_and_the_hosts_are_asked(handback, home, passes):
    assert handback.stay.state == "handback"
    passes("away.handover")
    assert AwayHandback.objects.get().late_at is not None
    assert awaited("away.handback") == home


def test_f29_what_is_handed_over_in_the_warranty_needs_no_second_time(ledger, guest, ben, home, passes):
    request = endings.in_warranty(ledger, guest)
    handing_back.hand_over(request, by=ben, kind="tests", link="https://code.example/tests")
    passes("away.warranty")
    assert awaited("away.handover") == guest
    endings.hand_all_over(request)
    assert awaited("away.handback") == home
    assert clocks.waiting_for(home.lead).filter(kind="away.handback").exists()
