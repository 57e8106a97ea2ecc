"""What the pages of away-team requests show, each in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db.models import CharField, Count, DateTimeField, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat, Least

from portal.kit import audit
from portal.kit.paging import Page, paged
from portal.models import Clock
from services.models import Service
from teams.away.models import AwayChange, AwayDemand, AwayIncident, AwayMember, AwayRequest
from teams.away.reads.arrival import Arrival, arrival
from teams.away.reads.before import Before, before_part
from teams.away.reads.changes import Changes, Criterion, changes_of, criteria_of
from teams.away.reads.charters import CharterPage, charter_page
from teams.away.reads.drawing import Effect, Stage, effect, stages
from teams.away.reads.history import Step, history_of
from teams.away.reads.steps import next_step
from teams.away.reads.turns import Turns, turns_of
from teams.away.reads.waits import BESIDE, TOLD, clocks_here, next_first
from teams.away.reads.ways import Ways, ways_of
from teams.away.reads.work import Work, work_of
from teams.people.models import Person, Team

SORTS = {
    "due": ("due_at", "-pk"),
    "newest": ("-pk",),
    "service": ("service__slug", "-pk"),
    "guest": ("guest__name", "-pk"),
    "host": ("host__name", "-pk"),
}
SIDES = {"": "Everybody's", "mine": "My teams'", "guest": "My teams ask", "host": "My teams are asked"}
STATES = {"": "All", "open": "Open", **dict(AwayRequest.State.choices)}
FEW = 5
NEWEST = 8
"""Lines of a history that stand there unfolded."""


@dataclass(frozen=True, slots=True)
class RequestFilter:
    """The words of the query string, already checked."""

    text: str = ""
    side: str = ""
    state: str = ""
    service: str = ""
    team: str = ""
    person: str = ""
    sort: str = "due"

    @property
    def is_any(self) -> bool:
        return any((self.text, self.side, self.state, self.service, self.team, self.person))


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of requests, each with its ``clock``, and how many of each state the other filters leave."""

    page: Page
    counts: dict[str, int]


def listed(person: Person, wanted: RequestFilter, page: int, size: int = 50) -> Listed:
    """Seven queries: states, count, requests, what belongs to them, clocks."""
    rows = _chosen(person, wanted)
    by_state = dict(rows.order_by().values_list("state").annotate(count=Count("pk")))
    counts = {"": sum(by_state.values()), "open": sum(by_state.get(state, 0) for state in AwayRequest.OPEN), **by_state}
    if wanted.state == "open":
        rows = rows.open()
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    rows = rows.annotate(due_at=_due()).order_by(*SORTS[wanted.sort])
    found = paged(rows.with_sides(), page, size)
    with_clocks(found.rows)
    return Listed(found, counts)


def _chosen(person: Person, wanted: RequestFilter) -> Any:
    rows = AwayRequest.objects.visible_to(person)
    if wanted.side:
        mine = Team.objects.filter(Q(lead=person) | Q(memberships__person=person, memberships__until=None))
        sides = {"guest": Q(guest__in=mine), "host": Q(host__in=mine), "mine": Q(guest__in=mine) | Q(host__in=mine)}
        rows = rows.filter(sides[wanted.side])
    if wanted.text:
        rows = rows.filter(
            Q(title__icontains=wanted.text)
            | Q(problem__icontains=wanted.text)
            | Q(scope__icontains=wanted.text)
            | Q(service__slug__icontains=wanted.text)
        )
    if wanted.service:
        rows = rows.filter(service__slug=wanted.service)
    if wanted.team:
        rows = rows.filter(Q(guest__slug=wanted.team) | Q(host__slug=wanted.team))
    if wanted.person:
        rows = rows.filter(people__login=wanted.person)
    return rows


PARTS: tuple[type[Model], ...] = (AwayChange, AwayDemand, AwayIncident)
"""What belongs to a request and has clocks of its own that lists tell; its page tells those of accesses, too."""
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def _due() -> Least:
    """When what is awaited first of the request in the outer query is due, or of its parts; NEVER without."""
    own = _first_due(Concat(Value("away.awayrequest:"), Cast(OuterRef("pk"), CharField())))
    return Least(own, *(_first_due_of(part) for part in PARTS))


def _first_due_of(part: type[Model]) -> Coalesce:
    refs = Concat(Value(f"{part._meta.label_lower}:"), Cast("pk", CharField()))
    mine = part._default_manager.filter(request=OuterRef(OuterRef("pk")), request__closed_at=None).annotate(ref=refs)
    return _first_due(mine.values("ref"), "subject__in")


def _first_due(subject: Any, how: str = "subject") -> Coalesce:
    running = Clock.objects.filter(state=Clock.State.OPEN, **{how: subject}).order_by("due_at")
    return Coalesce(Subquery(running.values("due_at")[:1]), Value(NEVER), output_field=DateTimeField())


