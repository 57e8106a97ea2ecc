"""A team's page stands on the roof, because it shows what several rooms know of the team."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from portal.kit.htmx import page
from services.reads.catalog import ServiceFilter, services
from teams.people import reads
from teams.people.asker import Request
from teams.people.forms import JoinForm
from teams.people.models import Team


@require_safe
def team(request: Request, slug: str) -> HttpResponse:
    found = get_object_or_404(Team.objects.visible_to(request.user).select_related("division", "lead"), slug=slug)
    owned = services(request.user, ServiceFilter(team=found.slug), 1, size=200)
    context = {"page": reads.team_page(found), "team": found, "services": owned, "join_form": JoinForm()}
    return page(request, "people/team.html", context)
