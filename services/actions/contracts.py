"""Contracts are registered; their revisions are uploaded, published, deprecated and retired."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import audit, clocks, jobs, policies, search
from portal.kit.refusals import Invalid, Refused
from portal.kit.times import end_of_day
from services import contracts as engine
from services import states
from services.actions.checks import ask_check, blocking
from services.models import Blob, Contract, Operation, Revision, Service
from services.reads.reports import Reading, reading_of
from teams.people.models import Person

ROWS_AT_ONCE = 500
SEARCH_BODY_MOST = 200_000
PROPOSAL_WAITS = timedelta(days=14)
FACTS = ("contact", "terms", "licence", "data_class", "quotas", "support")


@transaction.atomic
def register_contract(
    service: Service,
    slug: str,
    *,
    by: Person,
    content: bytes,
    source: str,
    source_name: str = "",
    audience: str = Contract.Audience.COMPANY,
    text: str = "",
    facts: dict[str, str] | None = None,
) -> Revision:
    """A new contract of a service with its first draft; a worker will check it. Returns the draft."""
    policies.require(by, "contract.register", service)
    taken = Invalid("contract-slug-taken", f"{service.slug} has a contract {slug} already.", slug="Taken.")
    if Contract.objects.filter(service=service, slug=slug).exists():
        raise taken
    try:
        with transaction.atomic():
            contract = Contract.objects.create(
                service=service, slug=slug, audience=audience, text=text, facts=known_facts(facts or {})
            )
    except IntegrityError:
        raise taken from None
    audit.record(by, "contract.register", contract, data={"service": service.pk, "audience": audience})
    return upload_revision(contract, by=by, content=content, source=source, source_name=source_name)


@transaction.atomic
def change_contract(
    contract: Contract, *, by: Person, audience: str, text: str, facts: dict[str, str] | None = None
) -> Contract:
    """Correct what is said beside the document. The newest draft is checked again, for the facts are part of it."""
    policies.require(by, "contract.change", contract)
    contract.audience, contract.text, contract.facts = audience, text, known_facts(facts or {})
    contract.save(update_fields=["audience", "text", "facts"])
    audit.record(by, "contract.change", contract, data={"audience": audience})
    draft = contract.revisions.filter(state=Revision.State.DRAFT).order_by("-number").first()
    if draft is not None:
        ask_check(draft, by=by)
    return contract


@transaction.atomic
def upload_revision(contract: Contract, *, by: Person, content: bytes, source: str, source_name: str = "") -> Revision:
    """The next draft of a contract, its bytes stored for ever under their digest; a worker will check it.

    Refuses bytes that are empty, too many, or the same as the newest revision's.
    """
    policies.require(by, "revision.upload", contract)
    if not content.strip():
        raise Invalid("contract-empty", "There is nothing in it. Paste, upload or name a document.", content="Empty.")
    if len(content) > settings.MAX_CONTRACT_BYTES:
        raise too_big(len(content))
    # The contract's row is locked, so that two uploads get two numbers.
    Contract.objects.select_for_update().get(pk=contract.pk)
    newest = contract.revisions.order_by("-number").first()
    digest = Blob.put(content)
    if newest is not None and newest.digest == digest and newest.state != Revision.State.RETIRED:
        raise Invalid(
            "revision-unchanged",
            f"These are the same bytes as revision {newest.number}. Nothing was stored twice.",
            content="The same as the newest revision.",
        )
    number = newest.number + 1 if newest is not None else 1
    revision = Revision.objects.create(
        contract=contract,
        number=number,
        digest=digest,
        size=len(content),
        source=source,
        source_name=source_name[:400],
        uploaded_by=by,
    )
    audit.record(by, "revision.upload", revision, after=revision.state, data={"digest": digest, "bytes": len(content)})
    ask_check(revision, by=by)
    return revision


@transaction.atomic
def propose_revision(revision: Revision, *, by: Person) -> Revision:
    """Say that a draft of a critical service is about to be published, so that somebody from elsewhere looks at it.

    Refuses unless it has been checked and its errors are mended or waived. A worker finds the person; their advice
    never blocks: the lead may publish at any time from now on.
    """
    policies.require(by, "revision.propose", revision)
    if revision.state != Revision.State.DRAFT:
        raise Refused("revision-not-a-draft", f"This revision is {revision.state}; only a draft can be proposed.")
    if not revision.contract.service.is_critical:
        raise Refused("service-not-critical", "Only contracts of critical services are proposed. Publish it.")
    publishable(revision)
    states.REVISION.move(revision, "propose", by=by, proposed_at=timezone.now())
    clocks.withdraw("services.draft-waits", revision)
    clocks.start(
        "services.proposal-waits",
        revision,
        person=revision.contract.service.team.lead,
        asked_by=by,
        title=f"Publish {revision.contract.slug} {revision}, with the advice or without",
        silence="It stays proposed; consumers keep what is published now.",
        url=revision.get_absolute_url(),
        due_at=timezone.now() + PROPOSAL_WAITS,
    )
    jobs.enqueue("reviews.ask_about_revision", revision.pk)
    return revision


def publishable(revision: Revision) -> Reading:
    """Its newest report, when nothing in it stands in the way of publishing; else the refusal that says what does."""
    reading = reading_of(revision)
    if reading is None or not reading.checked:
        raise Refused("revision-not-checked", "It has not been checked, so nobody knows what it says. Check it first.")
    errors = blocking(revision, reading)
    if errors:
        raise Refused("revision-has-errors", f"Mend or waive its {errors} open errors first.")
    return reading


@transaction.atomic
def publish_revision(revision: Revision, *, by: Person, keep_until: date | None = None) -> Revision:
    """Make a draft the revision that consumers read.

    Refuses unless it has been checked and its errors are mended or waived, and, when its service is critical, it has
    been proposed. Advice never refuses: what was open when it was published is recorded with its review. The revision
    published until now ends with it, or, with ``keep_until``, stays deprecated until that day. Writes the operation
    rows and the search document.
    """
    policies.require(by, "revision.publish", revision)
    if revision.state not in {Revision.State.DRAFT, Revision.State.PROPOSED}:
        raise Refused("revision-not-a-draft", f"This revision is {revision.state}; only a draft can be published.")
    proposed = revision.state == Revision.State.PROPOSED
    if revision.contract.service.is_critical and not proposed:
        raise Refused(
            "revision-not-proposed",
            f"{revision.contract.service.slug} is critical: propose the revision first, then publish at any time.",
        )
    reading = publishable(revision)
    now = timezone.now()
    former = Revision.objects.filter(contract=revision.contract_id, state=Revision.State.PUBLISHED).first()
    if former is not None:
        _end_former(former, revision, by=by, keep_until=keep_until)
    states.REVISION.move(revision, "publish", by=by, published_at=now)
    clocks.withdraw("services.draft-waits", revision)
    if proposed:
        clocks.meet("services.proposal-waits", revision)
        jobs.enqueue("reviews.note_publication", revision.pk)
    else:
        jobs.enqueue("reviews.ask_about_revision", revision.pk)
    _write_operations(revision, reading)
    index_contract(revision.contract, revision, reading)
    jobs.enqueue("services.tell_consumers", revision.pk)
    jobs.enqueue("reviews.check_landings", revision.pk)
    return revision


def _end_former(former: Revision, new: Revision, *, by: Person, keep_until: date | None) -> None:
    if keep_until is None:
        states.REVISION.move(former, "supersede", by=by, retired_at=timezone.now(), replaced_by=new)
    else:
        _deprecate(former, by=by, sunset_on=keep_until, replacement=f"Revision {new}", replaced_by=new)


@transaction.atomic
def deprecate_revision(revision: Revision, *, by: Person, sunset_on: date, replacement: str) -> Revision:
    """Say until when a published revision lasts and what to use instead. Every consumer's team gets a clock."""
    policies.require(by, "revision.deprecate", revision)
    if not replacement.strip():
        raise Invalid("replacement-missing", "Say what to use instead, or that there is nothing.", replacement="Empty.")
    _deprecate(revision, by=by, sunset_on=sunset_on, replacement=replacement.strip())
    index_contract(revision.contract, revision, reading_of(revision))
    return revision


