"""A team says once whether a look was useful, when that can be known. Blind: only the guild's sum is shown."""

from django.db import IntegrityError, transaction

from portal.kit import audit, clocks, policies
from portal.kit.refusals import Invalid, Refused
from portal.models import Clock
from teams.people.models import Person
from teams.people.reads.answering import answers_for
from teams.people.reads.calendars import hours_of
from teams.reviews.models import Review, Usefulness
from teams.reviews.reads.usefulness import is_due

ASK_DAYS = 5
"""Working days of who answers for the team."""


def ask_whether_useful(review: Review) -> None:
    """Ask who answers for the team in their inbox, once, as soon as it can be known. Silence counts as nothing."""
    asked = Clock.objects.filter(kind="reviews.useful", subject=audit.ref(review))
    if not is_due(review) or asked.exists() or Usefulness.objects.filter(review=review).exists():
        return
    person = answers_for(review.team)
    clocks.start(
        "reviews.useful",
        review,
        person=person,
        title=f"Say whether the look at {review.subject} was useful to you",
        silence="Nothing is counted. You may still say it on its page.",
        url=review.get_absolute_url(),
        days=ASK_DAYS,
        hours=hours_of(person),
    )


@transaction.atomic
def rate_review(review: Review, *, by: Person, mark: str) -> Usefulness:
    """Say whether it was useful. Whose advice it was is never told what was said, nor is anybody else.

    Refuses before the review is closed and every number it was ignored with was looked at again or its day has passed,
    and a second time.
    """
    policies.require(by, "review.rate", review)
    if not is_due(review):
        says = "Say it once the review is closed and the day to look at its numbers again has come."
        raise Refused("usefulness-too-early", says)
    if mark not in Usefulness.Mark.values:
        raise Invalid("usefulness-unknown", "Say whether it was useful.", mark="Choose one.")
    try:
        with transaction.atomic():
            made = Usefulness.objects.create(review=review, mark=mark, by=by)
    except IntegrityError:
        raise Refused("usefulness-said", "That was said already. It is counted once.") from None
    clocks.meet("reviews.useful", review)
    audit.record(by, "review.rate", review)  # that it was said, not what
    return made
