"""Types of a GraphQL schema become types of the Interface."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import graphql as gql
from graphql.language import Node, TokenKind

from ...grammar import closest
from ...model import (
    NO_LIMITS,
    NO_MARKS,
    Constant,
    Deprecation,
    Example,
    Field,
    Flaw,
    Kind,
    Limits,
    Type,
    Value,
)
from ...places import Place
from .definitions import Defined, Definitions, directives

BUILT_IN: dict[str, tuple[Kind, str]] = {
    "Int": ("integer", "int32"),
    "Float": ("number", "double"),
    "String": ("text", ""),
    "Boolean": ("boolean", ""),
    "ID": ("text", "id"),
}
_SCALARS: dict[str, tuple[Kind, str]] = {
    "datetime": ("text", "date-time"),
    "timestamp": ("text", "date-time"),
    "date": ("text", "date"),
    "time": ("text", "time"),
    "duration": ("text", "duration"),
    "uuid": ("text", "uuid"),
    "guid": ("text", "uuid"),
    "uri": ("text", "uri"),
    "url": ("text", "uri"),
    "email": ("text", "email"),
    "emailaddress": ("text", "email"),
    "bigint": ("integer", ""),
    "long": ("integer", "int64"),
    "short": ("integer", ""),
    "byte": ("integer", ""),
    "decimal": ("number", ""),
    "bigdecimal": ("number", ""),
    "upload": ("binary", ""),
    "json": ("any", ""),
    "jsonobject": ("record", ""),
    "object": ("any", ""),
    "any": ("any", ""),
    "map": ("map", ""),
    "_any": ("any", ""),
}
"""What scalars of everybody's own usually are. Any other one is one value, written as text."""
_OWN = frozenset({"deprecated", "specifiedBy"})
_FEDERATION = frozenset({"_Any", "_Entity", "_Service", "FieldSet", "_FieldSet"})
"""Types that a gateway adds to what is written (Apollo Federation)."""
type Described = (
    gql.TypeDefinitionNode | gql.FieldDefinitionNode | gql.InputValueDefinitionNode | gql.EnumValueDefinitionNode
)


