"""What the page of a request shows from the release on: what was named, broke, handed back and said."""

from dataclasses import dataclass, field
from typing import Any

from portal.kit import audit
from portal.models import Clock
from teams.away.models import (
    AwayCopy,
    AwayCredit,
    AwayDecision,
    AwayHandback,
    AwayHandover,
    AwayIncident,
    AwayKeeper,
    AwayLeaving,
    AwayLookBack,
    AwayRelease,
    AwayRequest,
)

ONE_EACH = {
    "release": ("switcher", "named_by", "off_by"),
    "handback": ("missing_by", "taken_by"),
    "kept": ("person", "written_by"),
    "credit": ("written_by",),
    "leaving": ("by", "said_by"),
    "copied": ("declared_by", "reviewed_by"),
    "decision": ("host_head", "guest_head", "above", "opened_by", "decided_by"),
}


@dataclass(slots=True)
class AfterPart:
    """Everything there is of one request after its release, or after it was refused."""

    release: AwayRelease | None = None
    handback: AwayHandback | None = None
    kept: AwayKeeper | None = None
    credit: AwayCredit | None = None
    leaving: AwayLeaving | None = None
    copied: AwayCopy | None = None
    decision: AwayDecision | None = None
    incidents: list[AwayIncident] = field(default_factory=list)
    handovers: list[AwayHandover] = field(default_factory=list)
    look_backs: list[AwayLookBack] = field(default_factory=list)
    choosing: list[Clock] = field(default_factory=list)

    @property
    def checklist(self) -> list[tuple[str, AwayHandover | None]]:
        """The four things that are handed back, each with what is there."""
        there = {one.kind: one for one in self.handovers}
        return [(kind.label, there.get(kind)) for kind in AwayHandover.Kind]

    @property
    def open_incidents(self) -> int:
        return sum(1 for one in self.incidents if one.fixed_at is None)


def after_part(request: AwayRequest) -> AfterPart:
    """One query, four or five more once the work has begun, and one more while managers decide."""
    names = [f"{one}__{who}" for one, people in ONE_EACH.items() for who in people]
    row = AwayRequest.objects.select_related(*names).only("pk", *names, *ONE_EACH).get(pk=request.pk)
    each: dict[str, Any] = {name: getattr(row, name, None) for name in ONE_EACH}
    part = AfterPart(**each)
    for one in (part.copied, part.decision):
        if one is not None:
            one.request = request
    if part.decision is not None and part.decision.decided_at is None:
        running = Clock.objects.filter(subject=audit.ref(part.decision), state=Clock.State.OPEN)
        part.choosing = list(running.select_related("awaited_person"))
    if request.signed_at is not None:
        part.incidents = list(request.incidents.select_related("opened_by", "fixed_by"))
        part.handovers = list(request.handovers.select_related("by"))
        part.look_backs = list(request.look_backs.select_related("by"))
        if part.credit is not None:
            part.credit.told = list(part.credit.contributors.select_related("person"))  # type: ignore[attr-defined]
    return part
