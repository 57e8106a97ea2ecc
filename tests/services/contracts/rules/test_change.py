"""What the rules of the group "change" decide where it is easy to be unfair."""

from typing import Any

import pytest

from services.contracts import Facts

from ..documents import judged, openapi, operation


def told(data: bytes | str, rule: str, **options: Any) -> list[str]:
    return [one.message for one in judged(data, **options).findings if one.rule == rule]


def unjudged(data: bytes | str, rule: str, **options: Any) -> str:
    return next(run.unjudged for run in judged(data, **options).runs if run.rule.id == rule)


def field(name: str, **schema: Any) -> bytes:
    """A document with one type that has one field."""
    return openapi(components={"schemas": {"A": {"type": "object", "properties": {name: schema}}}})


def answering(schema: dict[str, Any], **more: Any) -> bytes:
    """A document with one operation that answers with this schema."""
    content = {"application/json": {"schema": schema}}
    return openapi(
        paths={"/it": {"get": {"operationId": "it", "responses": {"200": {"description": "x", "content": content}}}}},
        **more,
    )


# date-in-standard-form


@pytest.mark.parametrize(
    "name", ["created_at", "createdAt", "birth_date", "date", "startTime", "expires_on", "timestamp", "last_read_at"]
)
def test_these_names_are_moments(name: str):
    assert told(field(name, type="string"), "date-in-standard-form")
    assert told(field(name, type="integer"), "date-in-standard-form")


@pytest.mark.parametrize(
    "name", ["update", "candidate", "lead_time", "runtime", "uptime", "depends_on", "look_at", "format", "time", "at"]
)
def test_these_names_are_not(name: str):
    assert told(field(name, type="string"), "date-in-standard-form") == []


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "format": "date"},
        {"type": "string", "pattern": "^[0-9]{8}$"},
        {"type": "string", "description": "RFC 3339, in UTC."},
        {"type": "string", "description": "Written YYYY-MM-DD."},
        {"type": "string", "example": "2027-03-31T10:00:00Z"},
        {"type": "string", "enum": ["today", "tomorrow"]},
        {"type": "integer", "format": "unix-timestamp"},
        {"type": "integer", "description": "Seconds since 1970."},
        {"type": "object", "properties": {"year": {"type": "integer"}}},
    ],
)
def test_a_form_may_be_told_in_many_ways(schema: dict[str, Any]):
    assert told(field("createdAt", **schema), "date-in-standard-form") == []


def test_a_number_may_name_its_unit_and_a_type_its_form():
    assert told(field("timestampMillis", type="integer"), "date-in-standard-form") == []
    named = "namespace * a\ntypedef i64 Timestamp\nstruct A { 1: Timestamp created_at, 2: i64 updated_at }\n"
    assert told(named, "date-in-standard-form") == ["'updated_at' is a moment counted in a unit that is not told."]


def test_headers_have_forms_of_their_own():
    parameter = {"name": "Date", "in": "header", "schema": {"type": "string"}}
    assert told(operation(parameters=[parameter]), "date-in-standard-form") == []


# text-as-identifier


def test_only_the_identifier_of_the_thing_itself_is_told():
    fields = {name: {"type": "integer"} for name in ("id", "ownerId", "orderId", "width", "valid")}
    data = openapi(components={"schemas": {"Order": {"type": "object", "properties": fields}}})
    assert told(data, "text-as-identifier") == [
        "'id' is an identifier that counts.",
        "'orderId' is an identifier that counts.",
    ]


def test_a_named_identifier_is_told_once_for_all_who_use_it():
    data = "namespace * a\ntypedef i32 OrderId\nstruct Order { 1: OrderId id }\nstruct Line { 1: OrderId id }\n"
    assert told(data, "text-as-identifier") == ["OrderId is an identifier that counts."]


def test_a_number_in_an_address_invites_to_count():
    def parameter(name: str, kind: str) -> bytes:
        given = {"name": name, "in": "path", "required": True, "schema": {"type": kind}}
        return operation(path=f"/a/{{{name}}}", parameters=[given])

    assert told(parameter("orderId", "integer"), "text-as-identifier")
    assert told(parameter("orderId", "string"), "text-as-identifier") == []
    assert told(parameter("page", "integer"), "text-as-identifier") == []


