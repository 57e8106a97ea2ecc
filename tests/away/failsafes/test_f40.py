"""F40: a team that ends leaves nothing hanging: what is open moves with the service, or ends in order."""

import pytest

from portal.kit import jobs
from portal.kit.refusals import Denied
from portal.models import Clock, Notice
from services.actions.handing_over import hand_over_service
from teams.away.actions.requests import agree_to_away
from teams.people.actions.disbanding import disband_team
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(home):
    """Leads the division of Ana's team, which hosts."""
    head = make.person(name="Hal Head")
    home.division.head = head
    home.division.save()
    return head


def again(request):
    request.refresh_from_db()
    return request


def running(request):
    return Clock.objects.filter(url__startswith=request.get_absolute_url(), state="open")


def test_f40_open_requests_and_charters_move_with_the_service_and_their_clocks_too(ledger, guest, ana, head):
    asked, signed = make.away(ledger, guest), make.away_signed(ledger, make.team())
    new = make.team(name="Books")
    hand_over_service(ledger, by=ana, to=new)
    jobs.run_waiting()
    for request in (again(asked), again(signed)):
        assert request.host == new
        assert running(request).exists()
        assert not running(request).filter(awaited_team__slug="home").exists()
        assert not running(request).filter(awaited_person=ana).exists()
    assert (asked.state, signed.state, signed.contact) == ("asked", "signed", new.lead)
    agree_to_away(asked, by=new.lead, contact=new.lead)
    with pytest.raises(Denied):
        hand_over_service(ledger, by=ana, to=ledger.team)


def test_f40_without_an_owner_whoever_leads_above_stands_in_until_there_is_one(ledger, guest, ana, head):
    asked = make.away(ledger, guest)
    disband_team(ledger.team, by=head, why="Two teams become one.")
    jobs.run_waiting()
    assert again(asked).stand_in == head
    kinds = set(running(asked).filter(awaited_person=head).values_list("kind", flat=True))
    assert kinds == {"away.orphan", "away.first", "away.answer"}
    assert Notice.objects.filter(person=head, text__contains="waits for an owner").count() == 1
    new = make.team(name="Books")
    hand_over_service(ledger, by=head, to=new)
    jobs.run_waiting()
    assert (again(asked).host, asked.stand_in, asked.state) == (new, None, "asked")
    assert set(running(asked).values_list("kind", flat=True)) == {"away.first", "away.answer"}
    assert set(running(asked).values_list("awaited_team", flat=True)) == {new.pk}


def test_f40_what_nobody_takes_over_in_time_ends_in_order(ledger, guest, ana, head, passes):
    asked, signed = make.away(ledger, guest), make.away_signed(ledger, make.team())
    disband_team(ledger.team, by=head, why="Nobody is left.")
    jobs.run_waiting()
    passes("away.orphan")
    passes("away.orphan")
    for request in (again(asked), again(signed)):
        assert (request.is_open, request.may_copy) == (False, True), request.state
        assert not running(request).exists()
    assert signed.stay.state == "left"


def test_f40_a_guest_that_is_disbanded_leaves_in_order(ledger, guest, ben, ana, head):
    asked, signed = make.away(ledger, guest), make.away_signed(ledger, guest)
    boss = make.person()
    guest.division.head = boss
    guest.division.save()
    disband_team(guest, by=boss, why="Checkout is part of Basket now.")
    jobs.run_waiting()
    assert (again(asked).state, again(signed).state) == ("expired", "ended")
    assert not running(asked).exists()
    assert not running(signed).exists()
    assert "was disbanded" in signed.outcome


def test_f40_a_service_that_becomes_the_guests_own_needs_nobody_any_more(ledger, guest, ana):
    asked = make.away(ledger, guest)
    hand_over_service(ledger, by=ana, to=guest)
    jobs.run_waiting()
    assert again(asked).state == "expired"
    assert "nobody needs to agree" in asked.outcome
