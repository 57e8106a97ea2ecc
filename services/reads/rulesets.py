"""What the pages of rulesets show: their rules in somebody's care, how often each fired, and which never do."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import Max

from services import contracts as engine
from services.models import Attachment, Blob, Care, Check, Revision, Ruleset, RulesetRule, RulesetRun, RulesetVersion
from services.reads.files import Files, files_of
from services.reads.reports import Reading, RuleFindings
from services.reads.source import Window, window
from teams.people.models import Person


@dataclass(slots=True)
class Fired:
    """What the newest checks of live contracts tell of one rule. ``judged``: documents in which there was something
    for it to look at; ``fired``: those in which it found something; ``unjudged``: why it did not judge the others."""

    findings: int = 0
    fired: int = 0
    judged: int = 0
    unjudged: Counter[str] = field(default_factory=Counter)

    @property
    def never(self) -> bool:
        """It could have found something and never did. That may be good: it is said, and nothing else."""
        return self.judged > 0 and not self.findings

    @property
    def blind(self) -> bool:
        """There was nothing anywhere that it could judge."""
        return not self.judged

    @property
    def reasons(self) -> list[tuple[str, int]]:
        return self.unjudged.most_common(5)

    @property
    def why(self) -> str:
        """The reason that most documents gave."""
        return self.unjudged.most_common(1)[0][0] if self.unjudged else ""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule as it came to be, in whose care it is, and how it fared."""

    name: str
    severity: str
    text: str
    url: str
    given: list[str]
    formats: list[str]
    functions: list[str]
    comes_with: str
    not_run: str
    only: str
    care: Care | None
    fired: Fired

    @property
    def is_off(self) -> bool:
        return self.severity == "off"


@dataclass(frozen=True, slots=True)
class Ran:
    """How many live contracts a version was asked about, and how that went."""

    documents: int
    asked: int
    elsewhere: int
    unchecked: list[tuple[str, int]]

    @property
    def not_checked(self) -> int:
        return sum(many for _, many in self.unchecked)


@dataclass(frozen=True, slots=True)
class RulesetPage:
    ruleset: Ruleset
    versions: list[RulesetVersion]
    shown: RulesetVersion | None
    rules: list[RuleLine]
    ran: Ran
    attachments: list[Attachment]
    remarks: list[RuleFindings]
    cares: list[Care]

    @property
    def in_force(self) -> RulesetVersion | None:
        return next((one for one in self.versions if one.state == RulesetVersion.State.IN_FORCE), None)

    @property
    def newest(self) -> RulesetVersion:
        return self.versions[0]

    @property
    def asked(self) -> list[RuleLine]:
        return [one for one in self.rules if not one.is_off]

    @property
    def listed(self) -> list[RuleLine]:
        """All but those of Homeport's rulesets that are switched off: there are many, and nobody asks them."""
        return [one for one in self.rules if not (one.is_off and one.comes_with)]

    @property
    def left_out(self) -> list[RuleLine]:
        return [one for one in self.rules if one.is_off and one.comes_with]

    @property
    def never(self) -> list[RuleLine]:
        return [one for one in self.asked if one.fired.never]

    @property
    def blind(self) -> list[RuleLine]:
        return [one for one in self.asked if one.fired.blind]

    @property
    def overdue(self) -> list[RuleLine]:
        return [one for one in self.rules if one.care is not None and one.care.is_overdue]


@dataclass(frozen=True, slots=True)
class RulesetLine:
    """A ruleset in the list of all."""

    ruleset: Ruleset
    version: RulesetVersion | None
    rules: int
    attachments: list[Attachment]
    overdue: int


def rulesets(person: Person, most: int = 500) -> list[RulesetLine]:
    """Every ruleset with its version in force, or the newest one: five queries."""
    found = list(Ruleset.objects.visible_to(person)[:most])
    shown: dict[int, RulesetVersion] = {}
    for version in RulesetVersion.objects.filter(ruleset__in=found).order_by("number"):
        before = shown.get(version.ruleset_id)
        if before is None or before.state != RulesetVersion.State.IN_FORCE:
            shown[version.ruleset_id] = version
    holds: dict[int, list[Attachment]] = {}
    for one in Attachment.objects.standing().filter(ruleset__in=found).select_related("division"):
        holds.setdefault(one.ruleset_id, []).append(one)
    rules = RulesetRule.objects.filter(ruleset__in=found).select_related("care")
    many, overdue = Counter[int](), Counter[int]()
    for row in rules:
        many[row.ruleset_id] += 1
        overdue[row.ruleset_id] += row.care.is_overdue
    return [RulesetLine(one, shown.get(one.pk), many[one.pk], holds.get(one.pk, []), overdue[one.pk]) for one in found]


