"""Who is left for one seat, and what would have to give way for each of them."""

from collections.abc import Container, Iterable, Iterator
from datetime import date
from math import ceil
from typing import NamedTuple

from teams.reviews.routing.given import Brief, Candidate, Pool
from teams.reviews.routing.reasons import SOFT
from teams.reviews.routing.score import YEAR, expertise, shared_hours

OFTEN = 2
"""Nobody has more reviews of one team than this within six months."""
PAIR_SHARE = 0.2
"""Nobody has this part of a team's reviews of twelve months, or more; one review is always allowed."""
FLOOR = 0.25
"""Of expertise: below it is who was certified more than a year ago and has done nothing since."""
REST = {"light": 1, "normal": 2, "deep": 4}
"""Days without another review, by the depth of the last one."""
MOST_AWAY = 0.5
SHADOWS = 1
LEAST_DAYS = 90
"""Who is new is measured as if they had been there for so many days, or the first weeks would bring everything."""
CODES = ("", *SOFT)
LEVEL = {code: number for number, code in enumerate(CODES)}
LATEST = "9999-12-31"


class Free(NamedTuple):
    """Somebody whom nothing hard rules out. In order: whose turn it is, then what the score is made of."""

    waits: bool
    year: float
    last: str
    person: int
    certified: float
    last_met: str
    shared: float
    load: float
    one: Candidate


def ties(brief: Brief, guild: Pool) -> dict[int, str]:
    """Who of the guild has a tie that has nothing to do with the seat, and the first one they have."""
    found: dict[int, str] = {}
    for code, people in every_tie(brief, guild):
        for person in people:
            if person in guild.people:
                found.setdefault(person, code)
    return found


def every_tie(brief: Brief, guild: Pool) -> Iterator[tuple[str, Iterable[int]]]:
    """What ties people to the team, in its order, and whom; who is not of the guild may be among them."""
    yield "member", (brief.lead, *brief.members)
    yield "member", guild.of_team.get(brief.team, ())
    for manager in brief.managers:
        yield "manager", guild.of_manager.get(manager, ())
    yield "chain", brief.chain
    if brief.critical and brief.head is not None:
        yield "head", (brief.head, *guild.of_head.get(brief.head, ()))
    yield "maker", brief.makers
    yield "stake", brief.stake_people
    for team in brief.stake_teams:
        yield "stake", guild.of_team.get(team, ())
    yield "away", brief.away
    for team in brief.away_teams:
        yield "away", guild.of_team.get(team, ())
    yield "often", (person for person, half_year, _, _ in brief.met if half_year >= OFTEN)
    yield "declared", brief.declared


