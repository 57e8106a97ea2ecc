"""What changed between two revisions of a contract."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from portal.kit.htmx import page
from portal.kit.paging import number as page_number
from services.reads import compare as read
from services.reads import contracts as reads
from services.reads.saying import said_by_line
from services.views.find import contract_of, revision_of
from teams.people.asker import Request


@require_safe
def revision_compare(request: Request, service: str, slug: str, number: int, other: int) -> HttpResponse:
    """From the ``other`` revision to this one, line by line, and the findings that came and went."""
    found = revision_of(request, service, slug, number)
    before = revision_of(request, service, slug, other)
    top = reads.head(found, request.user)
    context = {
        "revision": found,
        "contract": found.contract,
        "head": top,
        "other": before,
        "tab": "compare",
        "compared": read.compare_page(
            before, found, top.reading, page_number(request), said_by_line(found, request.user)
        ),
    }
    return page(request, "services/revision_compare.html", context, pieces=("changes",))


@require_safe
def compare_choose(request: Request, service: str, slug: str) -> HttpResponse:
    """The form that chooses two revisions cannot name their address: it leads there from here."""
    contract = contract_of(request, service, slug)
    chosen = [page_number(request, name) for name in ("to", "from")]
    return redirect("services:revision-compare", contract.service.slug, contract.slug, *chosen)
