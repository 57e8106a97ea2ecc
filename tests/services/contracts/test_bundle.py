"""Several files as one contract: an archive in, findings with the name of their file out."""

import io
import stat
import zipfile
import zlib

import pytest

from services.contracts import Limits, NotChecked, Report, lint, write
from services.contracts.bundle import Bundle, pack

from .documents import ORDERS, judged


def code(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(NotChecked) as refusal:
        Bundle(data, limits or Limits())
    return refusal.value.code


def archive(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries:
            made.writestr(name, content)
    return written.getvalue()


def test_the_same_files_are_the_same_bytes_in_whatever_order():
    assert pack({"b.yaml": b"1", "a/c.yaml": b"2"}) == pack({"a/c.yaml": b"2", "b.yaml": b"1"})


def test_a_document_in_an_archive_is_judged_as_it_is_alone_and_knows_its_file():
    alone, packed = judged(ORDERS), judged(pack({"docs/orders.yaml": ORDERS.encode(), "logo.png": b"\x89PNG\0"}))
    assert [one.fingerprint for one in packed.findings] == [one.fingerprint for one in alone.findings]
    assert {one.span.file for one in packed.findings} == {"docs/orders.yaml"}
    assert [one.span[:4] for one in packed.findings] == [one.span[:4] for one in alone.findings]


def test_facts_and_the_main_file_come_from_a_contract_yaml_beside_it():
    beside = b"main: b.yaml\nfacts: {support: orders@hartwell-shop.com}\n"
    files = {"x/a.yaml": ORDERS.encode(), "x/b.yaml": ORDERS.encode(), "x/contract.yaml": beside}
    found = judged(pack(files))
    assert {one.span.file for one in found.findings} == {"x/b.yaml"}
    assert found.interface is not None
    assert found.interface.facts.support == "orders@hartwell-shop.com"


def test_two_contracts_in_one_archive_are_not_mixed_up():
    reason = lint(pack({"a.yaml": ORDERS.encode(), "b.yaml": ORDERS.encode()})).reason
    assert reason is not None
    assert (reason.code, "a.yaml, b.yaml" in reason.message) == ("several-documents", True)


def test_a_report_tells_the_files_and_a_window_is_of_one_of_them():
    beside = {"a.yaml": ORDERS.encode(), "notes.md": b"# Notes\n"}
    read = Report(write(judged(pack(beside))))
    assert read.files == {"a.yaml": 40, "notes.md": 1}
    everything = list(read.findings())
    assert {one.file for one in everything} == {"a.yaml"}
    assert list(read.findings(1, 20, "a.yaml")) == [one for one in everything if one.line <= 20]
    assert list(read.findings(1, None, "notes.md")) == []
    assert {one.file for one in read.operations()} == {"a.yaml"}


@pytest.mark.parametrize("name", ["../a.yaml", "/a.yaml", "c:/a.yaml", "a/../../b.yaml", "..\\a.yaml"])
def test_no_name_leads_out_of_an_archive(name: str):
    assert code(archive((name, b"a: 1"))) == "archive-damaged"
    with pytest.raises(NotChecked):
        pack({name: b"a: 1"})


def test_a_file_that_grows_without_end_is_stopped_at_the_limit():
    assert code(archive(("a.yaml", b"a" * 3_000_000)), Limits(bytes=1_000_000)) == "too-large"


def test_an_entry_that_lies_about_its_size_is_stopped_too():
    data = archive(("a.yaml", b"a" * 3_000_000))
    lying = data.replace((3_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != data
    assert code(lying, Limits(bytes=1_000_000)) in ("archive-damaged", "too-large")


def test_links_locks_doubles_and_too_many_files_are_refused():
    link = zipfile.ZipInfo("a.yaml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert code(archive((link, b"/etc/passwd"))) == "archive-damaged"
    with pytest.warns(UserWarning, match="Duplicate"):
        assert code(archive(("a.yaml", b"1"), ("a.yaml", b"2"))) == "archive-damaged"
    assert code(archive(*((f"{i}.yaml", b"1") for i in range(11))), Limits(files=10)) == "too-many-files"
    assert code(archive(("logo.png", b"\x89PNG\0"))) == "empty"
    assert code(archive(("contract.yaml", b"main: gone.yaml"), ("a.yaml", b"a: 1"))) == "main-missing"
    assert code(archive(("contract.yaml", b"facts: {owner: me}"), ("a.yaml", b"a: 1"))) == "facts-invalid"


def test_entries_that_share_their_bytes_are_refused():
    """A small archive whose many names all lead to the same packed bytes grows without being large."""
    data = archive(("a.yaml", b"a: 1\n" * 2_000), ("b.yaml", b"b: 1\n" * 2_000))
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        first, second = (one.header_offset.to_bytes(4, "little") for one in whole.infolist())
    at = data.rindex(second)
    assert code(data[:at] + first + data[at + 4 :]) == "archive-damaged"


def test_an_archive_in_an_archive_is_not_opened():
    inner = archive(("b.yaml", ORDERS.encode()))
    assert judged(archive(("a.yaml", ORDERS.encode()), ("b.zip", inner))).files == {"a.yaml": 40}
    assert code(archive(("b.zip", inner))) == "empty"


@pytest.mark.parametrize("at", range(0, 300, 7))
def test_a_damaged_archive_is_a_reason_and_never_a_crash(at: int):
    whole = archive(("a.yaml", zlib.crc32(b"x").to_bytes(4, "big") * 40), ("b.yaml", ORDERS.encode()))
    for data in (whole[: len(whole) - at - 1], whole[:at] + b"\xff" + whole[at + 1 :]):
        lint(data)
