"""A revision is checked by the engine in a child process; what was found is recorded once; findings are waived."""

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import audit, clocks, jobs, policies
from portal.kit.jobs import Claim
from portal.kit.refusals import Invalid, Refused
from portal.kit.times import end_of_day
from services import contracts as engine
from services import states
from services.actions.judging import Judge, judged
from services.actions.ruleset_runs import record_runs
from services.models import Blob, Check, Contract, Revision, RuleCount, Waiver
from services.reads.holding import blocking as rulesets_blocking
from services.reads.holding import holding
from services.reads.limits import limits
from services.reads.reports import Reading, reading_of
from teams.people.models import Person

LONGEST_WAIVER = timedelta(days=365)
DRAFT_WAITS = timedelta(days=14)


@transaction.atomic
def ask_check(revision: Revision, *, by: Person | None) -> Check:
    """Ask for a check. One that waits already will do; one that runs is given up, for it may have read older facts."""
    if by is not None:
        policies.require(by, "revision.check", revision)
    Revision.objects.select_for_update().get(pk=revision.pk)
    open_check = revision.checks.filter(state__in=[Check.State.WAITING, Check.State.RUNNING]).first()
    if open_check is not None and open_check.state == Check.State.WAITING:
        return open_check
    if open_check is not None:
        _fail(open_check, "It was asked for again while it ran.")
    check = Check.objects.create(revision=revision, asked_by=by)
    audit.record(by, "check.ask", check, after=check.state, data={"revision": revision.pk})
    jobs.enqueue("services.run_check", check.pk)
    return check


def run_check(check_id: int, claim: Claim, *, judge: Judge = engine.check) -> None:
    """Claim the check, let a child process judge the bytes unless they were judged already, record what was found.

    Killed at any point and run again, it ends the same. ``judge``: somebody else than the child, for documents that no
    stranger wrote.
    """
    about = Check.objects.select_related("revision__contract__service__team", "revision__uploaded_by")
    check = about.get(pk=check_id)
    if check.is_final:
        return
    with transaction.atomic():
        states.CHECK.move(check, "start", by=None, started_at=timezone.now())
    revision = check.revision
    held = holding(revision.contract)
    report, unasked = judged(
        check,
        revision.digest,
        claim,
        facts=engine.Facts.of(facts_of(revision.contract)),
        profile=engine.Profile.of(check.profile),
        limits=limits(),
        judge=judge,
        rulesets={one.slug: one.version.told for one in held},
    )
    reading = Reading(report)
    with claim.recording():
        _record(check, reading)
        record_runs(check, reading, held, unasked)


def _record(check: Check, reading: Reading) -> None:
    now = timezone.now()
    changes: dict[str, Any] = {
        "finished_at": now,
        "report": Blob.put(reading.report.raw),
        "reference": Blob.put(reading.report.reference) if reading.report.reference else "",
        "engine": reading.engine,
        "verdict_key": check.verdict_key,
        "same_as_id": check.same_as_id,
        "findings": reading.total,
        "reason": reading.reason,
    }
    states.CHECK.move(check, "finish" if reading.checked else "stand-aside", by=None, **changes)
    counts: dict[str, RuleCount] = {}
    for rule in reading.rules:  # a rule of a ruleset can have several severities; the heaviest comes first
        if rule.count:
            row = RuleCount(check_run=check, rule=rule.id, severity=rule.severity, count=0)
            counts.setdefault(rule.id, row).count += rule.count
    RuleCount.objects.bulk_create(counts.values())
    revision = check.revision
    revision.version = reading.version[:80]
    revision.save(update_fields=["version"])
    if reading.technology:
        Contract.objects.filter(pk=revision.contract_id).update(technology=reading.technology)
    recount(revision, reading)
    if revision.state == Revision.State.DRAFT:
        ended = revision.checks.filter(state__in=[Check.State.DONE, Check.State.NOT_CHECKED]).exclude(pk=check.pk)
        _await_draft(revision, anew=check.asked_by_id is not None or not ended.exists())


def fail_check(check_id: int, reason: str) -> None:
    """The job was given up: the check ends too, and says so. One that has ended stays as it is."""
    check = Check.objects.select_related("revision").get(pk=check_id)
    if not check.is_final:
        _fail(check, reason)


def check_again(check_id: int, *, by: Person) -> int:
    """A check that has ended stays as it ended; its revision gets a new one. Returns its id."""
    check = Check.objects.select_related("revision__contract__service__team__lead").get(pk=check_id)
    return ask_check(check.revision, by=by).pk


def _fail(check: Check, reason: str) -> None:
    states.CHECK.move(check, "fail", by=None, finished_at=timezone.now(), reason=reason)


def recount(revision: Revision, reading: Reading | None = None) -> None:
    """Write what is left of the newest report after today's waivers onto the revision, for lists to read."""
    reading = reading or reading_of(revision)
    if reading is None:
        return
    waived = set(Waiver.objects.active().filter(contract=revision.contract_id).values_list("fingerprint", flat=True))
    left = reading.after(waived, rulesets_blocking(revision.contract, reading.rulesets))
    revision.checked = reading.checked
    revision.errors, revision.warnings, revision.hints = left.errors, left.warnings, left.hints
    revision.waived, revision.score, revision.errors_beside = left.waived, left.score, left.beside
    revision.save(update_fields=["checked", "errors", "warnings", "hints", "waived", "score", "errors_beside"])


