"""The API of forms: what is asked with a look, and what a team says to it."""

from typing import Any, ClassVar

from django.http import Http404
from rest_framework import serializers

from portal.kit.api import Call
from portal.kit.endpoints import Given, Group, Rows, rows_of
from portal.kit.shapes import Answer, Here, PageWords, Text, Whole, Words
from teams.people.api.shapes import PersonName
from teams.reviews.actions.forms import LONGEST_KEY, answer_form, set_review_form
from teams.reviews.api.shapes import ReviewAnswer
from teams.reviews.api.views import review_of
from teams.reviews.api.words import NewFormAnswer
from teams.reviews.models import Review, ReviewForm, Topic
from teams.reviews.questions import LONGEST_ANSWER, LONGEST_HELP, LONGEST_QUESTION, MOST_QUESTIONS, Question
from teams.reviews.reads import forms as reads

MANY = 2**31 - 1
EXAMPLE = {
    "key": "callers", "text": "Who calls it, and for what?", "help": "Name them.", "required": True,
}  # fmt: skip

group = Group("Review forms", "What a team is asked when somebody from elsewhere looks. Nobody has to answer.")


class QuestionAnswer(Answer):
    """One question of a form."""

    key = Text("Names it; stays when it is reworded.", most=LONGEST_KEY)
    text = Text("What is asked.", most=LONGEST_QUESTION)
    help = Text("A word of help; may be empty.", most=LONGEST_HELP, blank=True)
    required = serializers.BooleanField(help_text="Whether every look needs it. Nothing waits for it all the same.")  # type: ignore[assignment]

    example: ClassVar = EXAMPLE


class ReviewFormAnswer(Answer):
    """The questions of a topic, as they are asked now."""

    topic = serializers.ChoiceField(Topic.choices, help_text="What the look is about.")
    version = serializers.IntegerField(
        min_value=0, max_value=MANY, help_text="Which version; 0: as Homeport begins it."
    )
    questions = serializers.ListField(child=QuestionAnswer(), max_length=MOST_QUESTIONS, help_text="In their order.")
    url = Here("Its address here.", "api-review-form", "topic")

    example: ClassVar = {
        "topic": "contract",
        "version": 2,
        "questions": [EXAMPLE],
        "url": "https://homeport.hartwell.example/api/v1/review-forms/contract",
    }


class ReviewFormVersionAnswer(Answer):
    """One version of a form. It is never changed."""

    version = serializers.IntegerField(source="number", min_value=1, max_value=MANY, help_text="Which one, from 1.")
    questions = serializers.ListField(child=QuestionAnswer(), max_length=MOST_QUESTIONS, help_text="In their order.")
    changes = serializers.ListField(
        child=Text("A change.", most=400), max_length=99, help_text="What it changed, as sentences."
    )
    why = Text("Why it was made.", most=500)
    made_by = PersonName(help_text="Who made it.")
    made_at = serializers.DateTimeField(help_text="When.")

    example: ClassVar = {
        "version": 2,
        "questions": [EXAMPLE],
        "changes": ["asks: Who calls it, and for what?"],
        "why": "Nobody said who their callers are.",
        "made_by": PersonName.example,
        "made_at": "2026-11-20T09:00:00Z",
    }


class SaidAnswer(Answer):
    """A question of a review, and what its team said."""

    key = Text("Names the question.", most=LONGEST_KEY)
    question = Text("What was asked.", most=LONGEST_QUESTION)
    required = serializers.BooleanField(help_text="Whether every look needs it. Nothing waits for it all the same.")  # type: ignore[assignment]
    text = Text("What the team said; empty: not answered.", most=LONGEST_ANSWER, blank=True)
    by = PersonName(allow_null=True, help_text="Who said it last; null: nobody.")
    at = serializers.DateTimeField(allow_null=True, help_text="When; null: never.")

    example: ClassVar = {
        "key": "callers",
        "question": "Who calls it, and for what?",
        "required": True,
        "text": "Checkout and the returns desk.",
        "by": PersonName.example,
        "at": "2026-11-20T09:00:00Z",
    }


