"""F36: how teams host and visit is looked at once a month; what lies far out is told, and nobody is punished."""

from datetime import timedelta

import pytest

from teams.away.actions.requests import decline_away
from teams.away.actions.signals import watch_teams
from teams.away.models import AwaySignal
from tests import make
from tests.away import stages

pytestmark = pytest.mark.django_db


def declined(home, later):
    """Five requests that Ana's team declines, and the month after."""
    service = make.service(home)
    for _ in range(5):
        request = make.away(service)
        decline_away(
            request, by=home.lead, reason="too-risky", answer="No.", value="3 of 9", source="https://data.example/x"
        )
    later(timedelta(days=32))


def test_f36_a_host_that_refuses_nearly_everybody_is_told_to_whoever_leads_its_division(home, later):
    head = make.person(name="Head")
    type(home.division).objects.filter(pk=home.division_id).update(head=head)
    declined(home, later)
    assert watch_teams() == 1
    signal = AwaySignal.objects.get()
    assert (signal.kind, signal.team, signal.asked) == ("fairness", home, head)
    assert [(part["name"], part["value"]) for part in signal.out] == [("Said yes", "0 of 5 of those answered, 0 %")]
    assert stages.waits_for(head) == ["away.signal"]


def test_f36_looking_again_tells_nothing_again(home, later):
    declined(home, later)
    assert (watch_teams(), watch_teams(), AwaySignal.objects.count()) == (1, 0, 1)
