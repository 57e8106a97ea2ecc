"""What is awaited before a charter: a sponsor, a first answer, whether it is the same, a free place, an owner."""

from typing import Any

from portal.kit import clocks
from teams.away.models import AwayBundle, AwayRequest
from teams.away.reads.ways import ways_of
from teams.people.models import Person
from teams.people.reads.calendars import hours_of

FIRST = ("away.first", "away.first-lead", "away.first-head")
"""A first answer is awaited of the host, then of its lead, until it counts as late."""


def await_sponsor(request: AwayRequest) -> None:
    """The guest's manager confirms people and time; until then the host's time has not begun (F4)."""
    clocks.start(
        "away.sponsor",
        request,
        person=request.sponsor,
        asked_by=request.asked_by_id,
        title=f"Confirm people and time of {request.guest.name} at {request.host.name}: {request.title}",
        silence="The next one above is asked; at the top it becomes a draft again.",
        url=request.get_absolute_url(),
        days=ways_of(request).number("sponsor_days"),
        hours=hours_of(request.sponsor),  # type: ignore[arg-type]
    )


def is_sponsor_awaited(request: AwayRequest) -> bool:
    return clocks.is_running("away.sponsor", request)


def await_first(request: AwayRequest) -> None:
    """The host says that it has seen it (F5)."""
    days = ways_of(request).number("first_answer_days")
    _await_first(request, "away.first", days, f"Everybody of {request.host.name} is nudged.", team=request.host)


def await_first_lead(request: AwayRequest) -> None:
    """Nudged, the host still has until its lead is told."""
    ways = ways_of(request)
    days = ways.number("first_lead_days") - ways.number("first_answer_days")
    _await_first(request, "away.first-lead", days, f"{request.host.lead.name} is told.", team=request.host)


def await_first_head(request: AwayRequest) -> None:
    """The lead has until whoever leads the division is told, and it counts."""
    ways = ways_of(request)
    days = ways.number("first_head_days") - ways.number("first_lead_days")
    silence = f"Whoever leads {request.host.division.name} is told, and it counts as late."
    _await_first(request, "away.first-head", days, silence, person=request.host.lead)


def _await_first(request: AwayRequest, kind: str, days: int, silence: str, **whom: Any) -> None:
    if not ways_of(request).has("F5"):
        return
    clocks.start(
        kind,
        request,
        **whom,
        asked_by=request.asked_by_id,
        title=f"Say that you have seen what {request.guest.name} asks: {request.title}",
        silence=silence,
        url=request.get_absolute_url(),
        days=days,
        hours=hours_of(next(iter(whom.values()))),
    )


def await_place(request: AwayRequest) -> None:
    """The host has agreed but is full: a place becomes free, or whoever leads above decides (F9)."""
    clocks.start(
        "away.queue",
        request,
        team=request.host,
        asked_by=request.asked_by_id,
        title=f"Make room for {request.guest.name}, to which you agreed: {request.title}",
        silence=f"Whoever leads {request.host.division.name} lets them in, or declines.",
        url=request.get_absolute_url(),
        days=ways_of(request).number("queue_days"),
        hours=hours_of(request.host),
    )


def await_bundle(bundle: AwayBundle, request: AwayRequest) -> None:
    """The host says whether requests of several teams are the same; its silence says yes (F3)."""
    clocks.start(
        "away.bundle",
        bundle,
        team=bundle.host,
        asked_by=request.asked_by_id,
        title=f"Say whether these are the same: {request.title}, and what others ask of {request.service.slug}",
        silence="They are answered together.",
        url=request.get_absolute_url(),
        days=ways_of(request).number("bundle_days"),
        hours=hours_of(bundle.host),
    )


def await_owner(request: AwayRequest, head: Person) -> None:
    """The host was disbanded: its service gets another owner, or the request ends (F40)."""
    clocks.start(
        "away.orphan",
        request,
        person=head,
        asked_by=request.asked_by_id,
        title=f"Give {request.service.slug} an owner: {request.host.name} is gone, and {request} waits",
        silence=f"It ends, and {request.guest.name} may build its own copy.",
        url=request.get_absolute_url(),
        days=ways_of(request).number("orphan_days"),
        hours=hours_of(head),
    )
