"""Forms of the people room."""

from django import forms

from portal.models import ApiToken


class TokenForm(forms.Form):
    """A new token for oneself."""

    name = forms.CharField(max_length=80, help_text="What it is for: 'nightly import'.")
    scope = forms.ChoiceField(choices=ApiToken.Scope.choices, initial=ApiToken.Scope.READ)
