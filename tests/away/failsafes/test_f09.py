"""F9: a host has two away teams at once and a person is in one; who was agreed to beyond it waits in a queue."""

import pytest

from portal.kit import jobs
from portal.models import Clock
from teams.away.actions.requests import agree_to_away, end_away
from teams.away.models import AwayStrain
from teams.away.reads.places import place_of
from tests import make

pytestmark = pytest.mark.django_db


def agreed(ledger, ana, **words):
    request = make.away(ledger, make.team(), **words)
    return agree_to_away(request, by=ana, contact=ana)


def test_f9_the_third_and_fourth_wait_in_order_and_begin_by_themselves(ledger, ana):
    first, _, third, fourth = (agreed(ledger, ana) for _ in range(4))
    assert (third.state, place_of(third), fourth.state, place_of(fourth)) == ("queued", 1, "queued", 2)
    assert Clock.objects.filter(kind="away.queue", state="open").count() == 2
    end_away(first, by=ana, answer="They need not come.")
    jobs.run_waiting()
    for one in (third, fourth):
        one.refresh_from_db()
    assert (third.state, fourth.state, place_of(fourth)) == ("agreed", "queued", 1)
    assert Clock.objects.filter(kind="away.draft", state="open", subject=f"away.awayrequest:{third.pk}").exists()


def test_f9_a_person_is_in_one_away_team_at_a_time(ledger, guest, ben, ana):
    elsewhere = make.service()
    first = make.away(elsewhere, guest, people=[(ben, 50)])
    agree_to_away(first, by=elsewhere.team.lead, contact=elsewhere.team.lead)
    second = make.away(ledger, guest, people=[(ben, 20)])
    agree_to_away(second, by=ana, contact=ana)
    assert second.state == "queued"
    end_away(first, by=ben, answer="It is not needed.")
    jobs.run_waiting()
    second.refresh_from_db()
    assert second.state == "agreed"


def test_f9_nobody_waits_for_ever_whoever_leads_above_is_asked(ledger, ana, passes):
    head = make.person()
    ledger.team.division.head = head
    ledger.team.division.save()
    requests = [agreed(ledger, ana) for _ in range(3)]
    assert requests[2].state == "queued"
    passes("away.queue")
    requests[2].refresh_from_db()
    assert (requests[2].state, requests[2].escalated_to) == ("escalated", head)
    assert AwayStrain.objects.get().kind == "full"
    agree_to_away(requests[2], by=head, contact=ana)
    assert requests[2].state == "agreed"
