"""Either side may leave, with a reason. Some working days later it is over, said or not, and access ends (F31)."""

from django.db import transaction
from django.utils import timezone

from portal.kit import audit, clocks, policies
from portal.kit.refusals import Invalid, Refused
from portal.kit.text import storable
from teams.away import states
from teams.away.actions import waiting, waiting_after
from teams.away.actions.change_steps import close_open_changes
from teams.away.actions.finding import index_request
from teams.away.actions.given import LONGEST, said, web_address
from teams.away.actions.silence import locked
from teams.away.actions.stays import end_stay, held_stay, move_stay
from teams.away.models import AwayLeaving, AwayRequest, AwayStay
from teams.away.reads.ways import ways_of
from teams.people.models import Person
from teams.people.policies import is_member


@transaction.atomic
def leave_stay(request: AwayRequest, *, by: Person, answer: str) -> AwayRequest:
    """One side leaves, from wherever it is. Nothing else is awaited any more but that the guests wind down.

    Refuses a second time, when it is over, and to all but stewards where the way out is switched off.
    """
    policies.require(by, "away.end", request)
    why = said(answer, "answer")
    held, stay = locked(request.pk), held_stay(request.pk)
    if not ways_of(held).has("F31") and not by.is_steward:
        raise Refused("away-no-way-out", "Your company has switched off the way out. Ask a steward to end it for both.")
    if stay.state == AwayStay.State.LEAVING:
        until = clocks.is_running("away.wind-down", held)
        text = "Say where the work lies; then it is over." if until else "Its time is over."
        raise Refused("away-leaving-already", f"It is being left already. {text}")
    waiting.stop_waiting(held, met=False)
    close_open_changes(held, by=by)
    move_stay(stay, "leave", by=by, why=why)
    side = "guest" if is_member(by, held.guest) else "host" if is_member(by, held.host) else ""
    AwayLeaving.objects.create(request=held, side=side, why=why, by=by)
    waiting_after.await_winding_down(held)
    text = f"leaves {held}, {held.title}: {why[:160]}"
    waiting.tell_sides(held, text, by=by)
    held.stay = stay
    index_request(held)
    return held


@transaction.atomic
def wind_down(request: AwayRequest, *, by: Person, merged: str, archive: str = "", words: str = "") -> AwayRequest:
    """The guests say where lies what was not merged, and what became of what is. With it they have left.

    Refuses when nobody leaves, and merged work that is neither finished nor switched off.
    """
    policies.require(by, "away.wind-down", request)
    if merged not in AwayLeaving.Merged.values:
        text = "What is merged is finished or switched off. Say which, or that nothing was merged."
        raise Invalid("away-merged-unknown", text, merged="Choose one.")
    link = web_address(archive, "archive", required=merged == AwayLeaving.Merged.NOTHING)
    held, stay = locked(request.pk), held_stay(request.pk)
    if stay.state != AwayStay.State.LEAVING:
        raise Refused("away-not-leaving", "Nobody leaves here. Leave first, with a reason.")
    more = storable(words.strip(), LONGEST)
    AwayLeaving.objects.filter(request=held).update(merged=merged, archive=link, words=more, said_by=by)
    audit.record(by, "awayrequest.wind-down", held, data={"merged": merged})
    _left(held, by=by)
    return held


@transaction.atomic
def leave_silently(request_id: int) -> None:
    """The days for winding down are over: they have left. Nothing when they had before."""
    request, stay = locked(request_id), held_stay(request_id)
    if stay.state == AwayStay.State.LEAVING:
        _left(request, by=None)


def _left(request: AwayRequest, *, by: Person | None) -> None:
    leaving = AwayLeaving.objects.select_related("by").get(request=request)
    now = timezone.now()
    states.REQUEST.move(
        request, "end", by=by, data={"may_copy": True}, closed_at=now, closed_by=leaving.by, outcome=leaving.why
    )
    end_stay(request, "part", by=by)
    AwayLeaving.objects.filter(pk=leaving.pk).update(over_at=now)
    waiting.stop_waiting(request, met=by is not None)
    text = f"{request}, {request.title}, is over: access of the guests ends"
    waiting.tell_sides(request, text, by=None)
    index_request(request)
