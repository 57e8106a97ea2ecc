"""The reference in the browser: operations and types in plain words, made from what the newest check read."""

import pytest
from django.urls import reverse

from services.models import Check
from services.reads.reports import reading_of
from tests import make, queries

pytestmark = pytest.mark.django_db

SHOP = """\
openapi: 3.1.0
info: {title: Shop, version: 1.0.0, description: Sells things.}
servers: [{url: "https://shop.hartwell-shop.com/v1"}]
security: [{partner: [orders.write]}]
tags: [{name: Orders}]
paths:
  /orders/{id}:
    put:
      operationId: orders/change
      tags: [Orders]
      summary: Change an order
      description: "Changes it. See `total`."
      parameters:
        - {name: id, in: path, required: true, schema: {type: string, maxLength: 40}, example: ord-1}
        - {name: dry, in: query, schema: {type: boolean, default: false}}
      requestBody:
        content:
          application/json: {schema: {$ref: '#/components/schemas/Order'}}
      responses:
        "200":
          description: The order.
          content:
            application/json: {schema: {$ref: '#/components/schemas/Order'}}
        "409":
          description: It has been sent.
          content:
            application/json: {schema: {$ref: '#/components/schemas/Problem'}}
        "429": {description: Too many.}
  /plain:
    get:
      deprecated: true
      responses: {"200": {description: Fine.}}
components:
  securitySchemes:
    partner: {type: oauth2, flows: {clientCredentials: {tokenUrl: "https://a.hartwell-shop.com", scopes: {}}}}
  schemas:
    Order:
      type: object
      required: [total]
      properties:
        total: {type: integer, minimum: 0, maximum: 900, description: In cents.}
        state: {type: string, enum: [new, sent]}
        lines: {type: array, minItems: 1, items: {$ref: '#/components/schemas/Line'}}
        above: {$ref: '#/components/schemas/Order'}
    Line:
      type: object
      properties: {product: {type: string, pattern: "^[a-z]+$"}}
    Problem:
      type: object
      properties: {title: {type: string}}
    "odd name?": {type: string}
"""


@pytest.fixture
def shop(home):
    return make.checked(make.draft(make.service(home, slug="shop"), SHOP, slug="api"))


@pytest.fixture
def page(shop, ana, as_):
    """The text of one of the reference's pages."""
    browser = as_(ana)

    def get(name="reference", *more, query=""):
        address = reverse(f"services:{name}", args=["shop", "api", 1, *more])
        answer = browser.get(address + query)
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def test_the_index_groups_the_operations_and_says_how_to_be_let_in(page):
    text = page()
    assert "Sells things." in text
    assert "OAuth 2" in text
    assert text.index(">Orders<") < text.index("Change an order") < text.index("GET /plain")
    assert "/reference/operations/orders/change/" in text


def test_an_operation_says_what_goes_in_comes_back_and_goes_wrong(page):
    text = page("reference-operation", "orders/change")
    for said in (
        "<code>total</code>",
        "whole number, 0 to 900",
        "list of ",
        "/reference/types/Line/",
        "Safe, twice is as once",
        "OAuth 2 (partner) with orders.write",
        "told by 429",
        "It has been sent.",
        "Default <code>false</code>",
        "PUT</i> /orders/ord-1",
        "Authorization: Bearer",
        "<code>new</code>",
    ):
        assert said in text, said
    line = SHOP.splitlines().index("    put:") + 1
    assert f"?line={line}#L{line}" in text


def test_an_operation_without_a_name_has_a_page_too(page):
    text = page("reference-operation", "~1")
    assert "GET /plain" in text
    assert "Deprecated" in text


def test_a_type_that_contains_itself_is_shown_once_with_what_names_it(page):
    text = page("reference-type", "Order")
    assert text.count("<code>above</code>") == 1
    assert "Named by 1 operation" in text
    assert "/reference/operations/orders/change/" in text


