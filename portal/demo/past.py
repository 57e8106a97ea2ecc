"""A history told in order: what an action writes today is moved to the moment at which it is said to have been done.

Actions stamp the present. So each step of the story runs its actions, lets the workers' jobs follow, and then moves
every time and day that this step wrote, and nothing else, by the way from now to the step's moment. What nobody reads
while the history is told (``LATER``) moves at its end, all at once; audit entries so before anybody seals them. Between
two steps the clocks ring that would have rung.
"""

import bisect
import heapq
import itertools
import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import time_machine
from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from portal.kit import clocks
from portal.kit.hours import Hours
from portal.kit.times import end_of_day
from portal.models import AuditEntry, Clock, Job, Notice, SearchDocument
from teams.away.models import AwayStay
from teams.people.reads.calendars import hours_of
from teams.proposals.models import Version
from teams.reviews.models import Review

ROOMS = ("portal.", "services.", "teams.")
SENTENCES: dict[type[models.Model], tuple[str, ...]] = {
    Clock: ("title", "silence", "subject"),
    Notice: ("text",),
    AuditEntry: ("data",),
    Review: ("declined",),
    Version: ("facts",),
}
"""What the house itself writes days and times into, and what a clock is about."""
COPIED: dict[type[models.Model], tuple[str, ...]] = {AwayStay: ("ends_on",)}
"""Days that a new row takes over from another one, where they stand already where they belong."""
LATER = (AuditEntry, Job, Notice, SearchDocument)
"""Half of all that is written, and no action asks when. Their times are never ahead, so each says its own step."""

_WRITES = re.compile(r'(INSERT INTO|UPDATE) "(\w+)"')
_DAY = re.compile(r"\b20\d\d-\d\d-\d\d\b")
_TIME = re.compile(r"\b20\d\d-\d\d-\d\dT[\d:.]+\+00:00")
_LONG_DAY = re.compile(r"\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November"
                       r"|December) 20\d\d\b")  # fmt: skip

Act = Callable[[], object]
Telling = Callable[[datetime], AbstractContextManager[None]]


@dataclass(slots=True)
class Table:
    """One table with times in it: how they stood after the last step.

    Asked some thousand times, so in plain SQL: composing the queries anew would take longer than all actions do.
    """

    model: type[models.Model]
    fields: "list[models.DateField[Any, Any]]"
    last: int = 0
    rows: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    same: dict[int, list[Any]] = field(default_factory=dict)  # as they were read when they were found unchanged

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def names(self) -> list[str]:
        return [one.attname for one in self.fields]

    @property
    def sentences(self) -> tuple[str, ...]:
        return SENTENCES.get(self.model, ())

    def touched(self, began: datetime, *, only_new: bool) -> list[tuple[Any, ...]]:
        """Rows that are new, or that name a time from now on: number, times, and the house's own sentences."""
        table, names = self.model._meta.db_table, [f'"{name}"' for name in self.names]
        said = [f'"{name}"' for name in self.sentences]
        asked = [] if only_new else self.fields
        wanted = " OR ".join(['"id" > %s', *(f'"{one.attname}" >= %s' for one in asked)])
        sql = f'SELECT {", ".join(["id", *names, *said])} FROM "{table}" WHERE {wanted} ORDER BY "id"'  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(sql, [self.last, *(self._stored(one, began) for one in asked)])
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def write(self, changed: dict[int, dict[str, Any]]) -> None:
        """Store changed times, all rows at once in which the same ones changed."""
        alike: dict[tuple[str, ...], list[list[Any]]] = {}
        for pk, changes in changed.items():
            fields = [one for one in self.fields if one.attname in changes]
            values = [*(self._stored(one, changes[one.attname]) for one in fields), pk]
            alike.setdefault(tuple(one.attname for one in fields), []).append(values)
        for columns, rows in alike.items():
            to = ", ".join(f'"{column}" = %s' for column in columns)
            with connection.cursor() as cursor:
                cursor.executemany(f'UPDATE "{self.model._meta.db_table}" SET {to} WHERE "id" = %s', rows)  # noqa: S608

    def _stored(self, one: "models.DateField[Any, Any]", value: Any) -> Any:
        return one.get_db_prep_value(value, connection)


