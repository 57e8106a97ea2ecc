"""What the database would say of the guild, kept up to date in memory: a million reads of it would take days.

From time to time the same is written to the database and read as a worker does, and both are compared (``proof``).
"""

import heapq
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from teams.reviews.reads.briefs import HALF_YEAR, TWELVE_MONTHS, last_day
from teams.reviews.reads.candidates import FORGOTTEN, WRITES, YEAR, YEARS, moment, size_of
from teams.reviews.routing import Brief, Candidate, Pool


@dataclass(slots=True)
class Sitting:
    """One seat that was given. ``counts`` ends when it is given back or taken away."""

    number: int
    review: int
    team: int
    topic: str
    depth: str
    role: str
    person: int
    at: datetime
    ends: datetime
    size: float
    open: bool = True
    state: str = "taken"
    counts: bool = True
    left: int = 0
    """How many of its team's windows it has left: half a year, a year, two years."""


@dataclass(frozen=True, slots=True)
class Stay:
    """An away team: from when until when, whose service it is, and who went there from which team."""

    host: int
    guest: int
    went: tuple[int, ...]
    signed: datetime
    over: datetime


@dataclass(slots=True)
class Member:
    """Somebody of the guild, as far as it changes."""

    base: Candidate
    certificates: dict[str, tuple[str, str]] = field(default_factory=dict)
    absences: tuple[tuple[str, str], ...] = ()
    open: int = 0
    shadowing: int = 0
    load: float = 0.0
    year: float = 0.0
    practice: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))
    given: list[Sitting] = field(default_factory=list)

    def candidate(self) -> Candidate:
        """As the draw sees them now."""
        base = self.base
        known = [one for one in self.given if one.state != "released"]
        last = next((one for one in reversed(known) if one.counts), None)
        return Candidate(
            person=base.person, teams=base.teams, divisions=base.divisions, manager=base.manager, heads=base.heads,
            certificates=tuple(sorted((topic, *days) for topic, days in self.certificates.items())),
            trains=base.trains, mentored=base.mentored, limit=base.limit, open=self.open, shadowing=self.shadowing,
            load=self.load, year=self.year, days=base.days, last=moment(last.at) if last else "",
            last_depth=last.depth if last else "", rotated=bool(known) and known[-1].state == "declined",
            present=base.present, absences=self.absences, zone=base.zone, formats=base.formats,
            practice=tuple(
                (topic, years[0], years[1], years[2]) for topic, years in sorted(self.practice.items()) if any(years)
            ),
            owned=base.owned, wishes=base.wishes, wished_teams=base.wished_teams,
        )  # fmt: skip


class Windows:
    """Whom one team has met: how often within half a year and within one, and when last within two."""

    SPANS = (HALF_YEAR, YEAR, YEARS)

    def __init__(self) -> None:
        self.waiting = tuple(deque[Sitting]() for _ in self.SPANS)
        self.times: tuple[Counter[int], Counter[int]] = (Counter(), Counter())
        self.met: dict[int, list[datetime]] = defaultdict(list)
        self.reviews: Counter[int] = Counter()
        self.rows: dict[int, tuple[int, int, int, str]] = {}

    def add(self, seat: Sitting) -> None:
        for times in self.times:
            times[seat.person] += 1
        self.met[seat.person].append(seat.at)
        self.reviews[seat.review] += 1
        self.waiting[0].append(seat)
        self._row(seat.person)

    def drop(self, seat: Sitting) -> None:
        """It does not count any more, wherever it still did."""
        for place in range(seat.left, len(self.SPANS)):
            self._leave(seat, place)

    def until(self, at: datetime) -> tuple[tuple[tuple[int, int, int, str], ...], int]:
        """As it is then: rows for the brief, and to how many reviews of a year somebody was found."""
        for place, (span, waiting) in enumerate(zip(self.SPANS, self.waiting, strict=True)):
            while waiting and waiting[0].at + span <= at:
                seat = waiting.popleft()
                if seat.counts:
                    self._leave(seat, place)
                    seat.left = place + 1
                    if seat.left < len(self.waiting):
                        self.waiting[seat.left].append(seat)
        return tuple(row for _, row in sorted(self.rows.items())), len(self.reviews)

    def _leave(self, seat: Sitting, place: int) -> None:
        if place < 2:
            self.times[place][seat.person] -= 1
        if place == 1:
            self.reviews[seat.review] -= 1
            if not self.reviews[seat.review]:
                del self.reviews[seat.review]
        if place == 2:
            self.met[seat.person].remove(seat.at)
        self._row(seat.person)

    def _row(self, person: int) -> None:
        met = self.met[person]
        if met:
            six, twelve = self.times
            self.rows[person] = (person, six[person], twelve[person], met[-1].date().isoformat())
        else:
            self.rows.pop(person, None)


