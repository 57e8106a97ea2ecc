"""What the API tells of proposals, their versions, what is said about them, and what came of them."""

from typing import Any, ClassVar

from rest_framework import serializers

from portal.kit.shapes import Answer, Here, Id, Link, Text
from teams.people.api.shapes import HOST, PersonName, TeamName
from teams.proposals.actions.given import MOST, MOST_PARAGRAPHS, MOST_SAID, MOST_TOUCHED
from teams.proposals.models import Comment, LookBack, Proposal

FIGURE = r"^-?[0-9]{1,12}(\.[0-9]{1,3})?$"
MANY = 2**31 - 1
ONE = f"{HOST}/api/v1/proposals/12"


class Figure(serializers.RegexField):
    """A number with at most three digits after the point, as text, so that no program rounds it."""

    def __init__(self, words: str, **more: Any) -> None:
        super().__init__(FIGURE, help_text=words, max_length=17, **more)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))

    def to_representation(self, value: Any) -> str:
        return f"{value:.3f}".rstrip("0").rstrip(".")


def names(words: str, most: int, each: int) -> Any:
    """A list of short names."""
    return serializers.ListField(child=serializers.SlugField(max_length=each), max_length=most, help_text=words)


class ProposalAnswer(Answer):
    """What a team means to do. While it is a draft only the team reads it."""

    id = Id("Names the proposal; people call it P- and this number.", source="pk")
    state = serializers.ChoiceField(Proposal.State.choices, help_text="Where it is.")
    title = Text("What is proposed, in a line.", most=MOST["title"])
    summary = Text("What changes for whom.", most=MOST["summary"])
    team = TeamName(help_text="The team that means to do it; its lead decides.")
    author = PersonName(help_text="Who wrote it.")
    reversal = serializers.ChoiceField(Proposal.Reversal.choices, help_text="What taking it back would cost.")
    claim = Text("The prediction: what will be so. Empty when there is none.", most=MOST["claim"], blank=True)
    metric = Text("What is counted; empty without a prediction.", most=MOST["metric"], blank=True)
    unit = Text("In what it is counted; may be empty.", most=MOST["unit"], blank=True)
    baseline = Figure("What it was when it was written; null without a prediction.", allow_null=True)
    expected = Figure("What it is expected to be; null without a prediction.", allow_null=True)
    source = Link("Where others can look it up; null when it is not said.", allow_null=True)  # type: ignore[assignment]
    check_on = serializers.DateField(allow_null=True, help_text="The day on which it opens itself; null: none.")
    edition = serializers.IntegerField(
        min_value=1, max_value=MANY, help_text="Counts its changes: send it back with a change of what you have read."
    )
    days = serializers.IntegerField(min_value=0, max_value=60, help_text="Working days for comments; 0 in a draft.")
    opened_at = serializers.DateTimeField(allow_null=True, help_text="When it was published; null in a draft.")
    decided_at = serializers.DateTimeField(allow_null=True, help_text="When it was decided; null until then.")
    decided_by = PersonName(allow_null=True, help_text="Who decided; null until then, and where silence agreed.")
    reason = Text("The words of whoever ended it; else empty.", most=MOST_SAID, blank=True)
    overruled = serializers.IntegerField(min_value=0, max_value=MANY, help_text="Objections it was decided over.")
    superseded_by = serializers.CharField(
        source="superseded_by_id", max_length=18, allow_null=True, help_text="The id of what holds instead; else null."
    )
    url = Here("Its address here.", "api-proposal", "pk")
    page_url = Here("Its page, for people.", "proposals:proposal", "pk")

    example: ClassVar = {
        "id": "12",
        "state": "for-comment",
        "title": "Ask for a key with every order",
        "summary": "A repeated call is answered with the first answer.",
        "team": TeamName.example,
        "author": PersonName.example,
        "reversal": "costly",
        "claim": "Nobody is booked twice any more.",
        "metric": "orders booked twice",
        "unit": "a night",
        "baseline": "340",
        "expected": "10",
        "source": "https://metrics.hartwell.example/d/orders-twice",
        "check_on": "2027-02-20",
        "edition": 2,
        "days": 5,
        "opened_at": "2026-11-20T09:00:00Z",
        "decided_at": None,
        "decided_by": None,
        "reason": "",
        "overruled": 0,
        "superseded_by": None,
        "url": ONE,
        "page_url": f"{HOST}/proposals/12/",
    }


