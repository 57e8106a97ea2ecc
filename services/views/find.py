"""How views look things up: always from what this person may see."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from services.models import Contract, Revision, Service


def contract_of(request: HttpRequest, service: str, slug: str) -> Contract:
    """The contract of this address, with its service and team, or a 404."""
    rows = Contract.objects.visible_to(request.user).select_related("service__team__lead", "service__team__division")
    return get_object_or_404(rows, service__slug=service, slug=slug)


def revision_of(request: HttpRequest, service: str, slug: str, number: int) -> Revision:
    """The revision of this address, with its contract, service and team, or a 404."""
    rows = Revision.objects.visible_to(request.user).select_related(
        "contract__service__team__lead", "contract__service__team__division", "uploaded_by", "replaced_by"
    )
    return get_object_or_404(rows, contract__service__slug=service, contract__slug=slug, number=number)


def own_services(request: HttpRequest) -> QuerySet[Service]:
    """Services this person may act for: those of their teams; a steward's are all."""
    rows = Service.objects.visible_to(request.user).living().order_by("slug")
    if request.user.is_steward:
        return rows
    return rows.filter(team__memberships__person=request.user, team__memberships__until=None).distinct()
