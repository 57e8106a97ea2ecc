"""The source of a revision, a window of lines at a time, with what was found under its lines."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from types import MappingProxyType

from portal.kit.beside import LineNote
from portal.kit.text import visible
from services.models import Waiver
from services.reads.colours import highlight, language_of
from services.reads.files import LONE
from services.reads.reports import Entry, Found, Reading

WINDOW = 400
BEFORE = 40
LONGEST_LINE = 2000
NOTES_A_LINE = 10
NOTES_A_WINDOW = 200
OF_ONE_RULE = 5
"""How many findings of one rule a window tells in full; the next ones take a line each."""
QUIET, AROUND, READ_ON = 16, 6, 40
"""How many lines without findings fold at the least, what stays around findings, and after the line asked for."""

NOTHING_SAID: Mapping[int, Sequence[LineNote]] = MappingProxyType({})

_PIECES = re.compile(r"(<[^>]*>)|(&#?\w+;|[^<])")


@dataclass(slots=True)
class Line:
    """One line of the source as markup, and the findings that stand at it: in full, briefly, or only counted."""

    number: int
    markup: str
    severity: str = ""
    notes: list[Found] = field(default_factory=list)
    brief: list[Found] = field(default_factory=list)
    more: int = 0
    said: Sequence[LineNote] = ()
    """What other rooms say at the lines that end here."""


@dataclass(frozen=True, slots=True)
class Fold:
    """Lines of the window in which nothing was found: they open when somebody asks. ``begins``: how many operations
    and types begin in them."""

    first: int
    last: int
    begins: int


@dataclass(frozen=True, slots=True)
class Window:
    """Lines ``first`` to ``last`` of ``total``."""

    lines: list[Line]
    """All of them; ``rows`` leaves out the quiet ones."""
    rows: list[Line | Fold]
    first: int
    last: int
    total: int
    places: tuple[int, ...] = ()
    """The lines of the whole document where the findings that are asked for begin, in order."""

    @property
    def here(self) -> int:
        """How many of these findings begin in the window."""
        return len(self.places) - self.above - self.below

    @property
    def above(self) -> int:
        return bisect_left(self.places, self.first)

    @property
    def below(self) -> int:
        return len(self.places) - bisect_right(self.places, self.last)

    @property
    def nearest_above(self) -> int:
        """The line of the last finding before the window; 0 for none."""
        return self.places[self.above - 1] if self.above else 0

    @property
    def nearest_below(self) -> int:
        return self.places[-self.below] if self.below else 0

    @property
    def earlier(self) -> int | None:
        """A line in the window before this one."""
        return max(1, self.first - WINDOW + BEFORE) if self.first > 1 else None

    @property
    def later(self) -> int | None:
        return self.last + 1 if self.last < self.total else None


def window(
    content: bytes,
    at: int,
    reading: Reading | None,
    waivers: dict[str, Waiver],
    severity: str = "",
    *,
    until: int = 0,
    entries: Sequence[Entry] = (),
    starts: Mapping[str, int] = LONE,
    language: str = "",
    said: Mapping[int, Sequence[LineNote]] = NOTHING_SAID,
) -> Window:
    """The window of at most 400 lines around line ``at`` (from 1), highlighted, with findings of ``severity`` or all.

    0 asks for no line: then the window begins at the top, or where the first finding of the wanted ``severity`` is.
    Where something was found, stretches without findings fold, but not the lines ``at`` to ``until``. ``starts``: how
    many of the lines stand before each file in them; findings of other files are not shown. ``entries`` are theirs.
    ``language``: what it is coloured as, where that is not for its first sign to say. ``said``: what others say at
    lines, by the line where it ends.
    """
    wanted = (at, max(until, at + READ_ON)) if at else (0, 0)
    if b"\r" in content:  # a line also ends at CR LF and at CR alone, as the engine counts them
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    rows = content.removesuffix(b"\n").split(b"\n")
    total = len(rows)
    places = _places(reading, waivers, severity, starts) if reading is not None else ()
    if not at and severity and places:
        at = places[0]
    at = min(max(1, at), total)
    first = max(1, min(at - BEFORE, total - WINDOW + 1))
    last = min(total, first + WINDOW - 1)
    texts = [shorten(row) for row in rows[first - 1 : last]]
    language = language or language_of(content, reading.technology if reading is not None else "")
    lines = [Line(first + offset, markup) for offset, markup in enumerate(highlight(texts, language))]
    for line in lines:
        line.said = said.get(line.number, ())
    if reading is not None:
        _place_findings(lines, _between(reading, lines, starts), reading, waivers, severity)
        for line, text, row in zip(lines, texts, rows[first - 1 : last], strict=True):
            if (line.notes or line.brief) and text == row.decode(
                "utf-8", "replace"
            ):  # else columns would point elsewhere
                line.markup = _underlined(line)
    return Window(lines, _folded(lines, wanted, entries), first, last, total, places)


def _folded(lines: list[Line], wanted: tuple[int, int], entries: Sequence[Entry]) -> list[Line | Fold]:
    """The lines, with a fold for each long stretch that is far from every finding and from what was asked for."""
    if not any(line.severity for line in lines):
        return list(lines)
    loud = [line.number for line in lines if line.severity or line.said]
    begins = [entry.line for entry in entries]
    rows: list[Line | Fold] = []
    quiet: list[Line] = []
    for line in [*lines, None]:
        if line is not None:
            near = bisect_left(loud, line.number - AROUND)
            is_near = near < len(loud) and loud[near] <= line.number + AROUND
            if not is_near and not wanted[0] - AROUND <= line.number <= wanted[1]:
                quiet.append(line)
                continue
        if len(quiet) >= QUIET:
            first, last = quiet[0].number, quiet[-1].number
            rows.append(Fold(first, last, bisect_right(begins, last) - bisect_left(begins, first)))
        else:
            rows += quiet
        quiet = []
        if line is not None:
            rows.append(line)
    return rows


def _places(reading: Reading, waivers: dict[str, Waiver], severity: str, starts: Mapping[str, int]) -> tuple[int, ...]:
    """Where findings of ``severity`` (or all) begin. Reads the report's columns, for it may hold very many."""
    rules, table = reading.report.data["rules"], reading.report.data["findings"]
    spared = [found for mark in waivers if (found := reading.finding(mark)) is not None] if severity else []
    if severity == "waived":
        return tuple(sorted(starts[found.file] + max(1, found.line) for found in spared if found.file in starts))
    lines = list(table["line"])
    before = [starts.get(name, -1) for name in reading.report.files or LONE]
    columns = zip(lines, table["rule"], table.get("file") or repeat(0), strict=False)
    if severity or list(starts.values()) != [0] or len(before) > 1:
        said = {number for number, rule in enumerate(rules) if not severity or rule["severity"] == severity}
        lines = [before[file] + max(1, line) for line, rule, file in columns if rule in said and before[file] >= 0]
        for found in spared:
            if found.severity == severity and found.file in starts:
                lines.remove(starts[found.file] + max(1, found.line))
        lines.sort()
    return tuple(max(1, line) for line in lines)


