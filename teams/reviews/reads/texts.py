"""The text of what a review is about: a revision keeps its own, anything else was frozen with the asking."""

from services.reads.colours import language_of
from services.reads.files import LONE, Joined, files_of
from teams.reviews.models import Review


def text_of(review: Review) -> Joined:
    """The text that places point into, as one; at most one query."""
    if review.revision is not None:
        return files_of(review.revision.digest).joined
    return Joined(review.text.encode(), LONE)


def lines_of(content: bytes) -> int:
    """How many lines a text has: one at least."""
    return max(1, content.removesuffix(b"\n").count(b"\n") + 1)


def language(review: Review, content: bytes) -> str:
    """What it is coloured as; words of people are not."""
    return language_of(content, review.revision.contract.technology) if review.revision is not None else "text"
