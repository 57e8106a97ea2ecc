"""On the day that was named the data is looked at again, and so who was right: the lead says, the reviewer may, too."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import audit, clocks, jobs, policies
from portal.kit.refusals import Invalid, Refused
from portal.kit.text import storable
from teams.people.models import Person
from teams.reviews.actions.evidence import number_of
from teams.reviews.actions.telling import tell_lead, tell_reviewer
from teams.reviews.actions.usefulness import ask_whether_useful
from teams.reviews.models import Answer, DataReference, Review, ReviewersView
from teams.reviews.reasons import LEAST_WORDS, words_of

LONGEST_TEXT = 4000
SILENT_AFTER = timedelta(days=14)
"""After the day on which the data was to be looked at again."""


@transaction.atomic
def record_outcome(
    answer: Answer, *, by: Person, outcome: str, value: str, text: str = "", more: Mapping[int, str] | None = None
) -> Answer:
    """Write down what the data says now, and so who was right. Once; the ledger counts it.

    ``value`` is what the first number is now, ``more`` the others by their number. Whoever judges against the limit
    that the team itself has named says why.
    """
    policies.require(by, "answer.judge", answer)
    if answer.kind != Answer.Kind.IGNORE:
        raise Refused("answer-without-bet", "Only ignored advice is looked at again.")
    if outcome not in Answer.Outcome.values:
        raise Invalid("outcome-unknown", "Say who was right, or that nobody can tell.", outcome="Choose one.")
    untold = outcome == Answer.Outcome.CANNOT_TELL
    if not value.strip() and not untold:
        raise Invalid("outcome-without-value", "Say what the measure shows now.", value="Empty.")
    found = Answer.objects.select_for_update(of=("self",)).select_related(
        "suggestion__review__team__lead", "suggestion__review__reviewer", "suggestion__review__revision__contract"
    ).get(pk=answer.pk)  # fmt: skip
    if found.outcome:
        raise Refused("outcome-known", "What the data said is written down already.")
    values = _values(found, value, more or {})
    _require_words(found, outcome, values.get(1), text)
    found.outcome, found.outcome_value = outcome, storable(value.strip(), 80)
    found.outcome_text, found.outcome_by, found.outcome_at = storable(text.strip(), LONGEST_TEXT), by, timezone.now()
    found.save()
    for number, now in values.items():
        found.references.filter(number=number).update(value_now=now)
    audit.record(by, "answer.judge", found, after=outcome, data={"suggestion": found.suggestion_id})
    clocks.meet("reviews.look-again", found)
    review = found.suggestion.review
    ask_whether_useful(review)
    tell_reviewer(review, f"looked again at advice on {review.subject}: {found.get_outcome_display().lower()}", by=by)
    return found


def _values(answer: Answer, value: str, more: Mapping[int, str]) -> dict[int, Decimal]:
    """The numbers of today by the number of their reference; refuses what is none, at its field."""
    units = dict(DataReference.objects.filter(answer=answer).values_list("number", "unit"))
    values = {1: number_of(value, units.get(1, ""))} if value.strip() else {}
    for number, text in more.items():
        if number in units and text.strip():
            try:
                values[number] = number_of(text, units[number])
            except Invalid as refusal:
                raise Invalid(refusal.code, refusal.message, **{f"value_{number}": refusal.fields["value"]}) from None
    return values


def _require_words(answer: Answer, outcome: str, now: Decimal | None, text: str) -> None:
    """Who cannot tell, or judges against the number, says why."""
    enough = len(words_of(text)) >= LEAST_WORDS
    if outcome == Answer.Outcome.CANNOT_TELL:
        if not enough:
            raise Invalid(
                "outcome-without-words", "Say why nobody can tell, in a sentence.", text="Why can nobody tell?"
            )
        return
    if now is None or answer.threshold is None:
        return
    by_numbers = Answer.Outcome.ADVICE_RIGHT if answer.is_wrong_at(now) else Answer.Outcome.TEAM_RIGHT
    if outcome != by_numbers and not enough:
        says = f"By your own limit ({answer.limit}) it is the other way round. Say why the number misleads."
        raise Invalid("outcome-against-the-number", says, text=says)


@transaction.atomic
def write_view(answer: Answer, *, by: Person, outcome: str, text: str) -> ReviewersView:
    """The reviewer says in their own words what the data shows. Once; it decides and counts nothing."""
    policies.require(by, "answer.view", answer)
    if outcome not in Answer.Outcome.values:
        raise Invalid("outcome-unknown", "Say who was right, or that nobody can tell.", outcome="Choose one.")
    if len(words_of(text)) < LEAST_WORDS:
        raise Invalid("view-without-words", "Say in a sentence what the data shows you.", text="In a sentence.")
    if not is_time(answer):
        raise Refused("view-too-early", "The day to look again has not come yet.")
    facts = {"outcome": outcome, "text": storable(text.strip(), LONGEST_TEXT), "by": by}
    try:
        with transaction.atomic():
            view = ReviewersView.objects.create(answer=answer, **facts)
    except IntegrityError:
        raise Refused("view-known", "Your view is written down already.") from None
    audit.record(by, "answer.view", answer, after=outcome)
    review = answer.suggestion.review
    tell_lead(review, f"wrote how they see what came of suggestion {answer.suggestion.number} of {review}", by=by)
    return view


def is_time(answer: Answer) -> bool:
    """Whether the day to look again has come, or somebody looked already."""
    today = timezone.now().date()
    return bool(answer.outcome) or (answer.look_again_on is not None and answer.look_again_on <= today)


def await_outcome(answer_id: int) -> None:
    """The day has come, and the clock stands late in the inbox; two weeks later silence is written down.

    Whether the look was useful can be said from this day on, too, when it was the last that was waited for.
    """
    ask_whether_useful(Review.objects.select_related("team__lead").get(suggestions__answer=answer_id))
    jobs.enqueue("reviews.miss_outcome", answer_id, after=SILENT_AFTER)


def miss_outcome(answer_id: int) -> None:
    """Nobody has looked. That is recorded; it stays late until somebody does."""
    if Answer.objects.filter(pk=answer_id, outcome="", silent_at=None).update(silent_at=timezone.now()):
        answer = Answer.objects.select_related("suggestion__review__team__lead", "suggestion__review__reviewer").get(
            pk=answer_id
        )
        audit.record(None, "answer.miss", answer)
        review = answer.suggestion.review
        words = f"Nobody has said what came of suggestion {answer.suggestion.number} of {review}"
        tell_lead(review, f"{words}. The ledger says so.")
        tell_reviewer(review, f"{words}. You may write how you see it.")
