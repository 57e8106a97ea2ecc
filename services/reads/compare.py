"""Two revisions of a contract beside each other: the lines that changed, and the findings that came and went."""

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.kit.beside import LineNote
from portal.kit.paging import Page
from services.models import Revision
from services.reads.colours import highlight, language_of
from services.reads.differences import Comparison, Same, compare
from services.reads.files import Joined, files_of, heading
from services.reads.reports import Found, Reading, query, reading_of
from services.reads.saying import Said
from services.reads.source import NOTHING_SAID, shorten

AROUND = 3
ROWS = 600
LINES = 600_000
FINDINGS = 40


@dataclass(slots=True)
class Row:
    """One row: ``change`` is same, added, removed, file (the next rows are of it), or fold (then ``count`` lines stand
    there, unshown). Of a stretch of rows, ``old`` and ``new`` are its first lines and ``count`` how many it has."""

    change: str
    old: int = 0
    new: int = 0
    count: int = 0
    text: str = ""
    markup: str = ""
    """The same text, coloured as HTML."""
    old_place: str = ""
    new_place: str = ""
    """The queries that show it in its source; empty: it is in no file, but the heading of one."""
    line: int = 0
    """Which line of the new revision it is, or the first that it folds, counted over all files; 0 for one that is
    gone."""
    said: Sequence[LineNote] = ()
    """What other rooms say at lines of the new revision that end here, or in the lines folded here."""


@dataclass(frozen=True, slots=True)
class Came:
    """Findings of one revision that the other has not: how many, and the first of them."""

    total: int
    findings: list[Found]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """What changed from ``old`` to ``new``. ``cut``: lines beyond the bound were not compared."""

    old: Revision
    new: Revision
    lines: Comparison
    rows: list[Row]
    page: Page
    cut: bool
    came: Came | None
    went: Came | None
    packed: bool = False
    """Of several files: a line's number says less than which line it is."""

    @property
    def is_same(self) -> bool:
        return not self.lines.added and not self.lines.removed


