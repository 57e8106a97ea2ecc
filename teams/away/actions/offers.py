"""A host offers something else than letting the guests in; the guest takes it, or has it passed on."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.kit import policies
from portal.kit.refusals import Invalid, Refused
from teams.away import states
from teams.away.actions import waiting
from teams.away.actions.finding import index_request
from teams.away.actions.first_answers import mark_answered
from teams.away.actions.given import day_given, said, web_address, works_in
from teams.away.actions.silence import head_above
from teams.away.models import AwayOffer, AwayRequest
from teams.people.models import Person


@transaction.atomic
def offer_instead(
    request: AwayRequest, *, by: Person, kind: str, words: str, promised_by: date | None = None, link: str = ""
) -> AwayOffer:
    """The host does it itself by a day, shows where to build it, or says that a copy is better. Once a request.

    Refuses a promise without a day, an extension point without a link, and a second offer.
    """
    policies.require(by, "away.decide", request)
    if request.is_undecided and AwayOffer.objects.filter(request=request).exists():
        text = f"{request.guest.name} has refused an offer already. Agree that it comes, or decline with data."
        raise Refused("away-offered-already", text)
    if kind not in AwayOffer.Kind.values:
        known = ", ".join(AwayOffer.Kind.values)
        raise Invalid("away-offer-unknown", f"Choose one of: {known}.", kind="Unknown.")
    promise = kind == AwayOffer.Kind.WILL_DO
    if promise and promised_by is None:
        raise Invalid("away-promise-without-day", "A promise has a day.", promised_by="By when?")
    facts = {
        "kind": kind,
        "words": said(words, "words"),
        "link": web_address(link, "link", required=kind == AwayOffer.Kind.EXTENSION),
        "promised_by": day_given(promised_by, "promised_by") if promise and promised_by else None,
    }
    states.REQUEST.move(request, "offer", by=by, data={"kind": kind, "day": str(facts["promised_by"] or "")})
    offer = AwayOffer.objects.create(request=request, made_by=by, **facts)
    mark_answered(request, by=by)
    waiting.stop_waiting(request, met=True)
    waiting.await_taking(request, offer)
    text = f"offers something else for {request}, {request.title}: {offer.get_kind_display().lower()}"
    waiting.tell_sides(request, text, by=by)
    index_request(request)
    return offer


@transaction.atomic
def take_offered(request: AwayRequest, *, by: Person | None) -> AwayRequest:
    """The guest takes what is offered, or its silence does (``by=None``). A promise binds the host from now on."""
    if by is not None:
        policies.require(by, "away.take", request)
    offer = _open_offer(request)
    changes: dict[str, Any] = {"answer": offer.words, "decided_at": offer.made_at, "decided_by": offer.made_by}
    if offer.promised_by is not None:
        here = works_in(offer.made_by, request.host)
        states.REQUEST.move(request, "accept", by=by, contact=offer.made_by if here else request.host.lead, **changes)
    else:
        states.REQUEST.move(request, "settle", by=by, closed_at=timezone.now(), closed_by=by, **changes)
    _answer(request, offer, accepted=True, by=by)
    waiting.stop_waiting(request, met=by is not None)
    if offer.promised_by is not None:
        waiting.await_promise(request, offer.promised_by)
    text = "takes" if by is not None else f"{request.guest.name} was silent and so takes"
    waiting.tell_host(request, f"{text} what was offered for {request}, {request.title}", by=by)
    if by is None:
        waiting.tell_guest(request, f"Nobody answered: what was offered for {request} counts as taken", by=None)
    index_request(request)
    return request


@transaction.atomic
def dispute_offered(request: AwayRequest, *, by: Person, answer: str) -> AwayRequest:
    """The guest does not take it and says why; whoever leads above those who offered decides."""
    policies.require(by, "away.take", request)
    words = said(answer, "answer")
    offer = _open_offer(request)
    head = head_above(request.host.division, but=(offer.made_by_id, request.escalated_to_id))
    to = {"escalated_at": timezone.now(), "escalated_to": head}
    states.REQUEST.move(request, "dispute", by=by, data={"to": head.pk if head else None}, **to)
    _answer(request, offer, accepted=False, by=by, reply=words)
    waiting.stop_waiting(request, met=True)
    waiting.await_escalation(request)
    whom = head.name if head else request.host.name
    waiting.tell_host(request, f"does not take what was offered for {request}: {whom} is asked now", by=by)
    index_request(request)
    return request


def _open_offer(request: AwayRequest) -> AwayOffer:
    """What is offered and not answered, held until the transaction ends."""
    offer = AwayOffer.objects.select_for_update().filter(request=request, accepted=None).first()
    if offer is None:
        raise Refused("away-nothing-offered", "Nothing is offered that waits for an answer. Look at it again.")
    return AwayOffer.objects.select_related("made_by").get(pk=offer.pk)


def _answer(request: AwayRequest, offer: AwayOffer, *, accepted: bool, by: Person | None, reply: str = "") -> None:
    offer.accepted, offer.answered_at, offer.answered_by, offer.reply = accepted, timezone.now(), by, reply
    offer.save(update_fields=["accepted", "answered_at", "answered_by", "reply"])
    request.offer = offer
