"""F12: before guests come the host shows that its own gates hold; what is not shown in time binds nobody."""

from datetime import timedelta

import pytest

from portal.models import Clock
from teams.away.actions import arriving
from teams.people.reads.calendars import hours_of
from tests.away import stages

pytestmark = pytest.mark.django_db


def test_f12_the_host_has_five_working_days_to_show_its_gates_before_anybody_comes(ledger, guest):
    request = stages.signed(ledger, guest)
    stay = stages.stay_of(request)
    assert (stay.state, stay.began_at) == ("preflight", None)
    assert [gate.code for gate in stay.gates.all()] == ["build", "tests", "docs", "local-run", "charter"]
    clock = Clock.objects.get(kind="away.preflight")
    assert (clock.awaited_team, hours_of(request.host).between(clock.started_at, clock.due_at)) == (
        request.host,
        timedelta(hours=40),
    )


def test_f12_what_is_red_or_not_shown_when_the_time_is_out_is_void_and_the_guests_come(ledger, guest, ana, passes):
    request = stages.signed(ledger, guest)
    assert stages.stay_of(request).gates.exists(), "nothing to show"
    arriving.show_gate(request, by=ana, number=1, state="green", link=stages.LINK)
    arriving.show_gate(request, by=ana, number=2, state="red", words="Three tests fail since the move.")
    passes("away.preflight")
    stay = stages.stay_of(request)
    assert [gate.state for gate in stay.gates.all()] == ["green", "void", "void", "void", "void"]
    assert stay.state in {"onboarding", "active"}


def test_f12_the_last_gate_that_is_green_or_waived_opens_the_door(ledger, guest, ana):
    request = stages.signed(ledger, guest)
    gates = list(stages.stay_of(request).gates.all())
    assert gates, "nothing to show"
    for gate in gates[:-1]:
        arriving.show_gate(request, by=ana, number=gate.number, state="green", link=stages.LINK)
    assert stages.stay_of(request).state == "preflight"
    arriving.show_gate(request, by=ana, number=gates[-1].number, state="waived", words="We run none of our own.")
    assert stages.stay_of(request).state == "onboarding"
    assert not Clock.objects.filter(kind="away.preflight", state=Clock.State.OPEN).exists()
