"""Forms of the guild, one for each thing a person says."""

from typing import Any

from django import forms

from teams.people.forms import PersonField
from teams.people.models import Person, Team
from teams.reviews.models import Review, Topic
from teams.reviews.numbers import NUMBERS, PRESETS
from teams.reviews.reads.ways import Ways

SENTENCE = {"required": "Say it in a sentence."}


def _sentence(label: str, help_text: str = "", *, required: bool = True, most: int = 500) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(
        max_length=most, label=label, help_text=help_text, widget=area, required=required, error_messages=SENTENCE
    )


class TeamField(forms.ModelChoiceField):
    """A standing team, by its short name."""

    default_error_messages = {"invalid_choice": "There is no team of this short name."}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
        kwargs.setdefault("help_text", "Its short name, as in its address.")
        super().__init__(Team.objects.standing(), to_field_name="slug", widget=widget, **kwargs)


class NominateForm(forms.Form):
    """Somebody, or oneself, for a topic."""

    person = PersonField(label="Who")
    topic = forms.ChoiceField(choices=Topic.choices, label="Topic")
    why = _sentence("Why they", "What have they done that shows it? Everybody reads it.")

    @property
    def words(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class WordsForm(forms.Form):
    """A decision with its reason."""

    words = _sentence("Why", "They read it, and so does whoever looks later.")


class MayWordsForm(forms.Form):
    """A decision that needs no reason."""

    words = _sentence("A word for them", required=False)


class NothingForm(forms.Form):
    """A decision that is said by its button."""


class ReadForm(forms.Form):
    """A closed review, and what it taught."""

    review = forms.ModelChoiceField(Review.objects.none(), label="Which", empty_label="Choose a closed review")
    learned = _sentence("What it taught you", "One sentence: what will you do differently?", most=400)

    def __init__(self, *args: Any, offered: list[Review], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["review"]
        field.queryset = Review.objects.closed().select_related("revision__contract", "team__lead")
        field.choices = [("", field.empty_label)] + [
            (one.pk, f"{one} {one.subject} of {one.team.name}") for one in offered
        ]


class MentorForm(forms.Form):
    """Who stands by."""

    mentor = forms.ModelChoiceField(
        Person.objects.none(), to_field_name="login", label="Mentor", empty_label="Choose somebody certified"
    )

    def __init__(self, *args: Any, offered: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["mentor"]
        field.queryset = Person.objects.present()
        field.choices = [("", field.empty_label)] + [(one.login, one.name) for one in offered]


class TieForm(forms.Form):
    """A team whose things one should not look at."""

    team = TeamField(label="Team")
    reason = forms.CharField(
        required=False,
        max_length=300,
        label="Why",
        help_text="For yourself: nobody else is shown it, no steward either.",
    )


class WishForm(forms.Form):
    """What one would like to look at: a topic or a team."""

    topic = forms.ChoiceField(choices=[("", "no topic"), *Topic.choices], required=False, label="Topic")
    team = TeamField(label="Or a team", required=False)


class LeadForm(forms.Form):
    """Who leads the guild of a topic."""

    lead = PersonField(required=False, label="Guild lead", help_text="Their login; empty: stewards do it.")


class GuildWaysForm(forms.Form):
    """A field for each number, named as it is."""

    preset = forms.ChoiceField(choices=[(one.code, one.label) for one in PRESETS.values()], widget=forms.HiddenInput)
    after = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, begin: Ways, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in NUMBERS.values():
            self.fields[number.name] = forms.IntegerField(
                min_value=number.least, max_value=number.most, initial=begin.number(number.name),
                label=f"{number.unit} {number.label}".capitalize(),
            )  # fmt: skip
        self.fields["why"] = _sentence("Why", "Whoever is trained by it reads it.")

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """The fields by what they belong to."""
        names = dict.fromkeys(number.group for number in NUMBERS.values())
        return [(name, [self[number.name] for number in NUMBERS.values() if number.group == name]) for name in names]

    @property
    def words(self) -> dict[str, Any]:
        said = self.cleaned_data
        numbers = {name: said[name] for name in NUMBERS}
        return {"preset": said["preset"], "after": said["after"], "why": said["why"], "numbers": numbers}
