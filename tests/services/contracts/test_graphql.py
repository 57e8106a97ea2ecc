"""GraphQL becomes an Interface: what one can call, what goes in, what comes back, and each breach at its place."""

import pytest

from services.contracts import Limits
from services.contracts.bundle import pack
from services.contracts.document import Source
from services.contracts.formats import graphql
from services.contracts.model import Field, Interface, Operation, Type

from .documents import found, judged, refused

SHOP = '''\
"""The shop of Hartwell."""
schema { query: Query mutation: Changes subscription: Events }

"""What can be asked."""
type Query {
  """One order."""
  order("Its number." id: ID!): Order
  orders(first: Int = 20, after: String, kinds: [Kind!]): OrderPage! @deprecated(reason: "Use search instead.")
}

type Changes {
  placeOrder(order: NewOrder!): PlaceOrderPayload
  cancelOrder(id: ID!): CancelResult! @audited(by: ["shop", "bank"], level: 2)
}

type Events { orderShipped(id: ID!): Order! }

"Anything with an id."
interface Node { id: ID! }

type Order implements Node & Dated @key(fields: "id") {
  id: ID!
  made: DateTime!
  kind: Kind!
  total(currency: String = "EUR"): Float
  lines: [[Line]!]!
  old: String @deprecated
}
interface Dated { made: DateTime! }
type Line { text: String! }
type OrderPage { items: [Order!]!, next: String }
type PlaceOrderPayload { order: Order, userErrors: [OrderError!]! }
type OrderError { text: String! }
type Done { at: DateTime }
type NotFoundError { id: ID! }
union CancelResult = Done | NotFoundError

enum Kind {
  "Sent by mail."
  MAIL
  DIGITAL @deprecated(reason: "Everything is mailed.")
}

input NewOrder {
  lines: [NewLine!]!
  note: String = "none" @constraint(maxLength: 200, pattern: "^[a-z]*$")
  kind: Kind! = MAIL
  more: Json
}
# What is in it.
# In one line.
input NewLine { article: String!, count: Int! = 1, gift: Wrap = {paper: RED, words: ["a", "b"]} }
input Wrap { paper: Kind, words: [String] }

"A moment."
scalar DateTime @specifiedBy(url: "https://scalars.graphql.org/andimarek/date-time")
scalar Json
scalar Sku
directive @audited(by: [String!], level: Int) on FIELD_DEFINITION
directive @key(fields: String!) on OBJECT
directive @constraint(maxLength: Int, pattern: String) on INPUT_FIELD_DEFINITION
'''


def read(data: str) -> Interface:
    said = judged(data).interface
    assert said is not None
    return said


def operation(name: str, data: str = SHOP) -> Operation:
    return next(one for one in read(data).operations if one.name == name)


def shape(name: str, data: str = SHOP) -> Type:
    return read(data).types[name]


def member(of: str, name: str) -> Field:
    return next(one for one in shape(of).fields if one.name == name)


def test_a_query_is_read_and_safe_a_mutation_is_not_and_a_subscription_is_sent():
    said = [(one.address, one.direction, one.effect, one.safe, one.protocol) for one in read(SHOP).operations]
    assert said == [
        ("Query.order", "call", "read", True, "graphql"),
        ("Query.orders", "call", "read", True, "graphql"),
        ("Changes.placeOrder", "call", "create", False, "graphql"),
        ("Changes.cancelOrder", "call", "act", False, "graphql"),
        ("Events.orderShipped", "send", "act", None, "graphql"),
    ]


def test_without_a_schema_the_usual_names_are_the_ways_in():
    said = read("type Query { a: Int }\ntype Mutation { deleteIt(id: ID!): Boolean, getIt: Int }\n")
    assert [(one.address, one.effect) for one in said.operations] == [
        ("Query.a", "read"),
        ("Mutation.deleteIt", "delete"),
        ("Mutation.getIt", "act"),
    ]


