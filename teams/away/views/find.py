"""How views of this room look things up: always from what this person may see."""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.text import slugify

from services.models import Service
from teams.away.models import AwayChange, AwayDemand, AwayDraft, AwayRequest
from teams.people.asker import Request
from teams.people.models import Membership, Team


def request_of(request: Request, pk: int) -> AwayRequest:
    """The request of this address with both its sides, or a 404."""
    return get_object_or_404(AwayRequest.objects.visible_to(request.user).with_sides(), pk=pk)


def demand_of(request: Request, pk: int, number: int) -> AwayDemand:
    """The demand of this number with its request and both sides, or a 404."""
    found = request_of(request, pk)
    demand = get_object_or_404(found.demands.select_related("made_by", "answered_by"), number=number)
    demand.request = found
    return demand


def draft_of(request: Request, pk: int) -> AwayDraft:
    """The draft of this address, or a 404: for its writer and the guest team."""
    rows = AwayDraft.objects.visible_to(request.user).whole()
    found = get_object_or_404(
        rows.select_related("request", "service__team__division__head", "service__closed_by"), pk=pk
    )
    if found.ended_at is not None and found.request_id is None:
        raise Http404
    return found


def service_named(request: Request, slug: str) -> Service | None:
    """The service somebody wants to work on, with what says whether it may be asked about; "Orders" is `orders`."""
    rows = Service.objects.visible_to(request.user).select_related("team__lead", "team__division__head", "closed_by")
    return rows.filter(slug=slugify(slug)).first()


def services_like(request: Request, text: str) -> list[Service]:
    """At most six services that have a word of this text in their short name."""
    words = [word for word in slugify(text).split("-") if len(word) > 2]
    if not words:
        return []
    alike = reduce(or_, (Q(slug__icontains=word) for word in words))
    return list(Service.objects.visible_to(request.user).filter(alike).select_related("team").order_by("slug")[:6])


def team_named(request: Request, slug: str) -> Team | None:
    """The team somebody wants to ask for; whether they may is the action's to say."""
    return Team.objects.visible_to(request.user).select_related("lead").filter(slug=slug).first()


def guests(request: Request, service: Service) -> list[Team]:
    """Teams this person may ask for, without the host itself: their own; a steward in none may ask for any."""
    rows: QuerySet[Team] = Team.objects.standing().select_related("lead")
    person = request.user
    mine = rows.filter(Q(lead=person) | Q(memberships__person=person, memberships__until=None)).distinct()
    found = list(mine) or (list(rows) if person.is_steward else [])
    return [team for team in found if team.pk != service.team_id]


def present(team: Team) -> list[Membership]:
    """Who works in the team now, its longest member first."""
    return list(team.memberships.filter(until=None).select_related("person").order_by("since", "pk"))


def change_of(request: Request, pk: int, number: int) -> AwayChange:
    """The change of this number with its request and both sides, or a 404."""
    found = request_of(request, pk)
    people = ("author", "neutral", "mediator", "back_door_by", "revision__contract__service")
    change = get_object_or_404(found.changes.select_related(*people), number=number)
    change.request = found
    return change
