"""Rulesets are registered, read by a worker, put in force; each rule is in somebody's care until a day."""

import json
from collections.abc import Callable, Collection, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import audit, clocks, jobs, policies
from portal.kit.jobs import Claim
from portal.kit.refusals import Invalid, Refused
from portal.kit.times import end_of_day
from services import contracts as engine
from services import states
from services.models import Blob, Care, Ruleset, RulesetRule, RulesetVersion
from teams.people.models import Person, Team

MOST_BYTES = 4_000_000
SECONDS = 30.0
LONGEST_CARE = timedelta(days=3 * 365)
Reader = Callable[..., engine.RulesetRead]


@transaction.atomic
def register_ruleset(
    slug: str,
    *,
    by: Person,
    name: str,
    content: bytes,
    owner: Person | Team,
    review_on: date,
    text: str = "",
    source_name: str = "",
) -> RulesetVersion:
    """A new ruleset with its first version, which a worker reads. All its rules are in the care of ``owner`` until
    somebody else is named for some of them. It judges nothing before it is put in force and attached."""
    policies.require(by, "ruleset.register", None)
    taken = Invalid("ruleset-slug-taken", f"There is a ruleset {slug} already.", slug="Taken.")
    if Ruleset.objects.filter(slug=slug).exists():
        raise taken
    try:
        with transaction.atomic():
            ruleset = Ruleset.objects.create(slug=slug, name=name.strip() or slug, text=text.strip(), registered_by=by)
    except IntegrityError:
        raise taken from None
    audit.record(by, "ruleset.register", ruleset)
    _care(ruleset, owner, review_on, by=by)
    return upload_version(ruleset, by=by, content=content, source_name=source_name)


@transaction.atomic
def upload_version(ruleset: Ruleset, *, by: Person, content: bytes, source_name: str = "") -> RulesetVersion:
    """The next version of a ruleset, its bytes stored for ever. A worker reads it and says what is wrong with it."""
    policies.require(by, "ruleset.change", ruleset)
    if not content.strip():
        raise Invalid("ruleset-empty", "There is nothing in it. Paste or upload a ruleset.", content="Empty.")
    if len(content) > MOST_BYTES:
        most = f"A ruleset has up to {MOST_BYTES / 1_000_000:.0f} MB. Nothing was stored."
        raise Invalid("ruleset-too-big", most, content="Too big.")
    Ruleset.objects.select_for_update().get(pk=ruleset.pk)
    newest = ruleset.versions.order_by("-number").first()
    digest = Blob.put(content)
    if newest is not None and newest.digest == digest:
        same = f"These are the same bytes as version {newest.number}. Nothing was stored twice."
        raise Invalid("ruleset-unchanged", same, content="The same as the newest version.")
    version = RulesetVersion.objects.create(
        ruleset=ruleset,
        number=newest.number + 1 if newest is not None else 1,
        digest=digest,
        size=len(content),
        source_name=source_name[:400],
        uploaded_by=by,
    )
    audit.record(by, "ruleset.upload", version, after=version.state, data={"digest": digest, "bytes": len(content)})
    jobs.enqueue("services.read_ruleset", version.pk)
    return version


def read_version(version_id: int, claim: Claim, *, reader: Reader = engine.read_ruleset) -> None:
    """Have a child process read the bytes, and record what it brought: mistakes, remarks, rules."""
    version = RulesetVersion.objects.select_related("ruleset").get(pk=version_id)
    if not version.is_waiting:
        return
    limits = engine.Limits(bytes=MOST_BYTES * 4, files=200, seconds=SECONDS, memory=settings.CHECK_MEMORY_BYTES)
    read = reader(Blob.read(version.digest), limits=limits, beat=lambda progress: claim.beat(dict(progress._asdict())))
    with claim.recording():
        _record(version, read)


def _record(version: RulesetVersion, read: engine.RulesetRead) -> None:
    mistakes = read.report.counts()["error"]
    changes: dict[str, Any] = {
        "report": Blob.put(read.report.raw),
        "mistakes": mistakes,
        "remarks": read.report.total - mistakes,
        "read_at": timezone.now(),
        "reason": str((read.report.reason or {}).get("message", "")),
    }
    if read.rules:
        changes["told"] = Blob.put(json.dumps(read.data, sort_keys=True).encode())
        changes["rules"] = Blob.put(json.dumps(read.rules).encode())
    states.RULESET.move(version, "read" if read.rules else "break", by=None, **changes)
    _take_into_care(version.ruleset, read.rules)


