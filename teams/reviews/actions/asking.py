"""A review is asked for: what it is about is frozen as it stands, and a worker draws who looks."""

from collections.abc import Collection, Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import audit, clocks, jobs, policies
from portal.kit.refusals import Invalid, Refused
from portal.kit.subjects import Subject, kind_of, subject
from portal.kit.text import storable
from portal.models import AuditEntry
from services.models import Revision
from teams.people.models import Person
from teams.reviews import states
from teams.reviews.actions.forms import write_answers
from teams.reviews.depth import depth_of_subject
from teams.reviews.models import Review, Topic
from teams.reviews.reads.briefs import brief_of
from teams.reviews.reads.forms import form_of

LOOKED_AT = (Revision.State.PROPOSED, Revision.State.PUBLISHED)
PROPOSED = "A critical service proposes it."


@transaction.atomic
def ask_for_review(
    about: str,
    *,
    by: Person,
    why: str,
    topic: str = "",
    compared_with: int | None = None,
    answers: Mapping[str, str] | None = None,
) -> Review:
    """Ask for a look at a thing (``services.service:7``), about one topic. A worker draws who looks within seconds.

    ``compared_with`` is the number of an earlier revision of the same contract: what changed since is looked at.
    ``answers`` are what can be said now to the questions of the topic's form, by key; the others may follow.
    Refuses when there is no such thing, when it is already being looked at for this topic, and without a reason.
    """
    found, kind = subject(about), kind_of(about)
    if found is None or kind is None:
        raise Invalid("subject-unknown", "There is no such thing to look at.", about="Nothing here is called so.")
    policies.require(by, "review.ask", found)
    topic = topic or kind.topic
    if topic not in Topic.values:
        raise Invalid("topic-unknown", "Say what the look is about.", topic="Choose one.")
    if not why.strip():
        raise Invalid("asked-without-why", "Say in a sentence what you want looked at.", why="Empty.")
    running = Review.objects.open().filter(about=about, topic=topic).first()
    if running is not None:
        raise Refused("review-running", f"{running} looks at this already. Read it, or wait until it has ended.")
    before = _earlier(found, compared_with) if compared_with is not None else None
    review = open_review(found, asked_by=by, topic=topic, why=why, compared_with=before)
    if answers:
        write_answers(review, by=by, answers=answers)
    jobs.enqueue("reviews.draw", review.pk)
    return review


def _earlier(found: Subject, number: int) -> Revision:
    """The revision of this number, of the same contract and before the one that is looked at."""
    thing = found.thing
    if isinstance(thing, Revision) and number < thing.number:
        before: Revision | None = Revision.objects.filter(contract=thing.contract_id, number=number).first()
        if before is not None:
            return before
    says = "Name an earlier revision of the same contract, or leave it out."
    raise Invalid("review-compared-with-nothing", says, compared_with=says)


def open_review(
    found: Subject,
    *,
    asked_by: Person,
    topic: str,
    why: str,
    compared_with: Revision | None = None,
    policy: Mapping[str, object] | None = None,
) -> Review:
    """Write the review down with all that it depends on, as it is now. Nobody is drawn yet.

    ``policy`` is the one that asked by itself; without it somebody did.
    """
    thing = found.thing
    depth = depth_of_subject(found)
    facts = {
        "about": found.ref, "subject": found.title[:300], "subject_url": found.url[:300], "text": storable(found.text),
        "revision": thing if isinstance(thing, Revision) else None, "compared_with": compared_with,
        "team": found.team, "asked_by": asked_by, "topic": topic, "why": storable(why.strip(), 400),
        "form": form_of(topic).stored(), "policy": dict(policy or {}),
        "depth": depth.level, "depth_why": list(depth.why), "is_critical": depth.is_critical,
        "brief": brief_of(
            found, asked_by.pk, topic, is_critical=depth.is_critical, depth=depth.level, at=timezone.now()
        ).stored(),
        "published_at": thing.published_at if isinstance(thing, Revision) else None,
    }  # fmt: skip
    try:
        with transaction.atomic():
            review = Review.objects.create(**facts)
    except IntegrityError:  # somebody asked for the same in the same moment
        raise Refused("review-running", "Somebody has just asked for the same. Load the page again.") from None
    audit.record(asked_by, "review.ask", review, after=review.state, data=_told(review))
    return review


def _told(review: Review) -> dict[str, object]:
    told: dict[str, object] = {"about": review.about, "topic": review.topic}
    if review.policy:
        told |= {"policy": review.policy["code"], "version": review.policy["version"]}
    return told


def review_of_revision(revision_id: int, which: Collection[str] = LOOKED_AT) -> Review | None:
    """The review of a revision's contract, asked for when there is none yet; None when the revision has ended.

    The revision's row is locked, so that two workers with the same job follow each other.
    """
    rows = Revision.objects.select_for_update(of=("self",)).select_related("contract__service__team__lead")
    revision = rows.get(pk=revision_id)
    found = Review.objects.filter(revision=revision, topic=Topic.CONTRACT).exclude(state=Review.State.WITHDRAWN)
    review = found.first()
    if review is not None or revision.state not in which:
        return review
    described = subject(audit.ref(revision))
    assert described is not None  # noqa: S101 - its row is locked, so it is there
    return open_review(described, asked_by=_proposer(revision), topic=Topic.CONTRACT, why=PROPOSED)


def _proposer(revision: Revision) -> Person:
    """Who proposed it, as the audit knows; its uploader, should the audit not say."""
    entries = AuditEntry.objects.filter(subject=audit.ref(revision), verb="revision.propose", actor__isnull=False)
    entry = entries.select_related("actor").order_by("-pk").first()
    proposer: Person = entry.actor if entry is not None else revision.uploaded_by  # type: ignore[assignment]
    return proposer


@transaction.atomic
def withdraw_review(review: Review, *, by: Person | None, reason: str) -> Review:
    """Nobody needs to look at it any more. Whoever had a seat is told by the caller."""
    if by is not None:
        policies.require(by, "review.withdraw", review)
    if not reason.strip():
        raise Invalid("withdrawn-without-reason", "Say in a sentence why nobody needs to look.", reason="Empty.")
    states.REVIEW.move(review, "withdraw", by=by, reason=storable(reason.strip(), 400), closed_at=timezone.now())
    clocks.close_all(review, met=False)
    for seat in review.seats.standing():
        states.SEAT.move(seat, "release", by=by, ended_at=timezone.now())
        clocks.close_all(seat, met=False)
    return review
