"""A part of a check in a process beside this one, which begins with the same memory and answers in JSON.

Two walks over one document do not need each other, and most machines have a second core. Where there is none, or
something else runs in this process, there is no other one, and the part is done here: with the same outcome.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from .limits import NotChecked

LEAST, MOST = 1_000_000, 16_000_000
"""Bytes of documents for which it is worth it, and for which there is memory for two."""

type Answer = Callable[[], Any | None]
"""Waits for what the other process found. None: it was lost, and the part is to be done here."""


@contextmanager
def forked(work: Callable[[], Any], size: int, seconds: float) -> Iterator[Answer | None]:
    """Begins `work` in another process, which is gone when the block ends. None when there is to be no other one.

    What `work` gives must be what JSON can say. NotChecked that it raises, the answer raises. It has as many `seconds`,
    and ends with this process.
    """
    if not LEAST <= size <= MOST or not _is_possible():
        yield None
        return
    (ear, mouth), parent = os.pipe(), os.getpid()
    try:
        process = os.fork()
    except OSError:
        os.close(ear)
        os.close(mouth)
        yield None
        return
    if not process:
        os.close(ear)
        _work(work, mouth, seconds, parent)
    os.close(mouth)
    other = _Other(process, ear)
    try:
        yield other.answer
    finally:
        other.end()


def _is_possible() -> bool:
    """Alone in its process, as the command is with one document, and not the only one that wants a core."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return False
    return len(os.sched_getaffinity(0)) > 1


class _Other:
    def __init__(self, process: int, ear: int) -> None:
        self.process = process
        self.ear = ear

    def answer(self) -> Any | None:
        import orjson

        said = bytearray()
        while part := os.read(self.ear, 1 << 20):
            said += part
        if self._wait() or not said:
            return None
        head, *rest = orjson.loads(said)
        if head == "not-checked":
            raise NotChecked(*rest)
        return rest[0]

    def _wait(self) -> int:
        process, self.process = self.process, 0
        return os.waitpid(process, 0)[1]

    def end(self) -> None:
        os.close(self.ear)
        if self.process:
            with suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGKILL)
            self._wait()


def _work(work: Callable[[], Any], mouth: int, seconds: float, parent: int) -> None:
    """The other side. Nothing that this process was to write, or to do at its end, is done twice."""
    code = 1
    with suppress(BaseException):
        import orjson

        from .child import die_with

        die_with(parent)
        signal.setitimer(signal.ITIMER_REAL, max(0.01, seconds), 1.0)  # a timer stays behind, its handler does not
        try:
            said: list[Any] = ["found", work()]
        except NotChecked as reason:
            said = ["not-checked", reason.code, reason.message, reason.line, reason.column, reason.file]
        left = memoryview(orjson.dumps(said, default=tuple))
        while left:
            left = left[os.write(mouth, left[: 1 << 20]) :]
        code = 0
    os._exit(code)
