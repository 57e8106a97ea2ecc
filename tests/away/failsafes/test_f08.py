"""F8: a promise binds; late by ten working days it opens the service to the guests."""

import pytest

from portal.models import AuditEntry
from teams.away.actions.offers import take_offered
from tests import make

pytestmark = pytest.mark.django_db


def test_f8_a_promise_late_by_ten_working_days_becomes_an_away_team_by_the_clock_alone(ledger, guest, ben, passes):
    request = take_offered(make.away_offered(ledger, guest), by=ben)
    passes("away.promise")
    request.refresh_from_db()
    assert request.state == "promised", "the grace has only begun"
    passes("away.grace")
    request.refresh_from_db()
    assert request.state == "agreed"
    assert AuditEntry.objects.get(verb="awayrequest.miss").actor is None
