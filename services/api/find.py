"""How the API looks things up: always from what this person may see. And how the document of an upload arrives."""

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from portal.kit import fetch, rates
from portal.kit.api import Call
from portal.kit.endpoints import Given, Raw
from portal.kit.refusals import Invalid
from services.actions.contracts import one_of
from services.models import Check, Consumer, Contract, Revision, Service, Waiver
from services.reads.catalog import ContractLine, contract_lines

DOCUMENT = Raw(
    "The document itself, byte for byte.",
    ("application/octet-stream", "application/yaml", "application/zip", "text/plain"),
    settings.MAX_CONTRACT_BYTES,
)


def service_of(request: Call, slug: str) -> Service:
    rows = Service.objects.visible_to(request.user).select_related("team__division", "team__lead")
    return get_object_or_404(rows, slug=slug)


def named_service(request: Call, slug: str) -> Service:
    """A service that a body names: what is missing is a fault of that field, not of the address."""
    rows = Service.objects.visible_to(request.user).select_related("team__division", "team__lead")
    found = rows.filter(slug=slug).first()
    if found is None:
        raise Invalid("service-unknown", f"There is no service {slug}.", service="Unknown.")
    return found


def contract_of(request: Call, service: str, contract: str) -> Contract:
    rows = Contract.objects.visible_to(request.user).select_related("service__team__lead", "service__team__division")
    return get_object_or_404(rows, service__slug=service, slug=contract)


def hold_service(request: Call, service: str) -> None:
    """Nobody else changes it until this transaction ends."""
    Service.objects.select_for_update().get(pk=service_of(request, service).pk)


def hold_contract(request: Call, service: str, contract: str) -> None:
    Contract.objects.select_for_update().get(pk=contract_of(request, service, contract).pk)


def contract_line(request: Call, contract: Contract) -> ContractLine:
    return contract_lines(request.user, Q(pk=contract.pk))[0]


def revision_of(request: Call, service: str, contract: str, number: int) -> Revision:
    rows = Revision.objects.visible_to(request.user).select_related(
        "contract__service__team__lead", "contract__service__team__division", "uploaded_by", "replaced_by"
    )
    return get_object_or_404(rows, contract__service__slug=service, contract__slug=contract, number=number)


def waiver_of(request: Call, pk: int) -> Waiver:
    rows = Waiver.objects.visible_to(request.user).select_related("contract__service__team__lead", "given_by")
    return get_object_or_404(rows, pk=pk)


def consumer_of(request: Call, pk: int) -> Consumer:
    rows = Consumer.objects.select_related("service__team__lead", "contract__service", "declared_by")
    return get_object_or_404(rows, pk=pk)


def bring_document(request: Call, words: Given) -> Given:
    """Puts the document's bytes, its door and its name there under ``arrived``; fetches it when an address is given.

    Exactly one of text, address, file and raw body must be there.
    """
    rates.require("upload", request.user)
    words = {**words, "files": request.FILES.getlist("file")} if words.get("file") else words
    doors = {"content", "url", "file", "files", "document", "name"}
    rest = {name: value for name, value in words.items() if name not in doors}
    return {**rest, "arrived": _arrived(words)}


def _arrived(words: Given) -> Given:
    if "document" in words:
        return _door(words["document"], Revision.Source.API, words.get("name", ""))
    if files := words.get("files"):
        content = one_of([(str(file.name), file.read()) for file in files])
        return _door(content, Revision.Source.UPLOAD, ", ".join(str(file.name) for file in files))
    given = [name for name in ("content", "url") if words.get(name)]
    if len(given) != 1:
        raise Invalid("document-not-one", "Send the document itself as content, or its address as url: one of them.")
    if given == ["content"]:
        return _door(words["content"].encode(), Revision.Source.API, "")
    found = fetch.fetch(words["url"], most_bytes=settings.MAX_CONTRACT_BYTES, seconds=settings.FETCH_SECONDS)
    return _door(found.data, Revision.Source.URL, found.url)


def _door(content: bytes, source: str, name: Any) -> Given:
    return {"content": content, "source": source, "source_name": name}


def check_of(request: Call, pk: int) -> Check:
    rows = Check.objects.filter(revision__in=Revision.objects.visible_to(request.user))
    rows = rows.select_related("revision__contract__service__team__lead", "asked_by")
    return get_object_or_404(rows, pk=pk)


def report_digest(revision: Revision) -> str:
    """The bytes of the newest report; a 404 while there is none."""
    reports = revision.checks.exclude(report="").order_by("-pk").values_list("report", flat=True)
    digest = reports.first()
    if digest is None:
        raise Http404
    return digest
