"""One form per action a person fills in. Shapes only: what the rules are stands in the actions."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from services.forms import DayInput
from teams.away.actions.given import LONGEST
from teams.away.models import AwayCharter, AwayOffer, AwayRequest
from teams.people.models import Membership, Person

PERCENT = "percent-"
USUAL = timedelta(days=60)


def _words(rows: int = 2, **facts: Any) -> forms.CharField:
    return forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows}), **facts)


def _value(**facts: Any) -> forms.DecimalField:
    widget = forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"})
    return forms.DecimalField(max_digits=15, decimal_places=3, widget=widget, **facts)


class AskForm(forms.Form):
    """What a team asks of another: why, the effect in numbers, what is touched, who comes, until when."""

    title = forms.CharField(max_length=120, help_text="What will be there afterwards: 'Refunds in several currencies'.")
    problem = _words(3, label="Why", help_text="What is wrong today, and for whom. One short paragraph.")
    measure = forms.CharField(
        max_length=120, label="What is counted", help_text="'Care contacts about refunds'. It is counted again after."
    )
    unit = forms.CharField(max_length=40, label="In", help_text="'contacts a week', 'percent', 'ms at p95'.")
    now_value = _value(label="Now")
    expected_value = _value(label="Expected")
    scope = _words(3, help_text="Which parts will be touched, and which not.")
    cost_of_nothing = _words(label="If nobody does it", required=False)
    wanted_by = forms.DateField(widget=DayInput, label="Done by", help_text="A day in the coming year.")

    def __init__(self, *args: Any, members: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = [member.person for member in members]
        self.fields["wanted_by"].initial = (timezone.now() + USUAL).date()
        for person in self.members:
            widget = forms.NumberInput(attrs={"class": "input"})
            self.fields[f"{PERCENT}{person.login}"] = forms.IntegerField(
                required=False, min_value=1, max_value=100, label=person.name, widget=widget
            )

    @property
    def shares(self) -> list[tuple[Person, Any]]:
        """Every member of the guest with the field for how much of their time they would give."""
        return [(person, self[f"{PERCENT}{person.login}"]) for person in self.members]

    @property
    def words(self) -> dict[str, Any]:
        """What a valid form says, as the action takes it."""
        said = {name: value for name, value in self.cleaned_data.items() if not name.startswith(PERCENT)}
        shares = [(person, self.cleaned_data.get(f"{PERCENT}{person.login}")) for person in self.members]
        return {**said, "people": [(person, percent) for person, percent in shares if percent]}


class AgreeForm(forms.Form):
    """Whom the guests turn to, and what they should know first."""

    contact = forms.ModelChoiceField(
        Person.objects.none(), label="The guests turn to", help_text="One of your team, who shows them around."
    )
    answer = _words(label="What they should know", required=False, help_text="How to begin, what to read.")

    def __init__(self, *args: Any, members: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = [member.person_id for member in members]
        self.fields["contact"].queryset = Person.objects.filter(pk__in=present)  # type: ignore[attr-defined]


class OfferForm(forms.Form):
    """What the hosts offer instead of letting the guests in."""

    kind = forms.ChoiceField(label="Instead", choices=AwayOffer.Kind.choices, widget=forms.RadioSelect)
    words = _words(label="In a sentence", help_text="What they get, or how they go about it.")
    promised_by = forms.DateField(
        widget=DayInput, required=False, label="Done by", help_text="When you do it yourselves. The day binds you."
    )
    link = forms.URLField(
        max_length=400, required=False, assume_scheme="https", help_text="Where it can be read how; for an extension."
    )


class CharterForm(forms.Form):
    """Every term of a charter. It is filled in before anybody begins."""

    after = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    scope_in = _words(3, label="In scope")
    scope_out = _words(label="Not in scope")
    criteria = _words(6, label="Done when", help_text="One a line. Once both have signed, nobody adds one alone.")
    gates = _words(label="Quality gates", help_text="What has to be green before a change is merged.")
    reviewer = forms.ModelChoiceField(Person.objects.none(), label="Host reviewer")
    deputy = forms.ModelChoiceField(
        Person.objects.none(), label="Deputy", required=False, help_text="When the reviewer is silent or away."
    )
    guest_lead = forms.ModelChoiceField(Person.objects.none(), label="Guest lead")
    ends_on = forms.DateField(widget=DayInput, label="Ends on")
    on_call = forms.ChoiceField(label="On call", choices=AwayCharter.OnCall.choices)
    warranty_days = forms.TypedChoiceField(
        label="Warranty", choices=AwayCharter.Warranty.choices, coerce=int, help_text="From production on."
    )
    keeper = forms.ChoiceField(label="Keeps it afterwards", choices=AwayCharter.Keeper.choices)
    exit_rules = _words(3, label="If it ends early")

    def __init__(self, *args: Any, hosts: list[Membership], guests: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, members in (("reviewer", hosts), ("deputy", hosts), ("guest_lead", guests)):
            here = Person.objects.filter(pk__in=[member.person_id for member in members])
            self.fields[name].queryset = here  # type: ignore[attr-defined]

    @property
    def words(self) -> dict[str, Any]:
        """What a valid form says, as the action takes it."""
        return {**self.cleaned_data, "criteria": self.cleaned_data["criteria"].splitlines()}


class DemandForm(forms.Form):
    """What the hosts ask for after both have signed."""

    text = forms.CharField(max_length=300, label="What", help_text="One thing. It gets a number of its own.")
    why = _words(label="Why", help_text="What it is good for, and why the charter does not say it.")


class DemandAnswerForm(forms.Form):
    """The guests' answer, with a word."""

    accepts = forms.TypedChoiceField(choices=[("1", "Accept"), ("", "Refuse")], coerce=bool, required=False)
    reply = _words(label="In a word")


class DeclineForm(forms.Form):
    """Why not, in words, and by which data."""

    reason = forms.ChoiceField(choices=[("", "Choose what speaks against it"), *AwayRequest.Reason.choices])
    answer = _words(label="In a sentence", help_text="So that they understand, and know what to do instead.")
    value = forms.CharField(max_length=120, label="What was measured", help_text="With its unit.")
    source = forms.URLField(max_length=400, help_text="A link, so that others can look.", assume_scheme="https")


class WordsForm(forms.Form):
    """Why it stops here."""

    answer = _words(label="Why", help_text="One sentence. Everybody can read it.")


class FinishForm(forms.Form):
    """What came of it, in the number that was promised."""

    measured_value = _value(label="Measured")
    outcome = _words(label="What came of it", help_text="What is live, what was learned, what the hosts should know.")
