"""The page of one service and its tabs; its facts, its life, and whether its source is open."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from portal.kit.forms import posted, show
from portal.kit.htmx import page
from portal.kit.paging import number
from portal.kit.refusals import Invalid
from services import states
from services.actions.catalog import change_service, close_source, move_service, open_source, register_service
from services.actions.handing_over import hand_over_service
from services.forms import HandOverForm, ServiceForm, SourceForm
from services.models import Service
from services.reads import service as reads
from teams.people.asker import Request


def _service(request: Request, slug: str) -> Service:
    rows = Service.objects.visible_to(request.user).select_related("team__division", "team__lead", "closed_by")
    return get_object_or_404(rows, slug=slug)


def _tab(request: Request, found: Service, tab: str, **more: Any) -> dict[str, Any]:
    return {"service": found, "top": reads.head(request.user, found), "tab": tab, **more}


@require_safe
def service(request: Request, slug: str) -> HttpResponse:
    found = _service(request, slug)
    context = _tab(request, found, "overview", moves=states.SERVICE.open(found))
    context["page"] = reads.overview(context["top"])
    return page(request, "services/service.html", context)


@require_safe
def service_uses(request: Request, slug: str) -> HttpResponse:
    """Who uses it and what it uses, two steps far, as a drawing and as tables."""
    context = _tab(request, _service(request, slug), "uses")
    context["drawing"] = reads.far(context["top"])
    return page(request, "services/service_uses.html", context)


@require_safe
def service_history(request: Request, slug: str) -> HttpResponse:
    found = _service(request, slug)
    context = _tab(request, found, "history", page=reads.history(found, number(request)))
    return page(request, "services/service_history.html", context, pieces=("history",))


@require_safe
def service_beside(request: Request, slug: str, name: str) -> HttpResponse:
    """What one higher room knows of it."""
    context = _tab(request, _service(request, slug), name)
    context["panel"] = next((panel for panel in context["top"].panels if panel.name == name), None)
    if context["panel"] is None:
        raise Http404
    return page(request, "services/service_beside.html", context)


def service_new(request: Request) -> HttpResponse:
    form = ServiceForm(posted(request), person=request.user)
    if request.method == "POST" and form.is_valid():
        words = dict(form.cleaned_data)
        made = register_service(words.pop("team"), words.pop("slug"), by=request.user, **words)
        messages.success(request, f"{made.slug} is in the catalog. Now register its first contract.")
        return redirect(made)
    context = {"form": form, "homeless": not form.fields["team"].queryset.exists()}  # type: ignore[attr-defined]
    return page(request, "services/service_form.html", context, status=422 if form.errors else 200)


def service_change(request: Request, slug: str) -> HttpResponse:
    found = _service(request, slug)
    form = ServiceForm(posted(request), instance=found)
    if request.method == "POST" and form.is_valid():
        change_service(_service(request, slug), by=request.user, **form.cleaned_data)
        messages.success(request, "The facts are corrected.")
        return redirect(found)
    context = {"form": form, "service": found}
    return page(request, "services/service_form.html", context, status=422 if form.errors else 200)


@require_POST
def service_move(request: Request, slug: str, verb: str) -> HttpResponse:
    found = _service(request, slug)
    move_service(found, verb, by=request.user)
    messages.success(request, f"{found.slug} is {found.get_lifecycle_display().lower()} now.")
    return redirect(found)


def service_hand_over(request: Request, slug: str) -> HttpResponse:
    """Give it another owner."""
    found = _service(request, slug)
    form = HandOverForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            hand_over_service(found, by=request.user, **form.cleaned_data)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, f"{found.slug} is owned by {found.team.name} now.")
            return redirect(found)
    context = {"form": form, "service": found}
    return page(request, "services/service_hand_over.html", context, status=422 if form.errors else 200)


def service_source(request: Request, slug: str) -> HttpResponse:
    """Close the source, with a reason, somebody who approves, and an end; or change these."""
    found = _service(request, slug)
    form = SourceForm(posted(request))
    if request.method == "POST" and form.is_valid():
        close_source(found, by=request.user, **form.cleaned_data)
        messages.success(request, f"The source of {found.slug} is closed until {found.closed_until:%-d %B %Y}.")
        return redirect(found)
    context = {"form": form, "service": found}
    return page(request, "services/service_source.html", context, status=422 if form.errors else 200)


@require_POST
def service_open(request: Request, slug: str) -> HttpResponse:
    found = _service(request, slug)
    open_source(found, by=request.user)
    messages.success(request, f"Everybody inside can read the source of {found.slug} again.")
    return redirect(found)
