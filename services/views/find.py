"""How views look things up: always from what this person may see."""

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from portal.kit.paging import number
from services.models import Contract, Revision, Service
from services.reads.contracts import shown_revision
from teams.people.asker import Request
from teams.people.models import Team


def contract_of(request: Request, service: str, slug: str) -> Contract:
    """The contract of this address, with its service and team, or a 404."""
    rows = Contract.objects.visible_to(request.user).select_related("service__team__lead", "service__team__division")
    return get_object_or_404(rows, service__slug=service, slug=slug)


def revision_of(request: Request, service: str, slug: str, number: int) -> Revision:
    """The revision of this address, with its contract, service and team, or a 404."""
    rows = Revision.objects.visible_to(request.user).select_related(
        "contract__service__team__lead", "contract__service__team__division", "uploaded_by", "replaced_by"
    )
    return get_object_or_404(rows, contract__service__slug=service, contract__slug=slug, number=number)


def own_services(request: Request) -> QuerySet[Service]:
    """Services this person may act for: those of their teams; a steward's are all."""
    rows = Service.objects.visible_to(request.user).living().order_by("slug")
    if request.user.is_steward:
        return rows
    return rows.filter(team__memberships__person=request.user, team__memberships__until=None).distinct()


def own_team_ids(request: Request) -> set[int]:
    """Teams whose rows get buttons for this person. Only for lists: whether they may is still the action's to say."""
    person, teams = request.user, Team.objects.order_by()
    if not person.is_steward:
        teams = teams.filter(Q(lead=person) | Q(memberships__person=person, memberships__until=None))
    return set(teams.values_list("pk", flat=True))


def revision_beside(request: Request, contract: Contract) -> Revision:
    """The revision on top of a contract's tab: the one whose page one came from, else the one that stands for it."""
    rows = contract.revisions.select_related("uploaded_by", "replaced_by")
    found = rows.filter(number=number(request, "revision")).first() if request.GET.get("revision") else None
    if found is None:
        shown = shown_revision(request.user, contract)
        found = get_object_or_404(rows, pk=shown.pk if shown is not None else None)
    found.contract = contract
    return found
