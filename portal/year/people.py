"""The people of the year: when they come to what waits for them, and what they do unasked."""

from collections import Counter, defaultdict
from datetime import UTC, datetime, time, timedelta
from operator import itemgetter
from random import Random
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from portal.kit.composed import Rows, number
from portal.kit.hours import Hours
from portal.models import Clock
from portal.year.acts.asking import ask
from portal.year.acts.registry import ANSWERS, HABITS, LET_LIE, Habit
from portal.year.running import Row, Running
from teams.away.models import AwayRequest
from teams.people.actions.calendars import declare_absence
from teams.people.models import Person, Team
from teams.people.reads.calendars import hours_of

if TYPE_CHECKING:
    from portal.year.playing import Play

ABSENT_A_DAY = 0.15  # of everybody, in percent: about two weeks a year each
UNASKED_AT = (6, 10, 14)
"""The hours of a day, in UTC, at which people do what nobody waits for."""
TICK = timedelta(hours=4)
DAY = timedelta(days=1)
LONGEST_REST = 5
"""Days until somebody who was refused comes to it again, at most."""
_CLOCK = Rows(lambda: Clock.objects.select_related("awaited_person").filter(pk=number("pk")))
ALIVE = (*AwayRequest.OPEN, *AwayRequest.MAY_COPY)


