"""Where in a document a path stands, as Spectral tells it: lines and characters from zero."""

from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from ..document import Source, Tree
from ..places import Path
from .cut_offsets import cut_offsets
from .offsets import json_offsets, wanted


class Point(NamedTuple):
    line: int
    character: int


class Range(NamedTuple):
    start: Point
    end: Point


NOWHERE = Range(Point(0, 0), Point(0, 0))


def ranges(tree: Tree, paths: Iterable[Path]) -> dict[Path, Range]:
    """The ranges of paths. What leads nowhere in the text itself, as the inside of an alias, has none."""
    paths, source = set(paths), tree.source
    if not paths:
        return {}
    if tree.language == "json":
        found = json_offsets(source.text, tree.root, paths)
    else:
        found = cut_offsets(source.text, tree.root, wanted(paths), paths, source.cuts)
    points = _points(source, {at for path in paths for at in found.get(path, ())})
    return {path: Range(*(points[at] for at in found[path])) if path in found else NOWHERE for path in paths}


def _points(source: Source, wanted: set[int]) -> dict[int, Point]:
    """Lines and characters of many places. Breaks are counted from one place to the next, which is faster than to
    know where all lines begin."""
    text, wide = source.text, source.wide
    if not source.lines.plain:
        return {at: point(source, at) for at in wanted}
    points: dict[int, Point] = {}
    line = before = 0
    for at in sorted(wanted):
        end = min(at, len(text))
        line += text.count("\n", before, end)
        start = text.rfind("\n", 0, end) + 1
        more = bisect_left(wide, end) - bisect_left(wide, start) if wide else 0
        points[at] = Point(line, end - start + more)
        before = end
    return points


def point(source: Source, offset: int) -> Point:
    """Characters are counted as JavaScript counts them."""
    offset = min(offset, len(source.text))
    line, column = source.lines.at(offset)
    wide = source.wide
    more = bisect_left(wide, offset) - bisect_left(wide, offset - column + 1) if wide else 0
    return Point(line - 1, column - 1 + more)
