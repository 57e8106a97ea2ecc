"""JSON Schema as a contract of its own: types, known by where they are kept, by address and by anchor."""

from typing import Any

import orjson
import pytest

from services.contracts import Limits
from services.contracts.bundle import pack
from services.contracts.document import Source
from services.contracts.formats import jsonschema
from services.contracts.model import Interface

from .documents import found, judged, refused
from .test_openapi3 import GARBAGE

ORDER = """\
title: An order
$schema: https://json-schema.org/draft/2020-12/schema
$id: https://schemas.hartwell-shop.com/v2/order.schema.json
description: What a customer wants.
type: object
required: [id, lines]
properties:
  id: {type: string, description: Its number., format: uuid}
  lines: {type: array, items: {$ref: "#/$defs/Line"}}
  first: {$ref: "#line"}
  parent: {$ref: "#"}
  pair: {prefixItems: [{type: string}, {type: integer}]}
  labels: {type: object, patternProperties: {"^x-": {type: string}}}
$defs:
  Line:
    $anchor: line
    type: object
    properties: {count: {type: integer, exclusiveMinimum: 0}}
"""


def read(data: str | bytes) -> Interface:
    said = judged(data).interface
    assert said is not None
    return said


def test_a_schema_is_an_interface_of_types():
    said = read(ORDER)
    assert (said.title, said.version, said.text) == ("An order", "v2", "What a customer wants.")
    assert sorted(said.types) == ["Line", "order"]
    order, line = said.types["order"], said.types["Line"]
    assert (order.place.key, line.place.key) == ("type:order", "type:Line")
    assert [(one.name, one.required, one.type.kind, one.type.ref) for one in order.fields] == [
        ("id", True, "text", ""),
        ("lines", True, "list", ""),
        ("first", False, "any", "Line"),
        ("parent", False, "any", "order"),
        ("pair", False, "list", ""),
        ("labels", False, "map", ""),
    ]
    assert order.fields[0].place.key == "type:order/field:id"
    pair = order.fields[4].type.item
    assert pair is not None
    assert [one.kind for one in pair.choices] == ["text", "integer"]
    assert line.fields[0].type.limits.above == 0
    assert said.operations == ()


@pytest.mark.parametrize(
    ("said", "dialect"),
    [
        ('{"$schema": "http://json-schema.org/draft-04/schema#"}', "draft-04"),
        ('{"$schema": "http://json-schema.org/draft-06/schema"}', "draft-06"),
        ('{"$schema": "http://json-schema.org/draft-07/schema#"}', "draft-07"),
        ('{"$schema": "https://json-schema.org/draft/2019-09/schema"}', "2019-09"),
        ('{"$schema": "https://json-schema.org/draft/2020-12/schema"}', "2020-12"),
        ('{"$schema": "http://json-schema.org/schema#"}', "2020-12"),
        ('{"$defs": {"A": {"type": "string"}}}', "2020-12"),
        ('{"definitions": {"A": {"type": "string"}}}', "draft-07"),
        ('{"type": "object", "properties": {"a": {}}}', "draft-07"),
        ('{"id": "x", "type": "object", "properties": {"a": {}}}', "draft-04"),
        ('{"$schema": "http://json-schema.org/draft-03/schema#"}', ""),
        ('{"properties": {"a": {"value": 1}}}', ""),
        ('{"type": "record", "properties": {"a": {"type": "string"}}}', ""),
        ('{"type": {"a": 1}, "properties": {"a": {"type": "string"}}}', ""),
        ('{"openapi": "3.0.0", "definitions": {"A": {"type": "string"}}}', ""),
        ('{"type": "object"}', ""),
        ("[1]", ""),
    ],
)
def test_the_draft_is_told_by_content(said: str, dialect: str):
    assert jsonschema.recognise(Source(said.encode(), Limits())) == dialect


@pytest.mark.parametrize(
    ("draft", "schema", "line"),
    [
        ("http://json-schema.org/draft-04/schema#", '"minimum": 1, "exclusiveMinimum": 3', 3),
        ("http://json-schema.org/draft-06/schema#", '"exclusiveMinimum": true', 3),
        ("http://json-schema.org/draft-07/schema#", '"required": "a"', 3),
        ("https://json-schema.org/draft/2019-09/schema", '"type": "strin"', 3),
        ("https://json-schema.org/draft/2020-12/schema", '"minLength": -1', 3),
    ],
)
def test_each_draft_is_held_to_its_own_meta_schema(draft: str, schema: str, line: int):
    text = f'{{"$schema": "{draft}",\n"type": "object", "properties": {{"a": {{\n{schema}}}}}}}'
    assert [at for _, at, _, _ in found(text, "format-invalid")] == [line]
    assert found(ORDER, "format-invalid") == []


