"""A bound for what must not grow without end, whatever it is given."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """Fails when the block needs more of the processor than this.

    What keeps its bounds needs a small part of it, and what has lost them minutes or for ever, on any machine. What
    else runs there does not count: no clock on the wall is asked.
    """

    def fail(_signal: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"Not over after {seconds} seconds of the processor's time.")

    before = signal.signal(signal.SIGVTALRM, fail)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