class Types:
    """Builds types. `named` holds them by name; what is a way in only (the type Query) is not among them."""

    def __init__(self, document: Definitions) -> None:
        self.document = document
        self.named: dict[str, Type] = {}
        self.flaws: list[Flaw] = []
        self._used: set[str] = set()

    def read_all(self) -> None:
        ways_in = set(self.document.roots.values())
        for defined in self.document.types.values():
            if defined.name not in ways_in:
                self.named[defined.name] = self._type(defined)
        for name in ways_in & self._used:  # a type may hand out the way in again
            self.named[name] = self._type(self.document.types[name])

    def _type(self, defined: Defined) -> Type:
        document = self.document
        first = defined.parts[0]
        place = document.mark(document.home(first), first.name, f"type:{defined.name}")
        if not defined.is_defined and not is_federated(document):
            said = f"{defined.name[:100]!r} is extended here, and no file defines it."
            self.flaws.append(Flaw("reference-missing", place, said))
        said_of = list(directives(defined.parts))
        kind, form = _kind(defined)
        fields: tuple[Field, ...] = ()
        choices: tuple[Type, ...] = ()
        constants: tuple[Constant, ...] = ()
        marks = dict(marked(said_of))
        if defined.kind in ("object", "interface"):
            fields = self._fields(defined, place)
            names = [one.name.value for part in defined.parts for one in getattr(part, "interfaces", None) or ()]
            if names:
                marks["implements"] = names
            for part in defined.parts:
                for one in getattr(part, "interfaces", None) or ():
                    self._must_be(one.name.value, document.mark(place, one, "", f"implements {one.name.value}"))
        elif defined.kind == "input_object":
            nodes = [one for part in defined.parts for one in getattr(part, "fields", None) or ()]
            fields = self.inputs(nodes, place, "field:")
        elif defined.kind == "union":
            choices = tuple(self._choices(defined, place))
        elif defined.kind == "enum":
            constants = tuple(self._constants(defined, place))
        return Type(
            place,
            kind,
            defined.name,
            text=text(first),
            fields=fields,
            choices=choices,
            values=tuple(one.value for one in constants),
            format=form or str(_argument(said_of, "specifiedBy", "url") or ""),
            deprecated=deprecation(said_of, place),
            marks=marks or NO_MARKS,
            constants=constants,
        )

    def _fields(self, defined: Defined, above: Place) -> tuple[Field, ...]:
        return tuple(self.field(node, above) for node in fields_of(defined))

    def field(self, node: gql.FieldDefinitionNode, above: Place) -> Field:
        """Of an object or interface. Its arguments are marks: a field of a record takes none elsewhere."""
        place = self.document.mark(above, node.name, f"field:{node.name.value}")
        shape = self.shape(node.type, place)
        marks = dict(marked(node.directives))
        if node.arguments:
            marks["arguments"] = {one.name.value: gql.print_ast(one.type) for one in node.arguments}
            for one in node.arguments:
                self.shape(one.type, self.document.mark(place, one.name, f"argument:{one.name.value}"))
        return Field(
            place,
            node.name.value,
            shape,
            required=not shape.nullable,
            text=text(node),
            deprecated=deprecation(node.directives, place),
            marks=marks or NO_MARKS,
        )

    def inputs(
        self, nodes: Iterable[gql.InputValueDefinitionNode], above: Place, word: str, where: str = ""
    ) -> tuple[Field, ...]:
        """Arguments, and the fields of an input type: needed when they may not be null and have no default."""
        fields: dict[str, Field] = {}
        for node in nodes:
            name = node.name.value
            if name in fields:
                continue
            place = self.document.mark(above, node.name, f"{word}{name}")
            shape = self.shape(node.type, place, limits(node.directives))
            default = None
            if node.default_value is not None:
                at = self.document.mark(place, node.default_value, "default")
                default = Example(at, value(node.default_value))
            fields[name] = Field(
                place,
                name,
                shape,
                required=not shape.nullable and default is None,
                text=text(node),
                where=where,
                default=default,
                deprecated=deprecation(node.directives, place),
                marks=marked(node.directives),
            )
        return tuple(fields.values())

    def shape(self, node: gql.TypeNode, place: Place, kept: Limits = NO_LIMITS) -> Type:
        """`[Order!]!`: lists around a name, each of which may be null unless it says otherwise."""
        wraps: list[tuple[bool, Place]] = []
        while True:
            nullable = True
            if isinstance(node, gql.NonNullTypeNode):
                nullable, node = False, node.type
            if not isinstance(node, gql.ListTypeNode):
                break
            wraps.append((nullable, place))
            place, node = place.to("item", name="item"), node.type
        found = self._reference(node.name.value if isinstance(node, gql.NamedTypeNode) else "", place, nullable, kept)
        for nullable, at in reversed(wraps):
            found = Type(at, "list", item=found, nullable=nullable)
        return found

    def _reference(self, name: str, place: Place, nullable: bool, kept: Limits) -> Type:
        if name in BUILT_IN and name not in self.document.types:
            kind, form = BUILT_IN[name]
            return Type(place, kind, format=form, nullable=nullable, limits=kept)
        self._must_be(name, place)
        return Type(place, ref=name, nullable=nullable, limits=kept)

    def _must_be(self, name: str, place: Place) -> None:
        self._used.add(name)
        if name not in self.document.types and name not in _FEDERATION and not name.startswith("__"):
            self.flaws.append(Flaw("reference-missing", place, f"No file defines the type {name[:200]!r}."))

    def _choices(self, defined: Defined, place: Place) -> Iterable[Type]:
        for part in defined.parts:
            for one in getattr(part, "types", None) or ():
                at = self.document.mark(place, one, f"choice:{one.name.value}")
                self._must_be(one.name.value, at)
                yield Type(at, ref=one.name.value)

    def _constants(self, defined: Defined, place: Place) -> Iterable[Constant]:
        told: set[str] = set()
        for part in defined.parts:
            for one in getattr(part, "values", None) or ():
                name = one.name.value
                if name not in told:
                    told.add(name)
                    at = self.document.mark(place, one.name, f"value:{name}")
                    gone = deprecation(one.directives, at)
                    yield Constant(at, name, text=text(one), deprecated=gone, marks=marked(one.directives))


