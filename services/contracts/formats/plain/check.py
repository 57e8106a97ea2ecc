"""Holds a document in the plain form against its own schema (`schema.json`)."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path as Folder
from typing import Any

from ...model import Flaw
from ..jsonschema.breaches import breaches, piece_by_piece
from ..jsonschema.files import Files
from ..jsonschema.sewn import Sewn

AGAINST = "the schema of the plain form"
_PARTS = (("operations",), ("types",), ("guards",))


def check(document: Files, dialect: str) -> Iterator[Flaw]:
    sewn = Sewn(document)
    frame = {"homeport": 1, "title": "a"}
    yield from breaches(piece_by_piece(_validator(), sewn.root, _PARTS, frame), sewn, AGAINST)


@cache
def _validator() -> Any:
    import jsonschema_rs
    import orjson

    schema = orjson.loads((Folder(__file__).parent / "schema.json").read_bytes())
    return jsonschema_rs.Draft202012Validator(schema, mask="this value", offline=True)