def test_a_type_with_an_odd_name_has_a_page_too(page):
    assert "/reference/types/~3/" in page("reference-types")
    assert "odd name?" in page("reference-type", "~3")


def test_search_finds_operations_and_types(page):
    text = page(query="?q=ORDER")
    assert "Change an order" in text
    assert "/reference/types/Order/" in text
    assert "GET /plain" not in text
    assert "No operation like that" in page(query="?q=nothing")
    assert "No type like that" in page("reference-types", query="?q=nothing")


def test_a_service_that_names_the_operation_is_counted(page, shop, ben):
    assert "0 services" in page("reference-operation", "orders/change")
    use = make.service(make.team(ben, lead=ben))
    shop = make.contracts.publish_revision(_waived(shop), by=shop.contract.service.team.lead)
    make.catalog.declare_consumer(use, shop.contract, by=ben, operations=["orders/change"])
    assert "1 service<" in page("reference-operation", "orders/change")


def _waived(revision):
    make.waive_errors(revision)
    return revision


def test_what_is_not_there_is_a_404(shop, ana, as_):
    for name in ("reference-operation", "reference-type"):
        assert as_(ana).get(reverse(f"services:{name}", args=["shop", "api", 1, "nobody"])).status_code == 404


def test_a_check_from_before_there_were_references_asks_for_a_new_one(page, shop):
    Check.objects.update(reference="")
    for name in ("reference", "reference-types"):
        assert "Check it again" in page(name)


def test_a_draft_that_is_not_checked_yet_has_none(home, ana, as_):
    make.draft(make.service(home, slug="fresh"), slug="api")
    text = as_(ana).get(reverse("services:reference", args=["fresh", "api", 1])).content.decode()
    assert "The check runs" in text


def test_a_document_that_was_not_understood_says_why(home, ana, as_):
    make.checked(make.draft(make.service(home, slug="odd"), "just: a file", slug="api"))
    text = as_(ana).get(reverse("services:reference", args=["odd", "api", 1])).content.decode()
    assert "Not known" in text


def test_a_large_reference_asks_the_database_as_much_as_a_small_one(home, ana, as_):
    many = SHOP.replace(
        "  /plain:",
        "".join(f"  /p{n}: {{get: {{operationId: o{n}, responses: {{}}}}}}\n" for n in range(40)) + "  /plain:",
    )
    for slug, content in (("small", SHOP), ("large", many)):
        make.checked(make.draft(make.service(home, slug=slug), content, slug="api"))
    browser = as_(ana)
    for name, more in (("reference", ()), ("reference-types", ()), ("reference-type", ("Order",)),
                       ("reference-operation", ("orders/change",))):  # fmt: skip
        asked = {
            queries.count(browser, reverse(f"services:{name}", args=[slug, "api", 1, *more]))
            for slug in ("small", "large")
        }
        assert len(asked) == 1, name
        assert asked.pop() <= 16, name


def test_the_findings_of_an_operation_are_counted_on_its_page(page, shop):
    entry = reading_of(shop).operation(0)
    assert entry.count > 0
    assert f"of {entry.count} finding" in page("reference-operation", "orders/change") or entry.count == 1


FEED = """\
asyncapi: 3.0.0
info: {title: Feed, version: 1.0.0}
channels:
  ticks: {address: ticks, messages: {tick: {payload: {type: object, properties: {price: {type: number}}}}}}
operations:
  tick: {action: send, channel: {$ref: '#/channels/ticks'}}
"""
LOG = """\
syntax = "proto3";
package log.v1;
// How loud a line is.
enum Level {
  LEVEL_UNSPECIFIED = 0;
  // Somebody is woken.
  LEVEL_ERROR = 7;
}
message Line { Level level = 1; }
// Lines as they come.
service Log { rpc Follow(Line) returns (stream Line); }
"""


