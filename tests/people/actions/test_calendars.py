"""When people work: a week, holidays, absences with a deputy, freezes; each moves the clocks that depend on it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import clocks, jobs
from portal.kit.refusals import Denied, Invalid, Refused
from portal.models import AuditEntry, Notice
from teams.people.actions import calendars
from teams.people.actions.teams import join_team
from teams.people.models import Absence, Calendar, Freeze, WorkWeek
from teams.people.reads.calendars import absent, hours_of
from tests import make

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)
WEEK = {"week": WorkWeek.MONDAY_TO_FRIDAY, "opens": time(9), "closes": time(17)}


@pytest.fixture(autouse=True)
def monday(monkeypatch):
    """A Monday morning, at which everybody begins to work."""
    monkeypatch.setattr(clocks, "_kinds", dict(clocks._kinds))
    clocks.clock_kind("test.answer")
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)


def wait(awaited, days=2):
    whom = {"team" if hasattr(awaited, "lead") else "person": awaited}
    words = {"title": "Answer", "silence": "It counts as yes.", "url": "/"}
    return clocks.start("test.answer", awaited, days=days, hours=hours_of(awaited), **words, **whom)


def due(clock):
    clock.refresh_from_db()
    return clock.due_at.replace(tzinfo=None)


def test_a_clock_runs_while_the_awaited_team_works(home):
    clock = wait(home, 5)
    assert (clock.half_at, clock.due_at) == (MONDAY + timedelta(days=2, hours=4), datetime(2026, 12, 4, 17, tzinfo=UTC))


def test_a_team_keeps_the_holidays_of_its_country_from_the_day_it_says_so(ana, home):
    clock = wait(home, 20)
    assert due(clock) == datetime(2026, 12, 25, 17)
    calendars.set_calendar(home, by=ana, **WEEK, country="DE", region="BY")
    assert due(clock) == datetime(2026, 12, 28, 17)
    calendars.set_calendar(home, by=ana, **{**WEEK, "closes": time(16)}, country="DE")
    assert hours_of(home).day == timedelta(hours=7)
    assert due(clock) == datetime(2026, 12, 31, 15)  # the time given stays the 160 hours that were promised
    assert AuditEntry.objects.filter(verb="calendar.change").count() == 2


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"closes": time(9)}, "closes"),
        ({"country": "XX"}, "country"),
        ({"country": "DE", "region": "ZZ"}, "region"),
        ({"region": "BY"}, "region"),
        ({"week": 0}, "week"),
    ],
)
def test_a_calendar_nobody_can_work_by_is_refused(ana, home, facts, field):
    with pytest.raises(Invalid) as refusal:
        calendars.set_calendar(home, by=ana, **{**WEEK, **facts})
    assert list(refusal.value.fields) == [field]
    assert not Calendar.objects.exists()


def test_who_is_away_is_waited_for_and_their_deputy_may_answer(ana, home, ben):
    clock = wait(ana)
    assert list(clocks.waiting_for(ben)) == []
    absence = calendars.declare_absence(ana, by=ana, first_day=MONDAY.date(), last_day=date(2026, 12, 4), deputy=ben)
    assert due(clock) == datetime(2026, 12, 8, 17)
    assert list(clocks.waiting_for(ben)) == [clock]
    assert "You stand in for Ana Owner" in Notice.objects.get(person=ben).text
    assert absent([ana, ben]) == {ana.pk: absence}
    calendars.take_back_absence(absence, by=ana)
    assert due(clock) == datetime(2026, 12, 1, 17)
    assert list(clocks.waiting_for(ben)) == []
    with pytest.raises(Refused):
        calendars.take_back_absence(absence, by=ana)


def test_days_that_were_missed_stay_missed(ana, home, monkeypatch):
    clock = wait(ana)
    absence = calendars.declare_absence(ana, by=ana, first_day=MONDAY.date(), last_day=date(2026, 12, 11))
    monkeypatch.setattr(timezone, "now", lambda: MONDAY + timedelta(days=2))
    calendars.take_back_absence(absence, by=ana)
    assert (absence.last_day, due(clock)) == (date(2026, 12, 1), datetime(2026, 12, 3, 17))


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ((5, 4), "absence-ends-first"),
        ((-40, -20), "absence-long-over"),
        ((0, 400), "absence-too-long"),
        ((1, 3), "absence-declared-already"),
    ],
)
def test_days_that_make_no_sense_are_refused_and_nothing_is_written(ana, days, code):
    calendars.declare_absence(ana, by=ana, first_day=MONDAY.date(), last_day=date(2026, 12, 1))
    first, last = (MONDAY.date() + timedelta(days=day) for day in days)
    with pytest.raises(Invalid) as refusal:
        calendars.declare_absence(ana, by=ana, first_day=first, last_day=last)
    assert refusal.value.code == code
    assert Absence.objects.count() == 1


def test_a_deputy_is_somebody_else_who_works_here(ana, ben):
    day = MONDAY.date()
    ben.is_active = False
    for deputy in (ana, ben):
        with pytest.raises(Invalid, match="somebody else"):
            calendars.declare_absence(ana, by=ana, first_day=day, last_day=day, deputy=deputy)
    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.create(person=ana, first_day=day, last_day=day, deputy=ana, declared_by=ana)


def test_oneself_ones_manager_and_ones_lead_say_that_somebody_is_away(ana, home, ben):
    day = MONDAY.date()
    kim = make.person(manager=make.person(login="mo"))
    join_team(home, kim, by=ana)
    with pytest.raises(Denied):
        calendars.declare_absence(kim, by=ben, first_day=day, last_day=day)
    for step, by in enumerate((kim, kim.manager, ana)):
        then = day + timedelta(days=step)
        calendars.declare_absence(kim, by=by, first_day=then, last_day=then)
    assert Absence.objects.count() == 3


def test_a_freeze_stops_the_clocks_of_a_division_and_of_those_below_it(sam):
    head = make.person()
    top = make.division(head=head)
    inside = make.team(division=make.division(parent=top))
    outside = make.team()
    running = [wait(inside), wait(inside.lead), wait(outside)]
    freeze = calendars.set_freeze(
        top, by=head, first_day=date(2026, 12, 1), last_day=date(2026, 12, 3), reason="Audit."
    )
    jobs.run_waiting()
    assert [due(clock).day for clock in running] == [4, 4, 1]
    assert wait(make.person()).due_at.day == 1
    calendars.lift_freeze(freeze, by=head)
    jobs.run_waiting()
    assert [due(clock).day for clock in running] == [1, 1, 1]
    with pytest.raises(Refused):
        calendars.lift_freeze(freeze, by=head)


def test_who_may_freeze_what(ana, home, ben, sam):
    day = MONDAY.date()
    words = {"first_day": day, "last_day": day, "reason": "We move house."}
    for whose in (home, home.division, None):
        with pytest.raises(Denied):
            calendars.set_freeze(whose, by=ben, **words)
    calendars.set_freeze(home, by=ana, **words)
    calendars.set_freeze(None, by=sam, **words)
    with pytest.raises(Invalid):
        calendars.set_freeze(home, by=ana, **{**words, "reason": " "})
    with pytest.raises(Invalid):
        calendars.set_freeze(home, by=ana, **{**words, "last_day": day + timedelta(days=70)})
    with pytest.raises(Invalid):
        calendars.set_freeze(home, by=ana, **{**words, "first_day": date(2026, 11, 1), "last_day": date(2026, 11, 2)})
    assert Freeze.objects.count() == 2


def test_what_has_rung_stays_rung(ana, home, monkeypatch):
    clock = wait(ana)
    monkeypatch.setattr(timezone, "now", lambda: MONDAY + timedelta(days=2))
    assert clocks.ring_due() == 1
    calendars.declare_absence(ana, by=ana, first_day=MONDAY.date(), last_day=date(2026, 12, 4))
    assert due(clock) == datetime(2026, 12, 1, 17)
    assert clock.state == "lapsed"
