"""What the jobs do: a proposed revision gets a review and somebody who looks at it; what became of it is noted."""

import secrets

from django.utils import timezone

from portal.kit import audit, clocks
from portal.models import AuditEntry
from services.models import Revision
from teams.people.models import Person
from teams.people.reads.calendars import hours_of
from teams.reviews import states
from teams.reviews.actions.telling import tell_lead, tell_reviewer, tell_stewards
from teams.reviews.draw import Brief, draw
from teams.reviews.models import Review, Suggestion
from teams.reviews.reads.pool import brief_of, candidates

ADVICE_DAYS = 3
"""Working days of the reviewer."""
NOBODY = "Nobody in the guild is independent of this team and has room. The team goes on without advice."


def ask_about_revision(revision_id: int) -> Review | None:
    """Give the revision a review, and the review somebody who looks at it. Run again, it changes nothing.

    One transaction: killed anywhere, nothing of it has happened. A revision that has ended meanwhile gets none.
    """
    revision = _locked(revision_id)
    review = Review.objects.filter(revision=revision).exclude(state=Review.State.WITHDRAWN).first()
    if review is None:
        if revision.state not in {Revision.State.PROPOSED, Revision.State.PUBLISHED}:
            return None
        review = _ask(revision)
    review.revision = revision
    if review.state == Review.State.ASKED:
        _assign(review)
    return review


def _locked(revision_id: int) -> Revision:
    """The revision, so that two workers with the same job follow each other."""
    rows = Revision.objects.select_for_update(of=("self",)).select_related("contract__service__team__lead")
    return rows.get(pk=revision_id)


def _ask(revision: Revision) -> Review:
    team = revision.contract.service.team
    asked_by = _proposer(revision)
    review = Review.objects.create(
        revision=revision,
        team=team,
        asked_by=asked_by,
        brief=brief_of(revision, asked_by.pk).stored(),
        published_at=revision.published_at,
    )
    audit.record(asked_by, "review.ask", review, after=review.state, data={"revision": revision.pk})
    return review


def _proposer(revision: Revision) -> Person:
    """Who proposed it, as the audit knows; its uploader, should the audit not say."""
    entries = AuditEntry.objects.filter(subject=audit.ref(revision), verb="revision.propose", actor__isnull=False)
    entry = entries.select_related("actor").order_by("-pk").first()
    proposer: Person = entry.actor if entry is not None else revision.uploaded_by  # type: ignore[assignment]
    return proposer


def _assign(review: Review) -> None:
    """Draw, and hand it over: a clock for the one it fell on, a notice for the lead."""
    brief = Brief.of(review.brief)
    drawn = draw(brief, candidates({int(one["person"]) for one in review.declined}), secrets.randbits(32))
    now = timezone.now()
    if drawn.picked is None:
        states.REVIEW.move(review, "find-nobody", by=None, draw=drawn.stored(), reason=NOBODY, closed_at=now)
        tell_lead(review, f"Nobody independent is free to look at {review.subject}. Go on without advice.")
        tell_stewards(review, f"Nobody could be drawn for {review}: {review.subject} of {review.team.name}.")
        return
    reviewer = Person.objects.get(pk=drawn.picked)
    states.REVIEW.move(
        review, "assign", by=None, data={"reviewer": reviewer.pk, "seed": drawn.seed},
        draw=drawn.stored(), reviewer=reviewer, assigned_at=now,
    )  # fmt: skip
    clocks.start(
        "reviews.advice",
        review,
        person=reviewer,
        asked_by=review.asked_by,
        title=f"Look at {review.subject} of {review.team.name} and say what you would do",
        silence="The record says that no advice was given, and the team goes on.",
        url=review.get_absolute_url(),
        days=ADVICE_DAYS,
        hours=hours_of(reviewer),
    )
    tell_reviewer(review, f"The lot fell on you: look at {review.subject} of {review.team.name}.")
    tell_lead(review, f"{reviewer.name} looks at {review.subject}. You may publish at any time.")


def note_publication(revision_id: int) -> None:
    """Write down what was open when the revision was published. Derived from times, so a late job writes the same."""
    revision = _locked(revision_id)
    review = (
        Review.objects.filter(revision=revision, published_at=None)
        .exclude(state=Review.State.WITHDRAWN)
        .select_related("team__lead", "reviewer")
        .first()
    )
    if review is None or revision.published_at is None:
        return
    at = revision.published_at
    review.revision = revision
    review.published_at = at
    review.open_at_publication = 0
    if review.advised_at is not None and review.advised_at <= at:
        unanswered = Suggestion.objects.filter(review=review).exclude(answer__at__lte=at)
        review.open_at_publication = unanswered.count()
    review.save(update_fields=["published_at", "open_at_publication"])
    audit.record(None, "review.note-publication", review, data={"open": review.open_at_publication})
    if review.is_open:
        left = review.open_at_publication
        words = f"with {left} of your suggestions open" if left else "before your advice" if not review.is_sent else ""
        tell_reviewer(review, f"{review.subject} is published {words}".strip() + ".")


def withdraw_about_revision(revision_id: int) -> None:
    """The draft was discarded: nobody needs to look at it any more."""
    review = (
        Review.objects.open()
        .filter(revision_id=revision_id)
        .select_related("team__lead", "reviewer", "revision__contract")
        .first()
    )
    if review is None:
        return
    states.REVIEW.move(
        review, "withdraw", by=None, reason="The draft was discarded.", closed_at=timezone.now()
    )  # fmt: skip
    clocks.withdraw("reviews.advice", review)
    clocks.withdraw("reviews.answers", review)
    tell_reviewer(review, f"{review.subject} was discarded. You need not look at it any more.")
