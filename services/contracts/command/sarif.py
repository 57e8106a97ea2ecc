"""SARIF 2.1.0, which code hosts show beside the lines of a change."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..registry import describe, rules
from ..report import ENGINE
from .given import absolute
from .outcome import Judged, Outcome, Run
from .plain import dumped

_LEVELS = {"error": "error", "warning": "warning", "info": "note", "hint": "note"}
_STATES = {"new": "new", "known": "unchanged"}
FINGERPRINT = "homeport/v1"


class Sarif:
    """One run. Waived findings are in it as suppressed; with a baseline each one says whether it is new."""

    def __init__(self) -> None:
        self.results: list[dict[str, Any]] = []
        self.notices: list[dict[str, Any]] = []
        self.rules = {name: _rule(describe(one), one.severity) for name, one in rules().items()}
        self.numbers = {name: number for number, name in enumerate(self.rules)}

    def add(self, outcome: Outcome) -> str:
        if outcome.reason:
            self.notices.append(_notice(outcome))
        for rule in outcome.report.rules.values():
            self._describe(rule)
        self.notices += [_silent(outcome, rule, why) for rule, why in outcome.unasked.items()]
        self.results += [self._result(one) for one in outcome.all]
        return ""

    def _describe(self, rule: dict[str, Any]) -> None:
        name = rule["id"]
        if name not in self.rules:
            self.numbers[name] = len(self.rules)
            self.rules[name] = _rule({**rule, "good": {}, "bad": {}}, rule["severity"])
        else:
            self.rules[name]["defaultConfiguration"] = _configuration(rule["severity"])

    def end(self, run: Run) -> str:
        for result in self.results:
            if not run.baseline:
                del result["baselineState"]
        driver = {
            "name": "Homeport",
            "version": ENGINE,
            "semanticVersion": f"{ENGINE}.0",
            "rules": list(self.rules.values()),
        }
        done = {"executionSuccessful": not self.notices, "toolExecutionNotifications": self.notices}
        return dumped(
            {
                "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
                "version": "2.1.0",
                "runs": [
                    {
                        "tool": {"driver": driver},
                        "columnKind": "unicodeCodePoints",
                        "invocations": [done],
                        "results": self.results,
                    }
                ],
            }
        )

    def _result(self, one: Judged) -> dict[str, Any]:
        found = one.found
        region = {
            "startLine": found.line,
            "startColumn": found.column,
            "endLine": found.end_line,
            "endColumn": found.end_column,
        }
        place: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": uri(one.file)}, "region": region}}
        if found.key:
            place["logicalLocations"] = [{"fullyQualifiedName": found.key}]
        result: dict[str, Any] = {
            "ruleId": found.rule,
            "ruleIndex": self.numbers[found.rule],
            "level": _LEVELS[found.severity],
            "message": {"text": found.message},
            "locations": [place],
            "partialFingerprints": {FINGERPRINT: found.fingerprint},
            "baselineState": _STATES.get(one.standing, "unchanged"),
        }
        if one.waiver:
            why = one.waiver.reason + (f" ({one.waiver.data})" if one.waiver.data else "")
            said = f"{why} Until {one.waiver.until}."
            result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": said}]
        return result


def _notice(outcome: Outcome) -> dict[str, Any]:
    reason = outcome.reason
    place: dict[str, Any] = {"artifactLocation": {"uri": uri(outcome.reason_file)}}
    if reason and reason.line:
        place["region"] = {"startLine": reason.line, "startColumn": max(reason.column, 1)}
    return {
        "level": "error",
        "descriptor": {"id": reason.code if reason else ""},
        "message": {"text": reason.message if reason else ""},
        "locations": [{"physicalLocation": place}],
    }


def _silent(outcome: Outcome, rule: str, why: str) -> dict[str, Any]:
    """A rule that could not judge: what it was to look at is not clean for that."""
    return {
        "level": "error",
        "associatedRule": {"id": rule},
        "message": {"text": why},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(outcome.name)}}}],
    }


def _configuration(severity: str) -> dict[str, Any]:
    return {"enabled": True, "level": _LEVELS[severity]} if severity in _LEVELS else {"enabled": False}


def _rule(said: dict[str, Any], severity: str) -> dict[str, Any]:
    mend = f"**Mend:** {said['mend']}" if said["mend"] else ""
    return {
        "id": said["id"],
        "name": said["id"].title().replace("-", ""),
        "shortDescription": {"text": said["title"]},
        "fullDescription": {"text": said["why"]},
        **({"helpUri": said["source"]} if said["source"].startswith("https://") else {}),
        "help": {"text": f"{said['why']}\n\n{mend.replace('*', '')}".strip(), "markdown": "\n\n".join(_help(said))},
        "defaultConfiguration": _configuration(severity),
        "properties": {"tags": [said["group"]], "source": said["source"]},
    }


def _help(said: dict[str, Any]) -> Iterator[str]:
    yield said["why"]
    if said["mend"]:
        yield f"**Mend:** {said['mend']}"
    for word, examples in (("Kept", said["good"]), ("Broken", said["bad"])):
        for example in examples.values():
            yield f"{word}:"
            yield f"```yaml\n{example.strip(chr(10))}\n```"


def uri(name: str) -> str:
    """A path as an address: from the working folder where it is below it, as a code host wants it."""
    from urllib.parse import quote

    if name == "-":
        return "stdin"
    path = absolute(name)
    if path.is_relative_to(Path.cwd()):
        return quote(path.relative_to(Path.cwd()).as_posix(), safe="/!")
    return "file://" + quote(path.as_posix(), safe="/!")
