"""What silence does, called by the clocks' jobs. It is written down, and never stops anybody."""

from django.utils import timezone

from teams.reviews import states
from teams.reviews.actions.telling import tell_lead, tell_reviewer
from teams.reviews.models import Review, Suggestion

NO_ADVICE = "No advice was given in time."


def _review(review_id: int) -> Review:
    rows = Review.objects.select_for_update(of=("self",)).select_related("team__lead", "reviewer", "revision__contract")
    return rows.get(pk=review_id)


def remind_reviewer(review_id: int) -> None:
    """Half of the time is over, and nothing has been sent."""
    review = _review(review_id)
    if review.state == Review.State.ASSIGNED:
        tell_reviewer(review, f"Half of your time for {review.subject} is over. Send what you have, or hand it back.")


def end_without_advice(review_id: int) -> None:
    """The reviewer said nothing: the review ends, what was never sent stays theirs, and the lead is told."""
    review = _review(review_id)
    if review.state != Review.State.ASSIGNED:
        return
    states.REVIEW.move(review, "lapse", by=None, reason=NO_ADVICE, closed_at=timezone.now())
    tell_lead(review, f"No advice on {review.subject} came in time. Go on without it.")
    tell_reviewer(review, f"Your time for {review.subject} is over. The record says that no advice was given.")


def end_unanswered(review_id: int) -> None:
    """The team said nothing to some of it: these suggestions stand in the ledger as not answered."""
    review = _review(review_id)
    if review.state != Review.State.ADVISED:
        return
    left = list(review.suggestions.filter(state=Suggestion.State.OPEN))
    for suggestion in left:
        states.SUGGESTION.move(suggestion, "leave", by=None, data={"review": review.pk})
    states.REVIEW.move(review, "close", by=None, data={"unanswered": len(left)}, closed_at=timezone.now())
    many = f"{len(left)} {'suggestion' if len(left) == 1 else 'suggestions'}"
    tell_lead(review, f"{many} about {review.subject} stayed without an answer and stand in the ledger.")
    tell_reviewer(review, f"{many} of yours about {review.subject} stayed without an answer.")