def with_clocks(requests: Iterable[AwayRequest]) -> list[AwayRequest]:
    """The same requests, each with what is awaited first of it or of a part as ``clock``, or None: two queries."""
    rows = list(requests)
    subjects = {audit.ref(row): row.pk for row in rows}
    open_ = [row.pk for row in rows if row.is_open]
    first, *others = (
        part._default_manager.filter(request__in=open_).order_by().annotate(of=Value(part._meta.label_lower))
        .values_list("of", "pk", "request") for part in PARTS
    )  # fmt: skip
    subjects |= {f"{label}:{pk}": request for label, pk, request in first.union(*others, all=True).order_by()}
    running = Clock.objects.filter(subject__in=subjects, state=Clock.State.OPEN)
    latest_first = running.select_related("awaited_team", "awaited_person").order_by("-due_at")
    clocks = {subjects[clock.subject]: clock for clock in latest_first}  # of several the one that is due first
    for row in rows:
        row.clock = clocks.get(row.pk)  # type: ignore[attr-defined]
    return rows


def first_for(person: Person, waiting: QuerySet[Clock]) -> Clock | None:
    """Of what waits for this person, the first that is about a request."""
    return waiting.filter(kind__startswith="away.").first()


@dataclass(frozen=True, slots=True)
class RequestPage:
    """Everything the page of one request shows beside the request itself."""

    members: list[AwayMember]
    clocks: list[Clock]
    waits: list[Clock]
    history: list[Step]
    stages: list[Stage]
    effect: Effect
    charter: CharterPage | None
    demands: list[AwayDemand]
    ways: Ways
    arrival: Arrival | None
    next_step: str
    changes: Changes
    criteria: list[Criterion]
    turns: Turns
    work: Work | None
    before: Before

    @property
    def newest(self) -> list[Step]:
        """What happened last."""
        return self.history[:NEWEST]

    @property
    def earlier(self) -> list[Step]:
        """What happened before that."""
        return self.history[NEWEST:]

    @property
    def looks_back(self) -> bool:
        """So many demands after signing that both leads owe each other a look back (F19)."""
        return self.ways.has("F19") and len(self.demands) > self.goalposts

    @property
    def goalposts(self) -> int:
        """How many demands are borne without one."""
        return self.ways.number("goalposts")

    @property
    def unblock_time(self) -> str:
        """How long the hosts have to unblock it (F21)."""
        return self.ways.said("host_block_days")

    @property
    def clock(self) -> Clock | None:
        """What is awaited now, of the request or of anything that belongs to it; of several the one due first."""
        return next(iter(self.waits), None)

    @property
    def of_change(self) -> Clock | None:
        """The same, when it is what keeps a change from being merged."""
        first = self.clock
        is_one = first is not None and first.subject.startswith("away.awaychange:") and first.kind not in BESIDE
        return first if is_one else None

    @property
    def due_first(self) -> Clock | None:
        """The same, when the sentence for the state says something else."""
        return self.clock if self.clock is not None and self.clock.kind not in TOLD else None


def request_page(request: AwayRequest) -> RequestPage:
    """A fixed number of queries, however much has happened: what each part of the page says it asks for."""
    here = clocks_here(request)
    clocks = [one for one in here if one.subject == audit.ref(request)]
    ways = ways_of(request)
    charter = charter_page(request) if request.contact_id is not None else None
    demands = list(request.demands.select_related("made_by", "answered_by"))
    return RequestPage(
        members=list(request.members.select_related("person")),
        clocks=clocks,
        waits=next_first(here),
        history=history_of(request, demands),
        stages=stages(request),
        effect=effect(request),
        demands=demands,
        ways=ways,
        arrival=arrival(request),
        next_step=next_step(request),
        charter=charter,
        changes=changes_of(request, ways),
        criteria=criteria_of(request, charter.charter if charter is not None else None),
        turns=turns_of(request, clocks),
        work=work_of(request, ways),
        before=before_part(request, ways),
    )


@dataclass(slots=True)
class Few:
    """The few requests that matter now of a longer list, and how many there are."""

    rows: list[AwayRequest] = field(default_factory=list)
    total: int = 0


def few(which: Q, most: int = FEW) -> Few:
    """Open ones first, what is due first at the top, then the newest of the others: six queries."""
    rows = AwayRequest.objects.filter(which)
    # Only what a line says: with everybody the request names, composing this query took longer than all the others.
    sided = rows.select_related("service", "host", "guest", "stay").annotate(
        due_at=_due(), later=Count("demands", distinct=True)
    )
    return Few(with_clocks(sided.order_by("due_at", "-pk")[:most]), rows.count())


def asked_before(service: Service, most: int = 8) -> list[AwayRequest]:
    """What was asked of this service, all but what was withdrawn, newest first: one query."""
    rows = AwayRequest.objects.filter(service=service).exclude(state=AwayRequest.State.WITHDRAWN)
    return list(rows.with_sides().order_by("-pk")[:most])
