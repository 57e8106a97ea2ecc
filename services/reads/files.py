"""The files of a revision: one document, or several that were packed as one archive."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from portal.kit.text import visible
from services import contracts as engine
from services.models import Blob, Waiver
from services.reads.limits import limits
from services.reads.reports import Reading

LONE: Mapping[str, int] = MappingProxyType({"": 0})
"""Of a document that came alone no line stands before its first."""


@dataclass(frozen=True, slots=True)
class Files:
    """The texts by name, in the order of the names; "" is the name of a document that came alone.

    ``packed``: it came as an archive. ``left_out``: what is in it and no text, or why it cannot be opened at all.
    """

    texts: Mapping[str, bytes]
    packed: bool = False
    left_out: tuple[str, ...] = ()
    damaged: str = ""

    @property
    def several(self) -> bool:
        return self.packed and bool(self.texts)

    def named(self, wanted: str, reading: Reading | None, found: Mapping[str, int], severity: str = "") -> str:
        """The file that is asked for; else the one that says most: it is where a reader begins. Who looks for findings
        of one ``severity`` begins where some are."""
        if reading is not None and not wanted:
            wanted = reading.reason_file
        if wanted in self.texts or not self.texts:
            return wanted if self.texts else ""
        if wanted and (alike := [name for name in self.texts if wanted.casefold() in name.casefold()]):
            return min(alike, key=len)  # of thousands nobody writes the whole name
        said = Counter(entry.file for entry in reading.operations()) if reading is not None else Counter[str]()
        return max(self.texts, key=lambda name: (bool(severity and found.get(name)), said[name], found.get(name, 0)))

    def counted(self, reading: Reading | None, waivers: Mapping[str, Waiver], severity: str) -> dict[str, int]:
        """How much was found in each file: of one ``severity`` or of all."""
        counts = dict.fromkeys(self.texts, 0)
        if reading is None or not self.packed:
            return counts
        names, rules, table = list(reading.report.files), reading.report.data["rules"], reading.report.data["findings"]
        for file, rule, mark in zip(table["file"], table["rule"], reading.marks(), strict=True):
            said = "waived" if mark in waivers else rules[rule]["severity"]
            if names[file] in counts and (not severity or said == severity):
                counts[names[file]] += 1
        return counts

    @property
    def joined(self) -> "Joined":
        """All of them as one text, a heading above each: for what counts lines of a revision as a whole."""
        if not self.packed:
            return Joined(self.texts.get("", b""), LONE)
        parts: list[bytes] = []
        starts: dict[str, int] = {}
        lines = 0
        for name, text in self.texts.items():
            rows = text.removesuffix(b"\n")
            parts += [heading(name), rows]
            starts[name] = lines + 1
            lines += 2 + rows.count(b"\n")
        return Joined(b"\n".join(parts) + b"\n", starts)


@dataclass(frozen=True, slots=True)
class Joined:
    """``starts``: how many lines stand before the first of each file, its heading too."""

    content: bytes
    starts: Mapping[str, int]

    def place(self, line: int) -> tuple[str, int]:
        """The file that a line stands in, and its number there: 0 for the heading."""
        names, starts = list(self.starts), list(self.starts.values())
        at = max(0, bisect_right(starts, line) - 1)
        return (names[at], line - starts[at]) if names else ("", line)


def heading(name: str) -> bytes:
    """The line above a file. It begins like a comment of most formats, and its colours harm nothing below it."""
    return f"# ===== {' '.join(visible(name).split())} =====".encode()


def files_of(digest: str) -> Files:
    return opened(Blob.read(digest))


def opened(content: bytes) -> Files:
    """What the bytes hold. An archive that cannot be opened holds nothing: never an exception."""
    if not engine.is_packed(content):
        return Files({"": _plain(content)})
    try:
        every = engine.unpack(content, limits())
    except engine.NotChecked as reason:
        return Files({}, packed=True, damaged=reason.message)
    texts = {name: _plain(text) for name, text in every.items() if b"\0" not in text}
    return Files(texts, packed=True, left_out=tuple(name for name in every if name not in texts))


def _plain(text: bytes) -> bytes:
    """With lines that end at LF: CR LF and CR alone also end a line, as the engine counts them."""
    return text.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in text else text
