"""What a request waits for at each step, and who hears of it."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.urls import reverse

from portal.kit import audit, clocks, notices
from portal.kit.times import end_of_day
from portal.models import Clock
from teams.away.models import AwayDemand, AwayOffer, AwayRequest
from teams.away.reads.ways import ways_of
from teams.people.models import Person, Team
from teams.people.reads.calendars import hours_of
from teams.people.reads.people import present


def await_answer(request: AwayRequest) -> None:
    """The host has some working days; its silence goes to whoever leads its division (F6)."""
    ways = ways_of(request)
    if not ways.has("F6"):
        return
    clocks.start(
        "away.answer",
        request,
        team=request.host,
        asked_by=request.asked_by_id,
        title=f"Answer {request.guest.name}, which asks to work on {request.service.slug}: {request.title}",
        silence=f"Whoever leads {request.host.division.name} is asked instead.",
        url=request.get_absolute_url(),
        days=ways.number("decision_days"),
        hours=hours_of(request.host),
    )


def await_escalation(request: AwayRequest) -> None:
    """Whoever leads the host's division has the rest of the time, or the host once more where nobody does (F6)."""
    ways = ways_of(request)
    if not ways.has("F6"):
        return
    whom: dict[str, Any] = {"person": request.escalated_to} if request.escalated_to else {"team": request.host}
    clocks.start(
        "away.escalation",
        request,
        **whom,
        asked_by=request.asked_by_id,
        title=f"Answer {request.guest.name} for {request.host.name}, which did not answer: {request.title}",
        silence=f"{request.guest.name} may build its own copy, and needs to ask nobody.",
        url=request.get_absolute_url(),
        days=ways.number("copy_after_days") - ways.number("decision_days"),
        hours=hours_of(request.escalated_to or request.host),
    )


def await_draft(request: AwayRequest) -> None:
    """The guest drafts the charter; left lying, it goes to whoever leads above the guest (F10)."""
    ways = ways_of(request)
    if not ways.has("F10"):
        return
    clocks.start(
        "away.draft",
        request,
        team=request.guest,
        asked_by=request.contact_id,
        title=f"Draft the charter with {request.host.name}: {request.title}",
        silence=f"Whoever leads {request.guest.division.name} is asked instead.",
        url=reverse("away:charter", args=[request.pk]),
        days=ways.number("draft_days"),
        hours=hours_of(request.guest),
    )


def await_signature(request: AwayRequest, lead: Person, team: Team) -> None:
    """The lead of one side has some working days to sign the newest version, or to write another (F11)."""
    ways = ways_of(request)
    if not ways.has("F11"):
        return
    clocks.start(
        "away.sign",
        request,
        person=lead,
        asked_by=request.contact_id if team.pk == request.guest_id else request.asked_by_id,
        title=f"Sign the charter for {team.name}, or change it: {request.title}",
        silence=f"Whoever leads {team.division.name} is asked instead.",
        url=reverse("away:charter", args=[request.pk]),
        days=ways.number("sign_days"),
        hours=hours_of(lead),
    )


def await_urged(request: AwayRequest, head: Person | None, team: Team, what: str) -> None:
    """Whoever leads above a side that left the charter lying, or that side once more where nobody does."""
    whom: dict[str, Any] = {"person": head} if head is not None else {"team": team}
    clocks.start(
        "away.urge",
        request,
        **whom,
        asked_by=request.asked_by_id,
        title=f"{team.name} left the charter lying; {what}: {request.title}",
        silence=f"It ends without a charter; {request.guest.name} may build its own copy.",
        url=reverse("away:charter", args=[request.pk]),
        days=ways_of(request).number("sign_days"),
        hours=hours_of(head or team),
    )


def await_demand(demand: AwayDemand) -> None:
    """The guest has some working days to accept what was not signed; its silence refuses it (F19)."""
    request = demand.request
    clocks.start(
        "away.demand",
        demand,
        team=request.guest,
        asked_by=demand.made_by_id,
        title=f"Answer demand {demand.number} of {request.host.name}: {demand.text}",
        silence="It counts as refused: what both signed stands.",
        url=demand.get_absolute_url(),
        days=ways_of(request).number("demand_days"),
        hours=hours_of(request.guest),
    )


