"""What a file is, found by reading all of it: a name or a declared type proves nothing. Pure; never decodes pixels.

PNG, JPEG, CSV, PDF and plain text are read to their last byte, and anything that stands behind the end, hides in a
compressed stream, is a second file at once or could act when it is opened is refused. Sources: PNG (ISO/IEC 15948),
JPEG (ITU-T T.81), PDF (ISO 32000-1, 7.3.5 names, 7.5 structure, 12.6 actions), RFC 4180.
"""

import csv
import io
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator

MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 16_000_000
MOST_INFLATED = 32 * 1024 * 1024
PIECE = 256 * 1024
MOST_ROWS, MOST_COLUMNS = 100_000, 500
ENDINGS = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "text/csv": (".csv",),
    "application/pdf": (".pdf",),
    "text/plain": (".txt", ".log", ".md"),
}
KINDS = "PNG, JPEG, CSV, PDF or plain text"

_PNG = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_ACTS = (
    b"JavaScript", b"JS", b"Launch", b"OpenAction", b"AA", b"EmbeddedFile", b"EmbeddedFiles", b"RichMedia", b"XFA",
    b"SubmitForm", b"ImportData", b"GoToE", b"GoToR", b"Movie", b"Sound", b"Rendition", b"Encrypt",
)  # fmt: skip
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
_OTHERS = {b"GIF8": "GIF", b"PK\x03\x04": "ZIP archive", b"\x1f\x8b": "gzip archive", b"MZ": "program",
           b"\x7fELF": "program", b"Rar!": "RAR archive", b"7z\xbc\xaf": "7z archive", b"RIFF": "RIFF file",
           b"II*\x00": "TIFF", b"MM\x00*": "TIFF", b"\xd0\xcf\x11\xe0": "old office document"}  # fmt: skip


class NotThat(ValueError):
    """The file is not taken. Its text is a sentence that says what to do."""


def recognise(name: str, content: bytes) -> str:
    """The media type of a file, after it was read as one. Raises NotThat for everything else.

    The ending of its name has to fit: whoever downloads it opens it by that.
    """
    if not content:
        raise NotThat("This file is empty.")
    if len(content) > MOST_BYTES:
        raise NotThat(
            f"This file has {len(content) / 1_048_576:.1f} MB; at most {MOST_BYTES // 1_048_576} MB are taken."
        )
    ending = _ending(name)
    fitting = next((kind for kind, endings in ENDINGS.items() if ending in endings), None)
    if fitting is None:
        raise NotThat(f"Attach {KINDS}; the name says which, like latency.csv.")
    _READ[fitting](content)
    _require_one(content, fitting)
    return fitting


def clean_name(name: str) -> str:
    """The name without paths, control characters and what would turn it around on a screen; at most 100 characters."""
    said = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(one for one in said if unicodedata.category(one)[0] != "C" and one not in '"<>:|?*;%').strip(" .")
    stem, dot, ending = kept.rpartition(".")
    return f"{(stem or 'file')[: 90 - len(ending)]}{dot}{ending}" if dot and len(ending) < 10 else kept[:100]


def _ending(name: str) -> str:
    return f".{clean_name(name).rpartition('.')[2].lower()}"


def _require_one(content: bytes, kind: str) -> None:
    """Refuse two files in one: what unpacks an archive finds it inside a chunk, a comment or a stream, too."""
    if zipfile.is_zipfile(io.BytesIO(content)) or any(begin in content for begin in _ARCHIVES):
        raise NotThat("There is an archive inside this file. Save it again from a program that draws or prints.")
    if kind.startswith("image/") and b"%PDF-" in content[:1024]:
        raise NotThat("There is a PDF inside this picture. Save it again from a program that draws.")


def _png(content: bytes) -> None:
    if not content.startswith(_PNG):
        raise NotThat(_is_other(content, "PNG"))
    shape: tuple[int, ...] | None = None
    packed: list[bytes] = []
    last = b""
    at = len(_PNG)
    while at < len(content) and last != b"IEND":
        if at + 12 > len(content):
            raise NotThat("This PNG breaks off. Save it again.")
        (size,) = struct.unpack(">I", content[at : at + 4])
        kind, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
        end = content[at + 8 + size : at + 12 + size]
        if len(end) != 4 or struct.unpack(">I", end)[0] != zlib.crc32(kind + body):
            raise NotThat("This PNG is damaged: a checksum does not hold. Save it again.")
        if (shape is None) != (kind == b"IHDR"):
            raise NotThat("This PNG has no header, or two. Save it again.")
        if kind == b"IHDR":
            shape = _png_shape(body)
        elif kind == b"IDAT":
            packed.append(body)
        last, at = kind, at + 12 + size
    if last != b"IEND" or shape is None:
        raise NotThat("This PNG breaks off. Save it again.")
    if at != len(content):
        raise NotThat("Something stands behind the end of this PNG. Save it again from a program that draws.")
    expected = _png_bytes(shape)
    if _inflated_size(b"".join(packed), expected) != expected:
        raise NotThat("The pixels of this PNG are not as many as it says. Save it again.")


