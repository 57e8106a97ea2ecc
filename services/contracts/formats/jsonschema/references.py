"""Follows `$ref` inside the bundle, each target once; never out of it, never over the network."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin

from ...model import Flaw, Value
from ...places import Path, Place
from .files import Files, named
from .look import Node, mapping

_DATA = frozenset({"enum", "const", "default", "examples", "example"})
"""Members that hold data, in which nothing is a schema."""


class End(NamedTuple):
    """Where a reference leads. `name` says it from the main file: `#/paths/~1a`, `types.yaml#/Order`, `order.yaml`.
    `home` is set for what the main file keeps by name (a component)."""

    node: Any
    place: Place
    name: str
    path: Path
    home: Path | None


class _Resource(NamedTuple):
    """A schema that gave itself an address with `$id`: references in it are seen from there."""

    address: str
    file: str
    path: Path


class References:
    """`homes` are the places in the main file that keep things by name, and what the keys of the Interface call them:
    `{("components", "schemas"): "type"}`. With `ids`, schemas are known by their `$id` too."""

    def __init__(self, document: Files, homes: Mapping[Path, str], *, ids: bool = False) -> None:
        self.document = document
        self.homes = homes
        self.root: Node = document.root
        self.place = document.place
        self.flaws: list[Flaw] = []
        self._ends: dict[tuple[str, str], End | None] = {}
        self._anchors: dict[str, dict[str, Path]] = {}
        self._resources: dict[str, list[_Resource]] = {}
        self._by_address: dict[str, _Resource] = {}
        if ids:
            for name in document.trees:
                self._note_ids(name)

    def component(self, *path: str) -> Place:
        """The place of something that the main file keeps by name."""
        return self.place.to(*path, name=f"{self.homes.get(path[:-1], path[-2])}:{path[-1]}")

    def of(self, above: Node, member: str, place: Place, name: str = "") -> Iterator[tuple[str, Node, Place]]:
        """The members of a mapping of things, references followed: name, thing, place. Extensions are left out."""
        for key, value in mapping(above, member).items():
            if isinstance(value, dict) and not key.startswith("x-"):
                found = self.follow(value, place.to(member, key, name=f"{name}:{key}" if name else ""))
                if found:
                    yield key, *found

    def follow(self, node: Node, place: Place) -> tuple[Node, Place] | None:
        """The thing itself, or what its `$ref` leads to. None, with a flaw told, when it leads nowhere."""
        seen: set[int] = set()
        while "$ref" in node:
            ref = node["$ref"]
            if not isinstance(ref, str):
                return None
            end = self.find(ref, place)
            if end is None or not isinstance(end.node, dict):
                return None
            if id(node) in seen:
                self.flaws.append(Flaw("reference-missing", place, f"The reference {ref[:200]!r} leads to itself."))
                return None
            seen.add(id(node))
            node, place = end.node, end.place
        return node, place

    def find(self, ref: str, place: Place) -> End | None:
        """What stands at a reference. None, with a flaw told at `place`, when it is missing or outside."""
        base = self.document.file_of(place)
        fragment_alone = ref.startswith("#")
        if self._resources.get(base):
            seen_from = self._around(base, place)
            if seen_from is not None and (seen_from.path or not fragment_alone):
                return self._find_from(seen_from, ref, place)
        file = base if fragment_alone else named(base, ref)
        return self._told(ref, place, base, file, ())

    def _find_from(self, seen_from: _Resource, ref: str, place: Place) -> End | None:
        """A reference inside a schema that has an address of its own, or is beside others that have."""
        address, _, fragment = ref.partition("#")
        resource = seen_from if not address else self._by_address.get(_joined(seen_from.address, address))
        if resource is None:
            return self._told(ref, place, seen_from.file, named(seen_from.file, ref), ())
        inside = f"{'/'.join(str(step) for step in resource.path)}#{fragment}"
        key = (resource.file, f"{resource.address}\0{inside}")
        if key not in self._ends:
            self._ends[key] = self._look_up(resource.file, fragment, resource.path)
        if self._ends[key] is None:
            self.flaws.append(Flaw("reference-missing", place, f"The reference {ref[:200]!r} leads nowhere."))
        return self._ends[key]

    def _told(self, ref: str, place: Place, base: str, file: str | None, start: Path) -> End | None:
        if file is None or file not in self.document.trees:
            self.flaws.append(Flaw("reference-not-followed", place, self._why_not(ref, file)))
            return None
        if (base, ref) not in self._ends:
            self._ends[base, ref] = self._look_up(file, ref.partition("#")[2], start)
        end = self._ends[base, ref]
        if end is None:
            self.flaws.append(Flaw("reference-missing", place, f"The reference {ref[:200]!r} leads nowhere."))
        return end

    def _why_not(self, ref: str, file: str | None) -> str:
        unreadable = self.document.unreadable.get(file or "")
        if unreadable is not None:
            where = f"line {unreadable.line}: " if unreadable.line else ""
            return f"The reference {ref[:200]!r} leads to a file that cannot be read: {where}{unreadable.message}"
        what = "this document" if len(self.document.trees) == 1 else "the files at hand"
        return f"The reference {ref[:200]!r} leads out of {what}."

    def _look_up(self, file: str, fragment: str, start: Path) -> End | None:
        """What stands at a fragment (a pointer, an anchor, nothing) below `start` in a file."""
        node: Value = self.document.trees[file].root
        path: Path = start
        if fragment and not fragment.startswith("/"):
            anchored = self._anchors_of(file).get(unquote(fragment))
            if anchored is None:
                return None
            path, fragment = anchored, ""
        for above in path:
            node = node[above]
        pointer = unquote(fragment[1:]) if "%" in fragment else fragment[1:]
        for part in pointer.split("/") if fragment else ():
            step: str | int = part.replace("~1", "/").replace("~0", "~")
            if isinstance(node, dict) and step in node:
                node = node[step]
            elif isinstance(node, list) and str(step).isdecimal() and len(str(step)) < 9 and int(step) < len(node):
                step = int(step)
                node = node[step]
            else:
                return None
            path = (*path, step)
        if not isinstance(node, dict | bool | list):
            return None
        if isinstance(node, list) and path:
            return None
        return self.end(node, file, path)

    def end(self, node: Value, file: str, path: Path) -> End:
        """What stands at a path in a file, as if a reference had led there."""
        main = file == self.document.main
        pointer = "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
        name = f"{'' if main else file}#{pointer}" if path or main else file
        if main and path and path[:-1] in self.homes:
            return End(node, self.component(*(str(step) for step in path)), name, path, path[:-1])
        top = self.document.places[file]
        return End(node, top.to(*path, name=name) if path or not main else top, name, path, None)

    def _anchors_of(self, file: str) -> Mapping[str, Path]:
        """Schemas that gave themselves a name with `$anchor` (rare, so looked for only when one is used)."""
        if file not in self._anchors:
            found = self._anchors[file] = {}
            for value, path in _mappings(self.document.trees[file].root):
                for member in ("$anchor", "$dynamicAnchor", "$id", "id"):
                    said = value.get(member)
                    if isinstance(said, str):
                        name = said.removeprefix("#") if member in ("$id", "id") else said
                        if name != said or "anchor" in member.lower():
                            found.setdefault(name, path)
        return self._anchors[file]

    def _note_ids(self, file: str) -> None:
        found: list[_Resource] = []
        around: dict[Path, str] = {}
        for value, path in _mappings(self.document.trees[file].root):
            said = value.get("$id", value.get("id"))
            if not isinstance(said, str) or said.startswith("#") or (path and path[-1] == "properties"):
                continue
            above = next((around[path[:end]] for end in range(len(path) - 1, -1, -1) if path[:end] in around), file)
            address = _joined(above, said).partition("#")[0]
            around[path] = address
            resource = _Resource(address, file, path)
            found.append(resource)
            self._by_address.setdefault(address, resource)
        found.append(_Resource(file, file, ()))
        self._resources[file] = sorted(found, key=lambda one: -len(one.path))

    def _around(self, file: str, place: Place) -> _Resource | None:
        path = place.path
        inner = path if file == self.document.main else path[1:]
        return next((one for one in self._resources[file] if inner[: len(one.path)] == one.path), None)


def _joined(base: str, address: str) -> str:
    """An address seen from another one: both may be names of files."""
    if ":" in base.split("/", 1)[0] or ":" in address.split("/", 1)[0]:
        try:
            return urljoin(base, address)
        except ValueError:
            return address
    return named(base, address) or address


def _mappings(root: Value) -> Iterator[tuple[Node, Path]]:
    """Every mapping that may be a schema or hold some, the outer ones first."""
    waiting: list[tuple[Value, Path]] = [(root, ())] if isinstance(root, dict | list) else []
    while waiting:
        value, path = waiting.pop()
        if isinstance(value, dict):
            yield value, path
            waiting += (
                (one, (*path, step))
                for step, one in value.items()
                if isinstance(one, dict | list) and (step not in _DATA or (path and path[-1] == "properties"))
            )
        else:
            waiting += ((one, (*path, step)) for step, one in enumerate(value) if isinstance(one, dict | list))
