"""One file of a contract that cannot be read: an error at its place, the rest is judged, and nothing has passed."""

import pytest

from services.contracts import Checked, Limits, Report, lint, pack, unpack, write

from .documents import ORDERS, judged

THRIFT = b"namespace java shop.orders\nstruct Order { 1: i32 total }\nservice Orders { Order get(1: i32 id) }\n"
GOOD = {
    "thrift": THRIFT,
    "proto": b'syntax = "proto3";\npackage shop.v1;\nmessage Order { int32 total = 1; }\n',
    "smithy": b'$version: "2"\nnamespace shop.orders\nstructure Order { total: Integer }\n',
    "avdl": b"protocol Orders { record Order { int total; } }\n",
    "avsc": b'{"type": "record", "name": "Order", "fields": [{"name": "total", "type": "int"}]}\n',
    "idl": b"module shop { interface Orders { long total(in long id); }; };\n",
    "graphql": b"type Query { order(id: ID!): Order }\ntype Order { total: Int }\n",
    "wsdl": b'<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" targetNamespace="urn:shop" name="Orders">\n'
    b'<message name="Get"/>\n</definitions>\n',
    "xsd": b'<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:shop">\n'
    b'<simpleType name="Total"><restriction base="int"/></simpleType>\n</schema>\n',
    "json": b'{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object"}\n',
}
BROKEN = {
    "thrift": THRIFT + b"struct Line { 1: i32 }\n",
    "proto": GOOD["proto"] + b"message Line { int32 = 1; }\n",
    "smithy": GOOD["smithy"] + b"structure Line { total }}\n",
    "avdl": b"protocol Lines {\nrecord Line { int } }\n",
    "avsc": GOOD["avsc"][:-3],
    "idl": b"module lines {\ninterface Lines { long }; };\n",
    "graphql": b"type Line {\ntotal: }\n",
    "wsdl": GOOD["wsdl"].replace(b'<message name="Get"/>', b'<message name="Get">'),
    "xsd": GOOD["xsd"].replace(b"</simpleType>", b""),
    "json": GOOD["json"][:-3],
}


def test_of_an_archive_in_which_nothing_is_known_the_file_that_breaks_is_told_at_its_line():
    broken = b"openapi: 3.1.0\ninfo: [1\npaths: {}\n"
    for name in ("openapi.yaml", "api/orders.yml"):
        checked = lint(pack({name: broken, "README.md": b"Orders\n======\n", "deep/er/still/x.json": b"{"}))
        reason = checked.reason
        assert reason is not None
        assert (reason.code, reason.file, reason.line) == ("not-yaml", name, 2)
        assert reason.message.endswith("No other file of the archive is a contract.")
    nothing = lint(pack({"a.yaml": b"a: 1\n", "README.md": b"[\n"})).reason
    assert nothing is not None
    assert (nothing.code, "Looked for: OpenAPI" in nothing.message) == ("unknown-format", True)


def told(checked: Checked) -> list[tuple[str, int]]:
    """File and line of every file that could not be read."""
    return [(one.span.file, one.span.line) for one in checked.findings if one.rule == "file-not-read"]


def passed(checked: Checked) -> int:
    return int(Report(write(checked)).data["score"]["passed"])


@pytest.mark.parametrize("kind", GOOD)
def test_the_rest_is_judged_and_the_ill_formed_file_is_an_error_at_its_place(kind: str):
    whole = judged(pack({f"a.{kind}": GOOD[kind]}))
    checked = judged(pack({f"a.{kind}": GOOD[kind], f"b.{kind}": BROKEN[kind]}))
    reason = lint(BROKEN[kind]).reason
    assert reason is not None
    assert told(checked) == [(f"b.{kind}", reason.line)]
    assert checked.interface is not None
    assert whole.interface is not None
    assert checked.interface.types.keys() == whole.interface.types.keys()
    assert passed(whole) > 0 == passed(checked)
    assert Report(write(checked)).blocking()


@pytest.mark.parametrize("kind", GOOD)
def test_whichever_comes_first(kind: str):
    checked = judged(pack({f"a.{kind}": BROKEN[kind], f"b.{kind}": GOOD[kind]}))
    assert [file for file, _ in told(checked)] == [f"a.{kind}"]


def test_what_found_something_has_failed_and_what_found_nothing_says_which_file_it_does_not_know():
    checked = judged(pack({"a.thrift": THRIFT, "b.thrift": BROKEN["thrift"]}))
    for run in checked.runs:
        assert bool(run.found) != bool(run.unjudged) or run.severity is None
    notes = {run.unjudged for run in checked.runs if "b.thrift" in run.unjudged}
    assert notes == {"Found nothing in what could be read; b.thrift could not."}


