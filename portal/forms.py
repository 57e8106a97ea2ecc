"""Forms of the roof: how one wants to be written to, and who else hears what happens."""

from typing import Any

from django import forms

from portal.kit.post.wishes import TOPICS
from portal.models import Hook, Wishes
from teams.people.models import Person, Team


class WishesForm(forms.Form):
    """When and of what one is written to."""

    mail = forms.BooleanField(required=False, label="Write to me by mail")
    digest_at = forms.TimeField(label="The daily mail comes at", widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    warn = forms.BooleanField(
        required=False,
        label="Warn me when something is about to run out",
        help_text="A mail of its own, in the last quarter of the time.",
    )
    quiet_from = forms.TimeField(label="Quiet from", widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    quiet_until = forms.TimeField(
        label="Quiet until", widget=forms.TimeInput({"type": "time"}, "%H:%M"),
        help_text="Meanwhile only the daily mail comes. A warning that would fall in here comes before.",
    )  # fmt: skip

    def __init__(self, data: Any, *, wishes: Wishes) -> None:
        known = ("mail", "digest_at", "warn", "quiet_from", "quiet_until")
        super().__init__(data, initial={name: getattr(wishes, name) for name in known})
        for topic, label in TOPICS.items():
            chosen = wishes.topics.get(topic, Wishes.How.DIGEST)
            self.fields[f"topic-{topic}"] = forms.ChoiceField(choices=Wishes.How.choices, label=label, initial=chosen)

    def rooms(self) -> list[forms.BoundField]:
        """A choice for each room of which one hears."""
        return [self[f"topic-{topic}"] for topic in TOPICS]

    def said(self) -> dict[str, Any]:
        """As the action takes it."""
        words = dict(self.cleaned_data)
        return {"topics": {topic: words.pop(f"topic-{topic}") for topic in TOPICS}, **words}


class HookForm(forms.Form):
    """Another program that is to hear what happens."""

    name = forms.CharField(max_length=80, help_text="What it is for: 'our room in the chat'.")
    form = forms.ChoiceField(choices=Hook.Form.choices, label="Kind")
    url = forms.CharField(max_length=400, label="Address", widget=forms.URLInput)
    topics = forms.CharField(
        required=False,
        max_length=1000,
        help_text="Verbs, with blanks between them: revision.publish away.* Empty: everything that happens.",
    )
    team = forms.ModelChoiceField(
        Team.objects.none(), required=False, label="For", empty_label="the whole company", to_field_name="slug"
    )

    def __init__(self, data: Any, *, by: Person) -> None:
        super().__init__(data)
        teams = Team.objects.standing() if by.is_steward else Team.objects.standing().filter(lead=by)
        team = self.fields["team"]
        assert isinstance(team, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        team.queryset = teams
        if not by.is_steward:
            team.required, team.empty_label = True, None
        self.has_owners = by.is_steward or teams.exists()

    def clean_topics(self) -> list[str]:
        return str(self.cleaned_data["topics"]).split()