def compare_page(
    old: Revision, new: Revision, reading: Reading | None, page: int, said: Said = NOTHING_SAID
) -> ComparePage:
    """A page of what changed. ``reading``: the newest report of ``new``; ``said``: what others say at lines of it.

    Two blobs, two reports: six queries.
    """
    joined = files_of(old.digest).joined, files_of(new.digest).joined
    contents = _lines(joined[0]), _lines(joined[1])
    found = _compared(old.digest, new.digest) or _compare(old.digest, new.digest, contents)
    stretches = list(_stretches(found, *map(len, contents)))
    total = sum(1 if one.change == "fold" else one.count for one in stretches)
    at = min(page, max(1, -(-total // ROWS)))
    rows = list(_rows(stretches, (at - 1) * ROWS, at * ROWS))
    _fill(rows, contents, new.contract.technology)
    _say(rows, said)
    rows = list(_placed(rows, joined))
    before = reading_of(old)
    judged = before is not None and reading is not None and before.checked and reading.checked
    return ComparePage(
        old=old,
        new=new,
        lines=found,
        rows=rows,
        page=Page(rows, at, ROWS, total),
        cut=max(map(len, contents)) >= LINES,
        came=_beyond(reading, before) if judged else None,
        went=_beyond(before, reading) if judged else None,
        packed=any("" not in one.starts for one in joined),
    )


def _say(rows: list[Row], said: Said) -> None:
    """Each note stands at the line where it ends, or at the fold that hides this line."""
    for row in rows:
        if row.change == "fold":
            hidden = range(row.new, row.new + row.count)
            row.line = row.new
            row.said = [note for line in sorted(said) if line in hidden for note in said[line]]
        elif row.new:
            row.line, row.said = row.new, said.get(row.new, ())


def _lines(text: Joined) -> list[bytes]:
    return text.content.removesuffix(b"\n").split(b"\n")[:LINES]


def _placed(rows: list[Row], joined: tuple[Joined, Joined]) -> Iterator[Row]:
    """Lines are compared as if the files of a revision were one text; they are shown with the numbers in their files,
    and the name of the file above its first row."""
    shown = ""
    for row in rows:
        file = ""
        if row.old:
            file, row.old = joined[0].place(row.old)
            row.old_place = query(file, row.old) if row.old else ""
        if row.new:
            file, row.new = joined[1].place(row.new)
            row.new_place = query(file, row.new) if row.new else ""
        if row.change != "fold":
            if file != shown and (row.old_place or row.new_place):
                name = heading(file).decode()
                yield Row("file", text=name, markup=html.escape(name))
            shown = file
        yield row


def new_lines(old: Revision, new: Revision) -> tuple[set[int], Comparison]:
    """The lines of ``new``, from 1, that ``old`` has not; and how much differs. Two blobs."""
    contents = _lines(files_of(old.digest).joined), _lines(files_of(new.digest).joined)
    found = _compared(old.digest, new.digest) or _compare(old.digest, new.digest, contents)
    same = {one.new + step for one in found.same for step in range(1, one.length + 1)}
    return set(range(1, len(contents[1]) + 1)) - same, found


_kept: dict[tuple[str, str], Comparison] = {}
_KEEP = 8


def _compared(old: str, new: str) -> Comparison | None:
    return _kept.get((old, new))


def _compare(old: str, new: str, contents: tuple[list[bytes], list[bytes]]) -> Comparison:
    """Bytes never change, so the last few comparisons are kept: whoever turns a page asks for the same again."""
    found = compare(*contents)
    while len(_kept) >= _KEEP:
        _kept.pop(next(iter(_kept)), None)
    _kept[old, new] = found
    return found


def _stretches(found: Comparison, old_lines: int, new_lines: int) -> Iterator[Row]:
    """What is shown, as stretches of ``count`` rows from a line on: changes, three lines around them, folds between."""
    old = new = 0
    for same in (*found.same, Same(old_lines, new_lines, 0)):
        if same.old > old:
            yield Row("removed", old=old + 1, count=same.old - old)
        if same.new > new:
            yield Row("added", new=new + 1, count=same.new - new)
        head = AROUND if same.old or same.new else 0
        old, new = same.old + same.length, same.new + same.length
        tail = 0 if (old, new) == (old_lines, new_lines) else AROUND
        hidden = same.length - head - tail
        if hidden <= 1:
            head, tail, hidden = same.length, 0, 0
        if head:
            yield Row("same", same.old + 1, same.new + 1, head)
        if hidden:
            yield Row("fold", same.old + head + 1, same.new + head + 1, hidden)
        if tail:
            yield Row("same", old - tail + 1, new - tail + 1, tail)


def _rows(stretches: list[Row], first: int, last: int) -> Iterator[Row]:
    """The rows ``first`` to ``last`` (exclusive) of all stretches, without their text; a fold is one row."""
    at = 0
    for one in stretches:
        size = 1 if one.change == "fold" else one.count
        for step in range(max(0, first - at), min(size, last - at)):
            if one.change == "fold":
                yield one
            else:
                yield Row(one.change, one.old + step if one.old else 0, one.new + step if one.new else 0)
        at += size


def _fill(rows: list[Row], contents: tuple[list[bytes], list[bytes]], technology: str) -> None:
    """The text of each row as markup; the old lines and the new ones are each read in their order."""
    for which, changes in enumerate(({"removed"}, {"added", "same"})):
        lines = contents[which]
        mine = [row for row in rows if row.change in changes]
        texts = [shorten(lines[(row.new if which else row.old) - 1]) for row in mine]
        start = next((line for line in lines if line.strip()), b"")
        for row, text, markup in zip(mine, texts, highlight(texts, language_of(start, technology)), strict=True):
            row.text, row.markup = text, markup


def _beyond(reading: Reading | None, other: Reading | None) -> Came | None:
    """Findings of one report whose fingerprints the other has not, in the order of the lines."""
    if reading is None or other is None:
        return None
    known = set(other.marks())
    places = [at for at, mark in enumerate(reading.marks()) if mark not in known]
    return Came(len(places), [reading.at(at) for at in places[:FINDINGS]])


def against(revisions: list[Revision], revision: Revision) -> Revision | None:
    """What a revision is compared with first: the published one, else the one before it; None when it is alone."""
    rest = [one for one in revisions if one.pk != revision.pk]
    published = next((one for one in rest if one.state == Revision.State.PUBLISHED), None)
    before = next((one for one in rest if one.number < revision.number), None)
    if revision.state in {Revision.State.RETIRED, Revision.State.DEPRECATED}:
        return before or published
    return published or before
