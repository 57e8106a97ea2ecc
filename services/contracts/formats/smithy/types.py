"""Smithy's data shapes become types."""

from collections.abc import Mapping

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
from .link import missing, target_of
from .shapes import PRELUDE, PRELUDE_TYPES, Member, Model, Ref, Shape, Trait

_KINDS: dict[str, Kind] = {
    "structure": "record",
    "union": "choice",
    "list": "list",
    "set": "list",
    "map": "map",
    "enum": "text",
    "intEnum": "integer",
    "string": "text",
    "timestamp": "text",
    "blob": "binary",
    "boolean": "boolean",
    **dict.fromkeys(("byte", "short", "integer", "long", "bigInteger"), "integer"),
    **dict.fromkeys(("float", "double", "bigDecimal"), "number"),
    "document": "any",
}
_FORMATS = {
    "timestamp": "date-time",
    "byte": "int8",
    "short": "int16",
    "integer": "int32",
    "long": "int64",
    "float": "float",
    "double": "double",
    "bigInteger": "bigInteger",
    "bigDecimal": "bigDecimal",
}
_TOLD = frozenset({"documentation", "default", "required", "deprecated", "length", "range", "pattern", "uniqueItems"})
"""Traits that the Interface has words of its own for."""

type Traits = list[Trait]


def value_of(traits: Traits, name: str) -> Value:
    """What a trait says; None where it is not there or says nothing."""
    found = trait_of(traits, name)
    return found.value if found else None


def trait_of(traits: Traits, name: str) -> Trait | None:
    wanted = name if "#" in name else PRELUDE + name
    return next((one for one in traits if one.name.id == wanted), None)


def text_of(traits: Traits, name: str = "documentation") -> str:
    said = value_of(traits, name)
    return said.strip() if isinstance(said, str) else ""


def marks_of(traits: Traits) -> Mapping[str, Value]:
    """Traits by their names, those of the prelude without their namespace; one that says nothing is true."""
    found = {}
    for one in traits:
        name = one.name.id.removeprefix(PRELUDE)
        if name not in _TOLD:
            found[name] = True if one.value is None else one.value
    return found or NO_MARKS


def deprecation_of(traits: Traits, place: Place) -> Deprecation | None:
    found = trait_of(traits, "deprecated")
    if found is None:
        return None
    said = found.value if isinstance(found.value, dict) else {}
    return Deprecation(place, str(said.get("message") or ""))


