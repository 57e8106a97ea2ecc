"""Holds a document against the official JSON Schema of OpenAPI 2.0."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from ...installed import home
from ...model import Flaw
from ..jsonschema.breaches import breaches, piece_by_piece
from ..jsonschema.files import Files
from ..jsonschema.sewn import Sewn
from .build import HOMES


def check(document: Files, dialect: str) -> Iterator[Flaw]:
    """Every breach of the official schema, at the innermost place that can be told."""
    sewn = Sewn(document)
    parts = [("paths",), *(tuple(str(step) for step in path) for path in HOMES)]
    frame = {"swagger": sewn.root.get("swagger"), "info": {"title": "", "version": ""}, "paths": {}}
    yield from breaches(piece_by_piece(_validator(), sewn.root, parts, frame), sewn)


@cache
def _validator() -> Any:
    import jsonschema_rs
    import orjson

    schema = orjson.loads((home("openapi_spec_validator") / "resources/schemas/v2.0/schema.json").read_bytes())
    return jsonschema_rs.Draft4Validator(schema, mask="this value", offline=True)
