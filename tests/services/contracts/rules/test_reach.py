"""What the rules of the group "reach" decide where it is easy to be unfair."""

from typing import Any

import pytest

from services.contracts import Facts

from ..documents import judged, openapi, operation

BEARER = {"k": {"type": "http", "scheme": "bearer"}}


def told(data: bytes | str, rule: str, **options: Any) -> list[str]:
    return [one.message for one in judged(data, **options).findings if one.rule == rule]


def unjudged(data: bytes | str, rule: str) -> str:
    return next(run.unjudged for run in judged(data).runs if run.rule.id == rule)


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("This API is only available from the corporate network.", True),
        ("Only reachable via VPN.", True),
        ("No authentication is needed inside the internal network.", True),
        ("Requests from the internal network are trusted.", True),
        ("Internal network only.", True),
        ("Your IP must be on our allow-list.", True),
        ("Clients whose IPs are whitelisted may call it.", True),
        ("The IP allow list of an organization.", False),
        ("Lists the private networks of the project.", False),
        ("Allowed callers show a token. Works over any network.", False),
        ("Creates a VPN connection between two sites.", False),
        ("A safe list of senders for mail.", False),
        ("Trusted by a thousand companies, on every network.", False),
    ],
)
def test_texts_that_trust_a_network(text: str, is_told: bool):
    data = openapi(info={"title": "T", "version": "1.0.0", "description": text})
    assert bool(told(data, "no-trust-in-network")) is is_told


def test_a_guard_that_is_a_network_is_none():
    schemes = {"ipAllowList": {"type": "apiKey", "in": "header", "name": "X-Forwarded-For"}, **BEARER}
    (message,) = told(openapi(components={"securitySchemes": schemes}), "no-trust-in-network")
    assert message == "'ipAllowList' knows callers by their network, not by who they are."


def test_what_a_field_is_about_trusts_nobody():
    properties = {"peer": {"type": "string", "description": "Only reachable from the private network."}}
    data = openapi(components={"schemas": {"Instance": {"type": "object", "properties": properties}}})
    assert told(data, "no-trust-in-network") == []


def test_a_guard_that_is_not_defined_is_told_once():
    paths = {f"/p{i}": {"get": {"security": [{"ghost": []}], "responses": {}}} for i in range(3)}
    data = openapi(paths=paths, components={"securitySchemes": BEARER})
    assert told(data, "guard-defined") == ["GET /p0 and 2 more operations ask for 'ghost', which is not defined."]
    assert told(operation(security=[{"https://shop.example/guards#k": []}]), "guard-defined") == []
    assert unjudged(operation(security=[]), "guard-defined") == "No operation asks for a guard by name."


@pytest.mark.parametrize(
    ("scheme", "said"),
    [
        ({"type": "http", "scheme": "basic"}, "a name and a password"),
        ({"type": "http", "scheme": "Digest"}, "an old digest"),
        ({"type": "oauth2", "flows": {"implicit": {"authorizationUrl": "https://a.b/c", "scopes": {}}}}, "implicit"),
        ({"type": "oauth2", "flows": {"authorizationCode": {}, "password": {"scopes": {}}}}, "password grant"),
        ({"type": "http", "scheme": "bearer"}, ""),
        ({"type": "oauth2", "flows": {"authorizationCode": {}, "clientCredentials": {}}}, ""),
        ({"type": "apiKey", "in": "header", "name": "password"}, ""),
    ],
)
def test_guards_by_which_a_password_travels(scheme: dict[str, Any], said: str):
    found = told(openapi(components={"securitySchemes": {"k": scheme}}), "no-basic-login")
    assert len(found) == bool(said)
    assert all(said in message for message in found)


def test_the_old_forms_of_these_guards_are_known():
    data = """
swagger: "2.0"
info: {title: T, version: 1.0.0}
paths: {}
securityDefinitions:
  a: {type: basic}
  b: {type: oauth2, flow: implicit, authorizationUrl: "https://a.b/c", scopes: {}}
  c: {type: oauth2, flow: application, tokenUrl: "https://a.b/c", scopes: {}}
"""
    assert len(told(data, "no-basic-login")) == 2


def scoped(rights: dict[str, str], *asked: list[str], text: str = "") -> bytes:
    flows = {"clientCredentials": {"tokenUrl": "https://a.b/c", "scopes": rights}}
    paths = {f"/p{i}": {"get": {"security": [{"k": one}], "responses": {}}} for i, one in enumerate(asked)}
    info = {"title": "T", "version": "1.0.0", "description": text}
    return openapi(info=info, paths=paths, components={"securitySchemes": {"k": {"type": "oauth2", "flows": flows}}})


