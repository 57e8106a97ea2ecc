"""Where in the text a path stands, as Spectral tells it: lines and characters from zero.

A scalar stands where it is written. Anything else begins behind the colon of its key and ends with the last scalar in
it. The whole document begins at its beginning.
"""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from ..document import Source
from ..places import Path, Step
from ..scan import STRANGE, yaml_step

_SPACE = re.compile(r"[ \t\r\n]*+")
_PROPERTIES = re.compile(r"(?:[!&][^\s,\[\]{}]*+[ \t\r\n]++)+")


class Point(NamedTuple):
    line: int
    character: int


class Range(NamedTuple):
    start: Point
    end: Point


NOWHERE = Range(Point(0, 0), Point(0, 0))

type Wanted = dict[Step, "Wanted"]
type Offsets = dict[Path, tuple[int, int]]


def ranges(source: Source, paths: Iterable[Path]) -> dict[Path, Range]:
    """The ranges of paths. What leads nowhere in the text itself, as the inside of an alias, has none."""
    paths = set(paths)
    if not paths:
        return {}
    found = offsets(source.text, wanted(paths))
    return {path: Range(*(point(source, at) for at in found[path])) if path in found else NOWHERE for path in paths}


def wanted(paths: Iterable[Path]) -> Wanted:
    """The paths as one tree."""
    root: Wanted = {}
    for path in paths:
        node = root
        for step in path:
            node = node.setdefault(step, {})
    return root


def point(source: Source, offset: int) -> Point:
    """Characters are counted as JavaScript counts them."""
    line, column = source.lines.at(min(offset, len(source.text)))
    before = source.text[offset - column + 1 : offset]
    wide = 0 if before.isascii() else sum(one > "\uffff" for one in before)
    return Point(line - 1, column - 1 + wide)


class _Frame:
    """A collection that is being read."""

    __slots__ = ("index", "is_map", "key", "key_end", "last", "path", "start", "wanted")

    def __init__(self, is_map: bool, wanted: Wanted | None, path: Path, start: int) -> None:
        self.is_map = is_map
        self.wanted = wanted
        self.path = path
        self.start = start
        self.index = -1
        self.key: str | None = None
        self.key_end = 0
        self.last = -1
        """Where the last thing inside ended."""


def offsets(text: str, paths: Wanted) -> Offsets:  # noqa: PLR0912, PLR0915 - one loop
    """Start and end of the wanted paths in a YAML text, JSON being one."""
    from yaml import YAMLError, events
    from yaml._yaml import CParser  # type: ignore[import-untyped,unused-ignore]

    found: Offsets = {}
    parser: Any = CParser(text if text.isascii() else STRANGE.sub("_", text))
    scalar, alias = events.ScalarEvent, events.AliasEvent
    opens = {events.MappingStartEvent: True, events.SequenceStartEvent: False}
    closes = {events.MappingEndEvent, events.SequenceEndEvent}
    stack: list[_Frame] = []
    passing = complex_key = 0
    try:
        while True:
            event = parser.get_event()
            kind = event.__class__
            if passing:
                if kind is scalar:
                    stack[-1].last = event.end_mark.index
                elif kind in opens:
                    passing += 1
                elif kind in closes:
                    passing -= 1
                    if not passing:
                        _close(stack, event, found)
                continue
            if complex_key:
                complex_key += (kind in opens) - (kind in closes)
                if not complex_key:
                    stack[-1].key, stack[-1].key_end = "", event.end_mark.index
                continue
            if kind is scalar or kind is alias:
                frame = stack[-1] if stack else None
                start, end = event.start_mark.index, event.end_mark.index
                if kind is scalar and event.style in ("|", ">"):
                    end = _block_end(text, end)
                if frame is not None and frame.is_map and frame.key is None:
                    plain = kind is scalar and not event.style
                    frame.key = yaml_step(event.value if kind is scalar else "*" + event.anchor, plain)
                    frame.key_end = frame.last = end
                    continue
                below, path = _below(frame, paths)
                if kind is scalar and (event.anchor or event.tag):
                    start = _bare(text, start)
                in_map = frame is not None and frame.is_map
                if kind is scalar and start == end and not event.style:  # nothing stands there
                    start = end = frame.key_end + 1 if frame and in_map else end
                    below = below if in_map else None
                elif kind is alias and frame and in_map:
                    start = frame.key_end + 1
                if below is not None:
                    found[path] = start, end
                if frame is not None:
                    frame.last, frame.key = end, None
            elif kind in opens:
                frame = stack[-1] if stack else None
                if frame is not None and frame.is_map and frame.key is None:
                    complex_key = 1
                    continue
                below, path = _below(frame, paths)
                start = _bare(text, event.start_mark.index)
                if frame is None:
                    start = 0 if "\n" not in text[:start].rstrip("\n") else start
                elif frame.is_map:
                    start = frame.key_end + 1
                stack.append(_Frame(opens[kind], below, path, start))
                if not below:
                    passing = 1
            elif kind in closes:
                _close(stack, event, found)
            elif kind is events.DocumentEndEvent or kind is events.StreamEndEvent:
                break
    except YAMLError:
        pass
    return found


def _below(frame: _Frame | None, paths: Wanted) -> tuple[Wanted | None, Path]:
    if frame is None:
        return paths, ()
    if frame.is_map:
        step = frame.key or ""
    else:
        frame.index += 1
        step = str(frame.index)
    below = frame.wanted.get(step) if frame.wanted else None
    return below, (*frame.path, step) if below is not None else ()


def _close(stack: list[_Frame], event: Any, found: Offsets) -> None:
    frame = stack.pop()
    end = frame.last if frame.last >= 0 else event.end_mark.index
    if frame.wanted is not None:
        found[frame.path] = frame.start, end
    if stack:
        stack[-1].last, stack[-1].key = end, None


def _block_end(text: str, end: int) -> int:
    """A block of text ends before the line of what comes after it."""
    last = len(text[:end].rstrip(" \t\r\n"))
    after = _SPACE.match(text, last)
    newline = text.rfind("\n", last, after.end() if after else last)
    return newline if newline >= 0 else max(0, len(text) - 1)


def _bare(text: str, start: int) -> int:
    """Where the thing itself begins, behind its anchor and its tag."""
    found = _PROPERTIES.match(text, start)
    return found.end() if found else start
