"""All paths of all rules as one automaton: for each set of places in paths that are reached, one state.

A place in a path is what is left of it to walk. Two paths that have the same left and are about the same are one place,
which is why few states are ever met. States are made when a walk first comes to them, and remembered.
"""

from collections.abc import Iterable
from typing import Any, Final

from ..limits import NotChecked
from ..places import Step
from .filters import Around, Filter
from .function import Value
from .paths import All, Child, Descend, Has, Item, Names, Selector, Slice, Way, Where

STATES = 20_000
"""More states than this, and the ruleset is not walked."""
_REMEMBERED = 200_000


class Spot:
    """What is left of a path, the rules it is for, and whether it is walked with references followed."""

    __slots__ = ("act", "child", "descends", "has", "keys", "next", "number", "resolved")

    def __init__(self, number: int, resolved: bool) -> None:
        self.number = number
        self.resolved = resolved
        self.act: Any = None
        """What is done here; None inside a path."""
        self.descends = False
        """Stays wherever the walk goes down."""
        self.child: Selector | None = None
        self.has: Has | None = None
        self.next: Spot | None = None
        """Reached through `child`, when `has` holds, or at once."""
        self.keys: frozenset[str] | None = frozenset()
        """Anything that can still be done below needs one of these keys on the way. None: not known."""


type Filters = tuple[tuple[Filter, tuple[Spot, ...]], ...]
type Slices = tuple[tuple[Slice, tuple[Spot, ...]], ...]


class State:
    """A set of spots, and where each key leads from it. Everything here is worked out once."""

    __slots__ = (
        "acts",
        "automaton",
        "by_filter",
        "deep",
        "has",
        "keys",
        "merged",
        "moves",
        "names",
        "on_leaf",
        "plain",
        "resolved",
        "slices",
        "spots",
        "unresolved",
        "watched",
    )

    def __init__(self, automaton: "Automaton", spots: frozenset[Spot]) -> None:
        self.automaton = automaton
        self.spots = spots
        ordered = sorted(spots, key=lambda one: one.number)
        self.acts: Final = tuple(one.act for one in ordered if one.act is not None)
        self.has: Final = tuple(one for one in ordered if one.has is not None)
        self.moves = _Moves(self)
        self.merged: dict[Any, State] = {}
        filters = dict[Filter, list[Spot]]()
        slices = list[tuple[Slice, tuple[Spot, ...]]]()
        for one in ordered:
            for selector in _flat(one.child):
                if isinstance(selector, Where) and not selector.filter.by_key and one.next:
                    filters.setdefault(selector.filter, []).append(one.next)
                elif isinstance(selector, Slice) and one.next:
                    slices.append((selector, (one.next,)))
        self.slices: Final[Slices] = tuple(slices)
        self.watched: Final = frozenset(key for one in filters for key in one.guards or ())
        """A child that is an object fulfils no guarded filter when it has none of these keys."""
        self.by_filter: Final[Filters] = tuple((one, tuple(spots)) for one, spots in filters.items())
        self.on_leaf: Final[Filters] = tuple(one for one in self.by_filter if one[0].guards is None)
        """Those that something else than an object may fulfil too."""
        self.deep = any(one.descends for one in spots) or any(
            isinstance(selector, All | Where) for one in spots for selector in _flat(one.child)
        )
        self.names: Final = frozenset[str]().union(
            *(selector.names for one in spots for selector in _flat(one.child) if isinstance(selector, Names))
        )
        """When the state is not deep, the only keys that lead on."""
        self.plain = not any(
            isinstance(selector, Where) and selector.filter.by_key for one in spots for selector in _flat(one.child)
        )
        """All keys but `names` lead to the same."""
        known = [one.keys for one in spots]
        self.keys = None if None in known else frozenset[str]().union(*(one for one in known if one is not None))
        self.resolved: State = self
        self.unresolved: State = self

    def plus(self, spots: tuple[Spot, ...]) -> "State":
        """This state and some more spots."""
        state = self.merged.get(spots)
        if state is None:
            state = self.merged[spots] = self.automaton.state(self.spots | self.automaton.closure(spots))
        return state

    def minus(self, other: "State") -> "State":
        """What this state has and the other has not."""
        state = self.merged.get(other)
        if state is None:
            state = self.merged[other] = self.automaton.state(self.spots - other.spots)
        return state


