"""The score: how many of the checks hold. A pure sum, so that waivers change it without a new check."""

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from .registry import GROUPS

type State = Literal["passed", "failed", "not-checked"]


class Count(NamedTuple):
    """What one rule found. `found` is exact; None: the rule was off, crashed, or had nothing to judge."""

    rule: str
    group: str
    found: int | None


class Stroke(NamedTuple):
    """One check of the score. `waived`: all or some of its findings are waived."""

    rule: str
    state: State
    found: int
    waived: int


class Group(NamedTuple):
    name: str
    passed: int
    failed: int
    not_checked: int
    strokes: tuple[Stroke, ...]


class Score(NamedTuple):
    passed: int
    failed: int
    not_checked: int
    groups: tuple[Group, ...]

    @property
    def total(self) -> int:
        return self.passed + self.failed + self.not_checked


def score(counts: Iterable[Count], waived: Mapping[str, int] | None = None) -> Score:
    """A check holds when nothing was found that is not waived. What was not checked never counts as holding.

    `waived`: how many findings of a rule have a waiver in force. Rules outside the five groups are left out.
    """
    strokes: dict[str, list[Stroke]] = {group: [] for group in GROUPS}
    for rule, group, found in counts:
        if group in strokes:
            spared = min((waived or {}).get(rule, 0), found or 0)
            state: State = "not-checked" if found is None else "failed" if found > spared else "passed"
            strokes[group].append(Stroke(rule, state, found or 0, spared))
    groups = tuple(Group(name, *_states(found), tuple(found)) for name, found in strokes.items())
    return Score(
        sum(group.passed for group in groups),
        sum(group.failed for group in groups),
        sum(group.not_checked for group in groups),
        groups,
    )


def _states(strokes: list[Stroke]) -> tuple[int, int, int]:
    states = [stroke.state for stroke in strokes]
    return states.count("passed"), states.count("failed"), states.count("not-checked")
