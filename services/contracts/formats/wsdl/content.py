"""What an element may hold: sequences, choices, groups and attributes as fields, parts and choices."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ...model import Field, Limits, Type, Value
from ...places import Place
from .elements import Element, QName
from .files import ENCODING, ENCODING2, WSDL, XSD

if TYPE_CHECKING:
    from .shapes import Shapes

_MODELS = ("sequence", "choice", "all", "group")
_MOST = 10**9


@dataclass(slots=True)
class _Held:
    """What has been gathered for one record."""

    fields: list[Field] = field(default_factory=list)
    parts: list[Type] = field(default_factory=list)
    open: bool = False
    marks: dict[str, Value] = field(default_factory=dict)


class Content:
    """Reads content models; asks `Shapes` for the types in them."""

    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes
        self.wsdl = shapes.wsdl

    def complex(self, element: Element, place: Place) -> Type:
        inner = element.first(XSD, "simpleContent", "complexContent")
        if inner is None:
            return self._record(element, place)
        derived = inner.first(XSD, "extension", "restriction")
        if derived is None:
            message = f"A {inner.name} holds an extension or a restriction."
            self.wsdl.flaw("format-invalid", message, inner, place)
            return Type(place, "record")
        if inner.name == "simpleContent":
            return self._simple(derived, place)
        if derived.name == "restriction":
            return self._restricted(derived, place)
        made = self._record(derived, place)
        base = self.shapes.named(derived, "base", place.to("base"))
        if base.ref:
            made = replace(made, parts=(base, *made.parts), open_fields=made.open_fields or None)
        return made

    def _simple(self, derived: Element, place: Place) -> Type:
        """Text with attributes: the text is a field that is called as XML calls it."""
        base = self.shapes.named(derived, "base", place.to("base"))
        found = self.shapes.find("type", derived.qname(derived.get("base")) or QName("", ""))
        made = self._record(derived, place)
        if found is not None and found.element.name == "complexType":
            return replace(made, parts=(base, *made.parts))
        at = place.to("#text", name="field:#text")
        shape = self.shapes.restricted(derived, at) if derived.name == "restriction" else replace(base, place=at)
        return replace(made, fields=(Field(at, "#text", shape, required=True), *made.fields))

    def _restricted(self, derived: Element, place: Place) -> Type:
        """A restriction says all of its content again; of SOAP's array it says what is in it."""
        base = derived.qname(derived.get("base"))
        if base is not None and base.name == "Array" and base.namespace in (ENCODING, ENCODING2):
            for one in derived.of(XSD, "attribute"):
                told = one.get(f"{WSDL} arrayType")
                if told:
                    qname = one.qname(told.split("[")[0])
                    at = place.to("item")
                    item = self.shapes.reference(qname, "type", one, at) if qname else Type(at, "any")
                    return Type(place, "list", item=item)
            inner = self._record(derived, place)
            return Type(place, "list", item=inner.fields[0].type if inner.fields else Type(place.to("item"), "any"))
        named = self.shapes.named(derived, "base", place.to("base"))
        made = self._record(derived, place)
        return replace(made, marks={**made.marks, "restricts": named.ref}) if named.ref else made

    def group(self, element: Element, place: Place) -> Type:
        return self._record(element, place)

    def attribute_group(self, element: Element, place: Place) -> Type:
        return replace(self._record(element, place), open_fields=None)

    def _record(self, element: Element, place: Place) -> Type:
        """The record of an element's content model and attributes; a choice alone is a choice."""
        models = list(element.of(XSD, *_MODELS))
        attributes = list(element.of(XSD, "attribute", "attributeGroup", "anyAttribute"))
        if len(models) == 1 and models[0].name == "choice" and not attributes and self._occurs(models[0]) == (1, 1):
            return self._choice(models[0], place)
        held = _Held()
        for one in models:
            self._model(one, place, held, always=True, many=False)
        for one in attributes:
            if one.name == "attribute":
                told = self.shapes.attribute(one, place)
                held.fields += [told] if told is not None else []
            elif one.name == "attributeGroup":
                held.parts.append(self._group(one, place, len(held.parts)))
            else:
                held.open = True
        return Type(
            place,
            "record",
            fields=tuple(held.fields),
            parts=tuple(held.parts),
            open_fields=held.open,
            marks=held.marks,
        )

    def _model(self, model: Element, place: Place, held: _Held, *, always: bool, many: bool) -> None:
        """Gathers what a model holds. What may be left out is not required; what repeats is a list."""
        least, most = self._occurs(model)
        always, many = always and least > 0, many or most is None or most > 1
        if most == 0:
            return
        if model.name == "group":
            held.parts.append(self._group(model, place, len(held.parts)))
            return
        if model.name == "choice" and not many:
            at = place.to("choice", len(held.parts))
            held.parts.append(replace(self._choice(model, at), nullable=not always))
            return
        inside = always and model.name != "choice"
        for one in model.of(XSD, "element", "any", *_MODELS):
            if one.name == "element":
                told = self.field(one, place, always=inside, many=many)
                held.fields += [told] if told is not None else []
            elif one.name == "any":
                held.open = True
                held.marks["any"] = one.get("namespace", "##any")
            else:
                self._model(one, place, held, always=inside, many=many)

    def _choice(self, model: Element, place: Place) -> Type:
        """One of several: each a record of what then stands there."""
        choices = []
        for number, one in enumerate(model.of(XSD, "element", "any", *_MODELS)):
            name = one.get("name") or one.get("ref").rpartition(":")[2] or one.name
            at = self.wsdl.mark(place, f"choice {number}", one, name=f"case:{name}")
            if one.name == "any":
                choices.append(Type(at, "any", marks={"any": one.get("namespace", "##any")}))
                continue
            held = _Held()
            if one.name == "element":
                told = self.field(one, at, always=True, many=False)
                held.fields += [told] if told is not None else []
            else:
                self._model(one, at, held, always=True, many=False)
            title = name if one.name == "element" else ""
            choices.append(Type(at, "record", title=title, fields=tuple(held.fields), parts=tuple(held.parts),
                                open_fields=held.open, marks=held.marks))  # fmt: skip
        return Type(place, "choice", choices=tuple(choices))

    def _group(self, element: Element, place: Place, number: int) -> Type:
        return self.shapes.named(element, "ref", place.to("part", number), element.name)

    def _occurs(self, element: Element) -> tuple[int, int | None]:
        """minOccurs and maxOccurs; None: without end."""
        told = []
        for name in ("minOccurs", "maxOccurs"):
            text = element.get(name, "1")
            if text == "unbounded" and name == "maxOccurs":
                told.append(-1)
            elif text.isascii() and text.isdigit() and len(text) < 10:
                told.append(int(text))
            else:
                self.wsdl.flaw("format-invalid", f"{name} is a whole number, not {text[:60]!r}.", element)
                told.append(1)
        least, most = told
        if 0 <= most < least:
            self.wsdl.flaw("format-invalid", f"minOccurs ({least}) is more than maxOccurs ({most}).", element)
        return least, None if most < 0 else most

    def field(self, element: Element, above: Place, *, always: bool, many: bool) -> Field | None:
        """An element as a field of what it stands in."""
        least, most = self._occurs(element)
        if most == 0:
            return None
        name = element.get("name")
        if not name and not element.get("ref"):
            self.wsdl.flaw("format-invalid", "An element needs a name, or a ref to one that has.", element)
            return None
        name = name or element.get("ref").rpartition(":")[2]
        place = self.wsdl.mark(above, f"element {name}", element, name=f"field:{name}")
        if element.get("ref"):
            shape = self.shapes.named(element, "ref", place, "element")
            shape = replace(shape, nullable=element.get("nillable") in ("true", "1"))
        else:
            shape = self.shapes.element(element, place)
        text, shape = shape.text, replace(shape, text="")
        default = self.shapes.default(element, shape, place)
        if many or most is None or most > 1:
            limits = Limits(min_items=least or None, max_items=None if many else most)
            shape = Type(place, "list", item=replace(shape, place=place.to("item")), limits=limits)
        return Field(
            place,
            name,
            shape,
            required=always and least > 0,
            text=text,
            default=default,
            deprecated=shape.deprecated,
        )
