"""What the catalog's pages show, each in a fixed number of queries."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, Q, Subquery, Value, When

from portal.kit import audit
from portal.kit.paging import Page, paged
from services import contracts as engine
from services.models import Consumer, Contract, Revision, Service
from teams.people.models import Person

SORTS = {
    "name": ("slug",),
    "owner": ("team__name", "slug"),
    "lifecycle": ("lifecycle_rank", "slug"),
    "criticality": ("criticality_rank", "slug"),
}


def _rank(name: str, values: list[str]) -> Case:
    whens = [When(**{name: value}, then=Value(place)) for place, value in enumerate(values)]
    return Case(*whens, default=Value(len(values)), output_field=IntegerField())


STATE_RANK = _rank("state", ["published", "deprecated", "draft", "retired"])


@dataclass(slots=True)
class ContractLine:
    """A contract with the revision that stands for it: the published one, else the newest."""

    contract: Contract
    shown: Revision | None = None
    draft: Revision | None = None
    used_by: int = 0

    @property
    def label(self) -> str:
        """What people call its technology; empty until a check has told it."""
        return technology_label(self.contract.technology)


@dataclass(slots=True)
class ServiceLine:
    """One row of the catalog."""

    service: Service
    contracts: list[ContractLine] = field(default_factory=list)

    @property
    def used_by(self) -> int:
        return sum(line.used_by for line in self.contracts)

    @property
    def worst(self) -> ContractLine | None:
        """The contract that needs somebody most: not checked, then with errors, then the lowest score."""
        judged = [line for line in self.contracts if line.shown is not None]
        return min(judged, key=_need, default=None)


def _need(line: ContractLine) -> tuple[bool, bool, float]:
    shown = line.shown
    if shown is None or not shown.checked or not shown.score:
        return (False, False, 0)
    return (True, not shown.errors, shown.score.get("passed", 0))


@dataclass(frozen=True, slots=True)
class ServiceFilter:
    """The words of the query string, already checked."""

    text: str = ""
    lifecycle: str = ""
    criticality: str = ""
    team: str = ""
    sort: str = "name"


def services(person: Person, wanted: ServiceFilter, page: int, size: int = 50) -> Page:
    """A page of the catalog as ServiceLines: count, services, contracts, revisions, consumers: five queries."""
    rows = Service.objects.visible_to(person).select_related("team__division")
    chosen = (("lifecycle", wanted.lifecycle), ("criticality", wanted.criticality), ("team__slug", wanted.team))
    for name, value in chosen:
        if value:
            rows = rows.filter(**{name: value})
    if wanted.text:
        rows = rows.filter(
            Q(slug__icontains=wanted.text) | Q(name__icontains=wanted.text) | Q(text__icontains=wanted.text)
        )
    if not wanted.lifecycle:
        rows = rows.living()
    rows = rows.annotate(
        lifecycle_rank=_rank("lifecycle", list(Service.Lifecycle.values)),
        criticality_rank=_rank("criticality", list(Service.Criticality.values)),
    ).order_by(*SORTS[wanted.sort])
    found = paged(rows, page, size)
    lines = contract_lines(person, Q(service__in=found.rows))
    by_service: dict[int, list[ContractLine]] = defaultdict(list)
    for line in lines:
        by_service[line.contract.service_id].append(line)
    found.rows[:] = [ServiceLine(service, by_service[service.pk]) for service in found.rows]
    return found


def technology_label(name: str) -> str:
    """What people call a format, whatever its version: OpenAPI for ``openapi``."""
    return re.split(r" [\d(]", engine.formats().get(name, name))[0]


def contract_lines(person: Person, which: Q) -> list[ContractLine]:
    """Contracts with the revision that stands for each, its open draft and its consumers: three queries."""
    revisions = Revision.objects.filter(contract=OuterRef("pk"))
    contracts = list(
        Contract.objects.visible_to(person)
        .filter(which)
        .select_related("service__team__division")
        .annotate(
            shown_id=Subquery(revisions.order_by(STATE_RANK, "-number").values("pk")[:1]),
            draft_id=Subquery(revisions.filter(state="draft").order_by("-number").values("pk")[:1]),
        )
        .order_by("service__slug", "slug")
    )
    wanted: set[int] = {pk for contract in contracts for pk in (contract.shown_id, contract.draft_id) if pk}
    by_pk = {revision.pk: revision for revision in Revision.objects.filter(pk__in=wanted)}
    used: dict[int, int] = dict(
        Consumer.objects.filter(contract__in=contracts, ended_at=None)
        .values_list("contract")
        .annotate(count=Count("pk"))
    )
    lines = []
    for contract in contracts:
        shown, draft = by_pk.get(contract.shown_id), by_pk.get(contract.draft_id)
        for revision in (shown, draft):
            if revision is not None:
                revision.contract = contract
        lines.append(ContractLine(contract, shown, draft, used.get(contract.pk, 0)))
    return lines


@dataclass(frozen=True, slots=True)
class Deed:
    """An audit entry with the name and the page of the thing it was about."""

    who: str
    verb: str
    note: str
    url: str
    icon: str
    tone: str
    at: datetime


DEED_LOOKS = {
    "publish": ("ok", "good"),
    "deprecate": ("half", "warn"),
    "supersede": ("void", ""),
    "retire": ("void", ""),
    "discard": ("void", ""),
    "upload": ("edit", ""),
    "register": ("plus", ""),
}


def deeds(things: list[Any], most: int) -> list[Deed]:
    """What was done to these things, newest first: one query."""
    by_ref = {audit.ref(thing): thing for thing in things}
    told = []
    for entry in audit.history(*things, most=most):
        thing = by_ref[entry.subject]
        named = f"{thing.contract.slug} {thing}" if isinstance(thing, Revision) else str(thing)
        icon, tone = DEED_LOOKS.get(entry.verb.rpartition(".")[2], ("dot", ""))
        who = entry.actor.name if entry.actor is not None else "Homeport"
        told.append(Deed(who, entry.verb, named, thing.get_absolute_url(), icon, tone, entry.at))
    return told


@dataclass(frozen=True, slots=True)
class ServicePage:
    """Everything the page of one service shows."""

    service: Service
    contracts: list[ContractLine]
    consumers: list[Consumer]
    uses: list[Consumer]
    history: list[Deed]
    next_clock: Any


def service_page(person: Person, service: Service) -> ServicePage:
    """Its contracts, who uses it, what it uses, what happened, what happens next."""
    lines = contract_lines(person, Q(service=service))
    consumers = Consumer.objects.filter(contract__service=service, ended_at=None)
    uses = Consumer.objects.filter(service=service, ended_at=None)
    revisions = [line.shown for line in lines if line.shown] + [line.draft for line in lines if line.draft]
    things = [service, *(line.contract for line in lines), *revisions]
    return ServicePage(
        service=service,
        contracts=lines,
        consumers=list(consumers.select_related("service__team", "contract").order_by("service__slug")),
        uses=list(uses.select_related("contract__service__team").order_by("contract__service__slug")),
        history=deeds(things, most=12),
        next_clock=next_clock(*things),
    )


def next_clock(*things: Any) -> Any:
    """What is awaited next about these things."""
    from portal.models import Clock

    return (
        Clock.objects.filter(subject__in=[audit.ref(thing) for thing in things], state=Clock.State.OPEN)
        .select_related("awaited_person", "awaited_team")
        .order_by("due_at")
        .first()
    )
