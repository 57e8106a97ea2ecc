"""Teams end and services change hands (F40): what is open moves with the owner, or ends in order. Nothing hangs."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.kit import audit, clocks, notices
from portal.models import Clock
from services.models import Service
from teams.away import states
from teams.away.actions import asking_clocks, waiting
from teams.away.actions.finding import index_request
from teams.away.actions.places import free_place
from teams.away.actions.silence import head_above, locked
from teams.away.actions.stays import end_stay
from teams.away.models import AwayBundle, AwayRequest
from teams.away.reads.ways import ways_of
from teams.people.models import Person, Team
from teams.people.reads.calendars import hours_of

_S = AwayRequest.State


@transaction.atomic
def move_with_service(service_id: int) -> None:
    """The service has another owner: its open requests and charters are that team's now. Done twice, nothing more."""
    service = Service.objects.select_related("team").get(pk=service_id)
    for pk in _open(service=service).exclude(host=service.team_id).values_list("pk", flat=True):
        request = locked(pk)
        if request.is_open and ways_of(request).has("F40"):
            _rehome(request, service.team)


@transaction.atomic
def follow_team(team_id: int) -> None:
    """The team is disbanded: what it asked ends in order; what it was asked waits for the service's next owner."""
    team = Team.objects.select_related("division").get(pk=team_id)
    for pk in _open(guest=team).values_list("pk", flat=True):
        request = locked(pk)
        if request.is_open and ways_of(request).has("F40"):
            _close(request, f"{team.name}, which asked, was disbanded.")
    for pk in _open(host=team, stand_in=None).values_list("pk", flat=True):
        request = locked(pk)
        if not request.is_open or not ways_of(request).has("F40"):
            continue
        if request.service.team_id != team.pk:
            _rehome(request, request.service.team)
        else:
            _orphan(request)


@transaction.atomic
def end_orphan(request_id: int) -> None:
    """Nobody gave the service an owner in time: the request ends. Nothing when it has one, or is over."""
    request = locked(request_id)
    if request.is_open and request.stand_in is not None and not clocks.is_running("away.orphan", request):
        _close(request, f"{request.host.name} was disbanded, and nobody took over {request.service.slug} in time.")


def _open(**which: Any) -> Any:
    return AwayRequest.objects.open().filter(**which).order_by("pk")


def _rehome(request: AwayRequest, new: Team) -> None:
    """The new owner is the host, with the time that is left; one that is the guest itself needs nobody any more."""
    if new.pk == request.guest_id:
        _close(request, f"{request.service.slug} is {new.name}'s own now: nobody needs to agree.")
        return
    old, new = request.host, Team.objects.select_related("lead", "division__head").get(pk=new.pk)
    changes: dict[str, Any] = {"host": new, "stand_in": None}
    if request.contact_id is not None:
        changes["contact"] = new.lead
    if request.state == _S.ESCALATED:
        changes["escalated_to"] = head_above(new.division)
    if request.urged_side == "host":
        changes |= {"urged": None, "urged_side": ""}
    clocks.meet("away.orphan", request)
    _hand_over(request, old, new, changes.get("escalated_to"))
    AwayRequest.objects.filter(pk=request.pk).update(**changes)
    AwayBundle.objects.filter(requests=request.pk).update(host=new)
    moved = locked(request.pk)
    audit.record(None, "awayrequest.move-host", moved, data={"from": old.pk, "to": new.pk})
    text = f"{moved}, {moved.title}, moves with {moved.service.slug} from {old.name} to {new.name}"
    waiting.tell_sides(moved, text, by=None)
    index_request(moved)


def _hand_over(request: AwayRequest, old: Team, new: Team, head: Person | None) -> None:
    """What was awaited of the old host, its lead, its head or who stood in is awaited of the new one."""
    whose = Q(awaited_team=old) | Q(awaited_person__in=[pk for pk in (old.lead_id, request.stand_in_id) if pk])
    if request.escalated_to_id is not None:
        whose |= Q(awaited_person=request.escalated_to_id, kind="away.escalation")
    for clock in _clocks(request).filter(whose):
        if clock.kind == "away.escalation" and head is not None:
            _await(clock, old, new, person=head)
        elif clock.awaited_person_id == old.lead_id:
            _await(clock, old, new, person=new.lead)
        else:
            _await(clock, old, new, team=new)


def _orphan(request: AwayRequest) -> None:
    """Whoever leads above the host stands in for it, until its service has an owner; without anybody it ends."""
    steward = Person.objects.present().filter(is_steward=True).order_by("pk").first()
    head = head_above(request.host.division) or steward
    if head is None:
        _close(request, f"{request.host.name} was disbanded, and nobody is above it.")
        return
    AwayRequest.objects.filter(pk=request.pk).update(stand_in=head)
    request.stand_in = head
    for clock in _clocks(request).filter(Q(awaited_team=request.host) | Q(awaited_person=request.host.lead_id)):
        _await(clock, request.host, request.host, person=head)
    audit.record(None, "awayrequest.orphan", request, data={"to": head.pk})
    asking_clocks.await_owner(request, head)
    text = f"{request.host.name} is gone: {request}, {request.title}, waits for an owner of {request.service.slug}"
    notices.tell([head], text, about=request, url=request.get_absolute_url())
    waiting.tell_guest(request, text, by=None)


def _clocks(request: AwayRequest) -> Any:
    """Everything awaited of the request, its charter, its demands and its changes."""
    here = Q(subject=audit.ref(request)) | Q(url__startswith=request.get_absolute_url())
    return Clock.objects.filter(here, state=Clock.State.OPEN).exclude(kind="away.orphan").order_by("pk")


def _await(clock: Clock, old: Team, new: Team, *, person: Person | None = None, team: Team | None = None) -> None:
    clock.awaited_person, clock.awaited_team = person, team
    clock.title, clock.silence = (text.replace(old.name, new.name)[:300] for text in (clock.title, clock.silence))
    clock.save(update_fields=["awaited_person", "awaited_team", "title", "silence"])
    awaited = person or team
    if awaited is not None:
        clocks.reckon(clock, hours_of(awaited))


def _close(request: AwayRequest, outcome: str) -> None:
    """It ends in order: what was not decided expires, what was agreed to ends with its stay. The guest may copy."""
    now = timezone.now()
    facts: dict[str, Any] = {"closed_at": now, "outcome": outcome}
    if request.state in AwayRequest.BEFORE:
        facts |= {"escalated_at": request.escalated_at or now, "decided_at": None, "decided_by": None}
        states.REQUEST.move(request, "expire", by=None, data={"why": outcome}, **facts)
    else:
        states.REQUEST.move(request, "end", by=None, data={"why": outcome}, **facts)
        end_stay(request, "part", by=None)
        free_place(request)
    waiting.stop_waiting(request, met=False)
    waiting.tell_sides(request, f"{request}, {request.title}, ends: {outcome}", by=None)
    index_request(request)
