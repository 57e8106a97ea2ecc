"""What the API takes about reviews."""

from typing import ClassVar

from rest_framework import serializers

from portal.kit import facets
from portal.kit.shapes import Day, Link, PageWords, Several, SeveralNames, Short, Text, Whole, Words
from teams.reviews.models import Answer, DataReference, Suggestion, Topic
from teams.reviews.reads import lists

LONGEST_WORDS = 4000
LAST_LINE = 9_999_999
MOST_MORE = 4


class ReviewQuery(PageWords):
    """Which reviews, in which order."""

    q = Text("Only with these words: subject, contract, service, team or reviewer.", most=200, required=False)
    state = Several("Only these; without it, all.", list(lists.STATES.items()))
    whose = Several("Only what you look at, or what your teams answer.", list(lists.WHOSE.items()))
    published = Several("Only what was published so.", list(lists.PUBLISHED.items()))
    division = SeveralNames("Only of teams of these divisions and no other, by short name.", 60)
    sort = serializers.ChoiceField(
        facets.sorts_of(lists.SORTS), default="newest", help_text="The order; with `-` before it, turned round."
    )
    reviewer = Short("Only those that this person looks at, by login.", most=60, required=False)
    team = Short("Only those of what this team owns, by its short name.", most=60, required=False)


class NewFormAnswer(Words):
    """What is said to one question of a form."""

    key = Text("The key of the question.", most=40)
    text = Text("What you say to it.", most=2000, blank=True)

    example: ClassVar = {"key": "alarm", "text": "Orders without a payment page us after five minutes."}


class NewReview(Words):
    """What somebody from elsewhere is to look at."""

    about = Text("What to look at, as its kind and number.", most=80)
    why = Text("What you want looked at, in a sentence.", most=400)
    topic = serializers.ChoiceField(
        Topic.choices, required=False, help_text="What the look is about; without it, what fits the kind."
    )

    compared_with = Whole(
        "The number of an earlier revision of the same contract: what changed since is looked at.",
        least=1, most=999_999_999, required=False, allow_null=True,
    )  # fmt: skip
    answers = serializers.ListField(
        child=NewFormAnswer(), required=False, max_length=12, help_text="What you can say to the form of the topic."
    )

    example: ClassVar = {
        "about": "services.service:12",
        "why": "We go live in May.",
        "topic": "operations",
        "answers": [NewFormAnswer.example],
    }


class Withdrawal(Words):
    """Why nobody needs to look any more."""

    reason = Text("A sentence.", most=400)

    example: ClassVar = {"reason": "We do not publish it after all."}


class NewSuggestion(Words):
    """A suggestion at lines of the revision's text."""

    line = Whole("The line where it begins, from 1; 0: `key` or `pointer` says where.", most=LAST_LINE, default=0)
    end_line = Whole("The line where it ends; without it, only that line.", least=0, most=LAST_LINE, default=0)
    key = Text("An operation or type as its report names it, in place of lines.", most=1000, blank=True, default="")
    pointer = Text("A JSON pointer into the contract, in place of lines.", most=1000, blank=True, default="")
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


class MoreData(Words):
    """One more number that others can look up."""

    evidence = serializers.ChoiceField(DataReference.Kind.choices, help_text="What kind of data.")
    measure = Text("What is measured.", most=200)
    value = Text("What came out, as a number.", most=80)
    baseline = Text("What it was before, or what is usual, as a number.", most=80, blank=True, default="")
    unit = Text("The unit of both.", most=80, blank=True, default="")
    source = Link("Where others can look it up.")  # type: ignore[assignment]
    measured_on = Day(help_text="When it was measured.")

    example: ClassVar = {
        "evidence": "incident",
        "measure": "incidents with a repeated order",
        "value": "1",
        "baseline": "3",
        "unit": "in 12 months",
        "source": "https://incidents.hartwell.example/?tag=repeat",
        "measured_on": "2026-11-20",
    }


class NewAnswer(Words):
    """What becomes of a suggestion. What is ignored needs the data behind it."""

    kind = serializers.ChoiceField(Answer.Kind.choices, help_text="Accept, adapt or ignore it.")
    text = Text("What you do, or why not.", most=LONGEST_WORDS)
    evidence = serializers.ChoiceField(
        DataReference.Kind.choices, required=False, help_text="What kind of data; needed to ignore."
    )
    measure = Text("What is measured; needed to ignore.", most=200, blank=True, default="")
    value = Text("What came out, as a number; needed to ignore.", most=80, blank=True, default="")
    baseline = Text("What it was before, or what is usual, as a number.", most=80, blank=True, default="")
    unit = Text("The unit of both.", most=80, blank=True, default="")
    source = Link("Where others can look it up; needed to ignore.", blank=True, required=False)  # type: ignore[assignment]
    measured_on = Day(required=False, allow_null=True, help_text="When it was measured; needed to ignore.")
    look_again_on = Day(
        required=False, allow_null=True, help_text="When it is looked at again, within a year; needed to ignore."
    )
    revision = Whole(
        "Accepted: the number of the revision that does it; without it, the next one.",
        least=1, most=999_999_999, required=False, allow_null=True,
    )  # fmt: skip
    land_by = Day(
        required=False, allow_null=True, help_text="Accepted: by when, within a year; without it, in sixty days."
    )
    wrong_if = Text(
        "What would show that you were wrong, with a number; needed to ignore.", most=300, blank=True, default=""
    )
    more_numbers = serializers.ListField(
        child=MoreData(), required=False, max_length=MOST_MORE, help_text="More numbers, when one is not enough."
    )

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
        "more_numbers": [MoreData.example],
    }


class NumberNow(Words):
    """One more number of an answer, looked at again."""

    number = Whole("Which, from 2, in the order in which they were given.", least=2, most=MOST_MORE + 1)
    value = Text("What it shows now.", most=80)

    example: ClassVar = {"number": 2, "value": "4"}


class NewOutcome(Words):
    """What the data says now."""

    more_numbers = serializers.ListField(
        child=NumberNow(), required=False, max_length=MOST_MORE, help_text="The other numbers, where there are some."
    )
    outcome = serializers.ChoiceField(Answer.Outcome.choices, help_text="Who was right.")
    value = Text("What it shows now.", most=80)
    text = Text("The same in words.", most=LONGEST_WORDS, blank=True, default="")

    example: ClassVar = {"outcome": "advice-right", "value": "0.6", "text": "It came back in September."}
