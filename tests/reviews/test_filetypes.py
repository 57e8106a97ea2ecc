"""Files are what they claim to be, to their last byte; hostile ones are tried."""

import contextlib
import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teams.reviews.filetypes import ENDINGS, MOST_BYTES, NotThat, clean_name, recognise


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width=3, height=2, depth=8, colour=2, laced=0, pixels=None, extra=b""):
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    pixels = b"\0" * (height * (1 + (width * depth * channels + 7) // 8)) if pixels is None else pixels
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, laced)
    packed = chunk(b"IDAT", zlib.compress(pixels))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + packed + chunk(b"IEND", b"")


def jpeg(width=8, height=8, scan=b"\x12\x34\xff\x00\x56\xff\xd0\x78", behind=b""):
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    begin = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    return begin + frame + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + scan + b"\xff\xd9" + behind


def pdf(inside=b"", stream=b"", behind=b""):
    body = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R " + inside + b" >>\nendobj\n" + stream
    return body + b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Root 1 0 R >>\nstartxref\n9\n%%EOF\n" + behind


def objects(content, about=b"/Filter /FlateDecode"):
    packed = zlib.compress(content)
    length = str(len(packed)).encode()
    return (
        b"3 0 obj\n<< /Type /ObjStm "
        + about
        + b" /Length "
        + length
        + b" >>\nstream\n"
        + packed
        + b"\nendstream\nendobj\n"
    )


CSV = b"day,calls,repeated\n2026-11-01,12000,2\n2026-11-02,11800,0\n"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
ZIP = b"PK\x03\x04" + b"\0" * 60


def archive(behind):
    """A whole ZIP archive whose comment is what stands behind it: programs that unpack find it there."""
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w") as made:
            made.writestr("tool.exe", b"MZ")
        return file.getvalue()[:-2] + struct.pack("<H", len(behind))


ENDS_PNG = png()[png().index(b"IDAT") - 4 :]


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.png", png(), "image/png"),
        ("a.PNG", png(5, 5, 1, 0), "image/png"),
        ("a.png", png(extra=chunk(b"tEXt", b"Comment\0drawn by hand")), "image/png"),
        ("a.png", png(3, 3, 8, 0, laced=1, pixels=b"\0" * 15), "image/png"),
        ("a.jpg", jpeg(), "image/jpeg"),
        ("a.JPEG", jpeg(), "image/jpeg"),
        ("calls.csv", CSV, "text/csv"),
        ("calls.csv", b"\xef\xbb\xbf" + CSV.replace(b",", b";"), "text/csv"),
        ("calls.csv", b'what,many\n"a ""quoted"", one",3\n', "text/csv"),
        ("a.pdf", pdf(), "application/pdf"),
        ("a.pdf", pdf(stream=objects(b"<< /Type /Page /Contents 5 0 R >>")), "application/pdf"),
        ("a.txt", "p95 was 340 ms in Malmö".encode(), "text/plain"),
        ("a.log", b"10:01 retry 1 of 3\n10:02 ok\n", "text/plain"),
    ],
)
def test_what_is_what_it_says_is_taken(name, content, kind):
    assert recognise(name, content) == kind