def test_a_schema_inside_with_an_address_of_its_own_is_seen_from_there():
    text = """\
title: A
$schema: https://json-schema.org/draft/2020-12/schema
$id: https://s.hartwell-shop.com/a
properties:
  x: {$ref: b}
  y: {$ref: "https://s.hartwell-shop.com/b#/$defs/n"}
$defs:
  B:
    $id: b
    properties: {z: {$ref: "#/$defs/n"}}
    $defs: {n: {type: integer}}
"""
    said = read(text)
    x, y = (one.type for one in said.types["a"].fields)
    assert said.resolve(x) is said.types["B"]
    inner = said.resolve(y)
    assert inner is not None
    assert inner.kind == "integer"
    assert said.resolve(said.types["B"].fields[0].type) is inner
    assert not [one for one in found(text) if one[0].startswith("reference-")]


def test_several_files_know_each_other_by_name_and_by_address():
    head = "$schema: https://json-schema.org/draft/2020-12/schema\ntitle: Mine\n"
    order = (
        head + 'type: object\nproperties: {a: {$ref: parts/address.yaml}, b: {$ref: "https://h.hartwell-shop.com/c"}}\n'
    )
    address = (
        head + "type: object\nproperties: {up: {$ref: ../order.yaml}, street: {$ref: '#/$defs/S'}}\n"
        "$defs: {S: {type: strin}}\n"
    )
    customer = head + "$id: https://h.hartwell-shop.com/c\ntype: object\nproperties: {n: {type: string}}\n"
    files = {"order.yaml": order, "parts/address.yaml": address, "parts/c.yaml": customer}
    checked = judged(pack({name: text.encode() for name, text in files.items()}))
    said = checked.interface
    assert said is not None
    assert sorted(said.types) == ["Mine", "parts/address.yaml", "parts/address.yaml#/$defs/S", "parts/c.yaml"]
    assert [one.type.ref for one in said.types["Mine"].fields] == ["parts/address.yaml", "parts/c.yaml"]
    assert [one.type.ref for one in said.types["parts/address.yaml"].fields] == ["Mine", "parts/address.yaml#/$defs/S"]
    assert said.types["parts/c.yaml"].place.key == "type:parts/c.yaml"
    told = [(one.span.file, one.span.line) for one in checked.findings if one.rule == "format-invalid"]
    assert told == [("parts/address.yaml", 5)]
    assert not [one for one in checked.findings if one.rule.startswith("reference-")]


def test_a_schema_beside_a_contract_of_another_kind_is_not_the_contract():
    schema = b'{"$schema": "http://json-schema.org/draft-07/schema#", "type": "object"}'
    proto = b'syntax = "proto3";\npackage a;\nmessage B { string c = 1; }\n'
    for name, text in (("a.proto", proto), ("a.graphql", b"type Query { a: String }\n")):
        checked = judged(pack({name: text, "config.json": schema}))
        assert checked.format is not None
        assert checked.format.NAME != "jsonschema"


def test_references_out_and_to_nowhere_are_told():
    text = ORDER.replace('"#line"', '"#lane"').replace('"#/$defs/Line"', '"https://x.hartwell-shop.com/line"')
    assert [(line, column) for _, line, column, _ in found(text, "reference-missing")] == [(10, 3)]
    assert [line for _, line, _, _ in found(text, "reference-not-followed")] == [9]


def test_two_homes_may_keep_one_name():
    kept = '"$defs": {"A": {"type": "string"}}, "definitions": {"A": {"type": "integer"}}'
    text = f'{{{kept}, "allOf": [{{"$ref": "#/definitions/A"}}]}}'
    said = read(text)
    assert sorted((name, one.kind) for name, one in said.types.items()) == [
        ("#", "record"),
        ("#/definitions/A", "integer"),
        ("A", "text"),
    ]
    assert said.types["#"].parts[0].ref == "#/definitions/A"


@pytest.mark.parametrize("garbage", GARBAGE, ids=repr)
def test_any_member_may_hold_anything(garbage: Any):
    import yamlrocks

    tree = yamlrocks.loads(ORDER)
    waiting: list[Any] = [tree]
    while waiting:
        node = waiting.pop()
        for step in list(node) if isinstance(node, dict) else range(len(node)):
            before, node[step] = node[step], garbage
            if step != "$schema":
                judged(orjson.dumps(tree))
            node[step] = before
            if isinstance(before, dict | list):
                waiting.append(before)


def test_what_nests_without_end_is_refused():
    assert refused('{"type":"object","properties":' + '{"a":{"properties":' * 5_000)[0] == "too-deep"
