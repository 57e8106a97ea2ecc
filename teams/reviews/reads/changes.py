"""How far a revision changes what its callers rely on. Where a finer judge of compatibility comes, it goes here."""

import re

from services.models import Revision
from services.reads.reports import Reading, reading_of
from teams.reviews.reads.reviews import revision_before

_MAJOR = re.compile(r"\s*v?(\d+)\.")


def change_of(revision: Revision) -> tuple[str, Revision | None]:
    """``first``, ``compatible`` or ``breaking``, and the revision it was compared with.

    Breaking is one that says so by a higher major version, and one in which an operation is gone that was there.
    """
    before = revision_before(revision)
    if before is None:
        return "first", None
    old, new = _MAJOR.match(str(before)), _MAJOR.match(str(revision))
    if old and new and int(new[1]) > int(old[1]):
        return "breaking", before
    was, now = reading_of(before), reading_of(revision)
    gone = was is not None and now is not None and was.checked and now.checked and _operations(was) - _operations(now)
    return "breaking" if gone else "compatible", before


def _operations(reading: Reading) -> set[str]:
    return {one.key for one in reading.operations()}
