"""What the rules of the group "safety" decide where it is easy to be unfair."""

from typing import Any

import pytest

from services.contracts import Facts

from ..documents import judged, openapi, operation

BEARER = {"k": {"type": "http", "scheme": "bearer"}}


def told(data: bytes | str, rule: str, **options: Any) -> list[str]:
    return [one.message for one in judged(data, **options).findings if one.rule == rule]


def unjudged(data: bytes | str, rule: str) -> str:
    return next(run.unjudged for run in judged(data).runs if run.rule.id == rule)


def taking(schema: dict[str, Any], method: str = "put", **members: Any) -> bytes:
    """A document with one operation that takes a content of this shape."""
    body = {"content": {"application/json": {"schema": schema}}}
    return operation(method, requestBody=body, **members)


def record(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


TEXT, BOUNDED = {"type": "string"}, {"type": "string", "maxLength": 9}


@pytest.mark.parametrize(
    ("schema", "is_told"),
    [
        ({"type": "string"}, True),
        ({"type": "string", "minLength": 1}, True),
        ({"type": "string", "maxLength": 20}, False),
        ({"type": "string", "pattern": "^[A-Z]+$"}, False),
        ({"type": "string", "format": "uuid"}, False),
        ({"type": "string", "enum": ["a", "b"]}, False),
        ({"type": "string", "readOnly": True}, False),
        ({"type": "string", "description": "At most 80 characters."}, False),
        ({"type": "string", "description": "Can be one of: `open`, `closed`."}, False),
        ({"type": "string", "description": "One of the names of 3 orders."}, True),
        ({"type": "array", "items": {"type": "string"}}, True),
        ({"type": "array", "items": {"type": "string", "maxLength": 9}}, False),
        ({"type": "object", "additionalProperties": {"type": "string"}}, True),
        ({"oneOf": [{"type": "integer"}, {"type": "string"}]}, True),
        ({"allOf": [{"type": "string"}, {"maxLength": 9}]}, False),
        ({"allOf": [{"type": "string"}, {"minLength": 9}]}, True),
    ],
)
def test_texts_without_bounds(schema: dict[str, Any], is_told: bool):
    found = told(taking(record(note=schema, other=BOUNDED)), "text-bounded")
    assert found == (["'note' of what it takes lacks a length, pattern, format or values."] if is_told else [])


def test_a_record_is_one_finding_and_so_is_a_document_without_any_bound():
    many = dict.fromkeys("abcdef", TEXT)
    assert told(taking(record(**many, g=BOUNDED)), "text-bounded") == [
        "a, b, c, d and 2 more of what it takes lack a length, pattern, format or values."
    ]
    data = taking(record(**many, inner=record(x=TEXT)))
    assert told(data, "text-bounded") == ["Of 7 texts that callers send, none has a length, pattern, format or values."]


def test_a_type_with_a_name_is_told_where_it_is_defined():
    schemas = {
        "Name": TEXT,
        "A": record(name={"$ref": "#/components/schemas/Name"}, size=BOUNDED),
        "B": record(name={"$ref": "#/components/schemas/Name"}, a={"$ref": "#/components/schemas/A"}),
    }
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/B"}}}}
    paths = {"/b": {"put": {"requestBody": body, "responses": {}}}}
    data = openapi(paths=paths, components={"schemas": schemas})
    assert told(data, "text-bounded") == ["Name lacks a length, pattern, format or values."]


def test_what_comes_back_and_what_is_in_an_address_needs_no_bound():
    answer = {"200": {"description": "x", "content": {"application/json": {"schema": record(a=TEXT)}}}}
    query = {"name": "q", "in": "query", "schema": TEXT}
    data = operation(responses=answer, parameters=[query])
    assert told(data, "text-bounded") == []
    assert unjudged(data, "text-bounded") == "Callers send no texts."
    header = {"name": "X-Note", "in": "header", "schema": TEXT}
    assert told(operation(parameters=[header]), "text-bounded") != []


def test_records_that_contain_themselves_end():
    tree = record(name=TEXT, below={"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}, other=BOUNDED)
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Tree"}}}}
    data = openapi(
        paths={"/t": {"put": {"requestBody": body, "responses": {}}}}, components={"schemas": {"Tree": tree}}
    )
    assert told(data, "text-bounded") == ["'name' of Tree lacks a length, pattern, format or values."]
    assert told(data, "input-list-bounded") == ["'below' of Tree lacks a maximum."]


@pytest.mark.parametrize(
    ("schema", "is_told"),
    [
        ({"type": "integer"}, True),
        ({"type": "integer", "minimum": 0}, True),
        ({"type": "integer", "maximum": 9}, False),
        ({"type": "number", "exclusiveMaximum": 9}, False),
        ({"type": "integer", "format": "int32"}, False),
        ({"type": "integer", "enum": [1, 2]}, False),
    ],
)
def test_numbers_without_bounds(schema: dict[str, Any], is_told: bool):
    assert bool(told(taking(record(count=schema)), "number-bounded")) is is_told


def test_numbers_of_a_size_are_bounded_in_every_technology():
    thrift = "namespace * a.v1\nservice S { void f(1: i32 a, 2: i64 b, 3: double c, 4: byte d) }"
    corba = "module M { interface I { void f(in long a, in double b, in octet c); }; };"
    proto = (
        'syntax = "proto3"; package a.v1; service S { rpc F(A) returns (A); } message A { int64 a = 1; float b = 2; }'
    )
    for document in (thrift, corba, proto):
        assert told(document, "number-bounded") == []
        assert unjudged(document, "number-bounded") == ""


@pytest.mark.parametrize(
    ("schema", "is_told"),
    [
        ({"type": "array", "items": TEXT}, True),
        ({"type": "array", "items": TEXT, "maxItems": 5}, False),
        ({"type": "array", "items": {"enum": ["a", "b"]}, "uniqueItems": True}, False),
        ({"type": "array", "items": TEXT, "description": "Up to 100 lines."}, False),
    ],
)
def test_lists_without_a_maximum(schema: dict[str, Any], is_told: bool):
    assert bool(told(taking(record(lines=schema)), "input-list-bounded")) is is_told
    assert bool(told(taking(schema), "input-list-bounded")) is is_told


def test_open_reads_leave_changes_guarded():
    one = {"responses": {"200": {"description": "x"}}}
    paths = {
        "/orders": {"get": {**one, "security": []}, "post": {**one, "security": [], "operationId": "findOrders"}},
        "/orders/{id}": {
            "delete": {**one, "operationId": "drop"},
            "patch": {**one, "security": [{}], "operationId": "edit"},
        },
        "/login": {"post": {**one, "security": [], "operationId": "createLogin"}},
    }
    data = openapi(security=[{"k": []}], paths=paths, components={"securitySchemes": BEARER})
    assert told(data, "changes-guarded") == ["edit changes something, and as far as this says anybody may call it."]


def test_where_nothing_is_said_of_callers_it_is_told_once():
    """Each interface without a guard would else have two errors for one cause."""
    data = operation("delete")
    assert told(data, "changes-guarded") == []
    assert told(data, "caller-identified") != []
    assert unjudged(data, "changes-guarded") == "Nothing says who may call anything, reading or changing."
    assert unjudged(operation("get", security=[]), "changes-guarded") == "No operation says that it changes something."


def test_a_fact_guards_what_the_format_cannot():
    thrift = "namespace * a.v1\nservice S { void deleteOrder(1: i32 number) }"
    checked = judged(thrift, facts=Facts(authentication="mutual TLS"))
    run = next(run for run in checked.runs if run.rule.id == "changes-guarded")
    assert (run.unjudged, run.found) == ("", 0)


@pytest.mark.parametrize(
    ("path", "name", "is_told"),
    [
        ("/orders", "deleteOrder", True),
        ("/orders/{id}/cancel", "x", True),
        ("/orders", "orders/delete", True),
        ("/orders", "remove_order", True),
        ("/orders", "listDeletedOrders", False),
        ("/updates", "listUpdates", False),
        ("/orders/deleted", "deletedOrders", False),
        ("/addresses", "addressBook", False),
        ("/resettlements", "resettlements", False),
        ("/orders/creation-dates", "creationDates", False),
    ],
)
def test_reads_that_are_called_like_changes(path: str, name: str, is_told: bool):
    assert bool(told(operation(path=path, operationId=name), "reads-change-nothing")) is is_told
    assert told(operation("post", path=path, operationId=name), "reads-change-nothing") == []


def test_a_read_with_a_body_is_told_and_an_empty_form_is_not():
    assert told(taking(record(a=TEXT), "get"), "reads-change-nothing") == ["it reads, and takes a body all the same."]
    assert told(taking(record(), "get"), "reads-change-nothing") == []
    assert told(taking(record(a=TEXT), "post"), "reads-change-nothing") == []


def test_a_query_of_graphql_has_arguments_and_no_body():
    assert told("type Query { orders(first: Int, after: String): [String!]! }", "reads-change-nothing") == []


@pytest.mark.parametrize(
    ("data", "is_told"),
    [
        (taking(record(a=TEXT)), True),
        (taking(record(a=TEXT), parameters=[{"name": "If-Match", "in": "header", "schema": TEXT}]), False),
        (taking(record(a=TEXT, revision={"type": "integer"})), False),
        (taking(record(order=record(etag=TEXT))), False),
        (taking(record(a=TEXT), responses={"412": {"description": "Changed meanwhile."}}), False),
        (taking(record(a=TEXT), "post"), False),
        (taking({"type": "object"}), False),
        (operation("put", path="/starred/{id}"), False),
    ],
)
def test_changes_that_may_be_lost(data: bytes, is_told: bool):
    assert bool(told(data, "change-not-lost")) is is_told


def test_changes_that_nobody_can_lose_are_not_judged():
    assert unjudged(operation(), "change-not-lost") == "No operation changes what is already there."


def test_an_interface_without_revisions_is_one_finding():
    proto = """
syntax = "proto3";
package a.v1;
service S {
  rpc UpdateA(A) returns (A);
  rpc UpdateB(A) returns (A);
  rpc UpdateC(C) returns (A);
}
message A { int32 a = 1; }
message C { int32 a = 1; string etag = 2; }
"""
    assert len(told(proto, "change-not-lost")) == 2
    (message,) = told(proto.replace("etag", "note"), "change-not-lost")
    assert message == "3 of 3 operations overwrite what was changed since it was read: UpdateA, UpdateB, UpdateC."


def hook(**members: Any) -> bytes:
    said = {"operationId": "sent", "responses": {"204": {"description": "Taken."}}, **members}
    return openapi(webhooks={"sent": {"post": said}})


@pytest.mark.parametrize(
    ("data", "is_told"),
    [
        (hook(), True),
        (hook(description="Signed with your secret, HMAC SHA-256."), False),
        (hook(description="Verify the sender by asking back."), False),
        (hook(description="Designed for speed. Assign it."), True),
        (hook(parameters=[{"name": "X-Hub-Signature-256", "in": "header", "schema": TEXT}]), False),
        (hook(parameters=[{"name": "X-Delivery", "in": "header", "schema": TEXT}]), True),
        (hook(security=[{"k": []}]), False),
        (hook(security=[]), True),
    ],
)
def test_events_that_a_receiver_cannot_verify(data: bytes, is_told: bool):
    assert bool(told(data, "receiver-can-verify")) is is_told


def test_who_opened_the_connection_knows_whom():
    graphql = "type Query { a: Int }\ntype Subscription { orderSent: Int }"
    assert unjudged(graphql, "receiver-can-verify") == "Nothing is sent to an address of the receiver."
    assert told(hook(), "receiver-can-verify", facts=Facts(authentication="mutual TLS both ways")) == []


@pytest.mark.parametrize(
    ("name", "schema", "is_told"),
    [
        ("callback_url", TEXT, True),
        ("webhookUri", TEXT, True),
        ("url", {**TEXT, "description": "The URL to which the payloads will be delivered."}, True),
        ("image_url", {**TEXT, "description": "The picture is fetched from there. We fetch it from here."}, True),
        ("callback_url", {**TEXT, "pattern": "^https://hooks\\."}, False),
        ("callback_url", {**TEXT, "enum": ["https://a.b/c"]}, False),
        ("callback_url", {**TEXT, "description": "Must be an https address of a registered domain."}, False),
        ("return_url", TEXT, False),
        ("homepage_url", {**TEXT, "description": "Shown beside the name."}, False),
        ("callback", TEXT, False),
        ("webhook_url_count", {"type": "integer"}, False),
    ],
)
def test_addresses_that_the_service_would_open(name: str, schema: dict[str, Any], is_told: bool):
    assert bool(told(taking(record(**{name: schema})), "no-address-to-fetch")) is is_told


def test_an_address_is_told_once_however_often_it_is_taken():
    names = ("feed_url", "feed_url__contains", "feed_url__ends")
    data = operation(parameters=[{"name": name, "in": "query", "schema": TEXT} for name in names])
    (message,) = told(data, "no-address-to-fetch")
    assert message.startswith("'feed_url' takes an address")
    assert message.endswith("in 3 places.")


CALLED = 'syntax = "proto3"; package a.v1;\n// {}\nservice S {{ rpc F(A) returns (A); }} message A {{}}'
THROTTLED = """
$version: "2"
namespace a.v1
@aws.protocols#restJson1
service S { version: "1", operations: [F] }
@http(method: "GET", uri: "/f")
operation F { errors: [Busy] }
@error("client")
@httpError(429)
structure Busy {}
"""


@pytest.mark.parametrize(
    ("document", "is_told"),
    [
        (CALLED.format("At most 10 calls per second."), 0),
        (CALLED.format("Ten times better."), 1),
        ("namespace * a.v1\nexception TooManyRequests {}\nservice S { void f() throws (1: TooManyRequests e) }", 0),
        ("namespace * a.v1\nexception Throttled {}\nservice S { void f() throws (1: Throttled e) }", 0),
        ("namespace * a.v1\nexception TooMany429s {}\nservice S { void f() }", 1),
        (THROTTLED, 0),
        (THROTTLED.replace("429", "409"), 1),
    ],
)
def test_limits_are_told_in_the_words_of_each_technology(document: str, is_told: int):
    assert len(told(document, "limits-told")) == is_told


def test_the_size_of_a_page_may_stand_in_the_content():
    proto = """
syntax = "proto3";
package a.v1;
service S { rpc ListOrders(Asked) returns (Page); }
message Asked { SIZE }
message Page { repeated string items = 1; }
"""
    (whole,) = told(proto.replace("SIZE", ""), "bounded-list")
    assert whole == "ListOrders gives out a whole list, however long it is."
    (loose,) = told(proto.replace("SIZE", "int32 page_size = 1;"), "bounded-list")
    assert loose == "The page size 'page_size' has no maximum."
    assert told(proto.replace("SIZE", "\n// At most 100.\nint32 page_size = 1;"), "bounded-list") == []


@pytest.mark.parametrize(
    ("fields", "is_told"),
    [("1: i32 code, 2: string order", False), ("1: string order", True), ("", False)],
)
def test_exceptions_with_names_need_only_share_what_all_callers_read(fields: str, is_told: bool):
    thrift = f"""
namespace * a.v1
exception Fault {{ 1: i32 code }}
exception Missing {{ {fields} }}
service S {{ void f() throws (1: Fault e), void g() throws (1: Fault e), void h() throws (1: Missing e) }}
"""
    assert bool(told(thrift, "one-error-shape")) is is_told


def test_errors_under_a_number_have_one_shape_whatever_its_name():
    def failing(*shapes: dict[str, Any]) -> bytes:
        codes = {
            str(400 + i): {
                "description": "x",
                "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/E{i}"}}},
            }
            for i in range(len(shapes))
        }
        schemas = {f"E{i}": shape for i, shape in enumerate(shapes)}
        return openapi(paths={"/a": {"get": {"responses": codes}}}, components={"schemas": schemas})

    same, more = record(code=TEXT, message=TEXT), record(code=TEXT, hint=TEXT)
    assert told(failing(same, same, same), "one-error-shape") == []
    assert told(failing(same, same, more), "one-error-shape") == ["This error holds E2; most hold E0."]
