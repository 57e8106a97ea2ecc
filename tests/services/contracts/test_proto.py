"""Protocol Buffers become an Interface: services and messages, options as what they mean, mistakes at their place."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.contracts import Limits, Report, check, lint, write
from services.contracts.bundle import pack
from services.contracts.document import Source
from services.contracts.formats import proto
from services.contracts.formats.proto import compiler
from services.contracts.formats.proto.names import Names
from services.contracts.formats.proto.reader import read as read_file
from services.contracts.formats.proto.tree import MessageNode, OneofNode
from services.contracts.model import Field, Interface, Operation, Type
from tests.standaside import stand_aside

from .documents import found, judged, refused

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus"

SHOP = """\
// Copyright of nobody.

syntax = "proto3";

// Orders of the shop.
package shop.orders.v1;

import "google/protobuf/timestamp.proto";
import "google/protobuf/empty.proto";
import "google/protobuf/wrappers.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/any.proto";

option java_package = "com.shop" ".orders";

/* Places and
 * finds orders. */
service Orders {
  // Places an order.
  rpc PlaceOrder(Order) returns (Order);  // At once.
  rpc GetOrder(GetOrderRequest) returns (Order) {
    option idempotency_level = NO_SIDE_EFFECTS;
    option deprecated = true;
  }
  rpc Watch(stream GetOrderRequest) returns (stream .shop.orders.v1.Order) {}
  rpc Drop(GetOrderRequest) returns (google.protobuf.Empty) { option idempotency_level = IDEMPOTENT; }
}

// Who asks.
message GetOrderRequest { string id = 1; }

message Order {
  // Its number.
  string id = 1;
  repeated Line lines = 2; // What is in it.
  map<string, Line> by_name = 3;
  google.protobuf.Timestamp made = 4;
  optional int64 total = 5 [deprecated = true, json_name = "sum"];
  Kind kind = 6;
  oneof payment {
    // By card.
    string card = 7;
    Line voucher = 8;
  }
  google.protobuf.StringValue note = 9;
  google.protobuf.Any more = 10;
  Line.Part part = 11;
  reserved 20, 30 to 40, 100 to max;
  reserved "old", "older";

  // A line.
  message Line {
    message Part { bytes raw = 1; }
    Part part = 1;
    double price = 2;
  }
}