class Sieve:
    """One seat of one brief, with what is asked of every candidate worked out once."""

    def __init__(self, brief: Brief, guild: Pool, role: str, tied: Container[int], apart: frozenset[int]) -> None:
        self.people, self.tied, self.critical = guild.people, tied, brief.critical
        self.topic, self.until, self.zone, self.drawn_at = brief.topic, brief.until, brief.zone, brief.drawn_at
        self.shadow = role == "shadow"
        self.apart = apart
        self.today = brief.at[:10]
        self.first, self.last = day_of(self.today), day_of(brief.until)
        self.year_ago, self.years_ago = _earlier(self.today, YEAR), _earlier(self.today, 2 * YEAR)
        self.rested = {depth: _earlier(brief.at, days) for depth, days in REST.items()}
        self.returned, self.likeness = frozenset(brief.returned), dict(brief.likeness)
        self.met = {person: (times, on) for person, _, times, on in brief.met}
        self.share = max(1, ceil(PAIR_SHARE * (brief.reviews + 1) - 1e-9) - 1)
        self.zones: dict[int, float] = {}

    def sift(self, people: Iterable[Candidate], refused: dict[int, str]) -> tuple[int, list[Free]]:
        """Those for whom least has to give way, and how much that is; all others are noted as refused.

        From nought to the length of ``SOFT``; nobody is left when everybody is ruled out for good.
        """
        left, least = [], len(LEVEL)
        for one in people:
            since, ends, away, why = self.asked(one)
            if why:
                refused[one.person] = why
                continue
            level = self._level(one, since, ends)
            least = min(level, least)
            left.append((level, one, since, away))
        free = []
        for level, one, since, away in left:
            if level > least:
                refused[one.person] = CODES[level]
            else:
                free.append(self._free(one, since, away))
        return least, free

    def _free(self, one: Candidate, since: str, away: float) -> Free:
        year = one.year
        if one.days < YEAR:  # as if they had been there all the time: who comes back catches up with nobody
            year = round(year * YEAR / max(one.days, LEAST_DAYS), 3)
        _, last_met = self.met.get(one.person, (0, ""))
        load = one.load + away
        return Free(
            not one.rotated, year, one.last, one.person, self._worth(since), last_met, self.zones[one.zone], load, one
        )

    def _worth(self, since: str) -> float:
        """What a certificate counts for: half of it a year later, as everything else that makes somebody an expert."""
        if not since:
            return 0.0
        return 1.0 if since > self.year_ago else 0.5 if since > self.years_ago else 0.25

    def known(self, one: Candidate, certified: float) -> float:
        """Their expertise in the topic."""
        return expertise(one, self.topic, certified, self.likeness.get(one.person, 0.0))

    def asked(self, one: Candidate) -> tuple[str, str, float, str]:
        """Since when and until when they are certified, the part of the time they are away, and what rules them out."""
        since = ends = ""
        if self.shadow:
            ends = LATEST
        else:
            for name, given, until in one.certificates:
                if name == self.topic and given <= self.today <= until:
                    since, ends = given, until
                    break
        away = 0.0
        for begins, over in one.absences:
            if begins <= self.until and over >= self.today:
                away = self._away(one)
                break
        if not ends:
            since, ends, why = self.today, self.until, self._without_mentor(one)
            if why:
                return since, ends, away, why
        if not one.present:
            why = "gone"
        elif away > MOST_AWAY:
            why = "absent"
        elif (one.shadowing >= SHADOWS) if self.shadow else (one.open >= one.limit):
            why = "full"
        else:
            why = "returned" if one.person in self.returned else ""
        return since, ends, away, why

    def _without_mentor(self, one: Candidate) -> str:
        """Why somebody without a certificate cannot lead with their mentor; empty when both can.

        A mentor may have as many reviews as they take. Nobody learns on what is critical.
        """
        mentor = next((self.people.get(person) for topic, person in one.mentored if topic == self.topic), None)
        if mentor is None or self.critical:
            return "topic" if mentor is None else "mentor"
        certified = any(
            name == self.topic and since <= self.today and until >= self.until
            for name, since, until in mentor.certificates
        )
        here = certified and mentor.present and self._away(mentor) <= MOST_AWAY
        return "" if here and mentor.person not in self.tied and mentor.person not in self.returned else "mentor"

    def _level(self, one: Candidate, since: str, ends: str) -> int:
        """The last of ``SOFT`` that would have to give way for them, from 1; 0 when none would."""
        shared = self.zones.get(one.zone)
        if shared is None:
            shared = self.zones[one.zone] = shared_hours(self.zone, one.zone)
        if self.apart and not self.apart.isdisjoint(one.divisions):
            return LEVEL["division"]
        if one.person in self.met and 0 < self.met[one.person][0] >= self.share:
            return LEVEL["pair"]
        if ends < self.until:
            return LEVEL["ending"]
        if since and since <= self.year_ago and self.known(one, self._worth(since)) < FLOOR:
            return LEVEL["floor"]
        if not shared:
            return LEVEL["zone"]
        if one.last_depth == "deep" and self.drawn_at <= one.last:
            return LEVEL["skip"]
        return LEVEL["rest"] if one.last and one.last > self.rested.get(one.last_depth, "") else 0

    def _away(self, one: Candidate) -> float:
        """The part of the days until the advice is due on which they are away. What overlaps counts once."""
        away: set[int] = set()
        for begins, over in one.absences:
            if begins <= self.until and over >= self.today:
                away.update(range(max(day_of(begins), self.first), min(day_of(over), self.last) + 1))
        return len(away) / max(self.last - self.first + 1, 1)


def day_of(text: str) -> int:
    """An ISO date as a number of days."""
    return date.fromisoformat(text).toordinal()


def _earlier(at: str, days: int) -> str:
    """The same time of day, so many days before."""
    return f"{date.fromordinal(day_of(at[:10]) - days).isoformat()}{at[10:]}"