def test_rights_are_asked_for_and_have_a_meaning():
    read = {"orders.read": "Read orders"}
    assert told(scoped(read, ["orders.read"]), "rights-told") == []
    assert told(scoped(read, ["orders.read"], [], []), "rights-told") == [
        "GET /p1, GET /p2 ask for 'k' without naming a right."
    ]
    mute = scoped({"orders.read": ""}, ["orders.read"], ["orders.write"])
    assert told(mute, "rights-told") == ["Nothing says what the rights orders.read, orders.write allow."]


def test_a_right_is_told_wherever_its_words_stand():
    mute = {"orders.read": ""}
    assert told(scoped(mute, ["orders.read"], text="With orders.read one reads."), "rights-told") == []
    facts = Facts(authentication="orders.read: to read orders")
    assert told(scoped(mute, ["orders.read"]), "rights-told", facts=facts) == []
    assert told(scoped({}, ["https://shop.example/rights/read"]), "rights-told") == []
    assert unjudged(operation(), "rights-told") == "No operation asks for a guard that knows rights."


@pytest.mark.parametrize(
    ("path", "is_told"),
    [
        ("/internal/caches", True),
        ("/v1/orders/debug", True),
        ("/actuator/health", True),
        ("/api/v2/admin/users", True),
        ("/orgs/{org}/admin", False),
        ("/repos/{repo}/hooks/{id}/tests", False),
        ("/internals", False),
        ("/orders/internal-transfers", False),
        ("/test_helpers/clocks", False),
    ],
)
def test_addresses_of_the_inside(path: str, is_told: bool):
    assert bool(told(operation(path=path), "no-inside-operation")) is is_told


@pytest.mark.parametrize(
    ("said", "is_told"),
    [
        ({"x-internal": True}, True),
        ({"x-internal": False}, False),
        ({"x-visibility": "internal"}, True),
        ({"x-audience": "external-public"}, False),
        ({"operationId": "internalResetCache"}, True),
        ({"operationId": "getOrderInternal"}, True),
        ({"operationId": "internalizeOrder"}, False),
        ({"operationId": "testWebhook"}, False),
    ],
)
def test_operations_that_are_marked_or_called_so(said: dict[str, Any], is_told: bool):
    assert bool(told(operation(**said), "no-inside-operation")) is is_told


def test_fields_of_the_inside_are_told_by_record():
    names = ("internalNote", "internal_id", "debug", "internalIp", "internalTrafficPolicy", "debugger")
    properties = {name: {"type": "string"} for name in names}
    data = openapi(components={"schemas": {"Order": {"type": "object", "properties": properties}}})
    assert told(data, "no-inside-operation") == ["internalNote, internal_id, debug are of the inside."]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("customer_fk", "tbl_order", "row_id", "total"), "customer_fk, tbl_order, row_id are names"),
        (("pg_oid",), "pg_oid is a name"),
        (("shard_id",), "shard_id is a name"),
        (("CUST_ID", "ORD_DT", "STAT_CD"), "CUST_ID, ORD_DT, STAT_CD are names"),
        (("CUST_ID", "ORD_DT", "total", "state", "note"), ""),
        (("AWS_REGION", "AWS_KEY_ID", "AWS_ROLE_ARN"), ""),
        (("EUR", "USD", "GBP"), ""),
        (("column_id", "table_id", "database_id", "spread", "fks", "packing"), ""),
    ],
)
def test_names_of_the_database(names: tuple[str, ...], said: str):
    properties = {name: {"type": "string"} for name in names}
    found = told(
        openapi(components={"schemas": {"Order": {"type": "object", "properties": properties}}}), "no-inside-name"
    )
    assert len(found) == bool(said)
    assert all(message.startswith(said) for message in found)


@pytest.mark.parametrize(
    ("name", "schema", "is_told"),
    [
        ("OrderDao", {}, True),
        ("TBL_ORDERS", {}, True),
        ("HibernateProxy", {}, True),
        ("OrderEntity", {}, False),
        ("Table", {}, False),
        ("Order", {"type": "string", "format": "varchar(255)"}, True),
        ("Order", {"type": "string", "format": "decimal"}, False),
    ],
)
def test_types_of_the_database(name: str, schema: dict[str, Any], is_told: bool):
    assert bool(told(openapi(components={"schemas": {name: schema}}), "no-inside-name")) is is_told


