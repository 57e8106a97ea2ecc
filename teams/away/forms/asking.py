"""What a team fills in to ask another for the way in."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from portal.kit.forms import show
from portal.kit.refusals import Invalid
from teams.away.actions.asking import effect_given
from teams.away.actions.given import MOST
from teams.away.forms.fields import ComingDay, Sentences, measured
from teams.away.models.draft import PERCENT
from teams.people.models import Membership, Person

USUAL = timedelta(days=60)


class AskForm(forms.Form):
    """What a team asks of another: why, the effect in numbers, what is touched, who comes, until when."""

    title = Sentences(MOST["title"], help_text="What will be there afterwards: 'Refunds in several currencies'.")
    problem = Sentences(MOST["problem"], rows=3, label="Why", help_text="What is wrong today, and for whom.")
    measure = Sentences(
        MOST["measure"], label="What is counted", help_text="'Care contacts about refunds'. It is counted again after."
    )
    unit = Sentences(MOST["unit"], label="In", help_text="'contacts a week', 'percent', 'ms at p95'.")
    now_value = measured(label="Now")
    expected_value = measured(label="Expected")
    scope = Sentences(MOST["scope"], rows=3, help_text="Which parts will be touched, and which not.")
    cost_of_nothing = Sentences(
        MOST["cost_of_nothing"], rows=2, label="If nobody does it", help_text="What goes on being lost, and for whom."
    )
    sponsor = forms.TypedChoiceField(
        required=False,
        empty_value=None,
        label="Who confirms people and time",
        help_text="One of those above your team, asked before the host. Silent, the next one above is asked.",
    )
    wanted_by = ComingDay(label="Done by", help_text="A day in the coming year.")
    looked = forms.BooleanField(
        required=False, label="I have looked at what is there already", help_text="It is said with the request."
    )

    def __init__(
        self, *args: Any, members: list[Membership], above: Sequence[Person], whole: bool = True, **kwargs: Any
    ) -> None:
        """``above`` are those of whom one can be chosen to confirm people and time; none, and there is no choice."""
        super().__init__(*args, **kwargs)
        for name in () if whole else ("problem", "measure", "unit", "scope", "cost_of_nothing"):
            self.fields[name].required = False
        self._offer(above)
        self.members = [member.person for member in members]
        self.fields["wanted_by"].initial = (timezone.now() + USUAL).date()
        for person in self.members:
            widget = forms.NumberInput(attrs={"class": "input"})
            self.fields[f"{PERCENT}{person.login}"] = forms.IntegerField(
                required=False, min_value=1, max_value=100, label=person.name, widget=widget
            )

    def _offer(self, above: Sequence[Person]) -> None:
        if not above:
            del self.fields["sponsor"]
            return
        field, people = self.fields["sponsor"], {person.login: person for person in above}
        field.choices = [("", "The nearest above you"), *((login, person.name) for login, person in people.items())]  # type: ignore[attr-defined]
        field.coerce = people.get  # type: ignore[attr-defined]
        names = ", ".join(person.name for person in above)
        field.error_messages["invalid_choice"] = f"Not above your team. Those who are: {names}."

    @property
    def shares(self) -> list[tuple[Person, Any]]:
        """Every member of the guest with the field for how much of their time they would give."""
        return [(person, self[f"{PERCENT}{person.login}"]) for person in self.members]

    def clean(self) -> dict[str, Any]:
        """What can be told of several fields together, as the action tells it, with all else that is wrong."""
        given: dict[str, Any] = super().clean() or {}
        if "now_value" in given and "expected_value" in given:
            try:
                effect_given(given["now_value"], given["expected_value"])
            except Invalid as refusal:
                show(self, refusal)
        nobody = not any(str(self.data.get(f"{PERCENT}{person.login}", "")).strip() for person in self.members)
        if self.fields["problem"].required and self.members and nobody:
            self.add_error(None, "Say who would come, and for how much of their time.")
        return given

    @property
    def words(self) -> dict[str, Any]:
        """What a valid form says, as the action takes it."""
        said = {name: value for name, value in self.cleaned_data.items() if not name.startswith(PERCENT)}
        shares = [(person, self.cleaned_data.get(f"{PERCENT}{person.login}")) for person in self.members]
        return {**said, "people": [(person, percent) for person, percent in shares if percent]}