# values-may-grow

STATES = {"type": "string", "enum": ["placed", "packed", "sent"]}


@pytest.mark.parametrize(
    ("schema", "is_told"),
    [
        (STATES, True),
        ({**STATES, "description": "Where it stands."}, True),
        ({**STATES, "description": "New values may be added."}, False),
        ({**STATES, "enum": ["placed", "unknown"]}, False),
        ({**STATES, "enum": ["asc", "desc"]}, False),
        ({**STATES, "enum": ["only"]}, False),
        ({"type": "integer", "enum": [1, 2, 3]}, False),
        ({"anyOf": [STATES, {"type": "string"}]}, False),
        ({"type": "string", "x-extensible-enum": ["placed", "packed"]}, False),
    ],
)
def test_values_in_answers(schema: dict[str, Any], is_told: bool):
    data = answering({"type": "object", "properties": {"state": schema}})
    assert bool(told(data, "values-may-grow")) is is_told


def test_values_that_callers_send_are_closed_with_right():
    data = operation(parameters=[{"name": "state", "in": "query", "schema": STATES}])
    assert told(data, "values-may-grow") == []
    assert unjudged(data, "values-may-grow")


def test_one_sentence_for_all_lists_and_one_sentence_that_mends_them():
    lists = {name: {**STATES, "title": name} for name in ("a", "b", "c")}
    data = answering({"type": "object", "properties": lists})
    assert told(data, "values-may-grow") == ["3 lists of values in answers do not say that values may be added."]
    said = {"title": "T", "version": "1.0.0", "description": "Wherever values are listed, new values may come."}
    assert told(answering({"type": "object", "properties": lists}, info=said), "values-may-grow") == []


def test_a_zero_value_that_means_something_cannot_be_told_from_none():
    def enum(zero: str) -> str:
        head = 'syntax = "proto3";\npackage a.v1;\nmessage A { State state = 1; }\n'
        return head + f"enum State {{ {zero} = 0; STATE_SENT = 1; }}\n"

    assert told(enum("STATE_UNSPECIFIED"), "values-may-grow") == []
    assert told(enum("STATE_NONE"), "values-may-grow") == []
    assert told(enum("STATE_OPEN"), "values-may-grow") == [
        "The zero value of a.v1.State is 'STATE_OPEN': who can tell it from none?"
    ]


# money-exact


@pytest.mark.parametrize(
    ("name", "schema", "is_told"),
    [
        ("price", {"type": "number"}, True),
        ("totalAmount", {"type": "number", "format": "double"}, False),
        ("invoiceTotal", {"type": "number", "format": "float"}, True),
        ("price", {"type": "number", "format": "decimal"}, False),
        ("price", {"type": "number", "multipleOf": 0.01}, False),
        ("price", {"type": "string"}, False),
        ("discountAmount", {"type": "number", "description": "A percentage."}, False),
        ("total", {"type": "number"}, False),
        ("cost", {"type": "number"}, False),
    ],
)
def test_binary_fractions(name: str, schema: dict[str, Any], is_told: bool):
    fields = {name: schema, "currency": {"type": "string"}}
    data = openapi(components={"schemas": {"A": {"type": "object", "properties": fields}}})
    assert bool(told(data, "money-exact")) is is_told


def test_a_currency_is_missed_once_and_may_stand_anywhere():
    fields = {"unitPrice": {"type": "string"}, "shippingFee": {"type": "string"}}
    schemas: dict[str, Any] = {"Line": {"type": "object", "properties": fields}}
    assert told(openapi(components={"schemas": schemas}), "money-exact") == [
        "'unitPrice' is an amount, and nothing here says of which currency."
    ]
    order = {"type": "object", "properties": {"currency": {"type": "string"}}}
    assert told(openapi(components={"schemas": {**schemas, "Order": order}}), "money-exact") == []
    said = {"title": "T", "version": "1.0.0", "description": "All amounts are in cents."}
    assert told(openapi(components={"schemas": schemas}, info=said), "money-exact") == []


