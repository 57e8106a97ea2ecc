"""Who looks from outside. The room that knows such people says so here; others ask by name and import nobody.

An away team asks for somebody of neither team who may read a change, and whether advice on a revision has come.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

type Pick = Callable[[Collection[int]], Any]
type Way = Callable[[Any, Any], str]
type Tell = Callable[[Any], "Look | None"]

_pick: list[Pick] = []
_tell: list[Tell] = []
_ways: list[Way] = []


@dataclass(frozen=True, slots=True)
class Look:
    """A look at a thing from outside: how far it is in a word, whether more is to come, where it can be read."""

    state: str
    is_awaited: bool
    url: str
    who: Any = None


def pool(pick: Pick) -> Pick:
    """Register who finds somebody present of none of these teams (their ids), the least loaded first."""
    _pick.append(pick)
    return pick


def looks(tell: Tell) -> Tell:
    """Register who tells of the look at a thing."""
    _tell.append(tell)
    return tell


def somebody_outside(teams: Collection[int]) -> Any:
    """A person of none of these teams whom any room lends, or None."""
    found = (pick(teams) for pick in _pick)
    return next((person for person in found if person is not None), None)


def look_at(thing: Any) -> Look | None:
    """The look at this thing that any room knows of, or None."""
    found = (tell(thing) for tell in _tell)
    return next((look for look in found if look is not None), None)


def asking(way: Way) -> Way:
    """Register where somebody asks for a look at a thing: an address, or an empty text where they may not."""
    _ways.append(way)
    return way


def way_to_ask(thing: Any, person: Any) -> str:
    """The page on which this person may ask for a look at this thing; empty where nobody offers one to them."""
    return next((url for way in _ways if (url := way(thing, person))), "")
