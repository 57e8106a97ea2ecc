"""Access of guests, where it ends and begins again more than once (F13)."""

import pytest
from django.utils import timezone

from portal.kit import clocks, jobs
from teams.away.actions import access
from teams.away.actions.charters import sign_charter
from teams.away.models import AwayAccess
from tests import make
from tests.away import stages

pytestmark = pytest.mark.django_db


def test_whose_access_ended_twice_is_let_in_once_again_for_the_warranty():
    request = make.away_signed()
    over = {"ended_at": timezone.now(), "end": AwayAccess.End.LAST_DAY, "granted_at": timezone.now()}
    first = request.stay.accesses.first()
    request.stay.accesses.update(**over)
    AwayAccess.objects.create(stay=request.stay, person=first.person, scope=first.scope, **over)
    access.go_on_writing(request, request.stay)
    assert request.stay.accesses.filter(ended_at=None, person=first.person).count() == 1


def test_a_door_that_opens_after_the_last_day_lets_nobody_write(until):
    request = make.away_agreed()
    digest = make.charter(request, ends_on=make.soon(2)).digest
    for lead in (request.guest.lead, request.host.lead):
        sign_charter(request, by=lead, digest=digest)
    until("away.finish")
    clocks.ring_due()
    jobs.run_waiting()
    assert stages.stay_of(request).state == "preflight"
    stages.onboarding(stages.again(request))
    assert stages.stay_of(request).state == "onboarding"
    assert not stages.stay_of(request).accesses.exists()
