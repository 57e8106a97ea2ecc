"""A stored report, read for pages and actions: what was found, what is left after waivers, the outline, the score.

Everything that comes out of here may be stored and shown: texts of documents are freed of what a database cannot hold.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import urlencode

from portal.kit.text import storable
from services import contracts as engine
from services.models import Blob, Check, Revision, Waiver
from services.models.check import rule_url

LONGEST_TEXT = 2000


@dataclass(slots=True)
class WaiverWords:
    """A waiver as the finding shows it."""

    reason: str
    data: str
    by: str
    until: Any


def query(file: str, line: int) -> str:
    """The query that shows a line of a file."""
    return urlencode({"file": file, "line": line} if file else {"line": line})


def ruleset_of(rule: str) -> str:
    """The ruleset that a rule of a report comes from: "" for ours."""
    slug, mark, _ = rule.partition(":")
    return slug if mark else ""


def is_beside(rule: str, blocking: Collection[str]) -> bool:
    """Whether errors of a rule do not stand in the way: those of rulesets that are not said to block."""
    slug = ruleset_of(rule)
    return bool(slug) and slug not in blocking


class Placed:
    """Something that stands on a line of a file; "" is the name of a document that came alone."""

    __slots__ = ()
    file: str
    line: int

    @property
    def place(self) -> str:
        """Where the source page shows it: the query of its address."""
        return query(self.file, max(self.line, 1))


@dataclass(slots=True)
class Found(Placed):
    """One finding, with what its rule says. ``waived_by`` is set by whoever shows it, and ``alike``: how many findings
    of its rule there are, where this one speaks for them."""

    rule: str
    severity: str
    title: str
    why: str
    mend: str
    line: int
    column: int
    end_line: int
    end_column: int
    key: str
    fingerprint: str
    file: str = ""
    waived_by: Waiver | None = None
    alike: int = 0

    @property
    def message(self) -> str:
        return self.title

    @property
    def id(self) -> str:
        return f"f-{self.fingerprint}"

    @property
    def where(self) -> str:
        return self.key

    @property
    def rule_url(self) -> str:
        return rule_url(self.rule)

    @property
    def waiver(self) -> WaiverWords | None:
        given = self.waived_by
        if given is None:
            return None
        before = f", before {given.baseline}" if given.baseline else ""
        data = f"{given.get_evidence_display()}: {given.value}{before} ({given.source})"
        return WaiverWords(given.reason, data, given.given_by.name, given.expires_on)


@dataclass(frozen=True, slots=True)
class RuleFindings:
    """One rule of a report with some of its findings; ``count`` is exact, ``waived`` of them are waived."""

    id: str
    title: str
    group: str
    severity: str
    why: str
    mend: str
    source: str
    count: int
    waived: int
    findings: list[Found]
    page: int = 1
    pages: int = 1

    @property
    def url(self) -> str:
        return rule_url(self.id)

    @property
    def ruleset(self) -> str:
        return ruleset_of(self.id)

    @property
    def unshown(self) -> int:
        """How many there are beside those that stand here."""
        return self.count - len(self.findings)


@dataclass(frozen=True, slots=True)
class Entry(Placed):
    """One operation or type of the outline, with its worst finding."""

    name: str
    address: str
    summary: str
    key: str
    line: int
    deprecated: bool
    severity: str
    count: int
    file: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """What counts after today's waivers."""

    errors: int = 0
    warnings: int = 0
    hints: int = 0
    waived: int = 0
    score: dict[str, Any] = field(default_factory=dict)
    beside: int = 0
    """Errors of rulesets that do not stand in the way of publishing."""


