"""One form per action a person fills in. Shapes only: what the rules are stands in the actions."""

from typing import Any

from django import forms

from services.forge.models import Fact, Forge, ForgeLogin
from services.forge.reads.receivers import owners
from services.models import Service
from teams.people.models import Person, Team


class ReceiverForm(forms.Form):
    """Which forge, and of whose repositories."""

    forge = forms.ChoiceField(choices=Forge.choices)
    whose = forms.ChoiceField(
        label="For", help_text="One service's repository, or those of all services of a team, also of later ones."
    )

    def __init__(self, data: Any, *, by: Person, whose: str = "") -> None:
        super().__init__(data, initial={"whose": whose})
        teams, services = owners(by)
        self.known: dict[str, dict[str, Team | Service]] = {
            **{f"service:{one.slug}": {"service": one} for one in services},
            **{f"team:{one.slug}": {"team": one} for one in teams},
            **({"company": {}} if by.is_steward else {}),
        }
        choices = [
            ("Services", [(f"service:{one.slug}", one.slug) for one in services]),
            ("Teams", [(f"team:{one.slug}", one.name) for one in teams]),
            *([("Company", [("company", "the whole company")])] if by.is_steward else []),
        ]
        self.fields["whose"].choices = [group for group in choices if group[1]]  # type: ignore[attr-defined]
        self.has_owners = bool(self.known)

    @property
    def owner(self) -> dict[str, Any]:
        """What was chosen, as the action takes it."""
        return self.known[self.cleaned_data["whose"]]


class SecretForm(forms.Form):
    """Whether the secret before stays good for a while."""

    at_once = forms.BooleanField(required=False)


class FactForm(forms.Form):
    """What happened, by hand. Which fields a kind needs, the action says."""

    kind = forms.ChoiceField(choices=Fact.Kind.choices, label="What")
    at = forms.DateTimeField(
        required=False, label="When", help_text="In your time zone. Empty: now.",
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    number = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=2**31 - 1,
        label="Change",
        help_text="The pull or merge request.",
    )
    title = forms.CharField(required=False, max_length=300)
    outcome = forms.ChoiceField(
        required=False, choices=[("", "-"), *Fact.Outcome.choices], label="How it ended",
        help_text="Of a review, a check, a deployment.",
    )  # fmt: skip
    branch = forms.CharField(required=False, max_length=250)
    commit = forms.RegexField(
        r"^[0-9a-fA-F]{4,64}$", required=False, error_messages={"invalid": "The digits of a commit, 4 to 64 of them."}
    )
    name = forms.CharField(required=False, max_length=200, label="Check or environment")
    production = forms.BooleanField(required=False, label="It is production")
    url = forms.URLField(required=False, max_length=400, assume_scheme="https", label="Where one can see it")

    @property
    def words(self) -> dict[str, Any]:
        """As the action takes it."""
        said = dict(self.cleaned_data)
        said["production"] = said["production"] or None
        return said


class LoginsForm(forms.Form):
    """What one is called on each forge."""

    def __init__(self, data: Any, *, said: list[ForgeLogin]) -> None:
        known = {one.forge: one.login for one in said}
        super().__init__(data, initial=known)
        for forge, label in Forge.choices:
            self.fields[forge] = forms.CharField(required=False, max_length=120, label=label)
