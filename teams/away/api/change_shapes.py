"""What the API takes and tells about changes of the guests."""

from typing import Any, ClassVar

from rest_framework import serializers

from portal.kit.shapes import Answer, Here, Link, Short, Text, Whole, Words
from teams.away.actions.changes import LONGEST_TITLE, MOST_PATHS, VERDICTS
from teams.away.actions.given import LONGEST
from teams.away.api.shapes import ComingDay
from teams.away.models import AwayBreach, AwayChange
from teams.people.api.shapes import HOST, PersonName

MOST_LINES = 10_000_000
MOST_CONTRACTS = 50


class BackDoorAnswer(Answer):
    """A back door that a change brings, and what both leads wrote about it."""

    state = serializers.ChoiceField(AwayBreach.State.choices, help_text="How far it is.")
    what = Text("What is read past a contract.", most=LONGEST)
    reason = Text("Why a lead wants it; empty where nobody asked.", most=LONGEST, blank=True)
    ends_on = serializers.DateField(allow_null=True, help_text="The day by which it is taken away; null without leave.")
    asked_by = PersonName(allow_null=True, help_text="The lead who asked for it; null where nobody did.")
    answered_by = PersonName(allow_null=True, help_text="The lead who answered; null until then.")

    example: ClassVar = {
        "state": "agreed",
        "what": "Reads the table of rates of Treasury each night.",
        "reason": "Their contract has no batch read before March.",
        "ends_on": "2027-03-31",
        "asked_by": PersonName.example,
        "answered_by": {"login": "priya", "name": "Priya Raman"},
    }


class ChangeAnswer(Answer):
    """One merge request of the guests, and how far its review is."""

    number = Whole("Its number within the request.", least=1, most=1_000_000)
    title = Text("What it does.", most=LONGEST_TITLE)
    link = Link("Where the forge shows it.", source="url")
    author = PersonName(allow_null=True, help_text="Who wrote it; null where only the forge knows them.")
    author_name = Text("What the forge calls them; may be empty.", most=120, blank=True)
    branch = Text("Where in the repository it is written; may be empty.", most=200, blank=True)
    lines = Whole("Added and taken away; null when nobody said.", least=0, most=MOST_LINES, allow_null=True)
    paths = serializers.ListField(child=Text(most=400), max_length=MOST_PATHS, help_text="The files it touches.")
    opened_at = serializers.DateTimeField(help_text="When it was opened.")
    state = serializers.ChoiceField(AwayChange.State.choices, help_text="How far it is.")
    since = serializers.DateTimeField(help_text="When it came into this state.")
    rounds = Whole("How often a review was asked for.", least=0, most=32_767)
    stage = serializers.ChoiceField(AwayChange.Stage.choices, help_text="Who may approve it now.")
    neutral = PersonName(allow_null=True, help_text="Who from outside may approve it as well; null while nobody may.")
    mediator = PersonName(allow_null=True, help_text="Who decides about it, or did; null when nobody was asked.")
    ruling = serializers.ChoiceField(
        [("", "nothing was decided"), *AwayChange.Ruling.choices], help_text="What was decided; empty when nothing was."
    )
    ruling_words = Text("Why, or the one last change; empty when nothing was decided.", most=LONGEST, blank=True)
    gates = serializers.ChoiceField(
        [("", "nobody has said"), *AwayChange.Gates.choices], help_text="Whether its gates are green."
    )
    contracts = serializers.ListField(
        child=Short(most=80), max_length=MOST_CONTRACTS, source="told_contracts", help_text="What it touches."
    )
    back_door = serializers.BooleanField(
        allow_null=True, help_text="Whether it reads a store past its contract; null until somebody has said."
    )
    override = BackDoorAnswer(
        allow_null=True, source="told_breach", help_text="What the leads wrote about its back door; null when nothing."
    )
    over_at = serializers.DateTimeField(allow_null=True, help_text="When it was merged or closed; null until then.")
    merged_despite = Text(
        "What stood in the way when the forge told of its merge; empty otherwise.", most=LONGEST, blank=True
    )
    url = Here("Its address here.", "api-away-change", "request_id", "number")
    page_url = Here("Its page, for people.", "away:change", "request_id", "number")

    example: ClassVar = {
        "number": 4,
        "title": "Post both legs of a refund in the currency of the order",
        "link": "https://git.hartwell.example/ledger/merge_requests/4711",
        "author": PersonName.example,
        "author_name": "",
        "branch": "refunds-in-currency",
        "lines": 212,
        "paths": ["postings/refund.py", "postings/test_refund.py"],
        "opened_at": "2026-11-16T09:00:00Z",
        "state": "in-review",
        "since": "2026-11-17T10:00:00Z",
        "rounds": 2,
        "stage": "reviewer",
        "neutral": None,
        "mediator": None,
        "ruling": "",
        "ruling_words": "",
        "gates": "green",
        "contracts": ["postings"],
        "back_door": False,
        "override": None,
        "over_at": None,
        "merged_despite": "",
        "url": f"{HOST}/api/v1/away-requests/112/changes/4",
        "page_url": f"{HOST}/away/112/changes/4/",
    }


