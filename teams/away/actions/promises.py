"""What time does to offers and promises: silence takes an offer, and a promise that is not kept lets the guests in."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.kit import clocks
from teams.away import states
from teams.away.actions import waiting
from teams.away.actions.finding import index_request
from teams.away.actions.offers import take_offered
from teams.away.actions.silence import locked
from teams.away.models import AwayOffer, AwayRequest
from teams.away.reads.ways import ways_of


@transaction.atomic
def take_offer(request_id: int) -> None:
    """The guest was silent: what was offered counts as taken. Nothing when it has answered meanwhile."""
    request = locked(request_id)
    if request.state == AwayRequest.State.OFFERED:
        take_offered(request, by=None)


@transaction.atomic
def grant_grace(request_id: int) -> None:
    """The promised day has passed: both sides hear of it, and the grace begins (F8). Nothing when it is kept."""
    request = locked(request_id)
    if request.state != AwayRequest.State.PROMISED or clocks.is_running("away.grace", request):
        return
    if ways_of(request).has("F8"):
        waiting.await_grace(request)
    text = f"The day promised for {request}, {request.title}, has passed"
    waiting.tell_sides(request, text, by=None)


@transaction.atomic
def miss_promise(request_id: int) -> None:
    """The grace is over (F8): the request is agreed to an away team, which has as long as it asked for at first.

    The guest need not ask again and nobody needs to agree: the promise was the agreement. Nothing when it is kept.
    """
    request = locked(request_id)
    if request.state != AwayRequest.State.PROMISED:
        return
    now = timezone.now()
    asked_for = max(request.wanted_by - request.asked_at.date(), timedelta(days=1))
    changes = {"decided_at": now, "wanted_by": now.date() + asked_for}
    states.REQUEST.move(request, "miss", by=None, data={"wanted_by": str(changes["wanted_by"])}, **changes)
    AwayOffer.objects.filter(request=request).update(missed_at=now)
    waiting.stop_waiting(request, met=False)
    waiting.await_draft(request)
    waiting.tell_guest(request, f"The promise for {request} was not kept: you may come and do it", by=None)
    waiting.tell_host(request, f"The promise for {request} was not kept: {request.guest.name} may come", by=None)
    index_request(request)
