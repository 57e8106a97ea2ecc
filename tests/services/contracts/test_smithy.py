"""Smithy becomes an Interface, from its language and from its JSON."""

from typing import Any

import orjson
import pytest

from services.contracts import lint
from services.contracts.bundle import pack
from services.contracts.model import Interface

from .documents import found, judged

ORDERS = '''\
$version: "2"
$operationInputSuffix: "Request"

metadata suppressions = [{ id: "X", namespace: "*" }]

namespace shop.orders

use aws.protocols#restJson1
use shop.money#Amount

/// Places and finds orders.
@restJson1
@title("Orders")
@httpBearerAuth
@httpApiKeyAuth(name: "X-Key", in: "header")
@auth([httpBearerAuth])
service Orders {
    version: "2024-05-01"
    operations: [Ping]
    resources: [OrderResource],
    errors: [Busy]
}

resource OrderResource {
    identifiers: { orderId: OrderId }
    create: PlaceOrder
    read: GetOrder
    operations: [CancelOrder]
}

/// Places an order.
@http(method: "POST", uri: "/orders", code: 201)
@examples([{ title: "One", documentation: "The least.", input: { lines: [] }, output: { orderId: "a" } }])
operation PlaceOrder {
    input := with [Tracked] {
        @required
        lines: Lines
        @httpHeader("Idempotency-Key")
        @idempotencyToken
        token: String
    }
    output := for OrderResource { @required $orderId }
    errors: [Missing]
}

@readonly
@http(method: "GET", uri: "/orders/{orderId}?full")
operation GetOrder {
    input: GetOrderInput
    output: Order
    errors: [Missing]
}

@input
structure GetOrderInput {
    /// Which one.
    @required @httpLabel
    orderId: OrderId

    @httpQuery("fields")
    fields: String
}

@idempotent
@auth([])
@deprecated(message: "Use Revoke", since: "2.0")
@http(method: "POST", uri: "/orders/{orderId}/cancel")
operation CancelOrder { input: GetOrderInput }

@optionalAuth
operation Ping {}

/// What an order is about.
structure Order with [Tracked] {
    @required
    orderId: OrderId
    lines: Lines
    total: Amount
    state: State = "OPEN"
    @range(min: 1, max: 9)
    rank: Integer = 5
    @sensitive
    @deprecated
    card: String
}

@mixin
structure Tracked { trace: String }

@length(min: 1, max: 36)
@pattern("^[a-z]+$")
string OrderId

@length(max: 100)
@uniqueItems
list Lines { member: Line }
structure Line { sku: Sku, count: Integer }
string Sku
@sparse
map Names { key: Sku, value: String }

enum State {
    /// Not sent yet.
    OPEN
    SENT = "sent"
    @deprecated
    LOST = "lost"
}
intEnum Level { LOW = 1, HIGH = 9 }
union Search { text: String, sku: Sku }

@error("client")
@httpError(404)
structure Missing { message: String }

@error("server")
@retryable(throttling: true)
structure Busy { @httpHeader("Retry-After") after: Integer }

apply Order$total @documentation("""
    In cents,
      with tax.
    "Never" \\
    negative.""")
apply Sku { @tags(["x"]), @documentation("A \\u00e9.") }
'''
MONEY = '$version: "2"\nnamespace shop.money\nstructure Amount { cents: Long }\nstructure Line { a: String }\n'


def read(data: str | bytes) -> Interface:
    said = judged(data).interface
    assert said is not None
    return said


def flaws(text: str, rule: str = "format-invalid") -> list[tuple[int, int, str]]:
    return [(line, column, message) for _, line, column, message in found(text, rule)]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (ORDERS, "Smithy 2.0"),
        ('$version: "1.0"\nnamespace a.b', "Smithy 1.0"),
        ("// a comment\nnamespace a.b\nstring C", "Smithy 1.0"),
        ('{"smithy": "2.0", "shapes": {}}', "Smithy 2.0"),
    ],
)
def test_smithy_is_known_by_its_content(text: str, label: str):
    checked = judged(text)
    assert checked.format is not None
    assert checked.format.label(checked.dialect) == label


@pytest.mark.parametrize("text", ["namespace java a.b", "namespace a.b;", "namespace a {}", '{"smithy": "3"}'])
def test_what_belongs_to_another_language_is_left_to_it(text: str):
    checked = lint(text.encode())
    assert checked.format is None or checked.format.NAME != "smithy"


