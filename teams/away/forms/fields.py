"""The fields that many forms have: a few sentences, and a number with its decimals."""

from datetime import date
from typing import Any

from django import forms

from portal.kit.fields import Line, Uncut
from portal.kit.refusals import Invalid
from services.forms import DayInput
from teams.away.actions.given import LONGEST, day_given


class Sentences(Line):
    """The same where the limit is worth saying beforehand."""

    def __init__(self, most: int, *, help_text: str = "", **facts: Any) -> None:
        super().__init__(most, help_text=f"{help_text} At most {most:,} characters.".strip(), **facts)


class Address(Uncut, forms.URLField):
    """A web address in full."""

    def __init__(self, most: int = 400, **facts: Any) -> None:
        super().__init__(max_length=most, assume_scheme="https", **facts)
        self.say_limit()


class ComingDay(forms.DateField):
    """A day in the coming year. Another one is told together with all else that is wrong."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(widget=DayInput, **facts)

    def validate(self, value: date | None) -> None:
        """Refuse what no action would take."""
        super().validate(value)
        if value is not None:
            try:
                day_given(value, "day")
            except Invalid as refusal:
                raise forms.ValidationError(refusal.message, code=refusal.code) from None


def sentences(rows: int = 2, **facts: Any) -> Line:
    """A few sentences, at most as long as an action takes them."""
    return Line(LONGEST, rows=rows, **facts)


def measured(**facts: Any) -> forms.DecimalField:
    """A measured number."""
    widget = forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"})
    return forms.DecimalField(max_digits=15, decimal_places=3, widget=widget, **facts)
