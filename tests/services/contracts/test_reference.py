"""The stored Interface: what the document says comes back as it was read, a piece at a time, within bounds."""

import orjson
import pytest

from services.contracts import Reference, check, check_here, lint, reference
from services.contracts.model import Operation, Type
from services.contracts.show import as_data

from .documents import ORDERS, judged, openapi


def opened(data: bytes | str) -> Reference:
    return Reference(reference.write(judged(data)))


def told(part: Operation | Type) -> object:
    """What a part says, without the places and marks that are not kept."""

    def without(data: object) -> object:
        if isinstance(data, dict):
            return {name: without(value) for name, value in data.items() if name not in {"key", "marks"}}
        return [without(one) for one in data] if isinstance(data, list) else data

    return without(as_data(part))


def test_operations_and_types_come_back_as_they_were_read():
    checked, kept = judged(ORDERS), opened(ORDERS)
    assert checked.interface is not None
    for at, operation in enumerate(checked.interface.operations):
        assert told(kept.operation(at)) == told(operation)
    for name, shape in checked.interface.types.items():
        assert told(kept.type(name)) == told(shape)
    assert (kept.interface.title, kept.interface.servers[0].address) == (
        "Orders",
        "https://orders.hartwell-shop.com/v1",
    )
    assert not kept.cut


def test_the_list_says_what_stands_in_it():
    kept = opened(ORDERS)
    assert [(one.name, one.address, one.effect, one.deprecated) for one in kept.operations] == [
        ("listOrders", "GET /orders", "read", False),
        ("placeOrder", "POST /orders", "create", True),
    ]
    assert [(one.name, one.kind) for one in kept.types] == [("Page", "record"), ("Order", "record")]


def test_a_type_knows_what_names_it():
    kept = opened(ORDERS)
    page, order = kept.types
    assert [one.name for one in kept.users(page.at).operations] == ["listOrders"]
    assert [one.name for one in kept.users(order.at).types] == ["Page", "Order"]
    assert kept.users(order.at).operations_total == 0


def test_a_type_that_contains_itself_ends():
    kept = opened(ORDERS)
    order = kept.interface.resolve(kept.type("Order").fields[1].type)
    assert order is not None
    assert [field.name for field in order.fields] == ["total", "related"]
    assert kept.interface.resolve(Type(order.place, ref="nobody")) is None


def test_names_that_an_address_cannot_hold_get_a_number():
    schemas = {name: {"type": "object"} for name in ("a/b", "..", "", "x\ny", "Good-one", "?", "grün")}
    kept = opened(openapi(components={"schemas": schemas}))
    assert [one.token for one in kept.types] == ["a/b", "~1", "~2", "~3", "Good-one", "~5", "grün"]
    for one in kept.types:
        assert kept.type_by(one.token) == one


def test_one_large_part_that_many_operations_share_is_written_within_bounds():
    shared = {"name": "q", "in": "query", "schema": {"type": "object", "properties": {
        f"p{n}": {"type": "string", "description": "x" * 60} for n in range(3000)}}}  # fmt: skip
    paths = {
        f"/a{n}": {"get": {"parameters": [{"$ref": "#/components/parameters/q"}], "responses": {}}} for n in range(600)
    }
    raw = reference.write(judged(openapi(paths=paths, components={"parameters": {"q": shared}})))
    kept = Reference(raw)
    assert kept.cut
    assert len(raw) < 200 * reference.PARTS
    assert len(kept.operations) == 600
    assert kept.operation(0).request is not None
    assert kept.operation(599).address == "GET /a599"


def test_deep_types_are_cut_and_said_to_be():
    schema: dict = {"type": "string"}
    for _ in range(90):
        schema = {"type": "array", "items": schema}
    kept = opened(openapi(components={"schemas": {"Deep": schema}}))
    assert kept.cut
    assert kept.type("Deep").kind == "list"


@pytest.mark.parametrize("value", [10**40, "\ud800", {"a": [10**30]}, float("inf"), "x" * 50_000, True, None])
def test_any_example_can_be_written(value: object):
    checked = judged(openapi(components={"schemas": {"A": {"type": "string"}}}))
    assert checked.interface is not None
    shape = checked.interface.types["A"]
    shape.values = (value,)  # type: ignore[misc]
    Reference(reference.write(checked)).type("A")


def test_a_document_that_was_not_checked_has_none():
    assert reference.write(lint(b"hello")) == b""


@pytest.mark.parametrize("raw", [b"", b"{}", b"[1]", b'{"reference": 2}', b"\xff", b"null"])
def test_bytes_that_are_no_reference_are_refused(raw: bytes):
    with pytest.raises(ValueError, match=r"."):
        Reference(raw)


@pytest.mark.process
def test_the_child_hands_over_what_this_process_would():
    here, there = check_here(ORDERS.encode()), check(ORDERS.encode())
    assert there.reference == here.reference != b""
    assert check(b"hello").reference == b""
    assert orjson.loads(there.reference.split(b"\n")[0])["reference"] == reference.SHAPE
