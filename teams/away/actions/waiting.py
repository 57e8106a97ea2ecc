"""What a request waits for at each step, and who hears of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from portal.kit import audit, clocks, notices
from portal.kit.times import end_of_day
from portal.models import Clock
from teams.away.models import AwayDemand, AwayOffer, AwayRequest
from teams.people.models import Person, Team
from teams.people.reads.calendars import hours_of

ANSWER_DAYS = 5
ESCALATION_DAYS = 5
OFFER_DAYS = 5
GRACE_DAYS = 10
DRAFT_DAYS = 5
SIGN_DAYS = 3
"""Working days, in the calendar of whoever is awaited."""

KINDS = (
    "away.answer", "away.escalation", "away.offer", "away.promise", "away.grace", "away.draft", "away.sign",
    "away.urge", "away.finish",
)  # fmt: skip


def await_answer(request: AwayRequest) -> None:
    """The host has five working days; its silence goes to whoever leads its division."""
    clocks.start(
        "away.answer",
        request,
        team=request.host,
        asked_by=request.asked_by,
        title=f"Answer {request.guest.name}, which asks to work on {request.service.slug}: {request.title}",
        silence=f"Whoever leads {request.host.division.name} is asked instead.",
        url=request.get_absolute_url(),
        days=ANSWER_DAYS,
        hours=hours_of(request.host),
    )


def await_escalation(request: AwayRequest) -> None:
    """Whoever leads the host's division has five working days, or the host once more where nobody does."""
    whom: dict[str, Any] = {"person": request.escalated_to} if request.escalated_to else {"team": request.host}
    clocks.start(
        "away.escalation",
        request,
        **whom,
        asked_by=request.asked_by,
        title=f"Answer {request.guest.name} for {request.host.name}, which did not answer: {request.title}",
        silence=f"{request.guest.name} may build its own copy, and needs to ask nobody.",
        url=request.get_absolute_url(),
        days=ESCALATION_DAYS,
        hours=hours_of(request.escalated_to or request.host),
    )


def await_draft(request: AwayRequest) -> None:
    """The guest drafts the charter; left lying, it goes to whoever leads above the guest."""
    clocks.start(
        "away.draft",
        request,
        team=request.guest,
        asked_by=request.contact,
        title=f"Draft the charter with {request.host.name}: {request.title}",
        silence=f"Whoever leads {request.guest.division.name} is asked instead.",
        url=reverse("away:charter", args=[request.pk]),
        days=DRAFT_DAYS,
        hours=hours_of(request.guest),
    )


def await_signature(request: AwayRequest, lead: Person, team: Team) -> None:
    """The lead of one side has three working days to sign the newest version, or to write another."""
    clocks.start(
        "away.sign",
        request,
        person=lead,
        asked_by=request.contact if team.pk == request.guest_id else request.asked_by,
        title=f"Sign the charter for {team.name}, or change it: {request.title}",
        silence=f"Whoever leads {team.division.name} is asked instead.",
        url=reverse("away:charter", args=[request.pk]),
        days=SIGN_DAYS,
        hours=hours_of(lead),
    )


def await_urged(request: AwayRequest, head: Person, team: Team, what: str) -> None:
    """Whoever leads above a side that left the charter lying."""
    clocks.start(
        "away.urge",
        request,
        person=head,
        asked_by=request.asked_by,
        title=f"{team.name} left the charter lying; {what}: {request.title}",
        silence="It stays open and is shown as late; either side may end it.",
        url=reverse("away:charter", args=[request.pk]),
        days=SIGN_DAYS,
        hours=hours_of(head),
    )


def await_demand(demand: AwayDemand) -> None:
    """The guest has three working days to accept what was not signed; its silence refuses it."""
    request = demand.request
    clocks.start(
        "away.demand",
        demand,
        team=request.guest,
        asked_by=demand.made_by,
        title=f"Answer demand {demand.number} of {request.host.name}: {demand.text}",
        silence="It counts as refused: what both signed stands.",
        url=demand.get_absolute_url(),
        days=SIGN_DAYS,
        hours=hours_of(request.guest),
    )


def await_finish(request: AwayRequest, day: date) -> None:
    """The guest works until the day both have signed; after it the work is late, and either side may end it."""
    clocks.start(
        "away.finish",
        request,
        team=request.guest,
        asked_by=request.contact,
        title=f"Finish at {request.host.name} and say what came of it: {request.title}",
        silence="It stays open and is shown as late; either side may end it.",
        url=request.get_absolute_url(),
        due_at=end_of_day(day),
    )


def await_taking(request: AwayRequest, offer: AwayOffer) -> None:
    """The guest has five working days to refuse what is offered; its silence takes it."""
    clocks.start(
        "away.offer",
        request,
        team=request.guest,
        asked_by=offer.made_by,
        title=f"Answer what {request.host.name} offers instead: {request.title}",
        silence="The offer counts as taken.",
        url=request.get_absolute_url(),
        days=OFFER_DAYS,
        hours=hours_of(request.guest),
    )


def await_promise(request: AwayRequest, day: date) -> None:
    """The host does it itself until the day it named."""
    clocks.start(
        "away.promise",
        request,
        team=request.host,
        asked_by=request.asked_by,
        title=f"Keep your promise to {request.guest.name}: {request.title}",
        silence=f"Ten working days after it, {request.guest.name} may come and do it.",
        url=request.get_absolute_url(),
        due_at=end_of_day(day),
    )


def await_grace(request: AwayRequest) -> None:
    """The day has passed: after ten working days more the promise is an agreement to let the guests in."""
    clocks.start(
        "away.grace",
        request,
        team=request.host,
        asked_by=request.asked_by,
        title=f"The day you promised {request.guest.name} has passed: {request.title}",
        silence=f"{request.guest.name} comes and does it, as it asked.",
        url=request.get_absolute_url(),
        days=GRACE_DAYS,
        hours=hours_of(request.host),
    )


def is_signature_awaited(request: AwayRequest, of: Person | None = None) -> bool:
    """Whether somebody's signature is awaited, or this person's."""
    running = Clock.objects.filter(kind="away.sign", subject=audit.ref(request), state=Clock.State.OPEN)
    return running.filter(awaited_person=of).exists() if of is not None else running.exists()


def stop_waiting(request: AwayRequest, *, met: bool) -> None:
    """Close whatever runs: what was awaited has come (``met``), or is no longer awaited."""
    for kind in KINDS:
        (clocks.meet if met else clocks.withdraw)(kind, request)
    for demand in request.demands.filter(state=AwayDemand.State.OPEN):
        clocks.withdraw("away.demand", demand)


def tell_host(request: AwayRequest, text: str, *, by: Person | None) -> None:
    """Everybody of the host, and the head of its division once they were asked."""
    head = [request.escalated_to] if request.escalated_to else []
    _tell([*notices.members(request.host), *head], request, text, by)


def tell_guest(request: AwayRequest, text: str, *, by: Person | None) -> None:
    """Everybody of the guest, and whoever asked."""
    _tell([*notices.members(request.guest), request.asked_by], request, text, by)


def _tell(people: Iterable[Any], request: AwayRequest, text: str, by: Person | None) -> None:
    present = [person for person in people if person.is_active]
    notices.tell(present, text, about=request, url=request.get_absolute_url(), by=by)
