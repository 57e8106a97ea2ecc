"""What the API tells of reviews, suggestions and answers."""

from typing import Any, ClassVar

from rest_framework import serializers

from portal.kit.shapes import Answer, Here, Id, Link, Text
from services.api.check_shapes import REVISION
from services.api.shapes import CONTRACT
from teams.people.api.shapes import HOST, LONGEST, PersonName, TeamName
from teams.reviews.models import Answer as Word
from teams.reviews.models import Review, Suggestion

MANY = 2**31 - 1


class ReviewAnswer(Answer):
    """One independent look at one revision. It never stands in the way of publishing."""

    id = Id("Names the review.", source="pk")
    state = serializers.ChoiceField(
        Review.State.choices,
        help_text="Where it is. `nobody` and `silent` ended without advice; the team went on.",
    )
    contract = serializers.SlugField(source="revision.contract.slug", max_length=80, help_text="What is looked at.")
    service = serializers.SlugField(
        source="revision.contract.service.slug", max_length=80, help_text="The service that offers it."
    )
    team = TeamName(help_text="The team that owned it when it was asked for; its lead answers.")
    reviewer = PersonName(allow_null=True, help_text="Who looks at it; null while nobody does.")
    asked_by = PersonName(help_text="Who proposed the revision.")
    summary = Text("The advice as a whole; empty until it was sent.", most=LONGEST, blank=True)
    reason = Text("Why it ended without advice; else empty.", most=LONGEST, blank=True)
    asked_at = serializers.DateTimeField(help_text="When it was asked for.")
    assigned_at = serializers.DateTimeField(allow_null=True, help_text="When somebody was drawn; null until then.")
    advised_at = serializers.DateTimeField(allow_null=True, help_text="When the advice was sent; null until then.")
    closed_at = serializers.DateTimeField(allow_null=True, help_text="When it ended; null while it is open.")
    published_at = serializers.DateTimeField(
        allow_null=True, help_text="When the revision was published; null until then."
    )
    open_at_publication = serializers.IntegerField(
        min_value=0, max_value=MANY, help_text="How many suggestions had no answer then."
    )
    url = Here("Its address here.", "api-review", "pk")
    revision_url = Here("The revision it is about.", "api-revision", *(f"revision.{part}" for part in REVISION))
    page_url = Here("Its page, for people.", "reviews:review", "pk")

    example: ClassVar = {
        "id": "418",
        "state": "advised",
        "contract": "orders-api",
        "service": "orders",
        "team": TeamName.example,
        "reviewer": {"login": "jonas", "name": "Jonas Lindqvist"},
        "asked_by": PersonName.example,
        "summary": "Clear to an outsider. One thing worries me: what a repeated call does.",
        "reason": "",
        "asked_at": "2026-11-20T09:00:00Z",
        "assigned_at": "2026-11-20T09:00:02Z",
        "advised_at": "2026-11-21T15:20:00Z",
        "closed_at": None,
        "published_at": None,
        "open_at_publication": 0,
        "url": f"{HOST}/api/v1/reviews/418",
        "revision_url": f"{CONTRACT[0]}/revisions/4",
        "page_url": f"{HOST}/reviews/418/",
    }


class AnswerAnswer(Answer):
    """What the team does about a suggestion. What it ignores, it ignores with data."""

    kind = serializers.ChoiceField(Word.Kind.choices, help_text="Accepted, adapted or ignored.")
    text = Text("What is done, or why nothing is.", most=LONGEST)
    by = PersonName(help_text="Who signed it.")
    at = serializers.DateTimeField(help_text="When.")
    evidence = serializers.ChoiceField(
        [("", "none"), *Word.Evidence.choices], help_text="What kind of data; empty unless it is ignored."
    )
    measure = Text("What is measured.", most=200, blank=True)
    value = Text("What came out.", most=80, blank=True)
    baseline = Text("What it was before, or what is usual.", most=80, blank=True)
    unit = Text("The unit of both.", most=80, blank=True)
    source = Link("Where others can look it up; null when there is no data.", allow_null=True)  # type: ignore[assignment]
    measured_on = serializers.DateField(allow_null=True, help_text="When it was measured.")
    look_again_on = serializers.DateField(allow_null=True, help_text="When the data is looked at again.")
    wrong_if = Text("What would show that the team was wrong.", most=300, blank=True)
    outcome = serializers.ChoiceField(
        [("", "not known"), *Word.Outcome.choices], help_text="Who was right; empty until it was looked at again."
    )
    outcome_value = Text("What the data showed then.", most=80, blank=True)
    outcome_text = Text("The same in words; may be empty.", most=LONGEST, blank=True)
    outcome_at = serializers.DateTimeField(allow_null=True, help_text="When it was looked at again; null until then.")

    example: ClassVar = {
        "kind": "ignore",
        "text": "Every caller sends a key since July.",
        "by": PersonName.example,
        "at": "2026-11-22T08:00:00Z",
        "evidence": "metric",
        "measure": "orders placed without a key",
        "value": "0.02",
        "baseline": "3.1",
        "unit": "% of calls",
        "source": "https://metrics.hartwell.example/d/orders-keys",
        "measured_on": "2026-11-20",
        "look_again_on": "2027-02-20",
        "wrong_if": "more than 0.1 %",
        "outcome": "",
        "outcome_value": "",
        "outcome_text": "",
        "outcome_at": None,
    }


class SuggestionAnswer(Answer):
    """One piece of advice at one place of the revision's text."""

    number = serializers.IntegerField(min_value=1, max_value=MANY, help_text="Its number within the review.")
    line = serializers.IntegerField(min_value=1, max_value=MANY, help_text="The line where it begins.")
    end_line = serializers.IntegerField(min_value=1, max_value=MANY, help_text="The line where it ends.")
    key = Text("The operation or type it stands in; empty outside of them.", most=1000, blank=True)
    weight = serializers.ChoiceField(Suggestion.Weight.choices, help_text="How much it weighs to its author.")
    text = Text("What to do.", most=400)
    why = Text("Why, and by which evidence.", most=LONGEST)
    prediction = Text("What will be seen if nothing changes; may be empty.", most=LONGEST, blank=True)
    state = serializers.ChoiceField(Suggestion.State.choices, help_text="What became of it.")
    answer = AnswerAnswer(
        allow_null=True, source="told_answer", help_text="The team's answer; null until there is one."
    )
    url = Here("Its address here.", "api-review-suggestion", "review.pk", "number")
    review_url = Here("The review it belongs to.", "api-review", "review.pk")

    example: ClassVar = {
        "number": 2,
        "line": 21,
        "end_line": 22,
        "key": "operation:placeOrder",
        "weight": "must",
        "text": "Make the key required, and say for how long it holds.",
        "why": "Three of twelve consumers retry after 2 s.",
        "prediction": "If it stays optional, at least 50 orders are placed twice before February.",
        "state": "ignored",
        "answer": AnswerAnswer.example,
        "url": f"{HOST}/api/v1/reviews/418/suggestions/2",
        "review_url": f"{HOST}/api/v1/reviews/418",
    }

    def to_representation(self, instance: Any) -> Any:
        instance.told_answer = getattr(instance, "answer", None)
        return super().to_representation(instance)
