"""Holds schemas against the meta-schema of their draft."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from ...model import Flaw
from .breaches import breaches, piece_by_piece
from .files import Files
from .sewn import Apart

DRAFTS = {
    "draft-04": ("http://json-schema.org/draft-04/schema#", "Draft4Validator"),
    "draft-06": ("http://json-schema.org/draft-06/schema#", "Draft6Validator"),
    "draft-07": ("http://json-schema.org/draft-07/schema#", "Draft7Validator"),
    "2019-09": ("https://json-schema.org/draft/2019-09/schema", "Draft201909Validator"),
    "2020-12": ("https://json-schema.org/draft/2020-12/schema", "Draft202012Validator"),
}
_PARTS = (("$defs",), ("definitions",), ("properties",))


def check(document: Files, dialect: str) -> Iterator[Flaw]:
    """Every breach of the meta-schema, in every file; each may say its own draft."""
    for name, tree in document.trees.items():
        if isinstance(tree.root, dict):
            part = Apart(document, name)
            said = str(tree.root.get("$schema", ""))
            draft = next((draft for draft in DRAFTS if draft in said), dialect)
            errors = piece_by_piece(_validator(draft), tree.root, _PARTS, {})
            yield from breaches(errors, part, f"JSON Schema {draft}")


@cache
def _validator(draft: str) -> Any:
    import jsonschema_rs

    address, name = DRAFTS[draft]
    return getattr(jsonschema_rs, name)({"$ref": address}, mask="this value", offline=True)
