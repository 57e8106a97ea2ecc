"""How much a document may ask of the engine, and the one way the engine says that it could not be checked."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

PLACES = 100_000
"""How many findings of one check keep their place. All are counted."""


@dataclass(slots=True, frozen=True)
class Limits:
    """`seconds` is wall time; `memory` is bytes of address space, held by the child process only."""

    bytes: int = 32 * 1024 * 1024
    files: int = 2_000
    depth: int = 200
    nodes: int = 5_000_000
    aliases: int = 10_000
    seconds: float = 120.0
    memory: int = 2 * 1024 * 1024 * 1024


class NotChecked(Exception):
    """The document could not be checked. Never green, never a finding: an outcome with a reason and, where known, a
    place (`line` and `column` count from 1; 0: not known; `file` where there are several). `code` is for machines,
    `message` for a person."""

    def __init__(self, code: str, message: str, line: int = 0, column: int = 0, file: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.line = line
        self.column = column
        self.file = file


_AGAIN = 1.0
"""Seconds after which the alarm rings again: a callback of the interpreter's own may have swallowed the first."""


def _late(seconds: float) -> NotChecked:
    return NotChecked("check-timed-out", f"The check was stopped after {seconds:g} s. Nothing was judged.")


@contextmanager
def stopwatch(seconds: float) -> Iterator[None]:
    """Raises NotChecked("check-timed-out") inside the block when the wall time is up.

    Works in the main thread of a process that has SIGALRM; elsewhere the supervisor of the child process is the guard.
    Python's own `re` looks for signals while it searches, so that even a slow pattern is stopped.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    rung = over = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal rung
        rung = True
        if not over:
            raise _late(seconds)

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        yield
    except (NotChecked, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a library may make another exception of ours; Rust's panics are no Exception
        if rung:
            raise _late(seconds) from error
        raise
    finally:
        over = True  # an alarm that rings from here on is nobody's, and would leave its handler behind
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