enum Kind {
  option allow_alias = true;
  KIND_UNSPECIFIED = 0;
  // Sent by mail.
  MAIL = 1;
  POST = 1 [deprecated = true];
}
"""

OLD = """\
// An old one.
package shop;
message Order {
  required string id = 1;
  optional int32 count = 2 [default = -3, (mark) = { a: 1 b: [1, 2] c { d: "x" 'y' } c < d: inf > [x.y/z]: { } }];
  optional group Part = 3 { optional bytes raw = 1; }
  optional Part again = 4;
  extensions 100 to 199, 300 [verification = UNVERIFIED];
  optional Kind kind = 5 [default = A];
  enum Kind { A = 0x10; B = -010; }
  extend Order { optional string inner = 101; }
  optional string message = 6;
}
extend Order { repeated string hint = 100; }
extend google.protobuf.FieldOptions { optional string mark = 50000; }
import "google/protobuf/descriptor.proto";
"""

GUARDED = """\
syntax = "proto3";
package shop.v1;
import "google/api/annotations.proto";
service Orders {
  option (google.api.default_host) = "orders.shop.com";
  option (google.api.oauth_scopes) = "https://shop.com/read,"
      "https://shop.com/all";
  rpc GetOrder(Ask) returns (google.rpc.Status) {
    option (google.api.http) = { get: "/v1/{id=orders/*}" additional_bindings { get: "/v1/other" } };
  }
  rpc Change(Ask) returns (Ask) { option (google.api.http).put = "/v1/orders"; }
  rpc Do(Ask) returns (Ask) { option (google.api.http) = { post: "/v1/orders:do" body: "*" }; }
}
message Ask {
  string id = 1 [(google.api.field_behavior) = REQUIRED, (google.api.field_info).format = UUID4];
  string made = 2 [(google.api.field_behavior) = OUTPUT_ONLY, (google.api.field_behavior) = IMMUTABLE];
  string name = 3 [(buf.validate.field).string = {min_len: 1, max_len: 80, pattern: "^a"}];
  int32 size = 4 [(validate.rules).int32 = {gt: 0, lte: 100}];
  repeated string tags = 5 [(buf.validate.field).repeated = {max_items: 9, items: {string: {email: true}}}];
  string word = 6 [(buf.validate.field).required = true, (google.api.field_behavior) = INPUT_ONLY];
}
"""


def read(data: str) -> Interface:
    said = judged(data).interface
    assert said is not None
    return said


def operation(name: str, data: str = SHOP) -> Operation:
    return next(one for one in read(data).operations if one.name == name)


def shape(name: str, data: str = SHOP) -> Type:
    return read(data).types[name]


def member(name: str, data: str = SHOP, of: str = "shop.orders.v1.Order") -> Field:
    said = read(data)
    return next(
        one for one in said.reachable([said.types[of]]) if one.name == name and one.place.key.startswith(f"type:{of}/")
    )


def test_the_package_is_title_and_version_and_its_comment_the_text():
    said = read(SHOP)
    assert (said.technology, said.title, said.version, said.text) == (
        "proto",
        "shop.orders.v1",
        "v1",
        "Orders of the shop.",
    )
    assert [(one.name, one.text) for one in said.groups] == [("Orders", "Places and\nfinds orders.")]
    assert said.marks == {"java_package": "com.shop.orders"}


def test_rpcs_are_operations():
    said = [(one.address, one.direction, one.effect, one.safe, one.repeatable) for one in read(SHOP).operations]
    assert said == [
        ("shop.orders.v1.Orders/PlaceOrder", "call", "create", None, None),
        ("shop.orders.v1.Orders/GetOrder", "call", "read", True, True),
        ("shop.orders.v1.Orders/Watch", "call", "read", None, None),
        ("shop.orders.v1.Orders/Drop", "call", "delete", None, True),
    ]
    one = operation("PlaceOrder")
    assert one.request is not None
    assert (one.protocol, one.text, one.groups) == ("grpc", "Places an order.\nAt once.", ("Orders",))
    assert (one.request.required, one.request.bodies[0].type.ref) == (True, "shop.orders.v1.Order")
    assert [(answer.code, answer.outcome) for answer in one.answers] == [("OK", "success")]
    assert operation("GetOrder").deprecated is not None
    drop = operation("Drop").answers[0].message.bodies[0].type
    assert (drop.kind, drop.ref, drop.marks) == ("record", "", {"type": "google.protobuf.Empty"})


def test_streams_are_marked():
    one = operation("Watch")
    assert one.request is not None
    assert one.marks == {"client_streaming": True, "server_streaming": True}
    assert one.request.marks == one.answers[0].message.marks == {"streaming": True}
    assert operation("PlaceOrder").marks == {}


def test_fields_have_numbers_labels_and_types():
    order = shape("shop.orders.v1.Order")
    assert [(one.name, one.number, one.type.kind) for one in order.fields] == [
        ("id", 1, "text"),
        ("lines", 2, "list"),
        ("by_name", 3, "map"),
        ("made", 4, "text"),
        ("total", 5, "integer"),
        ("kind", 6, "any"),
        ("note", 9, "text"),
        ("more", 10, "any"),
        ("part", 11, "any"),
    ]
    lines, by_name = member("lines"), member("by_name")
    assert lines.type.item is not None
    assert by_name.type.item is not None
    assert (lines.text, lines.type.item.ref) == ("What is in it.", "shop.orders.v1.Order.Line")
    assert (by_name.type.item.ref, by_name.type.marks) == ("shop.orders.v1.Order.Line", {"key": "string"})
    assert (member("made").type.format, member("note").type.nullable) == ("date-time", True)
    assert (member("total").type.format, member("total").deprecated is not None) == ("int64", True)
    assert member("total").marks == {"json_name": "sum", "optional": True}
    assert member("part").type.ref == "shop.orders.v1.Order.Line.Part"
    assert order.marks == {"reserved": {"numbers": [[20, 20], [30, 40], [100, 2**29 - 1]], "names": ["old", "older"]}}


def test_a_oneof_is_a_choice_between_its_fields():
    (choice,) = shape("shop.orders.v1.Order").parts
    assert (choice.kind, choice.title) == ("choice", "payment")
    assert [[field.name for field in one.fields] for one in choice.choices] == [["card"], ["voucher"]]
    card = member("card")
    assert (card.text, card.number, card.place.key) == ("By card.", 7, "type:shop.orders.v1.Order/field:card")


def test_enums_are_open_in_proto3_and_closed_before():
    kind = shape("shop.orders.v1.Kind")
    assert (kind.kind, kind.values, kind.open_values) == ("text", ("KIND_UNSPECIFIED", "MAIL", "POST"), True)
    assert [(one.number, one.text, one.deprecated is not None) for one in kind.constants] == [
        (0, "", False),
        (1, "Sent by mail.", False),
        (1, "", True),
    ]
    assert kind.marks == {"allow_alias": True}
    assert shape("shop.Order.Kind", OLD).open_values is False


def test_proto2_has_required_fields_groups_defaults_and_extensions():
    order = shape("shop.Order", OLD)
    assert [(one.name, one.number, one.required) for one in order.fields] == [
        ("id", 1, True),
        ("count", 2, False),
        ("part", 3, False),
        ("again", 4, False),
        ("kind", 5, False),
        ("message", 6, False),
        ("[shop.hint]", 100, False),
        ("[shop.Order.inner]", 101, False),
    ]
    count = member("count", OLD, "shop.Order")
    assert count.default is not None
    assert count.default.value == -3
    assert count.marks == {"mark": {"a": 1, "b": [1, 2], "c": [{"d": "xy"}, {"d": "inf"}], "x.y/z": {}}}
    assert shape("shop.Order.Part", OLD).fields[0].type.kind == "binary"
    assert [one.number for one in shape("shop.Order.Kind", OLD).constants] == [16, -8]
    assert member("part", OLD, "shop.Order").type.ref == "shop.Order.Part"


def test_editions_say_by_features_what_syntaxes_said():
    said = """edition = "2023";
