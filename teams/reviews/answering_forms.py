"""Forms of the lead: what becomes of a suggestion, and later what the data says."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from portal.kit.fields import Line
from teams.people.forms import PersonField
from teams.reviews.actions.evidence import DATA, Given
from teams.reviews.models import Answer, DataReference

KINDS = {
    "accept": "Accept: we do it as written",
    "adapt": "Adapt: we do something else to the same end",
    "ignore": "Ignore: we do nothing, and show data",
}
DAY = {"type": "date"}


REFERENCES = 3
"""So many numbers fit on the page; the API takes more."""
REFERENCE = ("evidence", "measure", "value", "baseline", "unit", "measured_on", "source")


def _day() -> forms.DateInput:
    return forms.DateInput(attrs=DAY, format="%Y-%m-%d")


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class AnswerForm(forms.Form):
    """What becomes of a suggestion. Data is asked for when it is ignored, and only then; one number is enough."""

    kind = forms.ChoiceField(
        choices=list(KINDS.items()), widget=forms.RadioSelect, label="Answer",
        error_messages={"required": "Accept, adapt or ignore it."},
    )  # fmt: skip
    text = Line(
        4000, rows=2, label="What you do, or why not",
        help_text="For a reader in a year. Why not: what was measured, or what is lost or gained.",
        error_messages={"required": "Say in a sentence what you do, or why not."},
    )  # fmt: skip
    revision = forms.IntegerField(
        required=False, min_value=1, max_value=999_999_999, label="Done in revision",
        help_text="When you accept: its number. Empty: the next that is published.",
    )  # fmt: skip
    land_by = forms.DateField(
        required=False, widget=_day(), label="Done by", help_text="When you accept. Empty: within sixty days."
    )
    look_again_on = forms.DateField(required=False, widget=_day(), help_text="A day within a year.")
    wrong_if = forms.CharField(
        required=False, max_length=300, label="You were wrong if", help_text='With a number: "more than 0.1 %".'
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.now().date()
        asked = self["kind"].data if self.is_bound else ""
        for number in range(1, REFERENCES + 1):
            self.fields |= _reference(number)
            self.fields[named("measured_on", number)].initial = today if number == 1 else None
        for name, sentence in DATA.items():
            self.fields[name].required = asked == "ignore" and name != "source"
            self.fields[name].error_messages["required"] = sentence
        self.fields["look_again_on"].initial = today + timedelta(days=90)

    @property
    def references(self) -> list[list[forms.BoundField]]:
        """The fields of each number, for the template."""
        return [[self[named(name, number)] for name in REFERENCE] for number in range(1, REFERENCES + 1)]

    @property
    def words(self) -> dict[str, Any]:
        """What the action takes."""
        said = self.cleaned_data
        data = [
            Given(
                kind=said.get(named("evidence", number), ""),
                measure=said.get(named("measure", number), ""),
                value=said.get(named("value", number), ""),
                baseline=said.get(named("baseline", number), ""),
                unit=said.get(named("unit", number), ""),
                source=said.get(named("source", number), ""),
                measured_on=said.get(named("measured_on", number)),
            )
            for number in range(1, REFERENCES + 1)
        ]
        return {
            "kind": said["kind"], "text": said["text"], "data": data if said["kind"] == "ignore" else [],
            "revision": said.get("revision"), "land_by": said.get("land_by"),
            "look_again_on": said.get("look_again_on"), "wrong_if": said.get("wrong_if", ""),
        }  # fmt: skip


def is_untouched(words: Mapping[str, str]) -> bool:
    """Whether a form was sent as it was shown: nothing stands in it but the days that stood there from the start."""
    fields = AnswerForm().fields
    return all(not text.strip() or text == str(fields[name].initial) for name, text in words.items() if name in fields)


def named(name: str, number: int) -> str:
    """The field of one number: those after the first carry theirs behind their name."""
    return name if number == 1 else f"{name}_{number}"


def _reference(number: int) -> dict[str, forms.Field]:
    fields = {
        "evidence": forms.ChoiceField(
            choices=[("", "Choose"), *DataReference.Kind.choices], required=False, label="Kind of data"
        ),
        "measure": forms.CharField(required=False, max_length=200, label="What is measured"),
        "value": forms.CharField(required=False, max_length=80, label="Value", help_text="A number."),
        "baseline": forms.CharField(required=False, max_length=80, label="Before, or usual"),
        "unit": forms.CharField(required=False, max_length=80, label="Unit"),
        "measured_on": forms.DateField(required=False, widget=_day(), label="Measured on"),
        "source": forms.URLField(
            required=False, max_length=400, label="Source", help_text="A link, so that others can look."
        ),
    }
    return {named(name, number): field for name, field in fields.items()}


class LandedForm(forms.Form):
    """Where something was done that no revision shows."""

    words = forms.CharField(
        max_length=300, label="Where it was done", help_text="A sentence that others can check.",
        error_messages={"required": "Say where it was done, in a sentence."},
    )  # fmt: skip


class DeputyForm(forms.Form):
    """Who may answer in the lead's place."""

    person = PersonField(label="Who may answer, too")


class OutcomeForm(forms.Form):
    """What the data says now: each number that was shown then, the first one is needed to tell."""

    outcome = forms.ChoiceField(
        choices=Answer.Outcome.choices, widget=forms.RadioSelect, label="Who was right",
        error_messages={"required": "Say who was right, or that nobody can tell."},
    )  # fmt: skip
    text = forms.CharField(
        required=False, max_length=4000, widget=_lines(2), label="In a sentence",
        help_text="Needed when nobody can tell, or when the number says otherwise.",
    )  # fmt: skip

    def __init__(self, *args: Any, answer: Answer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = [one.number for one in answer.references.all()]
        for one in answer.references.all():
            self.fields[named("value", one.number)] = forms.CharField(
                max_length=80, required=False, label=f"{one.measure} now",
                help_text=f"Then {one.measured}. A number.",
            )  # fmt: skip

    @property
    def values(self) -> list[forms.BoundField]:
        return [self[named("value", number)] for number in self.numbers]

    @property
    def words(self) -> dict[str, Any]:
        said = self.cleaned_data
        more = {number: said.get(named("value", number), "") for number in self.numbers if number != 1}
        return {"outcome": said["outcome"], "text": said["text"], "value": said.get("value", ""), "more": more}


class ViewForm(forms.Form):
    """How the reviewer sees what came of it."""

    outcome = forms.ChoiceField(
        choices=Answer.Outcome.choices, widget=forms.RadioSelect, label="Who was right, as you see it",
        error_messages={"required": "Say who was right, or that nobody can tell."},
    )  # fmt: skip
    text = forms.CharField(
        max_length=4000, widget=_lines(2), label="In a sentence",
        error_messages={"required": "Say in a sentence what the data shows you."},
    )  # fmt: skip


class DoubtForm(forms.Form):
    """Why a rule may not be worth its findings."""

    words = forms.CharField(
        max_length=400, widget=_lines(2), label="What it gets wrong",
        error_messages={"required": "Say in a sentence what it gets wrong."},
    )  # fmt: skip


class SettleForm(forms.Form):
    """What a steward does about it."""

    words = forms.CharField(max_length=400, label="What becomes of the rule")
