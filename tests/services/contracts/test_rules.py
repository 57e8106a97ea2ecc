"""What rules say of cases that are easy to get wrong, in both directions."""

from typing import Any

import pytest

from services.contracts import Facts
from services.contracts.hosts import hosts, inside_named, is_inside, is_placeholder

from .documents import judged, openapi, operation


def told(data: bytes, rule: str, **options: Any) -> list[str]:
    return [one.message for one in judged(data, **options).findings if one.rule == rule]


def state(data: bytes, rule: str) -> str:
    run = next(run for run in judged(data).runs if run.rule.id == rule)
    return run.unjudged or str(run.found)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "a.localhost",
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.1",
        "192.168.0.9",
        "169.254.169.254",
        "0.0.0.0",
        "::1",
        "fe80::1",
        "fd00::1",
        "orders.svc",
        "orders.shop.svc.cluster.local",
        "printer.local",
        "db.internal",
        "wiki.corp",
        "nas.lan",
        "x.home.arpa",
        "orders",
        "orders-v2",
    ],
)
def test_these_are_inside(host: str):
    assert is_inside(host)


@pytest.mark.parametrize(
    "host",
    [
        "api.hartwell.com",
        "example.com",
        "8.8.8.8",
        "172.32.0.1",
        "11.0.0.1",
        "100.10.1.1",
        "internal.hartwell.com",
        "local.hartwell.com",
        "corporate.com",
        "lan.com",
        "2001:db8::1",
        "{host}",
        "{region}.hartwell.com",
        "hostname",
        "your-domain",
        "server",
    ],
)
def test_these_are_not(host: str):
    assert not is_inside(host)


def test_hosts_are_read_out_of_addresses():
    text = "See https://user:pw@API.Hartwell.com:8443/x, (http://[::1]:80/) and `ftp://a.b`; not a://, ://x or b@c."
    assert [host for host, _ in hosts(text)] == ["api.hartwell.com", "::1", "a.b"]


def test_bare_names_are_inside_only_when_the_name_says_so():
    assert list(inside_named("Runs on orders.shop.svc.cluster.local, once db1.hartwell.corp.")) == [
        "orders.shop.svc.cluster.local",
        "db1.hartwell.corp",
    ]
    for text in (
        "com.acme.internal.Order",
        "settings.local",
        "me@hartwell.corp",
        "x.corporate",
        "a/b.lan/c",
        "b.lan.zip",
    ):
        assert list(inside_named(text)) == []


def test_placeholders_are_told_from_hosts():
    assert all(map(is_placeholder, ["api.example.com", "x.example", "{host}", "your-domain.com", "myapi.io", "a.test"]))
    assert not any(map(is_placeholder, ["api.hartwell.com", "examples.com", "mycompanyname.de", "exampled.com"]))


def test_inside_addresses_are_found_in_texts_defaults_and_examples():
    inside = "http://10.0.0.1/x"
    for schema in ({"description": inside}, {"default": {"a": [inside]}}, {"example": [inside]}, {"title": inside}):
        assert told(openapi(components={"schemas": {"A": schema}}), "no-inside-address") == [
            "10.0.0.1 can be reached from inside only."
        ]
    assert told(openapi(components={"schemas": {"A": {"example": "10.0.0.1"}}}), "no-inside-address") == []


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("Ask Ben for the edge cases.", True),
        ("Talk to @anna first.", True),
        ("Check with the billing platform team before use.", True),
        ("Join our Slack for help; post in slack channel #orders", True),
        ("More in the internal wiki.", True),
        ("See https://confluence.hartwell.net/display/X", True),
        ("See https://hartwell.atlassian.net/browse/ORD-1", True),
        ("see ORD-1234 for why", True),
        ("Ask for a refund within 30 days.", False),
        ("The Slack channel that gets the message.", False),
        ("Shows a todo list.", False),
        ("See RFC-7231 and ISO-8601, encoded as UTF-8.", False),
        ("See https://en.wikipedia.org/wiki/JSON", False),
        ("The wiki of the repository.", False),
        ("Contact our support team.", False),
        ("A note for your internal use only.", False),
        ("Ask Amazon Web Services nothing.", False),
    ],
)
def test_texts_that_send_the_reader_away(text: str, is_told: bool):
    data = openapi(info={"title": "T", "version": "1.0.0", "description": text})
    assert bool(told(data, "understandable-alone")) is is_told


def test_one_cause_is_one_finding():
    paths = {f"/p{i}": {"get": {"responses": {"200": {"description": "x"}}}} for i in range(50)}
    assert told(openapi(paths=paths), "caller-identified") == ["None of the 50 operations says who may call it."]


def test_doors_and_doctors_need_no_caller():
    one = {"responses": {"200": {"description": "x"}}}
    data = openapi(
        security=[{"k": []}],
        paths={
            "/health": {"get": {**one, "security": []}},
            "/login": {"post": {**one, "security": []}},
            "/a": {"get": one},
        },
        components={"securitySchemes": {"k": {"type": "http", "scheme": "bearer"}}},
    )
    assert told(data, "caller-identified") == []


