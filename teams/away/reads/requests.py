"""What the pages of away-team requests show, each in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from portal.kit import audit
from portal.kit.paging import Page, paged
from portal.models import Clock
from services.models import Service
from teams.away.models import MOST_BEFORE_LOOKING_BACK, AwayDemand, AwayMember, AwayRequest
from teams.away.reads.charters import CharterPage, charter_page
from teams.away.reads.drawing import Effect, Stage, effect, stages
from teams.away.reads.history import Step, told
from teams.people.models import Person, Team

SORTS = {
    "due": (F("due_at").asc(nulls_last=True), "-pk"),
    "newest": ("-pk",),
    "service": ("service__slug", "-pk"),
    "guest": ("guest__name", "-pk"),
    "host": ("host__name", "-pk"),
}
SIDES = {"": "Everybody's", "mine": "My teams'", "guest": "My teams ask", "host": "My teams are asked"}
STATES = {"": "All", "open": "Open", **dict(AwayRequest.State.choices)}
FEW = 5


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
    """Four queries: states, count, requests, clocks."""
    rows = _chosen(person, wanted)
    by_state = dict(rows.order_by().values_list("state").annotate(count=Count("pk")))
    counts = {"": sum(by_state.values()), "open": sum(by_state.get(state, 0) for state in AwayRequest.OPEN), **by_state}
    if wanted.state == "open":
        rows = rows.open()
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    rows = rows.annotate(due_at=Subquery(_due().values("due_at")[:1])).order_by(*SORTS[wanted.sort])
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


def _due() -> QuerySet[Clock]:
    """The open clock of the request in the outer query."""
    subject = Concat(Value("away.awayrequest:"), Cast(OuterRef("pk"), CharField()))
    return Clock.objects.filter(subject=subject, state=Clock.State.OPEN).order_by("due_at")


def with_clocks(requests: Iterable[AwayRequest]) -> list[AwayRequest]:
    """The same requests, each with what is awaited of it as ``clock``, or None: one query."""
    rows = list(requests)
    running = Clock.objects.filter(subject__in=[audit.ref(row) for row in rows], state=Clock.State.OPEN)
    clocks = {clock.subject: clock for clock in running.select_related("awaited_team", "awaited_person")}
    for row in rows:
        row.clock = clocks.get(audit.ref(row))  # type: ignore[attr-defined]
    return rows


def first_for(person: Person, waiting: QuerySet[Clock]) -> Clock | None:
    """Of what waits for this person, the first that is about a request."""
    return waiting.filter(kind__startswith="away.").first()


@dataclass(frozen=True, slots=True)
class RequestPage:
    """Everything the page of one request shows beside the request itself."""

    members: list[AwayMember]
    clocks: list[Clock]
    history: list[Step]
    stages: list[Stage]
    effect: Effect
    charter: CharterPage | None
    demands: list[AwayDemand]

    @property
    def looks_back(self) -> bool:
        """So many demands after signing that both leads owe each other a look back."""
        return len(self.demands) > MOST_BEFORE_LOOKING_BACK

    @property
    def clock(self) -> Clock | None:
        """What is awaited now."""
        return next((clock for clock in self.clocks if clock.state == Clock.State.OPEN), None)

    @property
    def of_persons(self) -> list[Clock]:
        """What was and is awaited of leads and heads, but for what was asked of them in vain."""
        return [one for one in self.clocks if one.awaited_person_id and one.state != Clock.State.WITHDRAWN]

    def clocks_of(self, team_id: int) -> list[Clock]:
        """What was and is awaited of one side; a head's clock belongs to the side they answer for."""
        return [clock for clock in self.clocks if clock.awaited_team_id == team_id]


def request_page(request: AwayRequest) -> RequestPage:
    """Six queries: who comes, clocks, history, demands, versions of the charter and their signatures."""
    clocks = Clock.objects.filter(subject=audit.ref(request)).select_related("awaited_team", "awaited_person")
    return RequestPage(
        members=list(request.members.select_related("person")),
        clocks=list(clocks.order_by("pk")),
        history=told(request, list(audit.history(request))),
        stages=stages(request),
        effect=effect(request),
        demands=list(request.demands.select_related("made_by", "answered_by")),
        charter=charter_page(request) if request.contact_id is not None else None,
    )


@dataclass(slots=True)
class Few:
    """The few requests that matter now of a longer list, and how many there are."""

    rows: list[AwayRequest] = field(default_factory=list)
    total: int = 0


def few(which: Q, most: int = FEW) -> Few:
    """Open ones first, what is due first at the top, then the newest of the others: three queries."""
    rows = AwayRequest.objects.filter(which)
    # Only what a line says: with everybody the request names, composing this query took longer than all the others.
    sided = rows.select_related("service", "host", "guest").annotate(
        due_at=Subquery(_due().values("due_at")[:1]), later=Count("demands", distinct=True)
    )
    return Few(with_clocks(sided.order_by(F("due_at").asc(nulls_last=True), "-pk")[:most]), rows.count())


def asked_before(service: Service, most: int = 8) -> list[AwayRequest]:
    """What was asked of this service, all but what was withdrawn, newest first: one query."""
    rows = AwayRequest.objects.filter(service=service).exclude(state=AwayRequest.State.WITHDRAWN)
    return list(rows.with_sides().order_by("-pk")[:most])
