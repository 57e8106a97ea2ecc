"""JSON in the shape that tools know from Spectral, and whole reports."""

from typing import Any

from ..registry import SEVERITIES
from .outcome import Judged, Outcome, Run


def dumped(data: Any) -> str:
    import orjson

    option = orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS
    return orjson.dumps(data, default=str, option=option).decode() + "\n"


class Json:
    """One array of findings. What could not be checked stands in it as an error, so that nobody takes it for clean; a
    document that was asked about alone is then one object with the reason."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def add(self, outcome: Outcome) -> str:
        if outcome.reason:
            self.rows.append(_unchecked(outcome))
        self.rows += [_row(one) for one in outcome.counted]
        return ""

    def end(self, run: Run) -> str:
        if run.alone and run.unchecked:
            reason = run.unchecked[0].reason
            return dumped(not_checked(reason)) if reason else ""
        return dumped(self.rows)


def not_checked(reason: Any) -> dict[str, Any]:
    said = {"code": reason.code, "message": reason.message, "line": reason.line, "column": reason.column}
    return {"outcome": "not-checked", "reason": said}


def _row(one: Judged) -> dict[str, Any]:
    """Lines and characters from zero, severities as numbers."""
    found = one.found
    return {
        "code": found.rule,
        "path": one.path,
        "message": found.message,
        "severity": SEVERITIES.index(found.severity),
        "range": {
            "start": {"line": found.line - 1, "character": found.column - 1},
            "end": {"line": found.end_line - 1, "character": found.end_column - 1},
        },
        "source": one.file,
        **({"documentationUrl": one.url} if one.url else {}),
    }


def _unchecked(outcome: Outcome) -> dict[str, Any]:
    reason = outcome.reason
    if reason is None:
        return {}
    place = {"line": max(reason.line - 1, 0), "character": max(reason.column - 1, 0)}
    return {
        "code": reason.code,
        "path": [],
        "message": reason.message,
        "severity": 0,
        "range": {"start": place, "end": place},
        "source": outcome.reason_file,
    }


class Reports:
    """Whole reports; of several contracts a line each, with its name. Baseline and waivers do not change them."""

    def __init__(self) -> None:
        self.all: list[tuple[str, str]] = []

    def add(self, outcome: Outcome) -> str:
        self.all.append((outcome.name, outcome.report.raw.decode()))
        return ""

    def end(self, run: Run) -> str:
        import orjson

        if run.alone:
            return "".join(f"{raw}\n" for _, raw in self.all)
        return "".join(f'{{"source":{orjson.dumps(name).decode()},"report":{raw}}}\n' for name, raw in self.all)