HOSTILE = {
    "nothing": ("a.png", b""),
    "too large": ("a.txt", b"1" * (MOST_BYTES + 1)),
    "SVG by its name": ("a.svg", SVG),
    "SVG as PNG": ("a.png", SVG),
    "SVG as text": ("a.txt", SVG),
    "SVG as CSV": ("a.csv", SVG),
    "HTML as text": ("a.txt", b"\n <!DOCTYPE html><body onload=alert(1)>"),
    "script late in a text": ("a.txt", b"see here <script>alert(1)</script>"),
    "HTML by its name": ("a.html", b"<p>1</p>"),
    "two endings": ("a.pdf.exe", pdf()),
    "turned around": ("a\u202egnp.exe", png()),
    "JPEG as PNG": ("a.png", jpeg()),
    "PNG as JPEG": ("a.jpg", png()),
    "PNG as text": ("a.txt", png()),
    "PDF as text": ("a.txt", pdf()),
    "ZIP as PNG": ("a.png", ZIP),
    "ZIP behind a PNG": ("a.png", png() + ZIP),
    "PNG that is a ZIP as well": ("a.png", png(extra=chunk(b"zIPs", archive(b"\0\0\0\0" + ENDS_PNG)))),
    "PDF that is a ZIP as well": ("a.pdf", pdf()[:9] + archive(pdf()[9:]) + pdf()[9:]),
    "PNG with a RAR archive in it": ("a.png", png(extra=chunk(b"raRs", b"Rar!\x1a\x07\x01\x00"))),
    "PNG with a PDF in it": ("a.png", png(extra=chunk(b"pdFs", pdf()))),
    "HTML behind a PNG": ("a.png", png() + b"<script>alert(1)</script>"),
    "ZIP behind a JPEG": ("a.jpg", jpeg(behind=ZIP)),
    "PHP behind a JPEG": ("a.jpg", jpeg(behind=b"<?php system($_GET[0]);")),
    "PNG that breaks off": ("a.png", png()[:-6]),
    "PNG with a wrong checksum": ("a.png", png()[:40] + b"\x01" + png()[41:]),
    "PNG of a few bytes that says it is huge": ("a.png", png(60000, 60000, pixels=b"\0" * 10)),
    "PNG that unpacks to more than its pixels": ("a.png", png(2, 2, pixels=b"\0" * 5_000_000)),
    "PNG with fewer pixels than it says": ("a.png", png(100, 100, pixels=b"\0" * 50)),
    "PNG without pixels": ("a.png", b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b"")),
    "PNG with an impossible depth": ("a.png", png(2, 2, 3, 2, pixels=b"\0" * 8)),
    "JPEG that only begins": ("a.jpg", b"\xff\xd8\xff\xe0"),
    "JPEG without a picture": ("a.jpg", b"\xff\xd8\xff\xe0\x00\x04ab\xff\xd9"),
    "JPEG that says it is huge": ("a.jpg", jpeg(65000, 65000)),
    "PDF with a script": ("a.pdf", pdf(b"/Names << /JavaScript 4 0 R >>")),
    "PDF with a script in other letters": ("a.pdf", pdf(b"/Names << /J#61vaScript 4 0 R >>")),
    "PDF that acts when opened": ("a.pdf", pdf(b"/OpenAction << /S /Launch /F (cmd.exe) >>")),
    "PDF with a script in a packed object": ("a.pdf", pdf(stream=objects(b"<< /S /JavaScript /JS (app.alert(1)) >>"))),
    "PDF with a bomb in a packed object": ("a.pdf", pdf(stream=objects(b"\0" * 40_000_000))),
    "PDF with objects packed in another way": ("a.pdf", pdf(stream=objects(b"x", b"/Filter /LZWDecode"))),
    "PDF with a file in it": ("a.pdf", pdf(b"/Names << /EmbeddedFiles 4 0 R >>")),
    "PDF that is encrypted": ("a.pdf", pdf(b"/Encrypt 9 0 R")),
    "PDF with HTML behind it": ("a.pdf", pdf(behind=b"<script>alert(1)</script>")),
    "PDF that begins later": ("a.pdf", b"GIF89a" + pdf()),
    "CSV with rows of other lengths": ("a.csv", b"a,b\n1,2,3\n"),
    "CSV with nothing to count": ("a.csv", b"a,b\nx,y\n"),
    "CSV of one row": ("a.csv", b"a,1\n"),
    "CSV with a quote that does not end": ("a.csv", b'a,b\n"1,2\n3,4'),
    "CSV in another encoding": ("a.csv", "tag;größe\n1;2\n".encode("utf-16")),
    "text with a zero byte": ("a.txt", b"12\x00 calls"),
    "text of spaces": ("a.txt", b"  \n "),
    "program as text": ("a.txt", b"MZ\x90\x00\x03"),
    "no ending": ("latency", CSV),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_files_are_refused_with_a_sentence(what):
    with pytest.raises(NotThat) as refusal:
        recognise(*HOSTILE[what])
    assert str(refusal.value).endswith(".")


ALL_ENDINGS = [ending for endings in ENDINGS.values() for ending in endings]


@given(
    st.sampled_from(ALL_ENDINGS),
    st.binary(max_size=400),
    st.sampled_from([b"", png(), jpeg(), pdf(), CSV]),
    st.integers(0, 400),
)
def test_it_reads_anything_and_either_takes_or_refuses_it(ending, noise, good, at):
    with contextlib.suppress(NotThat):
        recognise(f"a{ending}", good[:at] + noise + good[at:])


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\data\\a b.csv", "a b.csv"),
        ('a"; filename="b.html.csv', "a filename=b.html.csv"),
        ("a\r\nSet-Cookie: x.csv", "aSet-Cookie x.csv"),
        (".csv", "csv"),
        ("x" * 300 + ".csv", "x" * 87 + ".csv"),
    ],
)  # fmt: skip
def test_a_name_is_freed_of_paths_and_of_what_a_header_could_misread(name, clean):
    assert clean_name(name) == clean
