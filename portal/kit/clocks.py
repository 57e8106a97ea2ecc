"""Clocks: what is awaited, from whom, until when, and what silence means. Rows, read by a periodic job.

Time is given as a moment, or as working days of whoever is awaited. Then holidays and absences move the due time, and
whoever keeps the calendars reckons the running clocks again (`reckon`) when one of them changes.
"""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import OperationalError, models, transaction
from django.db.models import Case, F, Min, Q, When
from django.db.models.functions import Least
from django.utils import timezone

from portal.kit import audit
from portal.kit.composed import Change, Rows, insert, moment, number, text
from portal.kit.hours import Hours
from portal.models import Clock

log = logging.getLogger("homeport.clocks")

Ring = Callable[[int], object]
RING_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Kind:
    """What happens at half time and at the due time of clocks of this kind; both get the subject's id."""

    half: Ring | None
    due: Ring | None
    lapses: bool


_kinds: dict[str, Kind] = {}


def _ringing() -> models.QuerySet[Clock, Any]:
    half = Q(half_at__lte=moment("until"), half_rung_at=None, due_at__gt=moment("until"))
    due = Q(due_at__lte=moment("until"), due_rung_at=None)
    ringing = Clock.objects.filter(half | due, state=Clock.State.OPEN).order_by("pk")
    return ringing.values_list("pk", "kind", "subject", "due_at")[:RING_AT_ONCE]


def _next_rings() -> models.QuerySet[Clock, Any]:
    rings_at = Case(When(half_rung_at=None, then=Least("half_at", "due_at")), default=F("due_at"))
    running = Clock.objects.filter(state=Clock.State.OPEN, due_rung_at=None).order_by()
    return running.values("state").annotate(next=Min(rings_at)).values_list("next", flat=True)


def _open_of(**which: Any) -> models.QuerySet[Clock]:
    return Clock.objects.filter(**which, state=Clock.State.OPEN)