def test_a_service_and_its_operations():
    said = read(ORDERS)
    assert (said.title, said.version, said.text) == ("Orders", "2024-05-01", "Places and finds orders.")
    assert [(one.name, one.address, one.effect, one.safe, one.repeatable) for one in said.operations] == [
        ("Ping", "Orders.Ping", "act", None, None),
        ("CancelOrder", "POST /orders/{orderId}/cancel", "act", False, True),
        ("PlaceOrder", "POST /orders", "create", False, False),
        ("GetOrder", "GET /orders/{orderId}?full", "read", True, True),
    ]
    assert {one.protocol for one in said.operations} == {"http"}
    assert {one.groups for one in said.operations} == {("Orders",)}
    cancel = said.operations[1]
    assert cancel.deprecated is not None
    assert cancel.deprecated.text == "Use Revoke"
    assert cancel.place.key == "operation:CancelOrder"


def test_who_may_call():
    said = read(ORDERS)
    assert [(one.name, one.kind, one.where, one.member) for one in said.guards] == [
        ("httpBearerAuth", "bearer", "", ""),
        ("httpApiKeyAuth", "key", "header", "X-Key"),
    ]
    needs = {one.name: one.needs for one in said.operations}
    named = {name: [[need.guard for need in way] for way in ways or ()] for name, ways in needs.items()}
    assert named == {
        "Ping": [[], ["httpBearerAuth"]],
        "CancelOrder": [],
        "PlaceOrder": [["httpBearerAuth"]],
        "GetOrder": [["httpBearerAuth"]],
    }


def test_what_goes_in_and_what_comes_back():
    said = read(ORDERS)
    _, _, place, get = said.operations
    assert place.request is not None
    assert get.request is not None
    assert [(one.name, one.where, "idempotencyToken" in one.marks) for one in place.request.fields] == [
        ("Idempotency-Key", "header", True)
    ]
    (body,) = place.request.bodies
    assert ([one.name for one in body.type.fields], body.media) == (["trace", "lines"], "application/json")
    assert [(one.name, one.text) for one in body.examples] == []
    assert [(one.name, one.where, one.required, one.text) for one in get.request.fields] == [
        ("orderId", "path", True, "Which one."),
        ("fields", "query", False, ""),
    ]
    assert get.request.bodies == ()
    answers = [(one.code, one.outcome, one.message.name, one.place.key) for one in place.answers]
    assert answers == [
        ("201", "success", "", "operation:PlaceOrder/answer:success"),
        ("404", "error", "Missing", "operation:PlaceOrder/answer:Missing"),
        ("500", "error", "Busy", "operation:PlaceOrder/answer:Busy"),
    ]
    assert place.answers[0].message.bodies[0].type.ref == "PlaceOrderOutput"
    assert place.answers[0].message.bodies[0].examples[0].value == {"orderId": "a"}
    assert [(one.name, one.where) for one in place.answers[2].message.fields] == [("Retry-After", "header")]
    output = said.types["PlaceOrderOutput"]
    assert [(one.name, one.required, one.type.ref) for one in output.fields] == [("orderId", True, "OrderId")]


def test_structures_and_what_their_traits_say():
    types = read(ORDERS).types
    order = types["Order"]
    assert order.text == "What an order is about."
    assert [part.ref for part in order.parts] == ["Tracked"]
    ident, _, total, state, rank, card = order.fields
    assert (ident.required, ident.place.key) == (True, "type:Order/field:orderId")
    assert (total.type.ref, total.text) == ("shop.money#Amount", 'In cents,\n  with tax.\n"Never" negative.')
    assert (state.type.ref, state.default and state.default.value) == ("State", "OPEN")
    assert (rank.type.kind, rank.type.limits.minimum, rank.type.limits.maximum) == ("integer", 1, 9)
    assert (card.marks["sensitive"], card.deprecated is not None) == (True, True)
    limits = types["OrderId"].limits
    assert (limits.min_length, limits.max_length, limits.pattern) == (1, 36, "^[a-z]+$")
    assert (types["Lines"].limits.max_items, types["Lines"].limits.unique) == (100, True)
    assert types["Names"].item is not None
    assert (types["Names"].kind, types["Names"].item.nullable, types["Names"].marks["key"]) == ("map", True, "Sku")
    assert (types["Sku"].text, types["Sku"].marks["tags"]) == ("A é.", ["x"])


def test_enums_and_unions():
    types = read(ORDERS).types
    assert types["State"].values == ("OPEN", "sent", "lost")
    assert [(one.text, one.deprecated is not None, one.place.key) for one in types["State"].constants] == [
        ("Not sent yet.", False, "type:State/value:OPEN"),
        ("", False, "type:State/value:SENT"),
        ("", True, "type:State/value:LOST"),
    ]
    assert (types["Level"].kind, types["Level"].values) == ("integer", (1, 9))
    assert [one.fields[0].name for one in types["Search"].choices] == ["text", "sku"]


