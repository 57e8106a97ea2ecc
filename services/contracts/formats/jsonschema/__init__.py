"""JSON Schema, draft 4 to 2020-12, as a contract of its own: types without operations.

What OpenAPI and AsyncAPI need of it too lives here as well: references, files, types from schemas, breaches.
"""

from typing import Any

from ...document import Source
from .build import build
from .check import DRAFTS, check
from .files import read

__all__ = ["ENDS", "LOOKED_FOR", "NAME", "OWN_END", "TOGETHER", "WORDS", "build", "check", "label", "read", "recognise"]

NAME = "jsonschema"
LOOKED_FOR = 'JSON Schema (a "$schema" of json-schema.org, or $defs, or an object with properties)'
TOGETHER = True
WORDS = {"text": "description"}
ENDS: tuple[str, ...] = ()
OWN_END = ""
_TYPES = frozenset({"object", "array", "string", "integer", "number", "boolean", "null"})
_OTHERS = frozenset({"openapi", "swagger", "asyncapi", "smithy", "protocol", "apiVersion", "openrpc"})


def recognise(source: Source) -> str:
    """Raises NotChecked when the text is neither JSON nor YAML."""
    root = source.tree.root
    if not isinstance(root, dict) or not _OTHERS.isdisjoint(root):
        return ""
    said = root.get("$schema")
    if isinstance(said, str) and "json-schema.org/" in said:
        return next(
            (draft for draft, (address, _) in DRAFTS.items() if draft in address and draft in said), _latest(said)
        )
    if not _is_schema(root):
        return ""
    if "$defs" in root:
        return "2020-12"
    return "draft-04" if isinstance(root.get("id"), str) and "$id" not in root else "draft-07"


def label(dialect: str) -> str:
    return f"JSON Schema {dialect.replace('draft-0', 'draft ')}"


def _latest(said: str) -> str:
    return "2020-12" if "json-schema.org/schema" in said else ""


def _is_schema(root: Any) -> bool:
    """Whether nothing else than a schema looks like this. Members with other names do not matter."""
    kind = root.get("type")
    if kind is not None and not {str(one) for one in (kind if isinstance(kind, list) else [kind])} <= _TYPES:
        return False
    if kind is not None and isinstance(root.get("$id"), str):
        return True
    for member in ("$defs", "definitions", "properties"):
        below = root.get(member)
        if isinstance(below, dict) and below and all(isinstance(one, dict | bool) for one in below.values()):
            said = {"type", "$ref", "properties", "items", "enum", "const", "allOf", "anyOf", "oneOf"}
            if (
                member == "$defs"
                or kind == "object"
                or any(said & one.keys() for one in below.values() if one and one is not True)
            ):
                return True
    return False
