"""Forms with which a look is asked for, given by hand, and withdrawn."""

from typing import Any

from django import forms

from services.models import Revision
from teams.people.models import Person
from teams.reviews.models import Seat, Topic
from teams.reviews.reads.by_hand import Choice


class AskForm(forms.Form):
    """What somebody from elsewhere is to look at."""

    topic = forms.ChoiceField(
        choices=Topic.choices, label="What the look is about",
        help_text="Whoever is drawn is certified for it.", error_messages={"required": "Choose one."},
    )  # fmt: skip
    compared_with = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, label="Look at",
        help_text="With the one before, what changed is shown first; the whole is a tab away.",
    )  # fmt: skip
    why = forms.CharField(
        max_length=400, label="What you want looked at", widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One or two sentences: what you are about to do, and what worries you.",
        error_messages={"required": "Say in a sentence what you want looked at."},
    )  # fmt: skip

    def __init__(self, *args: Any, before: Revision | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if before is None:
            del self.fields["compared_with"]
            return
        field: Any = self.fields["compared_with"]
        field.choices = [(before.number, f"What changed since {before}"), ("", "The document as a whole")]


class WithdrawForm(forms.Form):
    """Why nobody needs to look any more."""

    reason = forms.CharField(
        max_length=400, label="Why nobody needs to look any more",
        error_messages={"required": "Say in a sentence why nobody needs to look."},
    )  # fmt: skip


class ByHandForm(forms.Form):
    """Who is to look, chosen by hand. Those with a tie are offered only to who may say why all the same."""

    role = forms.ChoiceField(label="As")
    person = forms.ModelChoiceField(
        Person.objects.none(), to_field_name="login", label="Who looks", empty_label="Choose somebody",
        error_messages={"required": "Choose somebody.", "invalid_choice": "They cannot be chosen here."},
    )  # fmt: skip
    why = forms.CharField(
        max_length=400, label="Why by hand, and why them", widget=forms.Textarea(attrs={"rows": 2}),
        help_text="It stands beside their name for everybody.",
        error_messages={"required": "Say in a sentence why by hand, and why them."},
    )  # fmt: skip
    in_spite = forms.CharField(
        max_length=400, required=False, label="Why in spite of that", widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Only for whom the draw would rule out. Every steward and the team are told.",
    )  # fmt: skip

    def __init__(self, *args: Any, roles: list[str], choices: list[Choice], in_spite: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self.fields["role"]
        role.choices = [(one, Seat.Role(one).label) for one in roles]
        if len(roles) == 1:
            role.widget, role.initial = forms.HiddenInput(), roles[0]
        field: Any = self.fields["person"]
        offered = [
            ("Independent, certified, with room", [(one.person.login, one.person.name) for one in choices if one.free])
        ]
        if in_spite:
            tied = [one for one in choices if not one.free and not one.never]
            offered.append(("In spite of", [(one.person.login, f"{one.person.name}: {one.why_not}") for one in tied]))
        else:
            del self.fields["in_spite"]
        field.queryset = Person.objects.present()
        field.choices = [("", field.empty_label), *((name, rows) for name, rows in offered if rows)]