# one-version-scheme


@pytest.mark.parametrize(
    ("server", "path", "version", "is_told"),
    [
        ("https://a.shop.com/v1", "/orders", "1.4.0", False),
        ("https://a.shop.com", "/v1/orders", "1.4.0", False),
        ("https://a.shop.com/v1", "/v1/orders", "1.4.0", True),
        ("https://a.shop.com/v1", "/orders", "2.0.0", True),
        ("https://a.shop.com/v1", "/orders", "0.9.0", False),
        ("https://a.shop.com/v1", "/orders", "2026-11-29", False),
        ("https://a.shop.com/v1beta1", "/orders", "1.0.0", False),
    ],
)
def test_places_of_a_version(server: str, path: str, version: str, is_told: bool):
    data = openapi(
        info={"title": "T", "version": version},
        servers=[{"url": server}],
        paths={path: {"get": {"operationId": "it", "responses": {"204": {"description": "x"}}}}},
    )
    assert bool(told(data, "one-version-scheme")) is is_told


def test_groups_of_operations_may_have_versions_of_their_own():
    one = {"responses": {"204": {"description": "x"}}}
    paths = {f"/apis/{name}": {"get": {**one, "operationId": name}} for name in ("apps/v1/pods", "batch/v1beta1/jobs")}
    assert told(openapi(paths=paths), "one-version-scheme") == []


def test_a_header_beside_an_address_is_a_second_place():
    header = {"name": "Api-Version", "in": "header", "schema": {"type": "string"}}
    assert told(operation(path="/v1/things", parameters=[header]), "one-version-scheme") == [
        "The version is told in 2 places: the address of operations (v1) and a header (Api-Version)."
    ]
    assert told(operation(parameters=[header]), "one-version-scheme") == []


def test_what_shows_no_version_is_another_rule_s_matter():
    assert unjudged(operation(), "one-version-scheme")


# stable-on-stable

BETA = {"Order": {"type": "object", "properties": {"beta": {"$ref": "#/components/schemas/Beta"}}}}


@pytest.mark.parametrize(
    ("marks", "is_told"),
    [
        ({"x-stability-level": "beta"}, True),
        ({"x-experimental": True}, True),
        ({"x-experimental": False}, False),
        ({"x-stability-level": "stable"}, False),
        ({"x-beta": ""}, True),
        ({}, False),
    ],
)
def test_marks_of_what_is_unfinished(marks: dict[str, Any], is_told: bool):
    schemas = {**BETA, "Beta": {"type": "object", **marks}}
    data = answering({"$ref": "#/components/schemas/Order"}, components={"schemas": schemas})
    assert bool(told(data, "stable-on-stable")) is is_told


def test_what_is_unfinished_itself_may_use_the_unfinished():
    schemas = {**BETA, "Beta": {"type": "object", "x-beta": True}}
    assert told(openapi(components={"schemas": schemas}), "stable-on-stable") == [
        "Order is finished and uses Beta, which is marked beta."
    ]
    schemas["Order"] = {**BETA["Order"], "x-beta": True}
    assert told(openapi(components={"schemas": schemas}), "stable-on-stable") == []


def test_an_early_version_promises_nothing():
    schemas = {**BETA, "Beta": {"type": "object", "x-beta": True}}
    for version in ("0.3.0", "1.0.0-alpha.1", "2.0.0-rc.1"):
        data = openapi(info={"title": "T", "version": version}, components={"schemas": schemas})
        assert unjudged(data, "stable-on-stable")
    assert unjudged("namespace * a\nstruct A { 1: string b }\n", "stable-on-stable", facts=Facts(version="0.1.0"))


def test_a_type_of_an_unfinished_package_is_known_by_its_name():
    data = 'syntax = "proto3";\npackage a.v1;\nimport "b/v1beta1/b.proto";\nmessage A { b.v1beta1.B b = 1; }\n'
    assert told(data, "stable-on-stable") == ["a.v1.A is finished and uses b.v1beta1.B, which is of v1beta1."]


