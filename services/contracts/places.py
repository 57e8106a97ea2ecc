"""Where a thing stands: a Place is told by the format that read it, a Span is found when somebody asks.

A place is said twice. Its *path* is the way through the document as it was written (member names and list positions)
and leads to line and column. Its *key* is the way through the Interface (`operation:listPets/request/query:limit`):
the same for every technology, without line numbers and without list positions, so that it survives unrelated edits.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from functools import cached_property
from hashlib import blake2b
from itertools import accumulate, count
from operator import add
from typing import NamedTuple

_LONG = 200

type Step = str | int
type Path = tuple[Step, ...]


class Word(str):
    """A step named in the Interface's words ("text"), which the format turns into its own ("description")."""

    __slots__ = ()


class File(str):
    """The first step of a path that begins in another file than the main one: the name of that file."""

    __slots__ = ()


class Place:
    """Where a thing stands: some steps below another place. Paths and keys are put together only when asked for."""

    __slots__ = ("above", "name", "steps")

    def __init__(self, above: "Place | None", steps: Path, name: str = "") -> None:
        self.above = above
        self.steps = steps
        self.name = name

    def to(self, *steps: Step, name: str = "") -> "Place":
        """The place `steps` below this one; `name` is its part of the key ("" leaves the key as it is)."""
        return Place(self, steps, name)

    def of(self, word: str) -> "Place":
        """The place of one attribute of the thing that stands here, named as the Interface names it.

        A format whose document has no such member points at the thing itself; the key is that of the thing.
        """
        return Place(self, (Word(word),))

    @property
    def path(self) -> Path:
        steps: list[Path] = []
        place: Place | None = self
        while place is not None:
            steps.append(place.steps)
            place = place.above
        return tuple(step for part in reversed(steps) for step in part)

    @property
    def key(self) -> str:
        names: list[str] = []
        place: Place | None = self
        while place is not None:
            if place.name:
                names.append(place.name if len(place.name) <= _LONG else _shortened(place.name))
            place = place.above
        return "/".join(reversed(names))

    def __repr__(self) -> str:
        return f"<Place {self.key or '/'} at {self.path}>"


class Keys:
    """The keys of many places: what stands above several of them is looked at once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Place, str]] = {}

    def of(self, place: Place) -> str:
        above = self._above(place.above) if place.above is not None else ""
        return _joined(above, place.name)

    def _above(self, place: Place) -> str:
        known = self._known.get(id(place))
        if known is None:
            known = self._known[id(place)] = place, self.of(place)  # held, so that no other one gets its number
        return known[1]


def _joined(above: str, name: str) -> str:
    if not name:
        return above
    if len(name) > _LONG:
        name = _shortened(name)
    return f"{above}/{name}" if above else name


def _shortened(name: str) -> str:
    """A name of any length as a part of a key, still told apart from others that begin like it."""
    return name[: _LONG - 20] + "~" + blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


class Marks(NamedTuple):
    """Character offsets of a member: of its key (-1 when it has none, as in a list) and of its value."""

    key_start: int
    key_end: int
    start: int
    end: int
    leaf: bool
    """The value is one scalar."""
    first_end: int
    """Where the first scalar of the value ends."""

    @property
    def shown(self) -> tuple[int, int]:
        """What a person is shown: a scalar itself, else the key, else (in a list) the first scalar of the value."""
        if self.leaf:
            return self.start, self.end
        return (self.key_start, self.key_end) if self.key_start >= 0 else (self.start, self.first_end)


class Span(NamedTuple):
    """A stretch of the document. Lines and columns count from 1, columns in code points; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int
    file: str = ""
    """The name of the file, where there are several."""


START = Span(1, 1, 1, 1)
_BREAK = re.compile(r"\r\n?|\n")
_LF = re.compile(r"\n")
_INDENTED = re.compile(r"\n( *)")


class Lines:
    """Turns character offsets into lines and columns. A line ends at LF, CR LF, or CR alone, and at nothing else."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.plain = "\r" not in text
        """Whether lines end at LF alone."""

    @cached_property
    def _starts(self) -> list[int]:
        if not self.plain:
            return [0, *(found.end() for found in _BREAK.finditer(self._text))]
        starts = [0, *map(add, accumulate(map(len, self._text.split("\n"))), count(1))]
        starts.pop()  # the last line opens no other one
        return starts

    @cached_property
    def rows(self) -> tuple[list[int], bytes]:
        """Of each row, as YAML takes them (LF ends one), where it begins, and how many spaces it begins with, at most
        255."""
        text = self._text
        spaces = [len(text) - len(text.lstrip(" ")), *map(len, _INDENTED.findall(text))]
        starts = self._starts if self.plain else [0, *(found.end() for found in _LF.finditer(text))]
        return starts, bytes(spaces if max(spaces) < 256 else [min(255, one) for one in spaces])

    @cached_property
    def count(self) -> int:
        """Lines of the text; a line break at the very end does not open another one."""
        if self.plain:
            return max(1, self._text.count("\n") + (not self._text.endswith("\n")))
        starts = self._starts
        return len(starts) - 1 if len(starts) > 1 and starts[-1] == len(self._text) else len(starts)

    def at(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def span(self, start: int, end: int, file: str = "") -> Span:
        starts = self._starts
        line = bisect_right(starts, start)
        begin = starts[line - 1]
        if line == len(starts) or end < starts[line]:  # as most of them are: on one line
            return Span(line, start - begin + 1, line, max(start, end) - begin + 1, file)
        return Span(line, start - begin + 1, *self.at(end), file)


type Trie = dict[Step, "Trie"]


def trie(paths: Iterable[Path]) -> Trie:
    """The wanted paths as one tree, so that a scanner can leave alone what nobody asked for."""
    root: Trie = {}
    for path in paths:
        node = root
        for step in path:
            node = node.setdefault(step, {})
    return root


def nearest(found: Mapping[Path, Marks], path: Path) -> Marks | None:
    """The marks of the path, or of the closest thing above it that was found."""
    while path not in found:
        if not path:
            return None
        path = path[:-1]
    return found[path]
