"""Where the values of a text begin and end, as Spectral tells it: one pass over all of it, for the wanted paths.

A scalar stands where it is written. Anything else begins behind the colon of its key and ends with the last scalar in
it. The whole document begins at its beginning.
"""

import re
from collections.abc import Iterable
from typing import Any

from ..places import Path, Step, trie
from ..scan import readable, scan_json, yaml_step
from .function import Value

type Wanted = dict[Step, "Wanted"]
type Offsets = dict[Path, tuple[int, int]]

_CLOSING = re.compile(r"[ \t\r\n]*+[\]}]")
_SPACE = re.compile(r"[ \t\r\n]*+")
_PROPERTIES = re.compile(r"(?:[!&][^\s,\[\]{}]*+[ \t\r\n]++)+")


def wanted(paths: Iterable[Path]) -> Wanted:
    """The paths as one tree."""
    root: Wanted = {}
    for path in paths:
        node = root
        for step in path:
            node = node.setdefault(step, {})
    return root


def json_offsets(text: str, root: Value, asked: Iterable[Path]) -> Offsets:
    """The same for a text in JSON, whose parser passes faster over what is not wanted."""
    numbered = {path: _numbered(root, path) for path in asked}
    marks, _ = scan_json(text, trie(numbered.values()))
    found: Offsets = {}
    for path, way in numbered.items():
        mark = marks.get(way)
        if mark is not None and mark.leaf:
            found[path] = mark.start, mark.end
        elif mark is not None:
            start = mark.key_end + 1 if mark.key_end >= 0 else mark.start
            found[path] = start if way else root_start(text, start), _last_end(text, mark.end)
    return found


def _numbered(root: Value, path: Path) -> Path:
    """The path with the positions in lists as numbers."""
    way: list[Step] = []
    for step in path:
        is_item = type(root) is list and str(step).isdecimal() and int(step) < len(root)
        way.append(int(step) if is_item else step)
        root = root[int(step)] if is_item else root.get(step) if type(root) is dict else None
    return tuple(way)


def _last_end(text: str, end: int) -> int:
    """Where the last thing ends in a collection whose closing bracket is before `end`."""
    at = end - 1
    while text[at] in " \t\r\n]}":
        at -= 1
    if text[at] not in "[{":
        return at + 1
    return _CLOSING.match(text, at + 1).end()  # type: ignore[union-attr]  # there is nothing in it


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
    parser: Any = CParser(readable(text))
    scalar, alias = events.ScalarEvent, events.AliasEvent
    opens = {events.MappingStartEvent: True, events.SequenceStartEvent: False}
    closes = {events.MappingEndEvent, events.SequenceEndEvent}
    stack: list[_Frame] = []
    passing = complex_key = 0
    was: Any = None
    try:
        while True:
            event = parser.get_event()
            kind = event.__class__
            if passing:
                if kind is scalar:
                    stack[-1].last = _passed(text, event, stack[-1].last)
                elif kind is alias:
                    stack[-1].last = event.end_mark.index
                elif kind in opens:
                    passing += 1
                elif kind in closes:
                    passing -= 1
                    if not passing:
                        _close(stack, event, found)
                    elif was in opens:  # there is nothing in it
                        stack[-1].last = event.end_mark.index
                was = kind
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
                    start = root_start(text, start)
                elif frame.is_map:
                    start = frame.key_end + 1
                stack.append(_Frame(opens[kind], below, path, start))
                if not below:
                    passing, was = 1, kind
            elif kind in closes:
                _close(stack, event, found)
            elif kind is events.DocumentEndEvent or kind is events.StreamEndEvent:
                break
    except YAMLError:
        pass
    return found


def _passed(text: str, event: Any, last: int) -> int:
    """Where a scalar ends in which nobody is interested, but that may be the last one of something."""
    start, end = event.start_mark.index, event.end_mark.index
    if event.style in ("|", ">"):
        return _block_end(text, end)
    if start == end and not event.style and ":" in text[last:start]:
        return last + 1
    return int(end)


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


def root_start(text: str, start: int) -> int:
    """The whole document begins at the very beginning, when no more than one line stands before it."""
    return start if "\n" in text[:start].rstrip("\n") else 0


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
