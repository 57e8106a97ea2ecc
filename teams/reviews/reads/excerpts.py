"""A few lines of the text around each suggestion, highlighted."""

from dataclasses import dataclass, field

from services.reads.colours import highlight
from services.reads.source import Line, shorten
from teams.reviews.models import Answer, Review, Suggestion
from teams.reviews.reads.texts import language, text_of

BEFORE, AFTER = 3, 2
LONGEST = 24


@dataclass(slots=True)
class Shown:
    """A suggestion with its answer and its lines. ``open_then``: what it is about was published meanwhile."""

    suggestion: Suggestion
    answer: Answer | None
    lines: list[Line] = field(default_factory=list)
    open_then: bool = False

    @property
    def first(self) -> int:
        return self.lines[0].number if self.lines else 0

    @property
    def last(self) -> int:
        return self.lines[-1].number if self.lines else 0


class Source:
    """The text of what is looked at, split once."""

    def __init__(self, review: Review) -> None:
        content = text_of(review).content
        self.rows = content.removesuffix(b"\n").split(b"\n")
        self.language = language(review, content)

    def around(self, line: int, end_line: int) -> list[Line]:
        """The lines from a little before to a little after, at most 24; those that are meant carry a severity."""
        first = max(1, line - BEFORE)
        last = min(len(self.rows), end_line + AFTER, first + LONGEST - 1)
        texts = [shorten(row) for row in self.rows[first - 1 : last]]
        meant = range(line, end_line + 1)
        return [
            Line(first + place, markup, "meant" if first + place in meant else "")
            for place, markup in enumerate(highlight(texts, self.language))
        ]
