"""Avro's schemas and protocols become an Interface: types by their whole names, messages as operations."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from ...model import Answer, Body, Facts, Flaw, Interface, Message, Operation, Type
from ...naming import effect, version
from ...places import Place
from ..jsonschema.look import Node, items, mapping, text
from .files import Schemas
from .types import NAMED, Types, full_name

_OWN = frozenset({"doc", "request", "response", "errors", "one-way"})
_PROTOCOL = frozenset({"protocol", "namespace", "doc", "types", "messages", "imports", "schema"})


def build(document: Schemas, dialect: str, facts: Facts) -> tuple[Interface, list[Flaw]]:
    flaws: list[Flaw] = []
    alone = dialect == "protocol" and len(document.trees) == 1
    types = Types({}, flaws, "reference-missing" if alone else "reference-not-followed")
    parts = [_Part(document, name) for name in document.trees]
    for part in parts:
        flaws += part.not_here()
        for node, namespace, place in part.schemas():
            types.learn(node, namespace, place)
    for part in parts:
        part.build_types(types)
    operations = tuple(operation for part in parts for operation in part.operations(types))
    main = next(part for part in parts if part.name == document.main)
    title, namespace, said = main.heading()
    return Interface(
        document.place.to(name="interface"),
        "avro",
        title=title,
        version=text(said, "version") or version(namespace),
        text=text(said, "doc"),
        operations=operations,
        types=types.named,
        facts=facts,
        marks={name: value for name, value in said.items() if name not in _PROTOCOL} if main.is_protocol else {},
    ), flaws


class _Part:
    """One file: a schema, or the types and messages of a protocol."""

    def __init__(self, document: Schemas, name: str) -> None:
        self.document = document
        self.name = name
        self.root: Any = document.trees[name].root
        self.place = document.places[name]
        mapped: Node = self.root if isinstance(self.root, dict) else {}
        self.is_protocol = isinstance(mapped.get("protocol"), str)
        self.is_file = self.is_protocol or isinstance(mapped.get("imports"), list)  # else the root is a schema itself
        self.namespace = text(mapped, "namespace")
        self.full = ""
        if self.is_protocol:
            self.full, self.namespace = full_name({**mapped, "name": mapped["protocol"]}, "")

    def schemas(self) -> Iterator[tuple[Any, str, Place]]:
        """Every schema that defines something, with the namespace in which it stands."""
        if not self.is_file:
            yield self.root, "", self.place
            return
        for index, one in enumerate(items(self.root, "types")):
            yield one, self.namespace, self.place.to("types", index)
        if "schema" in self.root:
            yield self.root["schema"], self.namespace, self.place.to("schema")

    def build_types(self, types: Types) -> None:
        """Names what is defined; a schema without a name of its own has that of its file."""
        if not self.is_file:
            self._main(types, self.root, "", self.place)
            return
        for node, namespace, place in self.schemas():
            if place.steps[0] == "schema":
                self._main(types, node, namespace, place)
            else:
                types.type(node, place, namespace)

    def _main(self, types: Types, node: Any, namespace: str, place: Place) -> None:
        defined = isinstance(node, dict) and node.get("type") in NAMED
        only_definitions = isinstance(node, list) and all(
            isinstance(one, dict) and one.get("type") in NAMED for one in node
        )
        if defined or only_definitions:
            for index, one in enumerate(node if isinstance(node, list) else ()):
                types.type(one, place.to(index), namespace)
            if defined:
                name = text(node, "name") or self._stem()
                types.type(node, place.to(name=f"type:{name}"), namespace, "" if text(node, "name") else name)
            return
        name = self._stem()
        if name in types.named or name in types.known:
            name = f"{name} ({self.name or 'schema'})"
        types.named[name] = types.type(node, place.to(name=f"type:{name}"), namespace, name)

    def _stem(self) -> str:
        return PurePosixPath(self.name).stem or "schema"

    def heading(self) -> tuple[str, str, Node]:
        """What the file is called, its namespace, and what is said at its top."""
        if self.is_protocol:
            return self.full, self.namespace, self.root
        node = self.root
        if self.is_file:
            node = next((one for one in items(self.root, "types") if isinstance(one, dict)), {})
        if isinstance(node, dict) and text(node, "name"):
            full, namespace = full_name(node, self.namespace)
            return full, namespace, {} if self.is_file else node
        return self._stem() if self.name else "", self.namespace, {}

    def not_here(self) -> Iterator[Flaw]:
        """The imports of a file that are not among those at hand."""
        for index, one in enumerate(items(self.root, "imports") if self.is_file else ()):
            file = text(one, "file") if isinstance(one, dict) else ""
            if file and not self.document.imported(self.name, file):
                place = self.place.to("imports", index, name=f"import:{file}")
                yield Flaw("reference-not-followed", place, f"The file {file[:200]!r} is not among those at hand.")

    def operations(self, types: Types) -> Iterator[Operation]:
        if not self.is_protocol:
            return
        for name, node in mapping(self.root, "messages").items():
            if isinstance(node, dict):
                yield self._operation(name, node, types)

    def _operation(self, name: str, node: Node, types: Types) -> Operation:
        at = self.place.to("messages", name, name=f"operation:{name}")
        asked = at.to("request", name="request")
        fields = tuple(
            types.field(one, asked.to(index, name=f"field:{text(one, 'name')}"), self.namespace)
            for index, one in enumerate(items(node, "request"))
            if isinstance(one, dict)
        )
        bodies = (Body(asked, Type(asked, "record", fields=fields)),) if fields else ()
        one_way = node.get("one-way") is True
        return Operation(
            at,
            name,
            f"{self.full}.{name}",
            "receive" if one_way else "call",
            "avro",
            effect(name),
            text=text(node, "doc"),
            request=Message(asked, required=bool(fields), bodies=bodies),
            answers=() if one_way else tuple(self._answers(node, at, types)),
            marks={member: value for member, value in node.items() if member not in _OWN},
        )

    def _answers(self, node: Node, place: Place, types: Types) -> Iterator[Answer]:
        at = place.to("response", name="answer:success")
        said = node.get("response", "null")
        bodies = () if said == "null" else (Body(at, types.type(said, at, self.namespace)),)
        yield Answer(at, "success", "success", Message(at, bodies=bodies))
        for index, error in enumerate(items(node, "errors")):
            where = place.to("errors", index)
            shape = types.type(error, where, self.namespace)
            code = shape.ref or (error if isinstance(error, str) else str(index))
            where.name = f"answer:{code}"
            yield Answer(where, code, "error", Message(where, code, bodies=(Body(where, shape),)))
