"""Forms of the proposals room, one for each action a person fills in."""

import re
from typing import Any

from django import forms
from django.db.models import Model, QuerySet

from portal.kit.fields import Line
from services.models import Service
from teams.people.models import Person, Team
from teams.proposals.actions.given import MOST, MOST_SAID, Words
from teams.proposals.actions.saying import ANSWERS
from teams.proposals.models import Comment, LookBack, Proposal

DAY = {"type": "date"}
LATER = "Then the proposal opens itself on its day and asks what came of it."


class Named(forms.CharField):
    """Several things by their short names, separated by commas or blanks. No list to choose from: there are many."""

    def __init__(self, rows: QuerySet[Any], key: str, nobody: str, **facts: Any) -> None:
        super().__init__(max_length=2000, required=False, **facts)
        self.rows, self.key, self.nobody = rows, key, nobody

    def clean(self, value: Any) -> tuple[Model, ...]:
        names = list(dict.fromkeys(one for one in re.split(r"[\s,;]+", super().clean(value)) if one))
        found = {getattr(one, self.key): one for one in self.rows.all().filter(**{f"{self.key}__in": names})}
        missing = [one for one in names if one not in found]
        if missing:
            raise forms.ValidationError(f"{self.nobody}: {', '.join(missing[:5])}.")
        return tuple(found[one] for one in names)


class ProposalForm(forms.Form):
    """Everything a proposal says. ``team`` stands only on the form of a new one."""

    team = forms.ModelChoiceField(
        Team.objects.none(), to_field_name="slug", empty_label=None,
        help_text="It decides, and its lead is asked when nobody answers.",
    )  # fmt: skip
    title = Line(MOST["title"], help_text="What is proposed, in a line.")
    summary = Line(MOST["summary"], rows=3, help_text="What changes for whom, in a few sentences.")
    text = Line(
        MOST["text"], rows=18, label="The proposal",
        help_text="Markdown: paragraphs, # headings, lists, tables, `code`. Each block gets a number to comment on.",
    )  # fmt: skip
    reversal = forms.ChoiceField(
        choices=Proposal.Reversal.choices, widget=forms.RadioSelect, label="Taking it back is",
        error_messages={"required": "Say what taking it back would cost."},
        help_text="A one-way door is open for comment longer.",
    )  # fmt: skip
    services = Named(
        Service.objects.living(), "slug", "No such service", label="Services it touches",
        help_text="Short names, separated by commas.",
    )  # fmt: skip
    teams = Named(
        Team.objects.standing(), "slug", "No such team", label="Teams it touches",
        help_text="Short names, separated by commas.",
    )  # fmt: skip
    addressed = Named(
        Person.objects.present(), "login", "Nobody here has this login", label="Addressed to",
        help_text="Logins. They are asked to read it; once all of them agree it can be closed early.",
    )  # fmt: skip
    replaces = forms.CharField(
        max_length=20, required=False, help_text="Another proposal, as P-12: superseded when this one is agreed."
    )
    claim = Line(MOST["claim"], required=False, label="What will be so", help_text=LATER)
    metric = Line(MOST["metric"], required=False, label="What is counted")
    unit = Line(MOST["unit"], required=False)
    baseline = forms.CharField(max_length=40, required=False, label="What it is now")
    expected = forms.CharField(max_length=40, required=False, label="What it will be")
    source = forms.URLField(
        max_length=MOST["source"], required=False, label="Where others can look", assume_scheme="https"
    )
    check_on = forms.DateField(
        required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), label="Looked at again on"
    )
    edition = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, person: Person, proposal: Proposal | None = None, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.person = person
        if proposal is not None:
            del self.fields["team"]
            if proposal.is_published:
                self.fields["note"] = Line(
                    300,
                    label="What is different",
                    help_text="For who has read the version before. The time begins anew.",
                )
            return
        teams = Team.objects.standing().order_by("name")
        if not person.is_steward:
            teams = (
                teams.filter(memberships__person=person, memberships__until=None) | teams.filter(lead=person)
            ).distinct()
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]

    def clean_replaces(self) -> Proposal | None:
        text = self.cleaned_data["replaces"].strip().upper().removeprefix("P-")
        if not text:
            return None
        seen = Proposal.objects.visible_to(self.person).published()
        found = seen.filter(pk=int(text)).first() if text.isascii() and text.isdigit() and len(text) < 10 else None
        if found is None:
            raise forms.ValidationError("There is no such proposal. Write it as P-12.")
        return found

    @property
    def words(self) -> Words:
        """What was typed, for an action."""
        names = set(Words.__slots__)
        given = {name: value for name, value in self.cleaned_data.items() if name in names}
        for name in ("baseline", "expected"):
            given[name] = given[name].strip() or None
        return Words(**given)


