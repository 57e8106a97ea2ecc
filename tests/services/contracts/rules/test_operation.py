"""What the rules of the group "operation" decide where it is easy to be unfair."""

from typing import Any

import pytest

from services.contracts import Facts, Limits
from services.contracts.failing import is_general

from ..documents import judged, openapi, operation


def told(data: bytes | str, rule: str, **options: Any) -> list[str]:
    return [one.message for one in judged(data, **options).findings if one.rule == rule]


def unjudged(data: bytes | str, rule: str, **options: Any) -> str:
    return next(run.unjudged for run in judged(data, **options).runs if run.rule.id == rule)


def answers(*codes: str) -> dict[str, Any]:
    return {code: {"description": "x"} for code in codes}


def test_facts_beside_any_contract_please_the_rules_that_ask_for_them():
    contract = "namespace * shop\nstruct Order { 1: string id }\n"
    facts = Facts(audience="partner", support="help@shop.example, within a day", data_class="internal")
    asked = {"audience-declared", "support-told", "data-class-declared"}
    assert asked <= {one.rule for one in judged(contract).findings}
    assert not asked & {one.rule for one in judged(contract, facts=facts).findings}


@pytest.mark.parametrize(
    ("text", "is_enough"),
    [
        ("Questions go to the help desk.", True),
        ("We answer within two hours.", True),
        ("For help, open a ticket at https://shop.example/help.", True),
        ("This interface supports pages of orders.", False),
        ("Supported formats: JSON.", False),
    ],
)
def test_words_that_tell_where_help_is(text: str, is_enough: bool):
    data = openapi(info={"title": "T", "version": "1.0.0", "description": text})
    assert bool(told(data, "support-told")) is not is_enough


@pytest.mark.parametrize(
    ("method", "responses", "is_told"),
    [
        ("get", {"404": {"description": "x"}}, True),
        ("get", {"200": {"description": "The order."}}, True),
        ("get", {"204": {"description": "Nothing."}}, False),
        ("get", {"200": {"description": "An empty answer."}}, False),
        ("get", {"302": {"description": "It is elsewhere."}}, False),
        ("get", {"default": {"description": "Everything."}}, False),
        ("get", {"200": {"description": "x", "headers": {"X-Count": {"schema": {"type": "integer"}}}}}, False),
        ("head", {"200": {"description": "There is one."}}, False),
        ("delete", {"200": {"description": "Gone."}}, False),
    ],
)
def test_what_comes_back_of_a_call(method: str, responses: dict[str, Any], is_told: bool):
    assert bool(told(operation(method, responses=responses), "answers-complete")) is is_told


def test_a_call_without_result_is_complete_where_types_say_so():
    assert told("namespace * shop\nservice Orders { void ping() }\n", "answers-complete") == []


@pytest.mark.parametrize(
    ("comment", "is_told"),
    [
        ("Finds an order; NOT_FOUND when there is none.", False),
        ("Finds an order. Fails when there is none.", False),
        ("Finds an order.", True),
    ],
)
def test_words_count_where_a_technology_has_no_place_for_errors(comment: str, is_told: bool):
    proto = (
        f'syntax = "proto3";\npackage shop.v1;\nservice Orders {{\n  // {comment}\n'
        "  rpc Get(Order) returns (Order);\n}\nmessage Order { string id = 1; }\n"
    )
    assert bool(told(proto, "errors-documented")) is is_told
    assert told(operation(description=comment), "errors-documented") != [], "HTTP has a place"


def test_a_service_may_say_once_how_all_of_it_fails():
    proto = (
        'syntax = "proto3";\npackage shop.v1;\n// Every call can fail with UNAVAILABLE.\nservice Orders {\n'
        "  rpc Get(Order) returns (Order);\n  rpc List(Order) returns (Order);\n}\nmessage Order { string id = 1; }\n"
    )
    assert told(proto, "errors-documented") == []


