"""A year that is played: nothing waits for nobody, nothing acts twice, and the same seed plays the same year."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from portal.kit import clocks
from portal.models import AuditEntry, Clock
from portal.year.playing import Play
from portal.year.watching import Watch

pytestmark = pytest.mark.django_db
MANAGE = Path(__file__).parents[2] / "manage.py"


def played(seed: int, **facts: Any) -> Watch:
    return Play(seed, **{"teams": 8, "days": 18, "asked_a_day": 1.5, **facts}).play()


def test_nothing_is_stuck_and_no_tick_acts_twice():
    watch = played(3)
    assert watch.told["requests"] > 10
    assert sorted(watch.stuck) == []
    assert dict(watch.double_acts) == {}
    assert watch.complaints == {}
    assert {"asked", "agreed"} <= set(watch.told["states_seen"])


def test_the_year_goes_by_in_a_year():
    played(3, days=10)
    days = {entry.at.date() for entry in AuditEntry.objects.all()}
    assert {str(min(days)), str(max(days))} <= {f"2026-01-{day:02}" for day in range(5, 16)}


def test_the_onlooker_sees_what_waits_for_nobody(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("teams.away.actions.waiting.await_draft", lambda request: None)
    assert any("waits for nobody" in line for line in played(3).stuck)


def test_the_onlooker_sees_a_clock_that_rings_twice(monkeypatch: pytest.MonkeyPatch):
    mark = clocks._ring

    def ring(pk: int, subject: str, name: str, act: Any, changes: Any) -> bool:
        rung = mark(pk, subject, name, act, changes)
        Clock.objects.filter(pk=pk).update(**{name: None})  # as if nobody had noted that it rang
        return rung

    monkeypatch.setattr(clocks, "_ring", ring)
    watch = played(3, days=6)
    assert watch.double_acts["the tick"] > 0 or "a tick that does not come to an end" in watch.complaints


def test_the_command_plays_in_a_database_of_its_own_and_tells_the_same_year_for_the_same_seed():
    told = []
    for _ in range(2):
        asked = [sys.executable, str(MANAGE), "simulate_year", "--teams", "5", "--days", "6", "--seed", "4", "--json"]
        done = subprocess.run(asked, capture_output=True, text=True, timeout=300, check=True)
        told.append(json.loads(done.stdout.splitlines()[-1]))
        assert told[-1].pop("ticks_per_second") > 0
    assert told[0] == told[1]
    assert (told[0]["stuck"], told[0]["double_acts"], told[0]["complaints"]) == (0, 0, {})
    assert told[0]["requests"] > 0
