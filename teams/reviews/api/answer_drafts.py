"""The API of what is typed as an answer and not signed yet, kept right or wrong for whoever may answer."""

from typing import Any, ClassVar

from django.forms import DateField
from django.http import Http404
from rest_framework import serializers

from portal.kit.api import Call
from portal.kit.endpoints import Given, Rows, rows_of
from portal.kit.shapes import Answer, Here, KeptText, Text, Whole, Words
from teams.people.api.shapes import HOST, PersonName
from teams.reviews.actions.answer_drafts import LONGEST, MOST_SAVES, keep_answer
from teams.reviews.answering_forms import AnswerForm
from teams.reviews.api.views import review_of, reviews, suggestion_of
from teams.reviews.models import AnswerDraft
from teams.reviews.reads.answers import answer_drafts

SIGNED = "; what is signed has the form YYYY-MM-DD"
FIELDS = {
    bound.name: f"{bound.label}, as it was typed{SIGNED if isinstance(bound.field, DateField) else ''}."
    for bound in AnswerForm()
}


class NewAnswerDraft(Words):
    """What stands in the form of an answer, right or wrong. It takes the place of what was kept of it before."""

    saves = Whole("The `saves` that was read; 0 where nothing was kept.", most=MOST_SAVES, required=False, default=0)

    def get_fields(self) -> Any:
        typed = {name: KeptText(words, most=LONGEST) for name, words in FIELDS.items()}
        return super().get_fields() | typed

    example: ClassVar = {"kind": "ignore", "text": "Three of twelve callers", "value": "0,02 or so", "saves": 0}


class AnswerDraftAnswer(Answer):
    """What stands in the form of an answer, for whoever may give it; empty where nothing was typed."""

    suggestion = serializers.IntegerField(
        source="suggestion.number", min_value=1, max_value=999_999_999, help_text="Its number within the review."
    )
    saves = serializers.IntegerField(
        min_value=0, max_value=MOST_SAVES, help_text="How often it was saved; hand it back with what is kept next."
    )
    saved_by = PersonName(help_text="Who saved it last.")
    saved_at = serializers.DateTimeField(help_text="When.")

    def get_fields(self) -> Any:
        typed = {
            name: Text(words, most=LONGEST, blank=True, source=f"words.{name}", default="")
            for name, words in FIELDS.items()
        }
        at = Here("The suggestion.", "api-review-suggestion", "suggestion.review_id", "suggestion.number")
        return super().get_fields() | typed | {"suggestion_url": at}

    example: ClassVar = {
        **dict.fromkeys(FIELDS, ""), **NewAnswerDraft.example, "suggestion": 2, "saves": 1,
        "saved_by": PersonName.example, "saved_at": "2026-11-23T09:00:00Z",
        "suggestion_url": f"{HOST}/api/v1/reviews/418/suggestions/2",
    }  # fmt: skip


@reviews.get(gives=AnswerDraftAnswer, many=True)
def list_answer_drafts(request: Call, review: int, words: Given) -> Rows:
    """List what was typed as answers in a review.

    One entry for each suggestion whose answer was begun and not signed. Whoever may answer reads it; it is empty for
    everybody else.
    """
    return rows_of(words, answer_drafts(request.user, review_of(request, review)))


@reviews.post(takes=NewAnswerDraft, gives=AnswerDraftAnswer)
def keep_answer_draft(request: Call, review: int, suggestion: int, words: Given) -> AnswerDraft:
    """Keep what stands in the form of an answer.

    Whoever may answer, until it is signed. Nothing is judged; fields that are left out are empty. Refused with
    `suggestion-not-open` where no answer is awaited, and with `answer-draft-changed` where another who may answer has
    saved since `saves` was read.
    """
    saves = words.pop("saves", 0)
    return keep_answer(suggestion_of(request, review, suggestion), by=request.user, words=words, saves=saves)


@reviews.post(gives=AnswerDraftAnswer)
def drop_answer_draft(request: Call, review: int, suggestion: int) -> AnswerDraft:
    """Drop what was typed as an answer.

    The answer says what it was. Whoever may answer drops it, whoever of them typed it.
    """
    kept = answer_drafts(request.user, review_of(request, review))
    found = next((one for one in kept if one.suggestion.number == suggestion), None)
    if found is None:
        raise Http404
    keep_answer(suggestion_of(request, review, suggestion), by=request.user, words={}, saves=found.saves)
    return found
