"""What the catalog's pages show, each in a fixed number of queries."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, Q, Subquery, Value, When

from portal.kit import audit
from services import contracts as engine
from services.models import Consumer, Contract, Revision, Service, Waiver
from teams.people.models import Person

STATES = ["published", "deprecated", "proposed", "draft", "retired"]  # which revision stands for a contract first


def _rank(name: str, values: list[str]) -> Case:
    whens = [When(**{name: value}, then=Value(place)) for place, value in enumerate(values)]
    return Case(*whens, default=Value(len(values)), output_field=IntegerField())


STATE_RANK = _rank("state", STATES)


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
        living = [line for line in self.contracts if line.shown is not None and line.shown.state != "retired"]
        return min(living, key=_need, default=None)

    @property
    def changed_at(self) -> datetime:
        """When a revision of it last came or was published; a service without one has not changed since it came."""
        revisions = [each for line in self.contracts for each in (line.shown, line.draft) if each is not None]
        return max([each.published_at or each.uploaded_at for each in revisions], default=self.service.created_at)


def _need(line: ContractLine) -> tuple[bool, bool, float]:
    shown = line.shown
    if shown is None or not shown.checked or not shown.score:
        return (False, False, 0)
    return (True, not shown.errors, shown.score.get("passed", 0) / max(shown.asked, 1))


def technology_label(name: str) -> str:
    """What people call a format, whatever its version: OpenAPI for ``openapi``. Of two that are called the same the
    second keeps its version: OpenAPI 2.0."""
    every = {one: words.removeprefix("a ").partition(" (")[0] for one, words in engine.formats().items()}
    short = {one: re.split(r" \d", words)[0] for one, words in every.items()}
    first = next((one for one, word in short.items() if word == short.get(name)), name)
    return short.get(name, name) if first == name else every[name]


def contract_lines(person: Person, which: Q) -> list[ContractLine]:
    """Contracts with the revision that stands for each, its open draft and its consumers: three queries."""
    revisions = Revision.objects.filter(contract=OuterRef("pk"))
    contracts = list(
        Contract.objects.visible_to(person)
        .filter(which)
        .select_related("service__team__division")
        .annotate(
            shown_id=Subquery(revisions.order_by(STATE_RANK, "-number").values("pk")[:1]),
            draft_id=Subquery(revisions.coming().order_by("-number").values("pk")[:1]),
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
        if draft is not None and shown is not None and not draft.comes_after(shown if shown.published_at else None):
            draft = None
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
    "propose": ("review", "accent"),
    "publish": ("ok", "good"),
    "deprecate": ("half", "warn"),
    "supersede": ("void", ""),
    "retire": ("void", ""),
    "discard": ("void", ""),
    "upload": ("edit", ""),
    "register": ("plus", ""),
}


def deeds(things: list[Any], most: int, skip: int = 0) -> list[Deed]:
    """What was done to these things, newest first: one query."""
    by_ref = {audit.ref(thing): thing for thing in things}
    told = []
    for entry in audit.history(*things, most=skip + most)[skip:]:
        thing = by_ref[entry.subject]
        named = f"{thing.contract.slug} {thing}" if isinstance(thing, Revision | Waiver) else str(thing)
        icon, tone = DEED_LOOKS.get(entry.verb.rpartition(".")[2], ("dot", ""))
        who = entry.actor.name if entry.actor is not None else "Homeport"
        told.append(Deed(who, entry.verb, named, _page_of(thing), icon, tone, entry.at))
    return told


def _page_of(thing: Any) -> str:
    """Where one sees it; a waiver is seen with its contract."""
    address: str = (thing.contract if isinstance(thing, Waiver) else thing).get_absolute_url()
    return address


def next_clock(*things: Any) -> Any:
    """What is awaited next about these things."""
    from portal.models import Clock

    return (
        Clock.objects.filter(subject__in=[audit.ref(thing) for thing in things], state=Clock.State.OPEN)
        .select_related("awaited_person", "awaited_team")
        .order_by("due_at")
        .first()
    )
