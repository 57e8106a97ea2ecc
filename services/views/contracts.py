"""The list of contracts; one contract; what is said beside its document."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from portal.kit import facets
from portal.kit.forms import posted
from portal.kit.htmx import page
from portal.kit.paging import number
from services.actions.contracts import change_contract
from services.forms import FactsForm
from services.reads import browse
from services.reads import contracts as reads
from services.views.find import contract_of, revision_beside
from teams.people.asker import Request
from teams.people.reads import divisions


@require_safe
def contract_list(request: Request) -> HttpResponse:
    """Every contract: facets, text, sort and page, all in the address."""
    shape = browse.contract_shape(divisions.words())
    context = {"list": browse.contract_list(request.user, facets.wanted(request, shape), shape, request.GET)}
    return page(request, "services/contract_list.html", context, pieces=("contracts",))


@require_safe
def contract(request: Request, service: str, slug: str) -> HttpResponse:
    """A contract's address leads to the revision that stands for it."""
    found = contract_of(request, service, slug)
    shown = reads.shown_revision(request.user, found)
    return redirect(shown) if shown is not None else redirect(found.service)


@require_safe
def contract_revisions(request: Request, service: str, slug: str) -> HttpResponse:
    found = contract_of(request, service, slug)
    revision = revision_beside(request, found)
    context = {
        "contract": found,
        "revision": revision,
        "head": reads.head(revision, request.user),
        "page": reads.revisions(found, number(request)),
        "tab": "revisions",
    }
    return page(request, "services/contract_revisions.html", context)


def contract_change(request: Request, service: str, slug: str) -> HttpResponse:
    found = contract_of(request, service, slug)
    form = FactsForm(posted(request), initial={"audience": found.audience, "text": found.text, **found.facts})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        change_contract(found, by=request.user, audience=words["audience"], text=words["text"], facts=form.facts)
        messages.success(request, "Corrected. An open draft is checked again.")
        return redirect(found)
    context = {"form": form, "contract": found}
    return page(request, "services/contract_change.html", context, status=422 if form.errors else 200)
