"""The API of which rule advice is about, doubts about a rule, drafts that are reworded, and whether it was useful."""

from typing import ClassVar

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from portal.kit.api import Call
from portal.kit.endpoints import Given, Group, Rows, path_word, rows_of
from portal.kit.shapes import Answer, Here, Id, Text, Words
from teams.people.api.shapes import HOST, PersonName
from teams.reviews.actions import reviews as actions
from teams.reviews.actions import rules
from teams.reviews.actions import usefulness as rating
from teams.reviews.api import shapes, words
from teams.reviews.api.views import review_of, reviews, suggestion_of
from teams.reviews.models import Review, RuleDoubt, Suggestion, Usefulness
from teams.reviews.reads.usefulness import Question, question

path_word("doubt", "The id of a doubt.", "3", type="string", pattern="^[0-9]+$", minLength=1, maxLength=18)

MANY = 2**31 - 1
doubts = Group("Doubts about rules", "Whether a rule is worth keeping, asked with what is known of advice about it.")


class NewRating(Words):
    """Whether a look was useful to the team."""

    mark = serializers.ChoiceField(Usefulness.Mark.choices, help_text="What it was to you.")

    example: ClassVar = {"mark": "much"}


class UsefulnessAnswer(Answer):
    """Whether it is asked how useful a look was. What was said is told to nobody."""

    asked = serializers.BooleanField(help_text="You are asked now, and nobody has said it.")
    due = serializers.BooleanField(help_text="It can be known: closed, and no number waits for its day any more.")
    said = serializers.BooleanField(help_text="It was said.")
    review_url = Here("The review.", "api-review", "review.pk")

    example: ClassVar = {
        "asked": True, "due": True, "said": False, "review_url": f"{HOST}/api/v1/reviews/418"
    }  # fmt: skip


class NamedRule(Words):
    """Which rule the advice is about."""

    rule = Text("Its name, as in the report of the revision.", most=200)

    example: ClassVar = {"rule": "contact-named"}


class NewDoubt(Words):
    """What a rule gets wrong."""

    rule = Text("Its name.", most=200)
    words = Text("What it gets wrong, in a sentence.", most=400)

    example: ClassVar = {"rule": "contact-named", "words": "It asks for a contact that every team names elsewhere."}


class Settlement(Words):
    """What becomes of a rule that was doubted."""

    words = Text("What becomes of it.", most=400)

    example: ClassVar = {"words": "It is advice from the next version on."}


class DoubtAnswer(Answer):
    """Somebody asks whether a rule is worth keeping."""

    id = Id("Names the doubt.", source="pk")
    rule = Text("Which one is doubted, by its short name.", most=200)
    words = Text("What it gets wrong.", most=400)
    right = serializers.IntegerField(min_value=0, max_value=MANY, help_text="How often ignored advice was right then.")
    known = serializers.IntegerField(min_value=0, max_value=MANY, help_text="Of so many known outcomes.")
    by = PersonName(help_text="Who asks.")
    at = serializers.DateTimeField(help_text="When.")
    settled = Text("What became of it; empty until then.", most=400, blank=True)
    settled_at = serializers.DateTimeField(allow_null=True, help_text="When that was said; null until then.")
    settled_by = PersonName(allow_null=True, help_text="Who said so; null until then.")

    example: ClassVar = {
        "id": "3", "rule": "contact-named", "words": NewDoubt.example["words"], "right": 1, "known": 4,
        "by": PersonName.example, "at": "2026-11-22T08:00:00Z", "settled": "", "settled_at": None, "settled_by": None,
    }  # fmt: skip


@reviews.post(takes=words.NewSuggestion, gives=shapes.SuggestionAnswer)
def change_suggestion(request: Call, review: int, suggestion: int, words: Given) -> Suggestion:
    """Reword a suggestion.

    Whoever wrote it, while it is a draft. Refused with `review-not-open` once the advice is sent.
    """
    actions.change_suggestion(suggestion_of(request, review, suggestion), by=request.user, **words)
    return suggestion_of(request, review, suggestion)


@reviews.post(gives=shapes.ReviewAnswer)
def drop_suggestion(request: Call, review: int, suggestion: int) -> Review:
    """Drop a suggestion.

    Whoever wrote it, while it is a draft; the others keep their numbers.
    """
    actions.drop_suggestion(suggestion_of(request, review, suggestion), by=request.user)
    return review_of(request, review)


@reviews.get(gives=UsefulnessAnswer)
def get_usefulness(request: Call, review: int) -> Question:
    """Read whether a look is to be judged.

    It is blind: whether it was said is told, never what. Who is asked has it in their inbox, too.
    """
    return question(review_of(request, review), request.user)


@reviews.post(takes=NewRating, gives=shapes.ReviewAnswer)
def rate_review(request: Call, review: int, words: Given) -> Review:
    """Say whether a look was useful.

    Who answers for the team may, once, when the review is closed and the day has come to look at its numbers again.
    What was said is shown to nobody; the figures of the guild count it.
    """
    rating.rate_review(review_of(request, review), by=request.user, **words)
    return review_of(request, review)


@reviews.post(takes=NamedRule, gives=shapes.SuggestionAnswer)
def name_rule(request: Call, review: int, suggestion: int, words: Given) -> Suggestion:
    """Say which rule a suggestion is about.

    Its reviewer, while it is a draft; without a word it is the rule of the first finding at its place. Calibration
    counts by it. Refused with `suggestion-rule-unknown` for a rule that the revision was not held to.
    """
    rules.name_rule(suggestion_of(request, review, suggestion), by=request.user, **words)
    return suggestion_of(request, review, suggestion)


@doubts.get(gives=DoubtAnswer, many=True)
def list_doubts(request: Call, words: Given) -> Rows:
    """List the doubts about rules.

    The newest first, settled ones too.
    """
    return rows_of(words, RuleDoubt.objects.select_related("by", "settled_by").order_by("-pk"))


@doubts.post(takes=NewDoubt, gives=DoubtAnswer)
def doubt_rule(request: Call, words: Given) -> RuleDoubt:
    """Doubt a rule.

    Everybody may, once outcomes of three pieces of ignored advice about it are known; else it is `doubt-too-early`. One
    doubt a rule at a time, else `doubt-known`.
    """
    return rules.doubt_rule(by=request.user, **words)


@doubts.post(takes=Settlement, gives=DoubtAnswer)
def settle_doubt(request: Call, doubt: int, words: Given) -> RuleDoubt:
    """Settle a doubt.

    A steward says what becomes of the rule, once.
    """
    found = get_object_or_404(RuleDoubt.objects.select_related("by", "settled_by"), pk=doubt)
    return rules.settle_doubt(found, by=request.user, **words)
