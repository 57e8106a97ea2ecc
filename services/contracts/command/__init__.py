"""The command: `homeport lint | show | rules`. What it promises to people and tools is in docs/command.md."""

import gc
import os
import sys
from typing import NoReturn

from .given import Refused
from .saying import CLEAN, INTERRUPTED, UNREAD, complain, leave, say

__all__ = ["main", "process"]


def main(arguments: list[str] | None = None) -> int:
    """Runs the command and returns its exit code: 0 fine, 1 something was found, 2 it could not be checked."""
    asked = sys.argv[1:] if arguments is None else arguments
    try:
        return _run(asked)
    except Refused as refusal:
        return _refused(str(refusal), asked)
    except KeyboardInterrupt:
        complain("Interrupted. Nothing was judged to its end.")
        return INTERRUPTED
    except BrokenPipeError:  # who read it has read enough; nothing more can be said there
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNREAD
    except Exception:  # a fault of ours: seen by the reader, and never taken for a finding or for nothing found
        from traceback import print_exc

        print_exc()
        return UNREAD


def process() -> NoReturn:
    """The command as a process of its own, from its start to its end.

    It lives for one run and leaves nothing in circles worth looking for: that search took a tenth of the time.
    """
    gc.disable()
    leave(main())


def _run(arguments: list[str]) -> int:
    from .asking import parser

    asked = parser("homeport").parse_args(arguments)
    if asked.version:
        from ..report import ENGINE, PACKAGE

        say(f"homeport {PACKAGE} (engine {ENGINE})\n")
        return CLEAN
    if asked.command == "lint":
        from .linting import lint

        return lint(asked)
    if asked.command == "show":
        from .showing import show

        return show(asked)
    if asked.command == "rules":
        from .catalogue import show_rules

        return show_rules(asked)
    raise Refused("Say what to do: lint, show or rules (see homeport --help)")


def _refused(message: str, arguments: list[str]) -> int:
    for line in message.splitlines():
        complain(line)
    from .asking import wants_json

    if wants_json(arguments):
        from ..limits import NotChecked
        from .plain import dumped, not_checked

        say(dumped(not_checked(NotChecked("command-refused", message))))
    return UNREAD
