"""How views of this room look things up: always from what this person may see."""

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from services.models import Service
from teams.away.models import AwayDemand, AwayRequest
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


def service_named(request: Request, slug: str) -> Service | None:
    """The service somebody wants to work on, with what says whether it may be asked about."""
    rows = Service.objects.visible_to(request.user).select_related("team__lead", "team__division__head", "closed_by")
    return rows.filter(slug=slug).first()


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
