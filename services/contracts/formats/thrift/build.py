"""Thrift's definitions become an Interface."""

import re
from collections.abc import Mapping

from ...model import (
    NO_LIMITS,
    NO_MARKS,
    Answer,
    Body,
    Constant,
    Deprecation,
    Example,
    Facts,
    Field,
    Flaw,
    Group,
    Interface,
    Kind,
    Limits,
    Message,
    Operation,
    Type,
    Value,
)
from ...naming import effect, version
from ...places import Place
from .tree import LONGEST, Const, Enum, Function, Given, Member, Program, Service, Shape, Struct, Thrift, Typedef

_KINDS: dict[str, Kind] = {
    "bool": "boolean",
    **dict.fromkeys(("byte", "i8", "i16", "i32", "i64"), "integer"),
    "double": "number",
    **dict.fromkeys(("string", "slist", "uuid"), "text"),
    "binary": "binary",
    "list": "list",
    "set": "list",
    "map": "map",
}
_PLAIN = frozenset({"bool", "string", "slist", "binary"})
"""Types of which the kind says all."""
_SET = Limits(unique=True)
_DEPRECATED = re.compile(r"^[ \t]*@deprecated\b[ \t]*([^\n]*)", re.M)
_LANGUAGES = ("*", "java", "py", "go", "cpp")
"""Whose namespace names the whole, when there are several."""


def build(document: Thrift, dialect: str, facts: Facts) -> tuple[Interface, list[Flaw]]:
    return _Builder(document).interface(facts)