def test_arguments_are_fields_of_the_request():
    one = operation("orders")
    assert one.request is not None
    first, after, kinds = one.request.fields
    assert [field.required for field in one.request.fields] == [False] * 3
    assert first.default is not None
    assert (first.default.value, first.where, first.type.kind) == (20, "argument", "integer")
    assert (after.type.kind, after.type.nullable) == ("text", True)
    assert kinds.type.item is not None
    assert (kinds.type.kind, kinds.type.item.ref, kinds.type.item.nullable) == ("list", "Kind", False)
    (id_,) = operation("order").request.fields  # type: ignore[union-attr]
    assert (id_.required, id_.text, id_.type.format) == (True, "Its number.", "id")


def test_what_comes_back_is_an_answer_and_errors_are_too():
    answers = [(one.code, one.outcome, one.message.bodies[0].type.ref) for one in operation("placeOrder").answers]
    assert answers == [("data", "success", "PlaceOrderPayload"), ("OrderError", "error", "OrderError")]
    assert [(one.code, one.outcome) for one in operation("cancelOrder").answers] == [
        ("data", "success"),
        ("NotFoundError", "error"),
    ]


def test_a_subscription_gives_out_its_message():
    one = operation("orderShipped")
    assert one.request is not None
    assert ([field.name for field in one.request.fields], one.request.bodies[0].type.ref) == (["id"], "Order")
    assert one.answers == ()


def test_deprecations_texts_and_directives_are_kept():
    one = operation("orders")
    assert one.deprecated is not None
    assert one.deprecated.text == "Use search instead."
    assert member("Order", "old").deprecated is not None
    assert operation("order").text == "One order."
    assert operation("cancelOrder").marks == {"audited": {"by": ["shop", "bank"], "level": 2}}
    assert shape("Order").marks == {"key": {"fields": "id"}, "implements": ["Node", "Dated"]}
    assert member("Order", "total").marks == {"arguments": {"currency": "String"}}
    assert (read(SHOP).text, next((one.name, one.text) for one in read(SHOP).groups)) == (
        "The shop of Hartwell.",
        ("Query", "What can be asked."),
    )
    assert shape("NewLine").text == "What is in it.\nIn one line."


def test_null_is_allowed_unless_it_is_ruled_out():
    lines = member("Order", "lines")
    assert (lines.required, lines.type.nullable, lines.type.kind) == (True, False, "list")
    inner = lines.type.item
    assert inner is not None
    assert inner.item is not None
    assert (inner.kind, inner.nullable, inner.item.ref, inner.item.nullable) == ("list", False, "Line", True)
    assert inner.item.place.key == "type:Order/field:lines/item/item"


def test_an_input_is_needed_when_it_may_not_be_null_and_has_no_default():
    assert [(one.name, one.required) for one in shape("NewOrder").fields] == [
        ("lines", True),
        ("note", False),
        ("kind", False),
        ("more", False),
    ]
    note = member("NewOrder", "note")
    assert (note.type.limits.max_length, note.type.limits.pattern) == (200, "^[a-z]*$")
    gift = member("NewLine", "gift")
    assert gift.default is not None
    assert gift.default.value == {"paper": "RED", "words": ["a", "b"]}


def test_enums_unions_and_scalars():
    kind = shape("Kind")
    assert (kind.kind, kind.values, kind.open_values) == ("text", ("MAIL", "DIGITAL"), False)
    mail, digital = kind.constants
    assert (mail.text, mail.place.key, digital.deprecated is not None) == (
        "Sent by mail.",
        "type:Kind/value:MAIL",
        True,
    )
    union = shape("CancelResult")
    assert (union.kind, [one.ref for one in union.choices]) == ("choice", ["Done", "NotFoundError"])
    assert (shape("DateTime").kind, shape("DateTime").format) == ("text", "date-time")
    assert [(shape(name).kind, shape(name).format) for name in ("Json", "Sku")] == [("any", ""), ("text", "")]
    assert (
        shape("Sku", 'scalar Sku @specifiedBy(url: "https://sku.net")\ntype Query { a: Sku }').format
        == "https://sku.net"
    )


