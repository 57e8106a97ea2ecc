"""The report of a check: one JSON object, written once, stored as it is, read fast. docs/engine.md tells its shape."""

import sys
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from .judging import RuleRun, unjudged
from .limits import NotChecked
from .lint import MARK, Checked, Finding
from .model import Interface
from .profile import Profile
from .registry import SEVERITIES
from .score import Count, Score, score

ENGINE = "2.0"
"""Goes up when documents are judged by other rules: scores of two engines have different numbers of checks."""
PACKAGE = "0.1.0"
"""The version of the package `homeport`, as pyproject.toml has it: goes up with every release."""
SHAPE = 1
_CUT, _SHORT = 2_000, 300
ROWS = 20_000
"""Operations, and types, that the outline lists; all are counted."""


class Found(NamedTuple):
    """A finding as a page shows it. Lines and columns count from 1; the end is exclusive."""

    rule: str
    severity: str
    message: str
    line: int
    column: int
    end_line: int
    end_column: int
    key: str
    fingerprint: str
    file: str = ""
    """The name of the file, where there are several."""


class Entry(NamedTuple):
    """An operation or a type in the outline. `worst`: the heaviest severity found in it, "" for none."""

    name: str
    address: str
    """Of an operation its address, of a type its kind."""
    text: str
    key: str
    line: int
    deprecated: bool
    worst: str
    found: int
    file: str = ""


