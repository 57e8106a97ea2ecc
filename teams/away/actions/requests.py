"""An away-team request is answered, worked on and closed."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.kit import policies
from portal.kit.refusals import Invalid
from portal.kit.text import storable
from teams.away import states
from teams.away.actions import waiting
from teams.away.actions.asking_clocks import await_place
from teams.away.actions.closing import finish_stay
from teams.away.actions.finding import index_request
from teams.away.actions.first_answers import mark_answered
from teams.away.actions.given import LONGEST, Number, number, said, works_in
from teams.away.actions.leaving import leave_stay
from teams.away.actions.places import free_place, let_in, raise_signal
from teams.away.models import AwayRequest, figure
from teams.away.reads.ways import ways_of
from teams.people.models import Person

NO_TIME = "no-time"


@transaction.atomic
def agree_to_away(request: AwayRequest, *, by: Person, contact: Person, answer: str = "") -> AwayRequest:
    """The host lets the guests in and names whom they turn to. A charter is next; the work begins when it is signed.

    A host with as many guests as it takes, and a person who is elsewhere, let it wait in a queue (F9).
    """
    policies.require(by, "away.decide", request)
    if not works_in(contact, request.host) and contact.pk != request.stand_in_id:
        raise Invalid(
            "away-contact-elsewhere",
            f"{contact.name} is not in {request.host.name}. Name one of its members.",
            contact="Not a member of the host.",
        )
    words = storable(answer.strip(), LONGEST)
    now = let_in(request, by=by, contact=contact, answer=words, decided_at=timezone.now(), decided_by=by)
    mark_answered(request, by=by)
    waiting.stop_waiting(request, met=True)
    if now:
        waiting.await_draft(request)
    else:
        await_place(request)
    when = "" if now else ", as soon as a place is free"
    waiting.tell_guest(request, f"agrees to {request}, {request.title}{when}; turn to {contact.name}", by=by)
    waiting.tell_host(request, f"agrees to {request}, {request.title}{when}; guests turn to {contact.name}", by=by)
    index_request(request)
    return request


@transaction.atomic
def decline_away(
    request: AwayRequest, *, by: Person, reason: str, answer: str, value: str = "", source: str = ""
) -> AwayRequest:
    """The host says no: why, in words, and by which data. The guest may build its own copy from then on.

    Refuses without data, and refuses lack of time as a reason: the guests bring their own (F7).
    """
    policies.require(by, "away.decide", request)
    strict = ways_of(request).has("F7")
    if strict and reason == NO_TIME:
        raise Invalid(
            "away-no-time-is-no-reason",
            "Having no time is no reason against guests: they bring their own. Agree, or say what speaks against it.",
            reason="Not a reason against an away team.",
        )
    if reason not in (*AwayRequest.Reason.values, NO_TIME):
        known = ", ".join(AwayRequest.Reason.values)
        raise Invalid("away-reason-unknown", f"Choose one of: {known}.", reason="Unknown.")
    words = said(answer, "answer")
    value, source = value.strip(), source.strip()
    missing = {} if value or not strict else {"value": "What was measured?"}
    if (source or strict) and not source.lower().startswith(("http://", "https://")):
        missing["source"] = "Give a web address."
    if missing:
        text = "A no rests on data: say what was measured, and where others can look it up."
        raise Invalid("away-decline-without-data", text, **missing)
    now = timezone.now()
    states.REQUEST.move(
        request,
        "decline",
        by=by,
        data={"reason": reason, "may_copy": True},
        reason=reason,
        answer=words,
        value=storable(value, 120),
        source=storable(source, 400),
        decided_at=now,
        decided_by=by,
        closed_at=now,
        closed_by=by,
    )
    mark_answered(request, by=by)
    if strict and reason == AwayRequest.Reason.NO_REVIEWER:
        raise_signal(request, reason, ways_of(request).number("no_time_times"))
    waiting.stop_waiting(request, met=True)
    text = f"declines {request}, {request.title}: {request.get_reason_display().lower()}"
    waiting.tell_sides(request, text, by=by)
    index_request(request)
    return request


@transaction.atomic
def withdraw_away(request: AwayRequest, *, by: Person, answer: str) -> AwayRequest:
    """The guest no longer wants it, before anything has begun."""
    policies.require(by, "away.withdraw", request)
    words = said(answer, "answer")
    states.REQUEST.move(request, "withdraw", by=by, closed_at=timezone.now(), closed_by=by, outcome=words)
    waiting.stop_waiting(request, met=False)
    waiting.tell_host(request, f"withdraws {request}, {request.title}", by=by)
    index_request(request)
    return request


@transaction.atomic
def finish_away(request: AwayRequest, *, by: Person, outcome: str, measured_value: Number) -> AwayRequest:
    """What came of it is measured: beside what was expected, for everybody to see. A promise is kept with it.

    Of work that both have signed the last words may be missing, or what has to happen before: see ``finish_stay``.
    """
    if request.state == AwayRequest.State.SIGNED:
        return finish_stay(request, by=by, outcome=outcome, measured_value=measured_value)
    policies.require(by, "away.finish", request)
    measured = number(measured_value, "measured_value")
    words = said(outcome, "outcome")
    states.REQUEST.move(
        request, "finish", by=by, measured_value=measured, outcome=words, closed_at=timezone.now(), closed_by=by
    )
    waiting.stop_waiting(request, met=True)
    text = f"has finished {request}, {request.title}: {figure(measured)} {request.unit}"
    waiting.tell_sides(request, text, by=by)
    index_request(request)
    return request


@transaction.atomic
def end_away(request: AwayRequest, *, by: Person, answer: str) -> AwayRequest:
    """Either side stops it, with a reason. The guest may build its own copy from then on.

    Work that has begun is wound down first: see ``leave_stay``.
    """
    if request.state == AwayRequest.State.SIGNED:
        return leave_stay(request, by=by, answer=answer)
    policies.require(by, "away.end", request)
    words = said(answer, "answer")
    changes: dict[str, Any] = {"closed_at": timezone.now(), "closed_by": by, "outcome": words}
    states.REQUEST.move(request, "end", by=by, data={"may_copy": True}, **changes)
    free_place(request)
    waiting.stop_waiting(request, met=False)
    text = f"has ended {request}, {request.title}"
    waiting.tell_sides(request, text, by=by)
    index_request(request)
    return request
