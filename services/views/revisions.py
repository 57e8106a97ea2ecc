"""The signature page: a revision's source with what was found, and what can be done about it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from portal.kit.forms import posted
from portal.kit.htmx import page, reload
from portal.kit.paging import choice, number
from portal.kit.text import asked
from services import states
from services.actions import contracts as actions
from services.actions.checks import ask_check
from services.contracts import is_packed
from services.forms import DeprecateForm, PublishForm
from services.models import Blob, Revision
from services.reads import contracts as reads
from services.reads.reports import query
from services.reads.ruleset_panel import held_for
from services.views.find import revision_of
from teams.people.asker import Request

SEVERITIES = {"": "", "error": "", "warning": "", "info": "", "hint": "", "waived": ""}


@require_safe
def revision(request: Request, service: str, slug: str, number: int) -> HttpResponse:
    """The source with findings; while the check runs, its progress, which asks again every two seconds."""
    found = revision_of(request, service, slug, number)
    severity = choice(request, "severity", SEVERITIES, "")
    line, until = line_asked(request), line_asked(request, "to")
    if "go" in request.GET:  # the form that jumps to a line cannot name its fragment
        return redirect(f"{found.get_absolute_url()}?{query(_file(request), line)}#L{line}")
    top = reads.head(found, request.user)
    context = {
        "head": top,
        "page": reads.revision_page(
            found, top.reading, request.user, line=line, until=until, severity=severity, file=_file(request)
        ),
        "revision": found,
        "contract": found.contract,
        "tab": "source",
        "severity": severity,
        "moves": states.REVISION.open(found),
        "publish_form": PublishForm(),
        "held": held_for(found, top.state.check),
    }
    response = page(request, "services/revision.html", context, pieces=("check", "source"))
    asks_progress = request.headers.get("HX-Target") == "check"
    return reload(response) if asks_progress and top.state.is_final else response


@require_safe
def revision_findings(request: Request, service: str, slug: str, number: int) -> HttpResponse:
    """All findings, grouped by rule, worst first; one rule's findings page by page."""
    found = revision_of(request, service, slug, number)
    rule, source = asked(request, "rule"), asked(request, "from")
    context = reads.findings_page(found, request.user, rule=rule, page=_page(request), source=source)
    return page(request, "services/revision_findings.html", {**context, "tab": "findings"}, pieces=("findings",))


@require_safe
def revision_operations(request: Request, service: str, slug: str, number: int) -> HttpResponse:
    """The outline: every operation and type with its worst finding."""
    found = revision_of(request, service, slug, number)
    context = reads.operations_page(found, request.user, text=asked(request, "q"), page=_page(request))
    return page(request, "services/revision_operations.html", {**context, "tab": "operations"}, pieces=("operations",))


@require_safe
def revision_document(request: Request, service: str, slug: str, number: int) -> HttpResponse:
    """The very bytes, always as a download and never as something a browser would run."""
    found = revision_of(request, service, slug, number)
    response = as_download(Blob.read(found.digest), f"{found.contract.slug}-{found.number}")
    response["ETag"] = f'"{found.digest}"'
    return response


def as_download(content: bytes, name: str) -> HttpResponse:
    """Bytes of strangers to be saved, called as what they begin like."""
    packed = is_packed(content)
    kind = "zip" if packed else "json" if content.lstrip()[:1] in {b"{", b"["} else "yaml"
    response = HttpResponse(content, content_type="application/zip" if packed else "application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


@require_POST
def revision_check(request: Request, service: str, slug: str, number: int) -> HttpResponse:
    found = revision_of(request, service, slug, number)
    ask_check(found, by=request.user)
    messages.info(request, "Asked for a new check.")
    return redirect(found)


@require_POST
def revision_propose(request: Request, service: str, slug: str, number: int) -> HttpResponse:
    found = revision_of(request, service, slug, number)
    actions.propose_revision(found, by=request.user)
    messages.success(request, f"{found.contract.slug} {found} is proposed. Somebody from elsewhere is asked to look.")
    return redirect(found)


def revision_publish(request: Request, service: str, slug: str, number: int) -> HttpResponse:
    """What becomes of the revision before it; without that question the button of any tab publishes at once."""
    found = revision_of(request, service, slug, number)
    form = PublishForm(posted(request))
    if request.method == "POST" and form.is_valid():
        actions.publish_revision(found, by=request.user, keep_until=form.cleaned_data["keep_until"])
        messages.success(request, f"{found.contract.slug} {found} is published.")
        return redirect(found)
    if request.method != "POST" and "publish" not in states.REVISION.open(found):
        return redirect(found)  # somebody was first, or an old link: the page says how it stands
    top = reads.head(found, request.user)
    context = {"form": form, "revision": found, "contract": found.contract, "head": top}
    return page(request, "services/revision_publish.html", context, status=422 if form.errors else 200)


def revision_deprecate(request: Request, service: str, slug: str, number: int) -> HttpResponse:
    found = revision_of(request, service, slug, number)
    form = DeprecateForm(posted(request))
    if request.method == "POST" and form.is_valid():
        actions.deprecate_revision(found, by=request.user, **form.cleaned_data)
        messages.success(request, f"{found} is deprecated. The teams of its consumers are told.")
        return redirect(found)
    context = {"form": form, "revision": found, "contract": found.contract}
    return page(request, "services/revision_deprecate.html", context, status=422 if form.errors else 200)


@require_POST
def revision_retire(request: Request, service: str, slug: str, number: int) -> HttpResponse:
    found = revision_of(request, service, slug, number)
    actions.retire_revision(found, by=request.user)
    messages.success(request, f"{found} is retired.")
    return redirect(found)


@require_POST
def revision_discard(request: Request, service: str, slug: str, number: int) -> HttpResponse:
    found: Revision = revision_of(request, service, slug, number)
    actions.discard_revision(found, by=request.user)
    messages.success(request, "The draft is discarded. Its bytes and findings stay readable.")
    return redirect(found)


def line_asked(request: Request, name: str = "line") -> int:
    """The line asked for; 0 for none. A document has more lines than a list has pages."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _file(request: Request) -> str:
    """The file asked for; "" for none."""
    return request.GET.get("file", "")[:1000]


def _page(request: Request) -> int:
    return number(request)
