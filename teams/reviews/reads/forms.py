"""The forms in force, their versions, and what a team has said to the questions of one review."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from teams.reviews.models import FormAnswer, Review, ReviewForm, Topic
from teams.reviews.questions import BEGINNING, Question, questions_from
from teams.reviews.reads.changed import changed


@dataclass(frozen=True, slots=True)
class Form:
    """The questions of a topic as they are asked now. ``row`` is None where nobody ever made a version."""

    topic: Topic
    questions: tuple[Question, ...]
    row: ReviewForm | None = None

    @property
    def version(self) -> int:
        return self.row.number if self.row is not None else 0

    def stored(self) -> dict[str, Any]:
        """As a review freezes it."""
        return {"version": self.version, "questions": [one.stored() for one in self.questions]}


def form_of(topic: str) -> Form:
    """The newest version of the form of a topic: one query."""
    row = ReviewForm.objects.filter(topic=topic).select_related("made_by").first()
    return _form(topic, row)


def forms() -> list[Form]:
    """The newest version of every form, in the order of the topics: one query."""
    last = ReviewForm.objects.order_by().values("topic").annotate(last=Max("pk"))
    rows = ReviewForm.objects.filter(pk__in=last.values("last")).select_related("made_by")
    by_topic = {row.topic: row for row in rows}
    return [_form(topic, by_topic.get(topic)) for topic in Topic.values]


def _form(topic: str, row: ReviewForm | None) -> Form:
    questions = questions_from(row.questions) if row is not None else BEGINNING[topic]
    return Form(Topic(topic), questions, row)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a form, with what it changed of the one before it."""

    row: ReviewForm
    changes: list[str]


def versions(topic: str) -> list[Version]:
    """Every version, the newest first: one query."""
    found, before = [], {one.key: one for one in BEGINNING[topic]}
    for row in ReviewForm.objects.filter(topic=topic).select_related("made_by").order_by("number"):
        now = {one.key: one for one in questions_from(row.questions)}
        found.append(Version(row, changed(before, now, lambda one: one.text, "words it otherwise")))
        before = now
    return found[::-1]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question of a review, and what its team said; None when they did not."""

    question: Question
    answer: FormAnswer | None


@dataclass(frozen=True, slots=True)
class Answers:
    """The form that a review was asked with, and what was said to it."""

    version: int
    lines: list[Answered]

    @property
    def said(self) -> int:
        return sum(one.answer is not None for one in self.lines)

    @property
    def words(self) -> Mapping[str, str]:
        """What was said, by key."""
        return {one.question.key: one.answer.text for one in self.lines if one.answer is not None}


def answers_of(review: Review) -> Answers:
    """Each question of the form it was asked with, in order: one query. Without lines for one that had no form."""
    said = {one.key: one for one in review.form_answers.select_related("by")}
    questions = questions_from(review.form.get("questions", ()))
    return Answers(review.form.get("version", 0), [Answered(one, said.get(one.key)) for one in questions])