def _between(reading: Reading, lines: list[Line], starts: Mapping[str, int]) -> Iterator[Found]:
    """The findings of these lines, with lines counted as they are counted here."""
    first, last = lines[0].number, lines[-1].number
    for file, before in starts.items():
        if last <= before or not (file in reading.report.files or file == ""):
            continue
        for found in reading.between(max(1, first - before), last - before, file):
            if found.line + before > last:
                break
            found.line, found.end_line = max(1, found.line) + before, max(1, found.end_line) + before
            yield found


def _place_findings(
    lines: list[Line], here: Iterator[Found], reading: Reading, waivers: dict[str, Waiver], severity: str
) -> None:
    """Only the first finding of a rule says why and how to mend; the next ones would say the same words again, and
    after five of one rule a line each is enough."""
    shown = 0
    told: Counter[str] = Counter()
    first = lines[0].number
    for found in here:
        waiver = waivers.get(found.fingerprint)
        said = "waived" if waiver else found.severity
        if severity and said != severity:
            continue
        line = lines[found.line - first]
        line.severity = _worse(line.severity, said)
        if len(line.notes) + len(line.brief) >= NOTES_A_LINE or shown >= NOTES_A_WINDOW:
            line.more += 1
            continue
        found.waived_by = waiver
        shown += 1
        told[found.rule] += 1
        if told[found.rule] > OF_ONE_RULE:
            line.brief.append(found)
            continue
        if waiver or told[found.rule] > 1:
            found.why = found.mend = ""
        else:
            found.alike = reading.report.rules[found.rule]["count"]
        line.notes.append(found)


def _underlined(line: Line) -> str:
    """The line's markup with the very words underlined that its findings are about."""
    spans = {}
    for found in reversed([*line.notes, *line.brief]):
        if found.end_line == found.line and found.column < found.end_column:
            loud = found.severity in {"error", "warning"} and found.waived_by is None
            spans[found.column - 1, found.end_column - 1] = found.severity if loud else "hint"
    markup = line.markup
    for (start, end), severity in spans.items():
        markup = underline(markup, start, end, severity)
    return markup


def underline(markup: str, start: int, end: int, severity: str) -> str:
    """``markup`` with its characters ``start`` to ``end`` (exclusive, from 0) in ``<mark>``, never across a tag."""
    parts: list[str] = []
    at, is_open = 0, False
    for tag, sign in _PIECES.findall(markup):
        inside = not tag and start <= at < end
        if inside is not is_open:
            parts.append(f'<mark data-severity="{severity}">' if inside else "</mark>")
        is_open = inside
        parts.append(tag or sign)
        at += not tag
    return "".join([*parts, "</mark>"] if is_open else parts)


def _worse(one: str, other: str) -> str:
    order = ["error", "warning", "info", "hint", "waived", ""]
    return min(one, other, key=order.index)


def shorten(row: bytes) -> str:
    """A line as text that can be shown: never endless, and nothing invisible in it that could mislead a reader."""
    text = row[: LONGEST_LINE * 4].decode("utf-8", "replace")
    if len(text) > LONGEST_LINE:
        text = f"{text[:LONGEST_LINE]} … ({len(row):,} bytes in this line)"
    return visible(text)