def test_queries_of_graphql_have_a_way_to_fail_and_unions_may_hold_errors():
    head = "type Query { order(id: ID!): Order }\ntype Order { id: ID! }\ntype NotFoundError { id: ID! }\n"
    kept = "union Cancelled = Order | NotFoundError\ntype Mutation { cancel(id: ID!): Cancelled }\n"
    assert told(head + kept, "errors-documented") == []
    assert told(head + "type Mutation { cancel(id: ID!): Order }\n", "errors-documented") == [
        "cancel does not say how it fails."
    ]


def test_most_of_many_are_one_finding_and_few_are_one_each():
    def paths(silent: int, told: int) -> dict[str, Any]:
        silents = {f"/s{n}": {"get": {"operationId": f"s{n}", "responses": answers("200")}} for n in range(silent)}
        return silents | {
            f"/t{n}": {"get": {"operationId": f"t{n}", "responses": answers("200", "404")}} for n in range(told)
        }

    assert told(openapi(paths=paths(3, 0)), "errors-documented") == [
        "3 of 3 operations do not say how they fail: s0, s1, s2."
    ]
    assert told(openapi(paths=paths(21, 2)), "errors-documented") == [
        "21 of 23 operations do not say how they fail: s0, s1, s2, s3 and 17 more."
    ]
    assert len(told(openapi(paths=paths(3, 2)), "errors-documented")) == 3


def test_an_attribute_of_corba_needs_no_exception():
    inner = "readonly attribute long total; void close() raises (Gone);"
    assert told(f"exception Gone {{}};\ninterface Order {{ {inner} }};\n", "errors-documented") == []


@pytest.mark.parametrize(
    ("failure", "general"),
    [
        ("default", True),
        ("4XX", True),
        ("5XX", False),
        ("404", False),
        ("shop.v1.OrderFailure", True),
        ("Shop::ServiceException", True),
        ("OrderNotFoundException", False),
        ("ThrottlingError", False),
        ("TimeoutError", False),
        ("Busy", False),
    ],
)
def test_failures_that_stand_for_any_cause(failure: str, general: bool):
    assert is_general(failure) is general


KEY = {"components": {"securitySchemes": {"k": {"type": "http", "scheme": "bearer"}}}, "security": [{"k": []}]}


@pytest.mark.parametrize(
    ("codes", "is_told"),
    [(("200", "404"), True), (("200", "401"), False), (("200", "403"), False), (("200", "4XX"), False)],
)
def test_refusals_of_operations_that_ask_who_calls(codes: tuple[str, ...], is_told: bool):
    paths = {"/a": {"get": {"operationId": "it", "responses": answers(*codes)}}}
    assert bool(told(openapi(paths=paths, **KEY), "denied-documented")) is is_told


def test_what_cannot_be_told_of_refusals_is_not_green():
    silent = {"/a": {"get": {"operationId": "it", "responses": answers("200")}}}
    assert unjudged(openapi(paths=silent, **KEY), "denied-documented") == (
        "No operation that asks who calls names its failures."
    )
    assert unjudged(openapi(paths=silent), "denied-documented") == "No operation asks its callers who they are."


def test_facts_about_authentication_make_every_operation_ask():
    thrift = (
        "namespace * shop\nexception Busy {}\nexception AccessDenied {}\nservice Orders {\n"
        "  void a() throws (1: Busy busy)\n  void b() throws (1: AccessDenied denied)\n}\n"
    )
    assert unjudged(thrift, "denied-documented") != ""
    assert told(thrift, "denied-documented", facts=Facts(authentication="mutual TLS")) == [
        "a asks who calls and does not say how it refuses."
    ]


