"""A ruleset is attached to a division and taken off again; what it comes to hold for is checked again, by and by."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from portal.kit import audit, jobs, policies
from portal.kit.refusals import Invalid, Refused
from services.actions.checks import ask_check
from services.models import Attachment, Check, Ruleset, RulesetVersion
from services.reads.holding import revisions_under
from teams.people.models import Division, Person

AT_ONCE = 50
"""Revisions that are asked for again in one go: other checks come in between."""
PAUSE = timedelta(seconds=30)
LONGEST_REASON = 300


@transaction.atomic
def attach_ruleset(
    ruleset: Ruleset, division: Division | None, *, by: Person, reason: str, blocks: bool = False
) -> Attachment:
    """From now on the ruleset holds for the contracts of a division and those below it; without one, of the company.

    Refuses a ruleset without a version in force, and one that is attached there already.
    """
    policies.require(by, "ruleset.attach-somewhere", ruleset)
    policies.require(by, "ruleset.attach", division)
    said = " ".join(reason.split())
    if not said or len(said) > LONGEST_REASON:
        words = f"Say why in a sentence of up to {LONGEST_REASON} characters: it is shown to everybody it holds for."
        raise Invalid("attachment-reason-missing", words, reason="Say it in a sentence.")
    if not ruleset.versions.filter(state=RulesetVersion.State.IN_FORCE).exists():
        raise Refused("ruleset-not-in-force", f"No version of {ruleset.name} is in force. A steward puts one in force.")
    try:
        with transaction.atomic():
            attachment = Attachment.objects.create(
                ruleset=ruleset, division=division, blocks=blocks, reason=said, attached_by=by
            )
    except IntegrityError:
        raise Refused("ruleset-attached-already", f"{ruleset.name} is attached there already.") from None
    data = {"ruleset": ruleset.pk, "division": division.pk if division else None, "blocks": blocks}
    audit.record(by, "ruleset.attach", attachment, data=data)
    jobs.enqueue("services.recheck_attached", attachment.pk)
    return attachment


@transaction.atomic
def detach_ruleset(attachment: Attachment, *, by: Person) -> Attachment:
    """The ruleset does not hold there any more; what it found goes with the next check, which is asked for at once."""
    policies.require(by, "ruleset.detach", attachment)
    if not Attachment.objects.standing().filter(pk=attachment.pk).update(detached_at=timezone.now()):
        raise Refused("ruleset-detached-already", "It was taken off already.")
    audit.record(by, "ruleset.detach", attachment, data={"ruleset": attachment.ruleset_id})
    jobs.enqueue("services.recheck_attached", attachment.pk)
    attachment.refresh_from_db()
    return attachment


def recheck_attached(attachment_id: int) -> None:
    """Ask for the next checks of what an attachment is about, a few at once, until none is older than its change."""
    attachment = Attachment.objects.select_related("division").get(pk=attachment_id)
    moment = attachment.detached_at or attachment.attached_at
    version = RulesetVersion.objects.filter(ruleset=attachment.ruleset_id, state=RulesetVersion.State.IN_FORCE).first()
    if version is not None and version.in_force_at is not None and attachment.detached_at is None:
        moment = max(moment, version.in_force_at)
    newer = Check.objects.filter(Q(asked_at__gte=moment) | Q(state=Check.State.WAITING), revision=OuterRef("pk"))
    due = revisions_under(attachment.division).filter(~Exists(newer)).order_by("pk")
    asked = list(due[: AT_ONCE + 1])
    for revision in asked[:AT_ONCE]:
        ask_check(revision, by=None)
    if len(asked) > AT_ONCE:
        jobs.enqueue("services.recheck_attached", attachment.pk, after=PAUSE)
