"""Numbers of YAML that begin with a zero (`012`): Spectral reads twelve, the parser of the engine reads a text."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import Any

from ..cutting import Uneven
from ..document import Source, Tree
from ..places import Path, Step
from .cut_offsets import Ends, seen_on_row
from .function import Value
from .offsets import offsets, wanted

_SIGNS = (re.compile(r": (0[0-9]+)(?=[\s,\]}]|\Z)"), re.compile(r"- (0[0-9]+)(?=[\s,\]}]|\Z)"))
_DIGITS = re.compile("0[0-9]+")
_NUMBER = re.compile(r"[-+]?0[0-9]+\Z")
_MOST = 10_000


class Zeros:
    """Those of one text."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._stand: list[int] | None = None
        self.written: frozenset[str] = frozenset()
        """All that may be such numbers, by the text alone."""

    def look(self) -> list[int]:
        """Where such digits stand, among others. Needs no values."""
        if self._stand is None:
            text = self.source.text
            self.written = frozenset(found[1] for sign in _SIGNS for found in sign.finditer(text))
            digits = _DIGITS.finditer(text) if self.written else ()
            self._stand = [found.start() for found in digits if found[0] in self.written]
        return self._stand

    def amend(self, tree: Tree) -> None:
        """Makes numbers of them, in place, where they stand without quotation marks."""
        if tree.language != "yaml" or not self.look():
            return
        alike = _Alike(self)
        alike.look(tree.root)
        text = self.source.text
        for path, (holder, key) in alike.holders.items():
            start, end = alike.found.get(path, (0, 0))
            if _NUMBER.match(text[start:end]):
                holder[key] = int(text[start:end])


class _Everything:
    def __contains__(self, key: object) -> bool:
        return True


class _Alike(Ends):
    """Texts that look like such numbers: the text is cut at its lines down to the parts in which one stands."""

    def __init__(self, zeros: Zeros) -> None:
        super().__init__(zeros.source.text, set(), zeros.source.cuts)
        self.written, self.stand = zeros.written, zeros.look()
        self.holders: dict[Path, tuple[Value, Any]] = {}
        """By the way to each, the collection it is in and its key there."""

    def look(self, root: Value) -> None:
        try:
            self._within(root, (), self._content(0, len(self.text)), len(self.text))
        except Uneven:
            self._hold(root, _keys(root), ())
        if not self.holders.keys() <= self.found.keys():
            self.found = offsets(self.text, wanted(self.holders))

    def _within(self, value: Value, path: Path, start: int, end: int) -> None:
        in_map = type(value) is dict
        for key, part in self._parts(value, start, end, _Everything()):
            first = bisect_left(self.stand, part.start)
            if first == len(self.stand) or self.stand[first] >= part.end:
                continue
            step: Any = key if in_map else int(key)
            way = (*path, key)
            if self._is_cut(value[step], {}, part, in_map=in_map):
                try:
                    self._within(value[step], way, part.inner, part.end)
                except Uneven:
                    pass
                else:
                    continue
            held = self._hold(value, (step,), path)
            seen = seen_on_row(self.text, value[step], part) if held else None
            if seen is not None:
                self.found[way] = seen
            elif held:
                self._read(wanted(one[len(way) :] for one in held), way, part, in_map=in_map)

    def _hold(self, value: Value, keys: Iterable[Step], path: Path) -> list[Path]:
        """Notes the texts under some keys of a collection, and below them."""
        held: list[Path] = []
        waiting = [(value, keys, path)]
        while waiting:
            holder, keys, path = waiting.pop()
            for key in keys:
                below: Value = holder[key]
                if type(below) is dict or type(below) is list:
                    waiting.append((below, _keys(below), (*path, str(key))))
                elif type(below) is str and below in self.written and len(self.holders) < _MOST:
                    self.holders[(*path, str(key))] = holder, key
                    held.append((*path, str(key)))
        return held


def _keys(value: Value) -> Iterable[Step]:
    return value if type(value) is dict else range(len(value)) if type(value) is list else ()
