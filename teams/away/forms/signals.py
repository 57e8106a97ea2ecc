"""What whoever leads a division makes of a signal."""

from django import forms

from teams.away.forms.fields import sentences
from teams.away.models import AwaySignal


class SignalForm(forms.Form):
    """An answer, with a sentence."""

    answer = forms.ChoiceField(label="What follows", choices=AwaySignal.Answer.choices, widget=forms.RadioSelect)
    words = sentences(label="In a sentence", help_text="What you saw, and what happens next. Everybody can read it.")
