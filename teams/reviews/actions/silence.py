"""What silence does, called by the clocks' jobs. It is written down, and never stops anybody."""

from django.utils import timezone

from portal.kit import clocks, jobs
from teams.reviews import states
from teams.reviews.actions.reviews import close_review
from teams.reviews.actions.telling import tell_lead, tell_reviewer, tell_seats
from teams.reviews.models import Review, Seat, Suggestion

NO_ADVICE = "No advice was given in time."


def _review(review_id: int) -> Review:
    rows = Review.objects.select_for_update(of=("self",)).select_related("team__lead", "reviewer")
    return rows.get(pk=review_id)


def remind_reviewer(review_id: int) -> None:
    """Half of the time is over, and nothing has been sent."""
    review = _review(review_id)
    if review.state == Review.State.ASSIGNED:
        tell_reviewer(review, f"Half of your time for {review.subject} is over. Send what you have, or hand it back.")


def remind_seat(seat_id: int) -> None:
    """Half of the time of a second or a shadow is over, and they have sent nothing."""
    seat = Seat.objects.select_related("review", "person").get(pk=seat_id)
    if seat.state == Seat.State.TAKEN:
        words = f"Half of your time for {seat.review.subject} is over. Send what you have, or hand it back."
        tell_seats([seat.person], seat.review, words)


def end_seat(seat_id: int) -> None:
    """A second or a shadow said nothing in their time: their seat is silent, the review goes on without them."""
    rows = Seat.objects.select_for_update(of=("self",)).select_related("review__team__lead", "person")
    seat = rows.get(pk=seat_id)
    if seat.state != Seat.State.TAKEN:
        return
    states.SEAT.move(seat, "lapse", by=None, reason=NO_ADVICE, ended_at=timezone.now())
    review = seat.review
    tell_seats([seat.person], review, f"Your time for {review.subject} is over. The record says that you said nothing.")
    if not seat.teaches:
        tell_lead(review, f"{seat.person.name}, who looked at {review.subject} too, gave no advice in time.")


def end_without_advice(review_id: int) -> None:
    """Nobody said anything: the review ends, what was never sent stays theirs, and the lead is told.

    The record stands against the guild, never against the team, which goes on.
    """
    review = _review(review_id)
    if review.state != Review.State.ASSIGNED:
        return
    now = timezone.now()
    states.REVIEW.move(review, "lapse", by=None, reason=NO_ADVICE, closed_at=now)
    for seat in review.seats.standing().select_related("person"):
        states.SEAT.move(seat, "lapse", by=None, ended_at=now)
        clocks.close_all(seat, met=False)
        tell_seats(
            [seat.person], review, f"Your time for {review.subject} is over. The record says that no advice was given."
        )
    clocks.close_all(review, met=False)
    tell_lead(review, f"No advice on {review.subject} came in time. Go on without it.")


def pass_on_seat(seat_id: int) -> None:
    """Whoever was offered a seat has not said whether they take it: it is offered to somebody else.

    Who has begun to write has taken it. A lead's seat is drawn again; the others are left empty.
    """
    rows = Seat.objects.select_for_update(of=("self",)).select_related("review__team__lead", "person")
    seat = rows.get(pk=seat_id)
    if seat.state != Seat.State.OFFERED:
        return
    states.SEAT.move(seat, "pass-on", by=None, ended_at=timezone.now())
    review = seat.review
    tell_seats([seat.person], review, f"You did not say whether you look at {review.subject}. It was passed on.")
    if seat.role == Seat.Role.LEAD and review.state == Review.State.ASSIGNED:
        states.REVIEW.move(review, "decline", by=None, reviewer=None, assigned_at=None)
        for kind in ("reviews.advice", "reviews.deputy", "reviews.guild"):
            clocks.withdraw(kind, review)
        jobs.enqueue("reviews.draw", review.pk)


def end_unanswered(review_id: int) -> None:
    """The team said nothing to some of it: these suggestions stand in the ledger as not answered."""
    review = _review(review_id)
    if review.state != Review.State.ADVISED:
        return
    left = list(Suggestion.objects.sent().filter(review=review, state=Suggestion.State.OPEN))
    for suggestion in left:
        states.SUGGESTION.move(suggestion, "leave", by=None, data={"review": review.pk})
    close_review(review, by=None, unanswered=len(left))
    many = f"{len(left)} {'suggestion' if len(left) == 1 else 'suggestions'}"
    tell_lead(review, f"{many} about {review.subject} stayed without an answer and stand in the ledger.")
    tell_reviewer(review, f"{many} of yours about {review.subject} stayed without an answer.")
