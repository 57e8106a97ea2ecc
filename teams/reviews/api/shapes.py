"""What the API tells of reviews, suggestions and answers."""

from typing import Any, ClassVar

from rest_framework import serializers

from portal.kit.shapes import Answer, Here, Id, Link, Text
from services.api.check_shapes import REVISION
from services.api.shapes import CONTRACT
from teams.people.api.shapes import HOST, LONGEST, PersonName, TeamName
from teams.reviews.models import Answer as Word
from teams.reviews.models import DataReference, Landing, Review, Suggestion, Topic

MANY = 2**31 - 1
FLAT = ("measure", "unit", "source", "measured_on")


class ReviewAnswer(Answer):
    """One independent look at one thing. It never stands in the way of anybody."""

    id = Id("Names the review.", source="pk")
    state = serializers.ChoiceField(
        Review.State.choices,
        help_text="Where it is. `nobody` and `silent` ended without advice; the team went on.",
    )
    about = Text("What is looked at, as its kind and number.", most=80)
    subject = Text("The same in words, as it was called when the review was asked for.", most=300)
    topic = serializers.ChoiceField(Topic.choices, help_text="What the look is about.")
    depth = serializers.ChoiceField(Review.Depth.choices, help_text="How deep it goes.")
    depth_why = serializers.ListField(
        child=Text("A reason.", most=300), max_length=9, help_text="Why it goes so deep, as sentences."
    )
    why = Text("Why it was asked for, as a sentence.", most=400, blank=True)
    policy = Text(
        "The code of the policy that asked by itself; empty: somebody asked.",
        source="policy.code", default="", most=40, blank=True,
    )  # fmt: skip
    contract = serializers.SlugField(
        source="revision.contract.slug", default=None, allow_null=True, max_length=80,
        help_text="The contract, when a revision is looked at.",
    )  # fmt: skip
    service = serializers.SlugField(
        source="revision.contract.service.slug", default=None, allow_null=True, max_length=80,
        help_text="The service that offers it, when a revision is looked at.",
    )  # fmt: skip
    compared_with = serializers.IntegerField(
        source="compared_with.number", default=None, allow_null=True, min_value=1, max_value=MANY,
        help_text="The number of the revision that it is compared with; null: looked at as a whole.",
    )  # fmt: skip
    form_version = serializers.IntegerField(
        source="form.version", default=0, min_value=0, max_value=MANY,
        help_text="The version of the form of questions it was asked with; 0: as Homeport begins it.",
    )  # fmt: skip
    team = TeamName(help_text="The team that owned it when it was asked for; its lead answers.")
    reviewer = PersonName(allow_null=True, help_text="Who looks at it; null while nobody does.")
    asked_by = PersonName(help_text="Who asked for it.")
    summary = Text("The advice as a whole; empty until it was sent.", most=LONGEST, blank=True)
    reason = Text("Why it ended without advice; else empty.", most=LONGEST, blank=True)
    asked_at = serializers.DateTimeField(help_text="When it was asked for.")
    assigned_at = serializers.DateTimeField(allow_null=True, help_text="When somebody was drawn; null until then.")
    advised_at = serializers.DateTimeField(allow_null=True, help_text="When the advice was sent; null until then.")
    closed_at = serializers.DateTimeField(allow_null=True, help_text="When it ended; null while it is open.")
    published_at = serializers.DateTimeField(
        allow_null=True, help_text="When what it is about was published; null until then."
    )
    open_at_publication = serializers.IntegerField(
        min_value=0, max_value=MANY, help_text="How many suggestions had no answer then."
    )
    url = Here("Its address here.", "api-review", "pk")
    revision_url = Here(
        "The revision it is about; null when it is about something else.",
        "api-revision", *(f"revision.{part}" for part in REVISION), allow_null=True,
    )  # fmt: skip
    page_url = Here("Its page, for people.", "reviews:review", "pk")

    example: ClassVar = {
        "id": "418",
        "state": "advised",
        "about": "services.revision:77",
        "subject": "orders-api 3.0.0",
        "topic": "contract",
        "depth": "normal",
        "depth_why": ["Taking it back costs its users something.", "3 services use it.", "The service is critical."],
        "why": "A contract is about to be published: the service is critical.",
        "policy": "critical-contracts",
        "contract": "orders-api",
        "service": "orders",
        "compared_with": 3,
        "form_version": 2,
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


class DataAnswer(Answer):
    """One number that a team ignores advice with."""

    evidence = serializers.ChoiceField(DataReference.Kind.choices, source="kind", help_text="What kind of data.")
    measure = Text("What is measured.", most=200)
    value = Text("What came out, as a number.", source="plain_value", most=40)
    baseline = Text("What it was before; may be empty.", source="plain_baseline", most=40, blank=True)
    value_now = Text("What it was when looked at again; empty until then.", source="plain_now", most=40, blank=True)
    unit = Text("The unit of all three.", most=80, blank=True)
    source = Link("Where others can look it up; null when it is in an attached file.", allow_null=True)  # type: ignore[assignment]
    measured_on = serializers.DateField(help_text="When it was measured.")

    example: ClassVar = {
        "evidence": "metric",
        "measure": "orders placed without a key",
        "value": "0.02",
        "baseline": "3.1",
        "value_now": "",
        "unit": "% of calls",
        "source": "https://metrics.hartwell.example/d/orders-keys",
        "measured_on": "2026-11-20",
    }


class LandingAnswer(Answer):
    """Whether what was accepted was done, as later revisions show."""

    state = serializers.ChoiceField(
        Landing.State.choices,
        help_text="`verified`: its place has changed. `unchanged`: published as it was. `missed`: not by the day.",
    )
    due_on = serializers.DateField(help_text="By when it will be done.")
    found = Text("What was found, or what the lead says; empty while it is awaited.", most=300, blank=True)
    revision = serializers.IntegerField(
        source="landed_in.number", allow_null=True, default=None, min_value=1, max_value=MANY,
        help_text="The number of the revision that was looked at last; null while there is none.",
    )  # fmt: skip
    at = serializers.DateTimeField(help_text="When its state changed last.")

    example: ClassVar = {
        "state": "verified",
        "due_on": "2027-01-20",
        "found": "placeOrder has changed in revision 1.5.0",
        "revision": 5,
        "at": "2026-12-03T10:00:00Z",
    }


class AnswerAnswer(Answer):
    """What the team does about a suggestion. What it ignores, it ignores with data."""

    kind = serializers.ChoiceField(Word.Kind.choices, help_text="Accepted, adapted or ignored.")
    text = Text("What is done, or why nothing is.", most=LONGEST)
    by = PersonName(help_text="Who signed it.")
    at = serializers.DateTimeField(help_text="When.")
    evidence = serializers.ChoiceField(
        [("", "none"), *DataReference.Kind.choices], help_text="What kind of data; empty unless it is ignored."
    )
    measure = Text("What is measured.", most=200, blank=True)
    value = Text("What came out.", most=80, blank=True)
    baseline = Text("What it was before, or what is usual.", most=80, blank=True)
    unit = Text("The unit of both.", most=80, blank=True)
    source = Link("Where others can look it up; null when there is no data.", allow_null=True)  # type: ignore[assignment]
    measured_on = serializers.DateField(allow_null=True, help_text="When it was measured.")
    look_again_on = serializers.DateField(allow_null=True, help_text="When the data is looked at again.")
    wrong_if = Text("What would show that the team was wrong.", most=300, blank=True)
    limit = Text("The same, as it is compared; empty unless it is ignored.", most=60, blank=True)
    numbers = serializers.ListField(
        child=DataAnswer(),
        source="references.all",
        max_length=5,
        help_text="Every number, the first again.",
    )
    landing = LandingAnswer(
        allow_null=True, source="told_landing", help_text="Of what was accepted; null for all else."
    )
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
        "limit": "more than 0.1",
        "numbers": [DataAnswer.example],
        "landing": None,
        "outcome": "",
        "outcome_value": "",
        "outcome_text": "",
        "outcome_at": None,
    }

    def to_representation(self, instance: Any) -> Any:
        """What was told of the first number before there could be several is still told beside the answer."""
        first = instance.first
        instance.told_landing = getattr(instance, "landing", None)
        instance.evidence = first.kind if first is not None else ""
        for name in FLAT:
            setattr(
                instance, name, getattr(first, name) if first is not None else None if name == "measured_on" else ""
            )
        instance.value = first.plain_value if first is not None else ""
        instance.baseline = first.plain_baseline if first is not None else ""
        return super().to_representation(instance)


class SuggestionAnswer(Answer):
    """One piece of advice at one place of the revision's text."""

    number = serializers.IntegerField(min_value=1, max_value=MANY, help_text="Its number within the review.")
    line = serializers.IntegerField(min_value=1, max_value=MANY, help_text="The line where it begins.")
    end_line = serializers.IntegerField(min_value=1, max_value=MANY, help_text="The line where it ends.")
    key = Text("The operation or type it stands in; empty outside of them.", most=1000, blank=True)
    pointer = Text("The JSON pointer it was made at; empty: at its lines.", most=1000, blank=True)
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
        "pointer": "",
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
