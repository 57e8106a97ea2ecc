"""Avro's schemas, protocols and IDL become an Interface: types by their whole names, messages as operations."""

import re
import warnings
from pathlib import Path
from typing import Any

import orjson
import pytest

from services.contracts import lint
from services.contracts.bundle import pack
from services.contracts.model import Interface, Operation, Type
from tests.standaside import stand_aside

from .documents import found, judged, refused
from .test_openapi3 import GARBAGE

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "avro"

ORDER = """\
{
  "type": "record",
  "name": "Order",
  "namespace": "shop.v2",
  "doc": "What a customer wants.",
  "aliases": ["Purchase"],
  "fields": [
    {"name": "id", "type": {"type": "string", "logicalType": "uuid"}, "doc": "Its number."},
    {"name": "total", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
    {"name": "note", "type": ["null", "string"], "default": null, "order": "ignore"},
    {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["NEW", "PAID"], "default": "NEW"}},
    {"name": "lines", "type": {"type": "array", "items": {"type": "record", "name": "Line", "fields": [
      {"name": "count", "type": "int", "default": 1},
      {"name": "digest", "type": {"type": "fixed", "name": "MD5", "size": 16}},
      {"name": "of", "type": "Order"}]}}},
    {"name": "extra", "type": {"type": "map", "values": ["int", "string"]}}
  ]
}
"""

ORDERS = """\
/** All about orders. */
@namespace("shop.v2")
@owner("orders")
protocol Orders {
  import idl "gone.avdl";
  /** How far it is. */
  enum State { NEW, PAID } = NEW;
  fixed MD5(16);
  /** Nothing of the kind. */
  error Missing { string reason = "gone", more; }
  record Order {
    /** Its number. */
    @logicalType("uuid") string id;
    decimal(9, 2) total;
    timestamp_ms at = 0;
    union { null, MD5 } @aliases(["hash"]) digest = null;
    array<map<Order>> `array` = [];
    string? note;
    int @order("ignore") count = -1;
  }
  /** Finds one. */
  Order getOrder(/** Which. */ string id, boolean all = false) throws Missing;
  void forget(string id) oneway;
  `void` odd();
}
"""


def read(data: str | bytes) -> Interface:
    said = judged(data).interface
    assert said is not None
    return said


def test_a_record_becomes_types_by_their_whole_names():
    said = read(ORDER)
    assert list(said.types) == ["shop.v2.Order", "shop.v2.State", "shop.v2.Line", "shop.v2.MD5"]
    assert (said.title, said.version, said.text) == ("shop.v2.Order", "v2", "What a customer wants.")
    order = said.types["shop.v2.Order"]
    assert (order.place.key, order.marks["aliases"]) == ("type:shop.v2.Order", ["Purchase"])
    assert [
        (one.name, one.type.kind, one.type.format, one.type.ref, one.required, one.type.nullable)
        for one in order.fields
    ] == [
        ("id", "text", "uuid", "", True, False),
        ("total", "number", "decimal", "", True, False),
        ("note", "text", "", "", False, True),
        ("state", "any", "", "shop.v2.State", True, False),
        ("lines", "list", "", "", True, False),
        ("extra", "map", "", "", True, False),
    ]
    assert [order.fields[0].text, order.fields[2].marks["order"]] == ["Its number.", "ignore"]
    assert order.fields[0].place.key == "type:shop.v2.Order/field:id"
    extra = order.fields[5].type.item
    assert extra is not None
    assert [one.kind for one in extra.choices] == ["integer", "text"]


def test_an_enum_with_a_default_is_open_and_a_fixed_has_a_size():
    said = read(ORDER)
    state, md5, line = (said.types[f"shop.v2.{name}"] for name in ("State", "MD5", "Line"))
    assert (state.values, state.open_values) == (("NEW", "PAID"), True)
    assert (md5.kind, md5.limits.min_length, md5.limits.max_length) == ("binary", 16, 16)
    assert said.resolve(line.fields[2].type) is said.types["shop.v2.Order"]


