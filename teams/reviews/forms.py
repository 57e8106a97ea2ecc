"""Forms of the reviews room, one for each action a person fills in."""

from typing import Any

from django import forms

from portal.kit.fields import Line
from teams.people.forms import PersonField
from teams.reviews.models import Suggestion, Topic
from teams.reviews.models.guild import LIMIT

DAY = {"type": "date"}


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class SuggestionForm(forms.Form):
    """One suggestion at its lines."""

    line = forms.IntegerField(min_value=1, max_value=9_999_999, required=False, label="From line")
    end_line = forms.IntegerField(
        min_value=1, max_value=9_999_999, required=False, label="To line", help_text="Empty: only that line."
    )
    pointer = forms.CharField(
        required=False, max_length=1000, label="Or a JSON pointer",
        help_text="As /paths/~1orders/get. Then it is looked for there, wherever the lines go.",
    )  # fmt: skip
    weight = forms.ChoiceField(
        choices=Suggestion.Weight.choices, label="How much it weighs", initial="should",
        error_messages={"required": "Choose one."},
    )  # fmt: skip
    text = forms.CharField(
        max_length=400, label="What to do", help_text="One sentence. It is the headline.",
        error_messages={"required": "Say in a sentence what to do."},
    )  # fmt: skip
    why = Line(
        4000, rows=4, label="Why, by which evidence", help_text="What you saw, and where.",
        error_messages={"required": "Say why, and by which evidence."},
    )  # fmt: skip
    prediction = Line(
        4000, rows=2, required=False, label="What will be seen if nothing changes",
        help_text="So that later everybody can tell whether it was right.",
    )  # fmt: skip

    @property
    def words(self) -> dict[str, Any]:
        lines = {name: self.cleaned_data[name] or 0 for name in ("line", "end_line")}
        return {**self.cleaned_data, **lines}


class AdviceForm(forms.Form):
    """The advice as a whole. Sending freezes it."""

    summary = Line(
        4000, rows=4, label="Your advice as a whole",
        help_text="A few sentences: what is good, what worries you, how you read it.",
        error_messages={"required": "Say in a few sentences what you think of it as a whole."},
    )  # fmt: skip


class DeclineForm(forms.Form):
    """Why somebody else should look."""

    reason = forms.CharField(
        max_length=400, label="Why somebody else should look", widget=_lines(2),
        error_messages={"required": "Say in a sentence why somebody else should look."},
    )  # fmt: skip


class AppointForm(forms.Form):
    """Somebody joins the guild, or what they take changes."""

    person = PersonField()
    topics = forms.MultipleChoiceField(
        choices=Topic.choices, widget=forms.CheckboxSelectMultiple, label="Topics",
        help_text="They are certified for these without training. Topics they have and you leave out end.",
        error_messages={"required": "Choose at least one topic they look at."},
    )  # fmt: skip
    limit = forms.IntegerField(
        min_value=1,
        max_value=20,
        initial=LIMIT,
        label="Reviews at once",
        help_text="At most so many are given to them.",
    )


class PauseForm(forms.Form):
    """Until when no new review comes; no day ends the pause."""

    until = forms.DateField(required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
