"""Holds schemas and protocols against Avro's specification, place by place."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from ...model import Flaw
from ...places import Place
from ..jsonschema.look import Node, items, mapping, text
from .defaults import Defaults
from .files import Schemas
from .types import NAMED, PRIMITIVES, definitions, full_name, meant

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_FULL = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*")
_ORDERS = ("ascending", "descending", "ignore")
_LOGICAL = {
    "decimal": ("bytes", "fixed"),
    "big-decimal": ("bytes",),
    "uuid": ("string", "fixed"),
    "date": ("int",),
    "time-millis": ("int",),
    "time-micros": ("long",),
    "timestamp-millis": ("long",),
    "timestamp-micros": ("long",),
    "timestamp-nanos": ("long",),
    "local-timestamp-millis": ("long",),
    "local-timestamp-micros": ("long",),
    "local-timestamp-nanos": ("long",),
    "duration": ("fixed",),
}
CAP = 200
"""Flaws of the format that are listed."""


def check(document: Schemas, dialect: str) -> Iterator[Flaw]:
    """Every breach of the specification that can be told from the document; CAP of them at most."""
    checker = _Checker()
    for root, namespace, place, _ in _roots(document):
        checker.learn(root, namespace, place)
    found = 0
    for root, namespace, place, protocol in _roots(document):
        told = checker.protocol(root, namespace, place) if protocol else checker.schema(root, namespace, place)
        for flaw in told:
            found += 1
            if found > CAP:
                yield Flaw("format-invalid", document.place, f"There are more; the first {CAP} are shown.")
                return
            yield flaw


def _roots(document: Schemas) -> Iterator[tuple[Any, str, Place, bool]]:
    """Every schema of every file with its namespace, and each protocol's messages."""
    for name, tree in document.trees.items():
        root, place = tree.root, document.places[name]
        if not isinstance(root, dict) or not (isinstance(root.get("protocol"), str) or "imports" in root):
            yield root, "", place, False
            continue
        namespace = text(root, "namespace")
        if isinstance(root.get("protocol"), str):
            namespace = full_name({**root, "name": root["protocol"]}, "")[1]
            yield root, namespace, place, True
        for index, one in enumerate(items(root, "types")):
            yield one, namespace, place.to("types", index), False
        if "schema" in root:
            yield root["schema"], namespace, place.to("schema"), False


