"""What the pages of contracts, revisions and waivers show."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q

from portal.kit import beside, jobs
from portal.kit.paging import Page, paged
from portal.models import Job
from services import states
from services.models import Check, Consumer, Contract, Revision, Waiver
from services.reads.catalog import ContractLine, Deed, contract_lines, deeds, next_clock, technology_label
from services.reads.compare import against
from services.reads.files import Files, files_of
from services.reads.reports import Entry, Reading, RuleFindings, reading_of
from services.reads.saying import in_file, said_by_line
from services.reads.scores import Score, score_of
from services.reads.source import Window, window
from teams.people.models import Person

CHECK_JOB = "services.run_check"
SWITCHES = 24
"""Files of a revision to which its page has a button each."""
FINDINGS_A_RULE = 6
OUTLINE_BEFORE = 20
OUTLINE = 60
STAGES = {
    "read": "Read the document",
    "format": "Tell its format",
    "build": "Understand its operations and types",
    "rules": "Ask the rules",
    "places": "Find the lines of what was found",
    "report": "Write the report",
}


def shown_revision(person: Person, contract: Contract) -> Revision | None:
    """The revision that stands for a contract: its newest draft for its makers is one click away."""
    lines: list[ContractLine] = contract_lines(person, Q(pk=contract.pk))
    return lines[0].shown if lines else None


@dataclass(frozen=True, slots=True)
class CheckState:
    """The newest check of a revision and the job that carries it."""

    check: Check | None
    job: Job | None

    @property
    def is_final(self) -> bool:
        return self.check is None or self.check.is_final

    @property
    def is_done(self) -> bool:
        """Whether it ended with a judgement."""
        return self.check is not None and self.check.state == Check.State.DONE

    @property
    def progress(self) -> dict[str, Any]:
        return self.job.progress if self.job is not None else {}

    @property
    def work(self) -> dict[str, Any]:
        """The progress in words: only what the worker has said, nothing guessed."""
        progress = self.progress
        names = list(STAGES)
        stage = str(progress.get("stage", ""))
        at = names.index(stage) if stage in STAGES else -1
        done, total = int(progress.get("done") or 0), int(progress.get("total") or 0)
        note = f"{done:,} of {total:,}" if total > 1 else ""
        steps = [{"name": "A worker takes it", "state": "done" if self.is_taken else "waiting", "note": ""}]
        for place, name in enumerate(names):
            state = "done" if place < at else "running" if place == at else "waiting"
            steps.append({"name": STAGES[name], "state": state, "note": note if place == at else ""})
        if not self.is_taken:
            return {"label": "It waits for a worker.", "max": 1, "value": 0, "steps": steps}
        if at < 0:
            return {"label": "A worker has it.", "steps": steps}
        part = done / total if total else 0
        label = f"{STAGES[stage]}: {note}" if note else STAGES[stage]
        return {"label": label, "max": len(names), "value": f"{at + part:.2f}", "steps": steps}

    @property
    def is_taken(self) -> bool:
        """Whether a worker has it now."""
        return self.job is not None and self.job.state == Job.State.RUNNING


def check_state(revision: Revision) -> CheckState:
    """How the newest check of a revision stands: two queries."""
    check = revision.checks.order_by("-pk").first()
    return CheckState(check, jobs.latest(CHECK_JOB, check.pk) if check is not None else None)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the top of every tab of a revision. ``panels`` is what higher rooms know of it."""

    revision: Revision
    state: CheckState
    reading: Reading | None
    revisions: list[Revision]
    consumers: int
    next_clock: Any
    panels: Sequence[beside.Panel] = ()

    @property
    def moves(self) -> list[str]:
        """What its state allows now: the same buttons on every tab."""
        return states.REVISION.open(self.revision)

    @property
    def published(self) -> Revision | None:
        """The revision of this contract that consumers read."""
        return next((each for each in self.revisions if each.state == Revision.State.PUBLISHED), None)

    @property
    def draft(self) -> Revision | None:
        """Its newest revision that may be published next."""
        return next((each for each in self.revisions if each.comes_after(self.published)), None)

    @property
    def against(self) -> Revision | None:
        """The revision it is compared with first."""
        return against(self.revisions, self.revision)

    @property
    def label(self) -> str:
        """The technology, as exactly as the newest check could tell it."""
        if self.reading is not None and self.reading.label:
            return self.reading.label
        return technology_label(self.revision.contract.technology)


