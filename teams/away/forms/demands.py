"""What the hosts ask for after both have signed, and the guests' answer."""

from django import forms

from portal.kit.fields import Line
from teams.away.forms.fields import sentences


class DemandForm(forms.Form):
    """What the hosts ask for after both have signed."""

    text = Line(300, label="What", help_text="One thing. It gets a number of its own.")
    why = sentences(label="Why", help_text="What it is good for, and why the charter does not say it.")


class DemandAnswerForm(forms.Form):
    """The guests' answer, with a word."""

    accepts = forms.TypedChoiceField(choices=[("1", "Accept"), ("", "Refuse")], coerce=bool, required=False)
    reply = sentences(label="In a word")