def test_a_protocol_in_idl_says_what_it_says_in_json():
    said = read(ORDERS)
    assert (said.title, said.version, said.text) == ("shop.v2.Orders", "v2", "All about orders.")
    assert said.marks == {"owner": "orders"}
    get, forget, odd = said.operations
    assert (get.name, get.address, get.direction, get.protocol) == (
        "getOrder",
        "shop.v2.Orders.getOrder",
        "call",
        "avro",
    )
    assert (get.effect, get.text, get.place.key) == ("read", "Finds one.", "operation:getOrder")
    assert get.request is not None
    fields = get.request.bodies[0].type.fields
    assert [(one.name, one.text, one.required) for one in fields] == [("id", "Which.", True), ("all", "", False)]
    assert fields[0].place.key == "operation:getOrder/request/field:id"
    assert [(one.code, one.outcome) for one in get.answers] == [("success", "success"), ("shop.v2.Missing", "error")]
    assert (forget.direction, forget.answers) == ("receive", ())
    assert odd.answers[0].message.bodies[0].type.ref == "void"
    order = said.types["shop.v2.Order"]
    assert [(one.name, one.type.kind, one.type.format, one.type.ref, one.type.nullable) for one in order.fields] == [
        ("id", "text", "uuid", "", False),
        ("total", "number", "decimal", "", False),
        ("at", "integer", "timestamp-millis", "", False),
        ("digest", "any", "", "shop.v2.MD5", True),
        ("array", "list", "", "", False),
        ("note", "text", "", "", True),
        ("count", "integer", "int", "", False),
    ]
    assert [one.name for one in said.types["shop.v2.Missing"].fields] == ["reason", "more"]


def test_places_in_idl_are_those_of_the_names():
    checked = judged(ORDERS)
    assert checked.interface is not None
    spans = {name: checked.spans[one.place.path] for name, one in checked.interface.types.items()}
    assert [spans[f"shop.v2.{name}"][:2] for name in ("State", "MD5", "Missing", "Order")] == [
        (7, 8), (8, 9), (10, 9), (11, 10),
    ]  # fmt: skip
    assert [checked.spans[one.place.path][:2] for one in checked.interface.operations] == [(22, 9), (23, 8), (24, 10)]


def test_an_idl_may_be_schemas_only():
    said = read("namespace shop; schema array<Order>; record Order { string? title; } error Gone { }")
    assert (said.types["schema"].kind, sorted(said.types)) == ("list", ["schema", "shop.Gone", "shop.Order"])
    assert said.operations == ()


@pytest.mark.parametrize(
    ("before", "after", "line", "column", "message"),
    [
        ('"name": "id"', '"name": "i d"', 8, 14, "no name of a field"),
        ('"name": "note"', '"name": "id"', 10, 14, "A second field"),
        ('"size": 16', '"size": "16"', 14, 26, 'says its "size"'),
        ('"symbols": ["NEW", "PAID"]', '"symbols": ["NEW", "NEW"]', 11, 84, "stands twice"),
        ('"default": "NEW"', '"default": "OLD"', 11, 104, "one of its symbols"),
        ('"default": 1', '"default": "1"', 13, 51, "not of its type"),
        ('"default": null', '"default": 5', 10, 61, "not of its type"),
        ('["int", "string"]', '["int", "int"]', 16, 65, "stands twice in a union"),
        ('["int", "string"]', '["int", ["null"]]', 16, 65, "A union stands in a union"),
        ('"precision": 9', '"precision": 0', 9, 64, "precision"),
        ('"order": "ignore"', '"order": "never"', 10, 76, "The order of a field"),
        ('"namespace": "shop.v2"', '"namespace": "shop v2"', 3, 11, "'shop v2.Order' is no name"),
        ('"name": "MD5"', '"name": "Line"', 14, 60, "a second time"),
        ('"aliases": ["Purchase"]', '"aliases": "Purchase"', 6, 14, "Aliases are a list"),
    ],
)
def test_breaches_are_shown_where_they_are(before: str, after: str, line: int, column: int, message: str):
    assert before in ORDER
    assert found(ORDER, "format-invalid") == []
    told = found(ORDER.replace(before, after, 1), "format-invalid")
    assert [(at, start) for _, at, start, said in told if message in said] == [(line, column)]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("protocol A {\n  record B { string }\n}", 2, 21),
        ("protocol A {\n  record B { string b }\n}", 2, 23),
        ("protocol A {\n  enum B { A, }\n  fixed C(x);\n}", 3, 11),
        ("protocol A {\n  int b(string);\n}", 2, 15),
        ("protocol A {\n  record B { string a = ; }\n}", 2, 25),
        ('protocol A {\n  record B { string a = "x; }\n}', 2, 25),
        ("protocol A {\n  /* never ended\n}", 2, 3),
        ("protocol A {\n", 2, 1),
        ("protocol A {}\nmore", 2, 1),
        ("namespace a;\nrecord B { array<string a; }", 2, 25),
    ],
)
def test_idl_that_is_ill_formed_is_refused_at_its_place(text: str, line: int, column: int):
    assert refused(text) == ("not-avro", line, column)


