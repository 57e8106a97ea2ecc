"""What silence does to a request: the host's lead hears of it, its division's head is asked, the guest is free."""

from collections.abc import Collection

from django.db import connection, transaction
from django.utils import timezone

from portal.kit import notices
from teams.away import states
from teams.away.actions import asking_clocks, waiting
from teams.away.actions.finding import index_request
from teams.away.models import AwayRequest
from teams.away.reads.loading import request_with_teams
from teams.people.models import Division, Person

MOST_LEVELS = 12


def remind_host(request_id: int) -> None:
    """Half of the host's time has gone: its lead hears of it. Nothing when it has answered meanwhile."""
    request = locked(request_id)
    if request.state == AwayRequest.State.ASKED:
        notices.tell(
            [request.host.lead],
            f"{request.guest.name} waits for an answer about {request.service.slug}: half of the time has gone",
            about=request,
            url=request.get_absolute_url(),
        )


@transaction.atomic
def escalate_request(request_id: int) -> None:
    """The host was silent: whoever leads its division is asked. Nothing when the host has answered meanwhile.

    Where nobody leads the division or one above it, the host itself is asked once more.
    """
    request = locked(request_id)
    if request.state != AwayRequest.State.ASKED:
        return
    head = head_above(request.host.division)
    states.REQUEST.move(
        request,
        "escalate",
        by=None,
        data={"to": head.pk if head else None},
        escalated_at=timezone.now(),
        escalated_to=head,
    )
    waiting.stop_waiting(request, met=False, but=asking_clocks.FIRST)
    waiting.await_escalation(request)
    whom = head.name if head else request.host.name
    waiting.tell_guest(request, f"{request.host.name} did not answer {request}: {whom} is asked now", by=None)
    waiting.tell_host(request, f"{request} was not answered in time: {whom} is asked now", by=None)
    index_request(request)


@transaction.atomic
def expire_request(request_id: int) -> None:
    """Nobody answered at all: the guest may build its own copy, and the record says why."""
    request = locked(request_id)
    if request.state != AwayRequest.State.ESCALATED:
        return
    outcome = f"Neither {request.host.name} nor its division answered. {request.guest.name} may build its own copy."
    states.REQUEST.move(request, "expire", by=None, data={"may_copy": True}, closed_at=timezone.now(), outcome=outcome)
    waiting.stop_waiting(request, met=False)
    text = f"Nobody answered {request}: {request.guest.name} may build its own copy"
    waiting.tell_sides(request, text, by=None)
    index_request(request)


def head_above(division: Division, but: Collection[int | None] = ()) -> Person | None:
    """Who leads this division or, where nobody present does, the nearest one above it; not one of ``but``."""
    above: Division | None = division
    for _ in range(MOST_LEVELS):
        if above is None:
            break
        if above.head is not None and above.head.is_active and above.head_id not in but:
            return above.head
        above = above.parent
    return None


def locked(request_id: int) -> AwayRequest:
    """The row, held until the transaction ends, so that an answer that comes now is before or after, not within."""
    hold(request_id)
    return request_with_teams(request_id)


def hold(request_id: int) -> None:
    """Hold the row only, if there is one. SQLite has one writer at a time: there whoever writes holds everything."""
    if connection.features.has_select_for_update:
        list(AwayRequest.objects.select_for_update().filter(pk=request_id).order_by().values_list("pk"))
