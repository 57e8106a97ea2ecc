"""What is different between two versions: paragraph by paragraph, and inside of a paragraph word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from teams.proposals.models import Version

LONGEST = 600
"""Words of a paragraph that are compared one by one; a longer one is shown as gone and come."""
ALIKE = 0.4
_WORDS = re.compile(r"\s+|[^\s]+")

type Pieces = list[tuple[str, str]]
"""Text in pieces, each ``same``, ``gone`` or ``new``."""


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph: where it stood before and stands now (0: not), and its text in pieces."""

    kind: str
    before: int
    now: int
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Stretch:
    """Paragraphs that are the same in both, folded away."""

    before: int
    count: int

    kind = "stretch"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something beside the text that was said otherwise before."""

    name: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything between two versions."""

    facts: list[Fact]
    rows: list[Row | Stretch]

    @property
    def changed(self) -> int:
        return sum(isinstance(one, Row) for one in self.rows)


def difference(before: Version, now: Version) -> Difference:
    """What ``now`` says otherwise than ``before``. Pure: no query."""
    return Difference(list(_facts(before, now)), list(_rows(before.paragraphs, now.paragraphs)))


def _rows(old: Sequence[str], new: Sequence[str]) -> Iterator[Row | Stretch]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Stretch(a + 1, b - a)
            continue
        for place in range(max(b - a, d - c)):
            was = old[a + place] if a + place < b else None
            says = new[c + place] if c + place < d else None
            if was is not None and says is not None and (pieces := words(was, says)):
                yield Row("changed", a + place + 1, c + place + 1, pieces)
                continue
            if was is not None:
                yield Row("gone", a + place + 1, 0, [(was, "gone")])
            if says is not None:
                yield Row("new", 0, c + place + 1, [(says, "new")])


def words(was: str, says: str) -> Pieces | None:
    """Both texts as one, word by word; None when they have too little in common, or are too long."""
    old, new = _WORDS.findall(was), _WORDS.findall(says)
    if max(len(old), len(new)) > LONGEST * 2:
        return None
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < ALIKE:
        return None
    pieces: Pieces = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(("".join(old[a:b]), "same"))
            continue
        if a < b:
            pieces.append(("".join(old[a:b]), "gone"))
        if c < d:
            pieces.append(("".join(new[c:d]), "new"))
    return pieces


def _facts(before: Version, now: Version) -> Iterator[Fact]:
    told = [("Title", before.title, now.title), ("Summary", before.summary, now.summary)]
    names = {"reversal": "Taking it back", "services": "Services", "teams": "Teams", "addressed": "Addressed to"}
    told += [(word, _said(before.facts.get(name)), _said(now.facts.get(name))) for name, word in names.items()]
    old, new = before.prediction or {}, now.prediction or {}
    for name in ("claim", "metric", "unit", "baseline", "expected", "source", "check_on"):
        word = "Looked at again on" if name == "check_on" else name.capitalize()
        told.append((word, _said(old.get(name)), _said(new.get(name))))
    for word, was, says in told:
        if was != says:
            yield Fact(word, was, says)


def _said(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)
