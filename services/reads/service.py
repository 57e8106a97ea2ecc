"""What the tabs of one service show, each in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from portal.kit import audit, beside
from portal.kit.beside import Panel
from portal.kit.paging import Page
from portal.models import AuditEntry
from services.models import Consumer, Contract, Revision, Service, Waiver
from services.reads.catalog import ContractLine, Deed, contract_lines, deeds, next_clock
from services.reads.graph import Drawing, Node, Use, draw
from teams.people.models import Person

FEW, MANY, FURTHER = 6, 30, 40
HISTORY = 8
LIVE = {Revision.State.PUBLISHED, Revision.State.DEPRECATED}
KINDS = {"published": "live", "deprecated": "ending"}


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the top of every tab."""

    service: Service
    contracts: list[ContractLine]
    consumers: list[Consumer]
    uses: list[Consumer]
    panels: list[Panel]
    things: list[Any]
    next_clock: Any

    @property
    def neighbours(self) -> int:
        """How many declared uses there are, both ways."""
        return len(self.consumers) + len(self.uses)

    @property
    def keeps(self) -> str:
        """What the action would refuse to retire it for, in words; empty when nothing holds it."""
        live = [line.contract.slug for line in self.contracts if line.shown and line.shown.state in LIVE]
        if live:
            named = live[0] if len(live) == 1 else f"{len(live)} contracts"
            return f"Retire {named} first: {'it is' if len(live) == 1 else 'they are'} still live."
        if self.consumers:
            users = len({use.service_id for use in self.consumers})
            return f"{users} service{'' if users == 1 else 's'} still declare{'s' if users == 1 else ''} to use it."
        return ""


def head(person: Person, service: Service) -> Head:
    """Its contracts, who uses it and what it uses, what higher rooms know, and what is awaited first."""
    lines = contract_lines(person, Q(service=service))
    rows = Consumer.objects.filter(ended_at=None).select_related(
        "service__team", "contract__service__team", "declared_by"
    )
    both = list(rows.filter(Q(contract__service=service) | Q(service=service)).order_by("contract__slug"))
    revisions = [revision for line in lines for revision in (line.shown, line.draft) if revision]
    things = [service, *(line.contract for line in lines), *revisions]
    panels = beside.about(service, person)
    return Head(
        service=service,
        contracts=lines,
        consumers=sorted(
            (one for one in both if one.contract.service_id == service.pk), key=lambda one: one.service.slug
        ),
        uses=sorted((one for one in both if one.service_id == service.pk), key=lambda one: one.contract.service.slug),
        panels=panels,
        things=things,
        next_clock=beside.first_clock(panels, next_clock(*things)),
    )


@dataclass(frozen=True, slots=True)
class Overview:
    """The first tab: the nearest neighbours, and what happened last."""

    drawing: Drawing | None
    history: list[Deed]


def overview(top: Head) -> Overview:
    """Two queries beside the head's."""
    return Overview(near(top, FEW), deeds(top.things, most=HISTORY))


def near(top: Head, most: int) -> Drawing | None:
    """Who uses it, itself, what it uses; None when it stands alone. One query."""
    if not top.neighbours:
        return None
    kinds = kinds_of([*top.consumers, *top.uses])
    left = _side(top.consumers, most, users=True, kinds=kinds)
    right = _side(top.uses, most, users=False, kinds=kinds)
    me = _me(top)
    columns = [
        (f"Who uses it, {left.total}", left.nodes),
        ("This service", [me]),
        (f"What it uses, {right.total}", right.nodes),
    ]
    return draw(columns, [*left.joined(me.key, users=True), *right.joined(me.key, users=False)], 1)


