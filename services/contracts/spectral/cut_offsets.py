"""Where wanted values begin and end as Spectral tells it, found by cutting the text at its lines."""

from collections.abc import Mapping
from typing import Any

from ..cutting import SMALL, Cutter, Part, Uneven, is_block
from ..places import Path, Step
from .function import Value
from .offsets import Offsets, Wanted, offsets, root_start


def cut_offsets(text: str, root: Value, wanted: Wanted, asked: set[Path]) -> Offsets:
    """Start and end of the asked paths, which `wanted` holds as a tree: as reading the whole text would tell them."""
    if len(text) > SMALL:
        cutter = Ends(text, asked)
        try:
            cutter.root(root, wanted)
        except Uneven:
            pass
        else:
            if asked <= cutter.found.keys():
                return cutter.found
    return offsets(text, wanted)


class Ends(Cutter):
    """Finds them part by part."""

    def __init__(self, text: str, asked: set[Path]) -> None:
        super().__init__(text, str)
        self.asked = asked
        self.found: Offsets = {}

    def root(self, value: Value, wanted: Wanted) -> None:
        start, end = self._content(0, len(self.text)), len(self.text)
        if () in self.asked:
            self.found[()] = root_start(self.text, start), self._end(value, start, end)
        self._block(value, wanted, (), start, end)

    def _stands(self, path: Path, value: Value, part: Part) -> None:
        if path in self.asked:
            self.found[path] = part.key_end + 1, self._end(value, part.inner, part.end)

    def _read(self, wanted: Mapping[Step, Any], path: Path, part: Part, *, in_map: bool) -> None:
        step = path[-1] if in_map else "0"
        for below, (start, end) in offsets(self.text[part.start : part.end], {step: dict(wanted)}).items():
            if below:
                self.found[(*path, *below[1:])] = part.start + start, part.start + end

    def _end(self, value: Value, start: int, end: int) -> int:
        """Where the last thing in a block ends."""
        key: Step = next(reversed(value)) if type(value) is dict else str(len(value) - 1)
        [(_, part)] = self._parts(value, start, end, (key,))
        last = value[key] if type(value) is dict else value[-1]
        if part.inner >= 0 and part.end - part.start > SMALL and is_block(last):
            return self._end(last, part.inner, part.end)
        found = offsets(self.text[part.start : part.end], {})
        if () not in found:
            raise Uneven
        return part.start + found[()][1]
