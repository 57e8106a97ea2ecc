"""The time box (F23): how long a stay may last, more time once and with data, and what happens at its end."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import audit, clocks, policies
from portal.kit.refusals import Invalid, Refused
from teams.away import states
from teams.away.actions import access, waiting
from teams.away.actions.awaited import await_side
from teams.away.actions.finding import index_request
from teams.away.actions.given import day_given, said, web_address
from teams.away.actions.silence import locked
from teams.away.actions.stays import end_stay, stay_at
from teams.away.actions.stops import move_last_day
from teams.away.models import AwayAccess, AwayExtension, AwayRequest, AwayStay
from teams.away.reads.boxes import last_day
from teams.away.reads.ways import ways_of
from teams.people.models import Person

_A = AwayStay.State
BOXED = (_A.PREFLIGHT, _A.ONBOARDING, *AwayStay.BUILDING)


def within_cap(request: AwayRequest, day: date, field: str = "ends_on") -> date:
    """A day the work may end on at most (F23). Refuses a later one, and says which is the last."""
    ways = ways_of(request)
    if ways.has("F23") and day > (cap := last_day(request, ways.number("cap_days"))):
        text = f"Work at another team's ends at the latest after {ways.said('cap_days')}: on {cap:%-d %B %Y}."
        raise Invalid(
            "away-box-too-long", f"{text} Make it smaller, or ask again for the rest.", **{field: "Too late."}
        )
    return day


@transaction.atomic
def ask_extension(
    request: AwayRequest, *, by: Person, ends_on: date, why: str, value: str, source: str
) -> AwayExtension:
    """The guests ask for more time: once, and with data. The host's silence grants it (F23).

    Refuses a second time, a day that is not later, and one beyond the cap.
    """
    policies.require(by, "away.guest-work", request)
    words = {"why": said(why, "why"), "value": said(value, "value", 120)}
    link, day = web_address(source, "source", required=True), day_given(ends_on, "ends_on")
    stay = stay_at(request, *BOXED)
    if day <= stay.ends_on:
        raise Invalid("away-day-not-later", f"It ends on {stay.ends_on:%-d %B} already.", ends_on="Not later.")
    within_cap(request, day)
    try:
        with transaction.atomic():
            asked = AwayExtension.objects.create(
                stay=stay, ends_on=day, before=stay.ends_on, source=link, asked_by=by, **words
            )
    except IntegrityError:
        text = "More time is asked for once. Hand over what there is, or end it."
        raise Refused("away-extended-already", text) from None
    audit.record(by, "awayrequest.ask-time", request, data={"until": str(day)})
    await_side(
        "away.extend",
        request,
        request.host.lead,
        days=ways_of(request).number("sign_days"),
        title=f"{request.guest.name} asks for more time, until {day:%-d %B}",
        silence="It is granted.",
    )
    waiting.tell_host(request, f"asks for more time for {request}, until {day:%-d %B}: {words['value']}", by=by)
    return asked


@transaction.atomic
def answer_extension(request: AwayRequest, *, by: Person, grants: bool, reply: str) -> AwayExtension:
    """The host grants it, or says why not."""
    policies.require(by, "away.host-work", request)
    words = said(reply, "reply")
    stay = stay_at(request, *BOXED)
    asked = AwayExtension.objects.filter(stay=stay, state=AwayExtension.State.OPEN).first()
    if asked is None:
        raise Refused("away-nothing-asked", "Nobody asks for more time now.")
    clocks.meet("away.extend", request)
    return _answered(request, stay, asked, grants=grants, reply=words, by=by)


@transaction.atomic
def grant_silently(request_id: int) -> None:
    """The host was silent: more time is granted. Nothing when it has answered, or the work is over."""
    request = locked(request_id)
    stay = AwayStay.objects.filter(request=request, state__in=BOXED).first()
    asked = AwayExtension.objects.filter(stay=stay, state=AwayExtension.State.OPEN).first() if stay else None
    if stay is not None and asked is not None:
        _answered(request, stay, asked, grants=True, reply="Nobody answered in time.", by=None)


def _answered(
    request: AwayRequest, stay: AwayStay, asked: AwayExtension, *, grants: bool, reply: str, by: Person | None
) -> AwayExtension:
    asked.state = AwayExtension.State.GRANTED if grants else AwayExtension.State.REFUSED
    asked.reply, asked.answered_by, asked.answered_at = reply, by, timezone.now()
    asked.save()
    audit.record(by, "awayrequest.time", request, data={"state": asked.state})
    if grants:
        move_last_day(request, stay, max(asked.ends_on, stay.ends_on), why="extension", by=by)
    done = "grants" if grants else "refuses"
    text = f"{done} more time for {request}" if by else f"More time for {request} is granted: nobody answered"
    waiting.tell_guest(request, text, by=by)
    return asked


@transaction.atomic
def close_box(request_id: int) -> None:
    """The last day is over: whoever came can no longer write (F13), and the guests hand over or end it (F23)."""
    request = locked(request_id)
    stay = AwayStay.objects.filter(request=request_id).first()
    if stay is None or not stay.is_open:
        return
    access.end_all_access(stay, AwayAccess.End.LAST_DAY, by=None)
    ways = ways_of(request)
    if ways.has("F23") and stay.state in BOXED and not clocks.is_running("away.over", request):
        await_side(
            "away.over",
            request,
            request.guest.lead,
            days=ways.number("over_days"),
            title="The last day is over: hand over what there is, or end it",
            silence="Homeport ends it; what is merged stays, and the rest is archived.",
        )
        waiting.tell_host(request, f"The last day of {request} is over: {request.title}", by=None)


@transaction.atomic
def end_box(request_id: int) -> None:
    """Nobody handed over or ended it: it ends. Nothing when it goes on with more time, or is over (F23)."""
    request = locked(request_id)
    stay = AwayStay.objects.filter(request=request, state__in=BOXED).first()
    if stay is None or request.state != AwayRequest.State.SIGNED or stay.ends_on >= timezone.now().date():
        return
    outcome = f"The last day was over, and nobody handed over or ended it. {request.guest.name} may build its own copy."
    changes = {"closed_at": timezone.now(), "outcome": outcome}
    states.REQUEST.move(request, "end", by=None, data={"may_copy": True}, **changes)
    end_stay(request, "part", by=None)
    waiting.stop_waiting(request, met=False)
    waiting.tell_sides(request, f"{request} has ended with its time: {request.title}", by=None)
    index_request(request)
