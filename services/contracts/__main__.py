"""`python -m services.contracts`: the command (`command/`), and the two ways in which the engine starts itself."""

import sys


def main(arguments: list[str]) -> int:
    if arguments == ["check"]:  # for the supervisor (child.py), which speaks with it through pipes
        from .child import serve

        serve()
        return 0
    if arguments == ["work"]:  # for the crew of the command (command/crew.py)
        from .command.worker import serve as work

        work()
        return 0
    from .command import main as command

    return command(arguments)


if __name__ == "__main__":
    if sys.argv[1:] in (["check"], ["work"]):
        sys.exit(main(sys.argv[1:]))
    from .command import process

    process()
