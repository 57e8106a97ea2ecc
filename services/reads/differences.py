"""Two texts line by line: which stretches are the same. Bounded, whatever the texts hold; says where it gave up.

Lines that stand once in both texts are anchors (patience); between them the shortest way from one text to the other is
looked for (Myers), as long as it is short. What is left is told as removed and added whole.
"""

from bisect import bisect_left
from collections import Counter
from typing import NamedTuple

STEPS = 300
"""The longest way, in lines taken out or put in, that is looked for in one stretch."""
WORK = 2_500_000
"""What one comparison may cost in all: about a second."""
_TRY = 20_000
"""A stretch with more lines than this goes to its anchors first."""


class Same(NamedTuple):
    """``length`` lines from ``old`` and from ``new`` on are the same; lines count from 0."""

    old: int
    new: int
    length: int


class Comparison(NamedTuple):
    """The stretches that are the same, in order. ``rough``: some stretch was too different to be looked through."""

    same: list[Same]
    removed: int
    added: int
    rough: bool


def compare(old: list[bytes], new: list[bytes]) -> Comparison:
    """Compare two lists of lines."""
    numbers: dict[bytes, int] = {}
    a = [numbers.setdefault(line, len(numbers)) for line in old]
    b = [numbers.setdefault(line, len(numbers)) for line in new]
    work = _Work(a, b)
    work.run()
    merged: list[Same] = []
    for found in sorted(work.found):
        last = merged[-1] if merged else None
        if last is not None and (last.old + last.length, last.new + last.length) == found[:2]:
            merged[-1] = Same(last.old, last.new, last.length + found.length)
        else:
            merged.append(found)
    same = sum(one.length for one in merged)
    return Comparison(merged, len(a) - same, len(b) - same, work.rough)


class _Work:
    def __init__(self, old: list[int], new: list[int]) -> None:
        self.old, self.new = old, new
        self.found: list[Same] = []
        self.left = WORK
        self.rough = False

    def run(self) -> None:
        waiting = [(0, len(self.old), 0, len(self.new))]
        while waiting:
            stretch = self._trimmed(*waiting.pop())
            if stretch is None:
                continue
            size = stretch[1] - stretch[0] + stretch[3] - stretch[2]
            if size <= _TRY and self.left > 0 and self._shortest(*stretch):
                continue
            between = self._anchored(*stretch) if self.left > 0 else []
            if not between and size > _TRY and self.left > 0 and self._shortest(*stretch):
                continue
            self.rough = self.rough or not between
            waiting += between

    def _trimmed(self, i: int, i_end: int, j: int, j_end: int) -> tuple[int, int, int, int] | None:
        """Without the lines at both ends that are the same. None: nothing is left to compare."""
        old, new = self.old, self.new
        begin = i, j
        while i < i_end and j < j_end and old[i] == new[j]:
            i, j = i + 1, j + 1
        if i > begin[0]:
            self.found.append(Same(*begin, i - begin[0]))
        end = i_end
        while i_end > i and j_end > j and old[i_end - 1] == new[j_end - 1]:
            i_end, j_end = i_end - 1, j_end - 1
        if end > i_end:
            self.found.append(Same(i_end, j_end, end - i_end))
        self.left -= i - begin[0] + end - i_end
        return (i, i_end, j, j_end) if i < i_end and j < j_end else None

    def _anchored(self, i: int, i_end: int, j: int, j_end: int) -> list[tuple[int, int, int, int]]:
        """The stretches between lines that stand once in both; no stretches when there is no such line."""
        self.left -= i_end - i + j_end - j
        once_old, once_new = Counter(self.old[i:i_end]), Counter(self.new[j:j_end])
        at_new = {line: at for at, line in enumerate(self.new[j:j_end], j) if once_new[line] == 1}
        pairs = [
            (at, at_new[line]) for at, line in enumerate(self.old[i:i_end], i) if once_old[line] == 1 and line in at_new
        ]
        between = []
        for at_old, in_new in _rising(pairs):
            self.found.append(Same(at_old, in_new, 1))
            between.append((i, at_old, j, in_new))
            i, j = at_old + 1, in_new + 1
        return [*between, (i, i_end, j, j_end)] if between else []

    def _shortest(self, i: int, i_end: int, j: int, j_end: int) -> bool:
        """Find the shortest way through a stretch; False when it is longer than ``STEPS``."""
        old, new = self.old, self.new
        n, m = i_end - i, j_end - j
        if abs(n - m) > STEPS:
            return False
        reach = {1: 0}
        trace: list[dict[int, int]] = []
        for step in range(STEPS + 1):
            trace.append(dict(reach))
            self.left -= 2 * step + 1
            for k in range(-step, step + 1, 2):
                down = k == -step or (k != step and reach[k - 1] < reach[k + 1])
                x = reach[k + 1] if down else reach[k - 1] + 1
                y = x - k
                while x < n and y < m and old[i + x] == new[j + y]:
                    x, y = x + 1, y + 1
                reach[k] = x
                if x >= n and y >= m:
                    self._walk_back(trace, i, j, n, m)
                    return True
        return False

    def _walk_back(self, trace: list[dict[int, int]], i: int, j: int, x: int, y: int) -> None:
        for step in range(len(trace) - 1, -1, -1):
            reach, k = trace[step], x - y
            down = k == -step or (k != step and reach[k - 1] < reach[k + 1])
            before = k + 1 if down else k - 1
            x_before = reach[before] if step else 0
            y_before = x_before - before if step else 0
            x_after = x_before if down or not step else x_before + 1
            if x > x_after:
                self.found.append(Same(i + x_after, j + x_after - k, x - x_after))
            x, y = x_before, y_before


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs in which both members rise; the first members rise already."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for place, (_, second) in enumerate(pairs):
        length = bisect_left(ends, second)
        before.append(at[length - 1] if length else -1)
        if length == len(ends):
            ends.append(second)
            at.append(place)
        else:
            ends[length], at[length] = second, place
    run: list[tuple[int, int]] = []
    place = at[-1] if at else -1
    while place >= 0:
        run.append(pairs[place])
        place = before[place]
    return run[::-1]