def _png_shape(body: bytes) -> tuple[int, ...]:
    if len(body) != 13:
        raise NotThat("This PNG has a broken header. Save it again.")
    width, height, depth, colour, packing, filtering, laced = struct.unpack(">IIBBBBB", body)
    if not (width and height) or depth not in _DEPTHS.get(colour, ()) or packing or filtering or laced > 1:
        raise NotThat("This PNG has a broken header. Save it again.")
    _require_size(width, height)
    return width, height, depth, _CHANNELS[colour], laced


def _png_bytes(shape: tuple[int, ...]) -> int:
    """How many bytes the pixels have, with the filter byte before each line."""
    width, height, depth, channels, laced = shape

    def lines(wide: int, high: int) -> int:
        return high * (1 + (wide * depth * channels + 7) // 8) if wide and high else 0

    if not laced:
        return lines(width, height)
    return sum(
        lines(-(-(width - x) // dx), -(-(height - y) // dy)) for x, y, dx, dy in _PASSES if width > x and height > y
    )


def _require_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise NotThat(f"This picture has {width} by {height} pixels. Make it smaller.")


def _jpeg(content: bytes) -> None:
    if not content.startswith(b"\xff\xd8\xff"):
        raise NotThat(_is_other(content, "JPEG"))
    at = 2
    seen: set[str] = set()
    while (marker := content[at + 1 : at + 2]) != b"\xd9":
        if content[at : at + 1] != b"\xff" or not marker:
            raise NotThat("This JPEG is damaged. Save it again.")
        if marker == b"\xff":  # padding
            at += 1
            continue
        at = _jpeg_part(content, at, marker[0], seen)
    if content[at : at + 1] != b"\xff" or seen != {"frame", "scan"}:
        raise NotThat("There is no picture in this JPEG. Save it again.")
    if at + 2 != len(content):
        raise NotThat("Something stands behind the end of this JPEG. Save it again from a program that draws.")


def _jpeg_part(content: bytes, at: int, marker: int, seen: set[str]) -> int:
    """Read one part; where the next begins."""
    size = int.from_bytes(content[at + 2 : at + 4], "big")
    body = content[at + 4 : at + 2 + size]
    if marker in {0x00, 0x01, 0xD8} or 0xD0 <= marker <= 0xD7 or size < 2 or len(body) != size - 2:
        raise NotThat("This JPEG is damaged. Save it again.")
    at += 2 + size
    if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
        height, width = struct.unpack(">HH", body[1:5]) if len(body) >= 6 else (0, 0)
        if not (width and height):
            raise NotThat("This JPEG says that it has no size. Save it again.")
        _require_size(width, height)
        seen.add("frame")
    if marker == 0xDA:
        seen.add("scan")
        found = re.compile(rb"\xff(?![\x00\xd0-\xd7])").search(content, at)
        if found is None:
            raise NotThat("This JPEG breaks off. Save it again.")
        at = found.start()
    return at


def _pdf(content: bytes) -> None:
    if not re.match(rb"%PDF-(1\.[0-7]|2\.0)[\r\n ]", content):
        raise NotThat(_is_other(content, "PDF"))
    tail = content.rstrip(b"\r\n \t\x00")
    if not tail.endswith(b"%%EOF") or b"startxref" not in tail[-2048:]:
        raise NotThat("This PDF has no end, or something stands behind it. Print it to a PDF again.")
    for part in _pdf_parts(content):
        names = re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), part)
        for act in _ACTS:
            if re.search(rb"/" + act + rb"(?![A-Za-z0-9])", names):
                what = "is encrypted" if act == b"Encrypt" else f"can act when it is opened ({act.decode()})"
                raise NotThat(f"This PDF {what}. Print it to a PDF again: what is printed only shows.")


def _pdf_parts(content: bytes) -> Iterator[bytes]:
    """What lies open, and what the streams that may hold objects are when they are inflated."""
    left = MOST_INFLATED
    at = 0
    open_parts = []
    for found in re.finditer(rb"stream\r?\n", content):
        if found.start() < at or content[max(0, found.start() - 3) : found.start()] == b"end":
            continue
        end = content.find(b"endstream", found.end())
        if end < 0:
            raise NotThat("This PDF breaks off. Print it to a PDF again.")
        open_parts.append(content[at : found.start()])
        begins = content.rfind(b"obj", at, found.start())
        about = content[begins if begins >= 0 else at : found.start()]
        body = content[found.end() : end]
        if b"ObjStm" in re.sub(rb"#([0-9A-Fa-f]{2})", lambda one: bytes([int(one[1], 16)]), about):
            if b"FlateDecode" in about or b"/Fl" in about:
                body = _inflate(body, left, "PDF")
                left -= len(body)
            elif b"Filter" in about:
                raise NotThat("This PDF hides its objects in a way that is not read here. Print it to a PDF again.")
            yield body
        at = end
    yield b"".join([*open_parts, content[at:]])


def _inflated_size(packed: bytes, most: int) -> int:
    """How many bytes it becomes, held a piece at a time; counts no further than a piece beyond the most."""
    inflater = zlib.decompressobj()
    size = 0
    try:
        while packed and size <= most:
            size += len(inflater.decompress(packed, PIECE))
            packed = inflater.unconsumed_tail
    except zlib.error:
        raise NotThat("This PNG is damaged. Save it again.") from None
    return size


def _inflate(packed: bytes, most: int, what: str) -> bytes:
    """At most so many bytes: what would become more is a bomb."""
    inflater = zlib.decompressobj()
    try:
        found = inflater.decompress(packed, max(1, most))
    except zlib.error:
        raise NotThat(f"This {what} is damaged. Save it again.") from None
    if inflater.unconsumed_tail:
        raise NotThat(f"This {what} unpacks to more than it may.")
    return found


def _text(content: bytes) -> str:
    try:
        said = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotThat(f"This is not text in UTF-8. {_is_other(content, 'text')}") from None
    bad = next((one for one in said if unicodedata.category(one) == "Cc" and one not in "\r\n\t\f"), None)
    if bad is not None:
        raise NotThat("There are control characters in it: it is no plain text.")
    start = said.lstrip()[:400].casefold()
    if (
        content.startswith(b"%PDF")
        or re.match(r"<(!|\?|html|svg|script|body|head|iframe|xml)", start)
        or re.search(r"<\s*script", start)
    ):
        raise NotThat("This is a document with markup under the name of a text. Attach what it shows.")
    return said


def _plain(content: bytes) -> None:
    if not _text(content).strip():
        raise NotThat("There is nothing in this text.")


def _csv(content: bytes) -> None:
    said = _text(content)
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(said[:10_000], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    width, rows, number = 0, 0, False
    try:
        for row in csv.reader(io.StringIO(said, newline=""), dialect, strict=True):
            if not row:
                continue
            rows += 1
            width = width or len(row)
            if rows > MOST_ROWS or width > MOST_COLUMNS:
                raise NotThat(f"At most {MOST_ROWS:,} rows of {MOST_COLUMNS} columns. Attach what matters of it.")
            if len(row) != width:
                raise NotThat(f"Row {rows} of this CSV has {len(row)} columns, the first has {width}.")
            number = number or (rows > 1 and any(re.search(r"\d", cell) for cell in row))
    except csv.Error as why:
        raise NotThat(f"This is no CSV that can be read: {why}.") from None
    if rows < 2 or not number:
        raise NotThat("A CSV needs a row of names and a row with a number below it.")


def _is_other(content: bytes, wanted: str) -> str:
    """A sentence for a file that is not what its name says."""
    kinds = {_PNG: "PNG", b"\xff\xd8\xff": "JPEG", b"%PDF": "PDF", **_OTHERS}
    found = next((kind for begin, kind in kinds.items() if content.startswith(begin)), None)
    if found is None and re.match(rb"\s*<", content):
        found = "document with markup"
    return f"Its name says {wanted}, but it is {f'a {found}' if found else 'none'}. Attach {KINDS} under its own name."


_READ = {"image/png": _png, "image/jpeg": _jpeg, "text/csv": _csv, "application/pdf": _pdf, "text/plain": _plain}
