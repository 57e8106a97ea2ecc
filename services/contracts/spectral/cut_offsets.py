"""Where wanted values begin and end as Spectral tells it, found by cutting the text at its lines."""

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from ..cutting import SMALL, Cuts, Cutter, Part, Uneven, is_block
from ..places import Path, Step
from .function import Value
from .offsets import Offsets, Wanted, offsets, root_start


def cut_offsets(text: str, root: Value, wanted: Wanted, asked: set[Path], cuts: Cuts | None = None) -> Offsets:
    """Start and end of the asked paths, which `wanted` holds as a tree: as reading the whole text would tell them."""
    if len(text) > SMALL:
        cutter = Ends(text, asked, cuts)
        try:
            cutter.root(root, wanted)
        except Uneven:
            pass
        else:
            if asked <= cutter.found.keys():
                return cutter.found
    return offsets(text, wanted)


_QUOTED = re.compile(r""""(?:[^"\\\n]|\\.)*+"|'(?:[^'\n]|'')*+'""")
_TOKEN = re.compile(r"[A-Za-z0-9_.+~][A-Za-z0-9_.+~-]*+", re.A)
_NOT_PLAIN = frozenset("-?:,[]{}#&*!|>'\"%@`")
"""With these signs something else than a plain scalar may begin."""


def seen_on_row(text: str, value: Value, part: Part) -> tuple[int, int] | None:
    """Where a scalar stands that is all there is beside its key or dash. None: it cannot be seen."""
    kind = type(value)
    if kind is dict or kind is list:
        return None
    sign = text.find(":", part.key_end) if part.key_start >= 0 else text.find("-", part.start)
    end = text.find("\n", sign, part.end)
    if end >= 0 and text[end : part.end].strip():
        return None
    said = text[sign + 1 : end if end >= 0 else part.end]
    written = said.strip(" \t\r")
    start = sign + 1 + len(said) - len(said.lstrip(" \t"))
    if kind is str and written == value:
        plain = value[:1] not in _NOT_PLAIN and value.isprintable()
        return (start, start + len(value)) if plain and value else None
    found = (_QUOTED if kind is str else _TOKEN).fullmatch(written)
    return (start, start + len(written)) if found and written.isprintable() else None


class Ends(Cutter):
    """Finds them part by part."""

    def __init__(self, text: str, asked: set[Path], cuts: Cuts | None = None) -> None:
        super().__init__(text, str, cuts)
        self.asked = asked
        self.found: Offsets = {}

    def root(self, value: Value, wanted: Wanted) -> None:
        start, end = self._content(0, len(self.text)), len(self.text)
        if () in self.asked:
            self.found[()] = root_start(self.text, start), self._end(value, start, end)
        self._block(value, wanted, (), start, end)

    def _part(self, value: Value, wanted: Mapping[Step, Any], path: Path, part: Part, *, in_map: bool) -> None:
        seen = None if wanted else seen_on_row(self.text, value, part)
        if seen is not None:
            self.found[path] = seen
        elif in_map or type(value) is not dict or not self._item(value, wanted, path, part):
            super()._part(value, wanted, path, part, in_map=in_map)

    def _item(self, value: Value, wanted: Mapping[Step, Any], path: Path, part: Part) -> bool:
        """A mapping whose first member stands behind a dash. False: it cannot be cut."""
        first = self._behind_dash(part)
        try:
            for key, below in self._parts(value, part.start, part.end, wanted, first):
                self._part(value[key], wanted[key], (*path, key), below, in_map=True)
            if path in self.asked:
                self.found[path] = part.start + first, self._end(value, part.start, part.end, first)
        except Uneven:
            return False
        return True

    def _behind_dash(self, part: Part) -> int:
        """How far the first thing in an item is indented."""
        row = self.text[part.start : part.end].partition("\n")[0]
        return len(row) - len(row.replace("-", " ", 1).lstrip(" "))

    def _stands(self, path: Path, value: Value, part: Part) -> None:
        if path in self.asked:
            self.found[path] = part.key_end + 1, self._end(value, part.inner, part.end)

    def _read(self, wanted: Mapping[Step, Any], path: Path, part: Part, *, in_map: bool) -> None:
        step = path[-1] if in_map else "0"
        begin = part.key_start if in_map else part.start  # before a key may stand a dash
        said = " " * (begin - part.start) + self.text[begin : part.end]
        for below, (start, end) in offsets(said, {step: dict(wanted)}).items():
            if below:
                self.found[(*path, *below[1:])] = part.start + start, part.start + end

    def _end(self, value: Value, start: int, end: int, first: int = -1) -> int:
        """Where the last thing in a block ends."""
        key: Step = next(reversed(value)) if type(value) is dict else str(len(value) - 1)
        [(_, part)] = self._parts(value, start, end, (key,), first)
        last = value[key] if type(value) is dict else value[-1]
        if part.inner >= 0 and part.end - part.start > SMALL and is_block(last):
            return self._end(last, part.inner, part.end)
        seen = seen_on_row(self.text, last, part)
        if seen is not None:
            return seen[1]
        if type(value) is list and type(last) is dict and last:
            with suppress(Uneven):
                return self._end(last, part.start, part.end, self._behind_dash(part))
        found = offsets(self.text[part.start : part.end], {})
        if () not in found:
            raise Uneven
        return part.start + found[()][1]