def test_names_that_nothing_defines_are_told_and_kept():
    text = ORDER.replace('"type": "Order"', '"type": "other.Order"')
    assert [line for _, line, _, _ in found(text, "reference-not-followed")] == [15]
    assert read(text).types["shop.v2.Line"].fields[2].type.ref == "other.Order"
    protocol = '{"protocol": "P", "types": [], "messages": {"m": {"request": [], "response": "Gone"}}}'
    assert len(found(protocol, "reference-missing")) == 1
    assert [line for _, line, _, _ in found(ORDERS, "reference-not-followed")] == [5, 24]


def test_several_files_are_one_contract():
    line = b'{"type": "record", "name": "Line", "namespace": "shop", "fields": []}'
    order = b'{"type": "record", "name": "Order", "namespace": "shop", "fields": [{"name": "l", "type": "Line"}]}'
    idl = b'@namespace("shop") protocol P { import schema "types/line.avsc"; Line get(); }'
    checked = judged(pack({"main.avdl": idl, "types/line.avsc": line, "types/order.avsc": order}))
    assert not [one for one in checked.findings if one.rule.startswith(("reference-", "format-"))]
    assert checked.interface is not None
    said = checked.interface
    assert said.resolve(said.types["shop.Order"].fields[0].type) is said.types["shop.Line"]
    assert [one.address for one in said.operations] == ["shop.P.get"]
    assert checked.spans[said.types["shop.Line"].place.path].file == "types/line.avsc"


def test_what_is_not_avro_is_not_taken_for_it():
    from services.contracts import Limits
    from services.contracts.document import Source
    from services.contracts.formats import avro

    for text in (
        '{"type": "array", "items": {"type": "string"}}',
        '{"type": "object", "properties": {"type": {"type": "string"}}}',
        '{"protocol": "https"}',
        "namespace java a.b\nstruct A {}",
        "namespace a\nstring B",
        'syntax = "proto3";',
        "schema { query: Query }",
        "protocol: x",
        "[1]",
        '["a", "b"]',
    ):
        assert avro.recognise(Source(text.encode(), Limits())) == "", text


@pytest.mark.parametrize("garbage", GARBAGE, ids=repr)
def test_any_member_may_hold_anything(garbage: Any):
    protocol = {
        "protocol": "P",
        "namespace": "a",
        "types": [orjson.loads(ORDER), {"type": "error", "name": "E", "fields": []}],
        "messages": {"m": {"request": [{"name": "x", "type": "int"}], "response": "null", "errors": ["E"], "doc": "d"}},
    }
    for tree in (orjson.loads(ORDER), protocol):
        waiting: list[Any] = [tree]
        while waiting:
            node = waiting.pop()
            for step in list(node) if isinstance(node, dict) else range(len(node)):
                before, node[step] = node[step], garbage
                lint(orjson.dumps(tree))
                node[step] = before
                if isinstance(before, dict | list):
                    waiting.append(before)


@pytest.mark.parametrize("at", range(0, len(ORDERS), 3))
def test_a_piece_cut_out_of_idl_is_a_reason_or_an_interface(at: int):
    for text in (ORDERS[:at], ORDERS[:at] + ORDERS[at + 5 :], ORDERS[:at] + "<{" + ORDERS[at:]):
        checked = lint(text.encode())
        assert not [one for one in checked.findings if one.rule == "rule-crashed"]


