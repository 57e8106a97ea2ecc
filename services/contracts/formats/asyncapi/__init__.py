"""AsyncAPI 2 and 3, in JSON or YAML."""

import re

from ...document import Source
from ..jsonschema.files import read
from .build import build
from .check import check

__all__ = ["ENDS", "LOOKED_FOR", "NAME", "OWN_END", "TOGETHER", "WORDS", "build", "check", "label", "read", "recognise"]

NAME = "asyncapi"
LOOKED_FOR = 'AsyncAPI 2 or 3 (a top-level "asyncapi: 3...")'
TOGETHER = False
WORDS = {"text": "description", "name": "operationId", "needs": "security", "licence": "license", "address": "host"}
ENDS: tuple[str, ...] = ()
OWN_END = ""
_VERSION = re.compile(r"(2\.[0-6]|3\.[01])\.\d{1,9}(?:-[0-9A-Za-z.-]{1,40})?")


def recognise(source: Source) -> str:
    """Raises NotChecked when the text is neither JSON nor YAML."""
    root = source.tree.root
    said = root.get("asyncapi") if isinstance(root, dict) else None
    found = _VERSION.fullmatch(said) if isinstance(said, str) else None
    return found.group(1) if found else ""


def label(dialect: str) -> str:
    return f"AsyncAPI {dialect}"