_OTHER: Final = "\0"
"""A key that no path names."""


class _Moves(dict[Any, State]):
    """Where a key leads, filters of values apart. Kept as long as there is room."""

    def __init__(self, state: State) -> None:
        super().__init__()
        self.state = state

    def __missing__(self, key: Step) -> State:
        state = self.state
        if state.plain and (key if type(key) is str else str(key)) not in state.names:
            if _OTHER not in self:
                self[_OTHER] = state.automaton.after(state, _OTHER)
            after = self[_OTHER]
        else:
            after = state.automaton.after(state, key)
        if len(self) < _REMEMBERED:
            self[key] = after
        return after


class Automaton:
    """The spots of all paths, and the states met so far."""

    def __init__(self) -> None:
        self._spots: dict[Any, Spot] = {}
        self._states: dict[frozenset[Spot], State] = {}
        self._starts: dict[Spot, None] = {}
        self.nothing = self.state(frozenset())

    def add(self, way: Way, act: Any, *, resolved: bool) -> None:
        """A path, and what is done with what it leads to."""
        self._starts[self._spot(way.items, act, resolved)] = None

    def start(self) -> State:
        return self.state(self.closure(self._starts))

    def _spot(self, items: tuple[Item, ...], act: Any, resolved: bool) -> Spot:
        key = (items, act, resolved)
        spot = self._spots.get(key)
        if spot is None:
            spot = self._spots[key] = Spot(len(self._spots), resolved)
            if not items:
                spot.act = act
                return spot
            first, below = items[0], self._spot(items[1:], act, resolved)
            spot.next = below
            if isinstance(first, Descend):
                spot.descends = True
                spot.keys = below.keys if below.act is None else None
            elif isinstance(first, Child):
                spot.child = first.selector
                spot.keys = _needed(first.selector)
            else:
                spot.has = first
                spot.keys = below.keys if below.act is None else _needed(first.selector)
        return spot

    def state(self, spots: frozenset[Spot]) -> State:
        state = self._states.get(spots)
        if state is None:
            if len(self._states) >= STATES:
                raise NotChecked("ruleset-too-large", f"The paths of the ruleset need more than {STATES:,} states.")
            state = self._states[spots] = State(self, spots)
            if any(not one.resolved for one in spots):
                state.resolved = self.state(frozenset(one for one in spots if one.resolved))
            if any(one.resolved for one in spots):
                state.unresolved = self.state(frozenset(one for one in spots if not one.resolved))
        return state

    def closure(self, spots: Iterable[Spot]) -> frozenset[Spot]:
        """The spots, and those reached from them without a step."""
        found = set[Spot]()
        waiting = list(spots)
        while waiting:
            spot = waiting.pop()
            if spot not in found:
                found.add(spot)
                if spot.descends and spot.next:
                    waiting.append(spot.next)
        return frozenset(found)

    def after(self, state: State, key: Step) -> State:
        """Where a key leads by itself: whatever looks at the value, or at the length of a list, comes on top."""
        found = set[Spot]()
        name = key if isinstance(key, str) else str(key)
        for spot in state.spots:
            if spot.descends:
                found.add(spot)
            if spot.next and any(_takes(selector, key, name) for selector in _flat(spot.child)):
                found.add(spot.next)
        return self.state(self.closure(found))


def _flat(selector: Selector | None) -> tuple[Any, ...]:
    if selector is None:
        return ()
    if isinstance(selector, tuple):
        return tuple(one for part in selector for one in _flat(part))
    return (selector,)


def _takes(selector: Selector, key: Step, name: str) -> bool:
    if isinstance(selector, Names):
        return name in selector.names
    if isinstance(selector, Where):
        return selector.filter.by_key and selector.filter.holds(None, key, _NOWHERE)
    return isinstance(selector, All)


class _Nowhere:
    root: Value = None
    parent: Value = None
    steps: list[Step] = []


_NOWHERE: Around = _Nowhere()


def _needed(selector: Selector) -> frozenset[str] | None:
    """The keys of which one must be met for the selector to choose anything. None: not known."""
    needed = frozenset[str]()
    for one in _flat(selector):
        if isinstance(one, Names) and not any(name.isdecimal() for name in one.names):
            needed |= one.names
        elif isinstance(one, Where) and one.filter.guards is not None:
            needed |= one.filter.guards
        else:
            return None
    return needed
