"""F39: a closed service says so at once, until when, and whom to ask; and that it was wanted is counted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.models import Clock
from services.models import Service
from teams.away.reads.closed import wanted_while_closed
from tests import make

pytestmark = pytest.mark.django_db


def test_f39_a_closed_service_answers_not_open_with_its_last_day_and_whom_to_ask_and_is_counted(ledger, guest, ana):
    until = timezone.now().date() + timedelta(days=40)
    closed = {"source_open": False, "closed_reason": "Card data", "closed_until": until, "closed_by": ana}
    Service.objects.filter(pk=ledger.pk).update(**closed)
    ledger.refresh_from_db()
    request = make.away(ledger, guest)
    assert request.state == "not-open"
    assert f"{until:%-d %B %Y}" in request.answer
    assert "Ask Ana Owner" in request.answer
    assert not Clock.objects.exists(), "nobody has to answer it"
    assert wanted_while_closed(service=ledger) == wanted_while_closed(team=ledger.team) == 1
