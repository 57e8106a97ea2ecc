"""Reads a document that may say anything: each function gives the value when it has the right shape, else nothing.

What is of the wrong shape is reported by the official schema (`check.py`); here it is passed over.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from ...document import Tree
from ...model import NO_MARKS, Deprecation, Flaw, Value
from ...places import Path, Place

type Node = dict[str, Any]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")


def text(node: Node, member: str) -> str:
    value = node.get(member)
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def mapping(node: Node, member: str) -> Node:
    value = node.get(member)
    return value if isinstance(value, dict) else {}


def items(node: Node, member: str) -> list[Any]:
    value = node.get(member)
    return value if isinstance(value, list) else []


def texts(node: Node, member: str) -> tuple[str, ...]:
    return tuple(one for one in items(node, member) if isinstance(one, str))


def whole(node: Node, member: str) -> int | None:
    value = node.get(member)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def number(node: Node, member: str) -> float | None:
    value = node.get(member)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def marks(node: Node) -> Mapping[str, Value]:
    """The extensions, without the "x-" in front."""
    return {member[2:]: value for member, value in node.items() if member.startswith("x-")} or NO_MARKS


def deprecation(node: Node, place: Place) -> Deprecation | None:
    if node.get("deprecated") is not True:
        return None
    return Deprecation(
        place.of("deprecated"),
        text(node, "description"),
        text(node, "x-sunset") or text(node, "x-sunset-date") or text(node, "x-removal-date"),
        text(node, "x-replaced-by") or text(node, "x-replacement"),
    )


class References:
    """Follows `$ref` inside the document, each target once; never into a file, never over the network."""

    KINDS = {  # components that stand where a reference may stand, and how the Interface's keys call them
        "parameters": "parameter",
        "responses": "answer",
        "requestBodies": "request",
        "headers": "header",
        "examples": "example",
        "securitySchemes": "guard",
        "callbacks": "callback",
        "pathItems": "path",
        "links": "link",
        "schemas": "type",
        "mediaTypes": "body",
    }

    def __init__(self, document: Tree) -> None:
        self.root: Node = document.root
        self.place = Place(None, ())
        self.flaws: list[Flaw] = []
        self._ends: dict[str, tuple[Any, Place] | None] = {}

    def component(self, kind: str, name: str) -> Place:
        return self.place.to("components", kind, name, name=f"{self.KINDS.get(kind, kind)}:{name}")

    def of(self, above: Node, member: str, place: Place, name: str = "") -> Iterator[tuple[str, Node, Place]]:
        """The members of a mapping of things, references followed: name, thing, place. Extensions are left out."""
        for key, value in mapping(above, member).items():
            if isinstance(value, dict) and not key.startswith("x-"):
                found = self.follow(value, place.to(member, key, name=f"{name}:{key}" if name else ""))
                if found:
                    yield key, *found

    def follow(self, node: Node, place: Place) -> tuple[Node, Place] | None:
        """The thing itself, or what its `$ref` leads to. None, with a flaw told, when it leads nowhere."""
        seen: set[str] = set()
        while "$ref" in node:
            ref = node["$ref"]
            if not isinstance(ref, str):
                return None
            found = self.find(ref, place)
            if found is None:
                return None
            if ref in seen:
                self.flaws.append(Flaw("reference-missing", place, f"The reference {ref[:200]!r} leads to itself."))
                return None
            seen.add(ref)
            node, place = found
        return node, place

    def find(self, ref: str, place: Place) -> tuple[Any, Place] | None:
        """What stands at a reference. None, with a flaw told at `place`, when it is missing or outside."""
        if not ref.startswith("#"):
            self.flaws.append(
                Flaw("reference-not-followed", place, f"The reference {ref[:200]!r} leads out of this document.")
            )
            return None
        if ref not in self._ends:
            self._ends[ref] = self._look_up(ref)
        end = self._ends[ref]
        if end is None:
            self.flaws.append(Flaw("reference-missing", place, f"The reference {ref[:200]!r} leads nowhere."))
        return end

    def _look_up(self, ref: str) -> tuple[Any, Place] | None:
        if ref == "#":
            return self.root, self.place
        if not ref.startswith("#/"):
            return self._anchors.get(ref[1:])
        node: Value = self.root
        path: Path = ()
        for part in _unquoted(ref[2:]).split("/"):
            step: str | int = part.replace("~1", "/").replace("~0", "~")
            if isinstance(node, dict) and step in node:
                node = node[step]
            elif isinstance(node, list) and str(step).isdecimal() and len(str(step)) < 9 and int(step) < len(node):
                step = int(step)
                node = node[step]
            else:
                return None
            path = (*path, step)
        if not isinstance(node, dict | bool):
            return None
        if len(path) == 3 and path[0] == "components":
            return node, self.component(str(path[1]), str(path[2]))
        return node, self.place.to(*path, name=ref)

    @cached_property
    def _anchors(self) -> dict[str, tuple[Any, Place]]:
        """Schemas that gave themselves a name with `$anchor` (rare, so looked for only when one is used)."""
        found: dict[str, tuple[Any, Place]] = {}
        waiting: list[tuple[Value, Path]] = [(self.root, ())]
        while waiting:
            value, path = waiting.pop()
            if isinstance(value, dict):
                name = value.get("$anchor")
                if isinstance(name, str):
                    found[name] = value, self.place.to(*path, name=f"#{name}")
                waiting += ((one, (*path, step)) for step, one in value.items() if isinstance(one, dict | list))
            elif isinstance(value, list):
                waiting += ((one, (*path, step)) for step, one in enumerate(value) if isinstance(one, dict | list))
        return found


def _unquoted(fragment: str) -> str:
    if "%" not in fragment:
        return fragment
    from urllib.parse import unquote

    return unquote(fragment)
