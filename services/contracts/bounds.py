"""Whether what callers send has bounds: one finding for what is mended together, one alone where nothing has any."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from .model import Interface, Kind, Type
from .places import Place
from .reading import some, squeezed
from .registry import Problem, Unjudged
from .sent import Holder, Sent, holders

_MAY_TELL = re.compile(r"[\d\"'`]")
"""Looked for first, being quick."""
_TOLD = re.compile(
    r"\d\s*(?:characters|chars|bytes|letters|digits|symbols|octets|items|elements|entries)\b"
    r"|\b(?:max(?:imum)?|at most|up to|no (?:more|longer|greater) than|limit(?:ed)? (?:of|to)|between|less than)\b"
    r"\D{0,30}\d|\bfrom \d+ (?:to|through) \d|\b(?:one of|can be|must be|either|values?(?: are)?):? ?[\"'`]",
    re.I,
)
_MARKS = frozenset(
    {"length", "maxlength", "maxlen", "size", "maxsize", "max", "maximum", "maxitems", "pattern", "range"}
)
_DEEPEST = 20

type Holds = Callable[[Type], bool]


@dataclass(frozen=True)
class Bound:
    """What is asked of values of some kinds, and how it is said."""

    kinds: frozenset[Kind]
    holds: Holds
    many: str
    """The values, in a sentence: "texts"."""
    lacking: str
    """What they lack: "a maximum"."""

    def check(self, interface: Interface) -> Iterator[Problem | Unjudged]:
        """What of everything that callers send has no bound, neither as a limit nor in words."""
        tally = _Tally(self, interface)
        for holder in holders(interface):
            if not holder.in_address:
                tally.add(holder)
        if not tally.met:
            yield Unjudged(f"Callers send no {self.many}.")
        elif tally.loose == tally.met > 1 and len(tally.problems) > 1:
            yield Problem(interface.place, f"Of {tally.met:,} {self.many} that callers send, none has {self.lacking}.")
        else:
            yield from tally.problems


@dataclass
class _Tally:
    bound: Bound
    interface: Interface
    met: int = 0
    loose: int = 0
    problems: list[Problem] = field(default_factory=list)
    told: set[int] = field(default_factory=set)
    """Types with a name that were told already: they are mended once, wherever they are used."""

    def add(self, holder: Holder) -> None:
        lax: list[Sent] = []
        kinds = self.bound.kinds
        for value in holder.values:
            shape = value.type
            if not (shape.ref or shape.parts or shape.choices or shape.item is not None):  # as most are
                if shape.kind in kinds:
                    self.met += 1
                    if not _holds(shape, self.bound) and not _is_told(value.text):
                        self.loose += 1
                        lax.append(value)
                continue
            ends = list(_ends(value.type, self.interface, self.bound, 0))
            if not ends:
                continue
            self.met += 1
            loose = [] if _is_told(value.text) else [end for end in ends if end.is_loose]
            self.loose += bool(loose)
            for end in loose:
                if end.named is None:
                    lax.append(value)
                    break
                if id(end.named) not in self.told:
                    self.told.add(id(end.named))
                    self._tell(end.named.place, end.named.name[:100], many=False)
        if not lax:
            return
        if holder.times:
            where = f", in {holder.times:,} operations" if holder.times > 1 else ""
            self._tell(lax[0].place, repr(holder.name[:100]), where)
        elif len(lax) == 1:
            self._tell(lax[0].place, f"{lax[0].name[:100]!r} of {holder.name[:120]}")
        else:
            self._tell(holder.place, f"{some([one.name for one in lax])} of {holder.name[:120]}", many=True)

    def _tell(self, place: Place, who: str, where: str = "", *, many: bool = False) -> None:
        self.problems.append(Problem(place, f"{who} lack{'' if many else 's'} {self.bound.lacking}{where}."))


@dataclass(slots=True)
class _End:
    """A value of a wanted kind that a type allows, and the type with a name that it comes from."""

    is_loose: bool
    named: Type | None


def _ends(shape: Type, interface: Interface, bound: Bound, depth: int) -> Iterator[_End]:
    named, holds = None, False
    for _ in range(_DEEPEST):
        holds = holds or _holds(shape, bound)
        if not shape.ref:
            break
        below = interface.types.get(shape.ref)
        if below is None:
            return
        shape = named = below
    if shape.kind in bound.kinds and not shape.parts:
        yield _End(not holds, named)
    if depth == _DEEPEST or shape.fields:
        return
    inner = [end for part in shape.parts for end in _ends(part, interface, bound, depth + 1)]
    if inner:  # together they are one value, which is bounded when one of them says so
        holds = holds or any(_holds(interface.resolve(part) or part, bound) for part in shape.parts)
        yield _End(not holds and all(end.is_loose for end in inner), named or inner[0].named)
    for one in (*shape.choices, *((shape.item,) if shape.item is not None else ())):
        for end in _ends(one, interface, bound, depth + 1):
            yield _End(end.is_loose, end.named or named)


def _holds(shape: Type, bound: Bound) -> bool:
    return (
        bool(shape.values)
        or bound.holds(shape)
        or _is_told(shape.text)
        or any(squeezed(mark) in _MARKS for mark in shape.marks)
    )


@lru_cache(maxsize=4096)
def _is_told(text: str) -> bool:
    """Kept: what callers send is asked for each kind of bound, and many values are told in the same words."""
    return bool(text) and _MAY_TELL.search(text) is not None and _TOLD.search(text) is not None
