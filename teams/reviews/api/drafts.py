"""The API of what is typed and not sent yet: a reviewer's forms, kept right or wrong, read by nobody else."""

from typing import Any, ClassVar

from django.http import Http404
from rest_framework import serializers

from portal.kit.api import Call
from portal.kit.endpoints import Given, Rows, path_word, rows_of
from portal.kit.shapes import Answer, Here, KeptText, PageWords, Text, Words
from teams.people.api.shapes import HOST
from teams.reviews.actions import reviews as actions
from teams.reviews.api.views import review_of, reviews
from teams.reviews.reads.desk import Draft, drafts

path_word(
    "form", "Which form: `advice`, `suggestion` for a new one, or `suggestion-2` for one that is changed.", "advice",
    type="string", pattern="^[a-z0-9-]+$", minLength=1, maxLength=40,
)  # fmt: skip

FIELDS = {
    "summary": "The advice as a whole.",
    "line": "The line where a suggestion begins, as it was typed.",
    "end_line": "The line where it ends, as it was typed.",
    "pointer": "The JSON pointer it stands at, as it was typed.",
    "weight": "How much it weighs.",
    "text": "What to do.",
    "why": "Why, and by which evidence.",
    "prediction": "What will be seen if nothing changes.",
}
FORM = r"^(advice|suggestion(-[1-9][0-9]{0,8})?)$"


class NewReviewDraft(Words):
    """What stands in a form, right or wrong. It takes the place of what was kept of that form before."""

    form = serializers.RegexField(
        FORM,
        max_length=40,
        help_text="`advice`, `suggestion` for a new one, or `suggestion-2` for one that is changed.",
    )

    def get_fields(self) -> Any:
        typed = {name: KeptText(words, most=actions.LONGEST_TYPED) for name, words in FIELDS.items()}
        return super().get_fields() | typed

    example: ClassVar = {"form": "suggestion", "line": "21", "weight": "must", "why": "Three of twelve consumers"}


class ReviewDraftAnswer(Answer):
    """What stands in a form of a review, kept for whoever typed it alone; empty where nothing was typed."""

    form = Text("`advice`, `suggestion` for a new one, or `suggestion-2` for one that is changed.", most=40)

    def get_fields(self) -> Any:
        """The fields of both forms; those of the other one are empty."""
        typed = {
            name: Text(words, most=actions.LONGEST_TYPED, blank=True, source=f"words.{name}", default="")
            for name, words in FIELDS.items()
        }
        return super().get_fields() | typed | {"review_url": Here("The review.", "api-review", "review")}

    example: ClassVar = {
        **dict.fromkeys(FIELDS, ""), **NewReviewDraft.example, "review_url": f"{HOST}/api/v1/reviews/418"
    }  # fmt: skip


@reviews.get(gives=ReviewDraftAnswer, many=True, asks=PageWords)
def list_review_drafts(request: Call, review: int, words: Given) -> Rows:
    """List what you have typed in a review.

    One entry for each form in which something stands that was neither kept as a suggestion nor sent. Nobody else reads
    it; it is empty for whoever does not write there.
    """
    return rows_of(words, drafts(request.user, review_of(request, review)))


@reviews.post(takes=NewReviewDraft, gives=ReviewDraftAnswer)
def keep_review_draft(request: Call, review: int, words: Given) -> Draft:
    """Keep what stands in a form.

    Whoever writes in the review, until they send; only they read it. Nothing is judged. Refused with `form-unknown` for
    a suggestion that is not theirs, and with `review-not-open` once the advice is sent.
    """
    found, form = review_of(request, review), words.pop("form")
    actions.keep_typed(found, by=request.user, form=form, words=words)
    return Draft(review, form, words)


@reviews.post(gives=ReviewDraftAnswer)
def drop_review_draft(request: Call, review: int, form: str) -> Draft:
    """Drop what you have typed in a form.

    The answer says what it was.
    """
    found = next((one for one in drafts(request.user, review_of(request, review)) if one.form == form), None)
    if found is None:
        raise Http404
    actions.drop_typed(review_of(request, review), by=request.user, form=form)
    return found
