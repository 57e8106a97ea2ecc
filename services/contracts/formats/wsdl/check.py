"""Whether WSDL and XML Schema are written as their own schemas say: which elements stand where, with what they need.

The official schemas are stricter than every tool (WSDL 1.1's own examples break them), and judge a whole document in
seconds without lines. These checks tell what makes a contract unusable, each at its place.
"""

from collections.abc import Iterator

from ...model import Flaw
from ...places import Place
from .elements import Element
from .files import WSDL, WSDL2, XSD, Wsdl

_MODELS = "element group choice sequence any"
_ATTRIBUTES = "attribute attributeGroup anyAttribute assert"
_SIMPLE = (
    "simpleType length minLength maxLength pattern enumeration whiteSpace maxInclusive maxExclusive minInclusive "
    "minExclusive totalDigits fractionDigits assertion explicitTimezone"
)
_INSIDE: dict[str, dict[str, str]] = {
    XSD: {
        "schema": "include import redefine override simpleType complexType group attributeGroup element attribute "
        "notation defaultOpenContent",
        "element": "simpleType complexType unique key keyref alternative",
        "complexType": f"simpleContent complexContent openContent all {_MODELS} {_ATTRIBUTES}",
        "simpleContent": "restriction extension",
        "complexContent": "restriction extension openContent",
        "extension": f"openContent all {_MODELS} {_ATTRIBUTES}",
        "restriction": f"openContent all {_MODELS} {_ATTRIBUTES} {_SIMPLE}",
        "sequence": _MODELS,
        "choice": _MODELS,
        "all": "element any group",
        "group": "all choice sequence",
        "attributeGroup": _ATTRIBUTES,
        "attribute": "simpleType",
        "simpleType": "restriction list union",
        "list": "simpleType",
        "union": "simpleType",
    },
    WSDL: {
        "definitions": "import types message portType binding service",
        "types": "",
        "message": "part",
        "portType": "operation",
        "binding": "operation",
        "operation": "input output fault",
        "service": "port",
    },
    WSDL2: {
        "description": "import include types interface binding service",
        "types": "",
        "interface": "operation fault",
        "operation": "input output infault outfault",
        "binding": "operation fault",
        "service": "endpoint",
    },
}
_ALLOWED = {
    space: {name: frozenset(inside.split()) for name, inside in table.items()} for space, table in _INSIDE.items()
}
_NEEDED = {
    (WSDL, "message"): ("name",), (WSDL, "part"): ("name",), (WSDL, "portType"): ("name",),
    (WSDL, "binding"): ("name", "type"), (WSDL, "operation"): ("name",), (WSDL, "service"): ("name",),
    (WSDL, "port"): ("name", "binding"), (WSDL, "import"): ("namespace",), (WSDL2, "description"): ("targetNamespace",),
    (WSDL2, "interface"): ("name",), (WSDL2, "binding"): ("name", "type"), (WSDL2, "service"): ("name", "interface"),
    (WSDL2, "endpoint"): ("name", "binding"), (WSDL2, "import"): ("namespace",), (WSDL2, "include"): ("location",),
    (XSD, "include"): ("schemaLocation",), (XSD, "redefine"): ("schemaLocation",), (XSD, "extension"): ("base",),
}  # fmt: skip
_BOTH = (("name", "ref"), ("ref", "type"), ("default", "fixed"))


def check(wsdl: Wsdl) -> Iterator[Flaw]:
    """Every breach, in the order of the files."""
    seen: set[int] = set()
    for root in [*wsdl.roots, *(one.root for one in wsdl.schemas)]:
        if id(root) in seen:
            continue
        for one in root.all():
            seen.add(id(one))
            if one.namespace in _ALLOWED:
                for message in _wrong(one):
                    yield Flaw("format-invalid", _place(one), message, one.span)


def _place(one: Element) -> Place:
    """Named by the nearest thing with a name: it keeps its key while other parts move."""
    named: Element | None = one
    while named is not None and not named.get("name"):
        named = named.above
    name = f"{named.name}:{named.get('name')}" if named is not None else ""
    return Place(None, ("xml", one.source.name, one.line, one.column), name)


def _wrong(one: Element) -> Iterator[str]:
    above = one.above
    if above is not None and above.namespace == one.namespace and one.name not in ("annotation", "documentation"):
        allowed = _ALLOWED[one.namespace].get(above.name)
        if allowed is not None and one.name not in allowed and above.name not in ("redefine", "override"):
            yield f"A {one.name} cannot stand in a {above.name}."
    needed = _NEEDED.get((one.namespace, one.name), ())
    if one.namespace == WSDL2 and above is not None and above.name == "binding":
        needed = ("ref",) if one.name in ("operation", "fault") else needed
    for name in needed:
        if name not in one.attributes:
            yield f"A {one.name} needs the attribute {name}."
    if one.namespace == XSD and one.name in ("element", "attribute"):
        yield from _declared(one)
    elif one.namespace == XSD and one.name == "restriction":
        simple = above is not None and above.name == "simpleType"
        inner = any(one.of(XSD, "simpleType"))
        if not inner and not one.get("base"):
            yield "A restriction needs the attribute base."
        elif simple and inner and one.get("base"):
            yield "A restriction has the attribute base or a simpleType in it, not both."
    elif one.namespace == WSDL:
        yield from _passed(one)


def _passed(one: Element) -> Iterator[str]:
    """What parts and the messages of operations need."""
    if one.name == "part" and bool(one.get("element")) == bool(one.get("type")):
        yield f"The part {one.get('name')} names an element or a type: one of the two."
    elif one.name in ("input", "output", "fault") and _in_port(one):
        if not one.get("message"):
            yield f"A {one.name} needs the attribute message."
        if one.name == "fault" and not one.get("name"):
            yield "A fault needs the attribute name."


def _in_port(one: Element) -> bool:
    return one.above is not None and one.above.above is not None and one.above.above.name == "portType"


def _declared(one: Element) -> Iterator[str]:
    for first, second in _BOTH:
        if first in one.attributes and second in one.attributes:
            yield f"The attributes {first} and {second} exclude each other."
    inner = any(one.of(XSD, "simpleType", "complexType"))
    if inner and ("type" in one.attributes or "ref" in one.attributes):
        word = "type" if "type" in one.attributes else "ref"
        yield f"The attribute {word} and a type in it exclude each other."
