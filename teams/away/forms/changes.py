"""A change of the guests: what it is, what is said of it, and what both sides write about it."""

from typing import Any

from django import forms

from portal.kit.fields import Line
from services.models import Contract, Revision
from teams.away.forms.fields import Address, ComingDay, Sentences, sentences
from teams.away.models import AwayChange

VERDICTS = [("approved", "Approve it"), ("changes-asked", "Ask for changes"), ("commented", "Only say something")]
YES_NO = [("1", "Yes"), ("", "No")]


class ChangeForm(forms.Form):
    """One merge request of the guests."""

    title = Sentences(200, label="What it does")
    url = Address(label="Address", help_text="Where the forge shows it.")
    lines = forms.IntegerField(
        required=False, min_value=0, max_value=10_000_000, help_text="Added and taken away together."
    )
    branch = Line(200, required=False)
    paths = sentences(label="Files", required=False, help_text="One path a line. Contracts among them are recognised.")

    @property
    def words(self) -> dict[str, Any]:
        """What a valid form says, as the action takes it."""
        return {**self.cleaned_data, "paths": self.cleaned_data["paths"].splitlines()}


class ReviewForm(forms.Form):
    """What a reviewer says. An approval needs no word, the others do."""

    verdict = forms.ChoiceField(choices=VERDICTS, widget=forms.RadioSelect, label="Verdict")
    words = sentences(label="In a word", required=False, help_text="What is missing, or what you want them to know.")


class SayForm(forms.Form):
    """A word, where one is needed or likes to say one."""

    words = sentences(label="In a word", required=False)


class RulingForm(forms.Form):
    """What the mediator decides."""

    ruling = forms.ChoiceField(choices=AwayChange.Ruling.choices, widget=forms.RadioSelect, label="Decision")
    words = sentences(
        label="Why, or which last change", required=False, help_text="One last change is named, and only one."
    )


class TouchForm(forms.Form):
    """Which contracts a change touches, and what one of them would become."""

    contracts = forms.ModelMultipleChoiceField(
        Contract.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, label="It touches"
    )
    revision = forms.ModelChoiceField(
        Revision.objects.none(), required=False, empty_label="None yet", help_text="Its check and the look at it count."
    )

    def __init__(self, *args: Any, contracts: list[Contract], revisions: list[Revision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of = {"contracts": (Contract, contracts), "revision": (Revision, revisions)}
        for name, (model, rows) in of.items():
            self.fields[name].queryset = model.objects.filter(pk__in=[one.pk for one in rows])  # type: ignore[attr-defined]
        self.fields["revision"].label_from_instance = lambda one: f"{one.contract.slug} {one}"  # type: ignore[attr-defined]


class BackDoorForm(forms.Form):
    """Whether a change reads a store past its contract."""

    adds = forms.TypedChoiceField(
        choices=YES_NO, coerce=bool, required=False, widget=forms.RadioSelect, label="A new back door", initial="",
        help_text="It reads or writes a store of another team, or links to one, other than through a contract.",
    )  # fmt: skip
    words = sentences(label="What it reads", required=False)


class MergeForm(forms.Form):
    """Said at every merge: whether there is a back door."""

    back_door = forms.BooleanField(
        required=False, label="It reads a store of another team past its contract, or links to one"
    )
    back_door_says = sentences(label="If so, what", required=False)


class OverrideForm(forms.Form):
    """Why both leads want a back door, and until when."""

    reason = sentences(label="Why")
    ends_on = ComingDay(label="Until", help_text="By then it is taken away.")


class OverrideAnswerForm(forms.Form):
    """The other lead's answer."""

    agrees = forms.TypedChoiceField(choices=YES_NO, coerce=bool, required=False)
    words = sentences(label="In a word", required=False)


class GatesForm(forms.Form):
    """Whether build, tests and checks are green."""

    green = forms.TypedChoiceField(choices=YES_NO, coerce=bool, required=False)


class CriterionForm(forms.Form):
    """How a criterion stands, and by what one sees it."""

    met = forms.TypedChoiceField(choices=YES_NO, coerce=bool, required=False)
    change = forms.IntegerField(required=False, min_value=1)
    words = sentences(label="By what one sees it", required=False)
