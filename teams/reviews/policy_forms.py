"""The form in which a division says what asks for looks by itself."""

from dataclasses import dataclass
from typing import Any

from django import forms

from teams.reviews.models import Topic
from teams.reviews.occasions import CRITICALITIES, MOMENTS, MOST, MOST_POLICIES, REVERSALS, Policy

SPARE = 2
"""Empty rows below the policies there are."""
ANY = ("", "all the same")


def _choice(label: str, choices: dict[str, str], first: tuple[str, str], initial: str) -> forms.ChoiceField:
    return forms.ChoiceField(required=False, label=label, choices=[first, *choices.items()], initial=initial)


def _count(label: str, initial: int) -> forms.IntegerField:
    return forms.IntegerField(required=False, min_value=0, max_value=MOST, label=label, initial=initial or None)


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of one policy, and what it says before they are changed; empty where there is none yet."""

    says: str
    fields: list[Any]

    @property
    def is_open(self) -> bool:
        """Whether somebody has changed it, so that it stands unfolded."""
        bound = [one for one in self.fields if one.form.is_bound]
        return any(one.errors or one.field.has_changed(one.initial, one.data) for one in bound)


class PoliciesForm(forms.Form):
    """A row of fields a policy; one without a moment is none. Who only tries them needs no reason yet."""

    after = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, begin: tuple[Policy, ...], after: int, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"after": after}, **kwargs})
        self.rows = min(MOST_POLICIES, len(begin) + SPARE)
        self.says = [one.says for one in begin]
        for row in range(self.rows):
            one = begin[row] if row < len(begin) else Policy("", "", Topic.CONTRACT)
            self.fields |= {
                f"code-{row}": forms.CharField(required=False, initial=one.code, widget=forms.HiddenInput),
                f"kind-{row}": _choice("When", MOMENTS, ("", "no policy"), one.kind),
                f"topic-{row}": forms.ChoiceField(label="Look at", choices=Topic.choices, initial=one.topic),
                f"criticality-{row}": _choice("The service is", CRITICALITIES, ANY, one.criticality),
                f"reversal-{row}": _choice("What it does", REVERSALS, ANY, one.reversal),
                f"consumers-{row}": _count("Used by at least", one.consumers),
                f"days-{row}": _count("Lasts at least, in days", one.days),
                f"breaking-{row}": forms.BooleanField(required=False, initial=one.breaking, label="It breaks callers"),
            }
        self.fields["why"] = forms.CharField(
            max_length=500, label="Why", required="try" not in self.data, widget=forms.Textarea(attrs={"rows": 2}),
            help_text="Those who are looked at will ask.", error_messages={"required": "Say why."},
        )  # fmt: skip

    @property
    def asked(self) -> list[Row]:
        """The fields of each row."""
        names = ("kind", "topic", "criticality", "reversal", "consumers", "days", "breaking")
        says = [*self.says, *[""] * self.rows]
        return [Row(says[row], [self[f"{name}-{row}"] for name in names]) for row in range(self.rows)]

    @property
    def policies(self) -> list[Policy]:
        """What was typed, as far as it is valid."""
        said = self.cleaned_data
        return [
            Policy(
                code=said[f"code-{row}"], kind=said[f"kind-{row}"], topic=said[f"topic-{row}"],
                criticality=said[f"criticality-{row}"], reversal=said[f"reversal-{row}"],
                breaking=said[f"breaking-{row}"], consumers=said[f"consumers-{row}"] or 0,
                days=said[f"days-{row}"] or 0,
            )
            for row in range(self.rows)
            if said[f"kind-{row}"]
        ]  # fmt: skip