def head(revision: Revision, person: Person) -> Head:
    """The check, its job and report, the contract's revisions, its consumers, what is awaited: seven queries, and
    those of the rooms above."""
    contract = revision.contract
    panels = beside.about(revision, person)
    revisions = list(contract.revisions.order_by("-number")[:50])
    for each in revisions:
        each.contract = contract
    return Head(
        revision=revision,
        state=check_state(revision),
        reading=reading_of(revision),
        revisions=revisions,
        consumers=contract.consumers.filter(ended_at=None).count(),
        next_clock=beside.first_clock(panels, next_clock(revision)),
        panels=panels,
    )


@dataclass(frozen=True, slots=True)
class Outline:
    """Operations and types near a line, in the order of the document."""

    operations: list[Entry]
    types: list[Entry]
    current: Entry | None

    @property
    def found(self) -> int:
        """How many of them have findings."""
        return sum(entry.count > 0 for entry in (*self.operations, *self.types))


def outline(operations: list[Entry], types: list[Entry], line: int, file: str = "") -> Outline:
    """At most 60 operations and types around ``line`` of a file. The whole outline is a tab of its own."""
    entries = sorted([*operations, *types], key=_stands)
    at = bisect_right(entries, (file, line), key=_stands)
    start = max(0, min(at - OUTLINE_BEFORE, len(entries) - OUTLINE))
    near = entries[start : start + OUTLINE]
    are_types = {id(one) for one in types}
    return Outline(
        operations=[one for one in near if id(one) not in are_types],
        types=[one for one in near if id(one) in are_types],
        current=entries[at - 1] if at and line > 1 and entries[at - 1].file == file else None,
    )


def _stands(entry: Entry) -> tuple[str, int]:
    return entry.file, entry.line


@dataclass(frozen=True, slots=True)
class RevisionPage:
    """Everything the page of one revision shows beside its head."""

    waivers: dict[str, Waiver]
    window: Window
    outline: Outline
    score: Score
    open: dict[str, int]
    history: list[Deed]
    files: Files
    found: dict[str, int]
    """How much was found in each file, of the severity that is asked for."""
    file: str = ""

    @property
    def kept(self) -> str:
        """What every address within the page begins with, so that it stays in its file."""
        return f"{urlencode({'file': self.file})}&" if self.file else ""

    @property
    def switches(self) -> list[tuple[str, str, int]]:
        """Of each file its name, the query that shows it, and how much was found in it: of very many files the one that
        is shown and those in which most was found."""
        names = list(self.files.texts)
        if len(names) > SWITCHES:
            first = sorted(names, key=lambda name: (name != self.file, -self.found[name]))[:SWITCHES]
            names = [name for name in names if name in set(first)]
        return [(name, urlencode({"file": name}), self.found[name]) for name in names]

    @property
    def switches_more(self) -> int:
        """How many files there are beside those."""
        return max(0, len(self.files.texts) - SWITCHES)


def revision_page(
    revision: Revision,
    reading: Reading | None,
    person: Person,
    *,
    line: int = 0,
    until: int = 0,
    severity: str = "",
    file: str = "",
) -> RevisionPage:
    """Its score and history, and the window of its source around ``line`` with what the newest report found and what
    other rooms say at its lines."""
    waivers = active_waivers(revision.contract)
    operations, types = (reading.operations(), reading.types()) if reading is not None else ([], [])
    files = files_of(revision.digest)
    found = files.counted(reading, waivers, severity)
    file = files.named(file, reading, found, severity)
    entries = sorted((one for one in (*operations, *types) if one.file == file), key=_stands)
    text, starts = files.texts.get(file, b""), {file: 0}
    said = in_file(said_by_line(revision, person), files, file)
    shown = window(text, line, reading, waivers, severity, until=until, entries=entries, starts=starts, said=said)
    return RevisionPage(
        waivers=waivers,
        window=shown,
        outline=outline(operations, types, line or shown.first, file),
        score=score_of(revision.score, reading),
        open=_open(reading, set(waivers)) if reading is not None else {},
        history=deeds([revision, revision.contract], most=8),
        files=files,
        found=found,
        file=file,
    )


