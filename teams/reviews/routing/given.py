"""What a draw is given: the brief of the review, and the guild. Ids, numbers, and dates as ISO text; nothing else."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class _Plain:
    """Stored as JSON, which knows no tuples, and read again."""

    def stored(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, stored: dict[str, Any]) -> Self:
        """As it was stored. Raises TypeError for a field that this engine does not know."""
        return cls(**{name: _tuples(value) for name, value in stored.items()})


def _tuples(value: Any) -> Any:
    return tuple(_tuples(one) for one in value) if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class Brief(_Plain):
    """What a draw depends on of the subject and of the team that owns it. People and teams are ids.

    Everything up to ``zone`` is frozen when the review is asked for. The rest is how it stands when it is drawn: whom
    the team has met, who gave it back, who sits already.
    """

    team: int
    lead: int
    topic: str
    members: tuple[int, ...] = ()
    managers: tuple[int, ...] = ()
    """The first managers of the lead and of the members."""
    chain: tuple[int, ...] = ()
    head: int | None = None
    """Who heads the team's division, or the nearest one above it that has a head."""
    makers: tuple[int, ...] = ()
    stake_teams: tuple[int, ...] = ()
    stake_people: tuple[int, ...] = ()
    critical: bool = False
    depth: str = "normal"
    criticality: str = ""
    consumers: int = 0
    formats: tuple[str, ...] = ()
    zone: int = 0
    """Minutes the team's clocks are ahead of UTC."""

    at: str = ""
    """The moment of the draw, UTC: ``2026-03-02T09:30:00``."""
    until: str = ""
    """The last day of the time in which the advice is given."""
    seats: tuple[str, ...] = ("lead",)
    """What is drawn, in this order: lead, second, shadow."""
    beside: tuple[int, ...] = ()
    """Who sits in this review already, or did when it began and still counts."""
    away: tuple[int, ...] = ()
    """Who was in an away team at this team's services within twelve months."""
    away_teams: tuple[int, ...] = ()
    """Whose services this team's people were at as an away team within twelve months."""
    declared: tuple[int, ...] = ()
    """Who has a tie with this team that somebody declared. Which one is stored nowhere here."""
    returned: tuple[int, ...] = ()
    """Who gave this review back."""
    met: tuple[tuple[int, int, int, str], ...] = ()
    """Who has reviewed this team: person, times within six months, within twelve, and the last day."""
    reviews: int = 0
    """How many reviews of this team were given to somebody within twelve months."""
    likeness: tuple[tuple[int, float], ...] = ()
    """How alike the subject is to what somebody wrote before: person, 0 to 1."""
    drawn_at: str = ""
    """When this topic was last drawn before."""


@dataclass(frozen=True, slots=True)
class Candidate(_Plain):
    """Somebody of the guild as the draw sees them, whatever the subject."""

    person: int
    teams: tuple[int, ...] = ()
    divisions: tuple[int, ...] = ()
    manager: int | None = None
    heads: tuple[int, ...] = ()
    """Who heads the divisions of their teams."""
    certificates: tuple[tuple[str, str, str], ...] = ()
    """Topic, the day it was given, the last day it holds."""
    trains: tuple[str, ...] = ()
    """Topics in which they are a trainee who may shadow."""
    mentored: tuple[tuple[str, int], ...] = ()
    """Topics in which they lead with a mentor beside them, and who that is."""
    limit: int = 2
    open: int = 0
    """Reviews they hold as lead or second."""
    shadowing: int = 0
    load: float = 0.0
    """What they hold, by size: light a half, normal one, deep two; as a second half of it, as a shadow a quarter."""
    year: float = 0.0
    """What was given to them within twelve months, by size."""
    days: int = 365
    """Of the last 365 days, those in which they were in the guild and not paused."""
    last: str = ""
    """When something was last given to them, as ``Brief.at``; empty: never."""
    last_depth: str = ""
    rotated: bool = False
    """They gave back the last review that fell on them, so the next one comes to them first."""
    present: bool = True
    absences: tuple[tuple[str, str], ...] = ()
    """First and last day of what is not over."""
    zone: int = 0
    formats: tuple[str, ...] = ()
    """Of contracts that their teams own, and that they reviewed."""
    practice: tuple[tuple[str, int, int, int], ...] = ()
    """Topic, and how many reviews in it they had in the last twelve months, the twelve before, and those before."""
    owned: tuple[tuple[str, int], ...] = ()
    """Topic, and how many published contracts of it their teams own."""
    wishes: tuple[str, ...] = ()
    """Topics or formats they would like to see."""
    wished_teams: tuple[int, ...] = ()


def _index(one: Candidate) -> tuple[Any, ...]:
    """What the pool finds somebody by."""
    return one.teams, one.manager, one.heads, one.certificates, one.trains, one.mentored


class Pool:
    """The guild, indexed by what rules people out, so that a draw asks few of them. Who is in it can be exchanged.

    An iterable of candidates like any other: what is drawn from it is what would be drawn from the list of them.
    """

    def __init__(self, candidates: Iterable[Candidate] = ()) -> None:
        self.people: dict[int, Candidate] = {}
        self.of_team: dict[int, set[int]] = defaultdict(set)
        self.of_manager: dict[int, set[int]] = defaultdict(set)
        self.of_head: dict[int, set[int]] = defaultdict(set)
        self.certified: dict[str, set[int]] = defaultdict(set)
        self.mentored: dict[str, set[int]] = defaultdict(set)
        self.trainees: dict[str, set[int]] = defaultdict(set)
        for one in candidates:
            self.put(one)

    def __iter__(self) -> Iterator[Candidate]:
        return iter(self.people.values())

    def __len__(self) -> int:
        return len(self.people)

    def put(self, one: Candidate) -> None:
        """Add somebody, or exchange what was known of them."""
        known = self.people.get(one.person)
        self.people[one.person] = one
        if known is not None:
            if _index(known) == _index(one):
                return
            for found in self._places(known):
                found.discard(one.person)
        for found in self._places(one):
            found.add(one.person)

    def _places(self, one: Candidate) -> Iterator[set[int]]:
        yield from (self.of_team[team] for team in one.teams)
        yield from (self.of_head[head] for head in one.heads)
        if one.manager is not None:
            yield self.of_manager[one.manager]
        yield from (self.certified[topic] for topic, _, _ in one.certificates)
        yield from (self.mentored[topic] for topic, _ in one.mentored)
        yield from (self.trainees[topic] for topic in one.trains)
