"""Forms of rulesets: what is registered, where it is attached, in whose care its rules are. Shapes only."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from services.forms import SHORT_NAME, DayInput, FilesField
from teams.people.forms import PersonField
from teams.people.models import Division, Person, Team
from teams.people.reads.divisions import answered_for

HALF_A_YEAR = timedelta(days=182)


class OwnerForm(forms.Form):
    """Who owns rules, a team or one person, and when they look at them again."""

    team = forms.ModelChoiceField(
        Team.objects.none(), required=False, to_field_name="slug", label="Owned by a team", empty_label="no team"
    )
    person = PersonField(required=False, label="Or by one person")
    review_on = forms.DateField(
        widget=DayInput, label="To be looked at again by", help_text="Then its owner is asked. Silence changes nothing."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.standing()  # type: ignore[attr-defined]
        self.fields["review_on"].initial = (timezone.now() + HALF_A_YEAR).date()

    def clean(self) -> dict[str, Any]:
        words: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(words.get("team")) == bool(words.get("person")):
            raise forms.ValidationError("Rules have one owner: choose a team, or name a person.")
        return words

    @property
    def owner(self) -> Team | Person:
        found: Team | Person = self.cleaned_data["team"] or self.cleaned_data["person"]
        return found


class VersionForm(forms.Form):
    """A ruleset's text, by one of two doors."""

    file = FilesField(
        required=False, label="Upload it", allow_empty_file=True,
        help_text="YAML or JSON. Several files that extend each other: choose them all, or pack them as a ZIP.",
    )  # fmt: skip
    content = forms.CharField(
        required=False,
        label="Or paste it",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "class": "mono", "wrap": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        words: dict[str, Any] = super().clean() or {}
        if bool(words.get("file")) == bool(words.get("content")) and not self.errors:
            raise forms.ValidationError("Upload the ruleset or paste it, one of the two.")
        return words


class RulesetForm(VersionForm, OwnerForm):
    """Register a ruleset: its name, its text, and in whose care its rules begin."""

    slug = forms.SlugField(
        max_length=60, label="Short name", error_messages=SHORT_NAME,
        help_text="Small letters, digits and hyphens. Its rules are called by it: api-guide:no-verbs-in-paths.",
    )  # fmt: skip
    name = forms.CharField(max_length=120, required=False, help_text="As people call it.")
    text = forms.CharField(
        required=False, max_length=1000, label="What it is for", widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = ("slug", "name", "text", "file", "content", "team", "person", "review_on")

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).lower()


class AttachForm(forms.Form):
    """Where a ruleset holds from now on: where they may say so. The whole company is never what somebody forgot."""

    division = forms.ModelChoiceField(
        Division.objects.none(), required=False, to_field_name="slug", label="For", empty_label="choose a division",
        help_text="The contracts of every service of the teams in it and below it.",
    )  # fmt: skip
    everywhere = forms.BooleanField(required=False, label="For the whole company")
    reason = forms.CharField(max_length=300, label="Why", help_text="One sentence, shown to everybody it holds for.")
    blocks = forms.BooleanField(
        required=False, label="Its errors stand in the way of publishing",
        help_text="Otherwise they are shown beside ours and nobody has to wait for them.",
    )  # fmt: skip

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        division = self.fields["division"]
        division.queryset = answered_for(person)  # type: ignore[attr-defined]
        if not person.is_steward:
            division.required = True
            division.error_messages["required"] = "Choose the division it is to hold for."
            division.error_messages["invalid_choice"] = "Choose a division that you head, or one below it."
            del self.fields["everywhere"]

    def clean(self) -> dict[str, Any]:
        words: dict[str, Any] = super().clean() or {}
        everywhere = words.pop("everywhere", False)
        if bool(words.get("division")) == everywhere and "division" not in self.errors:
            raise forms.ValidationError("Choose a division, or the whole company: one of the two.")
        return words


class CareForm(OwnerForm):
    """Some rules of a ruleset get another owner, or another day."""

    rules = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, label="Which rules")

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rules"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]