def _open(reading: Reading, waived: set[str]) -> dict[str, int]:
    """How many findings of each severity count, and how many are waived."""
    counts, rules = reading.report.counts(), reading.report.rules
    spared = reading.report.waived_counts(waived) if waived else {}
    for rule, count in spared.items():
        counts[rules[rule]["severity"]] -= count
    return {**counts, "waived": sum(spared.values())}


def findings_by_rule(reading: Reading, waivers: dict[str, Waiver], rule: str = "", page: int = 1) -> list[RuleFindings]:
    """The report grouped by rule, worst first: all rules with their first findings, or one rule's page."""
    return reading.by_rule(set(waivers), rule=rule, most=FINDINGS_A_RULE if not rule else 100, page=page)


def active_waivers(contract: Contract) -> dict[str, Waiver]:
    """Today's waivers of a contract by fingerprint."""
    rows = Waiver.objects.active().filter(contract=contract).select_related("given_by")
    return {waiver.fingerprint: waiver for waiver in rows}


def waivers(person: Person, state: str, page: int, size: int = 50) -> Page:
    """The public list of waivers, the next to end first."""
    rows = Waiver.objects.visible_to(person).select_related("contract__service__team", "given_by")
    if state:
        rows = rows.filter(state=state)
    return paged(rows.order_by("expires_on", "pk"), page, size)


def revisions(contract: Contract, page: int, size: int = 50) -> Page:
    """A page of a contract's revisions, newest first."""
    found = paged(contract.revisions.select_related("uploaded_by", "replaced_by").order_by("-number"), page, size)
    for revision in found.rows:
        revision.contract = contract
    return found


def consumers(contract: Contract) -> list[Consumer]:
    """Who declares to use it, those who stopped last."""
    rows = contract.consumers.select_related("service__team__lead", "declared_by")
    return list(rows.order_by("ended_at", "service__slug")[:500])


OURS = "homeport"


def findings_page(revision: Revision, person: Person, *, rule: str, page: int, source: str = "") -> dict[str, Any]:
    """What the findings tab shows: of all rules, or of one ``source``: Homeport's own, or a ruleset by its name."""
    top = head(revision, person)
    waivers = active_waivers(revision.contract)
    groups = findings_by_rule(top.reading, waivers, rule, page) if top.reading is not None else []
    if source:
        groups = [group for group in groups if (group.ruleset or OURS) == source]
    for group in groups:
        for found in group.findings:
            found.waived_by = waivers.get(found.fingerprint)
    return {
        "revision": revision,
        "contract": revision.contract,
        "head": top,
        "reading": top.reading,
        "groups": groups,
        "sources": [OURS, *sorted(top.reading.rulesets)] if top.reading is not None and top.reading.rulesets else [],
        "source": source,
        "rule": rule,
        "at": page,
    }


def operations(reading: Reading | None, text: str, page: int, size: int = 100) -> Page:
    """A page of the operations that a report knows, in the order of the document; ``text`` leaves out others."""
    entries = reading.operations() if reading is not None else []
    if text:
        wanted = text.casefold()
        entries = [one for one in entries if wanted in f"{one.name} {one.address} {one.summary}".casefold()]
    at = min(page, max(1, -(-len(entries) // size)))
    return Page(entries[(at - 1) * size : at * size], at, size, len(entries))


def operations_page(revision: Revision, person: Person, *, text: str, page: int) -> dict[str, Any]:
    """What the operations tab shows: the outline, a page at a time."""
    top = head(revision, person)
    return {
        "revision": revision,
        "contract": revision.contract,
        "head": top,
        "reading": top.reading,
        "text": text,
        "page": operations(top.reading, text, page),
    }