def test_the_ways_in_are_no_types_unless_they_are_handed_out():
    assert not {"Query", "Changes", "Events"} & read(SHOP).types.keys()
    assert "Query" in read("type Query { viewer: Query, a: Int }").types


def test_extensions_add_to_what_they_extend():
    said = read(
        "type Query { a: Int }\nextend type Query { b: Int }\nenum K { A }\nextend enum K { B }\nextend schema @x\n"
        "directive @x on SCHEMA\nextend union U = Query\nunion U = T\ntype T { k: K, u: U }\n"
    )
    assert [one.name for one in said.operations] == ["a", "b"]
    assert said.types["K"].values == ("A", "B")
    assert [one.ref for one in said.types["U"].choices] == ["T", "Query"]
    assert said.marks == {"x": True}


def test_keys_are_made_of_names():
    one = operation("orders")
    assert one.request is not None
    assert one.request.fields[0].place.key == "operation:Query.orders/request/argument:first"
    assert one.answers[0].place.key == "operation:Query.orders/answer:data"
    assert member("Order", "made").place.key == "type:Order/field:made"


def test_several_files_are_one_schema_and_each_place_knows_its_file():
    files = {
        "api/query.graphql": b"type Query { order: Order }\n",
        "api/order.graphqls": b"type Order { kind: Kind }\nextend type Query { other: Gone }\n",
        "api/kinds.graphql": b"enum Kind { MAIL }\n",
        "readme.md": b"# Type Query\n",
    }
    checked = judged(pack(files))
    assert checked.interface is not None
    assert [one.name for one in checked.interface.operations] == ["order", "other"]
    assert set(checked.interface.types) == {"Order", "Kind"}
    missing = [one for one in checked.findings if one.rule == "reference-missing"]
    assert [(one.span.file, one.span.line, one.span.column) for one in missing] == [("api/order.graphqls", 2, 28)]
    files["api/order.graphqls"] = b"type Order {\n  kind Kind }\n"
    spans = [one.span for one in judged(pack(files)).findings if one.rule == "file-not-read"]
    assert [(span.file, span.line, span.column) for span in spans] == [("api/order.graphqls", 2, 8)]


@pytest.mark.parametrize(
    ("said", "rule", "line", "column", "word"),
    [
        ("type Query { a: Int }\ntype T { a: Int\n  a: Int }", "format-invalid", 3, 3, "only be defined once"),
        ("type Query { a: Int }\ntype T { a: Int }\ntype T { b: Int }", "format-invalid", 3, 6, "only one type"),
        ("type Query { a: Gone }", "reference-missing", 1, 17, "'Gone'"),
        ("type Query { a(b: Gone): Int }", "reference-missing", 1, 16, "'Gone'"),
        ("type Query { a: Int @gone }", "format-invalid", 1, 22, "Unknown directive"),
        ("type Query { a: Int }\ninput I { a: Query }", "format-invalid", 2, 14, "Input Type"),
        ("type Query { a: Int }\nextend type Gone { b: Int }", "reference-missing", 2, 13, "no file defines"),
        ("type Query implements N { a: Int }\ninterface N { b: Int }", "format-invalid", 1, 6, "does not provide it"),
        ("type T { a: Int }", "format-invalid", 1, 1, "Query root type"),
        ("type Query { a: Int }\nquery Q { a }", "format-invalid", 2, 7, "no part of a schema"),
        ('type Query { a: Int @deprecated(reason: "a", why: 1) }', "format-invalid", 1, 46, "Unknown argument"),
        ("union U = A | B\ntype A { a: Int }\ntype Query { u: U }", "reference-missing", 1, 15, "'B'"),
    ],
)
def test_each_breach_has_its_place(said: str, rule: str, line: int, column: int, word: str):
    flaws = [(*one[1:3], one[3]) for one in found(said, rule)]
    assert len(flaws) == 1
    assert (flaws[0][0], flaws[0][1]) == (line, column)
    assert word in flaws[0][2]


