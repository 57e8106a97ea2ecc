"""The host says that it has seen a request, and by when it decides (F5): nudged, its lead told, counted as late."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from portal.kit import audit, clocks, notices, policies
from portal.kit.refusals import Invalid, Refused
from portal.kit.text import storable
from portal.models import Clock
from teams.away.actions import asking_clocks, waiting
from teams.away.actions.given import LONGEST
from teams.away.actions.silence import head_above, locked
from teams.away.models import AwayRequest
from teams.people.models import Person


@transaction.atomic
def acknowledge_away(
    request: AwayRequest, *, by: Person, answer: str = "", decides_on: date | None = None
) -> AwayRequest:
    """The host has seen it and says by when it decides: a first answer, which stops the nudging and decides nothing.

    Refuses once anything was answered, and a day after the decision is due: then the request is passed on anyway.
    """
    policies.require(by, "away.decide", request)
    held = locked(request.pk)
    if not held.is_undecided or held.first_answer_at is not None:
        raise Refused("away-answered-already", f"{request} was answered already. Look at it again.")
    due = Clock.objects.filter(kind="away.answer", subject=audit.ref(held), state=Clock.State.OPEN).first()
    last = due.due_at.date() if due is not None else None
    today = timezone.now().date()
    if decides_on is not None and (decides_on < today or (last is not None and decides_on > last)):
        until = f"Choose a day until {last:%-d %B %Y}: then it is passed on." if last else "Choose a day to come."
        raise Invalid("away-decision-day", until, decides_on="Not in that time.")
    day = decides_on or last
    words = storable(answer.strip(), LONGEST)
    mark_answered(request, by=by, decides_on=day)
    data = {"day": f"{day:%-d %B %Y}" if day else "", "words": words}
    audit.record(by, "awayrequest.acknowledge", request, data=data)
    when = f" and decides by {day:%-d %B}" if day else ""
    waiting.tell_guest(request, f"has seen {request}, {request.title}{when}", by=by)
    return request


def mark_answered(request: AwayRequest, *, by: Person, decides_on: date | None = None) -> None:
    """Whatever the host says first is its first answer: nobody is nudged any more. In the caller's transaction."""
    if request.first_answer_at is None:
        facts = {"first_answer_at": timezone.now(), "first_answer_by": by, "decides_on": decides_on}
        AwayRequest.objects.filter(pk=request.pk).update(**facts)
        request.first_answer_at, request.first_answer_by, request.decides_on = facts.values()  # type: ignore[assignment]
    clocks.meet(asking_clocks.FIRST, request)


@transaction.atomic
def nudge_host(request_id: int) -> None:
    """Nobody of the host has said anything in time: all of them are nudged. Nothing when somebody has."""
    request = _silent(request_id)
    if request is None or _was_awaited("away.first-lead", request):
        return
    text = f"{request.guest.name} has not heard from you about {request}: say that you have seen it"
    waiting.tell_host(request, text, by=None)
    asking_clocks.await_first_lead(request)


@transaction.atomic
def tell_lead(request_id: int) -> None:
    """Nudged in vain: the host's lead is told, and answers for it."""
    request = _silent(request_id)
    if request is None or _was_awaited("away.first-head", request):
        return
    text = f"Nobody of {request.host.name} has said that they have seen {request}, {request.title}"
    notices.tell([request.host.lead], text, about=request, url=request.get_absolute_url())
    asking_clocks.await_first_head(request)


@transaction.atomic
def count_late(request_id: int) -> None:
    """Still nothing: whoever leads the host's division is told, and the host's first answer counts as late."""
    request = _silent(request_id)
    if request is None or request.late_at is not None:
        return
    AwayRequest.objects.filter(pk=request.pk).update(late_at=timezone.now())
    audit.record(None, "awayrequest.late", request, data={"host": request.host_id})
    head = head_above(request.host.division)
    text = f"{request.host.name} has not said that it has seen {request}: its first answer is late"
    if head is not None:
        notices.tell([head], text, about=request, url=request.get_absolute_url())
    waiting.tell_guest(request, text, by=None)


def _silent(request_id: int) -> AwayRequest | None:
    """The request, held, while the host has not said anything and still has to."""
    request = locked(request_id)
    return request if request.is_undecided and request.first_answer_at is None else None


def _was_awaited(kind: str, request: AwayRequest) -> bool:
    """Whether this clock has run already, even if it is over: a job that is delivered again starts it once."""
    return Clock.objects.filter(kind=kind, subject=audit.ref(request)).exists()
