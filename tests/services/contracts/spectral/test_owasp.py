"""What OWASP's ruleset finds with its own functions, and at which places."""

import pytest
import yamlrocks

from services.contracts.spectral import builtin

NAME = "@stoplight/spectral-owasp-ruleset"
HEAD = "openapi: 3.0.3\ninfo: {title: Orders, version: 1.0.0}\n"


@pytest.fixture
def found(run):
    """`found(code, document)`: the places at which one rule finds something, in their order."""

    def found_(code, document):
        ran = run({"extends": [[NAME, "off"]], "rules": {f"owasp:{code}": True}}, document)
        assert ran.unjudged == {}
        return ["/".join(one.path) for one in ran.results if one.code == f"owasp:{code}"]

    return found_


def test_every_rule_says_what_it_wants_in_words_of_ours():
    rules = yamlrocks.loads(builtin.written(NAME))["rules"]
    assert len(rules) == 32
    assert all(code.startswith("owasp:api") and rule["description"].endswith(".") for code, rule in rules.items())


def test_an_operation_asks_for_something_itself_or_by_what_is_asked_everywhere(found):
    paths = "paths: {/a: {get: {}, post: {security: []}}, /b: {get: {security: [{}]}, patch: {security: [{k: []}]}}}\n"
    assert found("api2:2023-read-restricted", HEAD + paths) == ["paths//a/get"]
    assert found("api2:2023-write-restricted", HEAD + paths) == ["paths//a/post/security"]
    assert found("api2:2023-read-restricted", HEAD + "security: [{k: []}]\n" + paths) == []
    assert found("api2:2023-read-restricted", HEAD + "paths: {/a: {get: [], head: 1, trace: {}}}\n") == ["paths//a/get"]


def test_what_administrators_do_is_guarded_in_another_way(found):
    document = HEAD + (
        "paths:\n"
        "  /orders: {get: {security: [{k: []}]}}\n"
        "  /admin/orders: {get: {security: [{k: []}, {k: [all]}]}, post: {security: [{other: []}]}}\n"
    )
    assert found("api5:2023-admin-security-unique", document) == ["paths//admin/orders/get/security/0"]


def test_where_spectral_gives_up_on_the_names_of_parameters_the_others_are_told(found):
    document = HEAD + (
        "paths:\n"
        "  /a:\n"
        "    parameters:\n"
        "      - {in: query, name: 7, schema: {type: integer}}\n"
        "    get:\n"
        "      parameters:\n"
        "        - {in: query, name: order_id, schema: {type: integer}}\n"
        "        - {in: query, name: page, schema: {type: integer}}\n"
        "        - name\n"
        "        - {in: query, name: id, schema: {type: string}}\n"
    )
    assert found("api1:2023-no-numeric-ids", document) == ["paths//a/get/parameters/0/schema"]