def test_a_breach_keeps_its_key_while_lines_move():
    flaws = [
        one
        for one in judged("type Query { a: Int }\n\n\ntype T { a: Int\n  a: Int }").findings
        if one.rule == "format-invalid"
    ]
    assert [one.key for one in flaws] == ["type:T/field:a"]


def test_what_a_gateway_adds_is_not_missed():
    said = """extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
type Order @key(fields: "id") { id: ID! }
extend type Query { order: Order @shareable, _entities(of: [_Any!]!): [_Entity]! }
"""
    assert not found(said, "format-invalid") + found(said, "reference-missing")


@pytest.mark.parametrize(
    ("said", "code", "line", "column"),
    [
        ("type Query {\n  a Int }", "not-graphql", 2, 5),
        ("type Query { a: Int", "not-graphql", 1, 20),
        ("type Query { a: Int }\ntype X { # no end\n", "not-graphql", 3, 1),
        ('type Query { a(b: String = "open): Int }', "not-graphql", 1, 28),
        ('type Query { a: Int }\n"""never closed\ntype X { a: Int }', "not-graphql", 2, 1),
        ("type Query { a: Int } ?", "not-graphql", 1, 23),
        ("type Query { a: " + "[" * 300 + "Int" + "]" * 300 + " }", "too-deep", 1, 0),
        ("type Query { a: " + "[" * 300_000, "too-deep", 1, 0),
        ("type Query { a(b: I = " + "{a: " * 100_000 + "1" + "}" * 100_000 + "): Int }", "too-deep", 1, 0),
    ],
)
def test_what_is_ill_formed_is_refused_at_its_place(said: str, code: str, line: int, column: int):
    reason = refused(said)
    assert reason[:2] == (code, line)
    assert column in (0, reason[2])


def test_too_many_words_are_refused():
    many = "type Query { " + " ".join(f"a{i}: Int" for i in range(500)) + " }"
    assert refused(many, limits=Limits(nodes=1000))[0] == "too-many-nodes"
    assert refused("type Query { a: Int }\n" + "#\n" * 2000, limits=Limits(nodes=1000))[0] == "too-many-nodes"


def test_long_chains_of_types_are_no_matter():
    many = "".join(f"input I{i} {{ a: I{i + 1}! }}\ntype T{i} {{ a: T{i + 1}! }}\n" for i in range(3000))
    said = f"type Query {{ a(b: I0): T0 }}\n{many}input I3000 {{ a: Int }}\ntype T3000 {{ a: Int }}\n"
    assert len(read(said).types) == 6002


def test_thousands_of_breaches_are_told_up_to_a_number():
    said = "type Query { " + "a: Int\n" * 1000 + "}"
    assert len(found(said, "format-invalid")) == 201


@pytest.mark.parametrize(
    "said",
    [
        "interface Orders { void place(); };",
        "enum Kind { A = 1, B }",
        "type: object\nproperties: {}\n",
        "type Order = { id: string }",
        "type Order struct {\n  id int\n}\n",
        "namespace java shop\nunion U { 1: i32 a }\n",
        "query Q { a }",
        "# type Query { a: Int }\n",
        'syntax = "proto3";\nmessage Query { }\n',
    ],
)
def test_other_languages_are_left_alone(said: str):
    assert graphql.recognise(Source(said.encode(), Limits())) == ""


@pytest.mark.parametrize(
    "said",
    [
        "type Query { a: Int }",
        '"""\nWords, with "quotes" in them.\n"""\ntype Query @a { a: Int }',
        "# a comment\n\nscalar Date\n",
        "directive @a(b: Int) on FIELD_DEFINITION\n",
        "extend type Query { a: Int }",
        "enum A { B }\n\ninput C { d: Int }",
        "\ufeffschema { query: Q }",
        "union A = B | C",
    ],
)
def test_a_schema_is_known_by_what_it_says(said: str):
    assert graphql.recognise(Source(said.encode(), Limits())) == "schema"
