"""What XML Schema declares as types of the Interface."""

from collections.abc import Callable
from dataclasses import replace

from ...model import NO_LIMITS, Constant, Deprecation, Example, Field, Flaw, Limits, Type, Value
from ...places import Place
from .content import Content
from .elements import XML, Element, QName
from .facets import BUILT_IN, FACETS, LISTS, as_value, limits, own_limits
from .files import ENCODING, ENCODING2, WSDL, WSDL2, XSD, Global, Wsdl


class Shapes:
    """Makes types of what schemas declare; tells once of each name that leads nowhere."""

    def __init__(self, wsdl: Wsdl) -> None:
        self.wsdl = wsdl
        self.missing: dict[tuple[str, QName], Flaw] = {}
        self.content = Content(self)
        self.kinds: dict[str, str] = {}

    def types(self) -> dict[str, Type]:
        """All named types, by the names they are shown with."""
        return {one.shown: self._global(one) for one in self.wsdl.globals.values() if one.space != "attribute"}

    def _global(self, one: Global) -> Type:
        place = self.wsdl.mark(Place(None, ()), f"type {one.shown}", one.element, name=f"type:{one.shown}")
        make: dict[str, Callable[[Element, Place], Type]] = {
            "complexType": self.complex,
            "simpleType": self.simple,
            "element": self.element,
            "group": self.content.group,
            "attributeGroup": self.content.attribute_group,
        }
        made = make[one.element.name](one.element, place)
        marks: dict[str, Value] = {**made.marks, "namespace": one.namespace} if one.namespace else dict(made.marks)
        if one.space in ("element", "group", "attributeGroup"):
            marks["declared"] = one.space
        return replace(made, name=one.shown, marks=marks)

    # Names

    def find(self, space: str, qname: QName) -> Global | None:
        return self.wsdl.globals.get((space, qname.namespace, qname.name))

    def named(self, element: Element, attribute: str, place: Place, space: str = "type") -> Type:
        """The type that an attribute of an element names, referred to by its name."""
        qname = element.qname(element.get(attribute))
        if qname is None:
            prefix = element.get(attribute).partition(":")[0]
            message = f"The prefix {prefix[:100]!r} is not declared here."
            self.wsdl.flaw("format-invalid", message, element, place)
            return Type(place, ref=element.get(attribute))
        return self.reference(qname, space, element, place)

    def reference(self, qname: QName, space: str, element: Element, place: Place) -> Type:
        found = self.find(space, qname)
        if found is not None:
            return Type(place, ref=found.shown)
        if space == "type" and qname.namespace in (XSD, ENCODING, ENCODING2) and qname.name in BUILT_IN:
            return built_in(qname.name, place)
        if space == "type" and qname.namespace in (ENCODING, ENCODING2) and qname.name == "Array":
            return Type(place, "list", item=Type(place.to("item"), "any"))
        if qname.namespace in (XML, WSDL, WSDL2):
            return Type(place, "text" if qname.namespace == XML else "any", format=qname.name)
        self.unknown(qname, space, element, place)
        return Type(place, ref=qname.name)

    def unknown(self, qname: QName, what: str, element: Element, place: Place) -> None:
        """Tells once of a name that leads nowhere, or out of what was handed in."""
        away = qname.namespace in self.wsdl.away
        where = "what is not here may declare it" if away else "nothing declares it"
        shown = f"{{{qname.namespace}}}{qname.name}" if qname.namespace else qname.name
        message = f"The {what} {shown[:200]} is not known: {where}."
        rule = "reference-not-followed" if away else "reference-missing"
        self.missing.setdefault((what, qname), Flaw(rule, place, message, element.span))

    # Types

    def element(self, element: Element, place: Place) -> Type:
        """The type of an element: named, or told in it. Without either it may hold anything."""
        if element.get("type"):
            made = self.named(element, "type", place)
        else:
            inner = element.first(XSD, "complexType", "simpleType", "alternative")
            if inner is not None and inner.name == "complexType":
                made = self.complex(inner, place)
            elif inner is not None and inner.name == "simpleType":
                made = self.simple(inner, place)
            elif element.get("substitutionGroup"):
                made = self.named(element, "substitutionGroup", place, "element")
            else:
                made = Type(place, "any", format="anyType")
        marks = dict(made.marks)
        for mark in ("abstract", "substitutionGroup", "block", "final"):
            if element.get(mark) and element.get(mark) != "false":
                marks[mark] = element.get(mark)
        fixed = element.attributes.get("fixed")
        values = made.values if fixed is None else (as_value(fixed, self.kind(made)),)
        nullable = made.nullable or element.get("nillable") in ("true", "1")
        text = said(element)
        return replace(
            made,
            nullable=nullable,
            marks=marks,
            values=values,
            text=text or made.text,
            deprecated=gone(element, place) or made.deprecated,
        )

    def kind(self, shape: Type) -> str:
        """The kind of a type, through the names it goes by."""
        passed: list[str] = []
        while shape.ref and shape.ref not in self.kinds:
            self.kinds[shape.ref] = "any"  # until it is known, and for what leads to itself
            passed.append(shape.ref)
            found = self.wsdl.shown.get(shape.ref)
            shape = Type(shape.place, "any")
            if found is not None and found.space == "type":
                shape = self._base(found.element, Place(None, ()))
        kind = self.kinds[shape.ref] if shape.ref else shape.kind
        self.kinds.update(dict.fromkeys(passed, kind))
        return kind

    def _base(self, element: Element, place: Place) -> Type:
        """What a simple type restricts: only its name, to be cheap."""
        restriction = element.first(XSD, "restriction")
        if element.name != "simpleType":
            return Type(place, "record")
        if restriction is None:
            return Type(place, "list" if element.first(XSD, "list") is not None else "choice")
        qname = restriction.qname(restriction.get("base")) if restriction.get("base") else None
        if qname is None:
            inner = restriction.first(XSD, "simpleType")
            return self._base(inner, place) if inner is not None else Type(place, "any")
        found = self.find("type", qname)
        return Type(place, ref=found.shown) if found is not None else built_in(qname.name, place)

    def simple(self, element: Element, place: Place) -> Type:
        inner = element.first(XSD, "restriction", "list", "union")
        text, deprecated = said(element), gone(element, place)
        if inner is None:
            self.wsdl.flaw("format-invalid", "A simpleType holds a restriction, a list or a union.", element, place)
            return Type(place, "text", text=text)
        if inner.name == "list":
            return Type(place, "list", text=text, item=self._inner(inner, "itemType", place), deprecated=deprecated)
        if inner.name == "union":
            named = [inner.qname(one) for one in inner.get("memberTypes").split()]
            choices = [
                self.reference(one, "type", inner, place.to("choice", at)) for at, one in enumerate(named) if one
            ]
            choices += [self.simple(one, place.to("choice", at + len(named)))
                        for at, one in enumerate(inner.of(XSD, "simpleType"))]  # fmt: skip
            return Type(place, "choice", text=text, choices=tuple(choices), deprecated=deprecated)
        return replace(self.restricted(inner, place), text=text, deprecated=deprecated)

    def _inner(self, element: Element, attribute: str, place: Place) -> Type:
        if element.get(attribute):
            return self.named(element, attribute, place.to("item"))
        inner = element.first(XSD, "simpleType")
        return self.simple(inner, place.to("item")) if inner is not None else Type(place.to("item"), "text")

    def restricted(self, element: Element, place: Place) -> Type:
        """A simple type with the facets of a restriction."""
        if element.get("base"):
            base = self.named(element, "base", place)
        else:
            inner = element.first(XSD, "simpleType")
            base = self.simple(inner, place) if inner is not None else Type(place, "any")
        told = [one for one in element.of(XSD) if one.name in FACETS]
        if not told:
            return base
        kind = self.kind(base)
        made, marks, wrong = limits([(one.name, one.attributes.get("value", "")) for one in told], kind)
        for one in told:
            if one.name in wrong or (one.name != "assertion" and "value" not in one.attributes):
                shown = one.attributes.get("value", "nothing")[:60]
                self.wsdl.flaw("format-invalid", f"{one.name} cannot be {shown!r} here.", one, place)
        if not base.ref and base.limits is not NO_LIMITS:
            made = _narrower(base.limits, made)
        constants = []
        for one in told:
            if one.name == "enumeration":
                value = as_value(one.attributes.get("value", ""), kind)
                at = self.wsdl.mark(place, f"value {value}", one, name=f"value:{value}")
                constants.append(Constant(at, value, None, said(one), gone(one, at)))
        return replace(
            base,
            limits=made,
            values=tuple(one.value for one in constants) or base.values,
            constants=tuple(constants),
            marks={**base.marks, **marks},
        )

    def complex(self, element: Element, place: Place) -> Type:
        made = self.content.complex(element, place)
        marks = dict(made.marks)
        for mark in ("abstract", "mixed"):
            if element.get(mark) in ("true", "1"):
                marks[mark] = True
        return replace(made, text=said(element), deprecated=gone(element, place), marks=marks)

    def attribute(self, element: Element, above: Place) -> Field | None:
        """An attribute as a field; None for one that is forbidden or says nothing."""
        if element.get("use") == "prohibited":
            return None
        qname = element.qname(element.get("ref")) if element.get("ref") else QName("", element.get("name"))
        name = qname.name if qname is not None else element.get("ref")
        place = self.wsdl.mark(above, f"attribute {name}", element, name=f"attribute:{name}")
        told = element
        if element.get("ref"):
            found = self.find("attribute", qname) if qname is not None else None
            if found is None:
                if qname is None:
                    self.named(element, "ref", place)
                elif qname.namespace not in (XML, WSDL, WSDL2, ENCODING, ENCODING2):
                    self.unknown(qname, "attribute", element, place)
                return Field(
                    place, name, Type(place, "text"), element.get("use") == "required", marks={"attribute": True}
                )
            told = found.element
        elif not name:
            self.wsdl.flaw("format-invalid", "An attribute needs a name.", element, place)
            return None
        inner = told.first(XSD, "simpleType")
        if told.get("type"):
            shape = self.named(told, "type", place)
        else:
            shape = self.simple(inner, place) if inner is not None else Type(place, "any", format="anySimpleType")
        fixed = element.attributes.get("fixed", told.attributes.get("fixed"))
        if fixed is not None:
            shape = replace(shape, values=(as_value(fixed, self.kind(shape)),))
        return Field(
            place,
            name,
            shape,
            required=element.get("use") == "required",
            text=said(element) or said(told),
            default=self.default(element, shape, place) or self.default(told, shape, place),
            deprecated=gone(element, place),
            marks={"attribute": True},
        )

    def default(self, element: Element, shape: Type, place: Place) -> Example | None:
        given = element.attributes.get("default")
        return Example(place, as_value(given, self.kind(shape))) if given is not None else None


