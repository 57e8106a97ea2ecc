"""F11: both leads sign the same text; a change needs both again; what is not signed in time is passed on."""

import pytest

from teams.away.actions.charters import sign_charter
from tests import make

pytestmark = pytest.mark.django_db


def test_f11_the_work_begins_only_when_both_leads_have_signed_the_same_digest(ledger, guest, ana, ben):
    request = make.away_agreed(ledger, guest)
    first = make.charter(request)
    sign_charter(request, by=ana, digest=first.digest)
    request.refresh_from_db()
    assert request.state == "agreed", "one signature is not enough"
    sign_charter(request, by=ben, digest=first.digest)
    request.refresh_from_db()
    assert request.state == "signed"


def test_f11_a_later_edit_needs_both_signatures_again(ledger, guest, ana, ben):
    request = make.away_agreed(ledger, guest)
    sign_charter(request, by=ben, digest=make.charter(request).digest)
    second = make.charter(request, gates="Also a load test.")
    sign_charter(request, by=ana, digest=second.digest)
    request.refresh_from_db()
    assert request.state == "agreed", "the guests signed another text"


def test_f11_a_charter_not_signed_in_time_is_passed_on(ana, guest, passes):
    head = make.person(name="Priya Head")
    host = make.team(ana, lead=ana, division=make.division(head=head))
    request = make.away_agreed(make.service(host), guest)
    make.charter(request)
    passes("away.sign")
    request.refresh_from_db()
    assert (request.urged, request.urged_side) == (head, "host")
