"""Protocol Buffers become an Interface: services and messages, options as what they mean, mistakes at their place."""

from services.contracts import Report, write
from services.contracts.bundle import pack
from services.contracts.model import Field, Interface, Operation, Type

from .documents import found, judged

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
    spans = [one.span for one in judged(pack(files)).findings if one.rule == "file-not-read"]
    assert [(span.file, span.line, span.column) for span in spans] == [("api/proto/c/c.proto", 2, 14)]


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