@pytest.mark.parametrize(
    ("method", "path", "body", "codes", "is_told"),
    [
        ("post", "/a", True, ("200", "403"), True),
        ("post", "/a", True, ("200", "404"), True),
        ("post", "/a", True, ("200", "422"), False),
        ("post", "/a", True, ("200", "default"), False),
        ("get", "/a/{id}", False, ("200", "404"), False),
        ("get", "/a/{id}", False, ("200", "403"), True),
        ("get", "/a", False, ("200", "403"), False),
    ],
)
def test_what_bad_input_brings(method: str, path: str, body: bool, codes: tuple[str, ...], is_told: bool):
    members: dict[str, Any] = {"responses": answers(*codes)}
    if body:
        members["requestBody"] = {"content": {"application/json": {"schema": {"type": "string"}}}}
    if "{" in path:
        members["parameters"] = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]
    assert bool(told(operation(method, path, **members), "invalid-documented")) is is_told


def hook(schema: dict[str, Any], *headers: str) -> bytes:
    said = {
        "operationId": "tell",
        "parameters": [{"name": name, "in": "header", "schema": {"type": "string"}} for name in headers],
        "requestBody": {"content": {"application/json": {"schema": schema}}},
        "responses": answers("204"),
    }
    return openapi(webhooks={"order": {"post": said}})


def record(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


@pytest.mark.parametrize(
    ("data", "is_told"),
    [
        (hook(record(orderId={"type": "string"})), True),
        (hook(record(id={"type": "string"})), False),
        (hook(record(message_id={"type": "string"})), False),
        (hook(record(orderId={"type": "string"}), "X-GitHub-Delivery"), False),
        (hook(record(metadata=record(eventId={"type": "string"}), data=record())), False),
        (hook({"oneOf": [record(eventId={"type": "string"})]}), False),
    ],
)
def test_what_tells_a_repeated_event(data: bytes, is_told: bool):
    assert bool(told(data, "events-carry-identity")) is is_told


@pytest.mark.parametrize(
    ("data", "is_told"),
    [
        (hook(record(total={"type": "string"})), True),
        (hook(record(format={"type": "string"})), True),
        (hook(record(placedAt={"type": "string"})), False),
        (hook(record(occurred_at={"type": "string"})), False),
        (hook(record(when={"type": "string"})), False),
        (hook(record(x={"type": "string", "format": "date-time"})), False),
        (hook(record(envelope=record(timestamp={"type": "integer"}))), False),
    ],
)
def test_what_tells_when_an_event_happened(data: bytes, is_told: bool):
    assert bool(told(data, "events-dated")) is is_told


def test_a_call_that_waits_for_no_answer_is_no_event():
    thrift = "namespace * shop\nservice Orders { oneway void forget(1: string order) }\n"
    assert unjudged(thrift, "events-carry-identity") == "No event is sent or received here."


def test_types_alone_are_reached_nowhere():
    avro = '{"type": "record", "name": "Order", "fields": [{"name": "total", "type": "int"}]}'
    assert unjudged(avro, "no-placeholder-server") == "These are types only: nothing is reached."


@pytest.mark.parametrize(
    ("comment", "rule"),
    [
        ("Asked for at https://orders.hartwell-shop.com/graphql.", "no-placeholder-server"),
        ("Questions go to checkout@shop.example.", "contact-named"),
        ("The terms of use of the shop hold.", "terms-stated"),
    ],
)
def test_words_do_where_a_technology_has_no_place(comment: str, rule: str):
    thrift = "/** %s */\nnamespace * shop\nservice Orders { void ping() }\n"
    assert told(thrift % comment, rule) == []
    assert told(thrift % "Orders of the shop.", rule) != []


@pytest.mark.parametrize("rule", ["events-carry-identity", "events-dated"])
def test_a_wide_event_of_itself_is_gone_through_once(rule: str):
    wide = record(**{f"part{number}": {"$ref": "#/components/schemas/Wide"} for number in range(3_000)})
    said = {
        "operationId": "tell",
        "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Wide"}}}},
        "responses": answers("204"),
    }
    data = openapi(webhooks={"order": {"post": said}}, components={"schemas": {"Wide": wide}})
    assert told(data, rule, limits=Limits(seconds=20)) != []
