"""The year itself: ticks in which clocks ring, workers work, and people do what waits for them."""

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import time_machine
from django.apps import apps
from django.db import connection
from django.utils import timezone

from portal.kit import bell, clocks, jobs
from portal.kit.composed import Rows, moment, number
from portal.kit.refusals import Refused
from portal.models import AuditEntry, Clock, Job, Notice
from portal.year import acts  # noqa: F401 - registers what people can do
from portal.year.company import Company, found
from portal.year.people import People
from portal.year.running import Running
from portal.year.watching import Watch
from services.models import Service
from teams.away.actions.signals import ask_to_watch
from teams.away.models import AwayChange, AwayRequest
from teams.people.models import Person, Team

BEGINS = datetime(2026, 1, 5, 6, tzinfo=UTC)
TICK = timedelta(hours=4)
DAY = timedelta(days=1)

log = logging.getLogger("homeport.year")

_REQUEST = Rows(lambda: AwayRequest.objects.select_related("stay").filter(pk=number("pk")).order_by())
_DONE = Rows(
    lambda: (
        Job.objects.exclude(state__in=Job.OPEN)
        .filter(finished_at=moment("now"))
        .order_by("pk")
        .values_list("pk", "name")
    )
)


@dataclass
class Play:
    """A year that is played. Everything by chance comes from the seed, so that the same year comes again.

    Time stands on a grid of ticks and goes from one at which anything is due to the next such: a clock, a job, or
    somebody who comes to what waits for them. What is skipped is time in which neither the periodic job nor anybody
    would have found anything to do.
    """

    seed: int
    teams: int
    days: int = 365
    asked_a_day: float = 0.5
    company: Company = field(init=False)
    chance: Random = field(init=False)
    people: People = field(init=False)
    watch: Watch = field(default_factory=Watch)
    ticks: int = 0
    wished: tuple[Service, str] | None = None
    _written: bool = False
    _numbers: int = 0
    _day: date | None = None

    def play(self) -> Watch:
        """From the founding to the last day. Needs an empty database and leaves it full."""
        end = BEGINS + timedelta(days=self.days)
        writes = connection.execute_wrapper(self._see_writes)
        with time_machine.travel(BEGINS, tick=False) as at, bell.muffled(), writes, _no_litter():
            running, moment = self.begin(), BEGINS
            while moment < end:
                at.move_to(moment)
                running = self.tick(running)
                next_one = min(self.people.next_moment(running, moment), running.rings_at)
                moment = max(_on_grid(next_one), moment + TICK)
            at.move_to(end)
            self.watch.end()
        return self.watch

    def begin(self) -> Running:
        """The company is founded, and its jobs are done."""
        self.chance = Random(self.seed)  # noqa: S311 - the same year every time
        self.company = found(self.teams, self.chance)
        self.people = People(self)
        jobs.run_waiting(10_000)
        return Running.now()

    def tick(self, running: Running) -> Running:
        """Time does what is due; people act; and all of it once more at the same moment must do nothing.

        Takes what ran before it, and returns what runs after it.
        """
        self.ticks += 1
        now = timezone.now()
        if now.date() != self._day:
            self._day = now.date()
            if ask_to_watch():
                running = Running.now()
        if rings := running.rings_at <= now:
            self.ring()
            running = Running.now()
        self._written = False
        if acted := self.people.act(running):
            self.ring()
        if not rings and not acted:
            return running
        self.again()
        if self._written:
            running = Running.now()
        if self._written or rings:
            self.watch.look(running)
        return running

    def ring(self) -> None:
        """The periodic job and the workers, until nothing is due."""
        rung = clocks.ring_due() + jobs.run_waiting(10_000)
        for _ in range(20):
            if not rung or not (rung := clocks.ring_due()):  # the workers have just found nothing more to do
                return
            jobs.run_waiting(10_000)
        self.watch.complain("a tick that does not come to an end")

    def again(self) -> None:
        """The same tick once more, and each message to a worker delivered a second time: none of it may do anything."""
        before = _newest()
        clocks.ring_due()
        jobs.run_waiting(10_000)
        before = self._acted("the tick", before)
        for pk, name in _DONE(now=timezone.now()):
            jobs.run(pk)
            before = self._acted(name, before)

    def _acted(self, what: str, before: int) -> int:
        after = _newest()
        if after != before:
            self.watch.doubled(what, after - before)
        return after

    def _see_writes(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """While nothing is written, what ran and how everything stands need not be read again."""
        self._written = self._written or not sql.startswith("SELECT")
        return execute(sql, params, many, context)

    def attempt(self, do: Callable[[], object]) -> object:
        """Do it; a refusal is counted by its code and nothing of it stays. Anything else is a fault, and is told.

        Returns what it returned, None where it failed.
        """
        try:
            return do()
        except Refused as refusal:
            self.watch.refused(refusal.code)
        except Exception as error:
            log.exception("Somebody did something that went wrong.")
            self.watch.complain(f"{type(error).__name__}: {str(error)[:120]}")
        return None

    def thing(self, clock: Clock) -> Any:
        """What the clock is about, as an action wants it."""
        name, _, number = clock.subject.rpartition(":")
        model = apps.get_model(name)
        if model is AwayRequest:
            return self.request(int(number))
        found = model._default_manager.get(pk=int(number))
        if hasattr(found, "request_id"):
            found.request = self.request(found.request_id)
        return found

    def request(self, pk: int) -> AwayRequest:
        """As somebody has it before them: an action reads it again when it holds it."""
        found: AwayRequest = _REQUEST.one(pk=pk)
        return found

    def change_of(self, request: AwayRequest) -> AwayChange | None:
        """One of the changes that are not over, if there is any."""
        over = (AwayChange.State.MERGED, AwayChange.State.CLOSED)
        open_ = list(AwayChange.objects.filter(request=request).exclude(state__in=over).order_by("pk"))
        return self.chance.choice(open_) if open_ else None

    def number(self) -> int:
        self._numbers += 1
        return self._numbers

    def members(self, team: Team) -> list[Person]:
        return self.company.members[team.pk]

    def one_of(self, team: Team) -> Person:
        return self.chance.choice(self.members(team))

    def awaited(self, clock: Clock) -> Person:
        """Who acts: the person, or somebody of the team that is awaited."""
        if clock.awaited_person is not None:
            return clock.awaited_person
        return self.chance.choice(self.company.members[clock.awaited_team_id or 0])


def _on_grid(moment: datetime) -> datetime:
    """The first tick that is not before."""
    return BEGINS - (BEGINS - moment) // TICK * TICK


def _newest() -> int:
    """Grows with every entry of the audit, every clock, job and notice."""
    names = [connection.ops.quote_name(model._meta.db_table) for model in (AuditEntry, Clock, Job, Notice)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(f'(SELECT MAX(id) FROM {name})' for name in names)}")  # noqa: S608 - ours
        return sum(newest or 0 for newest in cursor.fetchone())


@contextmanager
def _no_litter() -> Iterator[None]:
    """What is loaded already is not looked through again and again by the collector while millions of rows pass."""
    gc.collect()
    gc.freeze()
    often = gc.get_threshold()
    gc.set_threshold(100_000, *often[1:])
    try:
        yield
    finally:
        gc.set_threshold(*often)
        gc.unfreeze()
