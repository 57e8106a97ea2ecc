"""What the API takes about proposals. Shapes only; the rules are in actions."""

from typing import ClassVar

from rest_framework import serializers

from portal.kit import facets
from portal.kit.shapes import Day, Link, PageWords, Several, SeveralNames, Short, Text, Whole, Words
from teams.proposals.actions.given import MOST, MOST_ADDRESSED, MOST_PARAGRAPHS, MOST_SAID, MOST_TOUCHED
from teams.proposals.api.shapes import MANY, Figure, names
from teams.proposals.models import LookBack, Proposal
from teams.proposals.reads import lists


class ProposalQuery(PageWords):
    """Which proposals, in which order."""

    q = Text("Only those that say these words.", most=200, required=False)
    state = Several("Only these; without it, all.", list(lists.STATES.items()))
    whose = Several("Only yours, what is addressed to you, or your teams'.", list(lists.WHOSE.items()))
    reversal = Several("Only what costs this to take back.", Proposal.Reversal.choices)
    team = SeveralNames("Only what these teams propose, by short name.", 60)
    service = SeveralNames("Only what touches one of these services, by short name.", 80)
    division = SeveralNames("Only of teams of these divisions and no other, by short name.", 60)
    sort = serializers.ChoiceField(
        facets.sorts_of(lists.SORTS), default="newest", help_text="The order; with `-` before it, turned round."
    )
    author = Short("Only what this person wrote, by login.", most=60, required=False)


SAID = {
    "title": "Ask for a key with every order",
    "summary": "A repeated call is answered with the first answer.",
    "text": "# Why\n\nEvery night 340 orders are booked twice.",
    "reversal": "costly",
    "services": ["orders"],
    "addressed": ["mei"],
    "claim": "Nobody is booked twice any more.",
    "metric": "orders booked twice",
    "unit": "a night",
    "baseline": "340",
    "expected": "10",
    "source": "https://metrics.hartwell.example/d/orders-twice",
    "check_on": "2027-02-20",
}


class _Said(Words):
    """What a proposal says; a prediction is whole or left out."""

    title = Text("What is proposed, in a line.", most=MOST["title"])
    summary = Text("What changes for whom.", most=MOST["summary"])
    text = Text("The text, in Markdown; each block becomes a numbered paragraph.", most=MOST["text"])
    reversal = serializers.ChoiceField(Proposal.Reversal.choices, help_text="What taking it back would cost.")
    services = names("The services it touches, by short name.", MOST_TOUCHED, 80)
    teams = names("The teams it touches, by short name.", MOST_TOUCHED, 60)
    addressed = names("The logins of those it is addressed to.", MOST_ADDRESSED, 60)
    replaces = serializers.RegexField(
        r"^[0-9]{1,18}$", max_length=18, allow_null=True, help_text="The id of the proposal it replaces."
    )
    claim = Text("What will be so.", most=MOST["claim"], blank=True)
    metric = Text("What is counted.", most=MOST["metric"], blank=True)
    unit = Text("In what it is counted.", most=MOST["unit"], blank=True)
    baseline = Figure("What it is now.", allow_null=True)
    expected = Figure("What it will be; another one than now.", allow_null=True)
    source = Link("Where others can look it up.", blank=True)  # type: ignore[assignment]
    check_on = Day(allow_null=True, help_text="The day on which it opens itself.")

    needed: ClassVar[tuple[str, ...]] = ()

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        for name, field in fields.items():
            field.required = name in self.needed
        return fields


class NewProposal(_Said):
    """A draft for one's team."""

    team = Short("The team that means to do it, by its short name.", most=60)

    needed = ("team", "title", "summary", "text", "reversal")
    example: ClassVar = {"team": "checkout", **SAID}


class ChangedProposal(_Said):
    """What is different; what is left out stays as it is."""

    edition = Whole("The edition you have read; without it, whatever there is now.", least=1, most=MANY)

    least = 1
    example: ClassVar = {"edition": 1, "title": "Ask for a key with every order", "reversal": "easy"}


