"""What a form tells of a document before it is sent: its format, what is in it, and what was found at which line."""

from dataclasses import dataclass
from heapq import nsmallest

from services import contracts as engine
from services.reads.colours import highlight, language_of
from services.reads.files import opened
from services.reads.reports import Found, Left, Reading
from services.reads.source import shorten, underline

TOO_MUCH = frozenset({"check-timed-out", "check-out-of-memory"})
MOST = 30
LONGEST_EXCERPT = 300


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding with the line it is about, as markup; no markup where no line can be shown."""

    found: Found
    markup: str


@dataclass(frozen=True, slots=True)
class Tried:
    """A document that was looked at, or the sentence why it was not (``said``), and the seconds after which it is asked
    again by itself. ``whole``: all rules were asked. ``late``: it takes longer than somebody waits. ``typed``: it is
    text in a field, where a cursor can go; ``chosen``: files, which a browser forgets when its page is made anew."""

    reading: Reading | None = None
    left: Left | None = None
    findings: tuple[Shown, ...] = ()
    whole: bool = True
    late: bool = False
    typed: bool = False
    chosen: bool = False
    said: str = ""
    again: int = 0
    unasked: tuple[str, ...] = ()
    """The names of the rulesets that hold, and are asked only once it is sent."""
    line: int = 0
    excerpt: str = ""
    """Of a document that cannot be read: where the trouble is."""

    @property
    def more(self) -> int:
        """How many were found beside those that are shown."""
        return self.reading.total - len(self.findings) if self.reading is not None else 0


def tried_of(content: bytes, reading: Reading, *, whole: bool, door: str, unasked: tuple[str, ...] = ()) -> Tried:
    """The worst findings first, each with its line."""
    files = opened(content).texts
    rows = {name: text.split(b"\n") for name, text in files.items()}
    language = {name: language_of(text, reading.technology) for name, text in files.items()}

    def excerpt(file: str, line: int) -> str:
        lines = rows.get(file, [])
        text = shorten(lines[line - 1])[:LONGEST_EXCERPT] if 0 < line <= len(lines) else ""
        return highlight([text], language[file])[0] if text.strip() else ""

    told: set[str] = set()

    def shown(found: Found) -> Shown:
        if found.rule in told:
            found.mend = ""  # the first finding of a rule says how it is mended
        told.add(found.rule)
        markup = excerpt(found.file, found.line)
        if markup:
            on_one = found.end_line == found.line and found.end_column > found.column
            end = found.end_column if on_one else found.column + 1
            loud = found.severity if found.severity in {"error", "warning"} else "hint"
            markup = underline(markup, found.column - 1, end - 1, loud)
        return Shown(found, markup)

    return Tried(
        reading=reading,
        left=reading.after(()),
        findings=tuple(shown(found) for found in _worst(reading)),
        whole=whole,
        late=reading.report.reason is not None and reading.report.reason["code"] in TOO_MUCH,
        typed=door == "content",
        chosen=door == "file",
        unasked=unasked,
        line=reading.reason_line,
        excerpt=excerpt(reading.reason_file, reading.reason_line),
    )


def _worst(reading: Reading) -> list[Found]:
    order = {severity: rank for rank, severity in enumerate(engine.SEVERITIES)}
    weights = [order.get(rule["severity"], len(order)) for rule in reading.report.data["rules"]]
    rules = reading.report.data["findings"]["rule"]
    return [reading.at(at) for at in nsmallest(MOST, range(len(rules)), key=lambda at: (weights[rules[at]], at))]
