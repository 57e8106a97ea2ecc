"""Register an API, and bring its next revision: paste, upload or address."""

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from portal.kit import fetch, rates
from portal.kit.forms import files, posted, show
from portal.kit.htmx import page
from portal.kit.paging import number
from portal.kit.refusals import Invalid
from services import contracts as engine
from services.actions.contracts import one_of, register_contract, upload_revision
from services.forms import ContractForm, DocumentForm
from services.models import Blob, Contract, Revision
from services.reads.holding import holding
from services.views.find import contract_of, own_services
from teams.people.asker import Request

MOST_BEGUN = 256 * 1024


def contract_new(request: Request) -> HttpResponse:
    services = own_services(request)
    form = ContractForm(
        posted(request),
        files(request),
        services=services,
        initial={"service": request.GET.get("service", "")[:80]},
    )
    status = 200
    if request.method == "POST":
        rates.require("upload", request.user)
        status = 422
        if form.is_valid():
            words = form.cleaned_data
            try:
                content, source, name = document(form)
                revision = register_contract(
                    words["service"],
                    words["slug"],
                    by=request.user,
                    content=content,
                    source=source,
                    source_name=name,
                    audience=words["audience"],
                    facts=form.facts,
                )
            except Invalid as refusal:
                _say(form, refusal)
            else:
                messages.success(request, f"{words['slug']} is registered. A worker reads it now.")
                return redirect(revision)
    context = {"form": form, "any": services.exists(), "limits": limits(), "try_url": reverse("services:contract-try")}
    return page(request, "services/contract_form.html", context, status=status)


def revision_upload(request: Request, service: str, slug: str) -> HttpResponse:
    contract = contract_of(request, service, slug)
    begun, text = beginning(contract, number(request, "from") if "from" in request.GET else 0)
    form = DocumentForm(posted(request), files(request), initial={"content": text})
    status = 200
    if request.method == "POST":
        rates.require("upload", request.user)
        status = 422
        if form.is_valid():
            try:
                content, source, name = document(form)
                revision = upload_revision(contract, by=request.user, content=content, source=source, source_name=name)
            except Invalid as refusal:
                _say(form, refusal)
            else:
                messages.success(request, "The new revision is stored. A worker reads it now.")
                return redirect(revision)
    try_url = reverse("services:revision-try", args=[service, slug])
    context = {"form": form, "contract": contract, "limits": limits(), "begun": begun, "try_url": try_url}
    context["held"] = holding(contract)
    return page(request, "services/revision_form.html", context, status=status)


def _say(form: DocumentForm, refusal: Invalid) -> None:
    """What is wrong with a document is said at the door it came by; the action knows only bytes."""
    if "content" in refusal.fields:
        form.add_error(form.door, refusal.message)
    else:
        show(form, refusal)


def beginning(contract: Contract, wanted: int) -> tuple[Revision | None, str]:
    """A revision whose text somebody goes on with, where it is text and small enough to be mended in a field."""
    found = contract.revisions.filter(number=wanted, size__lte=MOST_BEGUN).first() if wanted else None
    if found is None:
        return None, ""
    content = Blob.read(found.digest)
    if engine.is_packed(content):
        return None, ""
    try:
        return found, content.decode()
    except UnicodeDecodeError:
        return None, ""


def document(form: DocumentForm) -> tuple[bytes, str, str]:
    """The bytes a valid form gives, by which door, and what they were called there."""
    words = form.cleaned_data
    if given := words["file"]:
        return one_of([(str(file.name), file.read()) for file in given]), Revision.Source.UPLOAD, names(given)
    if words["content"]:
        # A browser sends pasted lines with CR LF, whatever they ended with; stored is what was pasted.
        return words["content"].replace("\r\n", "\n").encode(), Revision.Source.PASTE, ""
    fetched = fetch.fetch(words["url"], most_bytes=settings.MAX_CONTRACT_BYTES, seconds=settings.FETCH_SECONDS)
    return fetched.data, Revision.Source.URL, fetched.url


def names(given: Sequence[UploadedFile]) -> str:
    """What the files were called, for people who look where it came from."""
    return ", ".join(str(file.name) for file in given)


def limits() -> dict[str, object]:
    """What a document may be, in words, so that nobody finds out by failing."""
    return {
        "formats": ", ".join(words.partition(" (")[0] for words in engine.formats().values()),
        "size": f"{settings.MAX_CONTRACT_BYTES / 1_048_576:g} MB",
        "seconds": settings.FETCH_SECONDS,
    }
