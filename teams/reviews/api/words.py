"""What the API takes about reviews."""

from typing import ClassVar

from rest_framework import serializers

from portal.kit.shapes import Day, Link, PageWords, Short, Text, Whole, Words
from teams.reviews.models import Answer, Review, Suggestion

LONGEST_WORDS = 4000
LAST_LINE = 9_999_999


class ReviewQuery(PageWords):
    """Which reviews."""

    state = serializers.ChoiceField(Review.State.choices, required=False, help_text="Only these; without it, all.")
    reviewer = Short("Only those that this person looks at, by login.", most=60, required=False)
    team = Short("Only those of what this team owns, by its short name.", most=60, required=False)


class NewSuggestion(Words):
    """A suggestion at lines of the revision's text."""

    line = Whole("The line where it begins, from 1.", least=1, most=LAST_LINE)
    end_line = Whole("The line where it ends; without it, only that line.", least=0, most=LAST_LINE, default=0)
    weight = serializers.ChoiceField(Suggestion.Weight.choices, help_text="How much it weighs.")
    text = Text("What to do, in a sentence.", most=400)
    why = Text("Why, and by which evidence.", most=LONGEST_WORDS)
    prediction = Text("What will be seen if nothing changes.", most=LONGEST_WORDS, blank=True, default="")

    example: ClassVar = {
        "line": 21,
        "end_line": 22,
        "weight": "must",
        "text": "Make the key required, and say for how long it holds.",
        "why": "Three of twelve consumers retry after 2 s.",
        "prediction": "If it stays optional, at least 50 orders are placed twice before February.",
    }


class Advice(Words):
    """The advice as a whole."""

    summary = Text("What is good, what worries you, how you read it.", most=LONGEST_WORDS)

    example: ClassVar = {"summary": "Clear to an outsider. One thing worries me: what a repeated call does."}


class Decline(Words):
    """Why somebody else should look."""

    reason = Text("A sentence.", most=400)

    example: ClassVar = {"reason": "I wrote half of it two years ago."}


class NewAnswer(Words):
    """What becomes of a suggestion. What is ignored needs the data behind it."""

    kind = serializers.ChoiceField(Answer.Kind.choices, help_text="Accept, adapt or ignore it.")
    text = Text("What you do, or why not.", most=LONGEST_WORDS)
    evidence = serializers.ChoiceField(
        Answer.Evidence.choices, required=False, help_text="What kind of data; needed to ignore."
    )
    measure = Text("What is measured; needed to ignore.", most=200, blank=True, default="")
    value = Text("What came out; needed to ignore.", most=80, blank=True, default="")
    baseline = Text("What it was before, or what is usual.", most=80, blank=True, default="")
    unit = Text("The unit of both.", most=80, blank=True, default="")
    source = Link("Where others can look it up; needed to ignore.", blank=True, required=False)  # type: ignore[assignment]
    measured_on = Day(required=False, allow_null=True, help_text="When it was measured; needed to ignore.")
    look_again_on = Day(
        required=False, allow_null=True, help_text="When it is looked at again, within a year; needed to ignore."
    )
    wrong_if = Text("What would show that you were wrong; needed to ignore.", most=300, blank=True, default="")

    example: ClassVar = {
        "kind": "ignore",
        "text": "Every caller sends a key since July.",
        "evidence": "metric",
        "measure": "orders placed without a key",
        "value": "0.02",
        "baseline": "3.1",
        "unit": "% of calls",
        "source": "https://metrics.hartwell.example/d/orders-keys",
        "measured_on": "2026-11-20",
        "look_again_on": "2027-02-20",
        "wrong_if": "more than 0.1 %",
    }


class NewOutcome(Words):
    """What the data says now."""

    outcome = serializers.ChoiceField(Answer.Outcome.choices, help_text="Who was right.")
    value = Text("What it shows now.", most=80)
    text = Text("The same in words.", most=LONGEST_WORDS, blank=True, default="")

    example: ClassVar = {"outcome": "advice-right", "value": "0.6", "text": "It came back in September."}
