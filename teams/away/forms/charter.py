"""The terms of a charter, as one form."""

from typing import Any

from django import forms

from teams.away.forms.fields import ComingDay, sentences
from teams.away.models import AwayCharter
from teams.people.models import Membership, Person


class CharterForm(forms.Form):
    """Every term of a charter. It is filled in before anybody begins."""

    after = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    scope_in = sentences(3, label="In scope")
    scope_out = sentences(label="Not in scope")
    criteria = sentences(6, label="Done when", help_text="One a line. Once both have signed, nobody adds one alone.")
    gates = sentences(label="Quality gates", help_text="What has to be green before a change is merged.")
    reviewer = forms.ModelChoiceField(Person.objects.none(), label="Host reviewer")
    deputy = forms.ModelChoiceField(
        Person.objects.none(), label="Deputy", required=False, help_text="When the reviewer is silent or away."
    )
    guest_lead = forms.ModelChoiceField(Person.objects.none(), label="Guest lead")
    ends_on = ComingDay(label="Ends on")
    branching = sentences(label="Branches and flags", help_text="How changes come in, and behind which flag.")
    security = forms.ChoiceField(
        label="Security class", choices=AwayCharter.Security.choices, help_text="What the guests get to see."
    )
    sponsor = forms.ModelChoiceField(
        Person.objects.none(), label="Answers for its agents", required=False, help_text="A person, where agents come."
    )
    on_call = forms.ChoiceField(label="On call", choices=AwayCharter.OnCall.choices)
    warranty_days = forms.TypedChoiceField(
        label="Warranty", choices=AwayCharter.Warranty.choices, coerce=int, help_text="From production on."
    )
    keeper = forms.ChoiceField(label="Keeps it afterwards", choices=AwayCharter.Keeper.choices)
    exit_rules = sentences(3, label="If it ends early")

    def __init__(self, *args: Any, hosts: list[Membership], guests: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, members in (("reviewer", hosts), ("deputy", hosts), ("guest_lead", guests), ("sponsor", guests)):
            here = Person.objects.filter(pk__in=[member.person_id for member in members])
            self.fields[name].queryset = here  # type: ignore[attr-defined]

    @property
    def words(self) -> dict[str, Any]:
        """What a valid form says, as the action takes it."""
        return {**self.cleaned_data, "criteria": self.cleaned_data["criteria"].splitlines()}