class _Builder:
    def __init__(self, document: Thrift) -> None:
        self.document = document
        self.flaws: list[Flaw] = []
        self.program = document.programs[0]

    def interface(self, facts: Facts) -> tuple[Interface, list[Flaw]]:
        types: dict[str, Type] = {}
        operations: list[Operation] = []
        groups: list[Group] = []
        served = self._served()
        for program in self.document.programs:
            self.program = program
            for include in program.includes:
                if include.program is None:
                    message = f"The file {include.path[:200]!r} was not handed in; what it defines is kept by its name."
                    self.flaws.append(Flaw("reference-not-followed", include.place, message))
            for one in (*program.types.values(), *program.consts.values()):
                types[one.shown] = self._named(one)
            for service in program.services.values():
                groups.append(Group(service.place, service.shown, service.text))
                names = served[id(service)]
                operations += [self._operation(function, service, names) for function in service.functions]
        main = self.document.programs[0]
        said = [main.namespaces[one] for one in (*_LANGUAGES, *main.namespaces) if one in main.namespaces]
        title = said[0] if said else groups[0].name if len(groups) == 1 else main.name
        told = next((found for one in said if (found := version(one))), "") or self._told_version()
        interface = Interface(
            Place(main.place, (), "interface"),
            "thrift",
            title=title,
            version=told,
            text=main.text,
            groups=tuple(groups),
            operations=tuple(operations),
            types=types,
            facts=facts,
            marks={f"namespace {language}": name for language, name in main.namespaces.items()},
        )
        return interface, self.flaws

    def _told_version(self) -> str:
        """A constant that is called so."""
        for name in ("VERSION", "API_VERSION", "version"):
            const = self.document.programs[0].consts.get(name)
            if const is not None and const.value.kind == "text":
                return str(const.value.value)
        return ""

    def _served(self) -> dict[int, tuple[str, ...]]:
        """For each service the names of those that offer its functions: itself, and all that extend it."""
        names: dict[int, list[str]] = {}
        services = [(program, one) for program in self.document.programs for one in program.services.values()]
        for program, service in services:
            at: Program | None = program
            above: Service | None = service
            seen: set[int] = set()
            while at is not None and above is not None and id(above) not in seen and len(seen) < LONGEST:
                seen.add(id(above))
                names.setdefault(id(above), []).append(service.shown)
                extended = above.extends
                above = at.service(extended.name) if extended else None
                at = at.under(extended.name)[0] if extended else None
            if above is None and extended is not None:
                owner = at or program
                if not owner.may_be_elsewhere(extended.name):
                    message = f"There is no service {extended.name[:200]!r} to extend."
                    self.flaws.append(Flaw("reference-missing", extended.place, message))
        return {key: tuple(found) for key, found in names.items()}

    def _named(self, one: Struct | Enum | Typedef | Const) -> Type:
        gone = _deprecation(one.marks, one.text, one.place)
        if isinstance(one, Enum):
            numbered = any(label.number is not None for label in one.labels)
            return Type(
                one.place,
                "text",
                one.shown,
                text=one.text,
                values=tuple(label.name for label in one.labels),
                constants=tuple(
                    Constant(
                        label.place,
                        label.name,
                        label.number if numbered else None,
                        label.text,
                        _deprecation(label.marks, label.text, label.place),
                        label.marks,
                    )
                    for label in one.labels
                ),
                deprecated=gone,
                marks=one.marks,
            )
        if isinstance(one, Struct):
            fields = tuple(self._field(member) for member in one.members)
            if one.kind == "union":
                return Type(
                    one.place,
                    "choice",
                    one.shown,
                    text=one.text,
                    choices=tuple(
                        Type(one.place.to(field.name, name=f"choice:{field.name}"), "record", fields=(field,))
                        for field in fields
                    ),
                    deprecated=gone,
                    marks=one.marks,
                )
            return Type(one.place, "record", one.shown, text=one.text, fields=fields, deprecated=gone, marks=one.marks)
        shape = self._type(one.shape)
        values: tuple[Value, ...] = (self._value(one.value),) if isinstance(one, Const) else ()
        return Type(
            one.place,
            shape.kind,
            one.shown,
            shape.ref,
            text=one.text,
            item=None if values else shape.item,
            values=values,
            limits=shape.limits,
            format=shape.format,
            deprecated=gone,
            marks={**shape.marks, **one.marks} or NO_MARKS,
        )

    def _field(self, one: Member) -> Field:
        default = None
        if one.default is not None:
            default = Example(one.place.to("default", name="default"), self._value(one.default))
        return Field(
            one.place,
            one.name,
            self._type(one.shape),
            one.need == "required",
            one.text,
            number=one.number,
            default=default,
            deprecated=_deprecation(one.marks, one.text, one.place),
            marks=one.marks,
        )

    def _type(self, shape: Shape) -> Type:
        kind = _KINDS.get(shape.name)
        if kind is None:
            return Type(shape.place, ref=self._refer(shape), marks=shape.marks)
        if not shape.inner:
            told = "" if shape.name in _PLAIN else shape.name
            return Type(shape.place, kind, format=told, marks=shape.marks)
        marks = shape.marks
        if kind == "map":
            key = self._type(shape.inner[0])
            shape.inner[1].place.name = "value"
            marks = {**marks, "key": key.ref or shape.inner[0].name}
        else:
            shape.inner[0].place.name = "item"
        return Type(
            shape.place,
            kind,
            item=self._type(shape.inner[-1]),
            limits=_SET if shape.name == "set" else NO_LIMITS,
            marks=marks,
        )

    def _refer(self, shape: Shape) -> str:
        found = self.program.type(shape.name)
        if found is not None:
            return found.shown
        if not self.program.may_be_elsewhere(shape.name):
            said = f"There is no type {shape.name[:200]!r} here."
            self.flaws.append(Flaw("reference-missing", shape.place, said))
        return shape.name

    def _value(self, given: Given) -> Value:
        if given.kind == "list":
            return [self._value(one) for one in given.items]
        if given.kind == "map":
            keys, values = given.items[::2], given.items[1::2]
            return {str(self._value(key)): self._value(value) for key, value in zip(keys, values, strict=True)}
        if given.kind == "name":
            name = str(given.value)
            if name in ("true", "false"):
                return name == "true"
            const = self.program.const(name)
            if const is not None and const.value.kind in ("integer", "double", "text"):
                return const.value.value
            return name.rpartition(".")[2] if self.program.label(name) else name
        return given.value

    def _operation(self, one: Function, service: Service, groups: tuple[str, ...]) -> Operation:
        place = one.place
        asked = place.to(name="request")
        record = Type(asked, "record", fields=tuple(self._field(member) for member in one.arguments))
        request = Message(asked, required=bool(one.arguments), bodies=(Body(asked, record),) if one.arguments else ())
        answers: list[Answer] = []
        if not one.oneway:
            at = place.to("success", name="answer:success")
            bodies = (Body(at, self._type(one.returns)),) if one.returns is not None else ()
            answers.append(Answer(at, "success", "success", Message(at, bodies=bodies)))
            for thrown in one.throws:
                shape = self._type(thrown.shape)
                code = shape.ref or thrown.shape.name
                thrown.place.name = f"answer:{code}"
                message = Message(thrown.place, thrown.name, thrown.text, bodies=(Body(thrown.place, shape),))
                answers.append(Answer(thrown.place, code, "error", message))
        return Operation(
            place,
            one.name,
            one.shown,
            "receive" if one.oneway else "call",
            "thrift",
            effect(one.name),
            text=one.text,
            groups=groups,
            request=request,
            answers=tuple(answers),
            deprecated=_deprecation(one.marks, one.text, place) or _deprecation(service.marks, "", service.place),
            marks=one.marks,
        )


def _deprecation(marks: Mapping[str, Value], text: str, place: Place) -> Deprecation | None:
    """From the annotation `deprecated`, or from the line `@deprecated` of the comment."""
    if "deprecated" in marks:
        said = marks["deprecated"]
        return Deprecation(place, said if isinstance(said, str) else "")
    found = _DEPRECATED.search(text)
    return Deprecation(place, found.group(1).strip()) if found else None
