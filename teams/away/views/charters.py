"""The charter of an away team: read, written anew, signed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from portal.kit import policies
from portal.kit.forms import posted, show
from portal.kit.htmx import page
from portal.kit.outside import look_at, way_to_ask
from portal.kit.paging import number
from portal.kit.refusals import Invalid
from teams.away.actions.charters import draft_charter, sign_charter
from teams.away.forms import CharterForm
from teams.away.models import AwayRequest
from teams.away.policies import signs_for
from teams.away.reads import charters as reads
from teams.away.reads.ways import ways_of
from teams.away.views.find import present, request_of
from teams.people.asker import Request


@require_safe
def charter(request: Request, pk: int) -> HttpResponse:
    """The newest version, or the one the address names; the form to write the first where there is none."""
    found = request_of(request, pk)
    read = reads.charter_page(found, number(request, "version") if "version" in request.GET else 0)
    signs = signs_for(request.user, found)
    context: dict[str, Any] = {
        "away": found,
        "page": read,
        "ways": ways_of(found),
        "later": found.demands.count() if found.signed_at else 0,
        "is_open": found.state == AwayRequest.State.AGREED,
        "may": {
            "draft": policies.may(request.user, "away.draft", found),
            "sign": policies.may(request.user, "away.sign", found),
        },
        "look": look_at(read.charter) if read else None,
        "ask": way_to_ask(read.charter, request.user) if read else "",
        "to_sign": bool(read and set(signs) - read.signed_sides),
    }
    return page(request, "away/charter.html", context)


def charter_draft(request: Request, pk: int) -> HttpResponse:
    """Write the first version, made of the request, or the next one, begun from the newest."""
    found = request_of(request, pk)
    policies.require(request.user, "away.draft", found)
    hosts, guests = present(found.host), present(found.guest)
    newest = next(iter(reads.versions(found)), None)
    people = [member.person for member in hosts], [member.person for member in guests]
    terms = reads.written(newest) if newest is not None else reads.first_words(found, *people)
    initial = {**terms, "criteria": "\n".join(terms["criteria"]), "after": newest.number if newest else 0}
    form = CharterForm(posted(request), hosts=hosts, guests=guests, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = draft_charter(found, by=request.user, **form.words)
        except Invalid as refusal:
            show(form, refusal)
        else:
            messages.success(request, f"Version {made.number} is written. Both leads sign it.")
            return redirect("away:charter", pk=pk)
    context = {"away": found, "form": form, "newest": newest}
    return page(request, "away/charter_form.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def charter_sign(request: Request, pk: int) -> HttpResponse:
    signed = sign_charter(request_of(request, pk), by=request.user, digest=str(request.POST.get("digest", ""))[:64])
    messages.success(request, f"Signed: version {signed.number}, {signed.seal}.")
    return redirect("away:charter", pk=pk)
