"""The lead, or whoever stands in, answers advice: with data where it is not followed."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from portal.kit import clocks, policies
from portal.kit.refusals import Invalid, Refused
from portal.kit.text import storable
from portal.kit.times import end_of_day
from teams.people.models import Person
from teams.people.reads.answering import answers_for
from teams.reviews import states
from teams.reviews.actions.evidence import Bet, Given, checked, require_what_else
from teams.reviews.actions.landing import await_landing
from teams.reviews.actions.reviews import close_review
from teams.reviews.actions.rules import note_rule
from teams.reviews.actions.telling import tell_reviewer
from teams.reviews.models import Answer, AnswerDraft, DataReference, Review, Suggestion

LONGEST_TEXT = 4000
MOVES = {"accept": "accept", "adapt": "adapt", "ignore": "ignore"}


@transaction.atomic
def answer_suggestion(
    suggestion: Suggestion,
    *,
    by: Person,
    kind: str,
    text: str,
    data: Sequence[Given] = (),
    look_again_on: date | None = None,
    wrong_if: str = "",
    revision: int | None = None,
    land_by: date | None = None,
) -> Answer:
    """Say what becomes of a suggestion: accepted, adapted, or ignored with data.

    Who ignores gives a reason in their own words, at least one number that others can look up, what would show them
    wrong, and a day within a year on which it is looked at again; nobody has to approve. Who adapts says what is done
    instead. What is accepted is looked for in what is published: in the ``revision`` of this number or the next one,
    by ``land_by`` or within sixty days. With the last answer the review closes.
    """
    policies.require(by, "suggestion.answer", suggestion)
    if kind not in MOVES:
        raise Invalid("answer-kind-unknown", "Accept, adapt or ignore it.", kind="Choose one.")
    if not text.strip():
        raise Invalid("answer-empty", "Say in a sentence what you do, or why not.", text="Empty.")
    review = Review.objects.select_for_update(of=("self",)).select_related(
        "team__lead", "reviewer"
    ).get(pk=suggestion.review_id)  # fmt: skip
    if review.state != Review.State.ADVISED:
        raise Refused("review-not-advised", f"This review is {review.state}; only advice that was sent is answered.")
    bet = Bet()
    if kind == Answer.Kind.IGNORE:
        bet = checked(suggestion, text=text, data=data, look_again_on=look_again_on, wrong_if=wrong_if)
    elif kind == Answer.Kind.ADAPT:
        require_what_else(suggestion, text)
    states.SUGGESTION.move(suggestion, MOVES[kind], by=by, data={"review": review.pk})
    answer = Answer.objects.create(
        suggestion=suggestion, kind=kind, text=storable(text.strip(), LONGEST_TEXT), by=by, **bet.facts
    )
    for reference in bet.references:
        reference.answer = answer
    DataReference.objects.bulk_create(bet.references)
    AnswerDraft.objects.filter(suggestion=suggestion).delete()
    note_rule(suggestion)
    if kind == Answer.Kind.ACCEPT:
        answer.suggestion.review = review
        await_landing(answer, review, number=revision, land_by=land_by)
    if look_again_on is not None and bet.references:
        _look_again(answer, review, look_again_on, bet.references[0].measure)
        words = f"ignores advice on {review.subject}, with data: {suggestion.text}"
        tell_reviewer(review, words, by=by)
    if not Suggestion.objects.sent().filter(review=review, state=Suggestion.State.OPEN).exists():
        close_review(review, by=by)
        tell_reviewer(review, f"answered your advice on {review.subject}", by=by)
    return answer


def _look_again(answer: Answer, review: Review, on: date, measure: str) -> None:
    clocks.start(
        "reviews.look-again",
        answer,
        person=answers_for(review.team),
        asked_by=review.reviewer,
        title=f"Look again: {measure}, after ignoring advice on {review.subject}",
        silence="It stays open and late in the ledger until you say what the data shows.",
        url=f"{review.get_absolute_url()}suggestions/{answer.suggestion.number}/outcome/",
        due_at=end_of_day(on),
    )
