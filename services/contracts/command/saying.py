"""What the command says, and its exit codes."""

import sys

CLEAN, FOUND, UNREAD = 0, 1, 2
INTERRUPTED = 130


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
