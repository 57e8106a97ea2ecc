"""How seats of a review were drawn, for whoever wants to know why, and the same once more."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.kit import audit
from portal.models import AuditEntry
from teams.people.models import Person
from teams.reviews.models import Draw, Review
from teams.reviews.models import Seat as SeatRow
from teams.reviews.routing import GAVE_WAY, HARD, SOFT, TIES, TOLD, Replay, replay
from teams.reviews.routing.lot import BEST, Stood


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody who stood for a seat."""

    person: Person
    marks: Stood
    picked: bool
    drawn: bool
    """Whether they were among the best three, of whom one was drawn."""

    @property
    def percent(self) -> int:
        """Their chance in the lot."""
        return round(self.marks.chance * 100)

    @property
    def points(self) -> int:
        """Their score, of a hundred."""
        return round(self.marks.score * 100)

    @property
    def parts(self) -> list[tuple[str, int]]:
        """What the score is made of, each part of a hundred."""
        names = ("expertise", "fit", "fresh eyes", "hours", "wish")
        return [(name, round(value * 100)) for name, value in zip(names, self.marks[1:6], strict=True)]


@dataclass(frozen=True, slots=True)
class Refused:
    """Everybody who did not stand for the same reason."""

    code: str
    why: str
    people: list[Person]


@dataclass(frozen=True, slots=True)
class SeatDrawn:
    """One seat of a draw, with people."""

    role: str
    picked: Person | None
    gave_way: list[str]
    stood: list[Standing]
    refused: list[Refused]

    @property
    def title(self) -> str:
        """The seat as a heading."""
        return SeatRow.Role(self.role).label

    @property
    def steps(self) -> list[tuple[int, str]]:
        """As a sieve: how many were left after each step."""
        return sieve({one.code: len(one.people) for one in self.refused}, len(self.stood))


def in_short(draw: Draw) -> dict[str, Any]:
    """What a review's own page shows of its last draw."""
    nothing: dict[str, Any] = {"refused": [], "stood": [], "gave_way": []}
    seat = next(iter(draw.outcome["seats"]), nothing)
    counts = Counter(code for _, code in seat["refused"])
    return {
        "number": draw.number,
        "engine": draw.engine,
        "seed": draw.seed,
        "steps": sieve(counts, len(seat["stood"])),
        "relaxed": [GAVE_WAY[code] for code in seat["gave_way"][-1:]],
    }


def spelled(seed: int) -> str:
    """A seed as people can compare it: hexadecimal, in groups of four."""
    text = f"{seed:016x}"
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def gives_way() -> list[str]:
    """What gives way when nobody is left, in its order, as words for a list."""
    return list(SOFT.values())


def draws(review: Review) -> list[Draw]:
    """Every draw of a review, the newest first, without what they were given: one query."""
    return list(review.draws.defer("given").order_by("-number"))


def shown(draw: Draw) -> list[SeatDrawn]:
    """Its seats with people: one query."""
    return seats_of(draw.outcome)


def seats_of(outcome: Mapping[str, Any]) -> list[SeatDrawn]:
    """The seats of what was drawn, with people: one query."""
    seats = outcome.get("seats", [])
    people = Person.objects.in_bulk({person for seat in seats for person in _named(seat)})
    return [_seat(seat, people) for seat in seats]


def _named(seat: dict[str, Any]) -> Iterable[int]:
    yield from (row[0] for row in (*seat["refused"], *seat["stood"]))
    if seat["picked"] is not None:
        yield seat["picked"]


def _seat(seat: dict[str, Any], people: dict[int, Person]) -> SeatDrawn:
    marks = [Stood(*row) for row in seat["stood"] if row[0] in people]
    stood = [
        Standing(people[one.person], one, one.person == seat["picked"], place < BEST) for place, one in enumerate(marks)
    ]
    groups: dict[str, list[Person]] = {}
    for person, code in seat["refused"]:
        if person in people:
            groups.setdefault(code, []).append(people[person])
    refused = [
        Refused(code, TOLD[code], sorted(groups[code], key=lambda one: one.name)) for code in TOLD if code in groups
    ]
    words = [GAVE_WAY[code] for code in seat["gave_way"][-1:] if code in GAVE_WAY]
    return SeatDrawn(seat["role"], people.get(seat["picked"] or 0), words, stood, refused)


def sieve(counts: Mapping[str, int], stood: int) -> list[tuple[int, str]]:
    """As a reader goes through it: how many were left after each step, and how many fell out in it.

    ``counts`` says how many did not stand, by the code of their reason.
    """
    whole = stood + sum(counts.values())
    if not whole:
        return [(0, "in the guild")]
    tied = sum(counts.get(code, 0) for code in TIES)
    room = sum(number for code, number in counts.items() if code in HARD and code not in TIES)
    soft = sum(number for code, number in counts.items() if code in SOFT)
    steps = [
        (whole, "in the guild"),
        (whole - tied, f"independent: {tied} with a tie"),
        (whole - tied - room, f"certified, here, with room: {room} not"),
    ]
    if soft:
        steps.append((whole - tied - room - soft, f"rested and in reach: {soft} not"))
    if counts.get("behind"):
        steps.append((stood, "have carried less this year"))
    if stood:
        steps.append((min(stood, BEST), "best, one drawn by lot" if stood > 1 else "left, so it is theirs"))
    return steps


@dataclass(frozen=True, slots=True)
class Again:
    """A draw made again, and whether what was stored of it is what the audit saw then."""

    draw: Draw
    replay: Replay
    sealed: bool

    @property
    def same(self) -> bool | None:
        """None: cannot be said. False also when the stored inputs are not those of then."""
        return False if self.replay.digest and not self.sealed else self.replay.same

    @property
    def seats(self) -> list[SeatDrawn]:
        """What came out now: one query."""
        return seats_of(self.replay.drawn or {})

    @property
    def words(self) -> str:
        if self.replay.digest and not self.sealed:
            return "What it was given is not what the audit noted when it was drawn."
        return self.replay.why

    def told(self) -> dict[str, Any]:
        """As plain data, for a command and the API."""
        return {
            "review": self.draw.review_id,
            "draw": self.draw.number,
            "at": self.draw.at.isoformat(),
            "engine": self.replay.engine,
            "seed": self.replay.seed,
            "digest": self.replay.digest,
            "sealed": self.sealed,
            "same": self.same,
            "why": self.words,
            "differs": list(self.replay.differs),
            "drawn": self.replay.drawn,
            "stored": self.draw.outcome,
        }


def again(draw: Draw) -> Again:
    """Draw once more from what was stored: two queries, no writing."""
    found = replay(bytes(draw.given), draw.outcome)
    entries = AuditEntry.objects.filter(subject=audit.ref(draw.review), verb="review.draw")
    noted = {one["draw"]: one for one in entries.values_list("data", flat=True) if "draw" in one}
    then = noted.get(draw.number, {})
    sealed = then.get("digest") == found.digest == draw.digest and then.get("seed") == draw.seed
    return Again(draw, found, sealed)
