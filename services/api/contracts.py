"""The API of contracts and their revisions."""

from django.http import HttpResponse

from portal.kit.api import Call
from portal.kit.endpoints import Finished, Given, Group, Rows, finished, path_word, rows_from
from portal.kit.facets import Wanted
from services.actions import checks as check_actions
from services.actions import contracts as actions
from services.api import check_shapes, find, report_shape, shapes, words
from services.api.catalog import SLUG
from services.contracts import is_packed
from services.models import Blob, Revision
from services.reads import browse
from services.reads import contracts as reads
from services.reads.catalog import ContractLine

path_word("contract", "The contract's short name within the service.", "orders-api", **SLUG)
path_word("number", "The revision's number within the contract.", 4, type="integer", minimum=1, maximum=999_999_999)

contracts = Group("Contracts", "The interfaces of services, in any technology.")
revisions = Group("Revisions", "The text of a contract at one moment: drafts, what is published, and what was before.")


@contracts.get(gives=shapes.ContractLine, many=True, asks=words.ContractQuery)
def list_contracts(request: Call, words: Given) -> Rows:
    """List the contracts of all services.

    By service and short name, each with the revision that stands for it and its open draft.
    """
    text, chosen = words.get("q", ""), {"technology": [words["technology"]]} if words.get("technology") else {}
    return rows_from(words, lambda page, size: browse.contracts(request.user, Wanted(text, chosen, "name", page, size)))


@contracts.post(
    takes=words.NewContract,
    takes_file=words.NewContractFile,
    gives=shapes.ContractLine,
    status=201,
    prepares=find.bring_document,
    most=find.DOCUMENT.most,
)
def register_contract(request: Call, words: Given) -> ContractLine:
    """Register a contract with its first document.

    The document becomes revision 1, a draft, and a check of it begins; look at the address of the draft until its check
    is final. Members of the team that owns the service may. An address is fetched once, now, and only where this portal
    may go; codes that begin with `fetch-` say why it was not. A contract of several files comes as several parts named
    `file`, or as a ZIP.
    """
    revision = actions.register_contract(
        find.named_service(request, words["service"]),
        words["slug"].lower(),
        by=request.user,
        audience=words["audience"],
        text=words["text"],
        facts=words.get("facts"),
        **words["arrived"],
    )
    return find.contract_line(request, revision.contract)


@contracts.get(gives=shapes.ContractLine)
def get_contract(request: Call, service: str, contract: str) -> ContractLine:
    """Read one contract.

    With the revision that stands for it, its newest open draft, and the number of services that use it.
    """
    return find.contract_line(request, find.contract_of(request, service, contract))


@contracts.patch(takes=words.ContractChange, gives=shapes.ContractLine, holds=find.hold_contract)
def change_contract(request: Call, service: str, contract: str, words: Given) -> ContractLine:
    """Correct what is said beside the document.

    Members of the owning team may. An open draft is checked again, for the facts are part of what is judged.
    """
    found = find.contract_of(request, service, contract)
    said = {"audience": found.audience, "text": found.text, "facts": found.facts, **words}
    return find.contract_line(request, actions.change_contract(found, by=request.user, **said))


@revisions.get(gives=check_shapes.RevisionAnswer, many=True)
def list_revisions(request: Call, service: str, contract: str, words: Given) -> Rows:
    """List the revisions of a contract.

    The newest first, discarded and retired ones too: nothing that was ever published disappears.
    """
    found = find.contract_of(request, service, contract)
    return rows_from(words, lambda page, size: reads.revisions(found, page, size))


@revisions.post(
    asks=words.UploadQuery,
    takes=words.NewRevision,
    takes_file=words.NewRevisionFile,
    takes_raw=find.DOCUMENT,
    gives=check_shapes.RevisionWhole,
    status=201,
    prepares=find.bring_document,
    most=find.DOCUMENT.most,
)
def upload_revision(request: Call, service: str, contract: str, words: Given) -> Revision:
    """Upload the next document of a contract.

    It becomes a draft, and a check of it begins. Members of the owning team may. A pipeline sends the file as it is, as
    `application/octet-stream`; several files come as several parts named `file`, or as a ZIP. The same bytes as the
    newest revision's are refused with `revision-unchanged`.
    """
    found = find.contract_of(request, service, contract)
    return _told(actions.upload_revision(found, by=request.user, **words["arrived"]))