def blocking(revision: Revision, reading: Reading) -> int:
    """How many errors are neither mended nor waived right now."""
    active = Waiver.objects.active().filter(contract=revision.contract_id, expires_on__gte=timezone.now().date())
    waived = set(active.values_list("fingerprint", flat=True))
    return reading.after(waived, rulesets_blocking(revision.contract, reading.rulesets)).errors


def _await_draft(revision: Revision, *, anew: bool) -> None:
    """The uploader's inbox: what this draft waits for. Unless it is ``anew``, nobody did anything with the draft (it is
    checked again because other rules hold), so that its days go on."""
    name = f"{revision.contract.slug} {revision}"
    title = f"Publish {name}: nothing stands in its way"
    if not revision.checked:
        title = f"Mend {name}: it could not be checked"
    elif revision.errors:
        title = f"Mend or waive {revision.errors} {'error' if revision.errors == 1 else 'errors'} in {name}"
    if not anew:
        clocks.reword("services.draft-waits", revision, title=title)
        return
    older = revision.contract.revisions.filter(state=Revision.State.DRAFT)
    for draft in older:
        clocks.withdraw("services.draft-waits", draft)
    machine = revision.uploaded_by.kind == Person.Kind.MACHINE
    clocks.start(
        "services.draft-waits",
        revision,
        person=None if machine else revision.uploaded_by,
        team=revision.contract.service.team if machine else None,
        title=title,
        silence="It stays a draft; consumers keep what is published now.",
        url=revision.get_absolute_url(),
        due_at=timezone.now() + DRAFT_WAITS,
    )


@transaction.atomic
def waive_finding(
    revision: Revision,
    fingerprint: str,
    *,
    by: Person,
    reason: str,
    evidence: str,
    value: str,
    source: str,
    expires_on: date,
    baseline: str = "",
) -> Waiver:
    """Leave one finding as it is until a day, for a reason, with data. The team grants it to itself, in public.

    It counts for every revision of the contract for as long as the finding keeps its fingerprint.
    """
    contract = revision.contract
    policies.require(by, "finding.waive", contract)
    today = timezone.now().date()
    if not today < expires_on <= today + LONGEST_WAIVER:
        raise Invalid(
            "waiver-too-long", "A waiver ends on a day within a year from now.", expires_on="Not within a year."
        )
    if not (reason.strip() and value.strip() and source.strip()):
        raise Invalid("waiver-without-data", "Say why, what was measured, and where others can look it up.")
    reading = reading_of(revision)
    finding = reading.finding(fingerprint) if reading else None
    if reading is None or finding is None:
        raise Refused("finding-gone", "The newest check does not find this any more. There is nothing to waive.")
    try:
        with transaction.atomic():
            waiver = Waiver.objects.create(
                contract=contract,
                rule=finding.rule,
                severity=finding.severity,
                fingerprint=fingerprint,
                place=finding.key[:1000],
                message=finding.message,
                reason=reason.strip(),
                evidence=evidence,
                value=value.strip(),
                baseline=baseline.strip(),
                source=source,
                expires_on=expires_on,
                given_by=by,
            )
    except IntegrityError:
        raise Refused("finding-waived-already", "This finding is waived already.") from None
    audit.record(by, "waiver.give", waiver, after=waiver.state, data={"rule": waiver.rule, "contract": contract.pk})
    clocks.start(
        "services.waiver-ends",
        waiver,
        team=contract.service.team,
        asked_by=by,
        title=f"Mend or waive again: {waiver.rule} in {contract.slug}",
        silence="The waiver ends that day and the finding counts again.",
        url=contract.get_absolute_url(),
        due_at=end_of_day(expires_on),
    )
    recount_contract(contract, revision, reading)
    return waiver


@transaction.atomic
def withdraw_waiver(waiver: Waiver, *, by: Person) -> Waiver:
    """The team takes its waiver back; the finding counts again at once."""
    policies.require(by, "waiver.withdraw", waiver)
    states.WAIVER.move(waiver, "withdraw", by=by, ended_at=timezone.now())
    clocks.withdraw("services.waiver-ends", waiver)
    recount_contract(waiver.contract)
    return waiver


def expire_waiver(waiver_id: int) -> None:
    """Silence has spoken: the waiver's day has passed."""
    waiver = Waiver.objects.select_related("contract").get(pk=waiver_id)
    if waiver.state == Waiver.State.ACTIVE:
        states.WAIVER.move(waiver, "expire", by=None, ended_at=timezone.now())
        recount_contract(waiver.contract)


def recount_contract(contract: Contract, first: Revision | None = None, reading: Reading | None = None) -> None:
    """Recount every revision of a contract that is not retired: a waiver touches them all."""
    if first is not None:
        recount(first, reading)
    for revision in contract.revisions.exclude(state=Revision.State.RETIRED):
        if revision != first:
            recount(revision)


def facts_of(contract: Contract) -> dict[str, str]:
    """What is said beside the document, in the engine's words."""
    team = contract.service.team
    facts = {"audience": contract.audience, **contract.facts}
    if "contact" not in facts and team.email:
        facts["contact"] = f"{team.name} <{team.email}>"
    return facts
