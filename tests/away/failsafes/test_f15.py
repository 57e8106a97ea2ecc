"""F15: a change that does nothing goes to production first; when it cannot, both leads have to react."""

import pytest

from portal.kit import clocks
from teams.away.actions import skeletons
from teams.away.actions.signs import see_sign
from teams.away.models import AwaySkeleton
from tests.away import stages

pytestmark = pytest.mark.django_db


def test_f15_nothing_in_production_in_time_is_a_pipeline_risk_and_both_leads_react(ledger, guest, ana, ben, passes):
    request = stages.begun(stages.signed(ledger, guest))
    passes("away.stall", "half")
    see_sign(request)
    passes("away.skeleton")
    skeleton = AwaySkeleton.objects.filter(stay__request=request).first()
    assert skeleton is not None and skeleton.is_risk, "no risk"
    assert {"away.react-host", "away.react-guest"} <= {
        *clocks.waiting_for(ana).values_list("kind", flat=True),
        *clocks.waiting_for(ben).values_list("kind", flat=True),
    }
    skeletons.react_to_risk(request, by=ana, words="The pipeline is rebuilt until Friday.")
    assert not clocks.is_running("away.react-host", request) and clocks.is_running("away.react-guest", request)
    skeletons.show_skeleton(request, by=ben, link=stages.LINK)
    skeleton.refresh_from_db()
    assert (skeleton.is_risk, skeleton.host_words) == (False, "The pipeline is rebuilt until Friday.")
    assert not clocks.is_running("away.react-guest", request)


def test_f15_the_guests_are_asked_for_it_when_they_begin(ledger, guest, ben):
    request = stages.begun(stages.signed(ledger, guest))
    assert clocks.is_running("away.skeleton", request)
    skeletons.show_skeleton(request, by=ben, link=stages.LINK)
    assert not clocks.is_running("away.skeleton", request)
