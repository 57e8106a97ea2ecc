"""The catalog's list."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from portal.kit import facets
from portal.kit.htmx import page
from services.reads import browse
from teams.people.asker import Request
from teams.people.reads import divisions


@require_safe
def service_list(request: Request) -> HttpResponse:
    """The catalog: facets, text, sort and page, all in the address."""
    shape = browse.service_shape(divisions.words())
    context = {"list": browse.catalog(request.user, facets.wanted(request, shape), shape, request.GET)}
    return page(request, "services/service_list.html", context, pieces=("services",))
