"""Forms in which people say when they work."""

from django import forms

from teams.people.forms import PersonField
from teams.people.models import WorkWeek
from teams.people.reads.calendars import country_names


def _day(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(label=label, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"}))


def _time(label: str) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


class CalendarForm(forms.Form):
    """A team's week."""

    week = forms.TypedChoiceField(choices=WorkWeek.choices, coerce=int)
    opens = _time("Day begins")
    closes = _time("Day ends")
    country = forms.ChoiceField(required=False, label="Public holidays of")
    region = forms.CharField(
        required=False, max_length=10, help_text="The part of the country, where its holidays differ: BY, CA, SCT."
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)  # noqa: S101 - for the type checker
        country.choices = [("", "none are kept"), *country_names().items()]

    def clean_region(self) -> str:
        region: str = self.cleaned_data["region"]
        return region.strip().upper()


class AbsenceForm(forms.Form):
    """Somebody is away."""

    first_day = _day("From")
    last_day = _day("Up to and including")
    deputy = PersonField(required=False, label="Who stands in", help_text="Their login. They may answer meanwhile.")


class DisbandForm(forms.Form):
    """Why a team ends."""

    why = forms.CharField(max_length=500, label="Why", help_text="Everybody can read it. Hand its services over first.")


class FreezeForm(forms.Form):
    """Days on which nothing is answered."""

    first_day = _day("From")
    last_day = _day("Up to and including")
    reason = forms.CharField(max_length=200, label="Why", help_text="For those who wait meanwhile.")
