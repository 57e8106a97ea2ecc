"""What code hosts read: GitHub's workflow commands and GitLab's Code Quality report."""

from hashlib import sha256
from typing import Any

from .outcome import Outcome, Run
from .plain import dumped
from .sarif import uri

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice", "hint": "notice"}
_WEIGHTS = {"error": "major", "warning": "minor", "info": "info", "hint": "info"}


class GitHub:
    """A line for each finding, which becomes a note at the line of the change."""

    def add(self, outcome: Outcome) -> str:
        lines = []
        if reason := outcome.reason:
            said = _properties(outcome.reason_file, "not checked", line=reason.line, column=reason.column)
            lines.append(f"::error {said}::{_data(reason.message)}")
        for why in outcome.unasked.values():
            lines.append(f"::error {_properties(outcome.name, 'not checked', line=0, column=0)}::{_data(why)}")
        for one in outcome.counted:
            found = one.found
            said = _properties(
                one.file,
                found.rule,
                line=found.line,
                column=found.column,
                end_line=found.end_line,
                end_column=found.end_column,
            )
            lines.append(f"::{_COMMANDS[found.severity]} {said}::{_data(found.message)}")
        return "".join(f"{line}\n" for line in lines)

    def end(self, run: Run) -> str:
        return ""


def _properties(file: str, title: str, *, line: int, column: int, end_line: int = 0, end_column: int = 0) -> str:
    """Columns are only understood within one line; an end is inclusive there."""
    said: dict[str, object] = {"file": file}
    if line:
        said["line"] = line
        if end_line:
            said["endLine"] = end_line
        if column and end_line in (0, line):
            said["col"] = column
            if end_column > column:
                said["endColumn"] = end_column - 1
    said["title"] = title
    return ",".join(f"{name}={_property(str(value))}" for name, value in said.items())


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


class GitLab:
    """One array, kept as an artifact of the job. A fingerprint is of the file and of the finding."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def add(self, outcome: Outcome) -> str:
        if reason := outcome.reason:
            place = (outcome.reason_file, max(reason.line, 1))
            self._row("blocker", "not-checked", reason.message, place, reason.code)
        for rule, why in outcome.unasked.items():
            self._row("major", "not-checked", why, (outcome.name, 1), rule)
        for one in outcome.counted:
            found = one.found
            place = (one.file, found.line)
            self._row(_WEIGHTS[found.severity], found.rule, found.message, place, found.fingerprint)
        return ""

    def end(self, run: Run) -> str:
        return dumped(self.rows)

    def _row(self, weight: str, rule: str, said: str, place: tuple[str, int], mark: str) -> None:
        path, line = uri(place[0]), place[1]
        self.rows.append(
            {
                "description": said,
                "check_name": rule,
                "fingerprint": sha256(f"{path}\0{rule}\0{mark}".encode()).hexdigest(),
                "severity": weight,
                "location": {"path": path, "lines": {"begin": line}},
            }
        )