def test_an_only_file_a_named_one_and_none_that_is_readable_stay_not_checked():
    broken = BROKEN["thrift"]
    for files, file in (
        ({"a.thrift": broken}, "a.thrift"),
        ({"a.thrift": broken, "b.thrift": broken}, "a.thrift"),
        ({"a.thrift": THRIFT, "b.thrift": broken, "contract.yaml": b"main: b.thrift"}, "b.thrift"),
        ({"a.thrift": THRIFT, "b.thrift": b"\xff\xfe\xfd", "contract.yaml": b"main: b.thrift"}, "b.thrift"),
    ):
        reason = lint(pack(files)).reason
        assert reason is not None
        assert reason.file == file
        assert reason.code in ("not-thrift", "not-text")


def test_so_many_that_it_is_not_worth_it_are_not_checked():
    many = {f"{number:02}.thrift": BROKEN["thrift"] for number in range(30)}
    assert (lint(pack({**many, "z.thrift": THRIFT})).reason or ValueError).code == "not-thrift"


def test_a_limit_is_of_the_whole_contract():
    deep = b"namespace a b\nconst list<i32> A = " + b"[" * 300 + b"]" * 300
    assert (lint(pack({"a.thrift": THRIFT, "b.thrift": deep})).reason or ValueError).code == "too-deep"


def test_what_is_included_and_cannot_be_read_is_not_missing():
    using = THRIFT.replace(b"struct", b'include "b.thrift"\nstruct Page { 1: b.Line line }\nstruct')
    checked = judged(pack({"a.thrift": using, "b.thrift": BROKEN["thrift"]}))
    rules = {one.rule for one in checked.findings if one.severity == "error"}
    assert told(checked)
    assert "reference-missing" not in rules


def test_a_name_that_may_stand_in_what_cannot_be_read_is_not_missing():
    files = {"a.graphql": b"type Query { order: Order line: Line }\n", "b.graphql": BROKEN["graphql"]}
    rules = {one.rule: one.message for one in judged(pack(files)).findings}
    assert "reference-missing" not in rules
    assert rules["reference-not-followed"].endswith("b.graphql cannot be read.")


def test_a_file_that_is_referred_to_and_cannot_be_read_is_told_where_it_stands():
    using = ORDERS.replace("#/components/schemas/Page", "page.yaml")
    checked = judged(pack({"orders.yaml": using.encode(), "page.yaml": b"type: object\n  a: b: c\n"}))
    assert told(checked) == [("page.yaml", 2)]
    assert "reference-not-followed" in {one.rule for one in checked.findings}
    assert passed(checked) == 0


def test_what_nobody_refers_to_and_is_called_otherwise_is_nobodys_concern():
    files = {"orders.yaml": ORDERS.encode(), "notes.json": b"{", "logo.png": b"\x89PNG\0", "b.proto": b"synta"}
    assert told(judged(pack(files))) == []


def test_a_file_that_is_no_text_is_told_when_it_is_called_like_the_contract():
    files = {"a.thrift": THRIFT, "b.thrift": "// café\n".encode("latin-1") + THRIFT, "logo.png": b"\x89PNG\0"}
    checked = judged(pack(files))
    assert told(checked) == [("b.thrift", 1)]
    assert Report(write(checked)).files == {"a.thrift": 3, "b.thrift": 1}


@pytest.mark.parametrize("kind", ["thrift", "proto", "smithy", "avdl"])
def test_a_file_that_no_format_knows_is_told_when_it_is_called_like_the_contract(kind: str):
    files = {f"a.{kind}": GOOD[kind], f"b.{kind}": b"&%$ " + GOOD[kind], f"c.{kind}": b"// nothing\n"}
    assert told(judged(pack(files))) == [(f"b.{kind}", 1)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_utf_16_and_utf_32_are_read_with_a_mark_and_without(encoding: str):
    alone, packed = judged(ORDERS.encode(encoding)), judged(pack({"a.yaml": ORDERS.encode(encoding)}))
    assert [one.fingerprint for one in alone.findings] == [one.fingerprint for one in judged(ORDERS).findings]
    assert [one.span[:4] for one in packed.findings] == [one.span[:4] for one in alone.findings]
    assert unpack(pack({"a.yaml": ORDERS.encode(encoding)}), Limits()) == {"a.yaml": ORDERS.encode()}
