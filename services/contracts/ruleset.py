"""What was read of a ruleset that somebody handed in (`spectral/handed_in.py` reads it, in a child process)."""

from typing import Any, NamedTuple

from .report import Report


class RulesetRead(NamedTuple):
    """`data` (what a check is told) and `rules` (in words) are empty when the ruleset cannot be run; the report on the
    ruleset itself then says why."""

    report: Report
    data: dict[str, Any]
    rules: list[dict[str, Any]]


def told(report: Report) -> RulesetRead:
    """What a child said of a ruleset: the report, and in the place of a reference what the ruleset says."""
    import orjson

    said = orjson.loads(report.reference) if report.reference else {}
    return RulesetRead(report, said.get("data") or {}, said.get("rules") or [])