@pytest.mark.parametrize(
    ("contact", "is_told"),
    [
        ({"name": "Hannah Meyer", "email": "checkout@shop.example"}, True),
        ({"name": "Dr. Peter Q. Jones"}, True),
        ({"name": "Checkout", "email": "hannah.meyer@hartwell.com"}, True),
        ({"name": "Checkout", "email": "shopcheckout@gmail.com"}, True),
        ({"name": "Checkout", "email": "api.support@hartwell.com"}, False),
        ({"name": "Checkout", "email": "checkout@hartwell.com"}, False),
        ({"name": "Stripe Dev Platform Team"}, False),
        ({"name": "Platform Engineering"}, False),
        ({"name": "Frank Furt Logistics Team"}, False),
    ],
)
def test_contacts_that_are_a_person(contact: dict[str, str], is_told: bool):
    data = openapi(info={"title": "T", "version": "1.0.0", "contact": contact})
    assert bool(told(data, "no-person-named")) is is_told


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("Maintained by Hannah Meyer.", True),
        ("@author Peter Jones", True),
        ("Questions: hannah.meyer@hartwell.com", True),
        ("Responsible: employee no. 4711", True),
        ("Contact: Customer Support", False),
        ("Answers like first.last@hartwell.com", False),
        ("Mails go to jane.doe@shop.example", False),
        ("Author: Apache Foundation", False),
        ("Orders maintained by Mark", False),
    ],
)
def test_texts_that_name_a_person(text: str, is_told: bool):
    data = operation(description=text)
    assert bool(told(data, "no-person-named")) is is_told


def test_a_person_among_the_facts_is_told_too():
    assert told(operation(), "no-person-named", facts=Facts(support="hannah.meyer@hartwell.com")) != []
    assert told(operation(), "no-person-named", facts=Facts(support="Mo to Fr, checkout@hartwell.com")) == []


def served(*servers: tuple[str, str]) -> list[str]:
    said = [{"url": url, "description": text} for url, text in servers]
    return told(openapi(servers=said), "environments-told-apart")


def test_environments_are_told_by_words_or_by_address():
    a, b = "https://orders.hartwell.com", "https://orders.sandbox.hartwell.com"
    assert served((a, "Production"), (b, "")) == []
    assert served((a, "For live orders"), (b, "")) == []
    assert served((a, ""), (b, "")) == [f"{a} does not say which environment it is, beside others for trials."]
    assert served((b, "")) == ["Every server is for trials; none is for production."]
    assert served((b, "Production, named like this for old times' sake")) == []
    assert served((a, "")) == []


def test_servers_of_one_kind_need_only_be_told_apart():
    east, west = "https://east.hartwell.com", "https://west.hartwell.com"
    assert served((east, "East"), (west, "West")) == []
    assert served((east, "East"), (west, "")) == [f"Nothing says what {west} is, beside the other servers."]
    assert served((east, ""), (f"{east}/v2", "")) == []
    assert unjudged(openapi(), "environments-told-apart") == "No server is named."


def test_facts_count_for_the_operations_of_which_nothing_is_said():
    """A proto file has rights for one service and none for another: the fact speaks for that one."""
    one = {"responses": {"200": {"description": "x"}}}
    paths = {
        "/a": {"get": {**one, "security": [{"k": []}]}},
        "/b": {"get": one},
        "/c": {"get": {**one, "security": []}},
    }
    data = openapi(paths=paths, components={"securitySchemes": BEARER})
    assert len(told(data, "caller-identified")) == 2
    (message,) = told(data, "caller-identified", facts=Facts(authentication="mutual TLS"))
    assert message.startswith("GET /c")


def test_doors_have_names_where_there_are_no_addresses():
    smithy = """
$version: "2"
namespace shop.orders
@httpBearerAuth
service Orders { version: "1.0.0", operations: [Login, ListOrders] }
@auth([])
operation Login {}
operation ListOrders {}
"""
    assert told(smithy, "caller-identified") == []


@pytest.mark.parametrize(
    ("document", "is_told"),
    [
        ("namespace * shop.orders.v2\nservice S { void f() }", False),
        ("namespace * shop.orders\nservice S { void f() }", True),
        ("module Shop { module v2 { interface S { void f(); }; }; };", False),
        ("module Shop { interface S { void f(); }; };", True),
    ],
)
def test_a_package_shows_its_version_to_who_compiles_against_it(document: str, is_told: bool):
    assert bool(told(document, "version-visible")) is is_told


def test_a_person_in_the_text_of_a_type_is_told_where_it_stands():
    proto = 'syntax = "proto3";\npackage a.v1;\n// Written by Hannah Meyer.\nmessage Order { int32 a = 1; }'
    (one,) = [one for one in judged(proto).findings if one.rule == "no-person-named"]
    assert (one.key, one.span.line) == ("type:a.v1.Order", 4)
