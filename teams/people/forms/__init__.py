"""Forms of the people room, one for each action a person fills in."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.password_validation import validate_password

from portal.models import ApiToken
from teams.people.models import Division, Person, Team

NAME_HELP = "Small letters, digits and hyphens. It stands in addresses and stays for ever."


def clean_zone(zone: str) -> str:
    """A name of the time zone database (IANA), as Europe/London."""
    if zone not in available_timezones():
        raise forms.ValidationError("Write a name such as Europe/London or UTC.")
    return zone


class PersonField(forms.ModelChoiceField):
    """Somebody who works here, by their login. No list to choose from: there may be thousands."""

    default_error_messages = {"invalid_choice": "Nobody here has this login."}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Their login.")
        widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
        super().__init__(Person.objects.present(), to_field_name="login", widget=widget, **kwargs)


class TokenForm(forms.Form):
    """A new token for oneself."""

    name = forms.CharField(max_length=80, help_text="What it is for: 'nightly import'.")
    scope = forms.ChoiceField(choices=ApiToken.Scope.choices, initial=ApiToken.Scope.READ)


class DivisionForm(forms.Form):
    """A new branch of the tree."""

    slug = forms.SlugField(max_length=60, label="Short name", help_text=NAME_HELP)
    name = forms.CharField(max_length=120)
    parent = forms.ModelChoiceField(Division.objects.all(), required=False, label="Below", empty_label="the top")
    head = PersonField(required=False)
    text = forms.CharField(required=False, label="In a sentence", max_length=500)


class TeamFactsForm(forms.ModelForm):
    """What is said of a team, and who leads it."""

    lead = PersonField(help_text="Their login. Whoever leads is a member.")

    class Meta:
        model = Team
        fields = ("lead", "mission", "email", "chat", "time_zone", "size_limit", "openness")
        widgets = {"mission": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["lead"] = self.instance.lead

    def clean_time_zone(self) -> str:
        return clean_zone(self.cleaned_data["time_zone"])


class TeamForm(TeamFactsForm):
    """A new team."""

    class Meta(TeamFactsForm.Meta):
        fields = ("slug", "name", "division", *TeamFactsForm.Meta.fields)  # type: ignore[assignment]
        labels = {"slug": "Short name"}
        help_texts = {"slug": NAME_HELP}

    def validate_unique(self) -> None:
        """A taken name is refused by the action, for page and API alike."""


class PersonForm(forms.Form):
    """Somebody new."""

    login = forms.SlugField(max_length=60, help_text="Small letters, digits and hyphens.")
    name = forms.CharField(max_length=120)
    email = forms.EmailField(required=False)
    manager = PersonField(required=False)
    time_zone = forms.CharField(max_length=60, initial="UTC")
    password = forms.CharField(
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="For a first log-in. Empty: they cannot log in with a password.",
    )
    is_steward = forms.BooleanField(required=False, label="Steward", help_text="Keeps the portal itself in order.")

    def clean_time_zone(self) -> str:
        return clean_zone(self.cleaned_data["time_zone"])

    def clean_password(self) -> str | None:
        password: str = self.cleaned_data["password"]
        if password:
            validate_password(password)
        return password or None


class JoinForm(forms.Form):
    """Somebody joins the team."""

    person = PersonField()
    role = forms.CharField(max_length=80, required=False)
