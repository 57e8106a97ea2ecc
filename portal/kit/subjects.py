"""What can be looked at from elsewhere: each room describes its own things, and whoever reviews imports none of them.

A kind is registered under the label that `audit.ref` writes ("services.revision"), with a function that describes one.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db import models

from portal.kit import audit

Reversal = Literal["easy", "costly", "one-way"]


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing as a review needs it: what it is, whose, who is tied to it, and how far a mistake in it would reach.

    ``team`` is a team, ``askers`` ids of others that may ask for a look as well; ``makers`` ids of people; ``stakes``
    ids of teams that win or lose by this very change; ``services`` ids of the services it is about. ``criticality`` is
    the highest among those services, ``consumers`` counts the services that use it, ``critical_consumers`` those of
    them that are critical. ``reversal`` says what taking it back would cost. ``text`` is what places point into, by
    line; empty when it has none. ``earlier`` are references to earlier versions of the same thing. ``days`` says how
    long the work lasts, where it says so.
    """

    thing: models.Model
    title: str
    url: str
    team: Any
    askers: frozenset[int] = field(default=frozenset())
    text: str = ""
    makers: frozenset[int] = field(default=frozenset())
    stakes: frozenset[int] = field(default=frozenset())
    services: tuple[int, ...] = ()
    criticality: str = ""
    consumers: int = 0
    critical_consumers: int = 0
    reversal: Reversal = "costly"
    earlier: frozenset[str] = field(default=frozenset())
    days: int = 0

    @property
    def ref(self) -> str:
        return audit.ref(self.thing)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of subject: its name for people, the topic a look at it is about, and who describes one by its id."""

    label: str
    name: str
    topic: str
    describe: Callable[[int], Subject | None]


_kinds: dict[str, Kind] = {}


def subject_kind(label: str, *, name: str, topic: str) -> Callable[[Callable[[int], Subject | None]], Any]:
    """Register who describes things of this kind: a function of an id, which returns None for one that is gone."""

    def register(describe: Callable[[int], Subject | None]) -> Callable[[int], Subject | None]:
        if label in _kinds:
            raise RuntimeError(f"Two rooms describe {label}.")
        _kinds[label] = Kind(label, name, topic, describe)
        return describe

    return register


def kinds() -> list[Kind]:
    """Every kind that can be looked at, by its name."""
    return sorted(_kinds.values(), key=lambda kind: kind.name)


def kind_of(ref: str) -> Kind | None:
    """The kind of a reference such as ``services.revision:12``; None for one that nobody describes."""
    return _kinds.get(ref.partition(":")[0])


def subject(ref: str) -> Subject | None:
    """What this reference points at, described now. None: nobody describes such things, or it is not there."""
    kind, (_, _, pk) = kind_of(ref), ref.partition(":")
    return kind.describe(int(pk)) if kind is not None and pk.isdigit() else None