def ruleset_page(ruleset: Ruleset) -> RulesetPage:
    """The version in force, or else the newest that could be read, with all its rules."""
    versions = list(ruleset.versions.select_related("uploaded_by").order_by("-number")[:50])
    for one in versions:
        one.ruleset = ruleset
    runnable = [one for one in versions if one.state in RulesetVersion.RUNNABLE]
    shown = next((one for one in runnable if one.state == RulesetVersion.State.IN_FORCE), None)
    shown = shown or next(iter(runnable), None)
    cared = ruleset.rules.select_related("care__person", "care__team__lead")
    cares = {row.name: row.care for row in cared}
    runs = newest_runs(shown) if shown is not None else []
    fired = _fired(runs)
    rules = [_line(one, cares, fired) for one in _told(shown.rules)] if shown is not None else []
    names = {one.name for one in rules} | {one.comes_with for one in rules}
    standing = {care.pk: care for name, care in cares.items() if name in names}
    return RulesetPage(
        ruleset=ruleset,
        versions=versions,
        shown=shown,
        rules=rules,
        ran=_ran(runs),
        attachments=list(ruleset.attachments.standing().select_related("division__head", "attached_by")),
        remarks=_remarks(shown) if shown is not None else [],
        cares=sorted(standing.values(), key=lambda one: (one.review_on, one.pk)),
    )


def newest_runs(version: RulesetVersion) -> list[RulesetRun]:
    """How a version fared in the newest check of every live revision that it held for: one query."""
    newest = (
        Check.objects.filter(revision__in=Revision.objects.live())
        .exclude(report="")
        .order_by()
        .values("revision")
        .annotate(newest=Max("pk"))
        .values("newest")
    )
    return list(RulesetRun.objects.filter(version=version, check_run__in=newest))


def _fired(runs: Iterable[RulesetRun]) -> dict[str, Fired]:
    found: dict[str, Fired] = {}
    for run in runs:
        for name, (findings, judged, why) in run.rules.items():
            one = found.setdefault(name, Fired())
            one.findings += findings
            one.fired += findings > 0
            if why:
                one.unjudged[why] += 1
            else:
                one.judged += judged > 0
        if not run.rules:
            found.setdefault("", Fired()).unjudged[run.reason] += 1
    return found


def _ran(runs: list[RulesetRun]) -> Ran:
    states = Counter(run.state for run in runs)
    reasons = Counter(run.reason for run in runs if run.state == RulesetRun.State.NOT_CHECKED)
    asked, elsewhere = states[RulesetRun.State.ASKED], states[RulesetRun.State.DOES_NOT_APPLY]
    return Ran(len(runs), asked, elsewhere, reasons.most_common(5))


def _line(said: dict[str, Any], cares: dict[str, Care], fired: dict[str, Fired]) -> RuleLine:
    return RuleLine(
        name=said["name"],
        severity=said["severity"],
        text=said["description"] or said["message"],
        url=said["url"] if said["url"].startswith(("https://", "http://")) else "",
        given=said["given"],
        formats=said["formats"],
        functions=said["functions"],
        comes_with=said["from"],
        not_run=said["not_run"],
        only=said["only"],
        care=cares.get(said["from"] or said["name"]),
        fired=fired.get(said["name"], Fired()),
    )


@lru_cache(maxsize=16)
def _told(digest: str) -> list[dict[str, Any]]:
    """The rules of a version in words: they never change."""
    found: list[dict[str, Any]] = json.loads(Blob.read(digest))
    return found


def reading_of(version: RulesetVersion) -> Reading | None:
    """The report on a version, once a worker has read it."""
    return Reading(engine.Report(Blob.read(version.report))) if version.report else None


def _remarks(version: RulesetVersion) -> list[RuleFindings]:
    reading = reading_of(version)
    return reading.by_rule((), rule="", most=5, page=1) if reading is not None else []


@dataclass(frozen=True, slots=True)
class VersionPage:
    """The source of a version with what is wrong with it at its lines."""

    version: RulesetVersion
    reading: Reading | None
    files: Files
    file: str
    window: Window
    groups: list[RuleFindings]


def version_page(version: RulesetVersion, *, line: int = 0, until: int = 0, file: str = "") -> VersionPage:
    reading = reading_of(version)
    files = files_of(version.digest)
    file = files.named(file, reading, files.counted(reading, {}, ""))
    text = files.texts.get(file, b"")
    shown = window(text, line, reading, {}, until=until, starts={file: 0})
    return VersionPage(version, reading, files, file, shown, _remarks(version))
