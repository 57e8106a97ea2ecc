"""Who has been in whose company: rooms that bring people of two teams together say so, and nobody imports upwards."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """Ids of people and of teams that one team has worked with."""

    people: frozenset[int] = field(default=frozenset())
    teams: frozenset[int] = field(default=frozenset())


Find = Callable[[int, datetime], Kept]
_finders: list[Find] = []


def company(find: Find) -> Find:
    """Register who knows with whom a team has worked since a moment: a function of the team's id and of it."""
    _finders.append(find)
    return find


def company_of(team: int, since: datetime) -> Kept:
    """Everybody whom any room names, together."""
    found = [find(team, since) for find in _finders]
    return Kept(
        frozenset(person for one in found for person in one.people), frozenset(at for one in found for at in one.teams)
    )
