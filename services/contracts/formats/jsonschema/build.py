"""Schemas become an Interface of types: those that are kept by name, and each file's own."""

from pathlib import PurePosixPath
from typing import Any

from ...model import Facts, Flaw, Interface
from ...naming import version
from ...places import Path
from .files import Files
from .look import Node, mapping, marks, text
from .references import References
from .shapes import Shapes

_KEPT = ("$defs", "definitions")
HOMES: dict[Path, str] = {(member,): "type" for member in _KEPT}
_ABOUT = frozenset({"$schema", "$id", "id", "$comment", "title", "description", "$vocabulary", *_KEPT})
"""What a schema says that only keeps others."""


def build(document: Files, dialect: str, facts: Facts) -> tuple[Interface, list[Flaw]]:
    references = References(document, HOMES, ids=True)
    shapes = Shapes(references, *((member,) for member in _KEPT))
    root: Node = document.root
    name = _name(document)
    shapes.called["#"] = name
    if not root.keys() <= _ABOUT:
        shapes.named[name] = shapes.type(root, document.place.to(name=f"type:{name}"), name)
    shapes.read_all()
    for file, tree in document.trees.items():
        if file != document.main and isinstance(tree.root, dict):
            _keep(references, shapes, file, tree.root)
    shapes.read_all()
    address = text(root, "$id") or text(root, "id")
    return Interface(
        document.place.to(name="interface"),
        "jsonschema",
        title=text(root, "title") or name,
        version=text(root, "version") or version(address),
        text=text(root, "description"),
        types=shapes.named,
        facts=facts,
        marks=marks(root),
    ), references.flaws


def _name(document: Files) -> str:
    """How the main schema is called: as its address ends, by its title, or as its file."""
    root: Node = document.root
    address = (text(root, "$id") or text(root, "id")).partition("#")[0].rstrip("/")
    for said in (PurePosixPath(address).name, text(root, "title"), PurePosixPath(document.main).name):
        name = said.removesuffix(".json").removesuffix(".yaml").removesuffix(".yml").removesuffix(".schema")
        if name and not any(name in mapping(root, member) for member in _KEPT):
            return name
    return "#"


def _keep(references: References, shapes: Shapes, file: str, root: Any) -> None:
    """The types of another file: its own schema, and what it keeps by name."""
    if not root.keys() <= _ABOUT:
        shapes.keep(references.end(root, file, ()))
    for member in _KEPT:
        for name, node in mapping(root, member).items():
            shapes.keep(references.end(node, file, (member, name)))
