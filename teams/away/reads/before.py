"""What the page of a request shows of the time before its charter, and what happened then, as sentences."""

from dataclasses import dataclass, field
from typing import Any

from teams.away.models import AwayBundle, AwayRequest
from teams.away.reads.places import place_of, why_full
from teams.away.reads.sponsors import sponsors_of
from teams.away.reads.ways import Ways
from teams.people.models import Person


@dataclass(frozen=True, slots=True)
class Before:
    """Who may sponsor it, which others are put together with it, where it stands in a queue and why."""

    sponsors: list[Person] = field(default_factory=list)
    together: list[AwayRequest] = field(default_factory=list)
    bundle: AwayBundle | None = None
    place: int = 0
    why_waits: str = ""

    @property
    def waits_together(self) -> list[AwayRequest]:
        """What one answer counts for, too."""
        return [one for one in self.together if one.is_undecided]


def before_part(request: AwayRequest, ways: Ways) -> Before:
    """A query for what is put together; in a queue or with a sponsor some more."""
    bundle = request.bundle
    if bundle is not None and bundle.state == AwayBundle.State.PARTED:
        bundle = None
    others = AwayRequest.objects.filter(bundle=bundle).exclude(pk=request.pk).select_related("guest")
    queued = request.state == AwayRequest.State.QUEUED
    return Before(
        sponsors=sponsors_of(request) if request.state == AwayRequest.State.SENT else [],
        together=list(others.order_by("pk")) if bundle is not None else [],
        bundle=bundle,
        place=place_of(request),
        why_waits=why_full(request, ways) if queued else "",
    )


type Told = tuple[str, str, str, str]
"""Words, note, icon, tone."""


def told_before(verb: str, data: dict[str, Any], request: AwayRequest) -> Told | None:
    """What an entry of the audit says, where it is of this time; None for all others."""
    guest, host, why = request.guest.name, request.host.name, str(data.get("why", ""))
    day = f", and decides by {data['day']}" if data.get("day") else ""
    closed = str(request.outcome)
    told: dict[str, Told] = {
        "confirm": (f"confirmed people and time: now {host} is asked", "", "ok", "good"),
        "return": ("gave it back as a draft", closed, "back", "warn"),
        "ask-sponsor": ("asked another manager to confirm people and time", "", "forward", ""),
        "acknowledge": (f"has seen it{day}", str(data.get("words", "")), "review", ""),
        "late": (f"counted the first answer of {host} as late", "", "overdue", "bad"),
        "queue": (f"agreed; {guest} waits for a place", why, "pause", ""),
        "start": (f"opened the door to {guest}: a place is free", "", "ok", "good"),
        "pass-on": ("had it passed on", why, "overdue", "warn"),
        "duplicate": (f"closed it as the same as {request.duplicate_of}", closed, "void", ""),
        "orphan": (f"found it without an owner: {host} is gone", "", "overdue", "bad"),
        "move-host": (f"moved it to {host}, which owns the service now", "", "forward", "warn"),
    }
    if verb == "escalate" and why:
        return (f"had it passed on: {_head(request)} is asked", why, "overdue", "warn")
    if verb == "ask" and request.state == AwayRequest.State.NOT_OPEN:
        return (f"asked for {guest} to work on {request.service.slug}, which is not open", request.effect, "lock", "")
    return told.get(verb)


def _head(request: AwayRequest) -> str:
    return request.escalated_to.name if request.escalated_to else request.host.name
