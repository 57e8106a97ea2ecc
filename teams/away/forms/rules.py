"""The away-team rules of a division: which failsafes are on, their numbers, and why."""

from typing import Any

from django import forms

from portal.kit.fields import Line
from teams.away.actions.ways import LONGEST_WHY
from teams.away.failsafes import FAILSAFES, NUMBERS, Number
from teams.away.presets import PRESETS
from teams.away.reads.rules import Part
from teams.people.models import Division


class RulesForm(forms.Form):
    """A box for each failsafe, named by its code, and a field for each number, named as it is."""

    preset = forms.ChoiceField(choices=[(each.code, each.label) for each in PRESETS.values()], widget=forms.HiddenInput)
    after = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    why = Line(LONGEST_WHY, rows=2, label="Why",
        help_text="Whoever is bound by it reads it: what went wrong, or what you want to try.",
    )  # fmt: skip

    def __init__(self, *args: Any, division: Division | None, parts: list[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in parts:
            for line in part.lines:
                kept = division is not None and not line.failsafe.by_division
                self.fields[line.failsafe.code] = forms.BooleanField(
                    required=False, initial=line.is_on, disabled=kept, label=line.failsafe.name
                )
                for figure in line.figures:
                    self.fields[figure.number.name] = _field(figure.number, figure.value)
        self.parts = parts

    @property
    def rows(self) -> list[tuple[str, list[tuple[Any, Any, list[Any]]]]]:
        """By group: each failsafe with its box and the fields of its numbers."""
        return [
            (
                part.group.label,
                [
                    (line.failsafe, self[line.failsafe.code], [self[figure.number.name] for figure in line.figures])
                    for line in part.lines
                ],
            )
            for part in self.parts
        ]

    @property
    def words(self) -> dict[str, Any]:
        """What a valid form says, as the action takes it. What this division may not switch off is left out."""
        said = self.cleaned_data
        return {
            "preset": said["preset"],
            "after": said["after"],
            "why": said["why"],
            "off": [code for code in FAILSAFES if not said[code] and not self.fields[code].disabled],
            "numbers": {name: said[name] for name in NUMBERS},
        }


def _field(number: Number, value: int) -> forms.Field:
    label = f"{number.unit.value.capitalize()} {number.label}"
    if number.only:
        choices = [(each, str(each)) for each in number.only]
        return forms.TypedChoiceField(choices=choices, coerce=int, initial=value, label=label)
    return forms.IntegerField(min_value=number.least, max_value=number.most, initial=value, label=label)
