"""Waivers: a team leaves a finding, in public, with data, until a day."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from portal.kit.forms import posted
from portal.kit.htmx import page
from portal.kit.paging import choice, number
from services.actions.checks import waive_finding, withdraw_waiver
from services.forms import WaiverForm
from services.models import Waiver
from services.reads import contracts as reads
from services.reads.reports import reading_of
from services.views.find import own_team_ids, revision_of
from teams.people.asker import Request


@require_safe
def waiver_list(request: Request) -> HttpResponse:
    """Every waiver of the company, the next to end first."""
    states = {"": "All", **dict(Waiver.State.choices)}
    state = choice(request, "state", states, "active")
    context = {"page": reads.waivers(request.user, state, number(request)), "state": state, "states": states}
    context["mine"] = own_team_ids(request)
    return page(request, "services/waiver_list.html", context, pieces=("waivers",))


def finding_waive(request: Request, service: str, slug: str, number: int, fingerprint: str) -> HttpResponse:
    revision = revision_of(request, service, slug, number)
    reading = reading_of(revision)
    finding = reading.finding(fingerprint) if reading is not None else None
    if finding is None:
        raise Http404
    form = WaiverForm(posted(request))
    if request.method == "POST" and form.is_valid():
        waiver = waive_finding(revision, fingerprint, by=request.user, **form.cleaned_data)
        messages.success(request, f"Waived until {waiver.expires_on:%-d %B %Y}. It is listed for everybody.")
        return redirect(f"{revision.get_absolute_url()}?{finding.place}#L{max(finding.line, 1)}")
    context = {"form": form, "revision": revision, "contract": revision.contract, "finding": finding}
    return page(request, "services/waiver_form.html", context, status=422 if form.errors else 200)


@require_POST
def waiver_withdraw(request: Request, pk: int) -> HttpResponse:
    rows = Waiver.objects.visible_to(request.user).select_related("contract__service__team__lead")
    waiver = get_object_or_404(rows, pk=pk)
    withdraw_waiver(waiver, by=request.user)
    messages.success(request, "The waiver is withdrawn. The finding counts again.")
    return redirect("services:waiver-list")