def _take_into_care(ruleset: Ruleset, rules: Sequence[dict[str, Any]]) -> None:
    """New rules are in the care that was named when the ruleset was registered, or whatever came of it. Those that come
    with a ruleset of Homeport are one: nobody here can change them, only whether they are asked."""
    names = dict.fromkeys(one["from"] or one["name"] for one in rules)
    known = set(ruleset.rules.values_list("name", flat=True))
    care = ruleset.cares.order_by("pk").first()
    if care is not None:
        RulesetRule.objects.bulk_create(
            RulesetRule(ruleset=ruleset, name=name, care=care) for name in names if name not in known
        )
        _await_review(care)


def fail_reading(version_id: int, reason: str) -> None:
    """The job was given up: the version is broken, and says why."""
    version = RulesetVersion.objects.get(pk=version_id)
    if version.is_waiting:
        states.RULESET.move(version, "break", by=None, reason=reason, read_at=timezone.now())


@transaction.atomic
def put_in_force(version: RulesetVersion, *, by: Person) -> RulesetVersion:
    """Checks ask this version from now on, wherever the ruleset is attached; what it holds for is checked again.

    Refuses a version with mistakes: what is not understood wholly judges less than its author means.
    """
    policies.require(by, "ruleset.change", version.ruleset)
    if version.state == RulesetVersion.State.BROKEN:
        raise Refused("ruleset-broken", "It cannot be run. Mend what stands at its lines and upload it again.")
    Ruleset.objects.select_for_update().get(pk=version.ruleset_id)
    former = RulesetVersion.objects.filter(ruleset=version.ruleset_id, state=RulesetVersion.State.IN_FORCE)
    for one in former.exclude(pk=version.pk):
        states.RULESET.move(one, "replace", by=by)
    states.RULESET.move(version, "put-in-force", by=by, in_force_at=timezone.now())
    for attachment in version.ruleset.attachments.standing():
        jobs.enqueue("services.recheck_attached", attachment.pk)
    return version


@transaction.atomic
def take_care(ruleset: Ruleset, names: Collection[str], *, by: Person, owner: Person | Team, review_on: date) -> Care:
    """These rules have this owner from now on, who looks at them again by that day. Refuses rules there are not, and
    whoever neither owns them nor is a steward."""
    rows = list(ruleset.rules.filter(name__in=names).select_related("care__person", "care__team__lead"))
    if not rows or len(rows) < len(set(names)):
        raise Invalid("rule-unknown", "Choose rules of this ruleset.", rules="Not rules of this ruleset.")
    before = {row.care_id: row.care for row in rows}
    for care in before.values():
        policies.require(by, "rule.care", care)
    new = _care(ruleset, owner, review_on, by=by)
    RulesetRule.objects.filter(pk__in=[row.pk for row in rows]).update(care=new)
    for care in before.values():
        if not care.rules.exists():
            clocks.meet("services.rule-review", care)
    _await_review(new)
    audit.record(by, "rule.care", ruleset, data={"rules": sorted(names)[:50], "review_on": str(review_on)})
    return new


def _care(ruleset: Ruleset, owner: Person | Team, review_on: date, *, by: Person) -> Care:
    today = timezone.now().date()
    if not today < review_on <= today + LONGEST_CARE:
        say = "Rules are looked at again on a day within three years from now."
        raise Invalid("review-day-too-far", say, review_on="Not within three years.")
    whose = {"team": owner} if isinstance(owner, Team) else {"person": owner}
    return Care.objects.create(ruleset=ruleset, review_on=review_on, set_by=by, **whose)


def _await_review(care: Care) -> None:
    """The owner's inbox, once there are rules in this care: whether they are still wanted."""
    clocks.withdraw("services.rule-review", care)
    many = care.rules.count()
    if many:
        clocks.start(
            "services.rule-review",
            care,
            person=care.person,
            team=care.team,
            asked_by=care.set_by,
            title=f"Look again at {many} {'rule' if many == 1 else 'rules'} of {care.ruleset.name}",
            silence="The rules stay as they are and are shown as overdue.",
            url=f"{care.ruleset.get_absolute_url()}?care={care.pk}",
            due_at=end_of_day(care.review_on),
        )
