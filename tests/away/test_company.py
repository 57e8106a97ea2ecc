"""With whom a team has worked in away teams, as other rooms may ask."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.kit.company import company_of
from teams.away.models import AwayRequest
from tests import make

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


def test_whoever_comes_is_tied_to_the_hosts_and_the_hosts_to_the_guests():
    request = make.away_signed()
    came = {member.person_id for member in request.members.all()}
    since = timezone.now() - YEAR
    hosts, guests = company_of(request.host_id, since), company_of(request.guest_id, since)
    assert came
    assert (hosts.people, hosts.teams) == (came, frozenset())
    assert (guests.people, guests.teams) == (frozenset(), {request.host_id})


def test_what_was_over_before_or_never_signed_ties_nobody():
    request, asked = make.away_signed(), make.away()
    now = timezone.now()
    AwayRequest.objects.filter(pk=request.pk).update(
        state="ended", closed_at=now - timedelta(days=364), closed_by=request.asked_by
    )
    assert company_of(request.host_id, now - YEAR).people
    assert not company_of(request.host_id, now - timedelta(days=363)).people
    assert not company_of(asked.host_id, now - YEAR).people
