"""Paths walked one at a time, inside a value: for the conditions in paths, and for the `field` of a rule."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ..places import Path, Step
from .filters import Around
from .function import Value
from .paths import All, Child, Descend, Has, Item, Names, Selector, Slice, Way, Where

type Follow = Callable[[Value], Value]


def chosen(value: Value, selector: Selector, around: Around) -> Iterator[tuple[Step, Value]]:
    """The children that a selector chooses."""
    items: Iterable[tuple[Any, Value]] = value.items() if type(value) is dict else enumerate(value)
    if isinstance(selector, tuple):
        for one in selector:
            yield from chosen(value, one, around)
    elif isinstance(selector, All):
        yield from items
    elif isinstance(selector, Names):
        yield from ((key, below) for key, below in items if str(key) in selector.names)
    elif isinstance(selector, Where):
        yield from ((key, below) for key, below in items if selector.filter.holds(below, key, around))
    elif isinstance(selector, Slice):
        yield from ((key, below) for key, below in items if selector.holds(key, value))


class _Inside:
    """What filters see inside a value: paths begin at the value."""

    def __init__(self, root: Value) -> None:
        self.root = root
        self.parent: Value = root
        self.steps: list[Step] = []


def has(value: Value, wanted: Has, around: Around) -> bool:
    """Whether the value has such a child. `around.parent` is the value while filters look."""
    if type(value) is not dict and type(value) is not list:
        return False
    return any(
        all(has(below, one, around) for one in wanted.those) for _, below in chosen(value, wanted.selector, around)
    )


def select(way: Way, value: Value, follow: Follow) -> Iterator[tuple[Path, Value]]:
    """What the path leads to inside the value, with the way there."""
    for path, below in _select(way.items, value, (), _Inside(value), follow, frozenset()):
        yield path, path[-1] if way.keyed and path else below


def _select(  # noqa: PLR0917
    items: tuple[Item, ...], value: Value, path: Path, around: _Inside, follow: Follow, inside: frozenset[int]
) -> Iterator[tuple[Path, Value]]:
    value = follow(value)
    if not items:
        yield path, value
        return
    first, rest = items[0], items[1:]
    is_open = type(value) is dict or type(value) is list
    around.parent, around.steps = value, list(path)
    if isinstance(first, Has):
        if has(value, first, around):
            yield from _select(rest, value, path, around, follow, inside)
    elif isinstance(first, Descend):
        yield from _select(rest, value, path, around, follow, inside)
        if is_open and id(value) not in inside:
            inside |= {id(value)}
            for key, below in value.items() if type(value) is dict else enumerate(value):
                yield from _select(items, below, (*path, key), around, follow, inside)
    elif isinstance(first, Child) and is_open:
        for key, below in list(chosen(value, first.selector, around)):
            yield from _select(rest, below, (*path, key), around, follow, inside)
