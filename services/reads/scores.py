"""A stored score, opened: its groups with what failed first, and what to mend next to raise it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services import contracts as engine
from services.reads.reports import Reading

NEXT = 3
"""So many checks are named as the next to mend: a list of all that failed is no advice."""
_WEIGHT: Mapping[str, int] = {severity: place for place, severity in enumerate(engine.SEVERITIES)}


@dataclass(frozen=True, slots=True)
class Check:
    """One check of a score: a rule, how it ended, and how much of what it found is left after waivers."""

    rule: str
    title: str
    state: str
    found: int = 0
    waived: int = 0
    severity: str = ""
    mend: str = ""
    note: str = ""
    """Why it could not be checked."""

    @property
    def open(self) -> int:
        return self.found - self.waived


@dataclass(frozen=True, slots=True)
class ScoreGroup:
    """One of the five groups of the score."""

    name: str
    checks: list[Check]

    def _of(self, state: str) -> list[Check]:
        return [check for check in self.checks if check.state == state]

    @property
    def passed(self) -> list[Check]:
        return self._of("passed")

    @property
    def failed(self) -> list[Check]:
        """The heaviest first, then those that are soon mended."""
        return sorted(self._of("failed"), key=_urgency)

    @property
    def unchecked(self) -> list[Check]:
        return self._of("not-checked")


@dataclass(frozen=True, slots=True)
class Score:
    """The parts of a stored score. It has as many checks as there were rules on the day of its check."""

    groups: list[ScoreGroup]

    @property
    def checks(self) -> int:
        return sum(len(group.checks) for group in self.groups)

    @property
    def passed(self) -> int:
        return sum(len(group.passed) for group in self.groups)

    @property
    def next(self) -> list[Check]:
        """What to mend first: errors, which stand in the way of publishing, then what needs the fewest changes."""
        return sorted((check for group in self.groups for check in group.failed), key=_urgency_of_next)[:NEXT]

    @property
    def then(self) -> int:
        """The score when those are mended."""
        return self.passed + len(self.next)


def _urgency(check: Check) -> tuple[int, int]:
    return _WEIGHT.get(check.severity, len(_WEIGHT)), check.open


def _urgency_of_next(check: Check) -> tuple[bool, int, int]:
    weight, left = _urgency(check)
    return check.severity != "error", left, weight


def score_of(stored: Mapping[str, Any] | None, reading: Reading | None) -> Score:
    """The score as it was stored with a revision. What its rules say of themselves comes from the report."""
    rules: Mapping[str, Mapping[str, Any]] = reading.report.rules if reading is not None else {}
    return Score(
        [
            ScoreGroup(group["name"], [_check(one, rules.get(one["rule"], {})) for one in group["checks"]])
            for group in (stored or {}).get("groups", [])
        ]
    )


def _check(stored: Mapping[str, Any], rule: Mapping[str, Any]) -> Check:
    return Check(
        rule=stored["rule"],
        title=stored["title"],
        state=stored["state"],
        found=stored["found"],
        waived=stored["waived"],
        severity=rule.get("severity", ""),
        mend=rule.get("mend", ""),
        note=rule.get("note") or "",
    )
