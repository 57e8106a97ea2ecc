"""The work stands still and goes on: blocked by the hosts (F21), by the guests (F20), or paused by a lead."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from portal.kit import audit, clocks, policies
from portal.kit.refusals import Invalid, Refused
from teams.away.actions import waiting
from teams.away.actions.awaited import await_day, await_side
from teams.away.actions.given import day_given, said
from teams.away.actions.requests import end_away
from teams.away.actions.silence import head_above, locked
from teams.away.actions.stays import move_stay, stay_at
from teams.away.actions.stops import open_stop
from teams.away.models import AwayRequest, AwayStay, AwayStop
from teams.away.reads.ways import ways_of
from teams.people.models import Person

_A = AwayStay.State
STANDING = (_A.BLOCKED_ON_HOST, _A.BLOCKED_ON_GUEST, _A.PAUSED)


@transaction.atomic
def block_on_host(request: AwayRequest, *, by: Person, why: str) -> AwayStay:
    """The guests wait for the hosts and say for what. From now on the time is the hosts' (F21)."""
    policies.require(by, "away.guest-work", request)
    words = said(why, "why")
    stay = stay_at(request, _A.ACTIVE)
    move_stay(stay, "block", by=by, why=words)
    open_stop(stay, AwayStop.Side.HOST, by=by, why=words)
    ways = ways_of(request)
    if ways.has("F21"):
        await_side(
            "away.unblock",
            request,
            request.host,
            days=ways.number("host_block_days"),
            title=f"{request.guest.name} cannot go on without you",
            silence=f"Whoever leads {request.host.division.name} is asked; the time is added to the last day.",
        )
    waiting.tell_host(request, f"waits for you in {request}: {words}", by=by)
    return stay


@transaction.atomic
def pass_on_block(request_id: int) -> None:
    """The hosts have not unblocked it in time: whoever leads above them is asked. Nothing when it goes on (F21)."""
    request = locked(request_id)
    stay = AwayStay.objects.filter(request=request, state=_A.BLOCKED_ON_HOST).first()
    if stay is None:
        return
    if clocks.is_running("away.unblock-head", request):
        return
    _ran_out(stay)
    head = head_above(request.host.division)
    audit.record(None, "awayrequest.pass-on-block", request, data={"to": head.pk if head else None})
    await_side(
        "away.unblock-head",
        request,
        head or request.host,
        days=ways_of(request).number("host_block_days"),
        title=f"{request.guest.name} cannot go on without {request.host.name}",
        silence="It is shown as late, and the time is added to the last day.",
    )


@transaction.atomic
def stall(request_id: int) -> None:
    """Nothing was seen of the guests: the work waits for them. Nothing when it stands still already (F20)."""
    request = locked(request_id)
    stay = AwayStay.objects.filter(request=request, state=_A.ACTIVE).first()
    if stay is None or clocks.is_running("away.stall", request):
        return
    ways = ways_of(request)
    why = f"No push and no word for {ways.said('stall_days')}."
    move_stay(stay, "stall", by=None, why=why)
    open_stop(stay, AwayStop.Side.GUEST, by=None, why=why)
    await_side(
        "away.reclaim",
        request,
        request.guest,
        days=ways.number("reclaim_days") - ways.number("stall_days"),
        title="Go on, or say how it stands",
        silence=f"{request.host.name} may take the work back.",
    )
    waiting.tell_sides(request, f"{request} stands still: no push and no word of {request.guest.name}", by=None)


@transaction.atomic
def open_reclaim(request_id: int) -> None:
    """The guests are still not seen: the host may take the work back or end it, and is asked to (F20)."""
    request = locked(request_id)
    stay = AwayStay.objects.filter(request=request, state=_A.BLOCKED_ON_GUEST).first()
    if stay is None or clocks.is_running("away.take-back", request):
        return
    _ran_out(stay)
    audit.record(None, "awayrequest.reclaimable", request)
    await_side(
        "away.take-back",
        request,
        request.host.lead,
        days=ways_of(request).number("stall_days"),
        title=f"Take the work back from {request.guest.name}, or wait",
        silence="It stays as it is and is shown as late.",
    )


@transaction.atomic
def reclaim_work(request: AwayRequest, *, by: Person, why: str) -> AwayRequest:
    """The host takes the work back from guests of whom nothing was seen for too long (F20).

    Refuses before their time is over: until then they may go on.
    """
    policies.require(by, "away.host-work", request)
    words = said(why, "why")
    stay = stay_at(request, *STANDING)
    if not stay.stops.filter(ended_at=None, side=AwayStop.Side.GUEST, ran_out_at__isnull=False).exists():
        text = f"{request.guest.name} still has time to go on. You may end it with a reason."
        raise Refused("away-reclaim-too-early", text)
    audit.record(by, "awayrequest.reclaim", request)
    return end_away(request, by=by, answer=words)


@transaction.atomic
def pause_work(request: AwayRequest, *, by: Person, why: str, resumes_on: date) -> AwayStay:
    """A lead of either side pauses it until a day on which it goes on by itself. Its last day stays."""
    policies.require(by, "away.lead", request)
    words, day = said(why, "why"), day_given(resumes_on, "resumes_on")
    stay = stay_at(request, _A.ACTIVE, _A.BLOCKED_ON_HOST, _A.BLOCKED_ON_GUEST)
    if day > stay.ends_on:
        text = "A pause ends before the work does. Ask for more time, or end it."
        raise Invalid("away-pause-too-long", text, resumes_on="After the last day.")
    move_stay(stay, "pause", by=by, why=words, resumes_on=day)
    open_stop(stay, AwayStop.Side.BOTH, by=by, why=words)
    side = request.guest if by.pk == request.guest.lead_id else request.host
    await_day(
        "away.pause",
        request,
        side,
        day=day - timedelta(days=1),
        title="Paused; go on as soon as you can",
        silence="It goes on by itself.",
    )
    waiting.tell_sides(request, f"pauses {request} until {day:%-d %B}: {words}", by=by)
    return stay


@transaction.atomic
def resume_work(request: AwayRequest, *, by: Person) -> AwayStay:
    """It goes on. Who stands in the way says so, or who waits; a pause ends by a lead."""
    stay = stay_at(request, *STANDING)
    if stay.state == _A.PAUSED:
        policies.require(by, "away.lead", request)
    elif stay.state == _A.BLOCKED_ON_GUEST:
        policies.require(by, "away.guest-work", request)
    else:
        policies.require(by, "away.either", request)
    move_stay(stay, "resume", by=by, resumes_on=None)
    waiting.tell_sides(request, f"goes on with {request}", by=by)
    return stay


@transaction.atomic
def resume_by_itself(request_id: int, state: str) -> None:
    """A pause is over, or guests are seen again. Nothing when it goes on already."""
    request = locked(request_id)
    stay = AwayStay.objects.filter(request=request, state=state).first()
    if stay is None or request.state != AwayRequest.State.SIGNED:
        return
    move_stay(stay, "resume", by=None, resumes_on=None)
    waiting.tell_sides(request, f"{request} goes on by itself: {request.title}", by=None)


def end_pause(request_id: int) -> None:
    """The day has come on which a pause ends by itself."""
    resume_by_itself(request_id, _A.PAUSED)


def end_stall(request_id: int) -> None:
    """Something was seen of the guests again (F20)."""
    resume_by_itself(request_id, _A.BLOCKED_ON_GUEST)


def _ran_out(stay: AwayStay) -> None:
    stay.stops.filter(ended_at=None).update(ran_out_at=timezone.now())
