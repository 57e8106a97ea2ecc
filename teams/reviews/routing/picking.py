"""The draw itself. A rule changed here is another engine: what was drawn by this one has to come out again."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from teams.reviews.routing.given import Brief, Candidate, Pool
from teams.reviews.routing.lot import Stood, fell_on, stand
from teams.reviews.routing.sieve import CODES, Sieve, every_tie, ties

ENGINE = 2


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat of the review. ``refused`` says of everybody who did not stand why, as a code of ``reasons``."""

    role: str
    picked: int | None
    gave_way: tuple[str, ...]
    refused: dict[int, str]
    stood: tuple[Stood, ...]

    def stored(self) -> dict[str, Any]:
        return {
            "role": self.role,
            "picked": self.picked,
            "gave_way": list(self.gave_way),
            "refused": [[person, self.refused[person]] for person in sorted(self.refused)],
            "stood": [[one.person, *(round(part, 6) for part in one[1:])] for one in self.stood],
        }


@dataclass(frozen=True, slots=True)
class Drawn:
    """A finished draw."""

    seed: int
    seats: tuple[Seat, ...]
    engine: int = ENGINE

    def stored(self) -> dict[str, Any]:
        return {"engine": self.engine, "seed": self.seed, "seats": [one.stored() for one in self.seats]}

    def picked(self, role: str) -> int | None:
        """Whom the lot gave this seat, if it was drawn and there was anybody."""
        return next((one.picked for one in self.seats if one.role == role), None)


def draw(brief: Brief, pool: Iterable[Candidate], seed: int) -> Drawn:
    """Give each seat of the brief to somebody, or to nobody. The same three always give the same, in any order.

    Raises ValueError for a person who comes twice in the pool, or a brief without a moment.
    """
    guild = pool if isinstance(pool, Pool) else _pool(pool)
    if not brief.at or not brief.until:
        raise ValueError("A draw needs its moment and the last day of its time: Brief.at and Brief.until.")
    tied = ties(brief, guild)
    sitting = list(brief.beside)
    seats = []
    for role in brief.seats:
        seat = _give(brief, guild, role, tied, sitting, seed)
        seats.append(seat)
        if seat.picked is None:
            if role == "lead":  # without somebody who answers for it nobody else is asked
                break
            continue
        sitting.append(seat.picked)
        mentor = _mentor(brief, guild, seat)
        if mentor is not None:
            sitting.append(mentor)
            seats.append(Seat("mentor", mentor, (), {}, ()))
    return Drawn(seed, tuple(seats))


def hindrances(brief: Brief, guild: Pool, person: int, role: str = "lead") -> tuple[str, ...]:
    """Everything hard that rules somebody of the guild out for this seat, each code once: what a draw would refuse.

    Empty: they could be drawn, though something soft may have to give way. KeyError for who is not of the guild.
    """
    one = guild.people[person]
    tied = ties(brief, guild)
    barred = tied | _sitting(guild, brief.beside, {})
    found = [code for code, people in every_tie(brief, guild) if person in people]
    if person in brief.beside:
        found.append("sits")
    elif barred.get(person) == "sits-team":
        found.append("sits-team")
    _, _, _, why = Sieve(brief, guild, role, barred, frozenset()).asked(one)
    return tuple(dict.fromkeys([*found, why] if why else found))


def mentor_of(brief: Brief, guild: Pool, person: int, role: str) -> int | None:
    """Who stands by somebody who leads this one with a mentor; None when they need nobody."""
    return _mentor(brief, guild, Seat(role, person, (), {}, ()))


def _pool(candidates: Iterable[Candidate]) -> Pool:
    rows = list(candidates)
    guild = Pool(rows)
    if len(guild) != len(rows):
        raise ValueError("Somebody comes twice in the pool.")
    return guild


def _sitting(guild: Pool, sitting: Iterable[int], tied: dict[int, str]) -> dict[int, str]:
    """Who sits in the review, and who shares a team with them."""
    found: dict[int, str] = {}
    for person in sitting:
        if person in guild.people:
            found[person] = "sits"
            for team in guild.people[person].teams:
                for other in guild.of_team[team]:
                    found.setdefault(other, "sits-team")
    return {person: why for person, why in found.items() if person not in tied}


def _apart(brief: Brief, guild: Pool, role: str, sitting: Iterable[int]) -> frozenset[int]:
    """The divisions that another seat of a critical review is not to come from."""
    if not brief.critical or role == "shadow":
        return frozenset()
    there = [guild.people[person] for person in sitting if person in guild.people]
    return frozenset(division for one in there for division in one.divisions)


def _able(brief: Brief, guild: Pool, role: str) -> set[int]:
    """Who may be asked about the topic at all."""
    if role == "shadow":
        return guild.trainees.get(brief.topic, set())
    return guild.certified.get(brief.topic, set()) | guild.mentored.get(brief.topic, set())


def _mentor(brief: Brief, guild: Pool, seat: Seat) -> int | None:
    """Who stands by whoever was picked, when they were picked because somebody does."""
    one = guild.people[seat.picked] if seat.picked is not None and seat.role != "shadow" else None
    if one is None or any(
        topic == brief.topic and since <= brief.at[:10] <= until for topic, since, until in one.certificates
    ):
        return None
    return next((mentor for topic, mentor in one.mentored if topic == brief.topic), None)


def _give(brief: Brief, guild: Pool, role: str, tied: dict[int, str], sitting: list[int], seed: int) -> Seat:  # noqa: PLR0917
    """One seat: rule out, let give way what has to, score, and draw the lot."""
    barred = tied | _sitting(guild, sitting, tied)
    able = _able(brief, guild, role)
    refused = dict.fromkeys(guild.people.keys() - able, "topic") | barred
    sieve = Sieve(brief, guild, role, barred, _apart(brief, guild, role, sitting))
    level, free = sieve.sift([guild.people[person] for person in able - barred.keys()], refused)
    if not free:
        return Seat(role, None, (), refused, ())
    stood = stand(brief, sieve, free, refused)
    return Seat(role, fell_on(stood, role, seed), CODES[1 : level + 1], refused, stood)