class Types:
    """Builds types. A name that nothing stands behind is kept, and told in `flaws`."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.flaws: list[Flaw] = []

    def all(self) -> dict[str, Type]:
        return {shape.shown: self.named(shape) for shape in self.model.shapes.values() if shape.type in _KINDS}

    def named(self, shape: Shape) -> Type:
        traits, place = shape.traits, shape.place
        kind = _KINDS[shape.type]
        fields = tuple(self.field(shape, one) for one in shape.members if shape.type in ("structure", "union"))
        choices: tuple[Type, ...] = ()
        if kind == "choice":
            choices = tuple(
                Type(place.to(one.name, name=f"choice:{one.name}"), "record", fields=(one,)) for one in fields
            )
            fields = ()
        members = {one.name: one for one in shape.members}
        item = members.get("member") if kind == "list" else members.get("value") if kind == "map" else None
        marks = marks_of(traits)
        if kind == "map" and "key" in members:
            key = self.target(shape, members["key"])
            marks = {**marks, "key": key.ref or key.format or key.kind}
        constants = self._constants(shape)
        return Type(
            place,
            kind,
            shape.shown,
            text=text_of(traits),
            title=text_of(traits, "title"),
            fields=fields,
            item=self._item(shape, item) if item is not None else None,
            choices=choices,
            parts=tuple(part for one in shape.mixins if (part := self.refer(one, shape)).ref),
            values=tuple(one.value for one in constants) or self._values(traits),
            limits=limits_of(traits, kind),
            format=format_of(traits) or _FORMATS.get(shape.type, ""),
            default=_default(traits, place),
            deprecated=deprecation_of(traits, place),
            marks=marks,
            constants=constants,
        )

    def _item(self, shape: Shape, member: Member) -> Type:
        return self.target(shape, member, nullable=trait_of(shape.traits, "sparse") is not None)

    @staticmethod
    def _constants(shape: Shape) -> tuple[Constant, ...]:
        if shape.type not in ("enum", "intEnum"):
            return ()
        found = []
        for one in shape.members:
            said = value_of(one.traits, "enumValue")
            found.append(
                Constant(
                    one.place,
                    one.name if said is None else said,
                    said if isinstance(said, int) else None,
                    text_of(one.traits),
                    deprecation_of(one.traits, one.place),
                    marks_of([trait for trait in one.traits if trait.name.id != PRELUDE + "enumValue"]),
                )
            )
        return tuple(found)

    @staticmethod
    def _values(traits: Traits) -> tuple[Value, ...]:
        """Of the trait `enum`, which version 1.0 had."""
        listed = value_of(traits, "enum")
        return (
            tuple(one["value"] for one in listed if isinstance(one, dict) and "value" in one)
            if isinstance(listed, list)
            else ()
        )

    def field(self, shape: Shape, member: Member, name: str = "", where: str = "") -> Field:
        """A member as a field; beside the body under the `name` that it has there."""
        traits, place = member.traits, member.place
        return Field(
            place,
            name or member.name,
            self.target(shape, member),
            trait_of(traits, "required") is not None,
            text_of(traits),
            where,
            default=_default(traits, place),
            deprecated=deprecation_of(traits, place),
            marks=marks_of(traits),
        )

    def target(self, shape: Shape, member: Member, *, nullable: bool = False) -> Type:
        """The type of a member, with what its own traits add."""
        ref = target_of(self.model, shape, member)
        if ref is None:
            if member.elided:
                said = f"{member.name!r} is left to a mixin or a resource, and none of them has it."
                self.flaws.append(Flaw("reference-missing", member.place, said))
            return Type(member.place)
        found = self.refer(ref, shape, member.place)
        target = self.model.shapes.get(ref.id)
        kind = _KINDS.get(target.type, "any") if target is not None else found.kind
        return Type(
            member.place,
            found.kind,
            ref=found.ref,
            limits=limits_of(member.traits, kind),
            format=format_of(member.traits) or found.format,
            nullable=nullable,
        )

    def refer(self, ref: Ref, shape: Shape, place: Place | None = None) -> Type:
        """A type of the prelude, or the name of another one."""
        at = place or ref.place
        found = self.model.shapes.get(ref.id)
        if found is not None:
            return Type(at, ref=found.shown)
        prelude = PRELUDE_TYPES.get(ref.id.removeprefix(PRELUDE)) if ref.id.startswith(PRELUDE) else None
        if prelude is not None:
            return Type(at, _KINDS[prelude], format=_FORMATS.get(prelude, ""))
        self.flaws.append(missing(self.model, ref, shape.origin))
        return Type(at, ref=ref.id)


def limits_of(traits: Traits, kind: Kind) -> Limits:
    limits = NO_LIMITS
    length, bounds = value_of(traits, "length"), value_of(traits, "range")
    pattern = value_of(traits, "pattern")
    unique = trait_of(traits, "uniqueItems") is not None
    if not (length or bounds or pattern or unique):
        return limits
    low, high = _bounds(length)
    minimum, maximum = _bounds(bounds)
    return Limits(
        min_length=_whole(low) if kind in ("text", "binary", "any") else None,
        max_length=_whole(high) if kind in ("text", "binary", "any") else None,
        pattern=pattern if isinstance(pattern, str) else None,
        minimum=minimum,
        maximum=maximum,
        min_items=_whole(low) if kind == "list" else None,
        max_items=_whole(high) if kind == "list" else None,
        unique=unique,
        min_members=_whole(low) if kind == "map" else None,
        max_members=_whole(high) if kind == "map" else None,
    )


def _bounds(said: Value) -> tuple[float | None, float | None]:
    found = [said.get(word) if isinstance(said, dict) else None for word in ("min", "max")]
    low, high = (one if isinstance(one, int | float) and not isinstance(one, bool) else None for one in found)
    return low, high


def _whole(number: float | None) -> int | None:
    return number if isinstance(number, int) else None


def format_of(traits: Traits) -> str:
    said = value_of(traits, "timestampFormat") or value_of(traits, "mediaType")
    return said if isinstance(said, str) else ""


def _default(traits: Traits, place: Place) -> Example | None:
    found = trait_of(traits, "default")
    return Example(place.to("default", name="default"), found.value) if found is not None else None
