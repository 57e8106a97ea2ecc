"""One form per action a person fills in. Shapes only: what the rules are stands in the actions."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from services.actions.contracts import FACTS, too_big
from services.models import Contract, Service, Waiver
from teams.people.forms import PersonField
from teams.people.models import Person, Team

FACT_HELP = {
    "contact": "Who answers outside developers: a name and an address.",
    "terms": "Where the terms of use stand.",
    "licence": "Under which licence it may be used.",
    "data_class": "public, internal, confidential or personal.",
    "quotas": "How much a caller may ask: '600 requests a minute'.",
    "support": "How and when help is given.",
}


DOORS = ("file", "content", "url")
SHORT_NAME = {"invalid": "Use small letters, digits and hyphens only, without spaces."}


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ServiceForm(forms.ModelForm):
    """Register or correct a service."""

    class Meta:
        model = Service
        fields = ("slug", "name", "text", "criticality", "source_url", "runbook_url", "docs_url", "on_call")
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        labels = {"slug": "Short name", "text": "What it does, for whom", "source_url": "Source repository",
                  "runbook_url": "Runbook", "docs_url": "Documentation"}  # fmt: skip
        help_texts = {"slug": "Small letters, digits and hyphens. It is the service's name for ever."}
        error_messages = {"slug": SHORT_NAME}

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        if self.instance.pk:
            del self.fields["slug"]
        else:
            teams = Team.objects.standing().filter(memberships__person=person, memberships__until=None)
            if person is not None and person.is_steward:
                teams = Team.objects.standing()
            self.fields["team"] = forms.ModelChoiceField(teams.distinct(), help_text="The home team that owns it.")
            self.order_fields(["team", "slug", "name", "text", "criticality"])

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).lower()

    def validate_unique(self) -> None:
        """A taken name is refused by the action, for page and API alike."""


class FilesInput(forms.ClearableFileInput):
    """Several files at once, where a contract has several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """The files that were chosen, none or several."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        chosen = data if isinstance(data, list | tuple) else [data]
        found = [super(FilesField, self).clean(one, initial) for one in chosen]
        return [one for one in found if one]


class DocumentForm(forms.Form):
    """A document, by exactly one of three doors."""

    file = FilesField(
        required=False, label="Upload it", allow_empty_file=True,
        help_text="Several files that refer to each other: choose them all, or pack them with their folders as a ZIP.",
    )  # fmt: skip
    content = forms.CharField(
        required=False,
        label="Paste it",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "class": "mono", "wrap": "off"}),
    )
    url = forms.URLField(
        required=False, label="Fetch it from an address", assume_scheme="https", max_length=2000,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )  # fmt: skip

    def clean_file(self) -> list[UploadedFile]:
        files: list[UploadedFile] = self.cleaned_data["file"]
        size = sum(file.size or 0 for file in files)
        if size > settings.MAX_CONTRACT_BYTES:
            raise forms.ValidationError(too_big(size).message)
        if len(files) == 1 and not size:
            raise forms.ValidationError("There is nothing in this file. Choose another one, or paste the document.")
        return files

    def clean(self) -> dict[str, Any]:
        words: dict[str, Any] = super().clean() or {}
        given = [name for name in DOORS if words.get(name)]
        if len(given) != 1 and not any(name in self.errors for name in DOORS):
            say = "Choose one: upload a file, paste the document, or give its address."
            raise forms.ValidationError(say if not given else f"{say} You gave {len(given)} of them.")
        return words

    @property
    def door(self) -> str:
        """By which of the three it came, so that what is wrong with it is said there."""
        return next((name for name in DOORS if self.cleaned_data.get(name)), "content")


class ContractForm(DocumentForm):
    """Register a contract with its first document."""

    service = forms.ModelChoiceField(Service.objects.none(), to_field_name="slug", empty_label=None)
    slug = forms.SlugField(
        max_length=80,
        label="Short name",
        help_text="Small letters, digits and hyphens, for example orders-api.",
        error_messages=SHORT_NAME,
    )
    audience = forms.ChoiceField(
        choices=Contract.Audience.choices,
        initial=Contract.Audience.COMPANY,
        help_text="Who uses it now. Whoever it is, it is designed so that outsiders could.",
    )
    field_order = ("service", "slug", "audience", "file", "content", "url")

    def __init__(self, *args: Any, services: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = services  # type: ignore[attr-defined]
        for name in FACTS:
            self.fields[name] = forms.CharField(
                required=False, max_length=300, label=name.replace("_", " ").capitalize(), help_text=FACT_HELP[name]
            )

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).lower()

    @property
    def facts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in FACTS}


class FactsForm(forms.Form):
    """What is said beside the document."""

    audience = forms.ChoiceField(choices=Contract.Audience.choices)
    text = forms.CharField(required=False, label="In a sentence", widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FACTS:
            self.fields[name] = forms.CharField(
                required=False, max_length=300, label=name.replace("_", " ").capitalize(), help_text=FACT_HELP[name]
            )

    @property
    def facts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in FACTS}


class PublishForm(forms.Form):
    """Publishing may let the revision before it live on for a while."""

    keep_until = forms.DateField(
        required=False, widget=DayInput, label="Keep the one before until",
        help_text="Empty: it ends today. With a day: it is deprecated until then, and its consumers are told.",
    )  # fmt: skip


class DeprecateForm(forms.Form):
    """Until when, and what instead."""

    sunset_on = forms.DateField(widget=DayInput, label="Sunset", help_text="The last day it answers.")
    replacement = forms.CharField(max_length=1000, help_text="What to use instead, in words a stranger understands.")


class WaiverForm(forms.ModelForm):
    """Reason, data, end."""

    class Meta:
        model = Waiver
        fields = ("reason", "evidence", "value", "baseline", "source", "expires_on")
        widgets = {"reason": forms.Textarea(attrs={"rows": 2}), "expires_on": DayInput()}
        labels = {"evidence": "Measured by", "baseline": "Before", "expires_on": "Ends on"}
        help_texts = {
            "reason": "One sentence a stranger understands.",
            "value": "What was measured, with its unit.",
            "baseline": "What it was before, or what is usual.",
            "source": "A link, so that others can look.",
            "expires_on": "At most a year from now.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expires_on"].initial = (timezone.now() + timedelta(days=90)).date()


class ConsumerForm(forms.Form):
    """A service of one's own says that it uses this contract."""

    service = forms.ModelChoiceField(Service.objects.none(), to_field_name="slug")
    operations = forms.CharField(
        required=False, label="Operations it uses", widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Names, separated by commas or lines. Empty: not known.",
    )  # fmt: skip
    note = forms.CharField(required=False, max_length=500)

    def __init__(self, *args: Any, services: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = services  # type: ignore[attr-defined]

    def clean_operations(self) -> list[str]:
        text = str(self.cleaned_data["operations"]).replace("\n", ",")
        return [name.strip()[:300] for name in text.split(",") if name.strip()][:500]


class HandOverForm(forms.Form):
    """Which team owns it from now on."""

    to = forms.ModelChoiceField(Team.objects.standing(), label="New owner", help_text="Agree with its lead first.")


class SourceForm(forms.Form):
    """Why the source is closed, who approves it, and until when."""

    reason = forms.CharField(
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What would be harmed if colleagues read it.",
    )
    approver = PersonField(help_text="The login of somebody outside the team who approves it.")
    until = forms.DateField(widget=DayInput, help_text="It opens by itself after this day.")