class Report:
    """A report that was read. `raw` is what to store: the bytes as they came. `reference` is the Interface as bytes
    (reference.py) when the report comes straight from a check; it is stored beside the report, not in it."""

    def __init__(self, raw: bytes, reference: bytes = b"") -> None:
        """Raises ValueError when the bytes are no report."""
        import orjson

        data = orjson.loads(raw)
        if not isinstance(data, dict) or data.get("report") != SHAPE:
            raise ValueError("These bytes are no report of this engine.")
        self.raw = raw
        self.reference = reference
        self.data: dict[str, Any] = data

    @property
    def checked(self) -> bool:
        return bool(self.data["outcome"] == "checked")

    @property
    def reason(self) -> dict[str, Any] | None:
        """Why it was not checked: code, message, line, column (0: not known)."""
        said: dict[str, Any] | None = self.data["reason"]
        return said

    @property
    def total(self) -> int:
        """All findings, also those whose place is not kept."""
        return int(self.data["total"])

    @cached_property
    def rules(self) -> dict[str, dict[str, Any]]:
        return {one["id"]: one for one in self.data["rules"]}

    def __len__(self) -> int:
        """Findings whose place is kept."""
        return len(self.data["findings"]["line"])

    def finding(self, index: int) -> Found:
        table, strings = self.data["findings"], self.data["strings"]
        rule = self.data["rules"][table["rule"][index]]
        return Found(
            rule["id"],
            rule["severity"],
            strings[table["message"][index]],
            table["line"][index],
            table["column"][index],
            table["end_line"][index],
            table["end_column"][index],
            strings[table["key"][index]],
            self._fingerprint(index),
            self._file(index),
        )

    @cached_property
    def files(self) -> dict[str, int]:
        """The files that were read, and the lines of each; "" is the name of a document that came alone."""
        return {one["name"]: one["lines"] for one in self.data.get("files", ())}

    @cached_property
    def _names(self) -> list[str]:
        return list(self.files)

    def _file(self, index: int) -> str:
        numbers = self.data["findings"].get("file")
        return self._names[numbers[index]] if numbers else ""

    def _fingerprint(self, index: int) -> str:
        """One text holds them all: a hundred thousand little ones took most of the time of reading."""
        return str(self.data["findings"]["fingerprint"][index * MARK : index * MARK + MARK])

    def marked(self, fingerprint: str) -> Found | None:
        """The finding with this fingerprint."""
        marks: str = self.data["findings"]["fingerprint"]
        at = marks.find(fingerprint) if len(fingerprint) == MARK else -1
        while at > 0 and at % MARK:
            at = marks.find(fingerprint, at + 1)
        return None if at < 0 else self.finding(at // MARK)

    def findings(self, first: int = 1, last: int | None = None, file: str | None = None) -> Iterator[Found]:
        """Those that begin in the lines `first` to `last`, both included, in the order of the lines: of one file, or
        of a document that came alone."""
        table = self.data["findings"]
        lines, numbers = table["line"], table.get("file")
        begin, end = 0, len(lines)
        if numbers and file is not None:
            number = self._names.index(file) if file in self._names else -1
            begin, end = bisect_left(numbers, number), bisect_right(numbers, number)
        start = bisect_left(lines, first, begin, end)
        for index in range(start, end if last is None else bisect_right(lines, last, begin, end)):
            yield self.finding(index)

    def by_rule(self, rule: str | None = None, start: int = 0, count: int | None = None) -> dict[str, list[Found]]:
        """The findings of each rule (or of one), `count` of them from `start`, in the order of the lines."""
        rules = [one["id"] for one in self.data["rules"]]
        chosen: dict[str, list[int]] = {}
        for index, number in enumerate(self.data["findings"]["rule"]):
            if rule is None or rules[number] == rule:
                chosen.setdefault(rules[number], []).append(index)
        end = None if count is None else start + count
        return {name: [self.finding(index) for index in found[start:end]] for name, found in chosen.items()}

    def counts(self) -> dict[str, int]:
        """Exact numbers by severity."""
        counts: dict[str, int] = dict.fromkeys(SEVERITIES, 0)
        for one in self.data["rules"]:
            if one["severity"] in counts:
                counts[one["severity"]] += one["count"]
        return counts

    def blocking(self, waived: Collection[str] = ()) -> int:
        """Errors that are neither mended nor waived. `waived` are fingerprints. Errors without a kept place count."""
        errors = {one["id"] for one in self.data["rules"] if one["severity"] == "error"}
        spared = sum(number for rule, number in self.waived_counts(waived).items() if rule in errors)
        return self.counts()["error"] - spared

    def waived_counts(self, waived: Collection[str]) -> dict[str, int]:
        """How many findings of each rule carry one of these fingerprints."""
        if not waived:
            return {}
        spared, rules = set(waived), self.data["rules"]
        numbers = self.data["findings"]["rule"]
        return dict(Counter(rules[n]["id"] for i, n in enumerate(numbers) if self._fingerprint(i) in spared))

    def score(self, waived: Collection[str] = ()) -> Score:
        """The score, with these fingerprints taken as waived."""
        return score(
            (
                Count(one["id"], one["group"], None if one["state"] == "not-checked" else one["count"])
                for one in self.data["rules"]
            ),
            self.waived_counts(waived),
        )

    def operations(self) -> list[Entry]:
        return [Entry(*row) for row in self.data["outline"]["operations"]]

    def types(self) -> list[Entry]:
        return [Entry(*row) for row in self.data["outline"]["types"]]


def write(checked: Checked, digest: str = "") -> bytes:
    """The report of a check as bytes. `digest`: SHA-256 of the document, in hexadecimal digits."""
    import orjson

    return orjson.dumps(as_data(checked, digest), default=tuple)


def as_data(checked: Checked, digest: str = "") -> dict[str, Any]:
    numbers = {(run.rule.id, run.severity): number for number, run in enumerate(checked.runs)}
    strings: dict[str, int] = {}
    findings = checked.findings
    files = {name: number for number, name in enumerate(checked.files)}
    sum_ = score(Count(run.rule.id, run.rule.group, None if run.unjudged else run.found) for run in checked.runs)
    return {
        "report": SHAPE,
        "engine": ENGINE,
        "digest": digest,
        "profile": checked.profile.name if checked.profile else "",
        "outcome": "not-checked" if checked.reason else "checked",
        "reason": _reason(checked.reason),
        "format": _format(checked),
        "files": [{"name": name, "lines": lines} for name, lines in checked.files.items()],
        "interface": _interface(checked, checked.interface) if checked.interface else None,
        "outline": _outline(checked, checked.interface) if checked.interface else {"operations": [], "types": []},
        "rules": [_rule(run) for run in checked.runs],
        "findings": {
            "rule": [numbers[one.rule, one.severity] for one in findings],
            "message": [strings.setdefault(one.message, len(strings)) for one in findings],
            "file": [files.get(one.span.file, 0) for one in findings],
            "line": [one.span.line for one in findings],
            "column": [one.span.column for one in findings],
            "end_line": [one.span.end_line for one in findings],
            "end_column": [one.span.end_column for one in findings],
            "key": [strings.setdefault(one.key, len(strings)) for one in findings],
            "fingerprint": "".join(one.fingerprint for one in findings),
        },
        "strings": list(strings),
        "total": checked.total,
        "truncated": checked.total > len(findings),
        "score": {
            "passed": sum_.passed,
            "failed": sum_.failed,
            "not_checked": sum_.not_checked,
            "total": sum_.total,
            "groups": [
                {"name": g.name, "passed": g.passed, "failed": g.failed, "not_checked": g.not_checked}
                for g in sum_.groups
            ],
        },
        "seconds": {**checked.seconds, "all": round(sum(checked.seconds.values()), 4)},
        "memory": peak_memory(),
    }


def not_checked(reason: NotChecked, profile: Profile | None, digest: str = "") -> bytes:
    """A report of a check that never came to an end."""
    return write(Checked(profile, reason, runs=unjudged(profile, reason.message)), digest)


def peak_memory() -> int:
    """The most memory this process ever held, in bytes; 0 where the system does not say."""
    try:  # Linux carries the parent's peak over into ru_maxrss of a child; this one is the process's own
        for line in Path("/proc/self/status").read_text("ascii", "replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    try:
        import resource
    except ModuleNotFoundError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _reason(reason: NotChecked | None) -> dict[str, Any] | None:
    if reason is None:
        return None
    return {name: getattr(reason, name) for name in ("code", "message", "file", "line", "column")}


def _format(checked: Checked) -> dict[str, str] | None:
    if checked.format is None:
        return None
    return {
        "name": checked.format.NAME,
        "dialect": checked.dialect,
        "label": checked.format.label(checked.dialect),
    }


def _interface(checked: Checked, interface: Interface) -> dict[str, Any]:
    fields = sum(len(one.fields) for one in _types(interface).values())
    return {
        "title": interface.title[:_CUT],
        "version": interface.version[:_CUT],
        "text": (interface.summary or interface.text)[:_CUT],
        "servers": [{"address": one.address[:_CUT], "protocol": one.protocol} for one in interface.servers[:100]],
        "counts": {
            "operations": len(interface.operations),
            "types": len(_types(interface)),
            "fields": fields,
            "lines": checked.lines,
        },
    }


def _types(interface: Interface) -> dict[str, Any]:
    """Those that have a name of their own, not just a reference that leads to them."""
    return {name: one for name, one in interface.types.items() if not name.startswith("#")}


def _rule(run: RuleRun) -> dict[str, Any]:
    rule = run.rule
    return {
        "id": rule.id,
        "title": rule.title,
        "group": rule.group,
        "severity": run.severity or "off",
        "why": rule.why,
        "mend": rule.mend,
        "source": rule.source,
        "count": run.found,
        "judged": run.judged,
        "state": "not-checked" if run.unjudged else "failed" if run.found else "passed",
        "note": run.unjudged,
    }


def _outline(checked: Checked, interface: Interface) -> dict[str, list[Entry]]:
    operations, types = interface.operations, _types(interface)
    owners = {id(one.place): one for one in (*operations, *types.values())}
    found: dict[int, Counter[str]] = {}
    for finding in checked.findings:
        owner = _owner(finding, owners)
        if owner:
            found.setdefault(owner, Counter())[finding.severity] += 1

    def entry(one: Any, name: str, address: str, said: str) -> Entry:
        mine = found.get(id(one.place), Counter[str]())
        worst = next((severity for severity in SEVERITIES if mine[severity]), "")
        span = checked.spans[one.place.path]
        return Entry(
            name[:_SHORT],
            address[:_SHORT],
            said[:_SHORT],
            one.place.key,
            span.line,
            one.deprecated is not None,
            worst,
            mine.total(),
            span.file,
        )

    return {
        "operations": [entry(one, one.name, one.address, one.summary or one.text) for one in operations[:ROWS]],
        "types": [entry(one, name, one.kind, one.title or one.text) for name, one in islice(types.items(), ROWS)],
    }


def _owner(finding: Finding, owners: Mapping[int, Any]) -> int:
    place = finding.place
    while id(place) not in owners:
        if place.above is None:
            return 0
        place = place.above
    return id(place)
