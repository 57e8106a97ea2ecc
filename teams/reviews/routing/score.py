"""How well somebody fits who is free to do it. Familiarity with the team never helps: it counts against freshness."""

from datetime import date
from math import sqrt
from typing import NamedTuple

from teams.reviews.routing.given import Brief, Candidate

EXPERTISE, FIT, FRESH, HOURS, WISH = 0.40, 0.20, 0.15, 0.15, 0.10
YEAR = 365
STALE = 730
"""Days after which somebody who has met the team looks at it with fresh eyes again."""
HALF_KNOWN = 2.0
"""So many reviews of the last year make half of the expertise one can have."""
LIKENESS = 0.5
WORKDAY = 480
DAY = 1440
MORNING = range(6 * 60, 14 * 60)
"""Local minutes in which somebody has the day before them: 06:00 to 14:00."""


class Score(NamedTuple):
    """The parts of it from 0 to 1, what they carry, and what comes of it."""

    expertise: float
    fit: float
    fresh: float
    hours: float
    wish: float
    load: float
    total: float


def expertise(one: Candidate, topic: str, certified: float, likeness: float) -> float:
    """From 0 to 1. Certificate, reviews and contracts of the topic, each half as much a year later, and own writings.

    ``certified`` is what the certificate counts for now: one review in its first year. A contract that their teams own
    counts as half a review, eight at most. How alike the subject is to what they wrote before fills up to half of what
    is missing.
    """
    known = certified
    for name, this, before, older in one.practice:
        if name == topic:
            known += this + before / 2 + older / 4
            break
    for name, contracts in one.owned:
        if name == topic:
            known += min(contracts, 8) / 2
            break
    practised = known / (known + HALF_KNOWN)
    return practised + (1 - practised) * LIKENESS * likeness if likeness else practised


def fit(brief: Brief, one: Candidate) -> float:
    """The part of the subject's formats that they know; a half where the subject has none."""
    if not brief.formats:
        return 0.5
    return len(set(brief.formats).intersection(one.formats)) / len(brief.formats)


def fresh(last_met: str, today: int) -> float:
    """0 on the day they reviewed this team, 1 two years later."""
    return min(max((today - date.fromisoformat(last_met).toordinal()) / STALE, 0.0), 1.0)


def hours_of(shared: float, minute: int, zone: int) -> float:
    """Half the part of the working day that both have in common, half whether their own day lies before them."""
    return (shared + ((minute + zone) % DAY in MORNING)) / 2


def shared_hours(ours: int, theirs: int) -> float:
    """The part of a working day of eight hours that two zones have in common."""
    apart = abs(ours - theirs) % DAY
    return max(WORKDAY - min(apart, DAY - apart), 0) / WORKDAY


class Seen(NamedTuple):
    """What the sieve found out about somebody: expertise, when they last met the team, hours, the day, their load."""

    known: float
    last_met: str
    hours: float
    today: int
    load: float


def score(brief: Brief, one: Candidate, seen: Seen) -> Score:
    """0.40 expertise, 0.20 fit, 0.15 fresh eyes, 0.15 hours, 0.10 wish, over the root of one and the load.

    Load is what they hold, by size, and the part of the time in which they are away.
    """
    known, last_met, hours, today, load = seen
    fits = fit(brief, one)
    eyes = fresh(last_met, today) if last_met else 1.0
    wished = (one.wishes or one.wished_teams) and (
        brief.topic in one.wishes or brief.team in one.wished_teams or not set(brief.formats).isdisjoint(one.wishes)
    )
    wish = 1.0 if wished else 0.0
    parts = EXPERTISE * known + FIT * fits + FRESH * eyes + HOURS * hours + WISH * wish
    # The sum is rounded, so that another machine's last digit cannot make another draw of it.
    return Score(known, fits, eyes, hours, wish, load, round(parts / sqrt(1 + load), 6))
