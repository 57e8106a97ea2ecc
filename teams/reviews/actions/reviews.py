"""A review from the reviewer's first line until the advice is sent, or handed back."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from portal.kit import audit, clocks, jobs, policies
from portal.kit.keeping import to_keep
from portal.kit.refusals import Invalid, Refused
from portal.kit.text import storable
from teams.people.models import Person
from teams.people.reads.answering import answers_for
from teams.people.reads.calendars import hours_of
from teams.reviews import states
from teams.reviews.actions.telling import tell_lead
from teams.reviews.actions.usefulness import ask_whether_useful
from teams.reviews.depth import DAYS
from teams.reviews.models import Review, Seat, Suggestion
from teams.reviews.reads.placing import place_of

ANSWER_DAYS = 5
"""Working days of the lead."""
MOST_SUGGESTIONS = 50
LONGEST_TEXT = 4000
TYPED_FIELDS, LONGEST_TYPED = 12, 50_000


@transaction.atomic
def suggest(
    review: Review,
    *,
    by: Person,
    line: int = 0,
    weight: str,
    text: str,
    why: str,
    prediction: str = "",
    end_line: int = 0,
    key: str = "",
    pointer: str = "",
) -> Suggestion:
    """Write one suggestion at its place, as a draft that only its reviewer sees until the advice is sent.

    The place is its lines, of a contract also an operation or type (``key``) or a JSON pointer, which know their lines.
    """
    policies.require(by, "review.suggest", review)
    review, seat = _writing(review, by)
    at = place_of(review, line=line, end_line=end_line, key=key, pointer=pointer)
    words = {**at.stored(), **_words(weight=weight, text=text, why=why, prediction=prediction)}
    number = (review.suggestions.aggregate(most=Max("number"))["most"] or 0) + 1
    if seat.suggestions.count() >= MOST_SUGGESTIONS:
        raise Refused("review-full", f"There are {MOST_SUGGESTIONS} suggestions already. Say the most important ones.")
    state = Suggestion.State.UNSEEN if seat.teaches else Suggestion.State.OPEN
    suggestion = Suggestion.objects.create(review=review, seat=seat, number=number, state=state, **words)
    _forget(seat, "suggestion")
    audit.record(by, "suggestion.write", suggestion, data={"review": review.pk, "line": suggestion.line})
    return suggestion


@transaction.atomic
def change_suggestion(
    suggestion: Suggestion,
    *,
    by: Person,
    line: int = 0,
    weight: str,
    text: str,
    why: str,
    prediction: str = "",
    end_line: int = 0,
    key: str = "",
    pointer: str = "",
) -> Suggestion:
    """Reword a suggestion while the advice has not been sent."""
    policies.require(by, "review.suggest", suggestion.review)
    review, seat = _writing(suggestion.review, by)
    _own(suggestion, seat)
    at = place_of(review, line=line, end_line=end_line, key=key, pointer=pointer)
    words = {**at.stored(), **_words(weight=weight, text=text, why=why, prediction=prediction)}
    for name, value in words.items():
        setattr(suggestion, name, value)
    suggestion.save()
    _forget(seat, suggestion.anchor)
    audit.record(by, "suggestion.change", suggestion, data={"review": review.pk, "line": suggestion.line})
    return suggestion


@transaction.atomic
def drop_suggestion(suggestion: Suggestion, *, by: Person) -> None:
    """Take a draft suggestion back; the others keep their numbers."""
    policies.require(by, "review.suggest", suggestion.review)
    review, seat = _writing(suggestion.review, by)
    _own(suggestion, seat)
    audit.record(by, "suggestion.drop", suggestion, data={"review": review.pk, "number": suggestion.number})
    _forget(seat, suggestion.anchor)
    suggestion.delete()


@transaction.atomic
def keep_typed(review: Review, *, by: Person, form: str, words: Mapping[str, str]) -> Seat:
    """Keep what stands in a form, right or wrong, until it is kept or sent. Only its writer reads it.

    ``form``: "advice", "suggestion" for a new one, or the anchor of one of their own that is changed. Refuses all of it
    where a field has more than ``LONGEST_TYPED`` characters: what was kept before stays.
    """
    policies.require(by, "review.suggest", review)
    review, seat = _writing(review, by)
    if form not in {"advice", "suggestion", *(one.anchor for one in seat.suggestions.all())}:
        raise Invalid("form-unknown", "There is no such form here. Load the page again.", form="Unknown.")
    typed = to_keep(words, fields=TYPED_FIELDS, longest=LONGEST_TYPED, refusing="This was not kept.")
    seat.typed = {**seat.typed, form: typed}
    seat.save(update_fields=["typed"])
    return seat


@transaction.atomic
def drop_typed(review: Review, *, by: Person, form: str) -> Seat:
    """Forget what stands in a form. Dropping what is not there changes nothing."""
    policies.require(by, "review.suggest", review)
    _, seat = _writing(review, by)
    _forget(seat, form)
    return seat


def _forget(seat: Seat, form: str) -> None:
    """What was typed there has been kept or dropped."""
    if seat.typed.pop(form, None) is not None:
        seat.save(update_fields=["typed"])


def _writing(review: Review, by: Person) -> tuple[Review, Seat]:
    """The review, locked, and the seat from which ``by`` still writes; else the refusal that says why not.

    Who writes takes their seat by it.
    """
    rows = Review.objects.select_for_update(of=("self",)).select_related(
        "revision__contract", "team__lead", "reviewer", "asked_by"
    )
    found = rows.get(pk=review.pk)
    seat = found.seats.standing().filter(person=by).first()
    open_to = (Review.State.ASSIGNED, Review.State.ADVISED)
    if seat is None or found.state not in open_to or (found.is_sent and seat.role in Seat.ANSWERABLE):
        what = "Your time for it is over" if seat is None and not found.is_sent else f"This review is {found.state}"
        raise Refused("review-not-open", f"{what}: what it says does not change any more.")
    if seat.state == Seat.State.OFFERED:
        _take(seat, by)
    return found, seat


def _own(suggestion: Suggestion, seat: Seat) -> None:
    if suggestion.seat_id != seat.pk:
        raise Refused("suggestion-of-another", "Somebody else wrote this one. Write your own.")


def _take(seat: Seat, by: Person) -> None:
    states.SEAT.move(seat, "take", by=by, taken_at=timezone.now())
    clocks.meet("reviews.accept", seat)
    if seat.role in (Seat.Role.SECOND, Seat.Role.SHADOW):
        clocks.start(
            "reviews.seat",
            seat,
            person=by,
            asked_by=seat.review.asked_by,
            title=f"Say what you see in {seat.review.subject}, as its {seat.get_role_display().lower()}",
            silence="The record says that you gave no advice. It goes on without you.",
            url=seat.review.get_absolute_url(),
            days=DAYS[seat.review.depth],
            hours=hours_of(by),
        )


@transaction.atomic
def take_seat(review: Review, *, by: Person) -> Seat:
    """Say that one looks at it. Whoever begins to write has said so too."""
    policies.require(by, "review.suggest", review)
    _, seat = _writing(review, by)
    return seat


def _words(*, weight: str, text: str, why: str, prediction: str) -> dict[str, str]:
    """Checked words of a suggestion."""
    if weight not in Suggestion.Weight.values:
        raise Invalid("suggestion-weight-unknown", "Say how much it weighs.", weight="Choose one.")
    if not text.strip():
        raise Invalid("suggestion-empty", "Say in a sentence what to do.", text="Empty.")
    if not why.strip():
        raise Invalid("suggestion-without-why", "Say why, and by which evidence.", why="Empty.")
    return {
        "weight": weight,
        "text": storable(text.strip(), 400),
        "why": storable(why.strip(), LONGEST_TEXT),
        "prediction": storable(prediction.strip(), LONGEST_TEXT),
    }


@transaction.atomic
def send_advice(review: Review, *, by: Person, summary: str) -> Review:
    """Give the advice: from now on it is frozen, and everybody sees it. The lead has five working days to answer.

    Advice without a suggestion is a look that found nothing; it closes the review. A second's words join those of the
    lead; a shadow's go to the lead alone.
    """
    policies.require(by, "review.advise", review)
    review, seat = _writing(review, by)
    if not summary.strip():
        raise Invalid("advice-empty", "Say in a few sentences what you think of it as a whole.", summary="Empty.")
    now = timezone.now()
    words = storable(summary.strip(), LONGEST_TEXT)
    states.SEAT.move(seat, "send", by=by, sent_at=now, ended_at=now, summary=words, typed={})
    clocks.meet("reviews.seat", seat)
    if seat.role in Seat.ANSWERABLE:
        return _give(review, seat, words)
    if review.is_sent and not seat.teaches and seat.suggestions.exists():
        tell_lead(review, f"advised on {review.subject} too: {seat.suggestions.count()} more to answer", by=by)
    return review


def _give(review: Review, seat: Seat, words: str) -> Review:
    """The advice of the one who answers for it: the review is advised, and the team's turn has come."""
    by, now = seat.person, seat.sent_at
    states.REVIEW.move(
        review, "advise", by=by, data={"suggestions": seat.suggestions.count()},
        advised_at=now, summary=words, reviewer=by,
    )  # fmt: skip
    for kind in ("reviews.advice", "reviews.deputy", "reviews.guild"):
        clocks.meet(kind, review)
    for other in review.seats.standing().filter(role__in=Seat.ANSWERABLE):
        states.SEAT.move(other, "release", by=None, ended_at=now, reason="Somebody else sent the advice.")
        clocks.close_all(other, met=False)
    count = Suggestion.objects.sent().filter(review=review).count()
    if not count:
        close_review(review, by=None)
        tell_lead(review, f"looked at {review.subject} and suggests nothing", by=by)
        return review
    clocks.start(
        "reviews.answers",
        review,
        person=answers_for(review.team),
        asked_by=by,
        title=f"Answer {count} {'suggestion' if count == 1 else 'suggestions'} about {review.subject}",
        silence="The review closes; what is open stands in the ledger as not answered.",
        url=review.get_absolute_url(),
        days=ANSWER_DAYS,
        hours=hours_of(answers_for(review.team)),
    )
    tell_lead(review, f"gave advice on {review.subject}: {count} to answer", by=by)
    return review


