"""The catalog's list and the page of one service."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from portal.kit.forms import posted
from portal.kit.htmx import page
from portal.kit.paging import choice, number
from portal.kit.text import asked
from services import states
from services.actions.catalog import change_service, move_service, register_service
from services.forms import ServiceForm
from services.models import Service
from services.reads import catalog as reads
from teams.people.asker import Request


@require_safe
def service_list(request: Request) -> HttpResponse:
    """The plain list: text, lifecycle, criticality, sort, page, all in the address."""
    lifecycles = {"": "", **dict(Service.Lifecycle.choices)}
    criticalities = {"": "", **dict(Service.Criticality.choices)}
    wanted = reads.ServiceFilter(
        text=asked(request, "q"),
        lifecycle=choice(request, "lifecycle", lifecycles, ""),
        criticality=choice(request, "criticality", criticalities, ""),
        sort=choice(request, "sort", reads.SORTS, "name"),
    )
    context = {
        "page": reads.services(request.user, wanted, number(request)),
        "wanted": wanted,
        "lifecycles": lifecycles,
        "criticalities": criticalities,
        "sorts": reads.SORTS,
    }
    return page(request, "services/service_list.html", context, pieces=("services",))


@require_safe
def service(request: Request, slug: str) -> HttpResponse:
    found = get_object_or_404(_services(request), slug=slug)
    context = {"page": reads.service_page(request.user, found), "service": found, "moves": states.SERVICE.open(found)}
    return page(request, "services/service.html", context)


def service_new(request: Request) -> HttpResponse:
    form = ServiceForm(posted(request), person=request.user)
    if request.method == "POST" and form.is_valid():
        words = dict(form.cleaned_data)
        made = register_service(words.pop("team"), words.pop("slug"), by=request.user, **words)
        messages.success(request, f"{made.slug} is in the catalog. Now register its first contract.")
        return redirect(made)
    return page(request, "services/service_form.html", {"form": form}, status=422 if form.errors else 200)


def service_change(request: Request, slug: str) -> HttpResponse:
    found = get_object_or_404(_services(request), slug=slug)
    form = ServiceForm(posted(request), instance=found)
    if request.method == "POST" and form.is_valid():
        change_service(get_object_or_404(_services(request), pk=found.pk), by=request.user, **form.cleaned_data)
        messages.success(request, "The facts are corrected.")
        return redirect(found)
    context = {"form": form, "service": found}
    return page(request, "services/service_form.html", context, status=422 if form.errors else 200)


@require_POST
def service_move(request: Request, slug: str, verb: str) -> HttpResponse:
    found = get_object_or_404(_services(request), slug=slug)
    move_service(found, verb, by=request.user)
    messages.success(request, f"{found.slug} is {found.get_lifecycle_display().lower()} now.")
    return redirect(found)


def _services(request: Request):  # type: ignore[no-untyped-def]
    return Service.objects.visible_to(request.user).select_related("team__division", "team__lead")