@revisions.get(gives=check_shapes.RevisionWhole)
def get_revision(request: Call, service: str, contract: str, number: int) -> Revision:
    """Read one revision.

    With how its newest check stands. A pipeline asks again until `check.is_final` is true.
    """
    return _told(find.revision_of(request, service, contract, number))


@revisions.get(
    gives=Finished("The very bytes that were uploaded.", "application/octet-stream", most=find.DOCUMENT.most)
)
def get_document(request: Call, service: str, contract: str, number: int) -> HttpResponse:
    """Download the document of a revision.

    Byte for byte as it was uploaded. It never changes, so its ETag is worth keeping.
    """
    found = find.revision_of(request, service, contract, number)
    answer = finished(request, found.digest, "application/octet-stream", Blob.read)
    kind = ".zip" if is_packed(answer.content) else ""
    answer["Content-Disposition"] = f'attachment; filename="{found.contract.slug}-{found.number}{kind}"'
    return answer


@revisions.get(gives=Finished("The report, as it was stored.", "application/json", report_shape.Report))
def get_report(request: Call, service: str, contract: str, number: int) -> HttpResponse:
    """Download the whole report of the newest check.

    Every finding with its place, in columns, as the engine wrote it. It knows nothing of waivers; the list of findings
    does. There is none (404) until the first check has ended.
    """
    found = find.revision_of(request, service, contract, number)
    return finished(request, find.report_digest(found), "application/json", Blob.read)


@revisions.post(gives=check_shapes.RevisionWhole)
def propose_revision(request: Call, service: str, contract: str, number: int) -> Revision:
    """Propose a draft of a critical service.

    Somebody independent is asked to look at it. Their advice never stands in the way: the lead of the owning team may
    publish at any time from now on. Refused with `service-not-critical` where a draft is published at once.
    """
    return _told(actions.propose_revision(find.revision_of(request, service, contract, number), by=request.user))


@revisions.post(takes=words.Publication, gives=check_shapes.RevisionWhole)
def publish_revision(request: Call, service: str, contract: str, number: int, words: Given) -> Revision:
    """Publish a draft.

    Consumers read it from now on. Refused with `revision-not-a-draft`, `revision-not-checked`, or `revision-has-errors`
    while an error is neither mended nor waived. A critical service's draft is proposed first, else it is
    `revision-not-proposed`; advice never stands in the way.
    """
    found = find.revision_of(request, service, contract, number)
    return _told(actions.publish_revision(found, by=request.user, keep_until=words.get("keep_until")))


@revisions.post(takes=words.Deprecation, gives=check_shapes.RevisionWhole)
def deprecate_revision(request: Call, service: str, contract: str, number: int, words: Given) -> Revision:
    """Deprecate the published revision.

    It answers until its sunset. The team of every declared consumer is asked to move off it by then.
    """
    found = find.revision_of(request, service, contract, number)
    return _told(actions.deprecate_revision(found, by=request.user, **words))


@revisions.post(gives=check_shapes.RevisionWhole)
def retire_revision(request: Call, service: str, contract: str, number: int) -> Revision:
    """Retire a deprecated revision.

    Refused with `revision-still-used` before its sunset while somebody uses the contract and no other revision is live.
    """
    return _told(actions.retire_revision(find.revision_of(request, service, contract, number), by=request.user))


@revisions.post(gives=check_shapes.RevisionWhole)
def discard_revision(request: Call, service: str, contract: str, number: int) -> Revision:
    """Discard a draft.

    It will not be published. Its document and findings stay readable.
    """
    return _told(actions.discard_revision(find.revision_of(request, service, contract, number), by=request.user))


@revisions.post(gives=check_shapes.RevisionWhole)
def check_revision(request: Call, service: str, contract: str, number: int) -> Revision:
    """Ask for another check of a revision.

    A check that waits already is enough; one that runs is given up, for it may have read older facts.
    """
    found = find.revision_of(request, service, contract, number)
    check_actions.ask_check(found, by=request.user)
    return _told(found)


def _told(revision: Revision) -> Revision:
    """With its newest check, as the answer tells it."""
    state = reads.check_state(revision)
    check = state.check
    if check is not None:
        check.revision = revision
        check.progress = state.progress if check.state == check.State.RUNNING else None  # type: ignore[attr-defined]
    revision.told_check = check  # type: ignore[attr-defined]
    return revision