class NewProposalVersion(_Said):
    """Another version; what is left out stays as it is."""

    edition = Whole("The edition you have read.", least=1, most=MANY)
    note = Text("What is different, for who has read the one before.", most=300)

    needed = ("edition", "note")
    example: ClassVar = {
        "edition": 1,
        "note": "The key may be missing for a month.",
        "text": "# Why\n\nEvery night 340 orders are booked twice. The key may be missing until January.",
    }


class ReadEdition(Words):
    """Which words were read."""

    edition = Whole("The edition you have read.", least=1, most=MANY)

    example: ClassVar = {"edition": 1}


class NewProposalComment(Words):
    """A comment at a paragraph, or an answer to one."""

    text = Text("What you say.", most=MOST_SAID)
    version = Whole("The version you have read; 0: the newest.", most=100, default=0)
    paragraph = Whole("The paragraph of it; 0: the whole.", most=MOST_PARAGRAPHS, default=0)
    reply_to = Whole("The number of the comment that this answers; 0: none.", most=MANY, default=0)

    example: ClassVar = {"text": "Since when?", "version": 1, "paragraph": 2}


class Consent(Words):
    """A yes to a version."""

    text = Text("A word to it; may be empty.", most=MOST_SAID, blank=True, default="")
    version = Whole("The version you have read; 0: the newest.", most=100, default=0)

    example: ClassVar = {"version": 2}


class NewObjection(Words):
    """Why not, and what would satisfy."""

    text = Text("Why: what will go wrong, for whom.", most=MOST_SAID)
    satisfied_by = Text("What would have to be different for you to agree.", most=MOST_SAID)
    version = Whole("The version you have read; 0: the newest.", most=100, default=0)
    paragraph = Whole("The paragraph of it; 0: the whole.", most=MOST_PARAGRAPHS, default=0)

    example: ClassVar = {
        "text": "Three callers of ours send no key.",
        "satisfied_by": "A month in which it may be missing.",
        "version": 1,
        "paragraph": 4,
    }


class WordOnObjection(Words):
    """What becomes of an objection."""

    kind = serializers.ChoiceField(
        [("taken", "Taken"), ("adapted", "Adapted"), ("overruled", "Goes on, with a reason")],
        help_text="What is taken or adapted stands in a version that came after the objection.",
    )
    text = Text("What is different now, or why you go on.", most=MOST_SAID)

    example: ClassVar = {"kind": "taken", "text": "It may be missing until January."}


class ProposalReason(Words):
    """Why."""

    reason = Text("For whoever has the same idea in a year.", most=MOST_SAID)

    example: ClassVar = {"reason": "The callers do it themselves since July."}


class Superseding(Words):
    """What holds instead."""

    other = serializers.RegexField(r"^[0-9]{1,18}$", max_length=18, help_text="The id of a proposal that holds.")
    reason = Text("Why.", most=MOST_SAID)

    example: ClassVar = {"other": "31", "reason": "It covers refunds, too."}


class NewOutcomeOfProposal(Words):
    """What came of it."""

    verdict = serializers.ChoiceField(LookBack.Verdict.choices, help_text="Whether it came as predicted.")
    value = Figure("What the metric is now; needed with a prediction.", required=False, allow_null=True)
    then = serializers.ChoiceField(LookBack.Then.choices, help_text="What the team does now.")
    text = Text("What was learned.", most=MOST_SAID)
    again_on = Day(required=False, allow_null=True, help_text="When it opens itself once more.")

    example: ClassVar = {
        "verdict": "as-predicted",
        "value": "12",
        "then": "keep",
        "text": "Twelve a night since January, all of them from one caller.",
    }


class NewFollowed(Words):
    """What to hear of: one of the three, or none of them for all proposals."""

    proposal = serializers.RegexField(r"^[0-9]{1,18}$", max_length=18, required=False, help_text="This one, by id.")
    team = Short("What this team proposes, by its short name.", most=60, required=False)
    service = Short("What touches this service, by its short name.", most=80, required=False)

    example: ClassVar = {"team": "checkout"}