def close_review(review: Review, *, by: Person | None, **data: object) -> None:
    """Nothing is awaited any more: seats from which nothing came are given back, and their clocks end."""
    now = timezone.now()
    states.REVIEW.move(review, "close", by=by, closed_at=now, data=data)
    clocks.meet("reviews.answers", review)
    for seat in review.seats.standing():
        states.SEAT.move(seat, "release", by=None, ended_at=now, reason="The review closed.")
        clocks.close_all(seat, met=False)
    ask_whether_useful(review)


@transaction.atomic
def decline_review(review: Review, *, by: Person, reason: str) -> Review:
    """Hand a seat back, once and with a reason; its drafts are dropped.

    Homeport draws a lead again among the others, who have the whole time; a second, a shadow or a deputy is not drawn
    again.
    """
    policies.require(by, "review.decline", review)
    if not reason.strip():
        raise Invalid("decline-without-reason", "Say in a sentence why somebody else should look.", reason="Empty.")
    rows = Review.objects.select_for_update(of=("self",)).select_related("team__lead", "reviewer")
    review = rows.get(pk=review.pk)
    seat = review.seats.standing().filter(person=by).first()
    if seat is None or not review.is_open:
        raise Refused("review-not-open", f"This review is {review.state}: there is nothing to hand back any more.")
    words = storable(reason.strip(), 400)
    now = timezone.now()
    seat.suggestions.all().delete()
    states.SEAT.move(seat, "decline", by=by, reason=words, ended_at=now, typed={})
    clocks.close_all(seat, met=False)
    if seat.role != Seat.Role.LEAD or review.state != Review.State.ASSIGNED:
        return review
    declined = [*review.declined, {"person": by.pk, "reason": words, "at": now.isoformat()}]
    states.REVIEW.move(review, "decline", by=by, declined=declined, reviewer=None, assigned_at=None)
    for kind in ("reviews.advice", "reviews.deputy", "reviews.guild"):
        clocks.withdraw(kind, review)
    tell_lead(review, f"handed {review.subject} back; somebody else is drawn", by=by)
    jobs.enqueue("reviews.draw", review.pk)
    return review
