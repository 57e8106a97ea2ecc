"""Whose turn it is, who of those fits best, and on whom of the best three the lot falls."""

from hashlib import sha256
from typing import NamedTuple

from teams.reviews.routing.given import Brief
from teams.reviews.routing.score import Seen, hours_of, score
from teams.reviews.routing.sieve import Free, Sieve, day_of

BEST = 3
"""So many of the best stand for the lot."""
MOST_CHANCE = 0.5
"""Nobody's chance is above this while another one stands, so that no pair is a matter of course."""


class Stood(NamedTuple):
    """Somebody who could be given it: how they scored, what they carried, and their chance in the lot."""

    person: int
    expertise: float
    fit: float
    fresh: float
    hours: float
    wish: float
    load: float
    score: float
    year: float
    chance: float


def stand(brief: Brief, sieve: Sieve, free: list[Free], refused: dict[int, str]) -> tuple[Stood, ...]:
    """Everybody who stood, the best first, with their chances; notes who carried more as refused.

    Only the half that has carried less in the last year stands, three at least; whoever waited longest comes first
    among equals. Those who gave the last one back come to the top.
    """
    free.sort()
    half = max(BEST, (len(free) + 1) // 2)
    refused.update((one.person, "behind") for one in free[half:])
    today = day_of(brief.at[:10])
    minute = int(brief.at[11:13]) * 60 + int(brief.at[14:16])
    scored = []
    for one in free[:half]:
        hours = hours_of(one.shared, minute, one.one.zone)
        seen = Seen(sieve.known(one.one, one.certified), one.last_met, hours, today, one.load)
        scored.append((one, score(brief, one.one, seen)))
    scored.sort(key=lambda both: (both[0].waits, -both[1].total, both[0].last, both[0].person))
    chances = shares([marks.total for _, marks in scored[:BEST]])
    return tuple(
        Stood(one.person, *marks, one.year, chances[place] if place < BEST else 0.0)
        for place, (one, marks) in enumerate(scored)
    )


def shares(scores: list[float]) -> list[float]:
    """As their scores are to each other, but nobody's above a half while another one stands."""
    whole = sum(scores)
    chances = [one / whole for one in scores] if whole > 0 else [1 / len(scores)] * len(scores)
    if len(chances) > 1 and max(chances) > MOST_CHANCE:
        most = chances.index(max(chances))
        others = 1 - chances[most]
        even = (1 - MOST_CHANCE) / (len(chances) - 1)
        chances = [
            MOST_CHANCE if place == most else one / others * (1 - MOST_CHANCE) if others > 0 else even
            for place, one in enumerate(chances)
        ]
    return [round(one, 6) for one in chances]


def fell_on(stood: tuple[Stood, ...], role: str, seed: int) -> int:
    """The first 53 bits of SHA-256 over "seed:role" as a part of one, laid along the chances.

    No library's generator, so that anybody can do it again in any language and any year.
    """
    lot = (int.from_bytes(sha256(f"{seed}:{role}".encode()).digest()[:8]) >> 11) / 2**53
    for one in stood:
        lot -= one.chance
        if lot < 0:
            return one.person
    return max(stood[:BEST], key=lambda one: one.chance).person