def _deprecate(
    revision: Revision, *, by: Person, sunset_on: date, replacement: str, replaced_by: Revision | None = None
) -> None:
    if sunset_on <= timezone.now().date():
        raise Invalid("sunset-in-the-past", "The sunset is a day in the future.", sunset_on="In the past.")
    changes: dict[str, Any] = {
        "deprecated_at": timezone.now(),
        "sunset_on": sunset_on,
        "replacement": replacement,
        "replaced_by": replaced_by,
    }
    states.REVISION.move(revision, "deprecate", by=by, data={"sunset_on": str(sunset_on)}, **changes)
    clocks.start(
        "services.sunset",
        revision,
        team=revision.contract.service.team,
        asked_by=by,
        title=f"Retire {revision.contract.slug} {revision}: its sunset has come",
        silence="It stays deprecated and is listed as past its sunset until you retire it.",
        url=revision.get_absolute_url(),
        due_at=end_of_day(sunset_on),
    )
    jobs.enqueue("services.tell_consumers", revision.pk)


@transaction.atomic
def retire_revision(revision: Revision, *, by: Person) -> Revision:
    """A deprecated revision ends. Refuses before its sunset while somebody still declares to use the contract."""
    policies.require(by, "revision.retire", revision)
    early = revision.sunset_on is not None and timezone.now().date() < revision.sunset_on
    used = revision.contract.consumers.filter(ended_at=None).count()
    others = Revision.objects.live().filter(contract=revision.contract_id).exclude(pk=revision.pk).exists()
    if early and used and not others:
        raise Refused(
            "revision-still-used", f"{used} services declare to use it and its sunset is {revision.sunset_on}. Wait."
        )
    states.REVISION.move(revision, "retire", by=by, retired_at=timezone.now())
    clocks.meet("services.sunset", revision)
    revision.operations.all().delete()
    if not others:
        search.drop("contract", f"{revision.contract.service.slug}/{revision.contract.slug}")
    return revision


