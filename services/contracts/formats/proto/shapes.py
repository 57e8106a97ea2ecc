"""Messages and enums become types."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace

import orjson

from ...document import Source
from ...grammar import Script, Token
from ...model import (
    NO_LIMITS,
    NO_MARKS,
    Constant,
    Deprecation,
    Example,
    Field,
    Flaw,
    Kind,
    Type,
    Value,
)
from ...places import File, Place
from .constraints import behaviours, below, format_of, is_required, limits, of_items, rules
from .literals import told
from .names import KNOWN, WELL_KNOWN, Named, Names, is_known, joined
from .tree import Declared, EnumNode, FieldNode, MessageNode, OneofNode, Option, ProtoFile, Reserved

SCALARS: dict[str, tuple[Kind, str]] = {
    "double": ("number", "double"),
    "float": ("number", "float"),
    **{
        name: ("integer", name)
        for name in (
            "int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32", "fixed64", "sfixed32", "sfixed64",
        )
    },
    "bool": ("boolean", ""),
    "string": ("text", ""),
    "bytes": ("binary", ""),
}  # fmt: skip
_OWN = ("deprecated", "default", "features", "google.api.field_behavior")
"""Options that the Interface has a word for."""


class Shapes:
    """Builds the types of all files. `named` holds them by their full names."""

    def __init__(self, names: Names, script: Script) -> None:
        self.names = names
        self.script = script
        self.named: dict[str, Type] = {}
        self.flaws: list[Flaw] = []
        self.root = Place(None, ())
        self._added: dict[str, list[tuple[FieldNode, ProtoFile, str]]] = {}
        for file in names.files.values():
            self._gather_extensions(file)

    def home(self, source: Source) -> Place:
        """The place of a file: what stands in it is below."""
        return self.root.to(File(source.name)) if source.name else self.root

    def mark(self, above: Place, file: ProtoFile, token: Token, name: str, long: str = "") -> Place:
        """A place where a name of one or more parts (`long`) stands that begins with this token."""
        end = max(token.end, token.start + len(long))
        return self.script.at(above, name.partition(":")[2] or name, file.source, token.start, end, name=name)

    def read_all(self) -> None:
        for full, one in self.names.declared.items():
            place = self.mark(self.home(one.file.source), one.file, one.node.token, f"type:{full}")
            if isinstance(one.node, EnumNode):
                self.named[full] = self._enum(one.node, one, place)
            else:
                self.named[full] = self._message(one.node, one, place)

    def reference(self, name: str, scope: str, file: ProtoFile, place: Place) -> Type:
        """A type by the name that stands in the file; told as missing when no file can have it."""
        if name in SCALARS:
            kind, form = SCALARS[name]
            return Type(place, kind, format=form)
        full = self.names.find(name, scope)
        if is_known(full):
            return _known(full, place)
        if not full:
            full = name.removeprefix(".")
            if not self.names.is_open(file):
                message = f"No file declares the type {name[:200]!r}."
                self.flaws.append(Flaw("reference-missing", place, message))
        return Type(place, "any", ref=full)

    def _message(self, node: MessageNode, one: Named, place: Place) -> Type:
        fields: list[Field] = []
        parts: list[Type] = []
        for member in node.members:
            if isinstance(member, OneofNode):
                parts.append(self._oneof(member, one, place))
            else:
                fields.append(self.field(member, one.file, one.full, place))
        fields += [
            self.field(member, file, scope, place, joined(scope, member.name))
            for member, file, scope in self._added.get(one.full, ())
        ]
        marks = {**marked(node.options), **_kept(node.reserved)}
        return Type(
            place,
            "record",
            one.full,
            text=node.text,
            fields=tuple(fields),
            parts=tuple(parts),
            deprecated=deprecation(node, place),
            marks=marks or NO_MARKS,
        )

    def _oneof(self, node: OneofNode, one: Named, place: Place) -> Type:
        """One of several fields: a choice between records of one field each."""
        at = self.mark(place, one.file, node.token, f"oneof:{node.name}")
        above = Place(place, (at.steps[-1],))  # a field has the same key inside a oneof as outside
        choices = []
        for member in node.fields:
            field = self.field(member, one.file, one.full, above)
            choices.append(Type(field.place, "record", title=member.name, fields=(field,)))
        return Type(at, "choice", title=node.name, text=node.text, choices=tuple(choices), marks=marked(node.options))

    def field(self, node: FieldNode, file: ProtoFile, scope: str, above: Place, full: str = "") -> Field:
        """`full` is the name of an extension, which is a field that another file adds to a message."""
        name = f"[{full}]" if full else node.name
        place = self.mark(above, file, node.token, f"field:{name}")
        options = told(node.options)
        shape = self._shape(node, file, scope, place, options)
        default = options.get("default")
        kinds = behaviours(options)
        marks = {mark: value for mark, value in options.items() if mark not in _OWN}
        if kinds:
            marks["google.api.field_behavior"] = sorted(kinds)
        if node.label == "optional" and file.syntax != "proto2":
            marks["optional"] = True
        return Field(
            place,
            name,
            shape,
            node.label == "required"
            or is_required(options)
            or below(options, "features").get("field_presence") == "LEGACY_REQUIRED",
            node.text,
            number=node.number,
            read_only="OUTPUT_ONLY" in kinds,
            write_only="INPUT_ONLY" in kinds,
            default=Example(place.of("default"), default) if "default" in options else None,
            examples=_examples(options, shape, place),
            deprecated=deprecation(node, place),
            marks=marks or NO_MARKS,
        )

    def _shape(self, node: FieldNode, file: ProtoFile, scope: str, place: Place, options: Mapping[str, Value]) -> Type:
        rule = rules(options)
        whole: Kind | None = "map" if node.key else "list" if node.label == "repeated" else None
        at = place.to("item", name="value" if whole == "map" else "item") if whole else place
        inner = self.reference(node.type, scope, file, at)
        of_inner = of_items(rule, whole) if whole else rule
        kept, form = limits(of_inner, NO_MARKS if whole else options), format_of(of_inner, options)
        if form or kept is not NO_LIMITS:
            inner = replace(inner, limits=kept, format=form or inner.format)
        if whole is None:
            return inner
        kept = limits({whole: below(rule, "repeated" if whole == "list" else "map")}, options)
        marks = {"key": node.key} if node.key else NO_MARKS
        return Type(place, whole, item=inner, limits=kept, marks=marks)

    def _enum(self, node: EnumNode, one: Named, place: Place) -> Type:
        constants = []
        for value in node.values:
            at = self.mark(place, one.file, value.token, f"value:{value.name}")
            constants.append(
                Constant(at, value.name, value.number, value.text, deprecation(value, at), marked(value.options))
            )
        options = told(node.options)
        kind = below(options, "features").get("enum_type") or below(told(one.file.options), "features").get("enum_type")
        return Type(
            place,
            "text",
            one.full,
            text=node.text,
            values=tuple(value.name for value in node.values),
            open_values=one.file.syntax != "proto2" and kind != "CLOSED",
            deprecated=deprecation(node, place),
            marks={**marked(node.options), **_kept(node.reserved)} or NO_MARKS,
            constants=tuple(constants),
        )

    def _gather_extensions(self, file: ProtoFile) -> None:
        waiting = [(file.package, file.extends, file.messages)]
        while waiting:
            scope, extends, messages = waiting.pop(0)
            for one in extends:
                full = self.names.find(one.type, scope)
                if not full and not self.names.is_open(file):
                    place = self.mark(self.home(file.source), file, one.token, f"extend:{one.type}", one.type)
                    self.flaws.append(
                        Flaw("reference-missing", place, f"No file declares the message {one.type[:200]!r}.")
                    )
                self._added.setdefault(full, []).extend((field, file, scope) for field in one.fields)
            waiting += [(joined(scope, node.name), node.extends, node.messages) for node in messages]


def _known(full: str, place: Place) -> Type:
    """A type that comes with every compiler, as what it means."""
    kind, form, nullable = KNOWN[full[len(WELL_KNOWN) :].partition(".")[0]]
    item = Type(place.to("item", name="item"), nullable=True) if kind in ("list", "map") else None
    return Type(place, kind, item=item, format=form, nullable=nullable, marks={"type": full})


def deprecation(node: Declared, place: Place) -> Deprecation | None:
    gone = any(one.name == ("deprecated",) and one.value is True for one in node.options)
    return Deprecation(place.of("deprecated"), node.text) if gone else None


def marked(options: Iterable[Option]) -> Mapping[str, Value]:
    """The options that the Interface has no word for."""
    return {name: value for name, value in told(options).items() if name != "deprecated"} or NO_MARKS


def _kept(reserved: Reserved) -> dict[str, Value]:
    """What is kept free, so that it is never used for something else."""
    if not reserved.ranges and not reserved.names:
        return {}
    return {"reserved": {"numbers": [list(one) for one in reserved.ranges], "names": reserved.names}}


def _examples(options: Mapping[str, Value], shape: Type, place: Place) -> tuple[Example, ...]:
    """They are JSON in a text; of a text, most write the text alone."""
    said = below(options, "grpc.gateway.protoc_gen_openapiv2.options.openapiv2_field").get("example")
    if not isinstance(said, str):
        return ()
    value: Value = said
    if shape.kind != "text" or said.startswith('"'):
        with suppress(orjson.JSONDecodeError):
            value = orjson.loads(said)
    return (Example(place.to("example", name="example"), value),)