class Reading:
    """A report, in the words of pages and actions."""

    def __init__(self, report: engine.Report) -> None:
        self.report = report
        data = report.data
        interface = data["interface"] or {}
        told = data["format"] or {}
        reason = report.reason or {}
        self.checked = report.checked
        self.reason = storable(str(reason.get("message", "")), LONGEST_TEXT)
        self.reason_line = int(reason.get("line", 0))
        self.reason_file = str(reason.get("file", ""))
        self.engine = str(data["engine"])
        self.profile = str(data["profile"])
        self.technology = str(told.get("name", ""))
        self.label = str(told.get("label", ""))
        self.title = storable(str(interface.get("title", "")), LONGEST_TEXT)
        self.version = storable(str(interface.get("version", "")), LONGEST_TEXT)
        self.text = storable(str(interface.get("text", "")), LONGEST_TEXT)
        self.counts: dict[str, int] = interface.get("counts", {})
        self.total = report.total
        self.truncated = bool(data["truncated"])
        self.seconds = float(data["seconds"]["all"])
        self.peak = int(data["memory"])

    @property
    def reason_place(self) -> str:
        """Where the source page shows why it could not be checked: the query of its address; empty: no place known."""
        return query(self.reason_file, self.reason_line) if self.reason_line else ""

    @cached_property
    def rules(self) -> list[RuleFindings]:
        """Every rule that was asked, with its exact count, without the findings themselves."""
        return [_rule(one, 0, []) for one in self.report.data["rules"] if one["severity"] != "off"]

    @cached_property
    def rulesets(self) -> frozenset[str]:
        """The rulesets that were asked beside our rules."""
        return frozenset(slug for one in self.report.rules if (slug := ruleset_of(one)))

    def operations(self) -> list[Entry]:
        return [_entry(one) for one in self.report.operations()]

    def operation(self, at: int) -> Entry | None:
        """The operation with this number, when the outline holds as many."""
        rows = self.report.data["outline"]["operations"]
        return _entry(engine.Entry(*rows[at])) if at < len(rows) else None

    def type(self, name: str) -> Entry | None:
        """The type of this name."""
        rows = self.report.data["outline"]["types"]
        return next((_entry(engine.Entry(*row)) for row in rows if row[0] == name[:300]), None)

    def types(self) -> list[Entry]:
        return [_entry(one) for one in self.report.types()]

    def type_names(self) -> list[str]:
        return [entry.name for entry in self.types()]

    def between(self, first: int, last: int, file: str = "") -> Iterator[Found]:
        """Findings that begin in these lines of a file, in order. Those without a place stand at line 1."""
        return (self._found(one) for one in self.report.findings(0 if first == 1 else first, last, file))

    def finding(self, fingerprint: str) -> Found | None:
        """The finding with this fingerprint, if this report has it."""
        found = self.report.marked(fingerprint)
        return self._found(found) if found is not None else None

    def marks(self) -> list[str]:
        """The fingerprints of all findings, in the order of the lines."""
        text, size = self.report.data["findings"]["fingerprint"], engine.MARK
        return [text[at : at + size] for at in range(0, len(text), size)]

    def at(self, place: int) -> Found:
        """The finding at this place of that order."""
        return self._found(self.report.finding(place))

    def by_rule(self, waived: Collection[str], *, rule: str, most: int, page: int) -> list[RuleFindings]:
        """Rules that found something, the worst first, each with at most ``most`` findings; ``rule`` asks for one."""
        spared = self.report.waived_counts(waived)
        found = self.report.by_rule(rule or None, (page - 1) * most, most)
        groups = []
        for one in self.report.data["rules"]:
            if one["count"] and (not rule or one["id"] == rule):
                kept = [self._found(each) for each in found.get(one["id"], [])]
                groups.append(_rule(one, spared.get(one["id"], 0), kept, page, -(-one["count"] // most)))
        order: dict[str, int] = {severity: place for place, severity in enumerate(engine.SEVERITIES)}
        return sorted(groups, key=lambda one: (order.get(one.severity, 9), one.count == one.waived, -one.count))

    def after(self, waived: Collection[str], blocking: Collection[str] = ()) -> Left:
        """What counts when these fingerprints are waived. Errors of rulesets are beside the others unless the ruleset
        is one of ``blocking``."""
        counts = self.report.counts()
        rules = self.report.rules
        spared = self.report.waived_counts(waived) if waived else {}
        for rule, count in spared.items():
            counts[rules[rule]["severity"]] -= count
        beside = sum(
            one["count"] - spared.get(one["id"], 0)
            for one in self.report.data["rules"]
            if one["severity"] == "error" and one["count"] and is_beside(one["id"], blocking)
        )
        return Left(
            errors=counts["error"] - beside,
            beside=beside,
            warnings=counts["warning"],
            hints=counts["info"] + counts["hint"],
            waived=sum(spared.values()),
            score=self._score(waived) if self.checked else {},
        )

    def _score(self, waived: Collection[str]) -> dict[str, Any]:
        score = self.report.score(waived)
        rules = self.report.rules
        groups = [
            {
                "name": group.name,
                "checks": [{**stroke._asdict(), "title": rules[stroke.rule]["title"]} for stroke in group.strokes],
            }
            for group in score.groups
        ]
        return {"passed": score.passed, "failed": score.failed, "unchecked": score.not_checked, "groups": groups}

    def _found(self, one: engine.Found) -> Found:
        rule = self.report.rules[one.rule]
        return Found(
            rule=one.rule,
            severity=one.severity,
            title=storable(one.message, LONGEST_TEXT),
            why=rule["why"],
            mend=rule["mend"],
            line=one.line,
            column=one.column,
            end_line=one.end_line,
            end_column=one.end_column,
            key=storable(one.key, LONGEST_TEXT),
            fingerprint=one.fingerprint,
            file=one.file,
        )


def _rule(one: dict[str, Any], waived: int, findings: list[Found], page: int = 1, pages: int = 1) -> RuleFindings:
    words = {name: one[name] for name in ("id", "title", "group", "severity", "why", "mend", "source", "count")}
    return RuleFindings(**words, waived=waived, findings=findings, page=page, pages=pages)


def _entry(one: engine.Entry) -> Entry:
    return Entry(
        name=storable(one.name or one.address, 300),
        address=storable(one.address, 1000),
        summary=storable(one.text, 300),
        key=storable(one.key, 1000),
        line=one.line,
        deprecated=one.deprecated,
        severity=one.worst,
        count=one.found,
        file=one.file,
    )


def reading_of(revision: Revision) -> Reading | None:
    """The newest report of a revision, checked or not; None while there is none."""
    digest = (
        Check.objects.filter(revision=revision)
        .exclude(report="")
        .order_by("-pk")
        .values_list("report", flat=True)
        .first()
    )
    return _reading(digest) if digest else None


@lru_cache(maxsize=4)
def _reading(digest: str) -> Reading:
    """Reports never change, so the last few are kept decoded: a reader walks through one document for a while."""
    return Reading(engine.Report(Blob.read(digest)))