class NewQuestion(Words):
    """A question that is to be asked."""

    key = Text("Its key when it is asked already; without it, a new question.", most=LONGEST_KEY, required=False)
    text = Text("What is asked.", most=LONGEST_QUESTION)
    help = Text("A word of help.", most=LONGEST_HELP, blank=True, default="")
    required = serializers.BooleanField(default=False, help_text="Whether every look needs it.")  # type: ignore[assignment]

    example: ClassVar = EXAMPLE


class ReviewFormChange(Words):
    """The next version: all of its questions."""

    questions = serializers.ListField(child=NewQuestion(), max_length=MOST_QUESTIONS, help_text="In their order.")
    why = Text("The reason, for everybody to read.", most=500)
    after = Whole("The version you have read.", most=MANY, required=False)

    example: ClassVar = {"questions": [EXAMPLE], "why": "Nobody said who their callers are."}


class FormAnswers(Words):
    """What the team says. What is left out stays as it is; an empty text takes an answer back."""

    answers = serializers.ListField(child=NewFormAnswer(), max_length=MOST_QUESTIONS, help_text="By key.")

    example: ClassVar = {"answers": [NewFormAnswer.example]}


@group.get(gives=ReviewFormAnswer, many=True, asks=PageWords)
def list_review_forms(request: Call, words: Given) -> Rows:
    """List the forms.

    One a topic, in its newest version.
    """
    return rows_of(words, [_told(one) for one in reads.forms()])


@group.get(gives=ReviewFormAnswer)
def get_review_form(request: Call, topic: str) -> Given:
    """Read the form of a topic.

    As it is asked from now on; a review keeps the version it was asked with.
    """
    return _told(reads.form_of(_topic(topic)))


def hold_form(request: Call, topic: str) -> None:
    """Nobody else makes the next version of it until this transaction ends."""
    ReviewForm.objects.select_for_update().filter(topic=topic).first()


@group.patch(takes=ReviewFormChange, gives=ReviewFormAnswer, holds=hold_form)
def change_review_form(request: Call, topic: str, words: Given) -> Given:
    """Make the next version of a form.

    The guild lead of the topic and stewards may. Refused with `review-form-same` when nothing would change, and with
    `review-form-changed` when somebody else was first.
    """
    questions = [Question(one.pop("key", ""), **one) for one in words.pop("questions")]
    set_review_form(_topic(topic), by=request.user, questions=questions, **words)
    return _told(reads.form_of(topic))


@group.get(gives=ReviewFormVersionAnswer, many=True, asks=PageWords)
def list_review_form_versions(request: Call, topic: str, words: Given) -> Rows:
    """List the versions of a form.

    The newest first, each with its questions, what it changed, who made it and why.
    """
    found = []
    for one in reads.versions(_topic(topic)):
        one.row.changes = one.changes  # type: ignore[attr-defined]
        found.append(one.row)
    return rows_of(words, found)


@group.get(gives=SaidAnswer, many=True, asks=PageWords)
def list_form_answers(request: Call, review: int, words: Given) -> Rows:
    """List the questions of a review.

    In the order of the form it was asked with, each with what its team said.
    """
    return rows_of(words, _said(request, review))


@group.post(takes=FormAnswers, gives=ReviewAnswer)
def answer_review_form(request: Call, review: int, words: Given) -> Review:
    """Answer the questions of a review.

    Whoever asked for it may, and its team, until the advice is sent. Refused with `review-form-unasked` for a key that
    was not asked, and with `review-form-frozen` when the look is over.
    """
    answers = {one["key"]: one["text"] for one in words["answers"]}
    answer_form(review_of(request, review), by=request.user, answers=answers)
    return review_of(request, review)


def _said(request: Call, review: int) -> list[dict[str, Any]]:
    return [
        {
            "key": one.question.key,
            "question": one.question.text,
            "required": one.question.required,
            "text": one.answer.text if one.answer else "",
            "by": one.answer.by if one.answer else None,
            "at": one.answer.at if one.answer else None,
        }
        for one in reads.answers_of(review_of(request, review)).lines
    ]


class _Told(dict[str, Any]):
    """A form as the API tells it; its address is made of its topic."""

    @property
    def topic(self) -> str:
        return str(self["topic"])


def _told(form: reads.Form) -> _Told:
    questions = [one.stored() for one in form.questions]
    return _Told(topic=form.topic.value, version=form.version, questions=questions)


def _topic(topic: str) -> str:
    if topic not in Topic.values:
        raise Http404
    return topic
