"""Types of IDL as types of the Interface."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from ...grammar import Script
from ...model import NO_LIMITS, Constant, Deprecation, Example, Field, Flaw, Kind, Limits, Type, Value
from ...places import Place
from .tree import Decl, Many, Mark, Member, Named, Plain, Spec

_PLAIN: dict[str, tuple[Kind, str]] = {
    "short": ("integer", "int16"), "long": ("integer", "int32"), "long long": ("integer", "int64"),
    "unsigned short": ("integer", "uint16"), "unsigned long": ("integer", "uint32"),
    "unsigned long long": ("integer", "uint64"), "octet": ("integer", "uint8"),
    "float": ("number", "float"), "double": ("number", "double"), "long double": ("number", "long double"),
    "boolean": ("boolean", ""), "char": ("text", "char"), "wchar": ("text", "wchar"), "string": ("text", ""),
    "wstring": ("text", "wstring"), "any": ("any", "any"), "Object": ("any", "Object"),
    "ValueBase": ("any", "ValueBase"), "void": ("null", ""), "fixed": ("number", "fixed"),
    **{f"{sign}int{bits}": ("integer", f"{sign}int{bits}") for sign in ("", "u") for bits in (8, 16, 32, 64)},
}  # fmt: skip
_KNOWN = frozenset(
    {"TypeCode", "CORBA::TypeCode", "CORBA::Object", "CORBA::ValueBase", "CORBA::AbstractBase", "CORBA::Principal",
     "Principal"}
)  # fmt: skip
"""What every ORB has by itself, without a file that declares it."""
_REFERENCES = frozenset({"interface", "value", "box", "component", "home", "native"})


class Shapes:
    """Makes types, each with its place, and tells once of each name that leads nowhere."""

    def __init__(self, script: Script, elsewhere: bool) -> None:
        self.script = script
        self.elsewhere = elsewhere
        """Files are missing: what is unknown here could be declared in them."""
        self.missing: dict[str, Flaw] = {}

    def of(self, spec: Spec | None, place: Place) -> Type:
        """The type that a specification says. The place is of what has this type."""
        if isinstance(spec, Named):
            return self.named(spec, place)
        if isinstance(spec, Many):
            return self._many(spec, place)
        kind, form = _PLAIN.get(spec.word, ("any", "")) if spec is not None else ("any", "")
        limits = NO_LIMITS
        if spec is not None and spec.bound is not None:
            limits = Limits(max_length=spec.bound)
        elif form in ("char", "wchar"):
            limits = Limits(min_length=1, max_length=1)
        elif spec is not None and spec.digits is not None and 0 <= (spec.scale or 0) <= spec.digits <= 31:
            scale = spec.scale or 0
            most = float(Decimal(10) ** (spec.digits - scale) - Decimal(10) ** -scale)
            limits = Limits(minimum=-most, maximum=most, step=float(Decimal(10) ** -scale))
            form = f"fixed<{spec.digits},{scale}>"
        return Type(place, kind, format=form, limits=limits, nullable=kind == "any" and form in ("Object", "ValueBase"))

    def named(self, spec: Named, place: Place) -> Type:
        found = spec.found
        if found is None:
            return self.unknown(spec, place)
        if found.kind in ("module", "const", "member"):
            flaw = Flaw("format-invalid", place, f"{spec.text} is no type.", spec.source.span(spec.start, spec.end))
            self.script.found.append(flaw)
            return Type(place, "any")
        return Type(place, ref=found.scoped, nullable=found.kind in _REFERENCES - {"native"})

    def unknown(self, spec: Named, place: Place) -> Type:
        name = spec.text.removeprefix("::")
        if name in _KNOWN:
            return Type(place, "any", format=name.removeprefix("CORBA::"))
        again = spec.scope.find(spec.text.split("::"))
        span = spec.source.span(spec.start, spec.end)
        if again is not None:
            said = f"{name} is used before it is declared."
            self.missing.setdefault(name, Flaw("format-invalid", place, said, span))
            return Type(place, ref=again.scoped)
        rule = "reference-not-followed" if self.elsewhere else "reference-missing"
        where = "a file that is not here may declare it" if self.elsewhere else "nothing declares it"
        self.missing.setdefault(name, Flaw(rule, place, f"{name[:200]} is not known: {where}.", span))
        return Type(place, ref=name)

    def _many(self, spec: Many, place: Place) -> Type:
        exact = spec.bound if spec.exact else None
        limits = Limits(min_items=exact, max_items=spec.bound) if spec.bound is not None else NO_LIMITS
        if spec.key is not None:
            most = Limits(max_members=spec.bound) if spec.bound is not None else NO_LIMITS
            return Type(place, "map", item=self.of(spec.item, place.to("value")), limits=most)
        if isinstance(spec.item, Plain) and spec.item.word == "octet":
            size = Limits(min_length=exact, max_length=spec.bound) if spec.bound is not None else NO_LIMITS
            return Type(place, "binary", limits=size)
        return Type(place, "list", item=self.of(spec.item, place.to("item")), limits=limits)

    def field(self, above: Place, member: Member, number: int | None = None) -> Field:
        """A member or a parameter. All of them are always there, unless an annotation says otherwise."""
        name = f"field:{member.name}"
        place = self.script.at(above, f"field {member.name}", member.source, member.start, member.end, name=name)
        given = {mark.name.rsplit("::", 1)[-1].lower(): mark.value for mark in member.marks}
        default = Example(place, plain(given["default"])) if given.get("default") is not None else None
        marks: dict[str, Value] = shown(member.marks)
        if member.way in ("in", "out", "inout"):
            marks["direction"] = member.way
        elif member.way:
            marks["visibility"] = member.way
        return Field(
            place,
            member.name,
            limited(self.of(member.spec, place), given),
            required="optional" not in given,
            text=member.said,
            number=number,
            default=default,
            deprecated=deprecated(place, member.marks, member.said),
            marks=marks,
        )

    def fields(self, above: Place, members: list[Member]) -> tuple[Field, ...]:
        return tuple(self.field(above, member) for member in members)

    def type(self, one: Decl) -> Type:
        """A named type, whatever kind of declaration it is."""
        name = one.scoped
        place = self.script.at(Place(None, ()), f"type {name}", one.source, one.start, one.end, name=f"type:{name}")
        made = self._made(one, place)
        marks = {**made.marks, **shown(one.marks), "id": repository_id(one), **dict.fromkeys(one.words, True)}
        gone = deprecated(place, one.marks, one.said)
        return replace(made, name=name, text=one.said, deprecated=gone, marks=marks)

    def _made(self, one: Decl, place: Place) -> Type:
        make: dict[str, Callable[[Decl, Place], Type]] = {
            "union": self._union, "enum": self._enum, "bitmask": self._enum, "const": self._const,
        }  # fmt: skip
        if one.kind in make:
            return make[one.kind](one, place)
        if one.kind in ("typedef", "box"):
            made = self.of(one.spec, place)
            return replace(made, nullable=one.kind == "box" or (made.nullable and not made.ref))
        if one.kind == "native":
            return Type(place, "any", format="native")
        parts = tuple(
            replace(self.named(base, place.to("base", number)), nullable=False)
            for number, base in enumerate(one.bases + one.supports)
        )
        form = one.kind if one.kind in ("interface", "component", "home", "value", "bitset") else ""
        if one.ahead:
            said = f"{one.name} is announced only: its declaration is not here."
            rule = "reference-not-followed" if self.elsewhere else "reference-missing"
            if one.kind != "interface":
                self.missing.setdefault(one.scoped, Flaw(rule, place, said))
            return Type(place, "record", format=form)
        fields = self.fields(place, one.members)
        ports: dict[str, Value] = {}
        for word, port, spec in one.ports:
            ports.setdefault(word, []).append({"name": port, "type": self.of(spec, place.to(port)).ref})
        return Type(place, "record", fields=fields, parts=parts, open_fields=False, format=form, marks=ports)

    def _union(self, one: Decl, place: Place) -> Type:
        if one.ahead:
            return Type(place, "choice")
        choices = []
        for member in one.members:
            at = self.script.at(
                place, f"case {member.name}", member.source, member.start, member.end, name=f"case:{member.name}"
            )
            field = self.field(at, member)
            labels: Value = [plain(label) for label in member.labels]
            made = Type(at, "record", title=member.name, fields=(field,), open_fields=False, marks={"case": labels})
            choices.append(made)
        switch = self.of(one.spec, place.to("switch"))
        said: Value = switch.ref or switch.format or switch.kind
        return Type(place, "choice", choices=tuple(choices), marks={"switch": said})

    def _enum(self, one: Decl, place: Place) -> Type:
        constants = []
        for number, member in enumerate(one.members):
            name = f"value:{member.name}"
            at = self.script.at(place, f"value {member.name}", member.source, member.start, member.end, name=name)
            gone = deprecated(at, member.marks, member.said)
            constants.append(Constant(at, member.name, number, member.said, gone, shown(member.marks)))
        marks: dict[str, Value] = {"bits": True} if one.kind == "bitmask" else {}
        values = tuple(member.name for member in one.members)
        return Type(place, "text", values=values, constants=tuple(constants), marks=marks)

    def _const(self, one: Decl, place: Place) -> Type:
        made = self.of(one.spec, place)
        value = plain(one.value)
        return replace(made, values=() if value is None else (value,), marks={"constant": True})


def plain(value: Any) -> Value:
    """A value as JSON knows it."""
    return float(value) if isinstance(value, Decimal) else value


def shown(marks: tuple[Mark, ...]) -> dict[str, Value]:
    """Annotations as marks."""
    found: dict[str, Value] = {}
    for mark in marks:
        value = mark.value
        found[mark.name] = {key: plain(one) for key, one in value.items()} if isinstance(value, dict) else plain(value)
    return found


def limited(shape: Type, given: dict[str, Any]) -> Type:
    """The type with what @min, @max and @range say of its values."""
    span = given.get("range")
    low, high = given.get("min"), given.get("max")
    if isinstance(span, dict):
        low, high = span.get("min", low), span.get("max", high)
    low, high = (float(one) if isinstance(one, int | float | Decimal) else None for one in (low, high))
    if low is not None or high is not None:
        return replace(shape, limits=Limits(minimum=low, maximum=high))
    return shape


def deprecated(place: Place, marks: tuple[Mark, ...], said: str) -> Deprecation | None:
    """By @deprecated, or by the word that comments use for it."""
    for mark in marks:
        if mark.name.rsplit("::", 1)[-1].lower() == "deprecated":
            value = mark.value
            text = value.get("reason") or value.get("text") if isinstance(value, dict) else value
            return Deprecation(place, text if isinstance(text, str) else said)
    at = said.find("@deprecated")
    if at >= 0:
        return Deprecation(place, said[at + len("@deprecated") :].strip())
    return None


def repository_id(one: Decl) -> str:
    """What an ORB knows it by: IDL:omg.org/CosNaming/NamingContext:1.0."""
    if one.id:
        return one.id
    above, prefix = one, one.prefix
    while above.above is not None and not prefix:
        above = above.above
        prefix = above.prefix
    names = one.scoped.replace("::", "/")
    return f"IDL:{prefix}{'/' if prefix else ''}{names}:{one.version or '1.0'}"
