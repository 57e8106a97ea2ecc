"""A few lines of a revision's source around each suggestion, highlighted."""

from dataclasses import dataclass, field

from services.models import Revision
from services.reads.colours import highlight, language_of
from services.reads.files import files_of
from services.reads.source import Line, shorten
from teams.reviews.models import Answer, Suggestion

BEFORE, AFTER = 3, 2
LONGEST = 24


@dataclass(slots=True)
class Shown:
    """A suggestion with its answer and the lines it is about. ``open_then``: its revision was published meanwhile."""

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
    """A revision's text, split once."""

    def __init__(self, revision: Revision) -> None:
        content = files_of(revision.digest).joined.content
        self.rows = content.removesuffix(b"\n").split(b"\n")
        self.language = language_of(content, revision.contract.technology)

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
