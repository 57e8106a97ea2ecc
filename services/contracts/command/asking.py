"""The command line: what may be asked, and how it is read. Help texts are short; docs/command.md has the long ones."""

import argparse
from collections.abc import Sequence
from dataclasses import fields
from itertools import pairwise
from typing import Any, NoReturn

from ..limits import Limits
from ..registry import SEVERITIES
from .given import Refused

FORMATS = ("text", "json", "report", "sarif", "junit", "github", "gitlab")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Refused(f"{message} (see {self.prog} --help)")


class _Format(argparse.Action):
    """Each --format begins an output, and an --output after it says where that one goes."""

    def __call__(self, parser: Any, asked: argparse.Namespace, value: Any, option: str | None = None) -> None:
        asked.outputs = [*(asked.outputs or []), (value, "")]


class _Output(argparse.Action):
    def __call__(self, parser: Any, asked: argparse.Namespace, value: Any, option: str | None = None) -> None:
        if not asked.outputs or asked.outputs[-1][1]:
            raise Refused("--output FILE follows the --format it is for, once.")
        asked.outputs[-1] = (asked.outputs[-1][0], value)


def _number(said: str) -> int:
    number = int(said)
    if not 0 < number <= 1 << 62:
        raise ValueError(said)
    return number


def _seconds(said: str) -> float:
    number = float(said)
    if not 0 < number <= 1_000_000:
        raise ValueError(said)
    return number


_number.__name__, _seconds.__name__ = "number", "seconds"  # as argparse says them


def parser(prog: str) -> argparse.ArgumentParser:
    """What is asked ends up in a namespace whose `command` is lint, show or rules."""
    top = _Parser(prog=prog, description="Reads and judges contracts of any technology.", allow_abbrev=False)
    top.add_argument("--version", action="store_true", help="say which version this is")
    commands = top.add_subparsers(dest="command", metavar="lint | show | rules")
    given = _given()
    _lint(commands.add_parser("lint", parents=[given], help="judge contracts", allow_abbrev=False))
    show = commands.add_parser("show", parents=[given], help="say what contracts say", allow_abbrev=False)
    show.add_argument("--table", action="store_true", help="one line a file: format, operations, types, or why not")
    show.add_argument("--format", choices=("text", "json", "markdown"), default="text")
    page = commands.add_parser("rules", help="the rules and why they are", allow_abbrev=False)
    page.add_argument("rule", metavar="ID", nargs="?", default="", help="one rule alone")
    page.add_argument("--format", choices=("text", "json", "markdown"), default="text")
    page.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    return top


def _given() -> _Parser:
    given = _Parser(add_help=False)
    given.add_argument("paths", metavar="PATH", nargs="+", help="files, folders, archives; - is standard input")
    given.add_argument("--together", action="store_true", help="all of it is one contract")
    given.add_argument("--beside", metavar="FOLDER", default="", help="the document may refer to the files below it")
    given.add_argument("--exclude", metavar="PATTERN", action="append", default=[], help="leave out what is called so")
    given.add_argument("--pass-over", action="store_true", help="pass over files of no format, though they are named")
    given.add_argument(
        "--jobs", type=_number, metavar="N", default=0, help="worker processes; as delivered, one a core"
    )
    given.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    given.add_argument("--quiet", action="store_true", help="findings only, one line each")
    limits = given.add_argument_group("limits, for each contract")
    for field in fields(Limits):
        kind = _seconds if field.name == "seconds" else _number
        said = f"at most {field.default}"
        limits.add_argument(f"--{field.name}", type=kind, default=field.default, metavar="N", help=said)
    return given


def _lint(judge: argparse.ArgumentParser) -> None:
    judge.add_argument(
        "--ruleset",
        metavar="RULES",
        action="append",
        default=[],
        help="a profile's name, a file with severities, or a ruleset of Spectral's format (spectral:oas); repeatable",
    )
    judge.add_argument(
        "--fetch-rulesets", action="store_true", help="rulesets may extend others by their addresses, which are fetched"
    )
    judge.add_argument("--facts", metavar="FILE", help="a YAML file with what the format cannot say")
    judge.add_argument("--baseline", metavar="FILE", help="only what is not in it counts and is shown")
    judge.add_argument("--write-baseline", metavar="FILE", help="write down what is found now; then exit 0")
    judge.add_argument("--waivers", metavar="FILE", help="a YAML list of findings that somebody stands for")
    judge.add_argument("--fail-on", choices=(*SEVERITIES, "never"), default="error", help="what makes the exit code 1")
    judge.add_argument("--format", choices=FORMATS, action=_Format, dest="outputs", default=None)
    judge.add_argument(
        "--output", metavar="FILE", action=_Output, dest="outputs", help="where the --format before goes"
    )


def wants_json(arguments: Sequence[str]) -> bool:
    """Whether a refusal is to be an object too: asked before the arguments are understood."""
    asked = list(arguments)
    said = [value for option, value in pairwise(asked) if option == "--format"]
    said += [one.removeprefix("--format=") for one in asked if one.startswith("--format=")]
    return bool({"json", "report"} & set(said)) and "--output" not in asked
