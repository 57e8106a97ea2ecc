"""Who is good at something, asked by name: a room that keeps such people offers them, and nobody imports upwards."""

from collections.abc import Callable, Collection
from typing import Any

Find = Callable[[str, Collection[int]], Any]
_finders: list[Find] = []


def experts(find: Find) -> Find:
    """Register who finds somebody for a topic who is in none of these teams: a person, or None."""
    _finders.append(find)
    return find


def expert_of(topic: str, not_in: Collection[int]) -> Any:
    """Somebody present who is good at this and in none of these teams; None where there is nobody."""
    return next((found for find in _finders if (found := find(topic, not_in)) is not None), None)