@transaction.atomic
def discard_revision(revision: Revision, *, by: Person) -> Revision:
    """A draft that will not be published. Its bytes and findings stay readable."""
    policies.require(by, "revision.retire", revision)
    proposed = revision.state == Revision.State.PROPOSED
    states.REVISION.move(revision, "discard", by=by, retired_at=timezone.now())
    clocks.withdraw("services.draft-waits", revision)
    if proposed:
        clocks.withdraw("services.proposal-waits", revision)
        jobs.enqueue("reviews.withdraw_about_revision", revision.pk)
    return revision


def known_facts(facts: dict[str, str]) -> dict[str, str]:
    """Only facts we know, without empty ones."""
    return {name: facts[name].strip() for name in FACTS if facts.get(name, "").strip()}


def one_of(files: Sequence[tuple[str, bytes]]) -> bytes:
    """What is stored of the files that came: one as it is, several packed as one archive.

    Refuses several of one name, an empty one, a ZIP beside others, and more than is read in all.
    """
    if len(files) == 1:
        return files[0][1]
    size = sum(len(content) for _, content in files)
    if size > settings.MAX_CONTRACT_BYTES:
        raise too_big(size)
    for name, content in files:
        if not content.strip():
            raise Invalid("contract-empty", f"There is nothing in {name}.", content="Empty.")
        if engine.is_packed(content):
            raise Invalid("contract-archives", f"{name} is a ZIP: send it alone, or plain files.", content="A ZIP.")
    named = dict(files)
    if len(named) < len(files):
        say = "Two of the files have the same name. Pack them with their folders as one ZIP."
        raise Invalid("contract-files-alike", say, content="The same name twice.")
    try:
        return engine.pack(named)
    except engine.NotChecked as reason:
        raise Invalid("contract-file-name", reason.message, content="A name that cannot be packed.") from None


def too_big(size: int) -> Invalid:
    """The refusal for a document above the limit, in words."""
    most = settings.MAX_CONTRACT_BYTES / 1_048_576
    return Invalid(
        "contract-too-big",
        f"The document has {size / 1_048_576:.1f} MB and at most {most:.0f} MB are read here. Nothing was stored.",
        content="Too big.",
    )


def _write_operations(revision: Revision, reading: Reading) -> None:
    rows = [
        Operation(
            revision=revision,
            name=entry.name[:300],
            address=entry.address[:1000],
            summary=entry.summary,
            key=entry.key[:1000],
            line=entry.line,
            deprecated=entry.deprecated,
        )
        for entry in reading.operations()
    ]
    Operation.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)


def index_contract(contract: Contract, revision: Revision, reading: Reading | None) -> None:
    """Write what search knows about a contract: its live revision's operations and types."""
    body = contract.text
    if reading is not None:
        names = [f"{entry.name} {entry.address} {entry.summary}" for entry in reading.operations()]
        said = reading.text if reading.text.startswith(contract.text) else f"{contract.text}\n{reading.text}"
        body = f"{said}\n{'; '.join([*names, *reading.type_names()])}"[:SEARCH_BODY_MOST]
    search.put(
        "contract",
        f"{contract.service.slug}/{contract.slug}",
        title=contract.slug,
        body=body,
        tags=f"{contract.technology} {contract.audience} {revision.state} {contract.service.slug}",
        url=contract.get_absolute_url(),
        owner=contract.service.team.name,
    )
