"""A suggestion stands where its line, operation, type or JSON pointer says, and is looked for there afterwards."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kit import audit, jobs
from portal.kit.refusals import Invalid
from services import contracts as engine
from services.actions import contracts
from services.reads.pointing import pointed
from services.reads.reports import reading_of
from teams.reviews.actions import answering, asking, reviews
from teams.reviews.models import Landing, Suggestion
from teams.reviews.reads.placing import place_of
from tests import make
from tests.services.api.program import Program

DOCUMENT = """\
openapi: 3.1.0
info:
  title: Orders
  version: 1.0.0
paths:
  /orders:
    get:
      operationId: listOrders
      summary: List orders
      parameters:
        - {name: limit, in: query, schema: {type: integer, maximum: 100}}
      responses:
        "200": {description: Those there are.}
    post:
      operationId: placeOrder
      summary: Place an order
      responses:
        "201": {description: It is placed.}
"""
LIMIT = "/paths/~1orders/get/parameters/0/schema/maximum"
LINE_OF = {LIMIT: 11, "/paths/~1orders/post": 14, "/info/version": 4, "/paths/~1orders/get/responses/200": 13}
SAID = {"weight": "must", "text": "Say how much at once.", "why": "Two ask for all."}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text("ab~/ \u00e9", max_size=4),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text("ab~/ \u00e9", max_size=4), below, max_size=3),
    max_leaves=12,
)


def every(value, at=""):
    yield at, value
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, below in steps:
        yield from every(below, f"{at}/{str(step).replace('~', '~0').replace('/', '~1')}")


@given(st.dictionaries(st.text("ab~/", max_size=3), JSON, min_size=1, max_size=3))
def test_a_pointer_finds_every_value_of_a_document(document):
    data = json.dumps(document, indent=1).encode()
    for pointer, value in every(document):
        found = engine.point(data, pointer, engine.Limits())
        assert found is not None and json.loads(found.value) == value
        assert 1 <= found.line <= found.end_line <= data.count(b"\n") + 1
        assert engine.point(data, f"{pointer}/no such", engine.Limits()) is None


@pytest.mark.parametrize("pointer", ["paths", "/paths/~2", "/paths/-", "/paths/~1orders/get/parameters/01", "/" * 2000])
def test_what_is_no_pointer_names_nothing(pointer):
    assert engine.point(DOCUMENT.encode(), pointer, engine.Limits()) is None


@pytest.mark.parametrize("data", [b"", b"syntax = 'proto3';", b"{", b"a: [", b"&a [*a]", b"\xff\xfe\x00"])
def test_what_cannot_be_read_has_no_places(data):
    assert engine.point(data, "/a", engine.Limits()) is None


@pytest.fixture
def review(home):
    return make.review(home, content=DOCUMENT, slug="orders")


@pytest.mark.django_db
@pytest.mark.parametrize("pointer", LINE_OF)
def test_a_pointer_knows_its_line_and_the_operation_it_stands_in(review, pointer):
    one = reviews.suggest(review, by=review.reviewer, pointer=pointer, **SAID)
    assert (one.line, one.pointer) == (LINE_OF[pointer], pointer)
    assert one.end_line >= one.line
    operation = {LIMIT: "listOrders", "/paths/~1orders/post": "placeOrder", "/info/version": ""}
    assert operation.get(pointer, "listOrders") in one.key


@pytest.mark.django_db
def test_an_operation_and_a_line_say_the_same(review):
    for entry in reading_of(review.revision).operations():
        by_key = place_of(review, key=entry.key)
        assert by_key == place_of(review, line=entry.line)
        assert by_key.key == entry.key


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("place", "code"),
    [
        ({}, "suggestion-nowhere"),
        ({"line": 999}, "suggestion-nowhere"),
        ({"line": 5, "end_line": 4}, "suggestion-nowhere"),
        ({"key": "operation:none"}, "suggestion-key-nowhere"),
        ({"pointer": "/paths/~1none"}, "suggestion-pointer-nowhere"),
        ({"pointer": "/paths/~1none", "line": 3}, "suggestion-pointer-nowhere"),
    ],
)
def test_what_stands_nowhere_is_refused(review, place, code):
    with pytest.raises(Invalid) as refusal:
        reviews.suggest(review, by=review.reviewer, **place, **SAID)
    assert refusal.value.code == code
    assert not Suggestion.objects.exists()


@pytest.mark.django_db
def test_in_a_text_that_is_no_contract_there_are_lines_only(home, ana):
    make.bar_raiser(topics=["operations"])
    review = asking.ask_for_review(audit.ref(make.service(home)), by=ana, why="We go live.")
    jobs.run_waiting()
    review.refresh_from_db()
    with pytest.raises(Invalid):
        reviews.suggest(review, by=review.reviewer, pointer="/a", **SAID)
    assert reviews.suggest(review, by=review.reviewer, line=2, **SAID).pointer == ""


@pytest.mark.django_db
def test_of_several_files_a_pointer_names_its_own(home):
    content = engine.pack({"openapi.yaml": DOCUMENT.encode(), "more.yaml": b"a: 1\nb:\n  c: 2\n"})
    review = make.review(home, content=content, slug="orders")
    lines = place_of(review, pointer="more.yaml#/b/c"), place_of(review, pointer="/b/c")
    assert lines[0].line == lines[1].line
    assert pointed(review.revision, "openapi.yaml#/b/c") is None
    assert pointed(review.revision, "none.yaml#/b/c") is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("was", "now", "state", "words"),
    [
        ("maximum: 100", "maximum: 50", "verified", "has changed"),
        (", maximum: 100", "", "verified", "is gone"),
        ("Place an order", "Place one order", "unchanged", "as it was"),
        ("List orders", "List all orders", "unchanged", "as it was"),
        ("{type: integer, maximum: 100}", "{maximum: 100, type: integer}", "unchanged", "as it was"),
    ],
)
def test_what_was_accepted_is_looked_for_at_its_pointer_and_nowhere_else(review, ana, was, now, state, words):
    """Another change of the same operation does not count, nor another way to write the same value."""
    one = reviews.suggest(review, by=review.reviewer, pointer=LIMIT, **SAID)
    reviews.send_advice(review, by=review.reviewer, summary="One thing.")
    answering.answer_suggestion(one, by=ana, kind="accept", text="We say fifty from the next version on.")
    contracts.publish_revision(make.again(review.revision), by=ana)
    assert DOCUMENT.count(was) == 1
    content = DOCUMENT.replace("1.0.0", "1.1.0").replace(was, now)
    draft = make.checked(make.draft(review.revision.contract, content))
    make.waive_errors(draft)
    contracts.propose_revision(make.again(draft), by=ana)
    contracts.publish_revision(make.again(draft), by=ana)
    jobs.run_waiting()
    landing = Landing.objects.get()
    assert landing.state == state and words in landing.found and LIMIT in landing.found


@pytest.mark.django_db
def test_on_the_page_and_through_the_api(review, as_):
    client = as_(review.reviewer)
    at = f"/reviews/{review.pk}/suggest/"
    refused = client.post(at, {**SAID, "pointer": "/none"})
    assert refused.status_code == 422 and "Nothing stands at this pointer" in refused.content.decode()
    assert "Say on which line" not in refused.content.decode()
    client.post(at, {**SAID, "pointer": LIMIT})
    assert LIMIT in client.get(f"/reviews/{review.pk}/").content.decode()
    program = Program(review.reviewer)
    ways = {"pointer": LIMIT}, {"key": reading_of(review.revision).operations()[0].key}, {"line": 11}
    for way in ways:
        made = program.post(f"/api/v1/reviews/{review.pk}/suggestions", {**SAID, **way})
        assert made.status_code == 201, made.json()
    told = program.get(f"/api/v1/reviews/{review.pk}/suggestions").json()["results"]
    assert [one["pointer"] for one in told] == [LIMIT, LIMIT, "", ""]
    assert [one["line"] for one in told][:2] == [11, 11] and told[3]["line"] == 11
