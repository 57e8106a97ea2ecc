"""Files in Avro's three ways of writing, as one document: schemas and protocols in JSON, and Avro IDL."""

from pathlib import PurePosixPath
from typing import Any

from ...bundle import Sources
from ...document import Source
from ...places import File, Place
from ..jsonschema.files import Files, named
from .idl import Idl, is_idl
from .types import NAMED, PRIMITIVES


class Schemas(Files):
    """Each file is a tree of the same members, whichever way it is written."""

    def __init__(self, sources: Sources) -> None:
        """Raises NotChecked when one of the files is ill-formed."""
        self.main = sources.main.name
        self.trees = {one.name: _tree(one) for one in sources.own}
        self.unreadable = {}
        self.places = {name: Place(None, () if name == self.main else (File(name),)) for name in self.trees}

    def imported(self, base: str, name: str) -> bool:
        """Whether a file that another one imports is here: seen from it, or anywhere by its own name."""
        if named(base, name) in self.trees:
            return True
        last = PurePosixPath(name).name
        return any(PurePosixPath(one).name == last for one in self.trees)


def _tree(source: Source) -> Any:
    return source.tree if dialect_of(source) in ("schema", "protocol") else Idl(source)


def dialect_of(source: Source) -> str:
    """schema, protocol, idl, or "" for what is none of them. Raises NotChecked for JSON that is ill-formed."""
    if source.text.lstrip()[:1] not in ("{", "["):
        return "idl" if is_idl(source) else ""
    root = source.tree.root
    if isinstance(root, dict) and isinstance(root.get("protocol"), str):
        return "protocol" if {"types", "messages", "namespace"} & root.keys() else ""
    return "schema" if is_schema(root) else ""


def is_schema(root: Any) -> bool:
    """Whether it is Avro's and of no other language that says `type`: JSON Schema has neither records nor logical
    types, and its arrays hold schemas that are mappings."""
    if isinstance(root, list):
        return any(is_schema(one) for one in root) and all(isinstance(one, str | dict) for one in root)
    if not isinstance(root, dict):
        return False
    said = root.get("type")
    if said == "array":
        return _is_avro_word(root.get("items")) or is_schema(root.get("items"))
    if said == "map":
        return "values" in root
    if not isinstance(said, str):
        return False
    if said in NAMED:
        return bool({"name", "fields", "symbols", "size"} & root.keys())
    return said in PRIMITIVES and isinstance(root.get("logicalType"), str)


def _is_avro_word(node: Any) -> bool:
    return isinstance(node, str) and node in PRIMITIVES
