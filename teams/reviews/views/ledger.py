"""The ledger of advice that was not followed."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from portal.kit import facets
from portal.kit.htmx import page
from portal.kit.text import asked
from teams.people.asker import Request
from teams.reviews.reads import ledger as reads


@require_safe
def ledger(request: Request) -> HttpResponse:
    """Due first; for whoever manages people, their own chain unless they ask for all."""
    shape = reads.shape()
    found = reads.ledger(
        request.user, facets.wanted(request, shape), shape, request.GET, asked(request, "manager")
    )  # fmt: skip
    return page(request, "reviews/ledger.html", {"page": found, "list": found.listed}, pieces=("ledger",))