def await_finish(request: AwayRequest, day: date) -> None:
    """The guest works until the day both have signed; after it the work is late, and either side may end it."""
    clocks.start(
        "away.finish",
        request,
        team=request.guest,
        asked_by=request.contact_id,
        title=f"Finish at {request.host.name} and say what came of it: {request.title}",
        silence="It stays open and is shown as late; either side may end it.",
        url=request.get_absolute_url(),
        due_at=end_of_day(day),
    )


def await_taking(request: AwayRequest, offer: AwayOffer) -> None:
    """The guest has its time to refuse what is offered; its silence takes it."""
    clocks.start(
        "away.offer",
        request,
        team=request.guest,
        asked_by=offer.made_by_id,
        title=f"Answer what {request.host.name} offers instead: {request.title}",
        silence="The offer counts as taken.",
        url=request.get_absolute_url(),
        days=ways_of(request).number("offer_days"),
        hours=hours_of(request.guest),
    )


def await_promise(request: AwayRequest, day: date) -> None:
    """The host does it itself until the day it named."""
    ways = ways_of(request)
    after = "Both sides are told that the day has passed."
    if ways.has("F8"):
        after = f"{ways.said('grace_days').capitalize()} after it, {request.guest.name} may come and do it."
    clocks.start(
        "away.promise",
        request,
        team=request.host,
        asked_by=request.asked_by_id,
        title=f"Keep your promise to {request.guest.name}: {request.title}",
        silence=after,
        url=request.get_absolute_url(),
        due_at=end_of_day(day),
    )


def await_grace(request: AwayRequest) -> None:
    """The day has passed: some working days later the promise is an agreement to let the guests in (F8)."""
    clocks.start(
        "away.grace",
        request,
        team=request.host,
        asked_by=request.asked_by_id,
        title=f"The day you promised {request.guest.name} has passed: {request.title}",
        silence=f"{request.guest.name} comes and does it, as it asked.",
        url=request.get_absolute_url(),
        days=ways_of(request).number("grace_days"),
        hours=hours_of(request.host),
    )


def is_signature_awaited(request: AwayRequest, of: Person | None = None) -> bool:
    """Whether somebody's signature is awaited, or this person's."""
    running = Clock.objects.filter(kind="away.sign", subject=audit.ref(request), state=Clock.State.OPEN)
    return running.filter(awaited_person=of).exists() if of is not None else running.exists()


def stop_waiting(request: AwayRequest, *, met: bool, but: Collection[str] = ()) -> None:
    """Close whatever runs, but these: what was awaited has come (``met``), or is no longer awaited."""
    clocks.close_all(request, met=met, but=but)
    if request.told_stay is None:
        return  # nothing is demanded and nothing breaks before both have signed
    for demand in request.demands.filter(state=AwayDemand.State.OPEN):
        clocks.withdraw("away.demand", demand)
    for incident in request.incidents.filter(fixed_at=None):
        clocks.withdraw("away.mend", incident)


def tell_host(request: AwayRequest, text: str, *, by: Person | None) -> None:
    """Everybody of the host, and the head of its division once they were asked."""
    _tell(request, text, by, {request.host: request.escalated_to_id})


def tell_guest(request: AwayRequest, text: str, *, by: Person | None) -> None:
    """Everybody of the guest, and whoever asked."""
    _tell(request, text, by, {request.guest: request.asked_by_id})


def tell_sides(request: AwayRequest, text: str, *, by: Person | None) -> None:
    """Everybody whom ``tell_host`` and ``tell_guest`` tell."""
    _tell(request, text, by, {request.host: request.escalated_to_id, request.guest: request.asked_by_id})


def _tell(request: AwayRequest, text: str, by: Person | None, sides: dict[Team, int | None]) -> None:
    """``sides``: teams, and who beside its members and its lead hears what each does."""
    named = [pk for team, beside in sides.items() for pk in (team.lead_id, beside) if pk is not None]
    notices.tell_ids(present(sides, named), text, about=request, url=request.get_absolute_url(), by=by)