class Past:
    """An agenda of moments, played in their order. ``work`` does the jobs that a step has asked for."""

    def __init__(self, work: Act) -> None:
        self._work = work
        self.moment = timezone.now()  # at which the step that is played is said to have been
        self._over: datetime | None = None  # when the last step is said to have ended
        self._agenda: list[tuple[datetime, int, Act, Telling]] = []
        self._numbers = itertools.count()
        self._tables = {one.model._meta.db_table: one for one in _tables()}
        self._later = [self._tables.pop(model._meta.db_table) for model in LATER]
        self._steps: list[tuple[datetime, datetime]] = []  # when it began, and the moment it is said to have been
        self._running: dict[int, datetime] = {}  # clock -> when it rings next
        self._hours: dict[tuple[int | None, int | None], Hours] = {}  # of a team or person, until any calendar changes
        self._written: dict[str, bool] = {}  # table -> whether rows were changed that stood there already

    def at(self, moment: datetime, act: Act) -> None:
        """Have this done at that moment; what is done may add later moments."""
        heapq.heappush(self._agenda, (moment, next(self._numbers), act, self._moved_to))

    def live(self, moment: datetime, act: Act) -> None:
        """Have this done at that moment with the time of the house standing there: nothing of it is to be moved."""
        heapq.heappush(self._agenda, (moment, next(self._numbers), act, self._standing_at))

    def play(self, until: datetime) -> None:
        """Everything on the agenda up to that moment, and what rings meanwhile."""
        while self._agenda and self._agenda[0][0] <= until:
            moment, _, act, told = heapq.heappop(self._agenda)
            self._ring(moment)
            with told(moment):
                act()
        self._ring(until)
        for table in self._later:
            self._settle(table)

    def _ring(self, moment: datetime) -> None:
        """One after the other, the clocks whose half or whole time comes before this moment."""
        while (when := min(self._running.values(), default=None)) is not None and when <= moment:
            with self._moved_to(when):
                clocks.ring_due(when)

    @contextmanager
    def _moved_to(self, moment: datetime) -> Iterator[None]:
        began = timezone.now()
        self.moment = moment = self._after_the_last(moment)
        self._steps.append((began, moment))
        with self._noted(began, moment):
            yield
        self._over = moment + (timezone.now() - began)

    @contextmanager
    def _standing_at(self, moment: datetime) -> Iterator[None]:
        self.moment = moment = self._after_the_last(moment)
        with time_machine.travel(moment, tick=False), self._noted(moment, moment):
            yield
        self._over = moment

    def _after_the_last(self, moment: datetime) -> datetime:
        """A step takes its time: what was to follow within that begins when it has ended."""
        return moment if self._over is None else max(moment, self._over)

    @contextmanager
    def _noted(self, began: datetime, moment: datetime) -> Iterator[None]:
        """What is written meanwhile, and by the jobs that it asks for, is moved, and its clocks are known."""
        self._written.clear()
        with connection.execute_wrapper(self._note):
            yield
            if Job._meta.db_table in self._written:
                self._work()
        for name in [name for name in self._tables if name in self._written]:
            self._move(self._tables[name], began, moment, only_new=not self._written[name])

    def _note(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if sql[0] in "IU" and (found := _WRITES.match(sql)):
            changes = found.group(1) == "UPDATE" or "ON CONFLICT" in sql
            self._written[found.group(2)] = changes or self._written.get(found.group(2), False)
            if found.group(2).startswith("people_"):
                self._hours.clear()
        return execute(sql, params, many, context)

    def _move(self, table: Table, began: datetime, moment: datetime, *, only_new: bool) -> None:
        names, changed = table.names, {}
        copied = COPIED.get(table.model, ())
        by = timedelta(days=(moment.date() - began.date()).days)
        for pk, *found in table.touched(began, only_new=only_new):
            if table.same.get(pk) == found:
                continue
            now, said = [_time(value) for value in found[: len(names)]], found[len(names) :]
            before = table.rows.get(pk) or [
                value if name in copied else None for name, value in zip(names, now, strict=True)
            ]
            moved = [
                value if value is None or value == old else _moved(value, began, moment)
                for old, value in zip(before, now, strict=True)
            ]
            changes = {name: value for name, value, old in zip(names, moved, now, strict=True) if value != old}
            if pk > table.last:
                table.last = pk
                if table.model is Clock and began != moment:
                    changes |= self._kept_day(said[-1], now[names.index("due_at")], changes)
                    changes |= self._by_calendar(pk, changes)
                _move_sentences(table, pk, said, by)
            elif table.model is Review:
                _move_times(pk, said[0], began, moment)
            if changes:
                changed[pk] = changes
            else:
                table.same[pk] = found
            table.rows[pk] = tuple(changes.get(name, value) for name, value in zip(names, moved, strict=True))
            if table.model is Clock:
                self._wind(pk, dict(zip(names, table.rows[pk], strict=True)))
        table.write(changed)

    def _settle(self, table: Table) -> None:
        """Move the times of every row, each by the way of the step in which it was written."""
        changed = {}
        names = table.names
        for pk, *found in table.touched(self._steps[0][0], only_new=True):
            now = {name: _time(value) for name, value in zip(names, found, strict=False) if value is not None}
            steps = {name: self._step(value) for name, value in now.items()}
            moved = {name: _moved(now[name], *step) for name, step in steps.items() if step is not None}
            if moved:  # what was written while time stood elsewhere stands there already
                changed[pk] = moved
            first = min((step for step in steps.values() if step is not None), default=None)
            if first is not None:
                began, moment = first
                _move_sentences(table, pk, found[len(names) :], timedelta(days=(moment.date() - began.date()).days))
        table.write(changed)

    def _step(self, value: datetime) -> tuple[datetime, datetime] | None:
        """The step that wrote this time; None for what stood there before."""
        at = bisect.bisect_right(self._steps, value, key=lambda step: step[0])
        return self._steps[at - 1] if at else None

    def _wind(self, pk: int, row: dict[str, Any]) -> None:
        """Remember when this clock rings next, if it ever does."""
        if row["closed_at"] is not None or row["due_rung_at"] is not None:
            self._running.pop(pk, None)
        else:
            half = row["half_at"] if row["half_rung_at"] is None else row["due_at"]
            self._running[pk] = min(half, row["due_at"])

    def _kept_day(self, subject: str, due: datetime, changes: dict[str, Any]) -> dict[str, Any]:
        """A clock that runs to a day its subject has named long ago: that day stands already where it belongs."""
        name, _, number = subject.rpartition(":")
        days = self._days_of(apps.get_model(name), int(number))
        if not any(isinstance(day, date) and not isinstance(day, datetime) and end_of_day(day) == due for day in days):
            return {}
        began = changes["started_at"]
        return {"due_at": due, "half_at": began + (due - began) / 2}

    def _days_of(self, model: type[models.Model], pk: int) -> list[Any]:
        """The times of one row, and of the rows that stand one to one beside it."""
        table = self._tables.get(model._meta.db_table)
        found = [*table.rows.get(pk, ())] if table else []
        for beside in (one for one in model._meta.related_objects if one.one_to_one):
            other = self._tables.get(beside.related_model._meta.db_table)
            if other is not None:
                with connection.cursor() as cursor:
                    number, to = other.model._meta.pk.column, beside.field.column
                    cursor.execute(f'SELECT "{number}" FROM "{other.name}" WHERE "{to}" = %s', [pk])  # noqa: S608
                    numbers = cursor.fetchall()
                found += [day for (one,) in numbers for day in other.rows.get(one, ())]
        return found

    def _by_calendar(self, pk: int, changes: dict[str, Any]) -> dict[str, Any]:
        """Working days are counted from the moment at which the clock is said to have started."""
        whose = Clock.objects.only("work", "awaited_team", "awaited_person").get(pk=pk)
        if whose.work is None or "started_at" not in changes:
            return {}
        key = (whose.awaited_team_id, whose.awaited_person_id)
        if key not in self._hours:
            self._hours[key] = hours_of(whose.awaited)
        hours, start = self._hours[key], changes["started_at"]
        return {"half_at": hours.after(start, whose.work / 2), "due_at": hours.after(start, whose.work)}


def _tables() -> Iterator[Table]:
    """Every model of the house that has a time or a day and a number of its own."""
    for model in apps.get_models():
        if model.__module__.startswith(ROOMS):
            fields = [one for one in model._meta.concrete_fields if isinstance(one, models.DateField)]
            if fields:
                yield Table(model, fields)


def _time(value: Any) -> Any:
    """SQLite gives times back without their zone, which is always UTC."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value


def _moved[T: (date, datetime)](value: T, began: datetime, moment: datetime) -> T:
    """Days, and times that stand for the end of one, move by whole days; all others to the second."""
    if not isinstance(value, datetime) or (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0):
        return value + timedelta(days=(moment.date() - began.date()).days)
    return value + (moment - began)


def _move_sentences(table: Table, pk: int, said: list[str], by: timedelta) -> None:
    """The days inside the sentences that the house wrote itself; data is read as the text it is stored as."""
    for name, text in zip(table.sentences, said, strict=True):
        moved = _DAY.sub(lambda found: str(date.fromisoformat(found.group()) + by), text)
        moved = _LONG_DAY.sub(lambda found: _long_day(found.group(), by), moved)
        if moved != text:
            is_data = isinstance(table.model._meta.get_field(name), models.JSONField)
            table.model._base_manager.filter(pk=pk).update(**{name: json.loads(moved) if is_data else moved})


def _move_times(pk: int, said: str, began: datetime, moment: datetime) -> None:
    """When a review was handed back stands inside its data."""

    def move(found: re.Match[str]) -> str:
        at = datetime.fromisoformat(found.group())
        return (at + (moment - began) if at >= began else at).isoformat()

    moved = _TIME.sub(move, said)
    if moved != said:
        Review.objects.filter(pk=pk).update(declined=json.loads(moved))


def _long_day(text: str, by: timedelta) -> str:
    day = datetime.strptime(text, "%d %B %Y").date() + by
    return f"{day.day} {day:%B %Y}"
