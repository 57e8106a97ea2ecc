"""What is handed in: one document, or several files that are one contract, packed as a ZIP archive."""

import io
import stat
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from .document import Source, as_utf_8, too_large
from .limits import Limits, NotChecked
from .model import Facts, FactsInvalid, Flaw
from .places import Place, Span

if TYPE_CHECKING:
    import zipfile  # imported when there is an archive: it takes longer than reading a small document

BESIDE = frozenset({"contract.yaml", "contract.yml"})
"""The file beside a contract that says what its format cannot: facts, and `main`, the file to begin with."""
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_CHUNK = 64 * 1024
_STAMP = (1980, 1, 1, 0, 0, 0)
"""The earliest time a ZIP can tell: the same files always are the same bytes."""


class Bundle:
    """The files by their names ("" is the name of a document that came alone), and the facts that came with them.

    Files that are no text (a logo, a compiled class), or that are empty, are left out: `left_out` says why.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Raises NotChecked for what is too much, damaged, empty, or facts that are none."""
        if len(data) > limits.bytes:
            raise too_large(len(data), limits.bytes)
        self.limits = limits
        self.packed = is_packed(data)
        self.left_out: dict[str, NotChecked] = {}
        self.main = ""
        self.facts = Facts()
        self.files: dict[str, Source] = {}
        if not self.packed:
            self.files[""] = Source(data, limits)
            return
        for name, content in _unpacked(data, limits):
            try:
                source = Source(content, limits, name)
            except NotChecked as reason:
                if reason.code not in ("not-text", "empty"):
                    raise
                reason.file = name
                self.left_out[name] = reason
                continue
            if PurePosixPath(name).name in BESIDE and self._is_beside(source):
                continue
            self.files[name] = source
        if not self.files:
            raise NotChecked("empty", "The archive holds no file with text in it.")
        if self.main in self.left_out:
            raise self.left_out[self.main]
        if self.main and self.main not in self.files:
            said = f"contract.yaml names {self.main[:200]!r} as its main file, which is not in the archive."
            raise NotChecked("main-missing", said)

    def _is_beside(self, source: Source) -> bool:
        """Takes the facts of a contract.yaml. A contract that has the name of such a file is still a contract."""
        said = source.tree.root
        if not isinstance(said, dict) or not said.keys() <= {"main", "facts"}:
            return False
        folder = PurePosixPath(source.name).parent
        self.main = str(folder / str(said["main"])) if said.get("main") else self.main
        facts = said.get("facts")
        try:
            self.facts = Facts.of(facts if isinstance(facts, dict) else {})
        except FactsInvalid as error:
            raise NotChecked("facts-invalid", str(error), 1, 1, source.name) from None
        return True


@dataclass(slots=True, frozen=True)
class Sources:
    """What a format reads: the file to begin with, all files that are of the format (the main one first), and
    everything that came along, by name, for those that refer to other files."""

    main: Source
    own: tuple[Source, ...]
    beside: dict[str, Source]

    def without(self, name: str) -> "Sources | None":
        """The others, the first of which is now the one to begin with. None: there are none."""
        own = tuple(one for one in self.own if one.name != name)
        main = own[0] if self.main.name == name and own else self.main
        return Sources(main, own, {key: one for key, one in self.beside.items() if key != name}) if own else None


UNREAD = "file-not-read"
"""The rule that no file of a contract may break, or else nothing of it counts as passed."""


def unread_file(reason: NotChecked) -> Flaw:
    """A file among others that cannot be read, told where it stands."""
    line, column = max(1, reason.line), max(1, reason.column)
    place = Place(None, ("file", reason.file), f"file:{reason.file}")
    said = f"{reason.file} cannot be read, and nothing in it was judged: {reason.message}"
    return Flaw(UNREAD, place, said, Span(line, column, line, column + 1, reason.file))


def pack(files: Mapping[str, bytes]) -> bytes:
    """The files as one archive. The same files are the same bytes, in whatever order and whenever they are packed.

    Raises NotChecked for a name that leads out of the archive.
    """
    written = io.BytesIO()
    import zipfile

    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted((_inside(name), content) for name, content in files.items()):
            archive.writestr(zipfile.ZipInfo(name, _STAMP), content, zipfile.ZIP_DEFLATED, 6)
    return written.getvalue()


def is_packed(data: bytes) -> bool:
    """Whether these bytes are an archive, as far as their beginning tells."""
    return data.startswith(_ZIP)


def unpack(data: bytes, limits: Limits) -> dict[str, bytes]:
    """The files of an archive by their names, to be shown: texts in UTF-8. Raises NotChecked for an archive that a
    check would not open."""
    if len(data) > limits.bytes:
        raise too_large(len(data), limits.bytes)
    return {name: as_utf_8(content) for name, content in _unpacked(data, limits)}


def _unpacked(data: bytes, limits: Limits) -> Iterator[tuple[str, bytes]]:
    """The files of an archive in the order of their names. What an entry claims of its own size is not believed."""
    import zipfile

    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise NotChecked("archive-damaged", f"This ZIP archive cannot be opened: {_sentence(error)}") from None
    entries = [one for one in archive.infolist() if not one.is_dir() and not _is_litter(one.filename)]
    if len(entries) > limits.files:
        raise NotChecked("too-many-files", f"The archive has {len(entries):,} files; up to {limits.files:,} are read.")
    names = [_inside(one.filename) for one in entries]
    name, times = Counter(names).most_common(1)[0] if names else ("", 1)
    if times > 1:
        raise NotChecked("archive-damaged", f"The archive holds {name[:200]!r} {times} times.")
    left = limits.bytes
    for name, entry in sorted(zip(names, entries, strict=True), key=lambda one: one[0]):
        if entry.flag_bits & 0x1:
            raise NotChecked("archive-damaged", f"{name[:200]!r} is locked by a password.")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise NotChecked("archive-damaged", f"{name[:200]!r} is a link; pack the file itself.")
        content = _content(archive, entry, left)
        left -= len(content)
        yield name, content


def _content(archive: "zipfile.ZipFile", entry: "zipfile.ZipInfo", most: int) -> bytes:
    pieces, size = [], 0
    try:
        with archive.open(entry) as file:
            while size <= most and (piece := file.read(_CHUNK)):
                size += len(piece)
                pieces.append(piece)
    except Exception as error:  # the decompressors have many exceptions of their own (zlib.error, LZMAError)
        raise NotChecked("archive-damaged", f"{entry.filename[:200]!r}: {_sentence(error)}") from None
    if size > most:
        raise NotChecked("too-large", "The files of the archive are larger than what is read of a contract.")
    return b"".join(pieces)


def _is_litter(name: str) -> bool:
    """What a desktop adds to archives by itself."""
    path = PurePosixPath(name)
    return "__MACOSX" in path.parts or path.name in (".DS_Store", "Thumbs.db", "desktop.ini")


def _inside(name: str) -> str:
    """The name with plain slashes. Raises NotChecked when it leads out of the archive."""
    path = PurePosixPath(name.replace("\\", "/"))
    parts = [part for part in path.parts if part != "."]
    if not parts or path.is_absolute() or ".." in parts or ":" in parts[0] or "\0" in name:
        raise NotChecked("archive-damaged", f"{name[:200]!r} is no name of a file inside an archive.")
    return "/".join(parts)


def _sentence(error: Exception) -> str:
    return (str(error).strip().rstrip(".") or type(error).__name__)[:200] + "."