def _opened(home, ana, as_, document, page):
    revision = make.checked(make.draft(make.service(home), document))
    answer = as_(ana).get(f"{revision.get_absolute_url()}reference/{page}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_an_event_is_told_and_nothing_of_an_answer_is_said(ana, home, as_):
    text = _opened(home, ana, as_, FEED, "operations/tick/")
    assert "It tells you" in text and "does not wait for an answer" in text
    assert "Comes back" not in text and "Goes wrong" not in text


def test_a_stream_says_so(ana, home, as_):
    assert "Ask once, get many" in _opened(home, ana, as_, LOG, "operations/Follow/")


def test_values_have_their_numbers_and_texts(ana, home, as_):
    text = _opened(home, ana, as_, LOG, "types/log.v1.Level/")
    assert "Somebody is woken." in text and '<td role="cell" class="kind">7</td>' in text


def test_a_document_of_types_alone_leads_to_them(ana, home, as_):
    document = '{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Order", "type": "object"}'
    assert "The document tells types only" in _opened(home, ana, as_, document, "")


def test_what_is_said_of_an_end_is_shown_and_arguments_are_part_of_a_call(home, ana, as_):
    schema = 'type Query { order(id: ID!): Order @deprecated(reason: "Ask orderById.") }\ntype Order { id: ID! }\n'
    revision = make.checked(make.draft(make.service(home), schema))
    page = as_(ana).get(f"{revision.get_absolute_url()}reference/operations/order/").content.decode()
    assert "It is on its way out. Ask orderById." in page
    assert "&quot;id&quot;" in page.split("It is on its way out.")[1]


def test_a_call_can_be_copied_from_its_page_and_out_of_the_list(page, shop, ana, as_):
    listed = page()
    assert 'data-copy href="/contracts/shop/api/1/reference/calls/orders/change/" data-keys="c"' in listed
    assert listed.count("data-copy") == 2
    assert 'id="call"' in page("reference-operation", "orders/change")
    answer = as_(ana).get(reverse("services:reference-call", args=["shop", "api", 1, "orders/change"]))
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().startswith("curl -X PUT 'https://shop.hartwell-shop.com/v1/orders/ord-1'")
    nowhere = reverse("services:reference-call", args=["shop", "api", 1, "nothing"])
    assert as_(ana).get(nowhere).status_code == 404


def test_what_is_called_so_is_found_before_what_only_mentions_it(home, ana, as_):
    names = ["list-all-of-pets", "pets", "pets/create"]
    paths = "".join(
        f"  /{at}: {{get: {{operationId: {name}, tags: [t{at}], summary: 'About {at}', responses: {{}}}}}}\n"
        for at, name in enumerate(names)
    )
    told = "  /x: {get: {operationId: other, summary: All about pets, responses: {}}}\n"
    document = f"openapi: 3.1.0\ninfo: {{title: T, version: 1.0.0}}\npaths:\n{told}{paths}"
    draft = make.checked(make.draft(make.service(home, slug="zoo"), document, slug="api"))
    address = reverse("services:reference", args=["zoo", "api", draft.number])

    def found(text):
        context = as_(ana).get(address, {"q": text}).context
        return [row.one.name for _, rows in context["told"] for row in rows]

    assert found("pets") == ["pets", "pets/create", "list-all-of-pets", "other"]
    assert found("PETS all") == ["list-all-of-pets", "other"]
    assert found("get /2") == ["pets/create"]
    assert found("nothing") == []


def test_what_all_groups_begin_with_is_not_said_again_for_each(home, ana, as_):
    idl = "module Notify { interface Push { void go(); }; interface Pull { void come(); }; };"
    draft = make.checked(make.draft(make.service(home, slug="notify"), idl, slug="api"))
    text = as_(ana).get(reverse("services:reference", args=["notify", "api", draft.number])).content.decode()
    assert '<a href="?group=Notify%3A%3APush" title="Notify::Push"><span>Push</span>' in text
    assert "<span>Pull</span>" in text
