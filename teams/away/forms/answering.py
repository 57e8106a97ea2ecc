"""What hosts and guests answer: agree, offer something else, decline, end it, say what came of it."""

from typing import Any

from django import forms

from portal.kit.fields import Line
from services.forms import DayInput
from teams.away.actions.requests import NO_TIME
from teams.away.forms.fields import Address, measured, sentences
from teams.away.models import AwayOffer, AwayRequest
from teams.people.models import Membership, Person


class AgreeForm(forms.Form):
    """Whom the guests turn to, and what they should know first."""

    contact = forms.ModelChoiceField(
        Person.objects.none(), label="The guests turn to", help_text="One of your team, who shows them around."
    )
    answer = sentences(label="What they should know", required=False, help_text="How to begin, what to read.")

    def __init__(self, *args: Any, members: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = [member.person_id for member in members]
        self.fields["contact"].queryset = Person.objects.filter(pk__in=present)  # type: ignore[attr-defined]


class OfferForm(forms.Form):
    """What the hosts offer instead of letting the guests in."""

    kind = forms.ChoiceField(label="Instead", choices=AwayOffer.Kind.choices, widget=forms.RadioSelect)
    words = sentences(label="In a sentence", help_text="What they get, or how they go about it.")
    promised_by = forms.DateField(
        widget=DayInput, required=False, label="Done by", help_text="When you do it yourselves. The day binds you."
    )
    link = Address(required=False, help_text="Where it can be read how; for an extension.")


class DeclineForm(forms.Form):
    """Why not, in words, and by which data."""

    reason = forms.ChoiceField(choices=[("", "Choose what speaks against it"), *AwayRequest.Reason.choices])
    answer = sentences(label="In a sentence", help_text="So that they understand, and know what to do instead.")
    value = Line(120, label="What was measured", help_text="With its unit.")
    source = Address(help_text="A link, so that others can look.")

    def __init__(self, *args: Any, strict: bool = True, **kwargs: Any) -> None:
        """Where F7 is off (not ``strict``) a sentence is enough, and having no time is a reason."""
        super().__init__(*args, **kwargs)
        if not strict:
            self.fields["value"].required = self.fields["source"].required = False
            self.fields["reason"].choices += [(NO_TIME, "We have no time for it")]  # type: ignore[attr-defined]


class WordsForm(forms.Form):
    """Why it stops here."""

    answer = sentences(label="Why", help_text="One sentence. Everybody can read it.")


class FinishForm(forms.Form):
    """What came of it, in the number that was promised."""

    measured_value = measured(label="Measured")
    outcome = sentences(
        label="What came of it", help_text="What is live, what was learned, what the hosts should know."
    )
