"""A rule at work: what it is about is looked at by its functions, and what they say is noted."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from ..limits import NotChecked
from ..patterns import PatternTimedOut
from ..places import Path
from . import javascript as js
from .choosing import Follow, select
from .filters import Filter
from .function import MISSING, Check, Told, Value
from .merging import Rule
from .paths import Way
from .walk import Walk

NOTED = 100_000
"""How many complaints of one rule are kept. All are counted."""


@dataclass(slots=True)
class Then:
    """One `then`: which part of the value is looked at, and by what."""

    check: Check
    field: str = ""
    steps: tuple[str, ...] = ()
    way: Way | None = None

    def targets(self, value: Value, follow: Follow) -> Iterable[tuple[Path, Value]]:
        if not self.field or not isinstance(value, dict | list):
            return (((), value),)
        if self.field == "@key":
            keys = value if isinstance(value, dict) else map(str, range(len(value)))
            return [((key,), key) for key in keys] or _NOTHING
        if self.way is not None:
            return list(select(self.way, value, follow)) or _NOTHING
        return ((self.steps, self._member(value, follow)),)

    def _member(self, value: Value, follow: Follow) -> Value:
        if type(value) is dict and self.field in value:
            return follow(value[self.field])
        for step in self.steps:
            try:
                value = follow(js.get(value, step))
            except js.Failure:
                return MISSING
        return value


_NOTHING: Final = (((), MISSING),)
"""What a function is asked about when a field leads to nothing."""


_STEP = re.compile(r"[^.\[\]]+|\[(?:(-?\d+(?:\.\d+)?)|([\"'])((?:(?!\2)[^\\]|\\.)*?)\2)\]|(?=(?:\.|\[\])(?:\.|\[\]|$))")


def field_steps(said: str) -> tuple[str, ...]:
    """The way that `a.b[0]['c']` names."""
    steps = [""] if said.startswith(".") else []
    for found in _STEP.finditer(said):
        if found[2]:
            steps.append(re.sub(r"\\(\\)?", r"\1", found[3]))
        else:
            steps.append(found[1] or found[0])
    return tuple(steps)


class _Target:
    """Where the value stands that a check looks at: of one rule, moved along as it goes."""

    __slots__ = ("below", "formats", "kept", "resolved", "walk")
    walk: Walk

    def __init__(self, formats: frozenset[str], resolved: bool, kept: dict[object, Any]) -> None:
        self.kept = kept
        self.formats = formats
        self.resolved = resolved
        self.below: Path = ()

    @property
    def path(self) -> Path:
        """Put together only for the check that asks."""
        return (*self.walk.steps, *self.below)

    @property
    def parent(self) -> Value:
        return self.walk.parent

    @property
    def read(self) -> "_Target":
        return self

    @property
    def root(self) -> Value:
        return self.walk.root

    def follow(self, value: Value) -> Value:
        return self.walk.library.follow(value) if self.resolved else value


@dataclass(slots=True, eq=False)
class Asked:
    """A rule, its checks, and what they said: the path as if references were written out, and the words."""

    rule: Rule
    resolved: bool
    formats: frozenset[str]
    kept: dict[object, Any]
    """What functions keep: shared by all rules that see references alike."""
    thens: list[Then] = field(default_factory=list)
    noted: list[tuple[Path, str]] = field(default_factory=list)
    told: int = 0
    looked: int = 0
    unjudged: str = ""
    filters: list[Filter] = field(default_factory=list)
    """Those of its paths."""
    target: _Target = field(init=False)

    def __post_init__(self) -> None:
        self.target = _Target(self.formats, self.resolved, self.kept)

    def of_value(self, value: Value, walk: Walk) -> None:
        self.looked += 1
        if self.unjudged:
            return
        target = self.target
        target.walk = walk
        try:
            for then in self.thens:
                if not then.field:  # most rules, and those that are asked most often
                    told = then.check(value, target)
                    if told:
                        target.below = ()
                        self.note(told)
                    continue
                for path, below in then.targets(value, target.follow):
                    target.below = path
                    told = then.check(below, target)
                    if told:
                        self.note(told)
        except (NotChecked, MemoryError):
            raise
        except PatternTimedOut as error:
            self.unjudged = str(error)
        except RecursionError:
            self.unjudged = "A function of the rule went too deep into the document."
        except Exception as error:
            self.unjudged = f"A function of the rule failed ({type(error).__name__})."

    def note(self, told: Iterable[Told]) -> None:
        for message, path in told:
            self.told += 1
            if len(self.noted) < NOTED:
                self.noted.append((self.target.path if path is None else path, message))

    def settle(self) -> None:
        """After the walk: a rule with a filter that could not be tried has not judged."""
        self.unjudged = self.unjudged or next((one.failures[0] for one in self.filters if one.failures), "")

    def of_key(self, value: Value, walk: Walk) -> None:
        """Asked about the key under which the value stands."""
        self.of_value(walk.steps[-1] if walk.steps else MISSING, walk)
