"""Who looks at it: independent first, then least loaded, then by lot. Pure, so that a draw can be replayed."""

import random
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

# Why somebody cannot be drawn, in the order in which it is asked: first ties, then room, then the topic.
REASONS = {
    "member": "is a member of the owning team",
    "chain": "manages the owning team",
    "same-manager": "has the same manager as its lead",
    "consumer": "is in a team that uses the contract",
    "maker": "made or proposed the revision",
    "gone": "is paused or has left the guild",
    "declined": "handed it back",
    "at-limit": "has as many reviews as they take",
    "topic": "looks at other topics",
}
TIES = ("member", "chain", "same-manager", "consumer", "maker")


@dataclass(frozen=True, slots=True)
class Brief:
    """What a draw depends on, frozen when the review is asked for. People and teams are ids."""

    team: int
    lead: int
    members: tuple[int, ...] = ()
    chain: tuple[int, ...] = ()
    lead_manager: int | None = None
    consumer_teams: tuple[int, ...] = ()
    makers: tuple[int, ...] = ()
    topic: str = "contract"
    criticality: str = ""
    consumers: int = 0

    def stored(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, stored: dict[str, Any]) -> "Brief":
        """The brief as it was stored: JSON knows no tuples."""
        words: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()
        }
        return cls(**words)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A bar raiser as the draw sees them. ``last_on`` is the day of their last review, as text; empty: never."""

    person: int
    teams: tuple[int, ...] = ()
    manager: int | None = None
    topics: tuple[str, ...] = ()
    limit: int = 2
    open: int = 0
    recent: int = 0
    last_on: str = ""
    present: bool = True
    declined: bool = False

    @property
    def load(self) -> tuple[int, int, str]:
        """Least first: reviews they have now, reviews of the last 90 days, who has waited longest."""
        return (self.open, self.recent, self.last_on)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the draw says of one candidate: why not, or with which load they stood for it."""

    person: int
    why_not: str
    open: int
    recent: int
    last_on: str
    tied: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A finished draw. ``relaxed`` says which wishes were given up, as sentences."""

    picked: int | None
    seed: int
    verdicts: tuple[Verdict, ...]
    relaxed: tuple[str, ...] = field(default=())

    def stored(self) -> dict[str, Any]:
        return asdict(self)


def why_not(brief: Brief, one: Candidate) -> str:
    """The first reason why this candidate cannot be drawn, as its code; empty when there is none."""
    reasons = {
        "member": one.person == brief.lead or one.person in brief.members or brief.team in one.teams,
        "chain": one.person in brief.chain,
        "same-manager": one.manager is not None and one.manager == brief.lead_manager,
        "consumer": not set(one.teams).isdisjoint(brief.consumer_teams),
        "maker": one.person in brief.makers,
        "gone": not one.present,
        "declined": one.declined,
        "at-limit": one.open >= one.limit,
        "topic": bool(brief.topic and one.topics) and brief.topic not in one.topics,
    }
    return next((code for code in REASONS if reasons[code]), "")


def draw(brief: Brief, pool: Iterable[Candidate], seed: int) -> Drawn:
    """One of those without a tie and with room who carry least now; among equals the lot decides, drawn by ``seed``.

    The topic is a wish: when everyone left looks at something else, one of them is drawn, and that is written down.
    The same brief, pool and seed always give the same draw, in whatever order the pool comes.
    """
    candidates = sorted(pool, key=lambda one: one.person)
    refused = {one.person: why_not(brief, one) for one in candidates}
    left = [one for one in candidates if not refused[one.person]]
    relaxed: tuple[str, ...] = ()
    if not left:
        left = [one for one in candidates if refused[one.person] == "topic"]
        refused |= {one.person: "" for one in left}
        relaxed = (f"Nobody who looks at {brief.topic} was left, so others stood for it.",) if left else ()
    least = min((one.load for one in left), default=None)
    best = [one.person for one in left if one.load == least]
    picked = random.Random(seed).choice(best) if best else None  # noqa: S311 - a lot that can be replayed
    verdicts = tuple(
        Verdict(one.person, refused[one.person], one.open, one.recent, one.last_on, one.person in best)
        for one in candidates
    )
    return Drawn(picked, seed, verdicts, relaxed)


def sieve(stored: dict[str, Any]) -> list[tuple[int, str]]:
    """A stored draw as a reader goes through it: how many were left after each step, and who fell out in it."""
    verdicts = stored.get("verdicts", [])
    tied = [one for one in verdicts if one["why_not"] in TIES]
    away = [one for one in verdicts if one["why_not"] in {"gone", "declined"}]
    full = [one for one in verdicts if one["why_not"] == "at-limit"]
    other = [one for one in verdicts if one["why_not"] == "topic"]
    independent = len(verdicts) - len(tied)
    room = independent - len(away) - len(full)
    steps = [
        (len(verdicts), "in the guild"),
        (independent, f"independent: {len(tied)} with a tie"),
        (room, f"with room: {len(full)} at their limit, {len(away)} away"),
    ]
    if other:
        steps.append((room - len(other), f"look at this topic: {len(other)} at others"))
    least = sum(one["tied"] for one in verdicts)
    if least:
        steps.append((least, "carried least" if least == 1 else "carried least alike, drawn by lot"))
    return steps
