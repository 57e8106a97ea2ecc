"""A document as it reads when every reference is replaced by what it leads to."""

from collections.abc import Callable, Iterator
from typing import Any

from ..function import Value


def written_out(value: Value, follow: Callable[[Value], Value]) -> Value:
    """A copy without references, those apart that lead back to what they are in. What several refer to is there once,
    so that the copy is never larger than the document."""
    holder: list[Value] = [None]
    made: dict[int, Value] = {}
    inside: set[int] = set()
    frames: list[tuple[Value, Value, Iterator[tuple[Any, Value]]]] = [(None, holder, iter([(0, value)]))]
    while frames:
        given, copy, items = frames[-1]
        for step, below in items:
            found = follow(below)
            if not isinstance(found, dict | list):
                copy[step] = found
            elif id(found) in inside:
                copy[step] = below
            elif id(found) in made:
                copy[step] = made[id(found)]
            else:
                inside.add(id(found))
                fresh: Value = dict.fromkeys(found) if isinstance(found, dict) else [None] * len(found)
                copy[step] = made[id(found)] = fresh
                frames.append((found, fresh, iter(found.items() if isinstance(found, dict) else enumerate(found))))
                break
        else:
            frames.pop()
            inside.discard(id(given))
    return holder[0]
