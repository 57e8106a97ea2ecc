"""The forms of questions: a new version is made, and a team answers the one its review was asked with."""

import re
from collections.abc import Iterable, Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kit import audit, policies
from portal.kit.refusals import Invalid, Refused
from portal.kit.text import storable
from teams.people.models import Person
from teams.reviews.actions.training import sentence
from teams.reviews.models import FormAnswer, Review, ReviewForm, Topic
from teams.reviews.questions import (
    LONGEST_ANSWER,
    LONGEST_HELP,
    LONGEST_QUESTION,
    MOST_QUESTIONS,
    Question,
    questions_from,
)  # fmt: skip
from teams.reviews.reads.forms import form_of

LONGEST_KEY = 40
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@transaction.atomic
def set_review_form(
    topic: str, *, by: Person, questions: Iterable[Question], why: str, after: int | None = None
) -> ReviewForm:
    """The next version of a topic's form: what is asked for from now on is asked with it, what was keeps its own.

    A question without a key gets one. ``after`` is the version that was read. Refuses no questions and too many, an
    empty one, a key twice, an empty why, what changes nothing, and when somebody else was first.
    """
    if topic not in Topic.values:
        raise Invalid("topic-unknown", "There is no such topic.", topic="Unknown.")
    policies.require(by, "review-form.change", topic)
    said = sentence(why, "why", "Whoever is asked will want to know.")
    asked = _checked(list(questions))
    now = form_of(topic)
    if after is not None and after != now.version:
        raise Refused("review-form-changed", _FIRST)
    if asked == list(now.questions):
        raise Refused("review-form-same", f"Nothing differs from version {now.version}.")
    stored = [one.stored() for one in asked]
    try:
        with transaction.atomic():
            row = ReviewForm.objects.create(topic=topic, number=now.version + 1, questions=stored, made_by=by, why=said)
    except IntegrityError:
        raise Refused("review-form-changed", _FIRST) from None
    audit.record(by, "reviewform.set", row, data={"topic": topic, "version": row.number, "questions": stored})
    return row


_FIRST = "Somebody has made another version meanwhile. Read it, and change that one."


def _checked(questions: list[Question]) -> list[Question]:
    if not 1 <= len(questions) <= MOST_QUESTIONS:
        text = f"Ask at least one question, and at most {MOST_QUESTIONS}: who asks for a look answers them all at once."
        raise Invalid("review-form-length", text, questions=text)
    found: list[Question] = []
    keys: set[str] = {one.key for one in questions if one.key}
    for one in questions:
        text, help_text = storable(" ".join(one.text.split())), storable(" ".join(one.help.split()))
        if not 1 <= len(text) <= LONGEST_QUESTION or len(help_text) > LONGEST_HELP:
            what = f"A question has 1 to {LONGEST_QUESTION} characters, its help at most {LONGEST_HELP}."
            raise Invalid("review-form-question", what, questions=what)
        key = one.key or _key_for(text, keys)
        if not _KEY.fullmatch(key) or len(key) > LONGEST_KEY:
            raise Invalid("review-form-key", "A key is made of small letters, digits and dashes.", questions="A key.")
        if any(other.key == key for other in found):
            raise Invalid("review-form-key", f"Two questions have the key {key}.", questions="A key twice.")
        keys.add(key)
        found.append(Question(key, text, help_text, one.required))
    return found


def _key_for(text: str, taken: set[str]) -> str:
    """A key of the first words that no other question has."""
    words = re.findall(r"[a-z0-9]+", text.lower())[:4] or ["question"]
    begin = "-".join(words)[: LONGEST_KEY - 3].strip("-")
    every = (begin, *(f"{begin}-{number}" for number in range(2, MOST_QUESTIONS + 2)))
    return next(key for key in every if key not in taken)


@transaction.atomic
def answer_form(review: Review, *, by: Person, answers: Mapping[str, str]) -> Review:
    """Say what one can to the questions of a review. An empty answer takes one back; what is left out stays.

    Nothing waits for it and nothing is refused for what is missing. Refuses keys that were not asked, and once the
    advice was sent or the review has ended: whoever looked had read what was said until then.
    """
    policies.require(by, "review.answer-form", review)
    held = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if held.is_sent or not held.is_open:
        raise Refused("review-form-frozen", "The look is over: what was said to its questions stays as it was.")
    write_answers(held, by=by, answers=answers)
    return review


def write_answers(review: Review, *, by: Person, answers: Mapping[str, str]) -> None:
    """The answers of a form, in the caller's transaction."""
    asked = {one.key for one in questions_from(review.form.get("questions", ()))}
    unknown = sorted(key for key in answers if key not in asked)
    if unknown:
        raise Invalid("review-form-unasked", f"Nobody asked {unknown[0][:60]}.", answers="There is no such question.")
    given = {key: storable(text.replace("\r\n", "\n").strip()) for key, text in answers.items()}
    for key, text in given.items():
        if len(text) > LONGEST_ANSWER:
            raise Invalid(
                "review-form-long",
                f"At most {LONGEST_ANSWER} characters an answer.",
                **{key: "Too long.", "answers": key},
            )
    before = {one.key: one.text for one in review.form_answers.all()}
    changed = sorted(key for key, text in given.items() if text != before.get(key, ""))
    for key in changed:
        if given[key]:
            words = {"text": given[key], "by": by, "at": timezone.now()}
            FormAnswer.objects.update_or_create(review=review, key=key, defaults=words)
        else:
            review.form_answers.filter(key=key).delete()
    if changed:
        audit.record(by, "review.answer-form", review, data={"keys": changed})
