"""One contract in several JSON and YAML files: references followed inside the bundle, never out of it."""

from pathlib import Path
from typing import Any

import pytest

from services.contracts import Checked, Limits
from services.contracts.bundle import Bundle, pack
from services.contracts.formats.jsonschema.files import named
from tests.bounded import bounded

from .documents import judged, operation

MAIN = b"""\
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders: {$ref: paths/orders.yaml}
components:
  schemas:
    Order: {$ref: "types.yaml#/Order"}
    Local: {type: string}
"""
ORDERS = b"""\
get:
  operationId: listOrders
  parameters:
    - $ref: ../parameters.yaml#/limit
  responses:
    "200":
      description: The orders.
      content: {application/json: {schema: {$ref: "../types.yaml#/Order"}}}
"""
TYPES = b"""\
Order:
  type: object
  properties:
    next: {$ref: "#/Order"}
    local: {$ref: "main.yaml#/components/schemas/Local"}
    error: {$ref: error.json}
"""
FILES = {
    "main.yaml": MAIN,
    "paths/orders.yaml": ORDERS,
    "types.yaml": TYPES,
    "parameters.yaml": b"limit: {name: limit, in: query, description: How many., schema: {type: integer}}\n",
    "error.json": b'{"type": "object", "properties": {"order": {"$ref": "types.yaml#/Order"}}}',
}


def packed(**changes: Any) -> Checked:
    """The files, with others in their place; the names have _ for a dot."""
    return judged(pack({**FILES, **{name.replace("_", "."): text for name, text in changes.items()}}))


def told(checked: Checked, *rules: str) -> list[tuple[str, str, int]]:
    return [(one.rule, one.span.file, one.span.line) for one in checked.findings if one.rule in rules]


REFERENCES = ("reference-missing", "reference-not-followed")


def test_parts_in_other_files_are_parts_of_the_contract():
    checked = packed()
    assert told(checked, *REFERENCES, "format-invalid", "duplicate-key") == []
    said = checked.interface
    assert said is not None
    (one,) = said.operations
    assert (one.name, one.address, one.place.key) == ("listOrders", "GET /orders", "operation:listOrders")
    assert one.request is not None
    assert [field.name for field in one.request.fields] == ["limit"]
    assert sorted(said.types) == ["Local", "Order", "error.json", "types.yaml#/Order"]
    order = said.types["types.yaml#/Order"]
    assert said.resolve(said.types["Order"]) is order
    assert said.resolve(one.answers[0].message.bodies[0].type) is order
    assert [said.resolve(field.type) for field in order.fields] == [
        order,
        said.types["Local"],
        said.types["error.json"],
    ]
    assert order.place.key == "type:types.yaml#/Order"


def test_places_are_in_the_right_file():
    checked = packed()
    assert checked.interface is not None
    (one,) = checked.interface.operations
    spans = {name: checked.spans[shape.place.path] for name, shape in checked.interface.types.items()}
    assert checked.spans[one.place.path][:2] == (1, 1)
    assert checked.spans[one.place.path].file == "paths/orders.yaml"
    assert (spans["Local"].file, spans["Local"].line) == ("main.yaml", 8)
    assert (spans["types.yaml#/Order"].file, spans["types.yaml#/Order"].line) == ("types.yaml", 1)


def test_what_breaks_the_format_is_shown_in_its_own_file():
    checked = packed(types_yaml=TYPES.replace(b"type: object", b"type: objekt"))
    assert told(checked, "format-invalid") == [("format-invalid", "types.yaml", 2)]
    checked = judged(pack({**FILES, "paths/orders.yaml": ORDERS.replace(b"operationId", b"operationID")}))
    assert told(checked, "format-invalid") == [("format-invalid", "paths/orders.yaml", 2)]


def test_a_key_that_stands_twice_is_found_in_every_file():
    checked = packed(types_yaml=TYPES + b"Order: {type: string}\n")
    assert told(checked, "duplicate-key") == [("duplicate-key", "types.yaml", 7)]


