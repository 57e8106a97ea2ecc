"""Writes docs/failsafes.md from the table of failsafes: `python -m tools.failsafes > docs/failsafes.md`."""

from collections.abc import Iterator

from teams.away.failsafes import FAILSAFES, Failsafe, Group, Number, of_group
from teams.away.presets import PRESETS

HEAD = f"""# The failsafes of away teams

Written by `python -m tools.failsafes > docs/failsafes.md` from `teams/away/failsafes.py`; do not edit.

{len(FAILSAFES)} failsafes protect both sides of an [away team](away.md). A division's head says which are on and sets
their numbers, in versions that are kept: on the page "Away-team rules" of the division, or with
`PATCH /api/v1/divisions/payments/away-rules`. The host's division decides for both sides. *C* marks what is switched
off only for the whole company, by a steward.

Each has tests named after it, `tests/away/failsafes/test_f17.py`; `make check` switches each off and sees its tests
fail.
"""


def main() -> None:
    """Print the page."""
    print("\n".join(page()))


def page() -> Iterator[str]:
    """The page, line by line."""
    yield HEAD
    yield "## Presets\n"
    yield "| preset | for | off | numbers that are others |"
    yield "|---|---|---|---|"
    for preset in PRESETS.values():
        groups = ", ".join(f"{group.label} ({_codes(of_group(group))})" for group in preset.groups) or "nothing"
        numbers = ", ".join(f"`{name}` {value}" for name, value in preset.numbers.items()) or "none"
        yield f"| `{preset.code}` | {preset.label}. {preset.why} | {groups} | {numbers} |"
    yield "\nWhere nobody ever chose, all are on, with the numbers below."
    for group in Group:
        yield f"\n## {group.label}\n"
        yield "| | failsafe | where | what it does | without it | numbers |"
        yield "|---|---|---|---|---|---|"
        yield from (_row(each) for each in of_group(group))


def _row(each: Failsafe) -> str:
    code = each.code if each.by_division else f"{each.code} *C*"
    numbers = "<br>".join(_number(number) for number in each.numbers)
    return f"| {code} | {each.name} | {each.where} | {each.does} | {each.without} | {numbers} |"


def _number(number: Number) -> str:
    bounds = ", ".join(map(str, number.only)) or f"{number.least} to {number.most}"
    return f"`{number.name}` {number.counted(number.default)} {number.label} ({bounds})"


def _codes(those: Iterator[Failsafe]) -> str:
    return ", ".join(each.code for each in those)


if __name__ == "__main__":
    main()
