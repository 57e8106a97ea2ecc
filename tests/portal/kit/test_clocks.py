"""Clocks: what is awaited, from whom, until when, and what silence means."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import clocks
from portal.models import Clock
from tests import make

pytestmark = pytest.mark.django_db
rings: list[tuple[str, int]] = []


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    rings.clear()
    monkeypatch.setattr(clocks, "_kinds", dict(clocks._kinds))
    clocks.clock_kind(
        "test.answer", half=lambda pk: rings.append(("half", pk)), due=lambda pk: rings.append(("due", pk))
    )
    clocks.clock_kind("test.stays", due=lambda pk: rings.append(("due", pk)), lapses=False)


def start(thing, kind="test.answer", **facts):
    words = {
        "title": "Answer", "silence": "It counts as yes.", "url": "/", "due_at": timezone.now() + timedelta(days=2),
        **facts,
    }  # fmt: skip
    return clocks.start(kind, thing, **words)


def test_half_time_and_the_due_time_ring_once_each(ana, ben, later):
    start(ben, person=ana)
    assert clocks.ring_due() == 0
    later(timedelta(days=1, minutes=1))
    assert (clocks.ring_due(), clocks.ring_due()) == (1, 0)
    later(timedelta(days=1))
    assert (clocks.ring_due(), clocks.ring_due()) == (1, 0)
    assert rings == [("half", ben.pk), ("due", ben.pk)]


def test_what_was_due_before_it_is_awaited_is_due_at_once(ana, ben):
    clock = start(ben, person=ana, due_at=timezone.now() - timedelta(days=1))
    assert clock.half_at == clock.started_at
    assert (clocks.ring_due(), clocks.ring_due()) == (1, 0)
    assert rings == [("due", ben.pk)]


def test_the_next_ring_is_the_first_half_or_due_time_that_has_not_rung(ana, ben, later):
    assert clocks.rings_next() is None
    clock = start(ben, person=ana)
    assert clocks.rings_next() == clock.half_at
    later(timedelta(days=1, minutes=1))
    clocks.ring_due()
    assert clocks.rings_next() == clock.due_at
    later(timedelta(days=1))
    clocks.ring_due()
    assert clocks.rings_next() is None


def test_silence_closes_the_clock_at_its_due_time(ana, ben, later):
    clock = start(ben, person=ana)
    later(timedelta(days=3))
    clocks.ring_due()
    clock.refresh_from_db()
    assert clock.state == Clock.State.LAPSED
    assert clock.closed_at is not None


def test_a_ring_that_fails_keeps_no_other_from_ringing_and_is_heard_of(ana, ben, sam, later):
    """``ring_due`` runs in the order of the clocks: the first one must not hold up all that come after it."""
    broken = [True]

    def ring(pk):
        rings.append(("tried", pk))
        if broken:
            raise ZeroDivisionError

    clocks.clock_kind("test.broken", due=ring)
    bad = start(sam, kind="test.broken", person=ana)
    start(ben, person=ana)
    later(timedelta(days=3))
    with pytest.raises(ZeroDivisionError):
        clocks.ring_due()
    assert rings == [("tried", sam.pk), ("due", ben.pk)]
    bad.refresh_from_db()
    assert (bad.state, bad.due_rung_at) == (Clock.State.OPEN, None)
    broken.clear()
    assert clocks.ring_due() == 1


def test_a_clock_that_does_not_lapse_stays_in_the_inbox_and_is_late(ana, ben, later):
    start(ben, kind="test.stays", person=ana)
    later(timedelta(days=3))
    clocks.ring_due()
    assert clocks.ring_due() == 0
    assert clocks.waiting_for(ana).count() == 1


def test_an_answer_stops_the_clock(ana, ben, later):
    start(ben, person=ana)
    assert clocks.meet("test.answer", ben)
    assert not clocks.meet("test.answer", ben)
    later(timedelta(days=3))
    assert clocks.ring_due() == 0
    assert rings == []


def test_an_inbox_holds_what_waits_for_me_and_for_my_teams_due_first(ana, ben, home):
    later_due = start(ben, person=ana, due_at=timezone.now() + timedelta(days=5))
    sooner = start(home, team=home, due_at=timezone.now() + timedelta(days=1))
    assert list(clocks.waiting_for(ana)) == [sooner, later_due]
    assert list(clocks.waiting_for(ben)) == []


def test_a_former_member_is_no_longer_asked(ana, ben, home):
    from teams.people.actions.teams import join_team, leave_team

    join_team(home, ben, by=ana)
    start(home, team=home)
    assert clocks.waiting_for(ben).count() == 1
    leave_team(home, ben, by=ana)
    assert clocks.waiting_for(ben).count() == 0


def test_the_asker_sees_what_they_wait_for(ana, ben):
    clock = start(ben, person=ana, asked_by=ben)
    assert list(clocks.asked_by(ben)) == [clock]


def test_the_same_thing_is_awaited_once(ana, ben):
    start(ben, person=ana)
    with pytest.raises(IntegrityError), transaction.atomic():
        start(ben, person=ana)


def test_a_clock_awaits_exactly_one(ana, ben, home):
    for awaited in ({}, {"person": ana, "team": home}):
        with pytest.raises(IntegrityError), transaction.atomic():
            start(ben, **awaited)


def test_an_unknown_kind_is_a_bug(ana, ben):
    with pytest.raises(KeyError):
        start(ben, kind="test.unheard-of", person=ana)


def test_a_page_full_of_late_clocks_is_rung_in_batches(ana, later):
    for _ in range(3):
        start(make.person(), person=ana)
    later(timedelta(days=3))
    assert clocks.ring_due() == 3