def test_types_that_lead_to_themselves_end():
    schemas = {"A": {"additionalProperties": {"$ref": "#/components/schemas/A/additionalProperties"}}}
    assert judged(answering({"$ref": "#/components/schemas/A"}, components={"schemas": schemas})).total


# replacement-lives


@pytest.mark.parametrize(
    ("reason", "is_told"),
    [
        ("Use amount instead.", False),
        ("Use `amount` instead.", False),
        ("Use `gone` instead.", True),
        ("Use amountInCents instead.", True),
        ("Use Query.order instead.", False),
        ("Use something else.", False),
        ("Use GraphQL instead.", False),
        ("Replaced by old_total.", True),
        ("Replaced by `OrderState`.", False),
        ("Replaced by `SENT`.", False),
    ],
)
def test_what_is_named_instead(reason: str, is_told: bool):
    data = f"""
type Query {{ order(id: ID!): Order }}
enum OrderState {{ PLACED SENT }}
type Order {{
  total: Int @deprecated(reason: "{reason}")
  old_total: Int @deprecated(reason: "Gone soon.")
  amount: Int
  state: OrderState
}}
"""
    assert bool(told(data, "replacement-lives")) is is_told


def test_a_replacement_that_goes_away_too_is_told_for_what_it_is():
    one = {"responses": {"204": {"description": "x"}}, "deprecated": True}
    paths = {
        "/a": {"get": {**one, "operationId": "listA", "description": "Use `listB` instead."}},
        "/b": {"get": {**one, "operationId": "listB", "x-replaced-by": "listC"}},
    }
    assert told(openapi(paths=paths), "replacement-lives") == [
        "listA names listB as its replacement, which is deprecated too.",
        "listB names listC as its replacement, which is not here.",
    ]


# no-unused-type


def test_a_chain_of_unused_types_is_told_at_its_beginning():
    schemas = {
        "First": {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Second"}}},
        "Second": {"type": "object"},
    }
    assert told(answering({"type": "string"}, components={"schemas": schemas}), "no-unused-type") == [
        "Nothing uses First."
    ]


@pytest.mark.parametrize("text", ["Its metadata is a `Spare`.", "It packs a Spare into the details."])
def test_a_type_that_words_name_is_used(text: str):
    schemas = {"Spare": {"type": "object"}, "A": {"type": "object", "properties": {"b": {"description": text}}}}
    data = answering({"$ref": "#/components/schemas/A"}, components={"schemas": schemas})
    assert told(data, "no-unused-type") == []


def test_types_alone_are_for_others():
    data = openapi(components={"schemas": {"A": {"type": "object"}}})
    assert told(data, "no-unused-type") == []
    assert "for others" in unjudged(data, "no-unused-type")


def test_kinds_constants_and_what_is_spread_over_a_message_are_used():
    kinds = """
type Query { node(id: ID!): Node }
interface Node { id: ID! }
type Order implements Node { id: ID! }
type Lost { id: ID! }
"""
    assert told(kinds, "no-unused-type") == ["Nothing uses Lost."]
    thrift = "namespace * a\nconst i32 MOST = 100\nstruct A { 1: string b }\nservice S { A get() }\n"
    assert told(thrift, "no-unused-type") == []
    smithy = """
$version: "2.0"
namespace a
use aws.protocols#restJson1
@restJson1
service S { version: "1.0.0", operations: [Get] }
@http(method: "GET", uri: "/a/{id}")
@readonly
operation Get { input: Asked, output := {} }
structure Asked { @required @httpLabel id: String }
"""
    assert told(smithy, "no-unused-type") == []


def test_webhooks_of_older_documents_use_types():
    hook = {"post": {"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}}}}
    used = {"openapi": "3.0.3", "x-webhooks": {"placed": hook}, "components": {"schemas": {"A": {"type": "object"}}}}
    hook["post"]["responses"] = {"204": {"description": "Heard."}}
    assert told(openapi(**used), "no-unused-type") == []
    (one,) = judged(openapi(**used)).interface.operations  # type: ignore[union-attr]
    assert (one.direction, one.address) == ("send", "webhook POST placed")
