"""What a JSON pointer names in a revision, whichever of its files it stands in."""

from services import contracts as engine
from services.models import Revision
from services.reads.files import files_of
from services.reads.limits import limits


def pointed(revision: Revision, pointer: str) -> engine.Pointed | None:
    """The place in lines counted over all files, and the value; None where nothing stands there. One query.

    ``/paths/~1orders`` is looked for in the file it is found in first, ``more.yaml#/a/b`` in the one it names.
    """
    files = files_of(revision.digest)
    name, named, path = pointer.rpartition("#")
    texts = {file: text for file, text in files.texts.items() if not (named and name) or file == name}
    starts = files.joined.starts
    for file, text in texts.items():
        found = engine.point(text, path, limits())
        if found is not None:
            before = starts[file]
            return found._replace(line=found.line + before, end_line=found.end_line + before)
    return None
