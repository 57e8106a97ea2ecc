"""A host takes so many away teams at once, and a person is in so few: whoever was agreed to beyond it waits (F9)."""

from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from portal.kit import jobs, notices
from teams.away import states
from teams.away.actions import asking_clocks, waiting
from teams.away.actions.finding import index_request
from teams.away.actions.silence import head_above, locked
from teams.away.models import AwayRequest, AwayStrain
from teams.away.reads.places import why_full
from teams.people.models import Person, Team

YEAR = timedelta(days=365)


def hold_sides(request: AwayRequest) -> None:
    """Of two agreements at the same moment the second sees the first: both teams, and who would come, are held until it
    is over. People as well, for one may come from two teams to two hosts. SQLite has one writer at a time anyway."""
    if not connection.features.has_select_for_update:
        return
    teams = Team.objects.filter(pk__in=(request.host_id, request.guest_id))
    for rows in (teams, Person.objects.filter(pk__in=request.members.values("person"))):
        list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def let_in(request: AwayRequest, *, by: Person, **changes: Any) -> bool:
    """They come now, or wait for a place. Returns whether now. Whoever is asked above the host lets them in anyway."""
    hold_sides(request)
    above = request.state == AwayRequest.State.ESCALATED and by.pk == request.escalated_to_id
    why = "" if above else why_full(request)
    if why:
        states.REQUEST.move(request, "queue", by=by, data={"why": why}, queued_at=timezone.now(), **changes)
        return False
    states.REQUEST.move(request, "agree", by=by, **changes)
    return True


def free_place(request: AwayRequest) -> None:
    """One is over, or has left the code: whoever waits is looked at, by a job of this transaction."""
    jobs.enqueue("away.fill_places", request.pk)


@transaction.atomic
def fill_places(request_id: int) -> None:
    """Begin with whoever waits longest and can come now: a place at the host is free, or a person is back."""
    waits = AwayRequest.objects.filter(state=AwayRequest.State.QUEUED).order_by("queued_at", "pk")
    for pk in list(waits.values_list("pk", flat=True)):
        request = locked(pk)
        hold_sides(request)
        if request.state == AwayRequest.State.QUEUED and not why_full(request):
            _start(request)


def _start(request: AwayRequest) -> None:
    states.REQUEST.move(request, "start", by=None)
    waiting.stop_waiting(request, met=True)
    waiting.await_draft(request)
    waiting.tell_guest(request, f"It is your turn at {request.host.name}: draft the charter of {request}", by=None)
    waiting.tell_host(request, f"{request.guest.name} comes now: a place is free for {request}", by=None)
    index_request(request)


@transaction.atomic
def overflow(request_id: int) -> None:
    """No place became free in time: whoever leads above the host lets them in, or declines. Counted as a signal."""
    request = locked(request_id)
    if request.state != AwayRequest.State.QUEUED:
        return
    pass_on(request, by=None)
    raise_signal(request, AwayStrain.Kind.FULL, 1)


def pass_on(request: AwayRequest, *, by: Person | None, why: str = "") -> Person | None:
    """Whoever leads above the host is asked, with its whole time. In the caller's transaction."""
    head = head_above(request.host.division)
    facts: dict[str, Any] = {"escalated_at": timezone.now(), "escalated_to": head}
    if request.state == AwayRequest.State.QUEUED:  # the agreement was to come later; now it is asked anew
        facts |= {"decided_at": None, "decided_by": None, "contact": None, "queued_at": None}
    data = {"to": head.pk if head else None, "why": why}
    states.REQUEST.move(request, "escalate", by=by, data=data, **facts)
    waiting.stop_waiting(request, met=False, but=asking_clocks.FIRST)
    waiting.await_escalation(request)
    index_request(request)
    return head


def raise_signal(request: AwayRequest, kind: str, least: int) -> None:
    """So often within a year is a signal: a row for whoever leads above the host, who is told. Fewer are not."""
    since = timezone.now() - YEAR
    signals = AwayStrain.objects.filter(team=request.host_id, kind=kind, at__gte=since)
    declined = AwayRequest.objects.filter(host=request.host_id, reason=kind, decided_at__gte=since)
    count = signals.count() + 1 if kind == AwayStrain.Kind.FULL else declined.count()
    if count < least:
        return
    AwayStrain.objects.get_or_create(kind=kind, request=request, defaults={"team": request.host, "count": count})
    head = head_above(request.host.division)
    if head is not None:
        label = AwayStrain.Kind(kind).label.lower()
        text = f"{request.host.name}, {request}: {label}, {count} times within a year"
        notices.tell([head], text, about=request, url=request.get_absolute_url())