class People:
    """Everybody, each with a temper. ``play`` is the year they live in."""

    def __init__(self, play: "Play") -> None:
        self.play = play
        members = play.company.members
        self._home = {one.pk: team for team, people in members.items() for one in people}
        self._everybody = [one for people in members.values() for one in people]
        self._parts: dict[int, tuple[float, bool]] = {}
        self._tries: Counter[int] = Counter()
        self._rest: dict[int, datetime] = {}
        self._quiet: dict[int, datetime] = {}
        self._hours: dict[tuple[type[Team | Person], int], Hours] = {}
        self._habits: dict[str, list[Habit]] = defaultdict(list)
        for one in HABITS:
            for state in one.states:
                self._habits[state].append(one)

    def act(self, running: Running) -> bool:
        """Whoever comes to something now does it. Returns whether anybody did anything."""
        now = timezone.now()
        acted = False
        for row in running.rows:
            if row.kind in ANSWERS and self._comes_at(row) <= now and self._works(row, now):
                acted = True
                self._answer(row)
        if now.hour in UNASKED_AT and now.weekday() < 5:
            acted = True
            self._do_unasked()
        return acted

    def next_moment(self, running: Running, now: datetime) -> datetime:
        """When, after this tick, anybody next comes to anything."""
        soonest = min((self._comes_at(row) for row in running.rows if row.kind in ANSWERS), default=now + DAY)
        return min(soonest, _next_unasked(now))

    def be_quiet(self, request: AwayRequest, time: timedelta) -> None:
        """Nothing is seen of the guests of this request for so long."""
        self._quiet[request.pk] = timezone.now() + time

    def has_tried(self, clock: Clock) -> bool:
        """Whether this was tried before, and came to nothing."""
        return self._tries[clock.pk] > 0

    def _comes_at(self, row: Row) -> datetime:
        """When whoever is awaited comes to it. Who lets it lie comes when it has run out, if it still waits then."""
        if row.pk not in self._parts:
            self._parts[row.pk] = self._part(row)
        part, silent = self._parts[row.pk]
        comes = (row.due_at if silent else row.started_at) + (row.due_at - row.started_at) * part
        return max(comes, self._rest.get(row.pk, comes))

    def _part(self, row: Row) -> tuple[float, bool]:
        """Of the time there is, the part that whoever is awaited takes; and whether they let it run out."""
        temper = self.play.company.tempers.get(row.awaited_team or self._home.get(row.awaited_person or 0, 0))
        own = Random(f"{self.play.seed} {row.pk} {row.kind}")  # noqa: S311 - its own, whatever else happens
        if temper is None:  # a head, or somebody without a team
            return own.lognormvariate(-0.7, 0.5), own.random() < 0.1
        return temper.middle * own.lognormvariate(0, 0.45), own.random() < temper.silent

    def _works(self, row: Row, now: datetime) -> bool:
        """Whether whoever is awaited works at all in the hours of this tick."""
        whose: type[Team | Person] = Team if row.awaited_team else Person
        key = (whose, row.awaited_team or row.awaited_person or 0)
        if key not in self._hours:
            self._hours[key] = hours_of(whose._default_manager.get(pk=key[1]))
        return self._hours[key].between(now, now + TICK) > timedelta()

    def _answer(self, row: Row) -> None:
        """They do what is awaited of them, unless somebody was faster. What came to nothing is tried again later."""
        clock: Clock = _CLOCK.one(pk=row.pk)
        if clock.state != Clock.State.OPEN:
            return
        now, tries = timezone.now(), self._tries[row.pk]
        ways = ANSWERS[clock.kind]
        own = Random(f"{self.play.seed} {clock.pk} way {tries}")  # noqa: S311
        way = own.choices(ways, [one.weight for one in ways])[0]
        thing = self.play.thing(clock)
        if way.work and (until := self._is_quiet(thing)):
            self._rest[row.pk] = until
            return
        outcome = self.play.attempt(lambda: way.do(self.play, thing, clock))
        self._tries[row.pk] += 1
        self._rest[row.pk] = now + DAY * min(tries + 1, LONGEST_REST)
        if outcome is LET_LIE:
            self._rest[row.pk] = max(self._rest[row.pk], row.due_at + TICK)

    def _is_quiet(self, thing: Any) -> datetime | None:
        """Until when nothing is seen of the guests of this, if they are away."""
        request = thing if isinstance(thing, AwayRequest) else getattr(thing, "request", None)
        until = self._quiet.get(request.pk) if request is not None else None
        return until if until is not None and until > timezone.now() else None

    def _do_unasked(self) -> None:
        """Three times on a working day: teams ask, people go on holiday, and somebody does something by themselves."""
        chance, share = self.play.chance, 1 / len(UNASKED_AT) * 7 / 5
        for _ in range(self._times(self.play.asked_a_day * share)):
            self.play.attempt(lambda: ask(self.play))
        open_ = AwayRequest.objects.filter(state__in=ALIVE, copied=None).order_by()
        for pk, state, stay in sorted(open_.values_list("pk", "state", "stay__state"), key=itemgetter(0)):
            stands = stay if state == AwayRequest.State.SIGNED and stay else state
            for one in self._habits[stands]:
                if chance.random() < one.percent / 100 * share:
                    self._do(one, self.play.request(pk))
        for _ in range(self._times(len(self._everybody) * ABSENT_A_DAY / 100 * share)):
            self._go_away(chance.choice(self._everybody))

    def _do(self, habit: Habit, request: AwayRequest) -> None:
        if request.stands in habit.states and not (habit.work and self._is_quiet(request)):
            self.play.attempt(lambda: habit.do(self.play, request))

    def _go_away(self, person: Person) -> None:
        chance = self.play.chance
        day = timezone.now().date()
        last = day + timedelta(days=chance.randint(1, 14))
        deputy = chance.choice(self.play.company.members[chance.choice(self.play.company.teams).pk])
        self._hours.pop((Person, person.pk), None)
        self.play.attempt(
            lambda: declare_absence(
                person, by=person, first_day=day, last_day=last, deputy=deputy if deputy != person else None
            )
        )

    def _times(self, mean: float) -> int:
        """So often on the average."""
        times, left = 0, self.play.chance.expovariate(1)
        while left < mean:
            times, left = times + 1, left + self.play.chance.expovariate(1)
        return times


def _next_unasked(now: datetime) -> datetime:
    """The next of the hours at which people do what nobody waits for."""
    day = now.date()
    while True:
        for hour in UNASKED_AT:
            at = datetime.combine(day, time(hour), UTC)
            if at > now and day.weekday() < 5:
                return at
        day += DAY
