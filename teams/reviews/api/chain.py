"""The API of the ledger's sums: along the chain of managers, and its figures. They add up, and rank nobody."""

from typing import ClassVar

from rest_framework import serializers

from portal.kit.api import Call
from portal.kit.endpoints import Given, Rows, rows_of
from portal.kit.shapes import Answer, PageWords
from teams.people.api.shapes import PersonName
from teams.reviews.api.ledger import MANY, BranchWords, require_manager
from teams.reviews.api.views import reviews
from teams.reviews.reads import ledger as reads

DEEPEST = 1000


def _count(words: str) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, max_value=MANY, help_text=words)


class BranchQuery(BranchWords, PageWords):
    """Whose branch, and which part of it."""


class ManagerAnswer(Answer):
    """A manager, and what all teams below them did with advice."""

    person = PersonName(help_text="Who.")
    level = serializers.IntegerField(
        min_value=0, max_value=DEEPEST, help_text="How far below the first of the list; 0 for that one."
    )
    current = serializers.BooleanField(help_text="Whose branch was asked for.")
    ignored = _count("Ignored, with data.")
    unanswered = _count("Not answered in time.")
    right = _count("Ignored, and the team was right.")
    due = _count("Ignored, and to be looked at again now.")
    ties = _count("Reviewers given in spite of a tie.")

    example: ClassVar = {
        "person": PersonName.example, "level": 1, "current": False, "ignored": 4, "unanswered": 1, "right": 2,
        "due": 1, "ties": 0,
    }  # fmt: skip


class FiguresAnswer(Answer):
    """What became of the advice of the last twelve months."""

    sent = _count("Suggestions.")
    ignored = _count("Ignored, with data.")
    known = _count("Of those, with a known outcome.")
    right = _count("The team was right.")
    advice_right = _count("The advice was right.")
    unanswered = _count("Not answered in time.")
    open = _count("Open when the revision was published.")

    example: ClassVar = {
        "sent": 40, "ignored": 9, "known": 5, "right": 3, "advice_right": 2, "unanswered": 1, "open": 2
    }  # fmt: skip


@reviews.get(gives=ManagerAnswer, many=True, asks=BranchQuery)
def list_ledger_chain(request: Call, words: Given) -> Rows:
    """List the ledger's sums along the chain.

    The way down to the manager who is asked for, then who reports to them, by name; without one it begins at the top.
    Refused with `ledger-manager-unknown` where there is nobody of this login.
    """
    return rows_of(words, reads.chain_for(request.user, require_manager(request, words)))


@reviews.get(gives=FiguresAnswer, asks=BranchWords)
def get_ledger_figures(request: Call, words: Given) -> dict[str, int]:
    """Read the figures of the ledger.

    Of the last twelve months, by when the advice was sent. Refused with `ledger-manager-unknown` where there is nobody
    of this login.
    """
    return reads.figures_for(request.user, require_manager(request, words))
