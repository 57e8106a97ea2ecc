"""F37: a host that lives of its guests is shown to whoever leads its division, once a quarter."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from teams.away.actions.signals import answer_signal, watch_teams
from teams.away.models import AwayRequest, AwaySignal, AwayStay
from tests import make

pytestmark = pytest.mark.django_db


def visited(home, later, guests):
    """So many signed charters at Ana's team, and the first days of the next quarter."""
    service = make.service(home)
    for _ in range(guests):
        request = make.away_signed(service)
        AwayStay.objects.filter(request=request).update(
            state="warranty", released_at=timezone.now()
        )  # their place is free
    now = timezone.now()
    month = (now.month - 1) // 3 * 3 + 4
    later(datetime(now.year + month // 13, (month - 1) % 12 + 1, 2, tzinfo=UTC) - now)


def test_f37_five_away_teams_in_a_year_are_a_signal_to_fund_the_host_or_split_it(home, later):
    visited(home, later, 5)
    watch_teams()
    signal = AwaySignal.objects.filter(kind="staffing").first()
    assert signal, "nobody is told"
    assert [(part["name"], part["value"], part["bound"]) for part in signal.out] == [
        ("Away teams in a year", "5", "at most 4")
    ]
    answer_signal(signal, by=make.steward(), answer="fund", words="Two people join in spring.")
    assert AwaySignal.objects.get(kind="staffing").answer == "fund"
    assert AwayRequest.objects.open().count() == 5  # nothing happens to anybody
