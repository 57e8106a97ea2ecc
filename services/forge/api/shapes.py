"""What the API takes and tells of facts."""

from typing import ClassVar

from rest_framework import serializers

from portal.kit.shapes import Answer, Here, Id, Link, PageWords, Text, Whole, Words
from services.forge.models import Fact, Forge
from teams.people.api.shapes import HOST, PersonName

MOST = 2**31 - 1
COMMIT = r"^[0-9a-fA-F]{4,64}$"


class FactQuery(PageWords):
    """Which facts."""

    change = Whole("Only of this pull or merge request.", most=MOST, required=False)
    kind = serializers.ChoiceField(Fact.Kind.choices, required=False, help_text="Only these.")


class NewFact(Words):
    """What happened, said by hand. A review needs `number` and `outcome`, a check `commit` and `outcome`, a deployment
    `name` and `outcome`, a push `branch`, everything else `number`."""

    kind = serializers.ChoiceField(Fact.Kind.choices, help_text="What happened.")
    at = serializers.DateTimeField(required=False, help_text="When, within the last year; without it, now.")
    number = Whole("The pull or merge request.", most=MOST, required=False)
    title = Text("What it is called.", most=300, blank=True, required=False)
    link = Link("Where one can see it.", blank=True, required=False, source="url")
    branch = Text("Where it was pushed to, or where the change comes from.", most=250, blank=True, required=False)
    base = Text("The branch that the change goes to.", most=250, blank=True, required=False)
    commit = serializers.RegexField(
        COMMIT, max_length=64, required=False, help_text="What was pushed, checked, merged or deployed."
    )
    lines = Whole("Lines added and removed together.", most=MOST, required=False)
    files = Whole("How many files it touches.", most=MOST, required=False)
    outcome = serializers.ChoiceField(Fact.Outcome.choices, required=False, help_text="How it ended.")
    name = Text("Of the check or the environment.", most=200, blank=True, required=False)
    production = serializers.BooleanField(
        required=False, help_text="Whether the environment is production; without it, its name tells."
    )

    example: ClassVar = {"kind": "review-given", "number": 41, "outcome": "approved", "at": "2026-11-27T10:20:00Z"}


class FactAnswer(Answer):
    """One thing that happened in a repository. What its kind does not have is null or empty."""

    id = Id("Its name here.", source="pk")
    repository = Text("Host and path of the repository.", most=400)
    kind = serializers.ChoiceField(Fact.Kind.choices, help_text="What happened.")
    sentence = Text("The same as a sentence.", most=1000)
    at = serializers.DateTimeField(help_text="When it happened; where the forge does not say, when it was told.")
    seen_at = serializers.DateTimeField(help_text="When it became known here.")
    told_by = serializers.ChoiceField(
        [*Forge.choices, ("hand", "a person, by hand")], source="teller", help_text="Which forge told it, or a person."
    )
    by = PersonName(allow_null=True, help_text="Who said it by hand; null when a forge did.")
    login = Text("Who did it, as the forge calls them.", most=120, blank=True)
    person = PersonName(allow_null=True, help_text="Who did it, where their login is known.")
    number = Whole("The pull or merge request.", most=MOST, allow_null=True)
    title = Text("What it is called.", most=300, blank=True)
    link = Link("Where one can see it.", allow_null=True, source="url")
    author = Text("Whose change it is, as the forge calls them.", most=120, blank=True)
    branch = Text("Where it was pushed to, or where the change comes from.", most=250, blank=True)
    base = Text("The branch that the change goes to.", most=250, blank=True)
    commit = Text("What was pushed, checked, merged or deployed.", most=64, blank=True)
    lines = Whole("Lines added and removed together.", most=MOST, allow_null=True)
    files = Whole("How many files it touches.", most=MOST, allow_null=True)
    outcome = serializers.ChoiceField(Fact.Outcome.choices, allow_blank=True, help_text="How it ended.")
    name = Text("Of the check, the environment, or who is asked for a review.", most=200, blank=True)
    production = serializers.BooleanField(allow_null=True, help_text="Of a deployment: whether it is production.")
    url = Here("Its address here.", "api-fact", "pk")

    example: ClassVar = {
        "id": "9112",
        "repository": "git.hartwell.example/checkout/orders",
        "kind": "review-given",
        "sentence": "Ana Silva approved #41",
        "at": "2026-11-27T10:20:00Z",
        "seen_at": "2026-11-27T10:20:02Z",
        "told_by": "gitlab",
        "by": None,
        "login": "asilva",
        "person": PersonName.example,
        "number": 41,
        "title": "Refunds in several currencies",
        "link": "https://git.hartwell.example/checkout/orders/-/merge_requests/41",
        "author": "tom",
        "branch": "refunds",
        "base": "main",
        "commit": "da1560886d4f094c3e6c9ef40349f7d38b5d27d7",
        "lines": None,
        "files": None,
        "outcome": "approved",
        "name": "",
        "production": None,
        "url": f"{HOST}/api/v1/facts/9112",
    }