def facts_of(proposal: Proposal) -> dict[str, Any]:
    """What a form begins with."""
    facts = {
        name: getattr(proposal, name)
        for name in ("title", "summary", "text", "reversal", "claim", "metric", "unit", "source", "check_on", "edition")
    }
    return facts | {
        "services": ", ".join(one.slug for one in proposal.services.order_by("slug")),
        "teams": ", ".join(one.slug for one in proposal.teams.order_by("slug")),
        "addressed": ", ".join(one.person.login for one in proposal.addressees.select_related("person")),
        "replaces": str(proposal.replaces) if proposal.replaces_id else "",
        "baseline": _figure(proposal.baseline),
        "expected": _figure(proposal.expected),
    }


def _figure(value: Any) -> str:
    return "" if value is None else f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


class CommentForm(forms.Form):
    """A word, an answer, or an objection."""

    kind = forms.ChoiceField(
        choices=[("comment", "Comment"), ("objection", "Object")], widget=forms.RadioSelect, initial="comment",
        label="You", error_messages={"required": "Comment or object."},
    )  # fmt: skip
    text = Line(
        MOST_SAID,
        rows=4,
        label="What you say",
        help_text="Of an objection: why. Frozen when sent; paragraphs as typed.",
    )
    satisfied_by = Line(
        MOST_SAID, rows=2, required=False, label="What would satisfy you",
        help_text="Only of an objection: what would have to be different for you to agree.",
    )  # fmt: skip
    version = forms.IntegerField(min_value=0, max_value=1000, required=False, widget=forms.HiddenInput())
    paragraph = forms.IntegerField(min_value=0, max_value=1000, required=False, widget=forms.HiddenInput())
    reply_to = forms.IntegerField(min_value=0, max_value=10_000, required=False, widget=forms.HiddenInput())


class AnswerForm(forms.Form):
    """What becomes of an objection."""

    kind = forms.ChoiceField(
        choices=[
            ("taken", "Taken: the new version does it"), ("adapted", "Adapted: the new version does something like it"),
            ("overruled", "We go on, and say why"),
        ],
        widget=forms.RadioSelect, label="You", error_messages={"required": "Choose one."},
    )  # fmt: skip
    text = Line(MOST_SAID, rows=3, label="In writing", help_text="What is different now, or why you go on.")


assert set(ANSWERS) == {"taken", "adapted", "overruled"}  # noqa: S101 - the form offers what the action takes


class ReasonForm(forms.Form):
    """Why."""

    reason = Line(MOST_SAID, rows=2, help_text="For whoever has the same idea in a year.")


class SupersedeForm(ReasonForm):
    """What holds instead."""

    other = forms.CharField(max_length=20, label="By which", help_text="As P-12: one that is agreed.")

    field_order = ("other", "reason")


class LookBackForm(forms.Form):
    """What came of it."""

    verdict = forms.ChoiceField(
        choices=LookBack.Verdict.choices, widget=forms.RadioSelect, label="What came of it",
        error_messages={"required": "Choose one."},
    )  # fmt: skip
    value = forms.CharField(
        max_length=40, required=False, label="What it is now", help_text="The number, counted again."
    )
    then = forms.ChoiceField(
        choices=LookBack.Then.choices, widget=forms.RadioSelect, label="And now",
        error_messages={"required": "Choose one."},
    )  # fmt: skip
    text = Line(MOST_SAID, rows=3, label="What was learned", help_text="For a reader in a year. Frozen when sent.")
    again_on = forms.DateField(
        required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), label="Look again on",
        help_text="Then it opens itself once more.",
    )  # fmt: skip


class FollowForm(forms.Form):
    """What somebody wants to hear of."""

    what = forms.ChoiceField(
        choices=[("all", "All proposals"), ("team", "A team's"), ("service", "Those that touch a service")],
        widget=forms.RadioSelect, initial="team", label="Which", error_messages={"required": "Choose one."},
    )  # fmt: skip
    name = forms.CharField(max_length=80, required=False, help_text="The short name of the team or service.")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        what, name = given.get("what"), str(given.get("name", "")).strip()
        rows: dict[str, QuerySet[Any]] = {"team": Team.objects.standing(), "service": Service.objects.living()}
        given["thing"] = rows[what].filter(slug=name).first() if what in rows else None
        if what in rows and given["thing"] is None:
            self.add_error("name", f"There is no {what} of this short name.")
        return given


OBJECTION = Comment.Kind.OBJECTION.value
