"""The API of what is on the record of a proposal: what differs between two versions, and who did what."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import Http404
from rest_framework import serializers

from portal.kit.api import Call
from portal.kit.endpoints import Given, Rows, path_word, rows_of
from portal.kit.shapes import Answer, Here, PageWords, Text
from portal.models import AuditEntry
from portal.templatetags.words import deed
from teams.proposals.actions.given import MOST, MOST_PARAGRAPHS
from teams.proposals.api.shapes import MANY, ONE
from teams.proposals.api.views import proposal_of, proposals
from teams.proposals.models import Version
from teams.proposals.reads.diff import Difference, Row, Stretch, difference
from teams.proposals.reads.proposals import head, history, version_of

path_word("before", "The number of the earlier version.", 1, type="integer", minimum=1, maximum=999_999_999)

KINDS = {
    "same": "as before, so many in a row",
    "changed": "words of it are gone or new",
    "gone": "is not there any more",
    "new": "was not there before",
}
PIECES = {"same": "in both", "gone": "only in the earlier one", "new": "only in the later one"}
MOST_PIECES = 20_000


class PieceAnswer(Answer):
    """A stretch of words of a paragraph."""

    kind = serializers.ChoiceField(list(PIECES.items()), help_text="In which of the two versions it stands.")
    text = serializers.CharField(
        max_length=MOST["text"], trim_whitespace=False, help_text="The words, with the space between them."
    )

    example: ClassVar = {"kind": "new", "text": "for a month"}


class ParagraphDifferenceAnswer(Answer):
    """A paragraph that differs, or several in a row that do not."""

    kind = serializers.ChoiceField(list(KINDS.items()), help_text="What became of it.")
    before = serializers.IntegerField(
        min_value=0, max_value=MOST_PARAGRAPHS, help_text="Its number in the earlier version; 0: not there."
    )
    now = serializers.IntegerField(
        min_value=0, max_value=MOST_PARAGRAPHS, help_text="Its number in the later version; 0: not there."
    )
    count = serializers.IntegerField(min_value=1, max_value=MOST_PARAGRAPHS, help_text="How many; 1 where it differs.")
    pieces = serializers.ListField(
        child=PieceAnswer(), max_length=MOST_PIECES, help_text="Its words in order; empty for those that are the same."
    )

    example: ClassVar = {
        "kind": "changed", "before": 2, "now": 2, "count": 1,
        "pieces": [{"kind": "same", "text": "The key may be missing "}, PieceAnswer.example],
    }  # fmt: skip


class FactDifferenceAnswer(Answer):
    """Something beside the text that was said otherwise."""

    name = Text("What it is, in words.", most=80)
    before = Text("What the earlier version says; empty: nothing.", most=8000, blank=True)
    now = Text("What the later version says; empty: nothing.", most=8000, blank=True)

    example: ClassVar = {"name": "Taking it back", "before": "easy", "now": "costly"}


class ProposalDifferenceAnswer(Answer):
    """What a version says otherwise than an earlier one."""

    version = serializers.IntegerField(min_value=1, max_value=100, help_text="The number of the later version.")
    before = serializers.IntegerField(min_value=1, max_value=100, help_text="The number of the earlier version.")
    changed = serializers.IntegerField(min_value=0, max_value=MANY, help_text="How many paragraphs differ.")
    facts = serializers.ListField(
        child=FactDifferenceAnswer(), max_length=20, help_text="Title, summary, prediction and whatever else differs."
    )
    paragraphs = serializers.ListField(
        child=ParagraphDifferenceAnswer(), max_length=2 * MOST_PARAGRAPHS, help_text="In the order of the text."
    )
    version_url = Here("The later version.", "api-proposal-version", "proposal", "version")
    before_url = Here("The earlier version.", "api-proposal-version", "proposal", "before")

    example: ClassVar = {
        "version": 2, "before": 1, "changed": 1, "facts": [FactDifferenceAnswer.example],
        "paragraphs": [
            {"kind": "same", "before": 1, "now": 1, "count": 1, "pieces": []}, ParagraphDifferenceAnswer.example,
        ],
        "version_url": f"{ONE}/versions/2", "before_url": f"{ONE}/versions/1",
    }  # fmt: skip

    def to_representation(self, instance: tuple[Version, Version]) -> Any:
        before, now = instance
        return super().to_representation(_Compared(before, now, difference(before, now)))


class _Compared:
    """Two versions as the shape above tells them."""

    def __init__(self, before: Version, now: Version, found: Difference) -> None:
        self.proposal, self.version, self.before = now.proposal_id, now.number, before.number
        self.changed, self.facts = found.changed, found.facts
        self.paragraphs: list[Mapping[str, Any]] = []
        ahead = 0  # how many paragraphs more there are now than before, up to here
        for one in found.rows:
            self.paragraphs.append(_paragraph(one, ahead))
            if isinstance(one, Row):
                ahead += bool(one.now) - bool(one.before)


def _paragraph(one: Row | Stretch, ahead: int) -> Mapping[str, Any]:
    if isinstance(one, Stretch):
        return {"kind": "same", "before": one.before, "now": one.before + ahead, "count": one.count, "pieces": []}
    pieces = [{"kind": kind, "text": text} for text, kind in one.pieces]
    return {"kind": one.kind, "before": one.before, "now": one.now, "count": 1, "pieces": pieces}


class ProposalDeedAnswer(Answer):
    """One thing that happened to a proposal or to an objection to it."""

    at = serializers.DateTimeField(help_text="When.")
    who = Text("Who did it, by name; Homeport where nobody did.", most=120)
    words = Text("What they did.", most=200)
    code = Text("The same as a code.", source="verb", most=80)

    example: ClassVar = {
        "at": "2026-11-24T10:00:00Z", "who": "Mei Tanaka", "words": "published the version",
        "code": "proposal.publish-version",
    }  # fmt: skip

    def to_representation(self, instance: AuditEntry) -> Any:
        instance.who = instance.actor.name if instance.actor is not None else "Homeport"  # type: ignore[attr-defined]
        instance.words = deed(instance.verb)  # type: ignore[attr-defined]
        return super().to_representation(instance)


@proposals.get(gives=ProposalDifferenceAnswer)
def compare_proposal_versions(request: Call, proposal: int, version: int, before: int) -> tuple[Version, Version]:
    """Compare two versions of a proposal.

    Paragraph by paragraph, inside of a paragraph word by word, as the page shows it. The earlier one is named last.
    """
    top = head(request.user, proposal_of(request, proposal))
    now, old = version_of(top, version), version_of(top, before)
    if now is None or old is None or old.number >= now.number:
        raise Http404
    return old, now


@proposals.get(gives=ProposalDeedAnswer, many=True, asks=PageWords)
def list_proposal_history(request: Call, proposal: int, words: Given) -> Rows:
    """List what happened to a proposal.

    The newest first: who did what to it and to the objections to it, of the last two hundred things.
    """
    return rows_of(words, list(history(head(request.user, proposal_of(request, proposal)))))
