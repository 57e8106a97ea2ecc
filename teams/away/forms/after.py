"""What people fill in from the release on: the way back, what broke, what is handed back, the last words, a way out."""

from typing import Any

from django import forms

from portal.kit.fields import Line
from services.forms import DayInput
from teams.away.forms.fields import Address, sentences
from teams.away.models import AwayCopy, AwayHandover, AwayIncident, AwayLeaving, AwayLookBack
from teams.people.models import Membership, Person

DID = "did-"


def _link(*, required: bool = True, **facts: Any) -> forms.URLField:
    return Address(required=required, **facts)


def _person(**facts: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(Person.objects.none(), **facts)


def _among(form: forms.Form, name: str, members: list[Membership]) -> None:
    here = Person.objects.filter(pk__in=[member.person_id for member in members])
    form.fields[name].queryset = here  # type: ignore[attr-defined]


class WayBackForm(forms.Form):
    """How it is switched off, and who does it."""

    flag = Line(120, label="The switch", help_text="The name of the flag it stands behind.")
    rollback = sentences(label="If the switch is not enough", help_text="How it is taken back, step by step.")
    switcher = _person(label="Who of the hosts switches it off", help_text="Alone and at any time, asking nobody.")

    def __init__(self, *args: Any, hosts: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _among(self, "switcher", hosts)


class ReleaseForm(forms.Form):
    """Where it was seen."""

    environment = Line(60, label="Where", initial="production")
    source = Line(400, label="How you know", help_text="A link, or a word.", initial="by hand")


class SwitchOffForm(forms.Form):
    """What made somebody switch it off."""

    why = Line(120, label="What you saw", help_text="It opens an incident, and blames nobody.")
    link = _link(required=False, help_text="Where it can be seen.")


class IncidentForm(forms.Form):
    """What broke, where."""

    severity = forms.TypedChoiceField(choices=AwayIncident.Severity.choices, coerce=int, initial=2)
    title = Line(120, label="What broke")
    where = Line(200, label="Where", help_text="The file, operation or table the guests touched.")
    link = _link(required=False, help_text="Where it can be seen.")


class MendForm(forms.Form):
    """What it was."""

    cause = sentences(label="What it was, and what was done")


class HandOverForm(forms.Form):
    """One of the four things that are handed back."""

    kind = forms.ChoiceField(label="What", choices=AwayHandover.Kind.choices)
    link = _link(help_text="Where the hosts find it. For the shift: the entry in the calendar of the two.")


class MissingForm(forms.Form):
    """What the hosts still need."""

    missing = sentences(label="What is missing", help_text="Ask for all of it: you may ask once.")


class KeeperForm(forms.Form):
    """Who keeps it from now on."""

    side = forms.ChoiceField(choices=[("host", "The hosts"), ("guest", "The guests")], initial="host")
    person = _person(label="Who")
    until = forms.DateField(
        widget=DayInput, required=False, help_text="Of a guest: the day from which the hosts keep it."
    )

    def __init__(self, *args: Any, hosts: list[Membership], guests: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _among(self, "person", [*hosts, *guests])


class LookBackForm(forms.Form):
    """Three questions, and one thing to do."""

    helped = sentences(label=AwayLookBack.QUESTIONS["helped"])
    cost = sentences(label=AwayLookBack.QUESTIONS["cost"])
    differently = sentences(label=AwayLookBack.QUESTIONS["differently"])
    action = Line(300, label="One thing we will do")


class CreditForm(forms.Form):
    """Who did it, and thanks."""

    words = sentences(label="Thanks", help_text="They and their managers read it, with what was measured.")

    def __init__(self, *args: Any, guests: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.guests = [member.person for member in guests]
        for person in self.guests:
            self.fields[f"{DID}{person.login}"] = Line(120, required=False, label=f"What {person.name} did")

    @property
    def given(self) -> dict[str, Any]:
        """What a valid form says, as the action takes it."""
        did = [(person, self.cleaned_data[f"{DID}{person.login}"].strip()) for person in self.guests]
        return {"words": self.cleaned_data["words"], "contributors": [(who, what) for who, what in did if what]}


class WindDownForm(forms.Form):
    """Where the rest lies, and what became of what is merged."""

    merged = forms.ChoiceField(
        label="What was merged", choices=AwayLeaving.Merged.choices, widget=forms.RadioSelect, initial="off"
    )
    archive = _link(required=False, label="What was not merged lies at", help_text="A branch or a patch.")
    words = sentences(label="What the hosts should know", required=False)


class CopyForm(forms.Form):
    """A copy of one's own."""

    why = sentences(label="Why a copy", help_text="Everybody reads it in the register of copies.")
    link = _link(help_text="Where the copy lies.")


class CopyReviewForm(forms.Form):
    """What becomes of the copy."""

    outcome = forms.ChoiceField(
        label="The copy", choices=[one for one in AwayCopy.Outcome.choices if one[0] != AwayCopy.Outcome.SILENT]
    )
    words = sentences(label="In a sentence", required=False)


class ConflictForm(forms.Form):
    """What two roadmaps disagree about."""

    question = Line(300, label="What has to be decided")
    options = sentences(
        4, help_text="Two to five, one a line, each with its numbers: Refunds first | 3 weeks, 1,500 contacts less."
    )

    @property
    def given(self) -> dict[str, Any]:
        """What a valid form says, as the action takes it."""
        lines = [line for line in self.cleaned_data["options"].splitlines() if line.strip()]
        pairs = [line.partition("|")[::2] for line in lines]
        return {"question": self.cleaned_data["question"], "options": pairs}


class ChoiceForm(forms.Form):
    """One of the options."""

    choice = forms.TypedChoiceField(label="Option", coerce=int, widget=forms.RadioSelect)
    words = sentences(label="Why this one")

    def __init__(self, *args: Any, options: list[tuple[int, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["choice"].choices = [(number, f"{option}: {much}") for number, option, much in options]  # type: ignore[attr-defined]
