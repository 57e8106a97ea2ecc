"""Whether the place that a suggestion speaks of differs between the revision that was reviewed and a later one."""

from dataclasses import dataclass

from services.models import Revision
from services.reads.files import files_of
from services.reads.pointing import pointed
from services.reads.reports import Entry, Reading, reading_of
from teams.reviews.models import Suggestion


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found, as a sentence without its end."""

    changed: bool
    words: str


def seen_in(suggestion: Suggestion, before: Revision, after: Revision) -> Seen:
    """Compare the place of a suggestion in two revisions: two texts and two reports, six queries.

    A place is what its pointer names, when it has one: the value there, however it is written. Else it is the
    operation or type it stands in, from its line to where the next begins; outside of them its lines themselves,
    wherever they stand now. It counts as changed, too, when a finding that stood there is gone.
    """
    if suggestion.pointer and (then := pointed(before, suggestion.pointer)) is not None:
        now_there = pointed(after, suggestion.pointer)
        if now_there is None:
            return Seen(True, f"{suggestion.pointer} is gone in revision {after}")
        if now_there.value != then.value:
            return Seen(True, f"{suggestion.pointer} has changed in revision {after}")
        return Seen(False, f"{suggestion.pointer} is in revision {after} as it was")
    old, new = reading_of(before), reading_of(after)
    if suggestion.key and old is not None and new is not None and new.checked:
        was = _text_of(before, old, suggestion.key)
        now = _text_of(after, new, suggestion.key)
        name = suggestion.key.partition(":")[2] or suggestion.key
        if was is not None:
            if now is None:
                return Seen(True, f"{name} is gone in revision {after}")
            if was != now:
                return Seen(True, f"{name} has changed in revision {after}")
            gone = _rules_at(old, suggestion.key) - _rules_at(new, suggestion.key)
            if gone:
                return Seen(True, f"{min(gone)} is not found in {name} any more in revision {after}")
            return Seen(False, f"{name} is in revision {after} as it was")
    lines = _lines(before)[suggestion.line - 1 : suggestion.end_line]
    if _stands_in(lines, _lines(after)):
        return Seen(False, f"its lines stand in revision {after} as they were")
    return Seen(True, f"its lines have changed in revision {after}")


def _entries(reading: Reading) -> list[Entry]:
    return [*reading.operations(), *reading.types()]


def _text_of(revision: Revision, reading: Reading, key: str) -> list[str] | None:
    """The lines of an operation or type, without the spaces around them; None when there is none of this key."""
    entries = _entries(reading)
    place = next((one for one in entries if one.key == key and one.line > 0), None)
    if place is None:
        return None
    files = files_of(revision.digest)
    lines = files.texts.get(place.file, b"").decode(errors="replace").splitlines()
    ends = min(
        (one.line for one in entries if one.file == place.file and one.line > place.line), default=len(lines) + 1
    )
    return [line.strip() for line in lines[place.line - 1 : ends - 1] if line.strip()]


def _rules_at(reading: Reading, key: str) -> set[str]:
    """The rules that found something in an operation or type."""
    return {found.rule for found in reading.between(0, 2**31) if found.key == key}


def _lines(revision: Revision) -> list[str]:
    content = files_of(revision.digest).joined.content.decode(errors="replace")
    return [line.strip() for line in content.splitlines()]


def _stands_in(part: list[str], whole: list[str]) -> bool:
    """Whether these lines follow each other somewhere."""
    wanted = [line for line in part if line]
    if not wanted:
        return False
    there = [line for line in whole if line]
    return any(there[at : at + len(wanted)] == wanted for at in range(len(there) - len(wanted) + 1))
