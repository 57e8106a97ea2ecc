"""An away-team request is asked, answered, worked on and closed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import audit, policies
from portal.kit.refusals import Invalid, Refused
from portal.kit.text import storable
from services.models import Service
from teams.away import states
from teams.away.actions import waiting
from teams.away.actions.finding import index_request
from teams.away.actions.given import LONGEST, Number, day_given, number, said, works_in
from teams.away.models import AwayMember, AwayRequest, figure
from teams.people.models import Person, Team

MOST_PEOPLE = 12
NO_TIME = "no-time"


def why_not_ask(service: Service, guest: Team) -> Refused | None:
    """Why nobody of ``guest`` can ask to work on this service now, whatever they write; None when they can.

    A team that takes no contributions, and a service whose source is closed, are not asked: the sentence says who
    closed it, until when where there is an end, and whom to talk to.
    """
    host = service.team
    if host.pk == guest.pk:
        return Refused("away-own-service", f"{service.slug} is {guest.name}'s own. Change it, nobody needs to agree.")
    if service.lifecycle == Service.Lifecycle.RETIRED:
        return Refused("away-service-retired", f"{service.slug} has ended. Ask about the service that took its place.")
    if host.openness == Team.Openness.CLOSED:
        head = host.division.head
        above = f" {head.name} leads {host.division.name} and can be asked why." if head is not None else ""
        return Refused(
            "away-host-closed",
            f"{host.name} takes no contributions now. Ask {host.lead.name}, who leads it, when that changes.{above}",
        )
    until = service.closed_until
    if not service.source_open and until is not None and until >= timezone.now().date():
        by = service.closed_by
        return Refused(
            "away-source-closed",
            f"The source of {service.slug} is closed until {until:%-d %B %Y}; {by.name if by else 'nobody'} approved "
            f"that. Ask {host.lead.name}, who leads {host.name}, to do it, or wait for that day.",
        )
    return None


@transaction.atomic
def ask_away(
    service: Service,
    *,
    guest: Team,
    by: Person,
    title: str,
    problem: str,
    measure: str,
    unit: str,
    now_value: Number,
    expected_value: Number,
    scope: str,
    people: Sequence[tuple[Person, int]],
    wanted_by: date,
    cost_of_nothing: str = "",
) -> AwayRequest:
    """``guest`` asks to change a service of another team, which has five working days to answer.

    Refuses without an effect in numbers, without people of the guest's own, for the guest's own, a retired or a
    closed service, and while the same request is open.
    """
    policies.require(by, "away.ask", guest)
    refusal = why_not_ask(service, guest)
    if refusal is not None:
        raise refusal
    now, expected = number(now_value, "now_value"), number(expected_value, "expected_value")
    if now == expected:
        raise Invalid(
            "away-no-effect",
            "Now and expected are the same number. Say what will be different for the customer.",
            expected_value="The same as now.",
        )
    day_given(wanted_by, "wanted_by")
    words: dict[str, Any] = {
        "title": said(title, "title", 120),
        "problem": said(problem, "problem"),
        "measure": said(measure, "measure", 120),
        "unit": said(unit, "unit", 40),
        "scope": said(scope, "scope"),
        "cost_of_nothing": storable(cost_of_nothing.strip(), LONGEST),
    }
    coming = _coming(guest, people)
    try:
        with transaction.atomic():
            request = AwayRequest.objects.create(
                service=service,
                host=service.team,
                guest=guest,
                now_value=now,
                expected_value=expected,
                wanted_by=wanted_by,
                asked_by=by,
                **words,
            )
    except IntegrityError:
        raise Invalid(
            "away-asked-already",
            f"{guest.name} has asked this already and it is still open. Go on there, or say what is different.",
            title="The same as an open request.",
        ) from None
    AwayMember.objects.bulk_create([AwayMember(request=request, person=who, percent=much) for who, much in coming])
    facts = {"service": service.pk, "guest": guest.pk, "host": request.host_id, "people": [who.pk for who, _ in coming]}
    audit.record(by, "awayrequest.ask", request, after=request.state, data=facts)
    waiting.await_answer(request)
    waiting.tell_host(request, f"asks for {guest.name} to work on {service.slug}: {request.title}", by=by)
    index_request(request)
    return request


@transaction.atomic
def agree_to_away(request: AwayRequest, *, by: Person, contact: Person, answer: str = "") -> AwayRequest:
    """The host lets the guests in and names whom they turn to. A charter is next; the work begins when it is signed."""
    policies.require(by, "away.decide", request)
    if not works_in(contact, request.host):
        raise Invalid(
            "away-contact-elsewhere",
            f"{contact.name} is not in {request.host.name}. Name one of its members.",
            contact="Not a member of the host.",
        )
    words = storable(answer.strip(), LONGEST)
    states.REQUEST.move(
        request, "agree", by=by, contact=contact, answer=words, decided_at=timezone.now(), decided_by=by
    )
    waiting.stop_waiting(request, met=True)
    waiting.await_draft(request)
    waiting.tell_guest(request, f"agrees to {request}, {request.title}; turn to {contact.name}", by=by)
    waiting.tell_host(request, f"agrees to {request}, {request.title}; the guests turn to {contact.name}", by=by)
    index_request(request)
    return request


@transaction.atomic
def decline_away(
    request: AwayRequest, *, by: Person, reason: str, answer: str, value: str = "", source: str = ""
) -> AwayRequest:
    """The host says no: why, in words, and by which data. The guest may build its own copy from then on.

    Refuses without data, and refuses lack of time as a reason: the guests bring their own.
    """
    policies.require(by, "away.decide", request)
    if reason == NO_TIME:
        raise Invalid(
            "away-no-time-is-no-reason",
            "Having no time is no reason against guests: they bring their own. Agree, or say what speaks against it.",
            reason="Not a reason against an away team.",
        )
    if reason not in AwayRequest.Reason.values:
        known = ", ".join(AwayRequest.Reason.values)
        raise Invalid("away-reason-unknown", f"Choose one of: {known}.", reason="Unknown.")
    words = said(answer, "answer")
    value, source = value.strip(), source.strip()
    missing = {} if value else {"value": "What was measured?"}
    if not source.lower().startswith(("http://", "https://")):
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
    waiting.stop_waiting(request, met=True)
    text = f"declines {request}, {request.title}: {request.get_reason_display().lower()}"
    waiting.tell_guest(request, text, by=by)
    waiting.tell_host(request, text, by=by)
    index_request(request)
    return request


@transaction.atomic
def withdraw_away(request: AwayRequest, *, by: Person, answer: str) -> AwayRequest:
    """The guest no longer wants it, before anybody has answered."""
    policies.require(by, "away.withdraw", request)
    words = said(answer, "answer")
    states.REQUEST.move(request, "withdraw", by=by, closed_at=timezone.now(), closed_by=by, outcome=words)
    waiting.stop_waiting(request, met=False)
    waiting.tell_host(request, f"withdraws {request}, {request.title}", by=by)
    index_request(request)
    return request


@transaction.atomic
def finish_away(request: AwayRequest, *, by: Person, outcome: str, measured_value: Number) -> AwayRequest:
    """The work is done and what came of it is measured: beside what was expected, for everybody to see."""
    policies.require(by, "away.finish", request)
    measured = number(measured_value, "measured_value")
    words = said(outcome, "outcome")
    states.REQUEST.move(
        request, "finish", by=by, measured_value=measured, outcome=words, closed_at=timezone.now(), closed_by=by
    )
    waiting.stop_waiting(request, met=True)
    text = f"has finished {request}, {request.title}: {figure(measured)} {request.unit}"
    waiting.tell_host(request, text, by=by)
    waiting.tell_guest(request, text, by=by)
    index_request(request)
    return request


@transaction.atomic
def end_away(request: AwayRequest, *, by: Person, answer: str) -> AwayRequest:
    """Either side stops the work, with a reason. The guest may build its own copy from then on."""
    policies.require(by, "away.end", request)
    words = said(answer, "answer")
    changes: dict[str, Any] = {"closed_at": timezone.now(), "closed_by": by, "outcome": words}
    states.REQUEST.move(request, "end", by=by, data={"may_copy": True}, **changes)
    waiting.stop_waiting(request, met=False)
    text = f"has ended {request}, {request.title}"
    waiting.tell_guest(request, text, by=by)
    waiting.tell_host(request, text, by=by)
    index_request(request)
    return request


def _coming(guest: Team, people: Sequence[tuple[Person, int]]) -> list[tuple[Person, int]]:
    coming = {person.pk: (person, percent) for person, percent in people}
    if not coming:
        raise Invalid("away-nobody-comes", "Say who would come, and for how much of their time.", people="Nobody yet.")
    if len(coming) != len(people) or len(coming) > MOST_PEOPLE:
        raise Invalid("away-people-unusable", f"Name each person once, at most {MOST_PEOPLE}.", people="Look again.")
    for person, percent in coming.values():
        if not works_in(person, guest):
            raise Invalid(
                "away-person-elsewhere",
                f"{person.name} is not in {guest.name}. Only its own members come; others ask with their own team.",
                people=f"{person.name} is in another team.",
            )
        if not 1 <= percent <= 100:
            raise Invalid("away-percent-unusable", "How much of their time is 1 to 100 percent.", people="1 to 100.")
    return list(coming.values())