package shop;
option features.enum_type = CLOSED;
message A { string id = 1 [features.field_presence = LEGACY_REQUIRED]; B b = 2; C c = 3; reserved old, older; }
enum B { X = 1; }
enum C { option features.enum_type = OPEN; Y = 0; }
"""
    assert not found(said, "format-invalid")
    assert [one.required for one in shape("shop.A", said).fields] == [True, False, False]
    assert (shape("shop.B", said).open_values, shape("shop.C", said).open_values) == (False, True)
    assert judged(said).dialect == "2023"
    later = 'edition = "2024";\nexport message A { local enum B { X = 0; } export message C { } B b = 1; }\n'
    assert not found(later, "format-invalid")
    assert list(read(later).types) == ["A", "A.C", "A.B"]


def test_options_are_what_they_mean():
    said = read(GUARDED)
    assert [(one.address, one.protocol) for one in said.servers] == [("orders.shop.com", "grpc")]
    assert [(one.kind, list(one.rights)) for one in said.guards] == [
        ("oauth2", ["https://shop.com/read", "https://shop.com/all"])
    ]
    get, change, do = said.operations
    assert get.needs is not None
    assert [need[0].rights for need in get.needs] == [("https://shop.com/read",), ("https://shop.com/all",)]
    assert get.marks["http"] == ("GET /v1/{id=orders/*}", "GET /v1/other")
    assert [(one.effect, one.safe, one.repeatable) for one in (get, change, do)] == [
        ("read", True, True),
        ("change", False, True),
        ("act", None, None),
    ]
    id_, made, name, size, tags, word = said.types["shop.v1.Ask"].fields
    assert (id_.required, id_.type.format, made.read_only, word.required, word.write_only) == (
        True,
        "uuid",
        True,
        True,
        True,
    )
    assert made.marks == {"google.api.field_behavior": ["IMMUTABLE", "OUTPUT_ONLY"]}
    assert (name.type.limits.min_length, name.type.limits.max_length, name.type.limits.pattern) == (1, 80, "^a")
    assert (size.type.limits.above, size.type.limits.maximum) == (0, 100)
    assert tags.type.item is not None
    assert (tags.type.limits.max_items, tags.type.item.format) == (9, "email")


def test_what_was_not_handed_in_is_told_once_where_it_is_imported():
    assert [one[:3] for one in found(GUARDED, "reference-not-followed")] == [("reference-not-followed", 3, 8)]
    assert not found(GUARDED, "reference-missing")
    assert operation("GetOrder", GUARDED).answers[0].message.bodies[0].type.ref == "google.rpc.Status"


def test_files_are_found_below_whatever_folder_they_were_packed_in():
    files = {
        "api/proto/shop/a.proto": b'syntax = "proto3";\npackage shop;\nimport "shop/b.proto";\n'
        b"service S { rpc Do(B) returns (c.C); }\n",
        "api/proto/shop/b.proto": b'syntax = "proto3";\npackage shop;\nimport public "c/c.proto";\n'
        b"message B { c.C c = 1; }\n",
        "api/proto/c/c.proto": b"package c;\nenum C { A = 1; }\n",
        "other/c/c.proto": b"package c.other;\nmessage D { }\n",
        "README.md": b"# Shop\n\nmessage X {\n}\n",
    }
    checked = judged(pack(files))
    assert checked.interface is not None
    assert set(checked.interface.types) == {"shop.B", "c.C", "c.other.D"}
    assert checked.interface.operations[0].answers[0].message.bodies[0].type.ref == "c.C"
    told = {one.rule for one in checked.findings}
    assert not told & {"reference-missing", "reference-not-followed", "rule-crashed"}
    flaws = [(one.span.file, one.span.line, one.message) for one in checked.findings if one.rule == "format-invalid"]
    assert len(flaws) == 1, "a closed enum in proto3, which only protoc knows"
    assert flaws[0][:2] == ("api/proto/shop/b.proto", 4)
    files["api/proto/c/c.proto"] = b"package c;\nenum C { A = ; }\n"
    reason = lint(pack(files)).reason
    assert reason is not None
    assert (reason.code, reason.file, reason.line, reason.column) == ("not-proto", "api/proto/c/c.proto", 2, 14)


def test_keys_are_made_of_names():
    one = operation("PlaceOrder")
    assert one.request is not None
    assert one.request.place.key == "operation:Orders.PlaceOrder/request"
    assert one.answers[0].place.key == "operation:Orders.PlaceOrder/answer:OK"
    assert member("lines").type.item is not None
    assert member("lines").type.item.place.key == "type:shop.orders.v1.Order/field:lines/item"  # type: ignore[union-attr]
    assert shape("shop.orders.v1.Kind").constants[1].place.key == "type:shop.orders.v1.Kind/value:MAIL"


def test_the_outline_leads_to_names():
    read_report = Report(write(judged(SHOP)))
    lines = SHOP.splitlines()
    for row in (*read_report.operations(), *read_report.types()):
        assert lines[row.line - 1].split("(")[0].split("{")[0].split()[1] == row.name.rpartition(".")[2]


MISTAKES = [  # what is written in a message, line, column
    ("string a = 1;\n  string b = 1;", 4, 10),
    ("string a = 1;\n  string a = 2;", 4, 10),
    ("string a = 0;", 3, 10),
    ("string a = 19500;", 3, 10),
    ("string a = 536870912;", 3, 10),
    ("reserved 5;\n  string a = 5;", 4, 10),
    ('reserved "a";\n  string a = 5;', 4, 10),
    ("required string a = 5;", 3, 19),
    ("enum E { A = 1; }", 3, 12),
    ("enum E { A = 0; B = 0; }", 3, 19),
    ("enum E { }", 3, 8),
    ("message M { } message M { }", 3, 25),
]


@pytest.mark.parametrize(("said", "line", "column"), MISTAKES)
@pytest.mark.parametrize("alone", [True, False])
def test_mistakes_are_told_with_and_without_protoc(said: str, line: int, column: int, alone: bool):
    head = 'syntax = "proto3";' + ("" if alone else ' import "gone.proto";')
    flaws = found(f"{head}\nmessage Top {{\n  {said}\n}}\n", "format-invalid")
    assert flaws, "nothing was found"
    assert {one[3].startswith("protoc says: ") for one in flaws} == {alone and "19500" not in said}
    if not alone:
        assert [one[1:3] for one in flaws] == [(line, column)]
    assert all(one[1] in (line, line - 1) for one in flaws)


@pytest.mark.parametrize(
    ("said", "line", "column"),
    [
        ("message A { B b = 1; }", 2, 15),
        ("message A { }\nservice S { rpc Do(A) returns (Gone.Deep); }", 3, 32),
        ("message A { message A { } A.B b = 1; }", 2, 31),
        ("extend Gone { string a = 1; }", 2, 8),
    ],
)
def test_a_type_that_nobody_declares_is_missing(said: str, line: int, column: int):
    flaws = found(f'syntax = "proto3";\n{said}\n', "reference-missing")
    assert [one[1:3] for one in flaws] == [(line, column)]


@pytest.mark.parametrize(
    ("said", "line", "column"),
    [
        ("message A {\n  string a 1;\n}", 3, 12),
        ("message A {\n  string a = ;\n}", 3, 14),
        ("message A { string a = 1 }", 2, 26),
        ("message A { string a = 1;", 2, 26),
        ("message A { string a = 99999999999; }", 2, 24),
        ("message { }", 2, 9),
        ("service S { rpc Do(A) return (A); }", 2, 23),
        ("service S { call Do(A) returns (A); }", 2, 13),
        ('option a = "open;\nmessage B { }', 2, 12),
        ("/* never closed\nmessage B { }", 2, 1),
        ("message A { } ? ", 2, 15),
        ("stuct A { }", 2, 1),
        ("option (a) = { b: };", 2, 19),
        ("message A { oneof x { string a = 1; }", 2, 38),
        ('message A { string a = "1"; }', 2, 24),
        ("enum E { A = 1.5; }", 2, 14),
        ("message A { reserved 1 to; }", 2, 26),
        ("message A { string a = 1x; }", 2, 24),
    ],
)
def test_what_is_ill_formed_is_refused_at_its_place(said: str, line: int, column: int):
    assert refused(f'syntax = "proto3";\n{said}') == ("not-proto", line, column)


def test_a_syntax_nobody_knows_is_refused():
    assert refused('syntax = "proto4";\nmessage A { }') == ("not-proto", 1, 10)
    assert refused('// x\nedition = "next";\nmessage A { }') == ("not-proto", 2, 11)


@pytest.mark.parametrize(
    "said",
    [
        "message A { " * 100_000,
        "message A { " * 300 + "}" * 300,
        "option a = " + "{ a " * 100_000,
        "option a = { a: " + "[" * 100_000,
        "message A { " + "optional group A = 1 { " * 10_000,
    ],
)
def test_deep_nesting_is_refused(said: str):
    assert refused(f'syntax = "proto3"; {said}')[:2] == ("too-deep", 1)


@pytest.mark.parametrize(
    "said",
    [
        "option a = " + "-" * 200_000,
        "option a." + "b." * 200_000,
        "/" * 400_000,
        "/*" * 200_000,
        "/**/" * 100_000 + "?",
        "// " + "x" * 400_000,
        'option a = "' + "\\" * 400_001,
        "import " + '"a" ' * 100_000,
        "message " + " " * 400_000,
        "message\n" * 100_000,
        "1" * 400_000,
        "option a = " + "9" * 100_000 + ";",
        "option a = 0x" + "9" * 100_000 + ";",
        "message A { reserved " + "1, " * 20_000 + "1; }",
        "message A { " + "string a = 1;" * 3_000 + "}",
        "enum A { " + "B = 0;" * 20_000 + "}",
    ],
)
def test_no_text_takes_long(said: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(compiler, "SECONDS", 1.0)
    checked = lint(f'syntax = "proto3";\n{said}'.encode(), limits=Limits(seconds=20))
    assert checked.reason is None or checked.reason.code == "not-proto"


def test_too_many_words_are_refused():
    assert refused('syntax = "proto3";' + ";" * 2000, limits=Limits(nodes=1000))[0] == "too-many-nodes"


def test_protoc_gets_nothing_of_the_environment_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    seen: dict[str, Any] = {}
    run = subprocess.run

    def spy(command: list[str], **options: Any) -> Any:
        seen.update(options, command=command)
        return run(command, **options)

    monkeypatch.setattr(compiler.subprocess, "run", spy)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert judged(SHOP).reason is None
    assert seen["env"] == {}
    assert list(tmp_path.iterdir()) == []


def test_protoc_counts_bytes_and_tabs_and_we_do_not():
    said = 'syntax = "proto3";\nmessage A { /* \u00e4\u20ac */\tstring a = 1;\t/* \U0001f600 */ string a = 2; }\n'
    assert [one[1:3] for one in found(said, "format-invalid")] == [(2, said.splitlines()[1].rindex("a =") + 1)]


@pytest.mark.parametrize("name", ["--python_out=.", "-I.", "@names", "a\nb.proto", "a:b", ".hidden"])
def test_no_name_of_a_file_is_taken_for_an_option(name: str):
    sources = {name: Source(b'syntax = "proto3";', Limits(), name)}
    assert compiler.asked(Names(tuple(sources.values()), sources)) == {}


@pytest.mark.process
def test_protoc_works_within_the_limits_of_the_child():
    report = check(b'syntax = "proto3";\nmessage A { string a = 1; string a = 2; }\n')
    assert [one.message for one in report.findings() if one.rule == "format-invalid"] == [
        'protoc says: "a" is already defined in "A".'
    ]


def test_a_field_of_proto2_has_a_label():
    head = 'syntax = "proto2";\nimport "gone.proto";\n'
    said = f"{head}message A {{ string a = 1; map<string, A> b = 2; oneof c {{ A d = 3; }} }}\n"
    assert [one[1:3] for one in found(said, "format-invalid")] == [(3, 20)]


def test_without_protoc_our_own_checks_stand_in(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(compiler, "_program", lambda: None)
    said = 'syntax = "proto3";\nmessage A { string a = 1; string b = 1; }\n'
    assert [one[1:3] for one in found(said, "format-invalid")] == [(2, 34)]


@pytest.mark.parametrize(
    ("said", "dialect"),
    [
        ('syntax = "proto3";', "proto3"),
        ("// x\n/* y */ syntax='proto2';", "proto2"),
        ('edition = "2023";', "2023"),
        ("package a.b;\nmessage C {\n}", "proto2"),
        ('import "a.proto";\nextend a.B {\n}', "proto2"),
        ("service S {\n  rpc Do(A) returns (B);\n}", "proto2"),
        ("package a;\nenum B {\n  C = 0;\n}", "proto2"),
    ],
)
def test_it_is_known_by_what_it_says(said: str, dialect: str):
    assert proto.recognise(Source(said.encode(), Limits())) == dialect


@pytest.mark.parametrize(
    "said",
    [
        "package com.shop;\nimport java.util.List;\nenum Kind {\n  A, B\n}\n",
        "package shop\n\ntype Order struct {\n}\n",
        "namespace java shop\nservice Orders {\n  void place(1: Order order)\n}\n",
        "enum Kind { A = 1; }\n",
        "service Orders {\n  Order get(1: i32 id)\n}\n",
        'syntax = "v1"\ntype Order { }\n',
        "module Shop { interface Orders { }; };\n",
        "message: {}\n",
        "extend type Query { a: Int }\n",
    ],
)
def test_other_languages_are_left_alone(said: str):
    assert proto.recognise(Source(said.encode(), Limits())) == ""


@pytest.fixture(params=["proto", "proto-old"])
def corpus(request: pytest.FixtureRequest) -> dict[str, Path]:
    """The files by the names they are imported by, or this test stands aside."""
    folder = CORPUS / request.param
    if not folder.is_dir():
        stand_aside("tests on real contracts", "there is no folder ../shared beside this checkout", allowed=True)
    return {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*.proto"))}


_COUNTS = {151: (394, 1440), 145: (363, 1327)}


def test_every_real_file_together_is_one_contract_without_a_flaw(corpus: dict[str, Path]):
    checked = judged(pack({name: path.read_bytes() for name, path in corpus.items()}))
    assert checked.interface is not None
    assert (len(checked.interface.operations), len(checked.interface.types)) == _COUNTS[len(corpus)]
    told = {one.rule for one in checked.findings}
    assert not told & {"rule-crashed", "reference-missing", "reference-not-followed", "format-invalid"}


def test_every_real_file_alone_is_read_and_what_it_imports_is_told(corpus: dict[str, Path]):
    for name, path in corpus.items():
        checked = lint(path.read_bytes())
        assert checked.reason is None, name
        text = path.read_text()
        lost = [one for one in checked.findings if one.rule == "reference-not-followed"]
        imports = [line for line in text.splitlines() if line.startswith("import ") and '"google/protobuf/' not in line]
        assert len(lost) == len(imports), name
        assert not {one.rule for one in checked.findings} & {"rule-crashed", "reference-missing", "format-invalid"}, (
            name
        )


def test_the_reader_agrees_with_protoc_in_every_name_number_and_label(corpus: dict[str, Path], tmp_path: Path):
    program = compiler._program()
    assert program is not None
    root = Path(str(next(iter(corpus.values()))).removesuffix(next(iter(corpus))))
    include = program.parent.parent / "include"
    subprocess.run(
        [program, f"-I{root}", f"-I{include}", f"-o{tmp_path / 'set'}", *corpus], check=True, stderr=subprocess.DEVNULL
    )
    theirs = [parsed(one) for one in parsed((tmp_path / "set").read_bytes())[1]]
    assert {word(one, 1) for one in theirs} == set(corpus)
    sources = {name: Source(path.read_bytes(), Limits(), name) for name, path in corpus.items()}
    names = Names(tuple(sources.values()), sources)
    for one in theirs:
        mine = read_file(sources[word(one, 1)])
        package = word(one, 2)
        assert mine.package == package
        assert [node.name for node in mine.enums] == [word(parsed(each), 1) for each in one.get(5, ())]
        for node, each in zip(mine.messages, one.get(4, ()), strict=True):
            same_message(node, parsed(each), names, package)
        for service, each in zip(mine.services, one.get(6, ()), strict=True):
            said = parsed(each)
            methods = [
                (word(m, 1), word(m, 2), word(m, 3), bool(m.get(5)), bool(m.get(6))) for m in map(parsed, said[2])
            ]
            assert (service.name, methods) == (
                word(said, 1),
                [
                    (
                        m.name,
                        "." + names.find(m.takes, package),
                        "." + names.find(m.gives, package),
                        m.takes_stream,
                        m.gives_stream,
                    )
                    for m in service.methods
                ],
            )


_TYPES = {
    "double": 1, "float": 2, "int64": 3, "uint64": 4, "int32": 5, "fixed64": 6, "fixed32": 7, "bool": 8, "string": 9,
    "bytes": 12, "uint32": 13, "sfixed32": 15, "sfixed64": 16, "sint32": 17, "sint64": 18,
}  # fmt: skip
_LABELS = {"": 1, "optional": 1, "required": 2, "repeated": 3}


def same_message(node: MessageNode, theirs: dict[int, list[Any]], names: Names, scope: str) -> None:
    scope = f"{scope}.{node.name}" if scope else node.name
    assert word(theirs, 1) == node.name
    fields = [
        (one, member.name if isinstance(member, OneofNode) else "")
        for member in node.members
        for one in (member.fields if isinstance(member, OneofNode) else [member])
    ]
    oneofs = [word(parsed(one), 1) for one in theirs.get(8, ())]
    for (mine, oneof), one in zip(fields, map(parsed, theirs.get(2, ())), strict=True):
        label = 3 if mine.key else _LABELS[mine.label]
        assert (word(one, 1), one[3], one[4]) == (mine.name, [mine.number], [label]), scope
        if mine.type in _TYPES and not mine.key:
            assert one[5] == [_TYPES[mine.type]]
        elif not mine.key:
            assert word(one, 6) == "." + names.find(mine.type, scope)
        if 9 in one and 17 not in one:
            assert oneofs[one[9][0]] == oneof
        else:
            assert oneof == ""
    for mine, each in zip(node.enums, theirs.get(4, ()), strict=True):
        said = parsed(each)
        values = [(word(value, 1), signed(value.get(2, [0])[0])) for value in map(parsed, said[2])]
        assert (word(said, 1), values) == (mine.name, [(value.name, value.number) for value in mine.values])
    below = [one for one in map(parsed, theirs.get(3, ())) if not parsed(one.get(7, [b""])[0]).get(7)]
    for message, one in zip(node.messages, below, strict=True):
        same_message(message, one, names, scope)


def signed(number: int) -> int:
    return number - 2**64 if number >= 2**63 else number


def word(message: dict[int, list[Any]], number: int) -> str:
    return message.get(number, [b""])[0].decode()


def parsed(data: bytes) -> dict[int, list[Any]]:
    """A message as protoc writes it, by the numbers of its fields."""
    message: dict[int, list[Any]] = {}
    for number, value in members(data):
        message.setdefault(number, []).append(value)
    return message


def members(data: bytes) -> Iterator[tuple[int, Any]]:
    at = 0

    def varint() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(data):
        key = varint()
        if key & 7 == 0:
            yield key >> 3, varint()
            continue
        size = varint() if key & 7 == 2 else {1: 8, 5: 4}[key & 7]
        yield key >> 3, data[at : at + size]
        at += size