class _Checker:
    def __init__(self) -> None:
        self.known: dict[str, Node] = {}
        self.said: dict[int, str] = {}
        self.defaults = Defaults(self.known)

    def learn(self, root: Any, namespace: str, place: Place) -> None:
        for name, node in definitions(root, namespace):
            self.said.setdefault(id(node), name)
            self.known.setdefault(name, node)

    def schema(self, node: Any, namespace: str, place: Place) -> Iterator[Flaw]:
        """A schema and all that it holds."""
        if isinstance(node, list):
            yield from self._union(node, namespace, place)
        elif isinstance(node, dict):
            yield from self._mapping(node, namespace, place)
        elif not isinstance(node, str):
            yield _flaw(place, "A schema is a name, a list or a mapping")

    def _mapping(self, node: Node, namespace: str, place: Place) -> Iterator[Flaw]:
        said = node.get("type")
        if isinstance(said, dict | list):
            yield from self.schema(said, namespace, place.to("type"))
        elif not isinstance(said, str):
            yield _flaw(place, 'A schema that is a mapping says its "type"')
        elif said in NAMED:
            yield from self._named(node, said, namespace, place)
        elif said in ("array", "map"):
            member = "items" if said == "array" else "values"
            if member in node:
                yield from self.schema(node[member], namespace, place.to(member))
            else:
                yield _flaw(place, f'A schema of the type {said} says its "{member}"')
        yield from self._logical(node, said, place)

    def _logical(self, node: Node, said: Any, place: Place) -> Iterator[Flaw]:
        logical = node.get("logicalType")
        fitting = _LOGICAL.get(logical) if isinstance(logical, str) else None
        if fitting is None:
            return
        at = place.to("logicalType", name="logicalType")
        if said not in fitting:
            yield _flaw(at, f"The logical type {logical} stands on {' or '.join(fitting)}; readers will ignore it")
        elif logical == "decimal":
            precision, scale = node.get("precision"), node.get("scale", 0)
            if not _is_whole(precision, 1):
                yield _flaw(at, 'A decimal says its "precision", a whole number above 0; readers will ignore it')
            elif not _is_whole(scale, 0) or scale > precision:
                yield _flaw(at, "The scale of a decimal is a whole number up to its precision; readers will ignore it")
        elif said == "fixed" and node.get("size") != (12 if logical == "duration" else 16):
            yield _flaw(at, f"A {logical} has {12 if logical == 'duration' else 16} bytes; readers will ignore it")

    def _named(self, node: Node, said: str, namespace: str, place: Place) -> Iterator[Flaw]:
        full, space = full_name(node, namespace)
        place = place.to(name=f"type:{full}")
        if not text(node, "name"):
            yield _flaw(place, f'A schema of the type {said} has a "name"')
        elif not _FULL.fullmatch(full):
            yield _flaw(place.to("name"), f"{full[:100]!r} is no name: letters, digits and _ are, and dots between")
        elif full in PRIMITIVES:
            yield _flaw(place.to("name"), f"{full!r} is the name of one of Avro's own types")
        elif self.known.get(full) not in (None, node):
            yield _flaw(place.to("name"), f"{full[:100]!r} is defined a second time, and not as before")
        yield from _aliases(node, place)
        if said == "enum":
            yield from _enum(node, place)
        elif said == "fixed":
            if not _is_whole(node.get("size"), 0):
                yield _flaw(place, 'A fixed says its "size", a whole number')
        elif not isinstance(node.get("fields"), list):
            yield _flaw(place, f'A schema of the type {said} lists its "fields"')
        else:
            yield from self._fields(node["fields"], space, place.to("fields"))

    def _fields(self, found: list[Any], namespace: str, place: Place) -> Iterator[Flaw]:
        seen: Counter[str] = Counter()
        for index, one in enumerate(found):
            if not isinstance(one, dict):
                yield _flaw(place.to(index, name=f"field:{index}"), "A field is a mapping")
                continue
            name = text(one, "name")
            at = place.to(index, name=f"field:{name}")
            seen[name] += 1
            if not _NAME.fullmatch(name):
                yield _flaw(at.to("name"), f"{name[:100]!r} is no name of a field: letters, digits and _ are")
            elif seen[name] == 2:
                yield _flaw(at.to("name"), f"A second field is called {name[:100]!r}")
            if "order" in one and one["order"] not in _ORDERS:
                yield _flaw(at.to("order"), f"The order of a field is one of {', '.join(_ORDERS)}")
            yield from _aliases(one, at)
            if "type" not in one:
                yield _flaw(at, 'A field says its "type"')
                continue
            yield from self.schema(one["type"], namespace, at.to("type"))
            if "default" in one and not self.defaults.fits(one["type"], one["default"], namespace):
                yield _flaw(at.to("default", name="default"), f"The default of {name[:100]!r} is not of its type")

    def _union(self, found: list[Any], namespace: str, place: Place) -> Iterator[Flaw]:
        seen: Counter[str] = Counter()
        for index, one in enumerate(found):
            at = place.to(index, name=f"choice:{index}")
            if isinstance(one, list):
                yield _flaw(at, "A union stands in a union")
                continue
            kind = one if isinstance(one, str) else one.get("type") if isinstance(one, dict) else None
            if isinstance(kind, str) and kind in NAMED and isinstance(one, dict):
                kind = full_name(one, namespace)[0]
            elif isinstance(kind, str) and kind not in PRIMITIVES and kind not in ("array", "map"):
                kind = meant(kind, namespace, self.known) or kind
            if isinstance(kind, str):
                seen[kind] += 1
                if seen[kind] == 2:
                    yield _flaw(at, f"{kind[:100]!r} stands twice in a union")
            yield from self.schema(one, namespace, at)

    def protocol(self, root: Node, namespace: str, place: Place) -> Iterator[Flaw]:
        """The messages of a protocol, and its name."""
        if not _FULL.fullmatch(text(root, "protocol")):
            yield _flaw(place.to("protocol"), f"{text(root, 'protocol')[:100]!r} is no name of a protocol")
        for member, kind, word in (("types", list, "list"), ("messages", dict, "mapping by name")):
            if member in root and not isinstance(root[member], kind):
                yield _flaw(place.to(member), f"The {member} of a protocol are a {word}")
        for name, node in mapping(root, "messages").items():
            at = place.to("messages", name, name=f"operation:{name}")
            if not isinstance(node, dict):
                yield _flaw(at, "A message is a mapping")
                continue
            yield from self._message(node, namespace, at)

    def _message(self, node: Node, namespace: str, place: Place) -> Iterator[Flaw]:
        if isinstance(node.get("request"), list):
            yield from self._fields(node["request"], namespace, place.to("request", name="request"))
        else:
            yield _flaw(place, 'A message lists its "request"')
        if "response" in node:
            yield from self.schema(node["response"], namespace, place.to("response"))
        elif node.get("one-way") is not True:
            yield _flaw(place, 'A message says its "response"')
        for index, error in enumerate(items(node, "errors")):
            at = place.to("errors", index)
            known = self.known.get(meant(error, namespace, self.known)) if isinstance(error, str) else error
            if isinstance(error, str) and isinstance(known, dict) and known.get("type") != "error":
                yield _flaw(at, f"{error[:100]!r} is no error")
            yield from self.schema(error, namespace, at)
        if node.get("one-way") is True and (node.get("response", "null") != "null" or items(node, "errors")):
            yield _flaw(place.to("one-way"), "A message that goes one way has neither response nor errors")


def _enum(node: Node, place: Place) -> Iterator[Flaw]:
    symbols = node.get("symbols")
    if not isinstance(symbols, list):
        yield _flaw(place, 'An enum lists its "symbols"')
        return
    seen: Counter[str] = Counter()
    for index, one in enumerate(symbols):
        at = place.to("symbols", index, name=f"value:{one if isinstance(one, str) else index}")
        if not isinstance(one, str) or not _NAME.fullmatch(one):
            yield _flaw(at, f"{str(one)[:100]!r} is no symbol: letters, digits and _ are")
            continue
        seen[one] += 1
        if seen[one] == 2:
            yield _flaw(at, f"The symbol {one[:100]!r} stands twice")
    if "default" in node and node["default"] not in symbols:
        yield _flaw(place.to("default", name="default"), "The default of an enum is one of its symbols")


def _aliases(node: Node, place: Place) -> Iterator[Flaw]:
    said = node.get("aliases")
    if said is None:
        return
    for index, one in enumerate(said if isinstance(said, list) else [said]):
        if not isinstance(said, list) or not isinstance(one, str) or not _FULL.fullmatch(one):
            yield _flaw(place.to("aliases", index), "Aliases are a list of names")


def _is_whole(value: Any, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _flaw(place: Place, said: str) -> Flaw:
    return Flaw("format-invalid", place, f"Against Avro's specification: {said}.")
