"""Where a suggestion stands: its lines, or an operation, a type or a JSON pointer, which know their lines."""

from dataclasses import asdict, dataclass
from typing import Any

from portal.kit.refusals import Invalid
from services.reads.files import Joined
from services.reads.pointing import pointed
from services.reads.reports import Entry, reading_of
from teams.reviews.models import Review
from teams.reviews.reads.texts import lines_of, text_of


@dataclass(frozen=True, slots=True)
class At:
    """Lines of the text, from 1; the operation or type that the first of them stands in; the pointer that was said."""

    line: int
    end_line: int
    key: str = ""
    pointer: str = ""

    def stored(self) -> dict[str, Any]:
        """As a suggestion keeps it."""
        return asdict(self)


def place_of(review: Review, *, line: int = 0, end_line: int = 0, key: str = "", pointer: str = "") -> At:
    """The place in the text of a review. Whoever names a pointer or key need not name lines.

    Refuses what stands nowhere in it, and to be told no place at all.
    """
    source = text_of(review)
    entries = _entries(review)
    if pointer:
        found = pointed(review.revision, pointer) if review.revision is not None else None
        if found is None:
            says = "Nothing stands at this pointer in the document."
            raise Invalid("suggestion-pointer-nowhere", f"{says} One looks like /paths/~1orders/get.", pointer=says)
        if not line:
            line, end_line = found.line, end_line or found.end_line
    elif key and not line:
        entry = next((one for one in entries if one.key == key and one.line > 0), None)
        if entry is None:
            says = "There is no such operation or type in the document."
            raise Invalid("suggestion-key-nowhere", says, key=says)
        line = source.starts.get(entry.file, 0) + entry.line
    lines = lines_of(source.content)
    last = end_line or line
    if not 1 <= line <= last <= lines:
        raise Invalid("suggestion-nowhere", f"The text has lines 1 to {lines}.", line="Not a line of it.")
    return At(line, last, _within(entries, source, line), pointer)


def _entries(review: Review) -> list[Entry]:
    reading = reading_of(review.revision) if review.revision is not None else None
    return [*reading.operations(), *reading.types()] if reading is not None else []


def _within(entries: list[Entry], source: Joined, line: int) -> str:
    """The key of the operation or type that begins last above this line, in the same file."""
    file, at = source.place(line)
    above = (entry for entry in entries if entry.file == file and 0 < entry.line <= at)
    within = max(above, key=lambda entry: entry.line, default=None)
    return within.key[:1000] if within is not None else ""
