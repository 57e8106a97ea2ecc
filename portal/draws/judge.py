"""Whether somebody sits where they must not: counted from the rules as they are written, not from the router's code.

Nothing of ``teams.reviews`` is imported here. What the judge knows of the company it has read from the tables itself;
what happens it is told as plain facts (who was given what when, whose certificate, who is away), and it keeps its own
account of them. A day more or less of a month is looked up in the calendar, not reckoned in days.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from services.models import Consumer, Service
from teams.people.models import Division, Membership, Person, Team

MANY = 10
"""A share of fewer reviews says nothing: one of two is a half."""


@dataclass(slots=True)
class Given:
    """One seat as the judge notes it."""

    team: int
    person: int
    role: str
    at: datetime
    review: int
    size: float
    void: bool = False


@dataclass
class Judge:
    """Reads the company once, then listens. ``violations`` counts by rule."""

    violations: Counter[str] = field(default_factory=Counter)
    judged: int = 0

    def __post_init__(self) -> None:
        self.teams_of: dict[int, set[int]] = defaultdict(set)
        for person, team in Membership.objects.filter(until=None).values_list("person", "team"):
            self.teams_of[person].add(team)
        for team, lead in Team.objects.values_list("pk", "lead"):
            self.teams_of[lead].add(team)
        self.people_of: dict[int, set[int]] = defaultdict(set)
        for person, teams in self.teams_of.items():
            for team in teams:
                self.people_of[team].add(person)
        self.boss = dict(Person.objects.order_by().values_list("pk", "manager"))
        self.division = dict(Team.objects.values_list("pk", "division"))
        above = {pk: (head, parent) for pk, head, parent in Division.objects.values_list("pk", "head", "parent")}
        self.head = {team: self._head(above, at) for team, at in self.division.items()}
        self.lead = dict(Team.objects.values_list("pk", "lead"))
        self.owner = dict(Service.objects.values_list("pk", "team"))
        self.users: dict[int, set[int]] = defaultdict(set)
        uses = Consumer.objects.filter(ended_at=None).values_list("contract__service", "service__team")
        for service, team in uses:
            if team != self.owner[service]:
                self.users[service].add(team)
        self.certified: dict[tuple[int, str], deque[tuple[date, date]]] = defaultdict(lambda: deque(maxlen=4))
        self.leads_with: dict[tuple[int, str], int] = {}
        self.trains: set[tuple[int, str]] = set()
        self.away: dict[int, deque[tuple[date, date]]] = defaultdict(lambda: deque(maxlen=4))
        self.stays: deque[tuple[int, int, frozenset[int], datetime, datetime]] = deque(maxlen=400)
        self.tied: set[tuple[int, int]] = set()
        self.limit: dict[int, int] = {}
        self.held: Counter[int] = Counter()
        self.log: dict[int, deque[Given]] = defaultdict(deque)
        self.met: dict[tuple[int, int], deque[Given]] = defaultdict(deque)
        self.reviews: dict[int, Counter[int]] = defaultdict(Counter)
        self.sitting: dict[int, list[Given]] = defaultdict(list)
        self.returned: dict[int, set[int]] = defaultdict(set)
        self.loads: dict[int, Counter[int]] = defaultdict(Counter)
        self.max_share = 0.0

    def _head(self, above: Mapping[int, tuple[int | None, int | None]], at: int | None) -> int | None:
        while at is not None:
            head, at = above[at]
            if head is not None:
                return head
        return None

    def bosses(self, person: int) -> Iterable[int]:
        """Everybody above somebody, the nearest first."""
        seen = {person}
        boss = self.boss.get(person)
        while boss is not None and boss not in seen:
            seen.add(boss)
            yield boss
            boss = self.boss.get(boss)

    def given(
        self, *, review: int, service: int, topic: str, critical: bool, author: int, role: str, person: int,
        at: datetime, until: date, size: float,
    ) -> None:  # fmt: skip
        """Somebody sits from now on: look whether they may, and write it down."""
        self.judged += 1
        team = self.owner[service]
        for rule in self._broken(review, service, topic, critical, author, role, person, at, until):
            self.violations[rule] += 1
        if role in {"lead", "second"}:
            self.held[person] += 1
        one = Given(team, person, role, at, review, size)
        self.log[team].append(one)
        self.met[team, person].append(one)
        self.reviews[team][review] += 1
        self.sitting[review].append(one)
        self.loads[at.year][person] += round(size * 8)
        self._share(team, person, at)

    def ended(self, review: int, person: int, *, void: bool = False, gave_back: bool = False) -> None:
        """They sit no longer. ``void``: they never looked; then it counts for nothing."""
        for one in self.sitting[review]:
            if one.person == person and not one.void:
                one.void = void
                if one.role in {"lead", "second"}:
                    self.held[person] -= 1
                if void:
                    self._uncount(self.reviews[one.team], review)
                    self.loads[one.at.year][person] -= round(one.size * 8)
        if void:
            self.sitting[review] = [one for one in self.sitting[review] if not one.void]
        if gave_back:
            self.returned[review].add(person)

    def forget(self, review: int) -> None:
        """The review is over."""
        self.sitting.pop(review, None)
        self.returned.pop(review, None)

    def _broken(  # noqa: PLR0912, PLR0917 - one line a rule, as they are written
        self, review: int, service: int, topic: str, critical: bool, author: int, role: str, person: int,
        at: datetime, until: date,
    ) -> Iterable[str]:  # fmt: skip
        team, today = self.owner[service], at.date()
        members = self.people_of[team]
        if team in self.teams_of[person]:
            yield "same team"
        boss = self.boss.get(person)
        if boss is not None and any(self.boss.get(member) == boss for member in members):
            yield "same first manager"
        if any(person in self.bosses(member) for member in members):
            yield "manages the team"
        if critical and self.head[team] is not None:
            heads = {self.head[mine] for mine in self.teams_of[person]}
            if self.head[team] in heads or person == self.head[team]:
                yield "same division head, critical"
        if person == author:
            yield "author"
        if self.teams_of[person] & self.users[service]:
            yield "consumer with a stake"
        year_ago = _months_before(at, 12)
        for host, guest, went, _, over in self.stays:
            if over >= year_ago:
                if host == team and person in went:
                    yield "away team at this service"
                    break
                if guest == team and host in self.teams_of[person]:
                    yield "away team at their service"
                    break
        since = _months_before(at, 6)
        before = sum(not one.void and one.at > since for one in self.met[team, person])
        if before >= 2:
            yield "more than two reviews of the team in six months"
        if (person, team) in self.tied:
            yield "declared tie"
        yield from self._unable(topic, critical, role, person, today, until)
        if person in self.returned[review]:
            yield "gave it back"
        for one in self.sitting[review]:
            if one.person == person:
                yield "sits twice"
            elif "mentor" not in {role, one.role} and self.teams_of[person] & self.teams_of[one.person]:
                yield "shares a team with another seat"

    def _unable(  # noqa: PLR0917
        self, topic: str, critical: bool, role: str, person: int, today: date, until: date
    ) -> Iterable[str]:
        certified = any(since <= today <= ends for since, ends in self.certified[person, topic])
        if role == "shadow":
            if (person, topic) not in self.trains:
                yield "no trainee of the topic"
        elif not certified:
            mentor = self.leads_with.get((person, topic))
            if role != "lead" or mentor is None or critical:
                yield "not certified for the topic"
        days = [today + timedelta(days=number) for number in range((until - today).days + 1)]
        gone = sum(any(first <= day <= last for first, last in self.away[person]) for day in days)
        if gone * 2 > len(days):
            yield "absent for more than half the window"
        if role in {"lead", "second"} and self.held[person] >= self.limit[person]:
            yield "at the limit"

    def _share(self, team: int, person: int, at: datetime) -> None:
        """The part of the team's reviews of twelve months that this person had, where there were ten or more."""
        log, mine, reviews, since = self.log[team], self.met[team, person], self.reviews[team], at - timedelta(days=365)
        while log and log[0].at <= since:
            one = log.popleft()
            if not one.void:
                self._uncount(reviews, one.review)
        while mine and mine[0].at <= since:
            mine.popleft()
        if len(reviews) >= MANY:
            self.max_share = max(self.max_share, sum(not one.void for one in mine) / len(reviews))

    @staticmethod
    def _uncount(reviews: Counter[int], review: int) -> None:
        reviews[review] -= 1
        if not reviews[review]:
            del reviews[review]

    def gini(self, people: Iterable[int], years: Iterable[int]) -> float:
        """The Gini coefficient of what these people were given, of the most unequal of these years."""
        return max((_gini([self.loads[year][person] for person in people]) for year in years), default=0.0)


def _gini(loads: list[int]) -> float:
    """Half the mean difference between any two, over the mean: 0 when all carry the same."""
    ordered, whole = sorted(loads), sum(loads)
    if not whole:
        return 0.0
    number = len(ordered)
    return sum((2 * place - number - 1) * load for place, load in enumerate(ordered, 1)) / (number * whole)


def _months_before(at: datetime, months: int) -> datetime:
    """The same day so many months earlier, or the last of that month where it has no such day."""
    years, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    first = at.replace(year=years, month=month + 1, day=1)
    return min(first + timedelta(days=at.day - 1), first + timedelta(days=_days_in(first) - 1))


def _days_in(first: datetime) -> int:
    return ((first.replace(day=28) + timedelta(days=4)).replace(day=1) - first).days
