"""A review from the reviewer's first line to the team's last answer, and to what the data said in the end."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from portal.kit import audit, clocks, jobs, policies
from portal.kit.refusals import Invalid, Refused
from portal.kit.text import storable
from portal.kit.times import end_of_day
from services.reads.files import files_of
from services.reads.reports import reading_of
from teams.people.models import Person
from teams.people.reads.calendars import hours_of
from teams.reviews import states
from teams.reviews.actions.telling import tell_lead, tell_managers, tell_reviewer
from teams.reviews.models import Answer, Review, Suggestion

ANSWER_DAYS = 5
"""Working days of the lead."""
LONGEST_LOOK = timedelta(days=365)
MOST_SUGGESTIONS = 50
LONGEST_TEXT = 4000
MOVES = {"accept": "accept", "adapt": "adapt", "ignore": "ignore"}
DATA = {
    "evidence": "Say what kind of data it is.",
    "measure": "Say what was measured.",
    "value": "Say what came out.",
    "source": "Say where others can look it up.",
    "wrong_if": "Say what would show that you were wrong.",
    "measured_on": "Say on which day it was measured.",
    "look_again_on": "Say when the data is looked at again: a day within a year.",
}


@transaction.atomic
def suggest(
    review: Review,
    *,
    by: Person,
    line: int,
    weight: str,
    text: str,
    why: str,
    prediction: str = "",
    end_line: int = 0,
) -> Suggestion:
    """Write one suggestion at its lines, as a draft that only its reviewer sees until the advice is sent."""
    policies.require(by, "review.suggest", review)
    review = _unsent(review)
    words = _words(review, line=line, end_line=end_line, weight=weight, text=text, why=why, prediction=prediction)
    number = (review.suggestions.aggregate(most=Max("number"))["most"] or 0) + 1
    if review.suggestions.count() >= MOST_SUGGESTIONS:
        raise Refused("review-full", f"There are {MOST_SUGGESTIONS} suggestions already. Say the most important ones.")
    suggestion = Suggestion.objects.create(review=review, number=number, **words)
    audit.record(by, "suggestion.write", suggestion, data={"review": review.pk, "line": suggestion.line})
    return suggestion


@transaction.atomic
def change_suggestion(
    suggestion: Suggestion,
    *,
    by: Person,
    line: int,
    weight: str,
    text: str,
    why: str,
    prediction: str = "",
    end_line: int = 0,
) -> Suggestion:
    """Reword a suggestion while the advice has not been sent."""
    policies.require(by, "review.suggest", suggestion.review)
    review = _unsent(suggestion.review)
    words = _words(review, line=line, end_line=end_line, weight=weight, text=text, why=why, prediction=prediction)
    for name, value in words.items():
        setattr(suggestion, name, value)
    suggestion.save()
    audit.record(by, "suggestion.change", suggestion, data={"review": review.pk, "line": suggestion.line})
    return suggestion


@transaction.atomic
def drop_suggestion(suggestion: Suggestion, *, by: Person) -> None:
    """Take a draft suggestion back; the others keep their numbers."""
    policies.require(by, "review.suggest", suggestion.review)
    review = _unsent(suggestion.review)
    audit.record(by, "suggestion.drop", suggestion, data={"review": review.pk, "number": suggestion.number})
    suggestion.delete()


def _unsent(review: Review) -> Review:
    """The review, locked, while its reviewer still writes; else the refusal that says why not."""
    rows = Review.objects.select_for_update(of=("self",)).select_related("revision__contract", "team__lead")
    found = rows.get(pk=review.pk)
    if found.state != Review.State.ASSIGNED:
        raise Refused("review-not-open", f"This review is {found.state}: what it says does not change any more.")
    return found


def _words(
    review: Review, *, line: int, end_line: int, weight: str, text: str, why: str, prediction: str
) -> dict[str, str | int]:
    """Checked words of a suggestion, with the operation or type that its first line stands in."""
    source = files_of(review.revision.digest).joined
    lines = max(1, source.content.removesuffix(b"\n").count(b"\n") + 1)
    last = end_line or line
    if not 1 <= line <= last <= lines:
        raise Invalid("suggestion-nowhere", f"The source has lines 1 to {lines}.", line="Not a line of it.")
    if weight not in Suggestion.Weight.values:
        raise Invalid("suggestion-weight-unknown", "Say how much it weighs.", weight="Choose one.")
    if not text.strip():
        raise Invalid("suggestion-empty", "Say in a sentence what to do.", text="Empty.")
    if not why.strip():
        raise Invalid("suggestion-without-why", "Say why, and by which evidence.", why="Empty.")
    reading = reading_of(review.revision)
    entries = [*reading.operations(), *reading.types()] if reading is not None else []
    file, at = source.place(line)
    above = (entry for entry in entries if entry.file == file and 0 < entry.line <= at)
    within = max(above, key=lambda entry: entry.line, default=None)
    return {
        "line": line,
        "end_line": last,
        "key": within.key[:1000] if within is not None else "",
        "weight": weight,
        "text": storable(text.strip(), 400),
        "why": storable(why.strip(), LONGEST_TEXT),
        "prediction": storable(prediction.strip(), LONGEST_TEXT),
    }


@transaction.atomic
def send_advice(review: Review, *, by: Person, summary: str) -> Review:
    """Give the advice: from now on it is frozen, and everybody sees it. The lead has five working days to answer.

    Advice without a suggestion is a look that found nothing; it closes the review.
    """
    policies.require(by, "review.advise", review)
    review = _unsent(review)
    if not summary.strip():
        raise Invalid("advice-empty", "Say in a few sentences what you think of it as a whole.", summary="Empty.")
    now = timezone.now()
    count = review.suggestions.count()
    states.REVIEW.move(
        review, "advise", by=by, data={"suggestions": count},
        advised_at=now, summary=storable(summary.strip(), LONGEST_TEXT),
    )  # fmt: skip
    clocks.meet("reviews.advice", review)
    if not count:
        states.REVIEW.move(review, "close", by=None, closed_at=now)
        tell_lead(review, f"looked at {review.subject} and suggests nothing", by=by)
        return review
    clocks.start(
        "reviews.answers",
        review,
        person=review.team.lead,
        asked_by=by,
        title=f"Answer {count} {'suggestion' if count == 1 else 'suggestions'} about {review.subject}",
        silence="The review closes; what is open stands in the ledger as not answered.",
        url=review.get_absolute_url(),
        days=ANSWER_DAYS,
        hours=hours_of(review.team.lead),
    )
    tell_lead(review, f"gave advice on {review.subject}: {count} to answer", by=by)
    return review


@transaction.atomic
def answer_suggestion(
    suggestion: Suggestion,
    *,
    by: Person,
    kind: str,
    text: str,
    evidence: str = "",
    measure: str = "",
    value: str = "",
    baseline: str = "",
    unit: str = "",
    source: str = "",
    measured_on: date | None = None,
    look_again_on: date | None = None,
    wrong_if: str = "",
) -> Answer:
    """Say what becomes of a suggestion: accepted, adapted, or ignored with data.

    Who ignores shows what was measured, and a day within a year on which it is looked at again; the managers above the
    lead are told, and nobody has to approve. With the last answer the review closes.
    """
    policies.require(by, "suggestion.answer", suggestion)
    if kind not in MOVES:
        raise Invalid("answer-kind-unknown", "Accept, adapt or ignore it.", kind="Choose one.")
    if not text.strip():
        raise Invalid("answer-empty", "Say in a sentence what you do, or why not.", text="Empty.")
    review = Review.objects.select_for_update(of=("self",)).select_related(
        "revision__contract", "team__lead", "reviewer"
    ).get(pk=suggestion.review_id)  # fmt: skip
    if review.state != Review.State.ADVISED:
        raise Refused("review-not-advised", f"This review is {review.state}; only advice that was sent is answered.")
    data = {"evidence": evidence, "measure": measure, "value": value, "source": source, "wrong_if": wrong_if}
    ignored = kind == Answer.Kind.IGNORE
    facts: dict[str, object] = {}
    if ignored:
        _require_data(data, measured_on, look_again_on)
        facts = {name: said.strip() for name, said in {**data, "baseline": baseline, "unit": unit}.items()}
        facts |= {"measured_on": measured_on, "look_again_on": look_again_on}
    states.SUGGESTION.move(suggestion, MOVES[kind], by=by, data={"review": review.pk})
    answer = Answer.objects.create(
        suggestion=suggestion, kind=kind, text=storable(text.strip(), LONGEST_TEXT), by=by, at=timezone.now(), **facts
    )
    if ignored:
        assert look_again_on is not None  # noqa: S101 - _require_data has seen to it
        _look_again(answer, review, look_again_on)
        words = f"ignores advice on {review.subject}, with data: {suggestion.text}"
        tell_managers(review, words, by=by, anchor=suggestion.anchor)
        tell_reviewer(review, words, by=by)
    if not review.suggestions.filter(state=Suggestion.State.OPEN).exists():
        states.REVIEW.move(review, "close", by=by, closed_at=timezone.now())
        clocks.meet("reviews.answers", review)
        tell_reviewer(review, f"answered your advice on {review.subject}", by=by)
    return answer


def _require_data(data: dict[str, str], measured_on: date | None, look_again_on: date | None) -> None:
    """Refuse to ignore without data, naming every field that is missing."""
    missing = {name: DATA[name] for name, said in data.items() if not said.strip()}
    if data["evidence"] and data["evidence"] not in Answer.Evidence.values:
        missing["evidence"] = DATA["evidence"]
    today = timezone.now().date()
    if measured_on is None or measured_on > today:
        missing["measured_on"] = DATA["measured_on"]
    if look_again_on is None or not today < look_again_on <= today + LONGEST_LOOK:
        missing["look_again_on"] = DATA["look_again_on"]
    if missing:
        raise Invalid("answer-without-data", "Who ignores advice shows data. Some of it is missing.", **missing)


def _look_again(answer: Answer, review: Review, on: date) -> None:
    clocks.start(
        "reviews.look-again",
        answer,
        person=review.team.lead,
        asked_by=review.reviewer,
        title=f"Look again: {answer.measure}, after ignoring advice on {review.subject}",
        silence="It stays open and late in the ledger until you say what the data shows.",
        url=f"{review.get_absolute_url()}#{answer.suggestion.anchor}",
        due_at=end_of_day(on),
    )


@transaction.atomic
def record_outcome(answer: Answer, *, by: Person, outcome: str, value: str, text: str) -> Answer:
    """Write down what the data says now, and so who was right. Once; the ledger counts it."""
    policies.require(by, "answer.judge", answer)
    if answer.kind != Answer.Kind.IGNORE:
        raise Refused("answer-without-bet", "Only ignored advice is looked at again.")
    if outcome not in Answer.Outcome.values:
        raise Invalid("outcome-unknown", "Say who was right, or that nobody can tell.", outcome="Choose one.")
    if not value.strip():
        raise Invalid("outcome-without-value", "Say what the measure shows now.", value="Empty.")
    found = Answer.objects.select_for_update(of=("self",)).select_related("suggestion__review__revision__contract").get(
        pk=answer.pk
    )  # fmt: skip
    if found.outcome:
        raise Refused("outcome-known", "What the data said is written down already.")
    found.outcome, found.outcome_value = outcome, storable(value.strip(), 80)
    found.outcome_text, found.outcome_by, found.outcome_at = storable(text.strip(), LONGEST_TEXT), by, timezone.now()
    found.save()
    audit.record(by, "answer.judge", found, after=outcome, data={"suggestion": found.suggestion_id})
    clocks.meet("reviews.look-again", found)
    review = found.suggestion.review
    tell_reviewer(review, f"looked again at advice on {review.subject}: {found.get_outcome_display().lower()}", by=by)
    return found


@transaction.atomic
def decline_review(review: Review, *, by: Person, reason: str) -> Review:
    """Hand a review back, once and with a reason. Homeport draws again among the others; drafts are dropped."""
    policies.require(by, "review.decline", review)
    if not reason.strip():
        raise Invalid("decline-without-reason", "Say in a sentence why somebody else should look.", reason="Empty.")
    review = _unsent(review)
    declined = [
        *review.declined,
        {"person": by.pk, "reason": storable(reason.strip(), 400), "at": timezone.now().isoformat()},
    ]
    review.suggestions.all().delete()
    states.REVIEW.move(review, "decline", by=by, declined=declined, reviewer=None, assigned_at=None)
    clocks.withdraw("reviews.advice", review)
    tell_lead(review, f"handed {review.subject} back; somebody else is drawn", by=by)
    jobs.enqueue("reviews.ask_about_revision", review.revision_id)
    return review