def test_what_nests_without_end_is_refused():
    deep = "array<" * 5_000 + "int" + ">" * 5_000
    assert refused(f"protocol A {{ record B {{ {deep} a; }} }}")[0] == "too-deep"
    assert refused("protocol A { record B { int a = " + "[" * 5_000)[0] == "too-deep"
    unions = '{"type":"record","name":"A","fields":[{"name":"a","type":' + '{"type":"array","items":' * 5_000
    assert refused(unions)[0] == "too-deep"


def test_defaults_of_types_that_hold_themselves_end():
    inner: Any = {}
    for _ in range(80):
        inner = {"a": inner}
    branch = '["A", "B"]'
    types = (
        f'{{"type":"record","name":"A","fields":[{{"name":"a","type":[{{"type":"record","name":"B","fields":'
        f'[{{"name":"a","type":{branch}}}]}},"A"],"default":{orjson.dumps(inner).decode()}}}]}}'
    )
    judged(types)


def shape(one: Type) -> Any:
    item = one.item and shape(one.item)
    return one.kind, one.ref, one.nullable, one.format, item, [shape(choice) for choice in one.choices]


def everything(said: Interface) -> Any:
    types = {
        name: (one.kind, one.values, one.text, [(f.name, f.required, f.text, shape(f.type)) for f in one.fields])
        for name, one in said.types.items()
    }
    return types, sorted(map(asked, said.operations))


def asked(one: Operation) -> Any:
    taken = [(f.name, shape(f.type)) for body in (one.request.bodies if one.request else ()) for f in body.type.fields]
    given = [(answer.code, [shape(body.type) for body in answer.message.bodies]) for answer in one.answers]
    return one.address, one.direction, one.text, repr(taken), repr(given)


@pytest.fixture
def corpus() -> list[Path]:
    """The documents, or this test stands aside."""
    if not CORPUS.is_dir():
        stand_aside("tests on real contracts", "there is no folder ../shared beside this checkout", allowed=True)
    return sorted(CORPUS.glob("*.av*"))


ILL_FORMED = {"lang_csharp_src_apache_perf_schema.avsc": ("not-json", 32)}
"""A comma before a closing bracket."""


def test_every_real_document_is_read(corpus: list[Path]):
    assert len(corpus) == 61
    for path in corpus:
        checked = lint(path.read_bytes())
        if path.name in ILL_FORMED:
            assert checked.reason is not None
            assert (checked.reason.code, checked.reason.line) == ILL_FORMED[path.name]
            continue
        assert checked.reason is None, path.name
        assert checked.interface is not None
        told = {one.rule for one in checked.findings}
        assert not told & {"rule-crashed", "duplicate-key"}, path.name
        imports_only = path.name.endswith("input_baseball.avdl")
        assert checked.interface.operations or checked.interface.types or imports_only, path.name


def test_the_official_parser_finds_the_same_documents_well(corpus: list[Path]):
    import avro.protocol
    import avro.schema

    for path in corpus:
        if path.suffix == ".avdl" or path.name in ILL_FORMED:
            continue
        official = avro.schema.parse if path.suffix == ".avsc" else avro.protocol.parse
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                official(path.read_text())
                well = True
            except Exception:
                well = False
        told = {one.rule for one in lint(path.read_bytes()).findings}
        assert (not told & {"format-invalid", "reference-missing", "reference-not-followed"}) is well, path.name


def test_idl_is_read_as_its_own_compiler_reads_it(corpus: list[Path]):
    by_name = {path.name: path for path in corpus}
    compared = 0
    for path in corpus:
        other = by_name.get(re.sub(r"avdl$", "avpr", path.name.replace("input", "output")))
        if path.suffix != ".avdl" or other is None or "import" in path.read_text().replace("`import`", ""):
            continue
        compared += 1
        assert everything(read(path.read_bytes())) == everything(read(other.read_bytes())), path.name
    assert compared >= 7