_OF_KIND = {"kind": text("kind"), "subject": text("subject")}
_RINGING = Rows(_ringing)
_NEXT_RING = Rows(_next_rings)
_RINGS = {
    ("half_rung_at", False): Change(lambda: _open_of(pk=number("pk"), half_rung_at=None), half_rung_at=moment("now")),
    ("due_rung_at", False): Change(lambda: _open_of(pk=number("pk"), due_rung_at=None), due_rung_at=moment("now")),
    ("due_rung_at", True): Change(
        lambda: _open_of(pk=number("pk"), due_rung_at=None),
        due_rung_at=moment("now"),
        state=text("state"),
        closed_at=moment("closed_at"),
    ),
}
_RUNS = Rows(lambda: _open_of(**_OF_KIND).order_by().values_list("pk", flat=True)[:1])
_CLOSES = Change(lambda: _open_of(**_OF_KIND), state=text("state"), closed_at=moment("now"))
_CLOSES_ALL = Change(lambda: _open_of(subject=text("subject")), state=text("state"), closed_at=moment("now"))


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

    The time given is either until ``due_at``, or so many working ``days`` of the ``hours`` of whoever is awaited. Where
    ``due_at`` has passed already it is due at once.
    ``asked_by`` is a person, or the key of one who need not be loaded for it.
    """
    _kinds[kind]
    now = timezone.now()
    if hours is not None:
        work = hours.day * days
        half_at, due_at = hours.after(now, work / 2), hours.after(now, work)
    elif due_at is not None:
        work, half_at = None, max(now, now + (due_at - now) / 2)
    else:
        raise TypeError("A clock needs a due time, or working days and the hours of whoever is awaited.")
    clock = Clock(
        kind=kind,
        subject=audit.ref(thing),
        title=title[:300],
        silence=silence[:300],
        url=url,
        awaited_person=person,
        awaited_team=team,
        asked_by_id=getattr(asked_by, "pk", asked_by),
        started_at=now,
        work=work,
        half_at=half_at,
        due_at=due_at,
    )
    return insert(clock)


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


def pass_to(running: models.QuerySet[Clock], person: Any, hours: Hours) -> int:
    """What these clocks wait for is awaited of this person from now on, until when by their calendar. Returns how many
    waited for somebody else."""
    passed = 0
    for clock in running.filter(state=Clock.State.OPEN).exclude(awaited_person=person).order_by("pk"):
        mine = Clock.objects.filter(pk=clock.pk, state=Clock.State.OPEN)
        passed += mine.update(awaited_person=person, awaited_team=None)
        reckon(clock, hours)
    return passed


def meet(kind: str | Collection[str], thing: models.Model) -> bool:
    """What was awaited, of one kind or of several, has come. Returns whether a clock was running."""
    return _close(kind, thing, Clock.State.MET)


def withdraw(kind: str | Collection[str], thing: models.Model) -> bool:
    """It is no longer awaited. Returns whether a clock was running."""
    return _close(kind, thing, Clock.State.WITHDRAWN)


def reword(kind: str, thing: models.Model, *, title: str) -> bool:
    """Say anew what is awaited; until when stays as it is. False: nothing is awaited."""
    running = Clock.objects.filter(kind=kind, subject=audit.ref(thing), state=Clock.State.OPEN)
    return bool(running.update(title=title[:300]))


def close_all(thing: models.Model, *, met: bool, but: Collection[str] = ()) -> int:
    """Close whatever is awaited of this thing, all kinds but these. Returns how many clocks were running."""
    state, now = Clock.State.MET if met else Clock.State.WITHDRAWN, timezone.now()
    if not but:
        return _CLOSES_ALL(subject=audit.ref(thing), state=state, now=now)
    running = Clock.objects.filter(subject=audit.ref(thing), state=Clock.State.OPEN).exclude(kind__in=but)
    return running.update(state=state, closed_at=now)


def _close(kind: str | Collection[str], thing: models.Model, state: str) -> bool:
    now = timezone.now()
    if isinstance(kind, str):
        return bool(_CLOSES(kind=kind, subject=audit.ref(thing), state=state, now=now))
    running = Clock.objects.filter(kind__in=list(kind), subject=audit.ref(thing), state=Clock.State.OPEN)
    return bool(running.update(state=state, closed_at=now))


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


def rings_next() -> datetime | None:
    """When the next clock reaches its half or its due time; None while none runs to one."""
    return next(iter(_NEXT_RING()), None)


def ring_due() -> int:
    """Ring what has reached half time or its due time. Each ring is one compare-and-set: a replay does nothing.

    A ring that fails is undone and keeps no other from ringing; the first such error is raised when all have rung, and
    it rings again next time.
    """
    now = timezone.now()
    rung, broken = 0, None
    for pk, name, subject, due_at in _RINGING(until=now):
        try:
            kind = _kinds[name]
            if due_at > now:
                rung += _ring(pk, subject, "half_rung_at", kind.half, {})
                continue
            changes = {"state": Clock.State.LAPSED, "closed_at": now} if kind.lapses else {}
            rung += _ring(pk, subject, "due_rung_at", kind.due, changes)
        except OperationalError:
            raise  # the database is away: the others cannot ring either
        except Exception as error:
            log.exception("Clock %s (%s) cannot ring.", pk, name)
            broken = broken or error
    if broken is not None:
        raise broken
    return rung


@transaction.atomic
def _ring(pk: int, subject: str, mark: str, act: Ring | None, changes: dict[str, Any]) -> bool:
    if not _RINGS[mark, bool(changes)](pk=pk, now=timezone.now(), **changes):
        return False
    if act is not None:
        act(int(subject.rpartition(":")[2]))
    return True


def running(kind: str, thing: models.Model) -> Clock | None:
    """The clock of this kind that waits for this thing, with whom it waits for; None when nothing does."""
    found = Clock.objects.filter(kind=kind, subject=audit.ref(thing), state=Clock.State.OPEN)
    return found.select_related("awaited_team", "awaited_person").first()


def is_running(kind: str, thing: models.Model) -> bool:
    """Whether this is awaited already."""
    return bool(_RUNS(kind=kind, subject=audit.ref(thing)))


def is_late(kind: str, thing: models.Model) -> bool:
    """Whether this is awaited, and its time is over."""
    late = Clock.objects.filter(kind=kind, subject=audit.ref(thing), state=Clock.State.OPEN, due_at__lte=timezone.now())
    return late.exists()
