"""What the pages of changes show: all of a request with their clocks, and everything about one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import F, Q

from portal.kit import audit
from portal.models import Clock
from services.models import Contract, Revision
from teams.away.models import AwayBreach, AwayChange, AwayCharter, AwayCriterion, AwayRequest, ChangeStep
from teams.away.reads import at_forge
from teams.away.reads.agents import most_lines
from teams.away.reads.history import Step
from teams.away.reads.merging import Against, Brake, brake_of, why_not_merge
from teams.away.reads.ways import Ways
from teams.people.models import Person

DEEDS = {
    "open": ("opened it", "plus", ""),
    "reopen": ("opened it again", "plus", ""),
    "ask": ("asked for a review", "forward", "accent"),
    "approve": ("approved it", "ok", "good"),
    "ask-changes": ("asked for changes", "edit", "warn"),
    "comment": ("said something", "info", ""),
    "mediate": ("put it before the mediator", "overdue", "warn"),
    "rule-merge": ("decided: merge it as it is", "ok", "good"),
    "rule-last-change": ("decided: one last change", "edit", "accent"),
    "rule-close": ("decided: close it", "void", ""),
    "merge": ("merged it", "ok", "good"),
    "see-merged": ("merged it", "ok", "good"),
    "close": ("closed it", "void", ""),
    "remind": ("reminded the reviewer", "overdue", "warn"),
    "ask-deputy": ("asked the deputy", "overdue", "warn"),
    "open-review": ("opened the review to anybody of the hosts", "overdue", "bad"),
    "gates-green": ("said that the gates are green", "ok", "good"),
    "gates-red": ("said that the gates are red", "error", "bad"),
    "touch": ("said which contracts it touches", "edit", ""),
    "pass-advice": ("let it go on without advice", "overdue", "warn"),
    "back-door": ("said that it has a back door", "warning", "bad"),
    "no-back-door": ("said that it has no back door", "ok", ""),
    "ask-override": ("asked to allow the back door", "sign", "warn"),
    "agree-override": ("allowed the back door", "sign", "warn"),
    "refuse-override": ("refused the back door", "void", ""),
    "end-back-door": ("said that the back door is taken away", "ok", "good"),
    "found": ("found a back door that nobody allowed", "warning", "bad"),
}
_S = AwayChange.State


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change with what is awaited of it first."""

    change: AwayChange
    clock: Clock | None
    is_large: bool


@dataclass(frozen=True, slots=True)
class Criterion:
    """One sentence of what counts as done, and how it stands."""

    number: int
    text: str
    row: AwayCriterion | None

    @property
    def is_met(self) -> bool:
        return self.row is not None and self.row.met_at is not None

    @property
    def met_by(self) -> Person | None:
        return self.row.met_by if self.row is not None else None

    @property
    def met_at(self) -> datetime | None:
        return self.row.met_at if self.row is not None else None

    @property
    def change(self) -> int | None:
        """The number of the change that met it."""
        return self.row.change.number if self.row is not None and self.row.change is not None else None

    @property
    def words(self) -> str:
        return self.row.words if self.row is not None else ""


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes of a request, and how long first answers took."""

    lines: list[ChangeLine]
    answers: list[timedelta]

    @property
    def median_hours(self) -> float | None:
        """The median first answer in working hours of the reviewer; None while there was none."""
        return round(median(one.total_seconds() for one in self.answers) / 3600, 1) if self.answers else None

    @property
    def clocks(self) -> list[Clock]:
        return [line.clock for line in self.lines if line.clock is not None]


def changes_of(request: AwayRequest, ways: Ways) -> Changes:
    """Three queries: changes, their clocks, what first answers took."""
    rows = list(request.changes.select_related("author", "neutral", "mediator"))
    clocks = first_clocks(rows)
    steps = ChangeStep.objects.filter(change__request=request, worked__isnull=False)
    answers = list(steps.values_list("worked", flat=True))
    lines = [
        ChangeLine(row, clocks.get(row.pk), ways.has("F17") and (row.lines or 0) > most_lines(row, ways))
        for row in rows
    ]
    return Changes(lines, [one for one in answers if one is not None])


def first_clocks(changes: Sequence[AwayChange]) -> dict[int, Clock]:
    """What is awaited first of each of these, by their keys: one query."""
    refs = {audit.ref(change): change.pk for change in changes if change.is_open}
    running = Clock.objects.filter(subject__in=refs, state=Clock.State.OPEN).order_by("-due_at")
    return {refs[clock.subject]: clock for clock in running.select_related("awaited_team", "awaited_person")}


def criteria_of(request: AwayRequest, charter: AwayCharter | None) -> list[Criterion]:
    """Every criterion of the charter and how it stands: one query."""
    if charter is None:
        return []
    rows = {row.number: row for row in request.criteria.select_related("met_by", "change")}
    return [Criterion(number, text, rows.get(number)) for number, text in enumerate(charter.criteria, 1)]


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Everything the page of one change shows beside the change itself."""

    clocks: list[Clock]
    history: list[Step]
    brake: Brake | None
    against: list[Against]
    breach: AwayBreach | None
    contracts: list[Contract]
    touched: set[int]
    revisions: list[Revision]
    times: int
    opened_by: str

    @property
    def clock(self) -> Clock | None:
        return next(iter(self.clocks), None)


def change_page(change: AwayChange, ways: Ways) -> ChangePage:
    """A fixed number of queries: clocks, steps, what stands in the way of a merge, the service's contracts."""
    running = Clock.objects.filter(subject=audit.ref(change), state=Clock.State.OPEN).order_by("due_at")
    contracts = list(Contract.objects.filter(service=change.request.service).order_by("slug"))
    coming = Q(state__in=[Revision.State.DRAFT, Revision.State.PROPOSED]) | Q(pk=change.revision_id)
    revisions = Revision.objects.filter(coming, contract__in=contracts).select_related("contract__service")
    most = most_lines(change, ways)
    standing = change.breaches.exclude(state=AwayBreach.State.REFUSED).select_related("asked_by", "answered_by")
    return ChangePage(
        clocks=list(running.select_related("awaited_team", "awaited_person")),
        history=_told(change),
        brake=brake_of(change, ways),
        against=why_not_merge(change, ways) if change.is_open else [],
        breach=standing.order_by("-pk").first(),
        contracts=contracts,
        touched=set(change.contracts.values_list("pk", flat=True)),
        revisions=list(revisions.order_by("contract__slug", "-number")),
        times=-(-(change.lines or 0) // most) if ways.has("F17") else 1,
        opened_by=at_forge.tellers([change.source]).get(change.source, "the forge") if change.source else "",
    )


def _told(change: AwayChange) -> list[Step]:
    """What happened, newest first; with which forge told it, or by whose hand."""
    steps = list(change.steps.select_related("by").order_by(F("at").desc(), "-pk")[:100])
    tellers = at_forge.tellers(step.source for step in steps)
    found = []
    for step in steps:
        words, icon, tone = DEEDS.get(step.verb, (step.verb, "dot", ""))
        teller = tellers.get(step.source, "the forge") if step.source else ""
        who = step.by.name if step.by is not None else teller or "Homeport"
        told = f" (told by {teller})" if teller and step.by is not None else ""
        found.append(Step(who, f"{words}{told}", icon, tone, step.words if step.verb != "open" else "", step.at))
    return found
