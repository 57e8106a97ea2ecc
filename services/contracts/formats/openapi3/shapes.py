"""Schemas become types: named once, referred to by name, never expanded."""

from typing import Any

from ...model import NO_LIMITS, Example, Field, Kind, Limits, Type
from ...places import Place
from .look import Node, References, deprecation, items, mapping, marks, number, text, texts, whole

_SCHEMAS = "#/components/schemas/"
_KINDS: dict[str, Kind] = {
    "object": "record",
    "array": "list",
    "string": "text",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "null": "null",
}
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
    """Builds types. `named` holds every type that has a name, and every place inside the document that was referred to
    as if it had one (its name is then the reference itself)."""

    def __init__(self, references: References) -> None:
        self.references = references
        self.named: dict[str, Type] = {}
        self._waiting: list[tuple[str, Any, Place]] = []
        self._built: dict[int, Type] = {}

    def read_all(self) -> None:
        """Every schema among the components, then whatever else was referred to."""
        for name, node in mapping(mapping(self.references.root, "components"), "schemas").items():
            if name not in self.named:
                self.named[name] = self.type(node, self.references.component("schemas", name), name)
        while self._waiting:
            name, node, place = self._waiting.pop()
            self.named[name] = self.type(node, place, name)

    def type(self, node: Any, place: Place, name: str = "") -> Type:
        """Built once for each place: one that is written in line and referred to besides is the same type."""
        if not isinstance(node, dict):
            return Type(place, name=name)
        built = self._built.get(id(node))
        if built is None:
            built = self._built[id(node)] = self._type(node, place, name)
        return built

    def _type(self, node: Node, place: Place, name: str) -> Type:
        ref = node.get("$ref")
        if isinstance(ref, str):
            return Type(
                place, name=name, ref=self._refer(ref, place), text=text(node, "description"), title=text(node, "title")
            )
        kind, nullable = _kind(node)
        fields = self._fields(node, place) if "properties" in node else ()
        item = None
        extra = node.get("additionalProperties")
        if kind == "list":
            item = self.type(node["items"], place.to("items", name="item")) if "items" in node else None
        elif kind == "record" and not fields and (extra is True or isinstance(extra, dict)):
            kind = "map"
            item = self.type(extra, place.to("additionalProperties", name="value"))
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

    def _fields(self, node: Node, place: Place) -> tuple[Field, ...]:
        required = set(texts(node, "required"))
        fields = []
        for name, below in mapping(node, "properties").items():
            at = place.to("properties", name, name=f"field:{name}")
            shape = self.type(below, at)
            said = below if isinstance(below, dict) else {}
            fields.append(
                Field(
                    at,
                    name,
                    shape,
                    name in required,
                    shape.text,
                    read_only=said.get("readOnly") is True,
                    write_only=said.get("writeOnly") is True,
                    default=shape.default,
                    examples=shape.examples,
                    deprecated=shape.deprecated,
                    marks=shape.marks,
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
            name = ref.removeprefix(_SCHEMAS) if isinstance(ref, str) else str(index)
            found.append(self.type(below, place.to(member, index, name=f"{word}:{name}")))
        return tuple(found), empty

    def _refer(self, ref: str, place: Place) -> str:
        """The name of the type that a reference means. What it leads to is built once, later if need be."""
        name = ref.removeprefix(_SCHEMAS)
        if name in self.named:
            return name
        schemas = mapping(mapping(self.references.root, "components"), "schemas")
        if name != ref and name in schemas:
            return name
        found = self.references.find(ref, place)
        if found is not None:
            if name != ref:  # written with escapes: "#/components/schemas/a~1b"
                name = str(found[1].path[-1])
                if name in schemas:
                    return name
                name = ref
            self.named[name] = Type(found[1], name=name)  # so that it is asked for once
            self._waiting.append((name, *found))
        return name

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
    nullable = node.get("nullable") is True
    if isinstance(said, list):
        kinds = [one for one in said if isinstance(one, str) and one != "null"]
        nullable = nullable or len(kinds) < len(said)
        said = kinds[0] if len(kinds) == 1 else "null" if not kinds and nullable else None
        if len(kinds) > 1:
            return "choice", nullable
    if isinstance(said, str):
        kind = _KINDS.get(said, "any")
        return ("binary" if kind == "text" and node.get("format") == "binary" else kind), nullable
    if "properties" in node or "additionalProperties" in node:
        return "record", nullable
    if "items" in node:
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
