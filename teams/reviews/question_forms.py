"""The form in which a team answers the questions of a review, and the one in which the questions are written anew."""

from typing import Any

from django import forms

from teams.reviews.questions import LONGEST_ANSWER, LONGEST_HELP, LONGEST_QUESTION, MOST_QUESTIONS, Question
from teams.reviews.reads.forms import Answers, Form

SPARE = 2
"""Empty rows below the questions there are."""


class FormAnswersForm(forms.Form):
    """A field a question, named by its key. None of them has to be filled in."""

    def __init__(self, *args: Any, form: Answers, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": dict(form.words), **kwargs})
        for line in form.lines:
            asked = line.question
            most = "Whoever looks needs this one most." if asked.required else ""
            help_text = " ".join(one for one in (asked.help, most) if one)
            self.fields[asked.key] = forms.CharField(
                required=False, max_length=LONGEST_ANSWER, label=asked.text, help_text=help_text,
                widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip


class ReviewFormForm(forms.Form):
    """A row of fields a question; one whose text is empty is no question."""

    after = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, begin: Form, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"after": begin.version}, **kwargs})
        self.rows = min(MOST_QUESTIONS, len(begin.questions) + SPARE)
        for row in range(self.rows):
            one = begin.questions[row] if row < len(begin.questions) else Question("", "")
            self.fields[f"key-{row}"] = forms.CharField(required=False, initial=one.key, widget=forms.HiddenInput)
            self.fields[f"text-{row}"] = forms.CharField(
                required=False, max_length=LONGEST_QUESTION, initial=one.text, label=f"Question {row + 1}"
            )
            self.fields[f"help-{row}"] = forms.CharField(
                required=False, max_length=LONGEST_HELP, initial=one.help, label="A word of help"
            )
            self.fields[f"required-{row}"] = forms.BooleanField(
                required=False, initial=one.required, label="Every look needs it"
            )
        self.fields["why"] = forms.CharField(
            max_length=500, label="Why", widget=forms.Textarea(attrs={"rows": 2}),
            help_text="What do the questions of now not find out?", error_messages={"required": "Say why."},
        )  # fmt: skip

    @property
    def asked(self) -> list[tuple[Any, Any, Any, Any]]:
        """The fields of each row."""
        names = ("key", "text", "help", "required")
        return [tuple(self[f"{name}-{row}"] for name in names) for row in range(self.rows)]  # type: ignore[misc]

    @property
    def words(self) -> dict[str, Any]:
        said = self.cleaned_data
        questions = [
            Question(said[f"key-{row}"], said[f"text-{row}"], said[f"help-{row}"], said[f"required-{row}"])
            for row in range(self.rows)
            if said[f"text-{row}"].strip()
        ]
        return {"questions": questions, "why": said["why"], "after": said["after"]}
