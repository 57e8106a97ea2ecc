"""What silence does to a charter: whoever leads above the side that left it lying is asked, and may act for it."""

from django.db import transaction
from django.utils import timezone

from portal.kit import audit, clocks, notices
from portal.kit.experts import expert_of
from portal.kit.refusals import Refused
from teams.away import states
from teams.away.actions import waiting
from teams.away.actions.awaited import await_side
from teams.away.actions.finding import index_request
from teams.away.actions.mediating import head_of_both
from teams.away.actions.silence import head_above, locked
from teams.away.models import AwayRequest, CharterSignature
from teams.away.reads.ways import ways_of
from teams.people.models import Person, Team


@transaction.atomic
def urge_draft(request_id: int) -> None:
    """Nobody has drafted a charter in time: somebody independent joins, and later the guest's head is asked (F10).

    Nothing when somebody has drafted one meanwhile.
    """
    request = locked(request_id)
    if request.state != AwayRequest.State.AGREED or request.charters.exists() or _is_urged(request):
        return
    if clocks.is_running("away.mediate", request):
        return
    mediator = None if request.mediator_id else _mediator(request)
    if mediator is None:
        _urge(request, request.guest, "draft it or end it")
        return
    AwayRequest.objects.filter(pk=request.pk).update(mediator=mediator)
    audit.record(None, "awayrequest.mediate", request, data={"to": mediator.pk})
    await_side(
        "away.mediate",
        request,
        mediator,
        days=ways_of(request).number("sign_days"),
        title="Help both sides to a charter, which nobody has drafted",
        silence=f"Whoever leads {request.guest.division.name} is asked to draft it.",
    )
    waiting.tell_sides(request, f"{mediator.name} joins {request} and helps you to a charter", by=None)


@transaction.atomic
def urge_signature(request_id: int) -> None:
    """One side has not signed in time. Nothing when it has meanwhile, or wrote another version."""
    request = locked(request_id)
    newest = request.charters.first()
    if request.state != AwayRequest.State.AGREED or newest is None or waiting.is_signature_awaited(request):
        return
    if _is_urged(request):
        return
    signed = set(newest.signatures.values_list("side", flat=True))
    drafter_is_host = newest.drafted_by.memberships.filter(team=request.host_id, until=None).exists()
    guest_waits = CharterSignature.Side.HOST in signed or (not signed and drafter_is_host)
    _urge(request, request.guest if guest_waits else request.host, "sign it, change it or end it")


def urge_by_hand(request: AwayRequest) -> None:
    """One side has it passed on before the time is up: the same as silence would do. Refused when it was already."""
    if _is_urged(request):
        raise Refused("away-passed-on-already", f"{request.urged.name if request.urged else 'Both'} was asked already.")
    waiting.stop_waiting(request, met=False)
    if request.charters.exists():
        urge_signature(request.pk)
    else:
        urge_draft(request.pk)


@transaction.atomic
def end_unsigned(request_id: int) -> None:
    """Whoever was asked about the charter was silent, too: it ends, and the guest is free. Nothing once it goes on."""
    request = locked(request_id)
    if request.state != AwayRequest.State.AGREED or _is_urged(request):
        return
    outcome = "Both sides and whoever leads above them left the charter lying."
    states.REQUEST.move(request, "end", by=None, data={"may_copy": True}, closed_at=timezone.now(), outcome=outcome)
    waiting.stop_waiting(request, met=False)
    text = f"{request} has ended without a charter: {request.guest.name} may build its own copy"
    waiting.tell_sides(request, text, by=None)
    index_request(request)


def _is_urged(request: AwayRequest) -> bool:
    """A job that is delivered twice asks once."""
    return clocks.is_running("away.urge", request)


def _mediator(request: AwayRequest) -> Person | None:
    """A bar raiser who is good at working together, else whoever leads above both sides."""
    found: Person | None = expert_of("collaboration", (request.guest_id, request.host_id))
    return found or head_of_both(request)


def _urge(request: AwayRequest, team: Team, what: str) -> None:
    """Ask whoever leads above the team; where nobody does, the side itself once more."""
    head = head_above(team.division, but=(team.lead_id,))
    side = CharterSignature.Side.GUEST if team.pk == request.guest_id else CharterSignature.Side.HOST
    AwayRequest.objects.filter(pk=request.pk).update(urged=head, urged_side=side if head is not None else "")
    audit.record(None, "awayrequest.urge", request, data={"to": head.pk if head else None, "team": team.pk})
    waiting.await_urged(request, head, team, what)
    if head is not None:
        notices.tell([head], f"{team.name} left a charter lying: {what}", about=request, url=request.get_absolute_url())
    whom = f": {head.name} is asked now" if head else ""
    waiting.tell_sides(request, f"The charter of {request} was left lying by {team.name}{whom}", by=None)
