"""The register of copies: who built its own because it was refused, and what became of it."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from portal.kit.htmx import page
from portal.kit.paging import number, paged
from teams.away.reads.copies import copies
from teams.people.asker import Request


@require_safe
def copy_list(request: Request) -> HttpResponse:
    """Every copy on record, the next to be looked at again first."""
    return page(request, "away/copy_list.html", {"page": paged(copies(request.user), number(request), 50)})
