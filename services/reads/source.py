"""The source of a revision, a window of lines at a time, with what was found under its lines."""

import html
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Token, _TokenType

from portal.kit.text import visible
from services.models import Waiver
from services.reads.reports import Entry, Found, Reading

WINDOW = 400
BEFORE = 40
LONGEST_LINE = 2000
NOTES_A_LINE = 10
NOTES_A_WINDOW = 200
KEPT = 50_000
"""Characters of a window whose colours are worth keeping in memory."""
OF_ONE_RULE = 5
"""How many findings of one rule a window tells in full; the next ones take a line each."""
QUIET, AROUND, READ_ON = 16, 6, 40
"""How many lines without findings fold at the least, what stays around findings, and after the line asked for."""

_CLASSES: tuple[tuple[_TokenType, str], ...] = (
    (Token.Comment, "c"),
    (Token.Name.Tag, "k"),
    (Token.Keyword, "n"),
    (Token.Name.Constant, "s"),
    (Token.Literal.Number, "n"),
    (Token.Literal, "s"),
    (Token.Name, "k"),
)
_PIECES = re.compile(r"(<[^>]*>)|(&#?\w+;|[^<])")
_NUMBER = re.compile(r"[-+]?[0-9][0-9._]*(?:[eE][-+]?[0-9]+)?|true|false|null|~")


@dataclass(slots=True)
class Line:
    """One line of the source as markup, and the findings that stand at it: in full, briefly, or only counted."""

    number: int
    markup: str
    severity: str = ""
    notes: list[Found] = field(default_factory=list)
    brief: list[Found] = field(default_factory=list)
    more: int = 0


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
) -> Window:
    """The window of at most 400 lines around line ``at`` (from 1), highlighted, with findings of ``severity`` or all.

    0 asks for no line: then the window begins at the top, or where the first finding of the wanted ``severity`` is.
    Where something was found, stretches without findings fold, but not the lines ``at`` to ``until``.
    """
    wanted = (at, max(until, at + READ_ON)) if at else (0, 0)
    if b"\r" in content:  # a line also ends at CR LF and at CR alone, as the engine counts them
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    rows = content.removesuffix(b"\n").split(b"\n")
    total = len(rows)
    places = _places(reading, waivers, severity) if reading is not None else ()
    if not at and severity and places:
        at = places[0]
    at = min(max(1, at), total)
    first = max(1, min(at - BEFORE, total - WINDOW + 1))
    last = min(total, first + WINDOW - 1)
    texts = [shorten(row) for row in rows[first - 1 : last]]
    technology = "json" if content.lstrip()[:1] in {b"{", b"["} else "yaml"
    lines = [Line(first + offset, markup) for offset, markup in enumerate(highlight(texts, technology))]
    if reading is not None:
        _place_findings(lines, reading, waivers, severity)
        for line, text, row in zip(lines, texts, rows[first - 1 : last], strict=True):
            if (line.notes or line.brief) and text == row.decode(
                "utf-8", "replace"
            ):  # else columns would point elsewhere
                line.markup = _underlined(line)
    return Window(lines, _folded(lines, wanted, entries), first, last, total, places)


def _folded(lines: list[Line], wanted: tuple[int, int], entries: Sequence[Entry]) -> list[Line | Fold]:
    """The lines, with a fold for each long stretch that is far from every finding and from what was asked for."""
    loud = [line.number for line in lines if line.severity]
    if not loud:
        return list(lines)
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


def _places(reading: Reading, waivers: dict[str, Waiver], severity: str) -> tuple[int, ...]:
    """Where findings of ``severity`` (or all) begin. Reads the report's columns, for it may hold very many."""
    rules, table = reading.report.data["rules"], reading.report.data["findings"]
    lines = list(table["line"])
    spared = [found for mark in waivers if (found := reading.finding(mark)) is not None] if severity else []
    if severity == "waived":
        lines = sorted(found.line for found in spared)
    elif severity:
        said = {number for number, rule in enumerate(rules) if rule["severity"] == severity}
        lines = [line for line, rule in zip(lines, table["rule"], strict=True) if rule in said]
        for found in spared:
            if found.severity == severity:
                lines.remove(found.line)
    return tuple(max(1, line) for line in lines)


def _place_findings(lines: list[Line], reading: Reading, waivers: dict[str, Waiver], severity: str) -> None:
    """Only the first finding of a rule says why and how to mend; the next ones would say the same words again, and
    after five of one rule a line each is enough."""
    shown = 0
    told: Counter[str] = Counter()
    first = lines[0].number
    for found in reading.between(first, lines[-1].number):
        waiver = waivers.get(found.fingerprint)
        said = "waived" if waiver else found.severity
        if severity and said != severity:
            continue
        line = lines[max(found.line, 1) - first]
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


@lru_cache(maxsize=8)
def _lexer(technology: str) -> Lexer:
    return get_lexer_by_name(technology, stripnl=False, ensurenl=False)


def highlight(texts: list[str], technology: str) -> list[str]:
    """Each line as markup of its own: keys, strings, numbers and comments in ``<i>``, everything else escaped."""
    lines = _kept(tuple(texts), technology) if sum(map(len, texts)) <= KEPT else _drawn(texts, technology)
    return list(lines)


@lru_cache(maxsize=64)
def _kept(texts: tuple[str, ...], technology: str) -> list[str]:
    """The windows that were drawn last: who reads a contract comes back to it, and others read the same."""
    return _drawn(texts, technology)


def _drawn(texts: Sequence[str], technology: str) -> list[str]:
    if technology == "json":  # nothing in JSON goes over a line, so a line that was cut short harms no other
        return [_markup(text, technology)[0] for text in texts]
    markup = _markup("\n".join(texts), technology)
    return (markup + [""] * len(texts))[: len(texts)]


def _markup(text: str, technology: str) -> list[str]:
    lines: list[list[str]] = [[]]
    tokens = list(_lexer(technology).get_tokens(text))
    for at, (kind, value) in enumerate(tokens):
        name = next((name for family, name in _CLASSES if kind[: len(family)] == family), "")
        if kind[:2] == ("Name", "Variable") or kind[-1:] == ("Plain",):
            inside = at > 1 and tokens[at - 2][0] is kind and tokens[at - 1][1].strip(" ") == ""
            name = _plain(value, "".join(text for _, text in tokens[at + 1 : at + 3]), inside)
        for place, part in enumerate(value.split("\n")):
            if place:
                lines.append([])
            if part:
                safe = html.escape(part)
                lines[-1].append(f'<i class="{name}">{safe}</i>' if name and not part.isspace() else safe)
    return ["".join(parts) for parts in lines]


def _plain(value: str, after: str, inside: bool) -> str:
    """A word of YAML without quotes: a key when a colon and a space follow, else a number, or (``inside``) a text.

    The lexer does not tell keys from values inside [a, b] and {a: b}, nor a key that holds braces.
    """
    if after[:1] == ":" and (after[1:2].isspace() or not after[1:]):
        return "k"
    return "n" if not inside and _NUMBER.fullmatch(value.strip()) else "s"
