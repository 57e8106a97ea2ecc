"""What hosts fill in before the guests begin: their gates, who may write where, what they hand over."""

from django import forms

from teams.away.forms.fields import Address, sentences
from teams.away.models import AwayGate


class GateForm(forms.Form):
    """One gate: green with a link, red or waived with a sentence."""

    number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label="It is",
        choices=[(one.value, one.label.lower()) for one in AwayGate.State if one in ("green", "red", "waived")],
    )
    link = Address(required=False, help_text="The run, or the file. Green needs one.")
    words = sentences(1, label="In a word", required=False, help_text="Why it is red, or why it may be waived.")


class PackForm(forms.Form):
    """Everything a guest would otherwise have to ask for: links, or a few lines."""

    architecture = sentences(label="Architecture", help_text="How it is built, and why so.")
    runbook = sentences(label="Runbook", help_text="How it is run, switched off, and mended at night.")
    contacts = sentences(label="Contacts", help_text="Who answers what, and when.")


class GrantForm(forms.Form):
    """What one guest may write to."""

    person = forms.SlugField(max_length=60, widget=forms.HiddenInput)
    scope = sentences(1, label="Paths", help_text="Only what is in scope; no secrets of production.")


class PersonForm(forms.Form):
    """Whom it is about."""

    person = forms.SlugField(max_length=60, widget=forms.HiddenInput)