def test_facts_say_what_the_format_cannot():
    facts = Facts(authentication="mTLS", quotas="9", contact="a@b", terms="t", data_class="public")
    data = operation(parameters=[{"name": "iban", "in": "query", "schema": {"type": "string"}}])
    without, with_facts = judged(data), judged(data, facts=facts)
    gone = {one.rule for one in without.findings} - {one.rule for one in with_facts.findings}
    assert gone == {
        "caller-identified",
        "limits-told",
        "contact-named",
        "terms-stated",
        "sensitive-data-marked",
        "data-class-declared",
    }


@pytest.mark.parametrize(
    ("field", "is_told"),
    [
        ({"name": "access_token", "in": "query"}, True),
        ({"name": "apiKey", "in": "query"}, True),
        ({"name": "token", "in": "query"}, True),
        ({"name": "page_token", "in": "query"}, False),
        ({"name": "token", "in": "path"}, False),
        ({"name": "password", "in": "header"}, False),
    ],
)
def test_secrets_in_addresses(field: dict[str, Any], is_told: bool):
    data = operation(parameters=[{**field, "schema": {"type": "string"}}])
    assert bool(told(data, "no-credential-in-address")) is is_told


def page(schema: Any, *parameters: dict[str, Any], path: str = "/things") -> bytes:
    answer = {"description": "x", "content": {"application/json": {"schema": schema}}}
    return operation(path=path, parameters=list(parameters), responses={"200": answer})


LIST = {"type": "array", "items": {"type": "string"}}


@pytest.mark.parametrize(
    ("data", "is_told"),
    [
        (page(LIST), True),
        (page({"properties": {"items": LIST, "total": {"type": "integer"}}}), True),
        (page({"properties": {"tags": LIST, "name": {"type": "string"}}}), False),
        (page(LIST, path="/things/{id}"), False),
        (page({**LIST, "maxItems": 50}), False),
        (page(LIST, {"name": "limit", "in": "query", "schema": {"type": "integer"}}), True),
        (page(LIST, {"name": "pageSize", "in": "query", "schema": {"type": "integer", "maximum": 100}}), False),
        (
            page(LIST, {"name": "per_page", "in": "query", "description": "max 100", "schema": {"type": "integer"}}),
            False,
        ),
        (page(LIST, {"name": "cursor", "in": "query", "schema": {"type": "string"}}), False),
    ],
)
def test_lists_that_may_grow_without_bound(data: bytes, is_told: bool):
    assert bool(told(data, "bounded-list")) is is_told


@pytest.mark.parametrize(
    ("version", "is_told"),
    [("1.0.0", False), ("v2.10.3-rc.1+b7", False), ("1.0", True), ("2024-01-01", True), ("", True), ("1.0.0.0", True)],
)
def test_versions_of_three_parts(version: str, is_told: bool):
    assert bool(told(openapi(info={"title": "T", "version": version}), "semantic-version")) is is_told


@pytest.mark.parametrize(
    ("members", "lacks"),
    [
        ({"description": "Use b instead, until March 2027."}, ""),
        ({"x-sunset": "2027-01-01", "x-replaced-by": "b"}, ""),
        ({"description": "Gone on 2027-01-01."}, "what to use instead"),
        ({"description": "Use b instead."}, "when it goes"),
        ({}, "when it goes or what to use instead"),
    ],
)
def test_what_goes_away_says_when_and_what_instead(members: dict[str, Any], lacks: str):
    for data in (
        operation(deprecated=True, **members),
        openapi(
            components={"schemas": {"A": {"properties": {"a": {"type": "string", "deprecated": True, **members}}}}}
        ),
        openapi(components={"schemas": {"A": {"type": "string", "deprecated": True, **members}}}),
    ):
        messages = told(data, "deprecation-dated")
        assert len(messages) == bool(lacks)
        assert all(message.endswith(f"does not say {lacks}.") for message in messages)


def test_the_version_is_visible_in_any_of_its_places():
    answer = {"200": {"description": "x", "content": {"application/vnd.shop.v2+json": {}}}}
    header = {"name": "Api-Version", "in": "header", "schema": {"type": "string"}}
    assert told(operation(path="/v1/x"), "version-visible") == []
    assert told(operation(path="/x", parameters=[header]), "version-visible") == []
    assert told(operation(path="/x", responses=answer), "version-visible") == []
    assert told(operation(path="/video1/v"), "version-visible") != []


def test_a_rule_that_needs_what_is_not_there_says_so():
    assert state(openapi(), "one-error-shape") == "No error answer says what it holds."
    assert state(openapi(), "limits-told") == "There is no operation that anybody calls."


def test_fields_are_asked_for_meaning_type_by_type():
    properties = {name: {"type": "string"} for name in "abcdef"}
    data = openapi(
        components={
            "schemas": {
                "A": {"properties": {**properties, "g": {"$ref": "#/components/schemas/B"}}},
                "B": {"type": "string", "title": "B"},
            }
        }
    )
    assert told(data, "field-described") == ["Nothing says what a, b, c, d and 2 more mean."]
