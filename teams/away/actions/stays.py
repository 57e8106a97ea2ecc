"""A stay begins with the second signature, moves on, and is over. Every move of a stay goes through here."""

from typing import Any

from django.db import connection
from django.utils import timezone

from portal.kit import jobs
from portal.kit.refusals import Refused
from teams.away import states
from teams.away.actions import access, signs
from teams.away.actions.change_steps import close_open_changes
from teams.away.actions.silence import hold
from teams.away.actions.stops import close_stop
from teams.away.models import AwayAccess, AwayCharter, AwayRequest, AwayStay
from teams.away.reads.places import GONE
from teams.people.models import Person


def begin_stay(request: AwayRequest, charter: AwayCharter) -> AwayStay:
    """Both have signed: the stay begins before its door, in the caller's transaction."""
    state = AwayStay.State.PREFLIGHT
    return AwayStay.objects.create(request=request, charter=charter, ends_on=charter.ends_on, state=state)


def move_stay(stay: AwayStay, verb: str, *, by: Person | None, why: str = "", **changes: Any) -> None:
    """Make the move, since now and for this reason. Refuses like every move when somebody was first."""
    data = {"why": why} if why else {}
    states.STAY.move(stay, verb, by=by, data=data, since=timezone.now(), why=why, why_by=by if why else None, **changes)
    close_stop(stay)
    signs.follow(stay)
    if stay.state in GONE:
        jobs.enqueue("away.fill_places", stay.request_id)
    if not stay.is_open:
        access.end_all_access(stay, AwayAccess.End.OVER, by=by)


def stay_at(request: AwayRequest, *at: str) -> AwayStay:
    """The stay of a request, held until the transaction ends. Refuses where it is in none of these states."""
    hold(request.pk)
    stay = next(iter(AwayStay.objects.filter(request=request.pk).order_by()), None)
    if stay is None:
        raise Refused("away-nothing-signed", f"Nobody works on {request} yet: both leads sign its charter first.")
    if stay.state not in at:
        now = stay.get_state_display().lower()
        then = ", or: ".join(str(AwayStay.State(state).label).lower() for state in at)
        raise Refused("away-stay-elsewhere", f"{request} is now: {now}. This step is open only in: {then}.")
    return stay


def held_stay(request_id: int) -> AwayStay:
    """The stay of this request, held until the transaction ends; AwayStay.DoesNotExist where nothing is signed."""
    if connection.features.has_select_for_update:
        list(AwayStay.objects.select_for_update().filter(request=request_id).order_by().values_list("pk"))
    return AwayStay.objects.get(request=request_id)


def end_stay(request: AwayRequest, verb: str, *, by: Person | None) -> None:
    """The request is over, and so is its stay, if it had one."""
    stay = next(iter(AwayStay.objects.filter(request=request).order_by()), None)
    close_open_changes(request, by=by)
    if stay is not None and stay.is_open:
        move_stay(stay, verb, by=by)
        request.stay = stay  # what the caller shows is what is stored
