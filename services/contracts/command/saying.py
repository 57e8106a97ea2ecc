"""What the command says, and its exit codes."""

import contextlib
import os
import sys
from typing import NoReturn

CLEAN, FOUND, UNREAD = 0, 1, 2
INTERRUPTED = 130


def leave(code: int) -> NoReturn:
    """Ends this process at once. What it holds of a large document is not taken apart first, which took as long as to
    find what is wrong with it."""
    with contextlib.suppress(OSError):  # who read it has read enough
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def say(text: str) -> None:
    """On standard output, at once. What the terminal cannot show is a question mark, never a crash."""
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def complain(text: str) -> None:
    """One line on standard error."""
    from .excerpt import visible

    line = visible(" ".join(text.split())) + "\n"
    sys.stderr.write(line.encode(sys.stderr.encoding or "utf-8", "replace").decode(sys.stderr.encoding or "utf-8"))
    sys.stderr.flush()
