"""F14: the host hands guests what they need; late is counted, and the work begins all the same."""

import pytest

from portal.models import Notice
from teams.away.actions import arriving
from teams.away.models import AwayPack
from tests.away import stages

pytestmark = pytest.mark.django_db


@pytest.fixture
def met(ledger, guest):
    return stages.signed(ledger, guest)


def opened(met):
    """The door is open, and the pack is waited for."""
    request = stages.onboarding(met)
    assert stages.stay_of(request).state == "onboarding", "nothing is waited for"
    return request


def test_f14_the_work_begins_when_the_pack_is_handed_over(met, ana):
    request = opened(met)
    pack = arriving.hand_pack(request, by=ana, **stages.PACK)
    stay = stages.stay_of(request)
    assert (stay.state, stay.began_at is None, pack.handed_by) == ("active", False, ana)


def test_f14_the_lead_of_the_host_is_nudged_at_half_time(met, ana, passes):
    opened(met)
    passes("away.pack", "half")
    assert Notice.objects.filter(person=ana, text__contains="half of the time has gone").exists()


def test_f14_a_late_pack_is_counted_and_the_work_begins_without_it(met, passes, ana):
    request = opened(met)
    passes("away.pack")
    pack = AwayPack.objects.get(stay__request=request)
    assert (stages.stay_of(request).state, pack.handed_at, pack.late_at is None) == ("active", None, False)
    arriving.hand_pack(request, by=ana, **stages.PACK)
    pack.refresh_from_db()
    assert (pack.handed_by, pack.late_at is None) == (ana, False)


def test_f14_guests_may_begin_without_it_and_the_host_still_owes_it(met, ben, passes):
    request = opened(met)
    arriving.begin_work(request, by=ben)
    assert stages.stay_of(request).state == "active"
    passes("away.pack")
    assert AwayPack.objects.get(stay__request=request).late_at is not None