class StepAnswer(Answer):
    """One thing that happened to a change."""

    verb = Short("What happened.", most=20)
    state = serializers.ChoiceField(AwayChange.State.choices, help_text="The state after it.")
    at = serializers.DateTimeField(help_text="When.")
    by = PersonName(allow_null=True, help_text="Who did it; null for the forge and for Homeport itself.")
    fact = Text("The fact of the forge that told of it; empty for what was said by hand.", most=120, blank=True)
    words = Text("What was said.", most=LONGEST, blank=True)

    example: ClassVar = {
        "verb": "ask-changes",
        "state": "changes-asked",
        "at": "2026-11-16T15:00:00Z",
        "by": {"login": "tom", "name": "Tom Okafor"},
        "fact": "",
        "words": "Name the currency in the posting.",
    }

    def to_representation(self, instance: Any) -> Any:
        instance.fact = instance.source
        return super().to_representation(instance)


class NewChange(Words):
    """One merge request of the guests."""

    title = Text("What it does.", most=LONGEST_TITLE)
    link = Link("Where the forge shows it.", source="url")
    branch = Text("Where in the repository it is written.", most=200, blank=True, default="")
    lines = Whole("Added and taken away.", least=0, most=MOST_LINES, required=False)
    paths = serializers.ListField(
        child=Text(most=400), max_length=MOST_PATHS, default=list, help_text="The files it touches."
    )

    example: ClassVar = {name: ChangeAnswer.example[name] for name in ("title", "link", "branch", "lines", "paths")}


class SayWords(Words):
    """A word, where one likes to say one."""

    words = Text("What they should know.", most=LONGEST, blank=True, default="")

    example: ClassVar = {"words": "The rounding is in the second commit."}


class NeededWords(Words):
    """A word that everybody can read."""

    words = Text("In a sentence.", most=LONGEST)

    example: ClassVar = {"words": "It came in with change 5."}


class ReviewWords(Words):
    """What a reviewer says."""

    verdict = serializers.ChoiceField(list(VERDICTS), help_text="Approved, changes asked for, or only a comment.")
    words = Text("What is missing; required but for an approval.", most=LONGEST, blank=True, default="")

    example: ClassVar = {"verdict": "changes-asked", "words": "Name the currency in the posting."}


class RulingWords(Words):
    """What a mediator decides."""

    ruling = serializers.ChoiceField(AwayChange.Ruling.choices, help_text="Merge it, one last change, or close it.")
    words = Text("Why; for a last change, which one.", most=LONGEST, blank=True, default="")

    example: ClassVar = {"ruling": "last-change", "words": "Log the rate that was used."}


class MergeWords(Words):
    """Said at every merge."""

    back_door = serializers.BooleanField(help_text="Whether it reads a store of another team past its contract.")
    back_door_says = Text("If so, what it reads.", most=LONGEST, blank=True, default="")

    example: ClassVar = {"back_door": False}


class GateSaid(Words):
    """Whether build, tests and checks of a change are green."""

    green = serializers.BooleanField(help_text="Whether they are.")

    example: ClassVar = {"green": True}


class TouchWords(Words):
    """Which contracts of the service a change touches, and what one of them would become."""

    contracts = serializers.ListField(
        child=Short(most=80), max_length=MOST_CONTRACTS, help_text="Their short names; none takes them all back."
    )
    contract = Short("Of which of them the revision is.", most=80, required=False)
    revision = Whole("The number of the revision that is to come.", least=1, most=1_000_000, required=False)

    example: ClassVar = {"contracts": ["postings"], "contract": "postings", "revision": 4}


class BackDoorWords(Words):
    """Whether a change reads a store past its contract."""

    adds = serializers.BooleanField(help_text="Whether it does.")
    words = Text("What it reads; or why it does not, after somebody said so.", most=LONGEST, blank=True, default="")

    example: ClassVar = {"adds": True, "words": BackDoorAnswer.example["what"]}


class OverrideWords(Words):
    """Why a lead wants a back door all the same, and until when."""

    reason = Text("Why.", most=LONGEST)
    ends_on = ComingDay(help_text="The day by which it is taken away: in the coming year.")

    example: ClassVar = {"reason": BackDoorAnswer.example["reason"], "ends_on": "2027-03-31"}


class OverrideSaid(Words):
    """The other lead's answer."""

    agrees = serializers.BooleanField(help_text="Whether it is allowed.")
    words = Text("Why; required to refuse.", most=LONGEST, blank=True, default="")

    example: ClassVar = {"agrees": True}
