"""What people can do in a year that is played: answers to what waits for them, and what they do unasked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.models import Clock

if TYPE_CHECKING:
    from portal.year.playing import Play

type Answering = Callable[["Play", Any, Clock], object]
type Unasked = Callable[["Play", Any], object]

LET_LIE = object()
"""What an answer returns that leaves it lying: they do not come back to it before its time is over."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One way to answer a clock of a kind, chosen so often among the others. ``work``: of guests who are at work."""

    weight: float
    do: Answering
    work: bool


@dataclass(frozen=True, slots=True)
class Habit:
    """What somebody does unasked with a request that stands there, so often in a day of a hundred requests."""

    percent: float
    states: frozenset[str]
    do: Unasked
    work: bool


ANSWERS: dict[str, list[Answer]] = {}
HABITS: list[Habit] = []


def answers[F: Callable[..., object]](*kinds: str, weight: float = 1, work: bool = False) -> Callable[[F], F]:
    """This is done by whoever a clock of one of these kinds waits for. It gets the clock's subject and the clock."""

    def register(do: F) -> F:
        for kind in kinds:
            ANSWERS.setdefault(kind, []).append(Answer(weight, do, work))
        return do

    return register


def habit[F: Callable[..., object]](percent: float, *states: str, work: bool = False) -> Callable[[F], F]:
    """This is done unasked with requests in these states (of the request, or of its stay)."""

    def register(do: F) -> F:
        HABITS.append(Habit(percent, frozenset(states), do, work))
        return do

    return register
