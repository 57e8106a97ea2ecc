"""The source of a revision, a window of lines at a time, with what was found under its lines."""

import html
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import lru_cache

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Token, _TokenType

from portal.kit.text import visible
from services.models import Waiver
from services.reads.reports import Found, Reading

WINDOW = 400
BEFORE = 40
LONGEST_LINE = 2000
NOTES_A_LINE = 10
NOTES_A_WINDOW = 200

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
    """One line of the source as markup, and the findings that stand at it."""

    number: int
    markup: str
    severity: str = ""
    notes: list[Found] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True, slots=True)
class Window:
    """Lines ``first`` to ``last`` of ``total``."""

    lines: list[Line]
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


def window(content: bytes, at: int, reading: Reading | None, waivers: dict[str, Waiver], severity: str = "") -> Window:
    """The window of at most 400 lines around line ``at`` (from 1), highlighted, with findings of ``severity`` or all.

    0 asks for no line: then the window begins at the top, or where the first finding of the wanted ``severity`` is.
    """
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
            if line.notes and text == row.decode("utf-8", "replace"):  # else columns would point elsewhere
                line.markup = _underlined(line)
    return Window(lines, first, last, total, places)


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
    """Only the first finding of a rule says why and how to mend; the next ones would say the same words again."""
    shown = 0
    told: set[str] = set()
    first = lines[0].number
    for found in reading.between(first, lines[-1].number):
        waiver = waivers.get(found.fingerprint)
        said = "waived" if waiver else found.severity
        if severity and said != severity:
            continue
        line = lines[max(found.line, 1) - first]
        line.severity = _worse(line.severity, said)
        if len(line.notes) >= NOTES_A_LINE or shown >= NOTES_A_WINDOW:
            line.more += 1
            continue
        found.waived_by = waiver
        if waiver or found.rule in told:
            found.why = found.mend = ""
        else:
            told.add(found.rule)
        line.notes.append(found)
        shown += 1


def _underlined(line: Line) -> str:
    """The line's markup with the very words underlined that its findings are about."""
    spans = {}
    for found in reversed(line.notes):
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
