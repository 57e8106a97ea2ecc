"""Fields of forms that lose nothing: a limit is said when it is passed, and nothing that is pasted is cut off."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator


class Uncut:
    """A limit that is said when it is passed, and never enforced by the browser, which would cut off what is pasted."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without maxlength."""
        return {}

    def say_limit(self: Any) -> None:
        """Put the sentence with both numbers in the place of Django's."""
        self.validators = [
            TooLong(one.limit_value) if isinstance(one, MaxLengthValidator) else one for one in self.validators
        ]


class Line(Uncut, forms.CharField):
    """Words in one line or, with ``rows``, in some."""

    def __init__(self, most: int, *, rows: int = 0, **facts: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
        super().__init__(max_length=most, widget=widget, **facts)
        self.say_limit()


class TooLong(MaxLengthValidator):
    """Says both numbers, so that one knows how much to leave out."""

    message = "At most %(limit_value)s characters; these are %(show_value)s. Nothing of it is lost."
