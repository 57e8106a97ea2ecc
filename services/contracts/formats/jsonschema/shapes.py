"""Schemas become types: named once, referred to by name, never expanded."""

from typing import Any

from ...model import NO_LIMITS, Example, Field, Kind, Limits, Type
from ...places import Path, Place
from .look import Node, deprecation, items, mapping, marks, number, text, texts, whole
from .references import End, References

_KINDS: dict[str, Kind] = {
    "object": "record",
    "array": "list",
    "string": "text",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "null": "null",
    "file": "binary",  # of OpenAPI 2
}
_REFERRING = ("$ref", "$dynamicRef", "$recursiveRef")
_PLAIN = frozenset({"type", "format", "title", "description", "nullable", "enum", "default", "example"})
"""What most schemas of a large document say, and nothing else: they are leaves."""
_LIMITING = frozenset(
    {
        "minLength",
        "maxLength",
        "pattern",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minItems",
        "maxItems",
        "uniqueItems",
        "minProperties",
        "maxProperties",
    }
)


class Shapes:
    """Builds types. `named` holds every type that has a name: those that the main file keeps under `homes`, and every
    other place that was referred to, named by where it stands (`#/paths/~1a/...`, `types.yaml#/Order`)."""

    def __init__(self, references: References, *homes: Path) -> None:
        self.references = references
        self.named: dict[str, Type] = {}
        self.homes = homes
        self.called: dict[str, str] = {}
        """Better names for what would be named by where it stands."""
        self._kept: dict[Path, Node] = {}
        self._waiting: list[tuple[str, Any, Place]] = []
        self._built: dict[int, Type] = {}
        self._alone = len(references.document.trees) == 1
        self._prefixes = tuple("#/" + "/".join(str(step) for step in home) + "/" for home in homes)

    def kept(self, home: Path) -> Node:
        """The schemas that the main file keeps at one of its homes."""
        if home not in self._kept:
            node: Any = self.references.root
            for step in home:
                node = mapping(node, str(step))
            self._kept[home] = node
        return self._kept[home]

    def read_all(self) -> None:
        """Every schema that is kept by name, then whatever else was referred to."""
        for home in self.homes:
            for said, node in self.kept(home).items():
                name = self._name(home, said)
                if name not in self.named:
                    place = self.references.component(*(str(step) for step in home), said)
                    self.named[name] = self.type(node, place, name)
        while self._waiting:
            name, node, place = self._waiting.pop()
            self.named[name] = self.type(node, place, name)

    def _name(self, home: Path, said: str) -> str:
        """What is kept at two homes under one name is told apart by where it stands."""
        for other in self.homes[: self.homes.index(home)]:
            if said in self.kept(other):
                return "#/" + "/".join([*(str(step) for step in home), said])
        return said

    def type(self, node: Any, place: Place, name: str = "") -> Type:
        """Built once for each place: one that is written in line and referred to besides is the same type."""
        if not isinstance(node, dict):
            return Type(place, name=name)
        built = self._built.get(id(node))
        if built is None:
            plain = type(node.get("type")) is str and _PLAIN.issuperset(node)
            built = self._built[id(node)] = (self._plain if plain else self._type)(node, place, name)
        return built

    @staticmethod
    def _plain(node: Node, place: Place, name: str) -> Type:
        """What `_type` makes of a leaf, at a third of the time."""
        kind, form = _KINDS.get(node["type"], "any"), text(node, "format") if "format" in node else ""
        default = examples = None
        if "default" in node:
            default = Example(Place(place, ("default",), "default"), node["default"])
        if "example" in node:
            examples = (Example(Place(place, ("example",), "example"), node["example"]),)
        return Type(
            place,
            "binary" if form == "binary" and kind == "text" else kind,
            name,
            "",
            text(node, "title") if "title" in node else "",
            text(node, "description") if "description" in node else "",
            values=tuple(items(node, "enum")) if "enum" in node else (),
            format=form,
            nullable=node.get("nullable") is True,
            default=default,
            examples=examples or (),
        )

    def _type(self, node: Node, place: Place, name: str) -> Type:
        for member in _REFERRING:
            if member in node and isinstance(ref := node[member], str):
                return self._reference(node, ref, place, name)
        kind, nullable = _kind(node)
        fields = self._fields(node, place) if "properties" in node else ()
        item = None
        extra = node.get("additionalProperties")
        if kind == "list":
            item = self._item(node, place)
        elif kind == "record" and not fields:
            kind, item = self._map(node, place)
        choices: tuple[Type, ...] = ()
        if "oneOf" in node or "anyOf" in node:
            member = "oneOf" if "oneOf" in node else "anyOf"
            choices, empty = self._alternatives(node, member, place, "choice")
            nullable = nullable or empty
        parts = self._alternatives(node, "allOf", place, "part")[0] if "allOf" in node else ()
        if kind == "any":
            kind = "choice" if choices else "record" if parts else kind
        return Type(
            place,
            kind,
            name,
            "",
            text(node, "title"),
            text(node, "description"),
            fields,
            item,
            choices,
            parts,
            (node["const"],) if "const" in node else tuple(items(node, "enum")),
            node.get("x-extensible-enum") is not None,
            bool(extra) if extra is not None else None,
            _limits(node) if not _LIMITING.isdisjoint(node) else NO_LIMITS,
            text(node, "format"),
            nullable,
            Example(place.to("default", name="default"), node["default"]) if "default" in node else None,
            self.examples(node, place),
            deprecation(node, place),
            marks(node),
        )

    def _item(self, node: Node, place: Place) -> Type | None:
        """What a list holds; of a tuple, one of the types of its positions."""
        member = "prefixItems" if "prefixItems" in node else "items"
        if isinstance(node.get(member), list):
            choices = self._alternatives(node, member, place, "position")[0]
            return Type(place.to(member, name="item"), "choice", choices=choices)
        return self.type(node["items"], place.to("items", name="item")) if "items" in node else None

    def _map(self, node: Node, place: Place) -> tuple[Kind, Type | None]:
        """A record that lists no members may be a map: of whatever else it may hold, or what its names look like."""
        extra, by_pattern = node.get("additionalProperties"), mapping(node, "patternProperties")
        if extra is True or isinstance(extra, dict):
            return "map", self.type(extra, place.to("additionalProperties", name="value"))
        if len(by_pattern) == 1:
            pattern, below = next(iter(by_pattern.items()))
            return "map", self.type(below, place.to("patternProperties", pattern, name="value"))
        return "record", None

    def _reference(self, node: Node, ref: str, place: Place, name: str) -> Type:
        """Another type, and what is said beside the reference."""
        if len(node) == 1:
            return Type(place, name=name, ref=self._refer(ref, place))
        return Type(
            place,
            name=name,
            ref=self._refer(ref, place),
            title=text(node, "title"),
            text=text(node, "description"),
            default=Example(place.to("default", name="default"), node["default"]) if "default" in node else None,
            examples=self.examples(node, place),
            deprecated=deprecation(node, place),
            marks=marks(node),
        )

    def _fields(self, node: Node, place: Place) -> tuple[Field, ...]:
        required = set(texts(node, "required"))
        fields = []
        for name, below in mapping(node, "properties").items():
            at = Place(place, ("properties", name), "field:" + name)
            shape = self.type(below, at)
            said = below if isinstance(below, dict) else {}
            fields.append(
                Field(
                    at,
                    name,
                    shape,
                    name in required,
                    shape.text,
                    "",
                    None,
                    said.get("readOnly") is True,
                    said.get("writeOnly") is True,
                    shape.default,
                    shape.examples,
                    shape.deprecated,
                    shape.marks,
                )
            )
        return tuple(fields)

    def _alternatives(self, node: Node, member: str, place: Place, word: str) -> tuple[tuple[Type, ...], bool]:
        """The types listed, without a bare null; and whether there was one."""
        found, empty = [], False
        for index, below in enumerate(items(node, member)):
            if isinstance(below, dict) and below.get("type") == "null":
                empty = True
                continue
            ref = below.get("$ref") if isinstance(below, dict) else None
            name = self._short(ref) if isinstance(ref, str) else str(index)
            found.append(self.type(below, place.to(member, index, name=f"{word}:{name}")))
        return tuple(found), empty

    def _refer(self, ref: str, place: Place) -> str:
        """The name of the type that a reference means. What it leads to is built once, later if need be."""
        name = self._short(ref)
        if self._alone and ref.startswith(self._prefixes[0]) and name in self.kept(self.homes[0]):
            return name
        end = self.references.find(ref, place)
        if end is None:
            return name
        return self.keep(end)

    def keep(self, end: End) -> str:
        """The name of the type that stands there, which is built with the next `read_all`."""
        if end.home in self.homes:
            return self._name(end.home, str(end.path[-1]))
        name = self.called.get(end.name, end.name)
        if name not in self.named:
            place = Place(None, end.place.path, f"type:{name}")
            self.named[name] = Type(place, name=name)  # so that it is asked for once
            self._waiting.append((name, end.node, place))
        return name

    def _short(self, ref: str) -> str:
        """A reference to what is kept by name, as that name."""
        for prefix in self._prefixes:
            if ref.startswith(prefix):
                return ref[len(prefix) :]
        return ref

    def examples(self, node: Node, place: Place) -> tuple[Example, ...]:
        """Of a schema, a parameter or a media type: `example`, and `examples` as a list or by name."""
        found = []
        if "example" in node:
            found.append(Example(place.to("example", name="example"), node["example"]))
        several = node.get("examples")
        if isinstance(several, list):
            at = place.to("examples")
            found += [Example(at.to(i, name=f"example:{i}"), value) for i, value in enumerate(several)]
        elif isinstance(several, dict):
            for name, one, at in self.references.of(node, "examples", place, "example"):
                found.append(self.example(one, at, name))
        return tuple(found)

    def example(self, node: Node, place: Place, name: str) -> Example:
        value = next((node[member] for member in ("value", "dataValue", "serializedValue") if member in node), None)
        said = text(node, "description") or text(node, "summary")
        return Example(place.to("value") if "value" in node else place, value, name, said)