def far(top: Head) -> Drawing | None:
    """Two steps in both directions: who is hurt when it stops, and whose stop hurts it. Four queries."""
    if not top.neighbours:
        return None
    first = {use.service_id for use in top.consumers}
    second = {use.contract.service_id for use in top.uses}
    near_ids = {*first, *second, top.service.pk}
    rows = Consumer.objects.filter(ended_at=None).select_related("service__team", "contract__service__team")
    before = rows.filter(contract__service__in=first).exclude(service__in=near_ids)
    after = rows.filter(service__in=second).exclude(contract__service__in=near_ids)
    outer, further = list(before.order_by("service__slug")), list(after.order_by("contract__service__slug"))
    kinds = kinds_of([*top.consumers, *top.uses, *outer, *further])
    left, right = (
        _side(top.consumers, MANY, users=True, kinds=kinds),
        _side(top.uses, MANY, users=False, kinds=kinds),
    )
    edges = _side(outer, FURTHER, users=True, kinds=kinds), _side(further, FURTHER, users=False, kinds=kinds)
    me = _me(top)
    columns = [
        (f"Who uses those, {edges[0].total}", edges[0].nodes),
        (f"Who uses it, {left.total}", left.nodes),
        ("This service", [me]),
        (f"What it uses, {right.total}", right.nodes),
        (f"What those use, {edges[1].total}", edges[1].nodes),
    ]
    uses = [*left.joined(me.key, users=True), *right.joined(me.key, users=False), *edges[0].uses, *edges[1].uses]
    return draw(columns, uses, 2)


@dataclass(frozen=True, slots=True)
class Side:
    """One column of neighbours: those that fit, and one node for the rest."""

    nodes: list[Node]
    uses: list[Use]
    total: int
    rest: str = ""

    def joined(self, me: str, *, users: bool) -> list[Use]:
        """Its uses, with a line from the rest to this service."""
        if not self.rest:
            return self.uses
        return [*self.uses, Use(self.rest, me) if users else Use(me, self.rest)]


def _side(rows: list[Consumer], most: int, *, users: bool, kinds: dict[int, str]) -> Side:
    """The services on one side of these uses, one node each, however many contracts are between them."""
    by_pair: dict[tuple[str, str], list[Consumer]] = defaultdict(list)
    services: dict[str, tuple[Service, list[Consumer]]] = {}
    for row in rows:
        by_pair[(row.service.slug, row.contract.service.slug)].append(row)
        service = row.service if users else row.contract.service
        services.setdefault(service.slug, (service, []))[1].append(row)
    kept = list(services.values())[:most]
    nodes = [_node(service, uses) for service, uses in kept]
    left_out, key = len(services) - len(kept), "in" if users else "out"
    if left_out:
        nodes.append(Node(key, f"{left_out} more", "all in the table"))
    uses = [
        Use(user, used, _worst(kinds, pair), ", ".join(row.contract.slug for row in pair))
        for (user, used), pair in by_pair.items()
    ]
    return Side(nodes, uses, len(services), key if left_out else "")


def _node(service: Service, uses: list[Consumer]) -> Node:
    slugs = sorted({use.contract.slug for use in uses})
    contracts = slugs[0] if len(slugs) == 1 else f"{len(slugs)} contracts"
    return Node(service.slug, service.slug, f"{service.team.name}, {contracts}", service.get_absolute_url())


def _me(top: Head) -> Node:
    count = len(top.contracts)
    said = f"{count} contract{'' if count == 1 else 's'}"
    return Node(top.service.slug, top.service.slug, said, top.service.get_absolute_url(), "self")


def kinds_of(rows: Iterable[Consumer]) -> dict[int, str]:
    """For each contract that is used, whether it is live, ending or gone: one query."""
    ids = {row.contract_id for row in rows}
    live = Revision.objects.live().filter(contract__in=ids).values_list("contract", "state")
    found = dict.fromkeys(ids, "gone")
    for contract, state in sorted(live, key=lambda pair: pair[1]):  # deprecated before published: the better one stays
        found[contract] = KINDS[state]
    return found


def _worst(kinds: dict[int, str], rows: list[Consumer]) -> str:
    said = {kinds[row.contract_id] for row in rows}
    return next(kind for kind in ("gone", "ending", "live") if kind in said)


def history(service: Service, page: int, size: int = 50) -> Page:
    """A page of everything that was done to it, its contracts, revisions and waivers. Six queries."""
    contracts = list(Contract.objects.filter(service=service).select_related("service"))
    revisions = list(Revision.objects.filter(contract__service=service))
    waivers = list(Waiver.objects.filter(contract__service=service))
    by_pk = {contract.pk: contract for contract in contracts}
    parts: list[Revision | Waiver] = [*revisions, *waivers]
    for part in parts:
        part.contract = by_pk[part.contract_id]
    things = [service, *contracts, *parts]
    total = AuditEntry.objects.filter(subject__in=[audit.ref(thing) for thing in things]).count()
    at = min(page, max(1, -(-total // size)))
    return Page(deeds(things, most=size, skip=(at - 1) * size), at, size, total)
