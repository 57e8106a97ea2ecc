"""OpenAPI 2.0, also called Swagger, in JSON or YAML."""

from ...document import Source
from ..jsonschema.files import read
from .build import build
from .check import check

__all__ = ["ENDS", "LOOKED_FOR", "NAME", "OWN_END", "TOGETHER", "WORDS", "build", "check", "label", "read", "recognise"]

NAME = "openapi2"
LOOKED_FOR = 'OpenAPI 2.0 (a top-level "swagger: 2.0")'
TOGETHER = False
WORDS = {"text": "description", "name": "operationId", "needs": "security", "licence": "license"}
ENDS: tuple[str, ...] = ()
OWN_END = ""


def recognise(source: Source) -> str:
    """Raises NotChecked when the text is neither JSON nor YAML."""
    root = source.tree.root
    said = root.get("swagger") if isinstance(root, dict) else None
    return "2.0" if said in ("2.0", "2") or (type(said) in (int, float) and said == 2) else ""


def label(dialect: str) -> str:
    return f"OpenAPI {dialect}"
