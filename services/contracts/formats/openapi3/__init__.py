"""OpenAPI 3.0, 3.1 and 3.2, in JSON or YAML."""

import re

from ...document import Source
from ..jsonschema.files import read
from .build import build
from .check import check

__all__ = ["ENDS", "LOOKED_FOR", "NAME", "OWN_END", "TOGETHER", "WORDS", "build", "check", "label", "read", "recognise"]

NAME = "openapi"
LOOKED_FOR = 'OpenAPI 3.0, 3.1 or 3.2 (a top-level "openapi: 3...")'
TOGETHER = False
WORDS = {"text": "description", "name": "operationId", "needs": "security", "licence": "license", "address": "url"}
ENDS: tuple[str, ...] = ()
OWN_END = ""
_VERSION = re.compile(r"3\.([012])(?:\.\d{1,9})?(?:-[0-9A-Za-z.-]{1,40})?")


def recognise(source: Source) -> str:
    """Raises NotChecked when the text is neither JSON nor YAML."""
    root = source.tree.root
    said = root.get("openapi") if isinstance(root, dict) else None
    found = _VERSION.fullmatch(str(said)) if isinstance(said, str | float) else None
    return f"3.{found.group(1)}" if found else ""


def label(dialect: str) -> str:
    return f"OpenAPI {dialect}"
