"""A team asks to work on another team's service: what is there already, then the form."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect

from portal.kit.forms import posted, show
from portal.kit.htmx import page
from portal.kit.refusals import Invalid
from portal.kit.text import asked
from services.models import Service
from services.reads.catalog import contract_lines
from teams.away.actions.requests import ask_away, why_not_ask
from teams.away.forms import AskForm
from teams.away.reads.requests import asked_before
from teams.away.views.find import guests, present, service_named, team_named
from teams.people.asker import Request
from teams.people.models import Team


def request_new(request: Request) -> HttpResponse:
    """Which service, then for which of one's teams, then what."""
    slug = _given(request, "service")
    service = service_named(request, slug) if slug else None
    if service is None:
        wrong = bool(slug) or request.method == "POST"
        context = {"slug": slug, "wrong": wrong}
        return page(request, "away/request_which.html", context, status=422 if wrong else 200)
    teams = guests(request, service)
    wanted = _given(request, "guest")
    guest = team_named(request, wanted) if wanted else next(iter(teams), None)
    form = AskForm(posted(request), members=present(guest) if guest is not None else [])
    if request.method == "POST" and guest is not None and form.is_valid():
        try:
            made = ask_away(service, guest=guest, by=request.user, **form.words)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, f"Asked. {service.team.name} has five working days to answer.")
            return redirect(made)
    context = {"form": form, "service": service, "guest": guest, "guests": teams, **_before(request, service, guest)}
    return page(request, "away/request_form.html", context, status=422 if request.method == "POST" else 200)


def _before(request: Request, service: Service, guest: Team | None) -> dict[str, Any]:
    """What there is already, and what stands in the way of asking at all."""
    lines = contract_lines(request.user, Q(service=service))
    refusal = why_not_ask(service, guest) if guest is not None else None
    return {
        "contracts": [line for line in lines if line.shown and line.shown.state in {"published", "deprecated"}],
        "before": asked_before(service),
        "refusal": refusal.message if refusal is not None else "",
    }


def _given(request: Request, name: str) -> str:
    """A word of the form, else of the address."""
    return str(request.POST.get(name, ""))[:80].strip() or asked(request, name)