class ProposalWhole(ProposalAnswer):
    """The same with its text and everything it names."""

    text = Text("The text, in Markdown.", most=MOST["text"])
    services = names("The services it touches.", MOST_TOUCHED, 80)
    teams = names("The teams it touches.", MOST_TOUCHED, 60)
    addressed = names("The logins of those it is addressed to.", 30, 60)
    replaces = serializers.CharField(
        source="replaces_id", max_length=18, allow_null=True, help_text="The id of the proposal it replaces; else null."
    )

    def to_representation(self, instance: Any) -> Any:
        instance.told = {
            "services": sorted(one.slug for one in instance.services.all()),
            "teams": sorted(one.slug for one in instance.teams.all()),
            "addressed": sorted(one.person.login for one in instance.addressees.select_related("person")),
        }
        return super().to_representation(instance)

    def get_fields(self) -> Any:
        fields = super().get_fields()
        for name in ("services", "teams", "addressed"):
            fields[name].source = f"told.{name}"
        return fields

    example: ClassVar = {
        **ProposalAnswer.example,
        "text": "# Why\n\nEvery night 340 orders are booked twice.",
        "services": ["orders"],
        "teams": ["payments"],
        "addressed": ["mei"],
        "replaces": None,
    }


class ProposalVersionAnswer(Answer):
    """What it said when it was published. Nothing changes it."""

    number = serializers.IntegerField(min_value=1, max_value=100, help_text="From 1.")
    title = Text("Its title then.", most=MOST["title"])
    summary = Text("Its summary then.", most=MOST["summary"])
    paragraphs = serializers.ListField(
        child=serializers.CharField(max_length=MOST["text"]), max_length=MOST_PARAGRAPHS,
        help_text="The source of each paragraph; the first one is number 1, to which comments point.",
    )  # fmt: skip
    note = Text("What is different from the one before; empty in the first.", most=300, blank=True)
    by = PersonName(help_text="Who published it.")
    at = serializers.DateTimeField(help_text="When.")
    url = Here("Its address here.", "api-proposal-version", "proposal_id", "number")
    proposal_url = Here("The proposal.", "api-proposal", "proposal_id")

    example: ClassVar = {
        "number": 2,
        "title": "Ask for a key with every order",
        "summary": "A repeated call is answered with the first answer.",
        "paragraphs": ["# Why", "Every night 340 orders are booked twice."],
        "note": "The key may be missing for a month.",
        "by": PersonName.example,
        "at": "2026-11-24T10:00:00Z",
        "url": f"{ONE}/versions/2",
        "proposal_url": ONE,
    }


