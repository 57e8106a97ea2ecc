"""What other rooms say at lines of a revision, placed in its files as they are shown."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from portal.kit.beside import LineNote, said_at_lines
from services.models import Revision
from services.reads.files import Files
from teams.people.models import Person

type Said = Mapping[int, Sequence[LineNote]]


def said_by_line(revision: Revision, person: Person) -> Said:
    """By the line where it ends, counted over all files of the revision."""
    found: defaultdict[int, list[LineNote]] = defaultdict(list)
    for note in said_at_lines(revision, person):
        found[note.end_line].append(note)
    return found


def in_file(said: Said, files: Files, file: str) -> Said:
    """The same for one file, counted in it."""
    if not said or not files.several:
        return said
    joined = files.joined
    places = {line: joined.place(line) for line in said}
    return {at: said[line] for line, (name, at) in places.items() if name == file}
