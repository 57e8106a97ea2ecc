"""Clocks: what is awaited, from whom, until when, and what silence means. Rows, read by a periodic job.

Time is given as a moment, or as working days of whoever is awaited. Then holidays and absences move the due time, and
whoever keeps the calendars reckons the running clocks again (`reckon`) when one of them changes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from portal.kit import audit
from portal.kit.hours import Hours
from portal.models import Clock

Ring = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Kind:
    """What happens at half time and at the due time of clocks of this kind; both get the subject's id."""

    half: Ring | None
    due: Ring | None
    lapses: bool


_kinds: dict[str, Kind] = {}


def clock_kind(name: str, *, half: Ring | None = None, due: Ring | None = None, lapses: bool = True) -> None:
    """Register a kind. ``lapses``: at the due time silence has spoken and the clock closes; else it stays, late."""
    if name in _kinds:
        raise RuntimeError(f"Two kinds of clock named {name}.")
    _kinds[name] = Kind(half, due, lapses)


def start(
    kind: str,
    thing: models.Model,
    *,
    title: str,
    silence: str,
    url: str,
    due_at: datetime | None = None,
    days: float = 0,
    hours: Hours | None = None,
    person: Any = None,
    team: Any = None,
    asked_by: Any = None,
) -> Clock:
    """Start waiting, in the caller's transaction, for one person or one team. KeyError for an unknown kind.

    The time given is either until ``due_at``, or so many working ``days`` of the ``hours`` of whoever is awaited.
    """
    _kinds[kind]
    now = timezone.now()
    if hours is not None:
        work = hours.day * days
        half_at, due_at = hours.after(now, work / 2), hours.after(now, work)
    elif due_at is not None:
        work, half_at = None, now + (due_at - now) / 2
    else:
        raise TypeError("A clock needs a due time, or working days and the hours of whoever is awaited.")
    return Clock.objects.create(
        kind=kind,
        subject=audit.ref(thing),
        title=title[:300],
        silence=silence[:300],
        url=url,
        awaited_person=person,
        awaited_team=team,
        asked_by=asked_by,
        started_at=now,
        work=work,
        half_at=half_at,
        due_at=due_at,
    )


def by_working_time() -> models.QuerySet[Clock]:
    """Running clocks whose due time depends on a calendar."""
    return Clock.objects.filter(state=Clock.State.OPEN, work__isnull=False, due_rung_at=None)


def reckon(clock: Clock, hours: Hours) -> bool:
    """A calendar has changed: when is this due now? Returns whether that moved. What has rung stays rung."""
    if clock.work is None:
        return False
    half_at, due_at = hours.after(clock.started_at, clock.work / 2), hours.after(clock.started_at, clock.work)
    mine = by_working_time().filter(pk=clock.pk).exclude(half_at=half_at, due_at=due_at)
    return bool(mine.update(half_at=half_at, due_at=due_at))


def meet(kind: str, thing: models.Model) -> bool:
    """What was awaited has come. Returns whether a clock was running."""
    return _close(kind, thing, Clock.State.MET)


def withdraw(kind: str, thing: models.Model) -> bool:
    """It is no longer awaited. Returns whether a clock was running."""
    return _close(kind, thing, Clock.State.WITHDRAWN)


def _close(kind: str, thing: models.Model, state: str) -> bool:
    running = Clock.objects.filter(kind=kind, subject=audit.ref(thing), state=Clock.State.OPEN)
    return bool(running.update(state=state, closed_at=timezone.now()))


def waiting_for(person: Any) -> models.QuerySet[Clock]:
    """What waits for this person, for one of their teams, or for somebody absent whose deputy they are; due first."""
    today = timezone.now().date()
    theirs = (
        Q(awaited_person=person)
        | Q(awaited_team__memberships__person=person, awaited_team__memberships__until=None)
        | Q(
            awaited_person__absences__deputy=person,
            awaited_person__absences__taken_back_at=None,
            awaited_person__absences__first_day__lte=today,
            awaited_person__absences__last_day__gte=today,
        )
    )
    return (
        Clock.objects.filter(theirs, state=Clock.State.OPEN)
        .select_related("awaited_team", "awaited_person", "asked_by")
        .distinct()
        .order_by("due_at", "pk")
    )


def count_for(person: Any) -> int:
    """How many clocks wait for this person: on every page, so it compares ids and not whole rows."""
    return waiting_for(person).order_by().values("pk").distinct().count()


def waiting_for_team(team: Any) -> models.QuerySet[Clock]:
    """What waits for this team or for one of its members, due first: what a division counts as the team's."""
    theirs = Q(awaited_team=team) | Q(awaited_person__memberships__team=team, awaited_person__memberships__until=None)
    return (
        Clock.objects.filter(theirs, state=Clock.State.OPEN)
        .select_related("awaited_team", "awaited_person", "asked_by")
        .distinct()
        .order_by("due_at", "pk")
    )


def asked_by(person: Any) -> models.QuerySet[Clock]:
    """What this person waits for, due first."""
    return (
        Clock.objects.filter(asked_by=person, state=Clock.State.OPEN)
        .select_related("awaited_team", "awaited_person")
        .order_by("due_at", "pk")
    )


def ring_due(until: datetime | None = None) -> int:
    """Ring what has reached half time or its due time. Each ring is one compare-and-set: a replay does nothing.

    ``until``: only what was reached by then, for a history that is told in order.
    """
    now = timezone.now()
    until = until or now
    rung = 0
    running = Clock.objects.filter(state=Clock.State.OPEN)
    for clock in running.filter(half_at__lte=until, half_rung_at=None, due_at__gt=until).order_by("pk")[:500]:
        rung += _ring(clock, "half_rung_at", _kinds[clock.kind].half, {})
    for clock in running.filter(due_at__lte=until, due_rung_at=None).order_by("pk")[:500]:
        kind = _kinds[clock.kind]
        changes = {"state": Clock.State.LAPSED, "closed_at": now} if kind.lapses else {}
        rung += _ring(clock, "due_rung_at", kind.due, changes)
    return rung


@transaction.atomic
def _ring(clock: Clock, mark: str, act: Ring | None, changes: dict[str, Any]) -> bool:
    mine = Clock.objects.filter(pk=clock.pk, state=Clock.State.OPEN, **{f"{mark}__isnull": True})
    if not mine.update(**{mark: timezone.now()}, **changes):
        return False
    if act is not None:
        act(int(clock.subject.rpartition(":")[2]))
    return True


def is_running(kind: str, thing: models.Model) -> bool:
    """Whether this is awaited already."""
    return Clock.objects.filter(kind=kind, subject=audit.ref(thing), state=Clock.State.OPEN).exists()