def test_without_a_service_the_operations_stand_for_themselves():
    said = read("namespace shop.v2\noperation A { input: B }\nstructure B { c: String }")
    assert [(one.address, one.groups, one.needs) for one in said.operations] == [("A", (), None)]
    assert said.operations[0].request is not None
    assert said.operations[0].request.bodies[0].type.ref == "B"
    assert (said.title, said.version) == ("shop.v2", "v2")


def test_what_no_service_offers_is_no_operation():
    said = read(
        "namespace a\nservice S { version: '1', operations: [A] }\noperation A {}\noperation B {}".replace("'", '"')
    )
    assert [one.address for one in said.operations] == ["S.A"]


AST: dict[str, Any] = {
    "smithy": "2.0",
    "shapes": {
        "a.b#S": {
            "type": "service",
            "version": "1",
            "operations": [{"target": "a.b#Get"}],
            "traits": {"aws.protocols#restJson1": {}, "smithy.api#documentation": "All."},
        },
        "a.b#Get": {
            "type": "operation",
            "input": {"target": "a.b#GetInput"},
            "output": {"target": "smithy.api#Unit"},
            "traits": {"smithy.api#http": {"method": "GET", "uri": "/{id}"}, "smithy.api#readonly": {}},
        },
        "a.b#GetInput": {
            "type": "structure",
            "members": {
                "id": {
                    "target": "smithy.api#String",
                    "traits": {"smithy.api#required": {}, "smithy.api#httpLabel": {}},
                },
                "list": {"target": "a.b#List", "traits": {"smithy.api#httpQuery": "list"}},
            },
        },
        "a.b#List": {"type": "list", "member": {"target": "smithy.api#Integer"}},
        "a.b#Enum": {
            "type": "enum",
            "members": {"A": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "a"}}},
        },
        "a.b#GetInput$id": {"type": "apply", "traits": {"smithy.api#documentation": "Which."}},
    },
}


def test_json_says_the_same():
    said = read(orjson.dumps(AST))
    (one,) = said.operations
    assert (said.text, one.address, one.safe) == ("All.", "GET /{id}", True)
    assert one.request is not None
    assert [(field.name, field.where, field.required, field.text) for field in one.request.fields] == [
        ("id", "path", True, "Which."),
        ("list", "query", False, ""),
    ]
    assert said.types["List"].item is not None
    assert (said.types["List"].item.kind, said.types["Enum"].values) == ("integer", ("a",))


def test_places_in_json_are_found():
    wrong = orjson.loads(orjson.dumps(AST))
    wrong["shapes"]["a.b#List"]["member"]["target"] = "a.b#None"
    text = orjson.dumps(wrong, option=orjson.OPT_INDENT_2).decode()
    line = next(number for number, said in enumerate(text.splitlines(), 1) if "a.b#None" in said)
    assert flaws(text, "reference-missing") == [(line - 1, 7, "There is no shape 'None' in a.b.")]
    beside = judged(pack({"x/a.json": text.encode(), "x/m.smithy": MONEY.encode()}))
    (one,) = [one for one in beside.findings if one.rule == "reference-missing"]
    assert (one.span.file, one.span.line) == ("x/a.json", line - 1)


def test_several_files_are_one_contract():
    checked = judged(pack({"a/orders.smithy": ORDERS.encode(), "a/money.smithy": MONEY.encode()}))
    said = checked.interface
    assert said is not None
    assert said.types["Order"].fields[2].type.ref == "Amount"
    assert {"shop.orders#Line", "shop.money#Line"} <= set(said.types)
    assert not [one for one in checked.findings if one.rule.startswith("reference-")]
    spans = {one.key: one.span for one in checked.findings}
    assert (spans["type:Amount/field:cents"].file, spans["type:Amount/field:cents"].line) == ("a/money.smithy", 3)


def test_a_shape_of_another_namespace_is_told_where_it_is_used_from():
    assert flaws(ORDERS, "reference-not-followed") == [
        (9, 5, "The shape 'shop.money#Amount' was not handed in; its name is kept.")
    ]
    assert flaws(ORDERS, "reference-missing") == []
    assert flaws(ORDERS) == []


def test_traits_applied_to_a_member_of_a_mixin_stay_with_the_shape():
    text = "structure A with [M] { $b }\n@mixin structure M { b: String, c: String }\n"
    said = read("namespace x\n" + text + "apply A$b @required\napply A$c @required\napply A$c @sensitive\n")
    assert [(one.name, one.required, one.type.kind) for one in said.types["A"].fields] == [
        ("b", True, "text"),
        ("c", True, "text"),
    ]
    assert [one.required for one in said.types["M"].fields] == [False, False]
