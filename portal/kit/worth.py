"""What a higher room has learned about the worth of a rule: the rule's page shows it without knowing who tells."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Worth:
    """Of so many that are known, so many were right. ``url`` leads to where that stands, ``act`` on."""

    right: int
    known: int
    words: str
    url: str
    act: tuple[str, str] | None = None


Tell = Callable[[str], Worth | None]
_tellers: list[Tell] = []


def worth(tell: Tell) -> Tell:
    """Register who knows something of rules: a function of the rule's id; None when nothing is known."""
    _tellers.append(tell)
    return tell


def worth_of(rule: str) -> list[Worth]:
    """Everything that is known of this rule's worth."""
    return [known for tell in _tellers if (known := tell(rule)) is not None]
