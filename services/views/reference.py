"""The reference of a revision: its operations and types in plain words, made from what the newest check read."""

from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from portal.kit.htmx import page
from portal.kit.paging import number as page_number
from portal.kit.text import asked
from services import contracts as engine
from services.models import Revision
from services.reads import contracts as reads
from services.reads import reference as read
from services.reads import reference_index as index
from services.reads.calls import call_of
from services.views.find import revision_of
from teams.people.asker import Request

Opened = tuple[dict[str, Any], engine.Reference | None]


def _opened(request: Request, service: str, slug: str, number: int) -> Opened:
    """What every page of the reference shows, and the reference; None while the newest check has left none."""
    found: Revision = revision_of(request, service, slug, number)
    top = reads.head(found, request.user)
    reference = read.reference_of(found) if top.reading is not None and top.reading.checked else None
    context = {"revision": found, "contract": found.contract, "head": top, "reading": top.reading, "tab": "reference"}
    return {**context, "reference": reference}, reference


@require_safe
def reference(request: Request, service: str, slug: str, number: int) -> HttpResponse:
    """Operations by their groups, with a search through operations and types."""
    context, opened = _opened(request, service, slug, number)
    context |= {"text": asked(request, "q"), "group": asked(request, "group")}
    if opened is not None:
        words = {"text": context["text"], "group": context["group"], "page": page_number(request)}
        context |= index.index_page(opened, context["reading"], **words)
    return page(request, "services/reference.html", context, pieces=("operations",))


@require_safe
def reference_operation(request: Request, service: str, slug: str, number: int, token: str) -> HttpResponse:
    """One operation: what goes in, comes back, goes wrong, and who may call it."""
    context, opened = _opened(request, service, slug, number)
    listed = opened.operation_by(token) if opened is not None else None
    if opened is None or listed is None:
        raise Http404
    context["one"] = read.operation_view(opened, listed, context["reading"], context["contract"])
    context["near"] = read.near(opened, listed)
    return page(request, "services/reference_operation.html", context)


@require_safe
def reference_call(request: Request, service: str, slug: str, number: int, token: str) -> HttpResponse:
    """One operation as a command, and nothing else: for who copies it out of a list, or fetches it."""
    _, opened = _opened(request, service, slug, number)
    listed = opened.operation_by(token) if opened is not None else None
    call = call_of(opened.interface, opened.operation(listed.at)) if opened is not None and listed is not None else None
    if call is None:
        raise Http404
    return HttpResponse(f"{call.text}\n", content_type="text/plain; charset=utf-8")


@require_safe
def reference_types(request: Request, service: str, slug: str, number: int) -> HttpResponse:
    """Every named type."""
    context, opened = _opened(request, service, slug, number)
    context["text"] = asked(request, "q")
    if opened is not None:
        context["page"] = index.types_page(opened, text=context["text"], page=page_number(request))
    return page(request, "services/reference_types.html", context, pieces=("types",))


@require_safe
def reference_type(request: Request, service: str, slug: str, number: int, token: str) -> HttpResponse:
    """One named type: its fields, and what names it."""
    context, opened = _opened(request, service, slug, number)
    listed = opened.type_by(token) if opened is not None else None
    if opened is None or listed is None:
        raise Http404
    context["one"] = read.type_view(opened, listed, context["reading"])
    return page(request, "services/reference_type.html", context)