def _kind(node: Node) -> tuple[Kind, bool]:
    said = node.get("type")
    nullable = node.get("nullable") is True or node.get("x-nullable") is True
    if isinstance(said, list):
        kinds = [one for one in said if isinstance(one, str) and one != "null"]
        nullable = nullable or len(kinds) < len(said)
        said = kinds[0] if len(kinds) == 1 else "null" if not kinds and nullable else None
        if len(kinds) > 1:
            return "choice", nullable
    if isinstance(said, str):
        kind = _KINDS.get(said, "any")
        return ("binary" if kind == "text" and node.get("format") == "binary" else kind), nullable
    if "properties" in node or "additionalProperties" in node or "patternProperties" in node:
        return "record", nullable
    if "items" in node or "prefixItems" in node:
        return "list", nullable
    return _kind_of_values(node), nullable


def _kind_of_values(node: Node) -> Kind:
    values = [node["const"]] if "const" in node else items(node, "enum")
    if values and all(isinstance(one, str) for one in values):
        return "text"
    if values and all(isinstance(one, int) and not isinstance(one, bool) for one in values):
        return "integer"
    return "any"


def _limits(node: Node) -> Limits:
    """In 3.0 an exclusive limit is a flag beside the limit, since 3.1 it is a limit of its own."""
    low, high = number(node, "minimum"), number(node, "maximum")
    above, below = number(node, "exclusiveMinimum"), number(node, "exclusiveMaximum")
    if node.get("exclusiveMinimum") is True:
        low, above = None, low
    if node.get("exclusiveMaximum") is True:
        high, below = None, high
    return Limits(
        whole(node, "minLength"),
        whole(node, "maxLength"),
        text(node, "pattern") or None,
        low,
        high,
        above,
        below,
        number(node, "multipleOf"),
        whole(node, "minItems"),
        whole(node, "maxItems"),
        node.get("uniqueItems") is True,
        whole(node, "minProperties"),
        whole(node, "maxProperties"),
    )