def built_in(name: str, place: Place) -> Type:
    kind, form = BUILT_IN.get(name, ("any", name))
    if name in LISTS:
        return Type(place, "list", item=built_in(LISTS[name], place.to("item")), limits=Limits(min_items=1))
    return Type(place, kind, format=form, limits=own_limits(name) if kind == "integer" else NO_LIMITS)


def _narrower(wide: Limits, narrow: Limits) -> Limits:
    """Both together, for the ranges that whole numbers have by themselves."""
    low = wide.minimum if narrow.minimum is None and narrow.above is None else narrow.minimum
    high = wide.maximum if narrow.maximum is None and narrow.below is None else narrow.maximum
    return replace(narrow, minimum=low, maximum=high)


def said(element: Element) -> str:
    """The documentation of something that a schema or a definition declares."""
    texts = [one.text for note in element.of(XSD, "annotation") for one in note.of(XSD, "documentation")]
    texts += [one.text for one in element.inside if one.name == "documentation" and one.namespace in (WSDL, WSDL2)]
    return "\n\n".join(text for text in texts if text)


def gone(element: Element, place: Place) -> Deprecation | None:
    """Documentation that says deprecated at its head, or by the word that tools know."""
    text = said(element)
    at = text.find("@deprecated")
    if at >= 0:
        return Deprecation(place, text[at + len("@deprecated") :].strip())
    if text.lower().startswith("deprecated"):
        return Deprecation(place, text[len("deprecated") :].lstrip(".:,; -").strip())
    return None
