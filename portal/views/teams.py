"""Pages of teams and divisions stand on the roof, because they show what several rooms know of them."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal import branches
from portal.kit import beside
from portal.kit.facets import Wanted
from portal.kit.htmx import page
from services.reads.browse import services
from teams.away.reads.orphans import orphans_below
from teams.away.reads.signals import signals_below
from teams.people.asker import Request
from teams.people.forms import JoinForm
from teams.people.models import Team
from teams.people.reads import teams as reads
from teams.people.reads.calendars import freezes_set

MOST = 200
MOST_SIGNALS = 10


@require_safe
def team(request: Request, slug: str) -> HttpResponse:
    found = get_object_or_404(Team.objects.visible_to(request.user).select_related("division", "lead"), slug=slug)
    panels = beside.about(found, request.user)
    shown = reads.team_page(found)
    context = {
        "page": shown,
        "team": found,
        "services": services(request.user, Wanted(sort="name", size=MOST), found.slug),
        "panels": panels,
        "next_clock": shown.clocks[0] if shown.clocks else None,
        "now": timezone.now(),
        "join_form": JoinForm(),
        "room": "teams",
    }
    return page(request, "people/team.html", context)


@require_safe
def division_list(request: Request) -> HttpResponse:
    """The organisation as a tree."""
    return page(request, "people/division_list.html", {"tops": branches.tree(request.user), "room": "teams"})


@require_safe
def division(request: Request, slug: str) -> HttpResponse:
    shown = branches.division_page(request.user, slug)
    if shown is None:
        raise Http404
    found = shown.twig.division
    context = {
        "page": shown,
        "division": found,
        "freezes": freezes_set(found),
        "orphans": orphans_below(shown.twig.all_divisions(), MOST_SIGNALS),
        "signals": signals_below(shown.twig.all_divisions(), MOST_SIGNALS),
        "now": timezone.now(),
        "room": "teams",
    }
    return page(request, "people/division.html", context)
