"""How far a run is, on a terminal only."""

import sys
import time

from .excerpt import visible

_EVERY = 0.1
_BAR = 24


class Meter:
    """A line on standard error that is drawn over and wiped away before anything else is said."""

    def __init__(self, total: int, *, on: bool) -> None:
        self.total = total
        self.on = on and total > 1
        self.done = 0
        self.last = ""
        self.drawn = 0.0
        self.there = False

    def more(self, total: int) -> None:
        self.total += total

    def step(self, name: str) -> None:
        self.done += 1
        self.last = name
        self.draw()

    def draw(self) -> None:
        now = time.monotonic()
        if not self.on or now - self.drawn < _EVERY:
            return
        self.drawn, self.there = now, True
        full = _BAR * self.done // max(self.total, 1)
        import shutil

        room = max(0, shutil.get_terminal_size().columns - _BAR - 24)
        said = f"\r\x1b[K[{'#' * full}{'.' * (_BAR - full)}] {self.done:,}/{self.total:,} {visible(self.last)[-room:]}"
        sys.stderr.write(said)
        sys.stderr.flush()

    def wipe(self) -> None:
        if self.there:
            self.there, self.drawn = False, 0.0
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