@pytest.mark.parametrize(
    ("ref", "rule"),
    [
        ("#/Gone", "reference-missing"),
        ("main.yaml#/gone", "reference-missing"),
        ("gone.yaml#/x", "reference-not-followed"),
        ("../types.yaml#/Order", "reference-not-followed"),
        ("a/../../types.yaml#/Order", "reference-not-followed"),
        ("/types.yaml#/Order", "reference-not-followed"),
        ("file:types.yaml#/Order", "reference-not-followed"),
        ("c:\\\\types.yaml", "reference-not-followed"),
        ("https://x.hartwell-shop.com/types.yaml", "reference-not-followed"),
        ("//x.hartwell-shop.com/types.yaml", "reference-not-followed"),
        ("types.yaml?a=b", "reference-not-followed"),
    ],
)
def test_a_reference_out_of_the_bundle_is_kept_by_its_name_and_told(ref: str, rule: str):
    checked = packed(types_yaml=TYPES.replace(b'"#/Order"', f'"{ref}"'.encode()))
    assert told(checked, *REFERENCES) == [(rule, "types.yaml", 4)]


def test_files_on_the_disk_are_not_opened(tmp_path: Path):
    secret = tmp_path / "secret.yaml"
    secret.write_text("type: string\ntitle: SECRET\n")
    checked = packed(types_yaml=TYPES.replace(b'"#/Order"', f'"{secret}"'.encode()))
    assert told(checked, *REFERENCES) == [("reference-not-followed", "types.yaml", 4)]
    assert checked.interface is not None
    assert all(one.title != "SECRET" for one in checked.interface.types.values())


def test_a_file_that_cannot_be_read_is_told_with_its_line():
    checked = packed(error_json=b'{"type": [\n')
    (one,) = [one for one in checked.findings if one.rule == "reference-not-followed"]
    assert (one.span.file, one.span.line) == ("types.yaml", 6)
    assert "line 2" in one.message


def test_files_that_refer_to_each_other_end():
    files = {f"{i}.yaml": f"$ref: {(i + 1) % 300}.yaml\n".encode() for i in range(300)}
    main = operation(responses={"200": {"description": "x", "content": {"a/b": {"schema": {"$ref": "0.yaml"}}}}})
    checked = judged(pack({**files, "main.json": main}))
    assert checked.interface is not None
    assert checked.interface.resolve(checked.interface.types["0.yaml"]) is None
    loop = b"a: {$ref: 'b.yaml#/b'}\n", b"b: {$ref: 'a.yaml#/a'}\n"
    main = operation(parameters=[{"$ref": "a.yaml#/a"}])
    checked = judged(pack({"main.json": main, "a.yaml": loop[0], "b.yaml": loop[1]}))
    assert [one.message for one in checked.findings if one.rule == "reference-missing"]


def test_what_is_referred_to_often_does_not_grow():
    wide = "a:\n" + "".join(f"  x{i}: {{type: string}}\n" for i in range(2_000))
    schemas = "".join(f"    S{i}: {{$ref: 'wide.yaml#/a'}}\n" for i in range(2_000))
    main = f"openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"
    with bounded(5):
        judged(pack({"main.yaml": main.encode(), "wide.yaml": wide.encode()}))


@pytest.mark.parametrize(
    ("base", "ref", "name"),
    [
        ("a/b.yaml", "c.yaml#/x", "a/c.yaml"),
        ("a/b.yaml", "../c.yaml", "c.yaml"),
        ("a/b.yaml", "./d/./c.yaml", "a/d/c.yaml"),
        ("a/b.yaml", "my%20c.yaml", "a/my c.yaml"),
        ("a/b.yaml", "", "a/b.yaml"),
        ("a/b.yaml", "../../c.yaml", None),
        ("b.yaml", "..", None),
        ("b.yaml", "%2e%2e/c.yaml", None),
        ("b.yaml", "mailto:a", None),
        ("", "c.yaml", "c.yaml"),
    ],
)
def test_the_name_that_a_reference_means(base: str, ref: str, name: str | None):
    assert named(base, ref) == name


def test_a_bundle_without_references_has_one_tree():
    from services.contracts.bundle import Sources
    from services.contracts.formats.jsonschema.files import Files

    bundle = Bundle(pack({"main.yaml": MAIN.replace(b"$ref", b"ref"), "types.yaml": TYPES}), Limits())
    main = bundle.files["main.yaml"]
    assert list(Files(Sources(main, (main,), bundle.files)).trees) == ["main.yaml"]