def fields_of(defined: Defined) -> list[gql.FieldDefinitionNode]:
    """The fields of an object or interface with those of its extensions, the first of each name."""
    fields: dict[str, gql.FieldDefinitionNode] = {}
    for part in defined.parts:
        for one in getattr(part, "fields", None) or ():
            fields.setdefault(one.name.value, one)
    return list(fields.values())


def is_federated(document: Definitions) -> bool:
    """Whether a gateway puts this together with other schemas: Apollo Federation, by the directives it has."""
    used = {one.name.value for defined in document.types.values() for one in directives(defined.parts)}
    linked = any(one.name.value == "link" for schema in document.schemas for one in schema.directives or ())
    return linked or "key" in used or "extends" in used


def _kind(defined: Defined) -> tuple[Kind, str]:
    match defined.kind:
        case "union":
            return "choice", ""
        case "enum":
            return "text", ""
        case "scalar":
            return _SCALARS.get(defined.name.lower(), ("text", ""))
    return "record", ""


def text(node: Any) -> str:
    """The description; where there is none, the comment lines directly above."""
    if getattr(node, "description", None) is not None:
        return str(node.description.value).strip()
    token = node.loc.start_token if node.loc else None
    lines: list[str] = []
    while token is not None and token.prev is not None and token.prev.kind == TokenKind.COMMENT:
        if token.prev.line != token.line - 1 or _is_beside(token.prev):
            break
        token = token.prev
        lines.append("#" + (token.value or ""))
    return closest("\n".join(reversed(lines))) if lines else ""


def _is_beside(token: Any) -> bool:
    """Whether a comment ends the line of something else."""
    before = token.prev
    return before is not None and before.kind != TokenKind.SOF and before.line == token.line


def deprecation(nodes: Sequence[gql.DirectiveNode] | None, place: Place) -> Deprecation | None:
    for node in nodes or ():
        if node.name.value == "deprecated":
            return Deprecation(place.of("deprecated"), str(_argument([node], "deprecated", "reason") or ""))
    return None


def marked(nodes: Sequence[gql.DirectiveNode] | None) -> Mapping[str, Value]:
    """Directives with their arguments, except those that the Interface has a word for."""
    marks: dict[str, Value] = {}
    for node in nodes or ():
        name = node.name.value
        if name in _OWN:
            continue
        said = {one.name.value: value(one.value) for one in node.arguments or ()} or True
        if name not in marks:
            marks[name] = said
        elif isinstance(marks[name], list):
            marks[name].append(said)
        else:
            marks[name] = [marks[name], said]
    return marks or NO_MARKS


def limits(nodes: Sequence[gql.DirectiveNode] | None) -> Limits:
    """What `@constraint` tells, the directive that servers in several languages know."""
    for node in nodes or ():
        if node.name.value == "constraint":
            said = {one.name.value: value(one.value) for one in node.arguments or ()}
            return Limits(
                min_length=_whole(said.get("minLength")),
                max_length=_whole(said.get("maxLength")),
                pattern=said["pattern"] if isinstance(said.get("pattern"), str) else None,
                minimum=_number(said.get("min")),
                maximum=_number(said.get("max")),
                above=_number(said.get("exclusiveMin")),
                below=_number(said.get("exclusiveMax")),
                step=_number(said.get("multipleOf")),
                min_items=_whole(said.get("minItems")),
                max_items=_whole(said.get("maxItems")),
            )
    return NO_LIMITS


def _whole(said: Value) -> int | None:
    return said if isinstance(said, int) and not isinstance(said, bool) else None


def _number(said: Value) -> float | None:
    return said if isinstance(said, int | float) and not isinstance(said, bool) else None


def _argument(nodes: Iterable[gql.DirectiveNode], directive: str, argument: str) -> Value:
    for node in nodes:
        if node.name.value == directive:
            for one in node.arguments or ():
                if one.name.value == argument:
                    return value(one.value)
    return None


def value(node: Node) -> Value:
    """A value as plain data; an enum's value is its name."""
    match node:
        case gql.IntValueNode():
            return int(node.value) if len(node.value) < 40 else node.value
        case gql.FloatValueNode():
            return float(node.value)
        case gql.StringValueNode() | gql.EnumValueNode() | gql.BooleanValueNode():
            return node.value
        case gql.ListValueNode():
            return [value(one) for one in node.values]
        case gql.ObjectValueNode():
            return {one.name.value: value(one.value) for one in node.fields}
    return None
