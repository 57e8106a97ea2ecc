"""What higher rooms know of a thing of a lower room: asked by the thing's kind, so that nobody imports upwards.

A service's page shows its away teams without knowing that there is such a room: the room says here what it knows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of a higher room: what it is, in which state, who has it, what is awaited of it."""

    title: str
    url: str
    note: str = ""
    state: str = ""
    who: Any = None
    clock: Any = None


@dataclass(frozen=True, slots=True)
class Panel:
    """What one room knows of the thing. ``total`` counts all of it, ``lines`` are the few that matter now.

    ``empty`` is what to say, and what one can do, when there is none. ``act`` is a word and an address.
    """

    name: str
    heading: str
    lines: Sequence[Line]
    total: int
    url: str
    empty: str
    act: tuple[str, str] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class LineNote:
    """What a higher room says at lines of a thing's text: lines count over all of it, from 1, the last one included."""

    line: int
    end_line: int
    heading: str
    text: str
    url: str
    severity: str = ""
    state: str = ""


Tell = Callable[[Any, Any], Panel | None]
TellLines = Callable[[Any, Any], Sequence[LineNote]]
_tellers: dict[str, list[Tell]] = {}
_line_tellers: dict[str, list[TellLines]] = {}


def beside(kind: str) -> Callable[[Tell], Tell]:
    """Register who tells about things of ``kind`` ("services.service"): a function of the thing and who looks.

    It returns None when there is nothing to show.
    """

    def register(tell: Tell) -> Tell:
        _tellers.setdefault(kind, []).append(tell)
        return tell

    return register


def at_lines(kind: str) -> Callable[[TellLines], TellLines]:
    """Register who has something to say at lines of things of ``kind``: a function of the thing and who looks."""

    def register(tell: TellLines) -> TellLines:
        _line_tellers.setdefault(kind, []).append(tell)
        return tell

    return register


def said_at_lines(thing: models.Model, person: Any) -> list[LineNote]:
    """What every higher room says at lines of this thing, by the line where it ends."""
    tellers = _line_tellers.get(thing._meta.label_lower, [])
    return sorted((note for tell in tellers for note in tell(thing, person)), key=lambda note: note.end_line)


def about(thing: models.Model, person: Any) -> list[Panel]:
    """What every higher room knows of this thing, in the order of the rooms. Each asks a fixed number of queries.

    A room that has nothing to say, and nothing that one could do about it, is left out.
    """
    told = [tell(thing, person) for tell in _tellers.get(thing._meta.label_lower, [])]
    return [panel for panel in told if panel is not None]


def first_clock(panels: Sequence[Panel], own: Any = None) -> Any:
    """What is awaited first: of the thing itself (``own``), or of what stands beside it."""
    running = [line.clock for panel in panels for line in panel.lines if line.clock is not None]
    return min([clock for clock in (own, *running) if clock is not None], key=lambda clock: clock.due_at, default=None)
