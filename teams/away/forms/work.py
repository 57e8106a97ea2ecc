"""What is filled in during the work: why it stands still, a status, a design, a first change, more time."""

from django import forms

from portal.kit.fields import Line
from teams.away.forms.fields import Address, ComingDay, sentences
from teams.away.models import AwayDesign


class WhyForm(forms.Form):
    """A reason everybody can read."""

    why = sentences(label="Why", help_text="What is missing, and what would help.")


class PauseForm(forms.Form):
    """Why it is paused, and when it goes on by itself."""

    why = sentences(1, label="Why")
    resumes_on = ComingDay(label="Goes on", help_text="On this day by itself; its last day stays.")


class StatusForm(forms.Form):
    """A few lines a week."""

    words = sentences(4, label="How it goes", help_text="What is done, what is next, what is in the way. A few lines.")


class DesignForm(forms.Form):
    """What the guests mean to build, before they write much."""

    title = Line(120, label="What")
    words = sentences(
        4, label="How", help_text="One page at most: what changes, what does not, what else was thought of."
    )
    door = forms.ChoiceField(
        choices=AwayDesign.Door.choices,
        widget=forms.RadioSelect,
        help_text="What cannot is read from outside, too.",
    )
    link = Address(required=False, label="More", help_text="A link, if any.")


class DesignAnswerForm(forms.Form):
    """The host's word on it."""

    agrees = forms.TypedChoiceField(choices=[("1", "Agree"), ("", "Write it anew")], coerce=bool, required=False)
    reply = sentences(1, label="In a word")


class AdviceForm(forms.Form):
    """What somebody from outside thinks of it."""

    number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    advice = sentences(2, label="Your advice", help_text="It binds nobody, and stands beside the design.")


class SkeletonForm(forms.Form):
    """Where a change that does nothing is in production."""

    link = Address(help_text="The release, or the flag.")


class ReactForm(forms.Form):
    """What a lead does about a pipeline that is a risk."""

    words = sentences(1, label="What you do about it")


class ExtensionForm(forms.Form):
    """More time: once, and with data."""

    ends_on = ComingDay(label="Until")
    why = sentences(1, label="Why")
    value = Line(120, label="What was measured", help_text="With its unit.")
    source = Address(help_text="A link, so that others can look.")


class ExtensionAnswerForm(forms.Form):
    """The host's answer to it."""

    grants = forms.TypedChoiceField(choices=[("1", "Grant it"), ("", "Refuse it")], coerce=bool, required=False)
    reply = sentences(1, label="In a word")
