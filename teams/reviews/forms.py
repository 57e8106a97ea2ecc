"""Forms of the reviews room, one for each action a person fills in."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from teams.people.forms import PersonField
from teams.reviews.actions.reviews import DATA
from teams.reviews.models import Answer, Suggestion
from teams.reviews.models.guild import LIMIT

KINDS = {
    "accept": "Accept: we do it as written",
    "adapt": "Adapt: we do something else to the same end",
    "ignore": "Ignore: we do nothing, and show data",
}
DAY = {"type": "date"}


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class SuggestionForm(forms.Form):
    """One suggestion at its lines."""

    line = forms.IntegerField(
        min_value=1, max_value=9_999_999, label="From line", error_messages={"required": "Say on which line."}
    )
    end_line = forms.IntegerField(
        min_value=1, max_value=9_999_999, required=False, label="To line", help_text="Empty: only that line."
    )
    weight = forms.ChoiceField(
        choices=Suggestion.Weight.choices, label="How much it weighs", initial="should",
        error_messages={"required": "Choose one."},
    )  # fmt: skip
    text = forms.CharField(
        max_length=400, label="What to do", help_text="One sentence. It is the headline.",
        error_messages={"required": "Say in a sentence what to do."},
    )  # fmt: skip
    why = forms.CharField(
        max_length=4000, label="Why, by which evidence", widget=_lines(4), help_text="What you saw, and where.",
        error_messages={"required": "Say why, and by which evidence."},
    )  # fmt: skip
    prediction = forms.CharField(
        required=False, max_length=4000, widget=_lines(2), label="What will be seen if nothing changes",
        help_text="So that later everybody can tell whether it was right.",
    )  # fmt: skip

    @property
    def words(self) -> dict[str, Any]:
        return {**self.cleaned_data, "end_line": self.cleaned_data["end_line"] or 0}


class AdviceForm(forms.Form):
    """The advice as a whole. Sending freezes it."""

    summary = forms.CharField(
        max_length=4000, label="Your advice as a whole", widget=_lines(4),
        help_text="A few sentences: what is good, what worries you, how you read it.",
        error_messages={"required": "Say in a few sentences what you think of it as a whole."},
    )  # fmt: skip


class DeclineForm(forms.Form):
    """Why somebody else should look."""

    reason = forms.CharField(
        max_length=400, label="Why somebody else should look", widget=_lines(2),
        error_messages={"required": "Say in a sentence why somebody else should look."},
    )  # fmt: skip


class AnswerForm(forms.Form):
    """What becomes of a suggestion. Data is asked for when it is ignored, and only then."""

    kind = forms.ChoiceField(
        choices=list(KINDS.items()), widget=forms.RadioSelect, label="Answer",
        error_messages={"required": "Accept, adapt or ignore it."},
    )  # fmt: skip
    text = forms.CharField(
        max_length=4000, widget=_lines(3), label="What you do, or why not", help_text="For a reader in a year.",
        error_messages={"required": "Say in a sentence what you do, or why not."},
    )  # fmt: skip
    evidence = forms.ChoiceField(
        choices=[("", "Choose"), *Answer.Evidence.choices], required=False, label="Kind of data"
    )
    measure = forms.CharField(required=False, max_length=200, label="What is measured")
    value = forms.CharField(required=False, max_length=80)
    baseline = forms.CharField(required=False, max_length=80, label="Before, or usual")
    unit = forms.CharField(required=False, max_length=80)
    measured_on = forms.DateField(required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    source = forms.URLField(required=False, max_length=400, help_text="A link, so that others can look.")
    look_again_on = forms.DateField(
        required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), help_text="A day within a year."
    )
    wrong_if = forms.CharField(required=False, max_length=300, label="You were wrong if")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.now().date()
        for name, sentence in DATA.items():
            self.fields[name].required = self.data.get("kind", "ignore") == "ignore"
            self.fields[name].error_messages["required"] = sentence
        self.fields["measured_on"].initial = today
        self.fields["look_again_on"].initial = today + timedelta(days=90)


class OutcomeForm(forms.Form):
    """What the data says now."""

    outcome = forms.ChoiceField(
        choices=Answer.Outcome.choices, widget=forms.RadioSelect, label="Who was right",
        error_messages={"required": "Say who was right, or that nobody can tell."},
    )  # fmt: skip
    value = forms.CharField(
        max_length=80, label="What it shows now", error_messages={"required": "Say what the measure shows now."}
    )
    text = forms.CharField(required=False, max_length=4000, widget=_lines(2), label="In a sentence")


class AppointForm(forms.Form):
    """Somebody joins the guild, or what they take changes."""

    person = PersonField()
    topics = forms.CharField(
        max_length=400, required=False, initial="contract", help_text="Separated by commas. Empty: anything."
    )
    limit = forms.IntegerField(
        min_value=1,
        max_value=20,
        initial=LIMIT,
        label="Reviews at once",
        help_text="At most so many are given to them.",
    )

    def clean_topics(self) -> list[str]:
        return [topic.strip() for topic in str(self.cleaned_data["topics"]).split(",") if topic.strip()]


class PauseForm(forms.Form):
    """Until when no new review comes; no day ends the pause."""

    until = forms.DateField(required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
