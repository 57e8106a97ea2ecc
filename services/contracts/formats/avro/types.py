"""Avro's schemas become types: what has a name is named by it, with its namespace, and referred to by it."""

from collections.abc import Iterator
from typing import Any

from ...model import NO_LIMITS, NO_MARKS, Deprecation, Example, Field, Flaw, Kind, Limits, Type
from ...places import Place
from ..jsonschema.look import Node, items, text, texts, whole

PRIMITIVES: dict[str, Kind] = {
    "null": "null",
    "boolean": "boolean",
    "int": "integer",
    "long": "integer",
    "float": "number",
    "double": "number",
    "bytes": "binary",
    "string": "text",
}
NAMED = frozenset({"record", "error", "enum", "fixed"})
_SIZED = frozenset({"int", "long", "float", "double"})
_OWN = frozenset(
    {"type", "name", "namespace", "doc", "fields", "symbols", "items", "values", "size", "default", "logicalType"}
)


def full_name(node: Node, namespace: str) -> tuple[str, str]:
    """The whole name of what is defined here, and the namespace of what stands inside it."""
    name = text(node, "name")
    if "." in name:
        return name, name.rpartition(".")[0]
    own = node.get("namespace")
    space = own if isinstance(own, str) else namespace
    return (f"{space}.{name}" if space else name), space


def definitions(root: Any, namespace: str = "") -> Iterator[tuple[str, Node]]:
    """Everything that is defined in a schema, at any depth, by its whole name."""
    waiting: list[tuple[Any, str]] = [(root, namespace)]
    while waiting:
        node, space = waiting.pop()
        if isinstance(node, list):
            waiting += [(one, space) for one in reversed(node)]
        elif isinstance(node, dict):
            said = node.get("type")
            if isinstance(said, str) and said in NAMED and text(node, "name"):
                name, space = full_name(node, space)
                yield name, node
            below = [node.get(member) for member in ("type", "items", "values")]
            below += [one.get("type") for one in items(node, "fields") if isinstance(one, dict)]
            waiting += [(one, space) for one in reversed(below) if isinstance(one, dict | list)]


def meant(name: str, namespace: str, known: Any) -> str:
    """The whole name that a reference means: of its namespace, else without any. "" when nothing is called so."""
    if "." not in name and namespace and f"{namespace}.{name}" in known:
        return f"{namespace}.{name}"
    return name if name in known else ""


