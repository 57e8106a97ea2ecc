"""Homeport's own plain form: a YAML or JSON file written by hand, for protocols that no other language describes."""

from ...bundle import Sources
from ...document import Source
from ..jsonschema.files import Files
from .build import build
from .check import check

__all__ = ["ENDS", "LOOKED_FOR", "NAME", "OWN_END", "TOGETHER", "WORDS", "build", "check", "label", "read", "recognise"]

NAME = "plain"
LOOKED_FOR = 'Homeport\'s plain form (a top-level "homeport: 1")'
TOGETHER = False
WORDS: dict[str, str] = {}
ENDS: tuple[str, ...] = ()
OWN_END = ""


def recognise(source: Source) -> str:
    """Raises NotChecked when the text is neither JSON nor YAML."""
    if "homeport" not in source.text:
        return ""
    root = source.tree.root
    said = root.get("homeport") if isinstance(root, dict) else None
    return "1" if said == 1 and said is not True else ""


def label(dialect: str) -> str:
    return f"Homeport plain form {dialect}"


def read(sources: Sources, dialect: str) -> Files:
    return Files(sources)
