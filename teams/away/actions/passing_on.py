"""Either side has what waits passed on by hand, with a reason; or says that it is a duplicate of another request."""

from django.db import transaction
from django.utils import timezone

from portal.kit import audit, policies
from portal.kit.refusals import Invalid, Refused
from teams.away import states
from teams.away.actions import waiting
from teams.away.actions.finding import index_request
from teams.away.actions.given import said
from teams.away.actions.places import free_place, pass_on
from teams.away.actions.silence import locked
from teams.away.actions.sponsoring import ask_next_sponsor
from teams.away.actions.urging import urge_by_hand
from teams.away.models import AwayRequest
from teams.people.models import Person


@transaction.atomic
def escalate_away(request: AwayRequest, *, by: Person, answer: str) -> AwayRequest:
    """Whoever leads above is asked now: of a silent sponsor the next, of a host its head, of a charter its side's head.

    Refuses where nothing waits that could be passed on, and where it was passed on already.
    """
    policies.require(by, "away.escalate", request)
    words = said(answer, "answer")
    held = locked(request.pk)
    state = held.state
    if state == AwayRequest.State.SENT:
        audit.record(by, "awayrequest.pass-on", held, data={"why": words})
        ask_next_sponsor(held, by=by)
    elif state in (AwayRequest.State.ASKED, AwayRequest.State.QUEUED):
        head = pass_on(held, by=by, why=words)
        whom = head.name if head else held.host.name
        text = f"has {held}, {held.title} passed on: {whom} is asked now"
        waiting.tell_sides(held, text, by=by)
    elif state == AwayRequest.State.AGREED:
        audit.record(by, "awayrequest.pass-on", held, data={"why": words})
        urge_by_hand(held)
    else:
        now = held.get_state_display().lower()
        raise Refused("away-nothing-to-pass-on", f"{held} is {now}: nothing waits here that could be passed on.")
    return held


@transaction.atomic
def declare_duplicate(request: AwayRequest, *, by: Person, of: AwayRequest, answer: str = "") -> AwayRequest:
    """It is the same as another request, older or better said: this one closes with a link to it.

    Either side may, while nothing has begun. Refuses itself, and one that is a duplicate or was withdrawn.
    """
    policies.require(by, "away.duplicate", request)
    if of.pk == request.pk:
        raise Invalid("away-duplicate-itself", "Name the other request.", of="The same one.")
    if of.state in (AwayRequest.State.DUPLICATE, AwayRequest.State.WITHDRAWN, AwayRequest.State.RETURNED):
        better = f" Name {of.duplicate_of} instead." if of.duplicate_of is not None else " Name one that stands."
        text = f"{of} is {of.get_state_display().lower()} itself.{better}"
        raise Invalid("away-duplicate-of-nothing", text, of="Does not stand.")
    words = said(answer, "answer", required=False) or f"The same as {of}, {of.title}."
    was_queued = request.state == AwayRequest.State.QUEUED
    changes = {"duplicate_of": of, "closed_at": timezone.now(), "closed_by": by, "outcome": words}
    states.REQUEST.move(request, "duplicate", by=by, data={"of": of.pk}, **changes)
    waiting.stop_waiting(request, met=False)
    text = f"closes {request}, {request.title}, as the same as {of}"
    waiting.tell_sides(request, text, by=by)
    waiting.tell_guest(of, f"closes {request} of {request.guest.name} as the same as your {of}", by=by)
    if was_queued:
        free_place(request)
    index_request(request)
    return request
