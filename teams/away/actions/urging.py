"""What silence does to a charter: whoever leads above the side that left it lying is asked, and may act for it."""

from django.db import transaction

from portal.kit import audit, notices
from teams.away.actions import waiting
from teams.away.actions.silence import head_above, locked
from teams.away.models import AwayRequest, CharterSignature
from teams.people.models import Team


@transaction.atomic
def urge_draft(request_id: int) -> None:
    """Nobody has drafted a charter in time. Nothing when somebody has meanwhile."""
    request = locked(request_id)
    if request.state == AwayRequest.State.AGREED and not request.charters.exists():
        _urge(request, request.guest, "draft it or end it")


@transaction.atomic
def urge_signature(request_id: int) -> None:
    """One side has not signed in time. Nothing when it has meanwhile, or wrote another version."""
    request = locked(request_id)
    newest = request.charters.first()
    if request.state != AwayRequest.State.AGREED or newest is None or waiting.is_signature_awaited(request):
        return
    signed = set(newest.signatures.values_list("side", flat=True))
    drafter_is_host = newest.drafted_by.memberships.filter(team=request.host_id, until=None).exists()
    guest_waits = CharterSignature.Side.HOST in signed or (not signed and drafter_is_host)
    _urge(request, request.guest if guest_waits else request.host, "sign it, change it or end it")


def _urge(request: AwayRequest, team: Team, what: str) -> None:
    """Ask whoever leads above the team; where nobody does, both sides hear that it is late."""
    head = head_above(team.division, but=(team.lead_id,))
    side = CharterSignature.Side.GUEST if team.pk == request.guest_id else CharterSignature.Side.HOST
    AwayRequest.objects.filter(pk=request.pk).update(urged=head, urged_side=side if head is not None else "")
    audit.record(None, "awayrequest.urge", request, data={"to": head.pk if head else None, "team": team.pk})
    if head is not None:
        waiting.await_urged(request, head, team, what)
        notices.tell([head], f"{team.name} left a charter lying: {what}", about=request, url=request.get_absolute_url())
    whom = f": {head.name} is asked now" if head else ""
    waiting.tell_guest(request, f"The charter of {request} was left lying by {team.name}{whom}", by=None)
    waiting.tell_host(request, f"The charter of {request} was left lying by {team.name}{whom}", by=None)