class Book:
    """The guild and what was given to whom, at a moment that only moves on."""

    def __init__(self, guild: Iterable[Candidate], at: datetime) -> None:
        self.at = at
        self.members = {one.person: Member(one) for one in guild}
        for member in self.members.values():
            for topic, since, until in member.base.certificates:
                member.certificates[topic] = (since, until)
        self.pool = Pool(member.candidate() for member in self.members.values())
        self.dirty: set[int] = set()
        self.numbers = count(1)
        self.of_team: dict[int, Windows] = defaultdict(Windows)
        self.declared: dict[int, tuple[int, ...]] = {}
        self.stays: list[Stay] = []
        self.drawn_at: dict[str, str] = {}
        self.ages = tuple((age, deque[Sitting]()) for age in (YEAR, YEARS, FORGOTTEN))
        self.todo: list[tuple[datetime, int, Callable[[], None]]] = []

    def when(self, at: datetime, do: Callable[[], None]) -> None:
        """Do this once that moment has come."""
        heapq.heappush(self.todo, (at, next(self.numbers), do))

    def move_to(self, at: datetime) -> None:
        """Let time pass: what ends, ages or begins meanwhile does so in its order."""
        while self.todo and self.todo[0][0] <= at:
            self.at, _, do = heapq.heappop(self.todo)
            do()
        self.at = at
        for place, (age, waiting) in enumerate(self.ages):
            while waiting and waiting[0].at + age <= at:
                self._older(waiting.popleft(), place)
        for person in self.dirty:
            self.pool.put(self.members[person].candidate())
        self.dirty.clear()

    def give(self, review: int, brief: Brief, role: str, person: int, days: float) -> Sitting:
        """Reserve the seat at once, for so many days."""
        number = next(self.numbers)
        seat = Sitting(
            number,
            review,
            brief.team,
            brief.topic,
            brief.depth,
            role,
            person,
            self.at,
            self.at + timedelta(days=days),
            size_of(brief.depth, role),
        )
        member = self.members[person]
        member.given.append(seat)
        del member.given[:-12]
        self._count(seat, 1)
        self._hold(seat, 1)
        self.of_team[brief.team].add(seat)
        self.ages[0][1].append(seat)
        return seat

    def end(self, seat: Sitting, state: str) -> None:
        """It was sent, given back, or taken away. Nothing happens to one that ended before."""
        if not seat.open:
            return
        self._hold(seat, -1)
        seat.open, seat.state = False, state
        if state != "sent":
            self._count(seat, -1)
            self.of_team[seat.team].drop(seat)
            seat.counts = False
        self.dirty.add(seat.person)

    def stay(self, stay: Stay) -> None:
        """An away team begins; those that are long over are forgotten."""
        self.stays = [one for one in self.stays if one.over + TWELVE_MONTHS >= self.at]
        self.stays.append(stay)

    def seats(self) -> list[Sitting]:
        """All that was given within three years, the oldest first."""
        return [seat for _, waiting in reversed(self.ages) for seat in waiting]

    def change(self, person: int, **facts: Any) -> None:
        """Something about them that has nothing to do with reviews: ``certificates`` or ``absences``."""
        for name, value in facts.items():
            setattr(self.members[person], name, value)
        self.dirty.add(person)

    def brief(
        self, frozen: Brief, *, returned: tuple[int, ...] = (), beside: tuple[int, ...] = (),
        seats: tuple[str, ...] = ("lead",),
    ) -> Brief:  # fmt: skip
        """The frozen brief with what is so now, as ``reads.briefs.brief_now`` reads it."""
        met, reviews = self.of_team[frozen.team].until(self.at)
        people: set[int] = set()
        teams: set[int] = set()
        for stay in self.stays:
            if stay.over + TWELVE_MONTHS >= self.at:
                if stay.host == frozen.team:
                    people.update(stay.went)
                if stay.guest == frozen.team:
                    teams.add(stay.host)
        return replace(
            frozen,
            at=moment(self.at),
            until=last_day(self.at, frozen.depth),
            seats=seats,
            away=tuple(sorted(people)),
            away_teams=tuple(sorted(teams)),
            declared=self.declared.get(frozen.team, ()),
            returned=returned,
            beside=beside,
            met=met,
            reviews=reviews,
            drawn_at=self.drawn_at.get(frozen.topic, ""),
        )

    def _hold(self, seat: Sitting, sign: int) -> None:
        member = self.members[seat.person]
        member.load += sign * seat.size
        if seat.role in WRITES:
            member.open += sign
        elif seat.role == "shadow":
            member.shadowing += sign
        self.dirty.add(seat.person)

    def _count(self, seat: Sitting, sign: int) -> None:
        """In the year and the practice of its person, where its age puts it."""
        member, age = self.members[seat.person], self.at - seat.at
        if age < YEAR:
            member.year += sign * seat.size
        if seat.role in WRITES:
            place = 0 if age < YEAR else 1 if age < YEARS else 2
            member.practice[seat.topic][place] += sign

    def _older(self, seat: Sitting, place: int) -> None:
        if not seat.counts:
            return
        member = self.members[seat.person]
        if not place:
            member.year -= seat.size
        if seat.role in WRITES:
            years = member.practice[seat.topic]
            years[place] -= 1
            if place + 1 < len(years):
                years[place + 1] += 1
        if place + 1 < len(self.ages):
            self.ages[place + 1][1].append(seat)
        self.dirty.add(seat.person)
