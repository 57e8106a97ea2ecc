"""What is said before a charter: by a sponsor, first by the host, and by whoever has it passed on or closed."""

from typing import Any

from django import forms

from services.forms import DayInput
from teams.away.forms.fields import sentences
from teams.away.models import AwayRequest
from teams.people.models import Person


class AcknowledgeForm(forms.Form):
    """That it was seen, and by when it is decided."""

    decides_on = forms.DateField(
        widget=DayInput, required=False, label="We decide by", help_text="Empty: when the decision is due."
    )
    answer = sentences(label="In a word", required=False)


class SponsorForm(forms.Form):
    """Another manager of the guests."""

    sponsor = forms.ModelChoiceField(Person.objects.none(), label="Ask instead")

    def __init__(self, *args: Any, sponsors: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Person.objects.filter(pk__in=[person.pk for person in sponsors])
        self.fields["sponsor"].queryset = here  # type: ignore[attr-defined]


class DuplicateForm(forms.Form):
    """Which other request it is the same as."""

    of = forms.RegexField(
        r"^\s*(?:AT-)?[0-9]{1,9}\s*$", label="The same as", help_text="Its name: AT-112.",
        error_messages={"invalid": "Give the name of the other request: AT-112."},
    )  # fmt: skip
    answer = sentences(label="In a word", required=False)

    def clean_of(self) -> AwayRequest:
        """The request of that name."""
        number = int(str(self.cleaned_data["of"]).strip().removeprefix("AT-"))
        found = AwayRequest.objects.with_sides().filter(pk=number).first()
        if found is None:
            raise forms.ValidationError(f"There is no request AT-{number}.")
        return found
