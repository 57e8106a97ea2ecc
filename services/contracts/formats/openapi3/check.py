"""Holds a document against the official JSON Schema of its OpenAPI version."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from ...installed import home
from ...model import Flaw
from ..jsonschema.breaches import breaches, never, piece_by_piece
from ..jsonschema.files import Files
from ..jsonschema.look import Node
from ..jsonschema.sewn import Sewn
from .build import KINDS

_DIALECTS = {
    "3.1": ("metaschema.json", "vocabularies/base"),
    "3.2": ("dialect/2025-09-17.json", "meta/2025-09-17.json"),
}


def check(document: Files, dialect: str) -> Iterator[Flaw]:
    """Every breach of the official schema, at the innermost place that can be told."""
    sewn = Sewn(document)
    yield from breaches(_errors(_validator(dialect), sewn.root), sewn)


def _errors(validator: Any, root: Node) -> Iterator[Any]:
    parts = [("paths",), ("webhooks",), *(("components", kind) for kind in KINDS)]
    frame = {"openapi": root.get("openapi"), "info": {"title": "", "version": ""}, "paths": {}}
    return piece_by_piece(validator, root, parts, frame)


@cache
def _validator(dialect: str) -> Any:
    import jsonschema_rs
    import orjson

    def load(package: str, name: str) -> Any:
        return orjson.loads((home(package) / name).read_bytes())

    schema = load("openapi_spec_validator", f"resources/schemas/v{dialect}/schema.json")
    if dialect == "3.0":
        return jsonschema_rs.Draft4Validator(schema, mask="this value", offline=True)
    # Since 3.1 schemas are JSON Schema with a few words more, which the document's own schema leaves open: it is told
    # here, the way the specification's "schema-base" does, that they are of OpenAPI's dialect.
    parts = [schema, *(load("openapi_schema_validator", f"schemas/oas{dialect}/{name}") for name in _DIALECTS[dialect])]
    base = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": schema["$id"],
        "$defs": {"schema": {"$dynamicAnchor": "meta", "$ref": parts[1]["$id"]}},
    }
    registry = jsonschema_rs.Registry([(part["$id"], part) for part in parts], retriever=never)
    return jsonschema_rs.Draft202012Validator(base, registry=registry, mask="this value", offline=True)
