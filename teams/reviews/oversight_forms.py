"""Forms around the ledger: a serious risk, its reading, budgets."""

from collections.abc import Sequence
from typing import Any

from django import forms

from teams.reviews.models import Suggestion


class RiskForm(forms.Form):
    """The one thing that the reviewer brings before the division."""

    suggestion = forms.ChoiceField(label="Which suggestion", error_messages={"required": "Choose one."})
    words = forms.CharField(
        max_length=4000, widget=forms.Textarea(attrs={"rows": 4}), label="What can happen, to whom, and how you know",
        error_messages={"required": "Say what can happen, to whom, and how you know."},
    )  # fmt: skip

    def __init__(self, *args: Any, suggestions: Sequence[Suggestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_number = {str(one.number): one for one in suggestions}
        choices = [(number, f"{number}. {one.text[:120]}") for number, one in self.by_number.items()]
        self.fields["suggestion"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Suggestion:
        return self.by_number[self.cleaned_data["suggestion"]]


class ReadForm(forms.Form):
    """Whoever heads the division has read both sides."""

    note = forms.CharField(
        max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}), label="What you note",
        help_text="It decides nothing; both sides read it.",
    )  # fmt: skip


class BudgetForm(forms.Form):
    """How much a division means to have open at once."""

    overrides = forms.IntegerField(
        required=False, min_value=0, max_value=10_000, label="Overrides open at once",
        help_text="Ignored advice whose data nobody has looked at again. Empty: no budget.",
    )  # fmt: skip
    waivers = forms.IntegerField(
        required=False, min_value=0, max_value=10_000, label="Waivers open at once", help_text="Empty: no budget."
    )
    why = forms.CharField(max_length=400, label="Why", error_messages={"required": "Say why, in a sentence."})
    after = forms.IntegerField(required=False, min_value=0, max_value=999_999_999, widget=forms.HiddenInput)
