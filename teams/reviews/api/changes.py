"""The API of what changed: the revision that is looked at beside the one before it, as the review's page shows them."""

from typing import Any, ClassVar

from django.http import Http404
from rest_framework import serializers

from portal.kit.api import Call
from portal.kit.endpoints import Given
from portal.kit.paging import FURTHEST
from portal.kit.shapes import Answer, Text, Whole, Words
from services.api.shapes import RevisionName
from services.reads.compare import LINES, ROWS, ComparePage
from teams.reviews.actions.reviews import MOST_SUGGESTIONS
from teams.reviews.api.views import review_of, reviews
from teams.reviews.reads import reviews as reads

CHANGES = {
    "same": "in both", "added": "only in the later one", "removed": "only in the one before",
    "fold": "a stretch that is the same, unshown", "file": "the rows after it are of this file",
}  # fmt: skip
LONGEST_ROW = 20_000
LONGEST_SAID = 4000
MOST_SAID = MOST_SUGGESTIONS * 10


def _line(words: str) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, max_value=LINES, help_text=words)


class ChangesQuery(Words):
    """Which part of it."""

    page = Whole(f"Which page, from 1, of {ROWS} rows each; one beyond the end is the last.", least=1, most=FURTHEST,
                 required=False, default=1)  # fmt: skip


class SaidThere(Answer):
    """A suggestion that stands at a line."""

    heading = Text("Which one.", most=200)
    text = Text("What to do.", most=LONGEST_SAID)
    line = serializers.IntegerField(min_value=1, max_value=LINES, help_text="Where it begins.")
    end_line = serializers.IntegerField(min_value=1, max_value=LINES, help_text="Where it ends.")

    example: ClassVar = {
        "heading": "Suggestion 2 of R-418", "text": "Make the key required.", "line": 12, "end_line": 14
    }  # fmt: skip


class ChangedRow(Answer):
    """One row of the comparison."""

    change = serializers.ChoiceField(list(CHANGES.items()), help_text="What it is.")
    old = _line("The line in its file of the one before; 0 where it has none.")
    new = _line("The line in its file of the later one; 0 where it has none.")
    line = _line("The line that suggestions name: of the later one, over all its files; 0 where it has none.")
    count = _line("How many lines are folded here; else 0.")
    text = Text("The line, or the name of the file; long lines are cut.", most=LONGEST_ROW, blank=True)
    said = serializers.ListField(
        child=SaidThere(), max_length=MOST_SAID, help_text="Suggestions that end here, or in what is folded here."
    )

    example: ClassVar = {
        "change": "added", "old": 0, "new": 12, "line": 12, "count": 0, "text": "      required: true",
        "said": [SaidThere.example],
    }  # fmt: skip


class ChangesAnswer(Answer):
    """What changed from one revision to another, a page of it."""

    before = RevisionName(source="old", help_text="What it is compared with.")
    after = RevisionName(source="new", help_text="What is looked at.")
    added = serializers.IntegerField(source="lines.added", min_value=0, max_value=LINES, help_text="Lines.")
    removed = serializers.IntegerField(source="lines.removed", min_value=0, max_value=LINES, help_text="Lines.")
    rough = serializers.BooleanField(
        source="lines.rough", help_text="Some stretch was too different to be looked through: it is told whole."
    )
    cut = serializers.BooleanField(help_text=f"Lines beyond {LINES:,} were not compared.")
    page = serializers.IntegerField(
        source="page.number", min_value=1, max_value=FURTHEST, help_text="The rows told here, counted from 1."
    )
    next_page = serializers.IntegerField(
        source="page.later", min_value=2, max_value=FURTHEST, allow_null=True, help_text="Null on the last one."
    )
    rows = serializers.ListField(
        child=ChangedRow(), max_length=ROWS * 2, help_text="From top to bottom, with some lines around each change."
    )

    example: ClassVar = {
        "before": {**RevisionName.example, "number": 3, "state": "published"}, "after": RevisionName.example,
        "added": 1, "removed": 0, "rough": False, "cut": False, "page": 1, "next_page": None,
        "rows": [ChangedRow.example],
    }  # fmt: skip

    def to_representation(self, instance: ComparePage) -> Any:
        """A stretch tells how many lines it folds; a line is one and tells none."""
        for row in instance.rows:
            row.count = row.count if row.change == "fold" else 0
        return super().to_representation(instance)


@reviews.get(gives=ChangesAnswer, asks=ChangesQuery)
def get_review_changes(request: Call, review: int, words: Given) -> ComparePage:
    """Read what changed since the revision before.

    Line by line, with the suggestions that whoever asks may see. Where nothing came before it, or what is looked at is
    no revision, there is nothing here.
    """
    found = review_of(request, review)
    compared = reads.changes(reads.head(request.user, found), words.get("page", 1)) if found.revision else None
    if compared is None:
        raise Http404
    return compared