class Types:
    """`known` are the whole names that may be referred to, with their names among `named`: of several definitions
    the first one counts."""

    def __init__(self, named: dict[str, Type], flaws: list[Flaw], missing: str = "reference-not-followed") -> None:
        self.named = named
        self.flaws = flaws
        self.missing = missing
        self.known: dict[str, str] = {}
        self._nodes: dict[str, int] = {}

    def learn(self, root: Any, namespace: str, place: Place) -> None:
        """Notes the names that a schema defines. Whatever is to be referred to is learnt before it is built."""
        for name, node in definitions(root, namespace):
            if name in self.known:
                continue
            taken = name in self.named
            self.known[name] = f"{name} ({'/'.join(str(step) for step in place.path)})" if taken else name
            self._nodes[name] = id(node)

    def type(self, node: Any, place: Place, namespace: str = "", name: str = "") -> Type:
        """The type of a schema; one that defines a name refers to it. `name` is what the type itself is kept under."""
        if isinstance(node, str):
            return self._word(node, node, place, namespace, name)
        if isinstance(node, list):
            return self._union(node, place, namespace, name)
        if not isinstance(node, dict):
            return Type(place, name=name)
        said = node.get("type")
        if isinstance(said, dict | list):
            return self.type(said, place.to("type"), namespace, name)
        if not isinstance(said, str):
            return Type(place, name=name)
        if said in NAMED:
            return self._named(node, said, place, namespace, name)
        if said in ("array", "map"):
            member, word = ("items", "item") if said == "array" else ("values", "value")
            item = self.type(node.get(member), place.to(member, name=word), namespace)
            return Type(place, "list" if said == "array" else "map", name, item=item, marks=_marks(node))
        return self._word(node, said, place, namespace, name)

    def _word(self, node: Any, said: str, place: Place, namespace: str, name: str) -> Type:
        more = node if isinstance(node, dict) else {}
        kind = PRIMITIVES.get(said)
        if kind is None:
            return Type(place, name=name, ref=self._refer(said, place, namespace), marks=_marks(more))
        logical = text(more, "logicalType")
        if not logical:
            return Type(place, kind, name, format=said if said in _SIZED else "", marks=_marks(more))
        marks = {**_marks(more), "type": said}
        return Type(place, "number" if logical == "decimal" else kind, name, format=logical, marks=marks)

    def _refer(self, said: str, place: Place, namespace: str) -> str:
        found = meant(said, namespace, self.known)
        if found:
            return self.known[found]
        self.flaws.append(Flaw(self.missing, place, f"Nothing here defines the type {said[:200]!r}."))
        return said

    def _union(self, node: list[Any], place: Place, namespace: str, name: str) -> Type:
        """With null and one more, a value that may be missing; else a choice, which may."""
        left = [(index, one) for index, one in enumerate(node) if one != "null"]
        nullable = len(left) < len(node)
        if len(left) == 1:
            index, one = left[0]
            only = self.type(one, place.to(index), namespace, name)
            return _nullable(only) if nullable else only
        if not left:
            return Type(place, "null" if nullable else "any", name)
        choices = []
        for index, one in left:
            at = place.to(index, name=f"choice:{_called(one, index)}")
            choices.append(self.type(one, at, namespace))
        return Type(place, "choice", name, choices=tuple(choices), nullable=nullable)

    def _named(self, node: Node, said: str, place: Place, namespace: str, name: str) -> Type:
        full, space = full_name(node, namespace)
        kept = self.known.get(full, full or name)
        if self._nodes.get(full, id(node)) == id(node):
            top = Place(None, place.path, f"type:{kept}")
            self.named[kept] = Type(top, name=kept)  # so that the outer one comes first
            self.named[kept] = self._definition(node, said, top, kept, space)
        return self.named[kept] if kept == name else Type(place, name=name, ref=kept)

    def _definition(self, node: Node, said: str, place: Place, name: str, namespace: str) -> Type:
        fields: tuple[Field, ...] = ()
        limits = NO_LIMITS
        kind: Kind = "record"
        if said == "enum":
            kind = "text"
        elif said == "fixed":
            kind = "number" if text(node, "logicalType") == "decimal" else "binary"
            limits = Limits(min_length=whole(node, "size"), max_length=whole(node, "size"))
        else:
            fields = tuple(
                self.field(one, place.to("fields", index, name=f"field:{text(one, 'name')}"), namespace)
                for index, one in enumerate(items(node, "fields"))
                if isinstance(one, dict)
            )
        return Type(
            place,
            kind,
            name,
            text=text(node, "doc"),
            fields=fields,
            values=texts(node, "symbols") if said == "enum" else (),
            open_values=said == "enum" and "default" in node,
            limits=limits,
            format=text(node, "logicalType"),
            default=_default(node, place) if said == "enum" else None,
            deprecated=_deprecation(node, place),
            marks={**_marks(node), "error": True} if said == "error" else _marks(node),
        )

    def field(self, node: Node, place: Place, namespace: str) -> Field:
        """Of a record, or of what a message asks. One with a default may be left out by who reads."""
        shape = self.type(node.get("type"), place.to("type"), namespace)
        return Field(
            place,
            text(node, "name"),
            shape,
            "default" not in node,
            text(node, "doc"),
            default=_default(node, place),
            deprecated=_deprecation(node, place),
            marks=_marks(node),
        )


def _nullable(shape: Type) -> Type:
    return Type(
        shape.place,
        shape.kind,
        shape.name,
        shape.ref,
        shape.title,
        shape.text,
        shape.fields,
        shape.item,
        shape.choices,
        limits=shape.limits,
        format=shape.format,
        nullable=True,
        marks=shape.marks,
    )


def _called(node: Any, index: int) -> str:
    """How a branch of a union is told from the others: there is one of each kind and each name."""
    if isinstance(node, dict):
        return text(node, "name") or text(node, "type") or str(index)
    return node if isinstance(node, str) else str(index)


def _default(node: Node, place: Place) -> Example | None:
    return Example(place.to("default", name="default"), node["default"]) if "default" in node else None


def _deprecation(node: Node, place: Place) -> Deprecation | None:
    said = node.get("deprecated")
    if said is None or said is False:
        return None
    return Deprecation(place.of("deprecated"), said if isinstance(said, str) else text(node, "doc"))


def _marks(node: Node) -> Any:
    """What people add on their own, and aliases, order, precision and scale, which rule how data is read."""
    return {name: value for name, value in node.items() if name not in _OWN} or NO_MARKS
