"""F4: the guest's manager confirms people and time; until then the request sleeps, and it never waits for nobody."""

import pytest

from portal.kit import clocks
from portal.kit.refusals import Denied, Refused
from portal.models import Clock
from teams.away.actions.requests import agree_to_away
from teams.away.actions.sponsoring import confirm_sponsored, name_sponsor, refuse_sponsored
from teams.away.models import AwayDraft
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(db):
    return make.person(login="chief", name="Cleo Chief")


@pytest.fixture
def head(db):
    return make.person(login="head", name="Hal Head")


@pytest.fixture
def guest(ben, head, chief):
    """Ben's team, in a division that Hal leads, below one of Cleo's."""
    above = make.division(head=chief, name="Shop")
    return make.team(ben, lead=ben, slug="checkout", name="Checkout", division=make.division(head=head, parent=above))


def test_f4_the_host_is_not_asked_and_its_time_does_not_begin_before_the_sponsor_confirms(
    ledger, guest, head, ana, later
):
    request = make.away(ledger, guest, confirmed=False)
    assert (request.state, request.sponsor) == ("sent", head)
    assert not clocks.waiting_for(ana).exists()
    with pytest.raises(Refused):
        agree_to_away(request, by=ana, contact=ana)
    confirm_sponsored(request, by=head)
    assert (request.state, request.sponsor) == ("asked", head)
    assert set(clocks.waiting_for(ana).values_list("kind", flat=True)) == {"away.first", "away.answer"}
    assert not Clock.objects.filter(kind="away.sponsor", state="open").exists()


def test_f4_silence_asks_the_next_one_above_and_at_the_top_it_is_a_draft_again(ledger, guest, chief, ben, passes):
    request = make.away(ledger, guest, confirmed=False, title="Refunds in euro")
    passes("away.sponsor")
    request.refresh_from_db()
    assert (request.state, request.sponsor) == ("sent", chief)
    passes("away.sponsor")
    request.refresh_from_db()
    assert request.state == "returned"
    draft = AwayDraft.objects.get(made_by=ben, ended_at=None)
    assert (draft.title, draft.came_from) == ("Refunds in euro", request)
    assert draft.words["now_value"] == "1900"
    assert not Clock.objects.filter(subject=f"away.awayrequest:{request.pk}", state="open").exists()


def test_f4_a_no_goes_back_as_a_draft_with_its_reason_and_the_host_hears_nothing(ledger, guest, head, ana):
    request = make.away(ledger, guest, confirmed=False)
    assert request.state == "sent"
    refuse_sponsored(request, by=head, answer="We need him at home until March.")
    assert (request.state, request.outcome) == ("returned", "We need him at home until March.")
    assert AwayDraft.objects.open().count() == 1
    assert not clocks.waiting_for(ana).exists()


def test_f4_another_manager_may_be_named_and_nobody_else(ledger, guest, chief, ben, ana):
    request = make.away(ledger, guest, confirmed=False)
    assert request.state == "sent"
    with pytest.raises(Refused) as refusal:
        name_sponsor(request, by=ben, sponsor=ana)
    assert refusal.value.code == "away-sponsor-elsewhere"
    name_sponsor(request, by=ben, sponsor=chief)
    assert clocks.waiting_for(chief).get().kind == "away.sponsor"
    with pytest.raises(Denied):
        confirm_sponsored(request, by=ben)


def test_f4_a_manager_who_asks_has_confirmed_by_asking(ledger, guest, head, ben, ana):
    from teams.people.actions.teams import join_team

    join_team(guest, head, by=ben)
    request = make.away(ledger, guest, confirmed=False, by=head)
    assert (request.state, request.sponsor) == ("asked", head)
