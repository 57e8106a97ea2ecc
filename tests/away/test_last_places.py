"""Two hosts that agree at the same moment: the last place is given once (F9)."""

import threading
from contextlib import suppress

import pytest
from django.db import connections

from teams.away.actions import places
from teams.away.actions.requests import agree_to_away
from teams.away.models import AwayRequest
from tests import make

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

READ_BEFORE = 0.4  # seconds that one waits for the other to have counted, too


@pytest.fixture
def agree(monkeypatch):
    """Both hosts at once: who has counted the places waits for the other to have counted them, unless it is held."""

    def at_once(*requests):
        counted, why_full, said = threading.Barrier(len(requests)), places.why_full, []

        def full(request):
            found = why_full(request)
            with suppress(threading.BrokenBarrierError):
                counted.wait(READ_BEFORE)
            return found

        def act(pk):
            try:
                request = AwayRequest.objects.with_teams().get(pk=pk)
                said.append(agree_to_away(request, by=request.host.lead, contact=request.host.lead).state)
            finally:
                connections.close_all()

        monkeypatch.setattr(places, "why_full", full)
        threads = [threading.Thread(target=act, args=(one.pk,)) for one in requests]
        for one in threads:
            one.start()
        for one in threads:
            one.join(60)
        return sorted(said)

    return at_once


def last_place():
    """Two teams ask a host that has one away team already and takes two."""
    service = make.service()
    lead = service.team.lead
    agree_to_away(make.away(service, make.team()), by=lead, contact=lead)
    return [make.away(service, make.team()) for _ in range(2)]


def same_person():
    """Somebody of two teams is to come to two hosts; a person is in one away team at a time."""
    both = make.person()
    return [make.away(make.service(), make.team(both), people=[(both, 50)]) for _ in range(2)]


@pytest.mark.parametrize("asked", [last_place, same_person])
def test_the_last_place_is_given_once(agree, asked):
    assert agree(*asked()) == ["agreed", "queued"]


@pytest.mark.parametrize("asked", [last_place, same_person])
def test_held_by_nobody_it_would_be_given_twice(agree, asked, monkeypatch):
    """Else the trial above would show nothing."""
    monkeypatch.setattr(places, "hold_sides", lambda request: None)
    assert agree(*asked()) == ["agreed", "agreed"]
