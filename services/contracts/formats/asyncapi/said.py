"""A thing of AsyncAPI and the traits that are merged into it, without merging: who says a member first, counts."""

from collections.abc import Iterator
from typing import Any

from ...model import NO_MARKS, Value
from ...places import Place
from ..jsonschema.look import Node, items, mapping, text
from ..jsonschema.references import References


class Said:
    """`parts` in the order of their weight. Mappings (bindings, headers) are told by all of them together."""

    def __init__(self, references: References, node: Node, place: Place, *, old: bool) -> None:
        self.references = references
        self.own = node, place
        self.parts = [self.own]
        for index, trait in enumerate(items(node, "traits")):
            if isinstance(trait, dict):
                found = references.follow(trait, place.to("traits", index))
                if found:
                    self.parts.append(found)
        if old:  # in version 2 the last trait has the last word, in version 3 the thing itself
            self.parts.reverse()

    def text(self, member: str) -> str:
        return next((text(node, member) for node, _ in self.parts if text(node, member)), "")

    def first(self, member: str) -> tuple[Any, Place] | None:
        """The value of a member and its place."""
        return next(((node[member], place.to(member)) for node, place in self.parts if member in node), None)

    def followed(self, member: str) -> Iterator[tuple[Node, Place]]:
        """What each part says as a mapping, references followed."""
        for node, place in self.parts:
            below = mapping(node, member)
            found = self.references.follow(below, place.to(member)) if below else None
            if found:
                yield found

    def groups(self) -> tuple[str, ...]:
        found = self.first("tags")
        return tag_names(self.references, *found) if found else ()

    def marks(self) -> dict[str, Value]:
        """Extensions, and the bindings of each protocol under the name `bindings`."""
        found: dict[str, Value] = {}
        for node, _ in reversed(self.parts):
            found.update((member[2:], value) for member, value in node.items() if member.startswith("x-"))
        bindings = self.bindings()
        if bindings:
            found["bindings"] = bindings
        return found

    def bindings(self) -> dict[str, Value]:
        """What is said of each protocol."""
        found: dict[str, Value] = {}
        for below, _ in reversed(list(self.followed("bindings"))):
            found.update(below)
        return found


def bindings(references: References, node: Node, place: Place) -> Node:
    """The bindings of a thing that has no traits."""
    below = mapping(node, "bindings")
    found = references.follow(below, place.to("bindings")) if below else None
    return found[0] if found else {}


def marked(node: Node, **more: Value) -> Any:
    """The extensions of a thing, and what else is to be kept of it."""
    found = {member[2:]: value for member, value in node.items() if member.startswith("x-")}
    found.update((name.replace("_", "-"), value) for name, value in more.items() if value not in (None, "", {}, []))
    return found or NO_MARKS


def tag_names(references: References, tags: Any, place: Place) -> tuple[str, ...]:
    found = []
    for index, tag in enumerate(tags if isinstance(tags, list) else ()):
        end = references.follow(tag, place.to(index)) if isinstance(tag, dict) else None
        if end and text(end[0], "name"):
            found.append(text(end[0], "name"))
    return tuple(found)