class ProposalCommentAnswer(Answer):
    """A word, a yes or an objection, frozen when sent, with what was answered to an objection."""

    number = serializers.IntegerField(min_value=1, max_value=MANY, help_text="Its number within the proposal.")
    kind = serializers.ChoiceField(Comment.Kind.choices, help_text="A comment, a yes, or an objection.")
    version = serializers.IntegerField(
        source="version.number", min_value=1, max_value=100, help_text="The version it is about."
    )
    paragraph = serializers.IntegerField(
        min_value=0, max_value=MOST_PARAGRAPHS, help_text="Of that version; 0: all of it."
    )
    reply_to = serializers.IntegerField(
        source="reply_to.number", min_value=1, max_value=MANY, allow_null=True,
        help_text="The number of the comment it answers; null: none.",
    )  # fmt: skip
    text = Text("What they say; of an objection, why. May be empty in a yes.", most=MOST_SAID, blank=True)
    satisfied_by = Text("Of an objection: what would satisfy it.", most=MOST_SAID, blank=True)
    by = PersonName(help_text="Who says it.")
    at = serializers.DateTimeField(help_text="When.")
    state = serializers.ChoiceField(
        [("", "not an objection"), *Comment.State.choices], help_text="What became of an objection; else empty."
    )
    answer = Text("What its team answered to an objection; else empty.", most=MOST_SAID, blank=True)
    answered_by = PersonName(allow_null=True, help_text="Who answered it; null until then.")
    answered_at = serializers.DateTimeField(allow_null=True, help_text="When; null until then.")
    answered_in = serializers.IntegerField(
        source="answered_in.number", min_value=1, max_value=100, allow_null=True,
        help_text="The version that takes it up; else null.",
    )  # fmt: skip
    proposal_url = Here("The proposal.", "api-proposal", "proposal_id")
    url = Here("Its address here.", "api-proposal-comment", "proposal_id", "number")

    example: ClassVar = {
        "number": 3,
        "kind": "objection",
        "version": 1,
        "paragraph": 4,
        "reply_to": None,
        "text": "Three callers of ours send no key.",
        "satisfied_by": "A month in which it may be missing.",
        "by": {"login": "jonas", "name": "Jonas Lindqvist"},
        "at": "2026-11-21T15:20:00Z",
        "state": "taken",
        "answer": "It may be missing until January.",
        "answered_by": PersonName.example,
        "answered_at": "2026-11-24T10:05:00Z",
        "answered_in": 2,
        "proposal_url": ONE,
        "url": f"{ONE}/comments/3",
    }


class OutcomeOfProposalAnswer(Answer):
    """What came of it, beside what was predicted."""

    number = serializers.IntegerField(min_value=1, max_value=MANY, help_text="From 1.")
    verdict = serializers.ChoiceField(LookBack.Verdict.choices, help_text="Whether it came as predicted.")
    value = Figure("What the metric was then; null when nobody could tell.", allow_null=True)
    then = serializers.ChoiceField(LookBack.Then.choices, help_text="What the team did about it.")
    text = Text("What was learned.", most=MOST_SAID)
    again_on = serializers.DateField(allow_null=True, help_text="When it opens itself once more; null: no more.")
    by = PersonName(help_text="Who wrote it down.")
    at = serializers.DateTimeField(help_text="When.")
    url = Here("The proposal.", "api-proposal", "proposal_id")

    example: ClassVar = {
        "number": 1,
        "verdict": "as-predicted",
        "value": "12",
        "then": "keep",
        "text": "Twelve a night since January, all of them from one caller.",
        "again_on": None,
        "by": PersonName.example,
        "at": "2027-02-20T09:12:00Z",
        "url": ONE,
    }


class FollowedAnswer(Answer):
    """Something that whoever asks hears of: one of the three, or none of them for all proposals."""

    id = Id("Names the subscription.", source="pk")
    proposal = serializers.CharField(
        source="proposal_id", max_length=18, allow_null=True, help_text="The id of this proposal; else null."
    )
    team = serializers.SlugField(
        source="team.slug", max_length=60, allow_null=True, help_text="This team's; else null."
    )
    service = serializers.SlugField(
        source="service.slug", max_length=80, allow_null=True, help_text="What touches it; else null."
    )
    since = serializers.DateTimeField(help_text="Since when.")
    url = Here("Where it is ended.", "api-proposals-followed-end", "pk")

    example: ClassVar = {
        "id": "7",
        "proposal": None,
        "team": "checkout",
        "service": None,
        "since": "2026-11-20T09:00:00Z",
        "url": f"{HOST}/api/v1/proposals/following/7/end",
    }
