"""`show`: what contracts say, or one line about each file."""

import argparse
import sys
from typing import Any

from .excerpt import visible, width
from .given import Refused
from .judge import Answer, Settings
from .linting import given, is_alone, limits_of, outcome_of, unchecked
from .outcome import Outcome
from .plain import dumped, not_checked
from .progress import Meter
from .running import answers, processors
from .saying import CLEAN, UNREAD, complain, say


def show(asked: argparse.Namespace) -> int:
    if asked.format == "markdown" and not asked.table:
        raise Refused("--format markdown goes with --table.")
    kind = "table" if asked.table else "show-json" if asked.format == "json" else "show"
    settings = Settings(limits=limits_of(asked), kind=kind)  # type: ignore[arg-type]
    all_given = given(asked, settings.limits)
    meter = Meter(len(all_given), on=not asked.quiet and sys.stderr.isatty())
    found = answers(all_given, settings, asked.jobs or processors(), meter)
    told = [(outcome_of(one, answer), answer) for one, answer in found]
    meter.wipe()
    if asked.table:
        _table([(one, bool(answer.passed)) for one, answer in told], asked.format)
    else:
        _each(told, asked.format, alone=is_alone(asked, all_given))
    if not any(not answer.passed for _, answer in told) and not asked.pass_over:
        raise Refused(f"No contract was found in {', '.join(asked.paths)[:200]} (files looked at: {len(told):,}).")
    return UNREAD if any(one.reason and not answer.passed for one, answer in told) else CLEAN


def _each(told: list[tuple[Outcome, Answer]], form: str, *, alone: bool) -> None:
    mine = [(one, answer) for one, answer in told if not answer.passed]
    objects: list[Any] = []
    for number, (one, answer) in enumerate(mine):
        if one.reason:
            complain(unchecked(one))
            objects.append({"source": one.name, **not_checked(one.reason)} if not alone else not_checked(one.reason))
        elif form == "json":
            from orjson import loads

            objects.append(loads(answer.shown) if alone else {"source": one.name, **loads(answer.shown)})
        else:
            head = "" if alone else ("\n" if number else "") + f"{visible(one.name)}: "
            say(head + "\n".join(visible(line) for line in answer.shown.split("\n")) + "\n")
    if form == "json" and mine:
        say(dumped(objects[0] if alone else objects))


_HEAD = ("file", "format", "operations", "types", "reason")


def _table(told: list[tuple[Outcome, bool]], form: str) -> None:
    """`told`: each file, and whether it was passed over, being of no format."""
    if form == "json":
        say(dumped([_row(one) for one, _ in told]))
        return
    rows = [_cells(one, passed) for one, passed in told]
    if form == "markdown":
        lines = [f"| {' | '.join(_HEAD)} |", "|---|---|---:|---:|---|"]
        lines += [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    else:
        wide = [max(width(row[number]) for row in (_HEAD, *rows)) for number in range(4)]
        lines = [_padded(row, wide) for row in (_HEAD, *rows)]
    read = sum(one.reason is None for one, _ in told)
    none = sum(passed for _, passed in told)
    lines += [
        "",
        f"{len(told):,} files: {read:,} read, {len(told) - read - none:,} not, {none:,} of no contract format.",
    ]
    say("\n".join(lines) + "\n")


def _padded(row: tuple[str, ...], wide: list[int]) -> str:
    file, form, operations, types, reason = row
    texts = [f"{cell}{' ' * (room - width(cell))}" for cell, room in zip((file, form), wide[:2], strict=True)]
    return "  ".join([*texts, f"{operations:>{wide[2]}}", f"{types:>{wide[3]}}", reason]).rstrip()


def _cells(one: Outcome, passed: bool) -> tuple[str, str, str, str, str]:
    said = _row(one)
    reason = said["reason"]
    place = f"{reason['line']}:{reason['column']}: " if reason and reason["line"] else ""
    why = visible(f"{place}{reason['message'].partition(' Looked for: ')[0]}") if reason else ""
    if passed:
        why = "no contract format"
    numbers = [str(said[name]) if reason is None else "" for name in ("operations", "types")]
    return visible(one.name), said["format"], numbers[0], numbers[1], why


def _row(one: Outcome) -> dict[str, Any]:
    data = one.report.data
    counts = (data["interface"] or {"counts": {"operations": 0, "types": 0}})["counts"]
    return {
        "file": one.name,
        "format": (data["format"] or {"label": ""})["label"],
        "operations": counts["operations"],
        "types": counts["types"],
        "reason": data["reason"],
    }
