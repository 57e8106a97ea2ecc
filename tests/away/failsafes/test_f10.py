"""F10: a charter says what counts as done, and one that nobody drafts gets somebody who helps."""

import pytest

from portal.kit import clocks
from portal.kit.refusals import Invalid
from tests import make

pytestmark = pytest.mark.django_db


def test_f10_a_charter_that_does_not_say_when_it_is_done_is_refused(ledger, guest):
    with pytest.raises(Invalid) as refusal:
        make.charter(make.away_agreed(ledger, guest), criteria=[" "])
    assert refusal.value.code == "away-criteria-missing"


def test_f10_a_charter_nobody_drafts_goes_to_whoever_leads_above_the_guests(ledger, ben, passes):
    head = make.person(name="Priya Head")
    guest = make.team(ben, lead=ben, division=make.division(head=head))
    request = make.away_agreed(ledger, guest)
    passes("away.draft")
    request.refresh_from_db()
    assert (request.urged, request.urged_side) == (head, "guest")
    assert clocks.waiting_for(head).get().kind == "away.urge"


def test_f10_a_charter_nobody_drafts_gets_somebody_independent_first_and_the_guests_head_after(ana, ben, passes):
    top = make.division(head=make.person(name="Priya Head"))
    host, guest = make.team(ana, lead=ana, division=top), make.team(ben, lead=ben, division=top)
    request = make.away_agreed(make.service(host), guest)
    passes("away.draft")
    request.refresh_from_db()
    assert (request.mediator, request.urged) == (top.head, None)
    passes("away.mediate")
    request.refresh_from_db()
    assert request.urged == top.head


def test_f10_a_bar_raiser_who_is_good_at_working_together_comes_before_whoever_leads(ana, ben, passes):
    top = make.division(head=make.person(name="Priya Head"))
    host, guest = make.team(ana, lead=ana, division=top), make.team(ben, lead=ben, division=top)
    raiser = make.bar_raiser(topics=["collaboration"]).person
    request = make.away_agreed(make.service(host), guest)
    passes("away.draft")
    request.refresh_from_db()
    assert request.mediator == raiser
    make.charter(request, by=raiser)
    assert request.charters.get().drafted_by == raiser
