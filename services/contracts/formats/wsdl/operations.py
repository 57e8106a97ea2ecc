"""The operations of a port type (WSDL 1.1) or an interface (2.0): what goes in, what comes back, what goes wrong."""

from collections.abc import Iterable

from ...model import Answer, Body, Direction, Effect, Field, Message, Operation, Server, Type, Value
from ...naming import effect
from ...places import Place
from . import bindings as wire
from .bindings import Bound
from .elements import Element, QName
from .files import WSDL, WSDL2, Wsdl
from .policy import Policies
from .shapes import Shapes, gone, said

_VERBS: dict[str, tuple[Effect, bool, bool]] = {
    "GET": ("read", True, True), "HEAD": ("read", True, True), "PUT": ("replace", False, True),
    "DELETE": ("delete", False, True),
}  # fmt: skip
_SAFE = "http://www.w3.org/ns/wsdl-extensions safe"


class Operations:
    """Makes operations, and tells of what is named and is not there."""

    def __init__(self, wsdl: Wsdl, shapes: Shapes, policies: Policies) -> None:
        self.wsdl = wsdl
        self.shapes = shapes
        self.policies = policies
        self.messages: dict[QName, Element] = {}
        self.faults: dict[QName, Element] = {}
        for root in wsdl.roots:
            namespace = root.get("targetNamespace")
            for one in root.of(WSDL, "message"):
                name = QName(namespace, one.get("name"))
                if name in self.messages:
                    wsdl.flaw("format-invalid", f"The message {name.name} is declared a second time.", one)
                self.messages.setdefault(name, one)
            for interface in root.of(WSDL2, "interface"):
                for one in interface.of(WSDL2, "fault"):
                    self.faults.setdefault(QName(namespace, one.get("name")), one)

    def of(self, name: QName, port: Element, speaks: list[Bound], servers: tuple[Server, ...]) -> list[Operation]:
        """The operations that a port type declares, with what its bindings say of them."""
        return [self._operation(name, one, port, speaks, servers) for one in port.of(port.namespace, "operation")]

    def by_bindings(self, name: QName, speaks: list[Bound], servers: tuple[Server, ...]) -> list[Operation]:
        """Operations of a port type that is not here: bindings know their names, and which way messages go."""
        first: dict[str, Element] = {}
        for bound in speaks:
            for told, elements in bound.operations.items():
                first.setdefault(told, elements[0])
        return [self._operation(name, one, None, speaks, servers) for one in first.values()]

    def there(self, name: QName, port: Element, speaks: list[Bound]) -> None:
        """Tells of operations that a binding names and the port type does not have."""
        if port.namespace != WSDL:
            return
        known = {one.get("name") for one in port.of(WSDL, "operation")}
        for bound in speaks:
            for told, elements in bound.operations.items():
                if told not in known:
                    said = f"{name.name} has no operation {told[:200]!r} that this could bind."
                    self.wsdl.flaw("format-invalid", said, elements[0])

    def check_services(self, bound: dict[QName, Bound]) -> None:
        """Tells of ports whose binding is not there."""
        for root in self.wsdl.roots:
            for service in root.of(root.namespace, "service"):
                for port in service.of(root.namespace, "port", "endpoint"):
                    qname = port.qname(port.get("binding"))
                    if port.get("binding") and qname is not None and qname not in bound:
                        self.shapes.unknown(qname, "binding", port, Place(None, ("port", port.get("name"))))

    def _operation(
        self, port: QName, one: Element, declared: Element | None, speaks: list[Bound], servers: tuple[Server, ...]
    ) -> Operation:
        name = one.get("name") or one.get("ref").rpartition(":")[2]
        shown = f"{port.name}.{name}"
        place = self.wsdl.mark(Place(None, ()), f"operation {shown}", one, name=f"operation:{shown}")
        bound = [(each, told) for each in speaks for told in each.operations.get(name, [])[:1]]
        way = self._way(one)
        ins, outs = list(one.of(one.namespace, "input")), list(one.of(one.namespace, "output"))
        gives = way == "send"
        asked, back = (outs, ins) if gives else (ins, outs)
        rpc = any(wire.style_of(each, told) == "rpc" for each, told in bound)
        request = None
        if asked:
            at = self.wsdl.mark(place, "request", asked[0], name="request")
            request = self._message(asked[0], at, bound, rpc, required=True)
        answers = [self._answer(each, place, bound, rpc) for each in back[:1]]
        answers += [self._fault(each, place) for each in one.of(one.namespace, "fault", "outfault")]
        told_effect, safe, repeatable = self._effect(name, one, bound)
        marks: dict[str, Value] = {"bindings": [wire.marks(each, told) for each, told in bound]} if bound else {}
        if one.get("pattern"):
            marks["pattern"] = one.get("pattern").rpartition("/")[2]
        ways: list[list[Element]] = [
            [each.element, *([declared] if declared is not None else []), told, *self._parts(told),
             *(element for element, _ in each.ports[:1]), one]
            for each, told in bound
        ]  # fmt: skip
        return Operation(
            place,
            name,
            shown,
            way,
            next((each.protocol for each, _ in bound if each.protocol), ""),
            told_effect,
            safe,
            repeatable,
            text=said(one),
            groups=(port.name,),
            needs=self.policies.needs(ways or [[one, *([declared] if declared is not None else [])]]),
            request=request,
            answers=tuple(answers),
            servers=servers,
            deprecated=gone(one, place),
            marks=marks,
        )

    def _parts(self, operation: Element) -> Iterable[Element]:
        """What of a bound operation carries policies of its own, on the way in."""
        return operation.of(operation.namespace, "input")

    def _way(self, one: Element) -> Direction:
        """By which message comes first, and whether another one follows."""
        pattern = one.get("pattern").rpartition("/")[2]
        if pattern:
            if pattern in ("in-only", "robust-in-only"):
                return "receive"
            return "send" if pattern.startswith(("out-", "robust-out")) else "call"
        order = [each.name for each in one.inside if each.name in ("input", "output")]
        if order[:1] == ["output"]:
            return "send"
        return "receive" if order == ["input"] else "call"

    def _effect(
        self, name: str, one: Element, bound: list[tuple[Bound, Element]]
    ) -> tuple[Effect, bool | None, bool | None]:
        verbs = {wire.verb(each, told) for each, told in bound}
        if len(verbs) == 1 and (known := _VERBS.get(verbs.pop())):
            return known
        safe = one.get(_SAFE) in ("true", "1")
        return ("read", True, True) if safe else (effect(name), None, None)

    def _answer(self, one: Element, place: Place, bound: list[tuple[Bound, Element]], rpc: bool) -> Answer:
        at = self.wsdl.mark(place, one.name, one, name=f"answer:{one.name}")
        return Answer(at, one.name, "success", self._message(one, at, bound, rpc))

    def _fault(self, one: Element, place: Place) -> Answer:
        name = one.get("name") or one.get("ref").rpartition(":")[2] or "fault"
        at = self.wsdl.mark(place, f"fault {name}", one, name=f"answer:{name}")
        if one.namespace == WSDL2:
            qname = one.qname(one.get("ref")) if one.get("ref") else None
            fault = self.faults.get(qname) if qname is not None else None
            if fault is None and qname is not None:
                self.shapes.unknown(qname, "fault", one, at)
            message = self._message2(fault if fault is not None else one, at)
            return Answer(at, name, "error", message)
        return Answer(at, name, "error", self._message(one, at, [], rpc=False))

    def _message2(self, one: Element, at: Place, *, required: bool = False) -> Message:
        """A message of WSDL 2.0: one element, or #any, or #none."""
        told = one.get("element", "#other")
        if told == "#none":
            return Message(at, one.get("name"), said(one))
        shape = Type(at, "any") if told.startswith("#") else self.shapes.named(one, "element", at, "element")
        return Message(at, one.get("name"), said(one), required, bodies=(Body(at, shape),))

    def _message(
        self, one: Element, at: Place, bound: list[tuple[Bound, Element]], rpc: bool, *, required: bool = False
    ) -> Message:
        """The message that an input, an output or a fault names, by its parts."""
        if one.namespace == WSDL2:
            return self._message2(one, at, required=required)
        if not one.get("message"):  # a binding alone, or a mistake that `check` tells
            return Message(at, one.get("name"), said(one), required)
        qname = one.qname(one.get("message"))
        message = self.messages.get(qname) if qname is not None else None
        if message is None:
            if qname is None:
                self.shapes.named(one, "message", at, "message")
            else:
                self.shapes.unknown(qname, "message", one, at)
                return Message(at, qname.name, said(one), required, bodies=(Body(at, Type(at, ref=qname.name)),))
            return Message(at, one.get("name"), said(one), required)
        text = said(one) or said(message)
        headers = self._headers(one, bound)
        parts = list(message.of(WSDL, "part"))
        inside = [part for part in parts if part.get("name") not in headers]
        beside = tuple(self._part(part, at, "header") for part in parts if part.get("name") in headers)
        if not inside:
            bodies: tuple[Body, ...] = ()
        elif len(inside) == 1 and inside[0].get("element") and not rpc:
            bodies = (Body(at, self.shapes.named(inside[0], "element", at, "element")),)
        else:
            shape = Type(at, "record", fields=tuple(self._part(part, at) for part in inside), open_fields=False)
            bodies = (Body(at, shape),)
        return Message(at, message.get("name"), text, required, beside, bodies)

    def _part(self, part: Element, above: Place, where: str = "") -> Field:
        name = part.get("name")
        key = f"{where}:{name}" if where else f"field:{name}"
        at = self.wsdl.mark(above, f"part {name}", part, name=key)
        if part.get("element"):
            shape = self.shapes.named(part, "element", at, "element")
        elif part.get("type"):
            shape = self.shapes.named(part, "type", at)
        else:
            shape = Type(at, "any")
        return Field(at, name, shape, required=True, text=said(part), where=where, deprecated=gone(part, at))

    def _headers(self, one: Element, bound: list[tuple[Bound, Element]]) -> set[str]:
        """The parts of this message that a binding puts into headers."""
        found: set[str] = set()
        wanted = one.get("message").rpartition(":")[2]
        for _, told in bound:
            for side in told.of(WSDL, one.name):
                for each in side.all():
                    if each.name == "header" and each.namespace in (wire.SOAP, wire.SOAP12):
                        message = each.get("message").rpartition(":")[2]
                        if message == wanted:
                            found.add(each.get("part"))
        return found
