"""How operations go over the wire: bindings of WSDL 1.1 and 2.0, and the services that offer them."""

from dataclasses import dataclass, field

from ...model import Server, Value
from ...places import Place
from .elements import Element, QName
from .files import WSDL, WSDL2, Wsdl
from .shapes import said

SOAP = "http://schemas.xmlsoap.org/wsdl/soap/"
SOAP12 = "http://schemas.xmlsoap.org/wsdl/soap12/"
HTTP = "http://schemas.xmlsoap.org/wsdl/http/"
WSOAP = "http://www.w3.org/ns/wsdl/soap"
WHTTP = "http://www.w3.org/ns/wsdl/http"
_TOLD = {SOAP: ("soap", "1.1"), SOAP12: ("soap", "1.2"), HTTP: ("http", "")}


@dataclass(slots=True, eq=False)
class Bound:
    """A binding: of which interface, by which protocol, and what it says of each operation."""

    element: Element
    name: QName
    of: QName | None
    protocol: str = ""
    version: str = ""
    style: str = ""
    operations: dict[str, list[Element]] = field(default_factory=dict)
    ports: list[tuple[Element, Element]] = field(default_factory=list)
    """The ports that offer it, with their services."""


def bindings(wsdl: Wsdl) -> dict[QName, Bound]:
    """All bindings of the contract by their names."""
    found: dict[QName, Bound] = {}
    for root in wsdl.roots:
        for one in root.of(root.namespace, "binding"):
            name = QName(root.get("targetNamespace"), one.get("name"))
            if name in found:
                wsdl.flaw("format-invalid", f"The binding {name.name} is declared a second time.", one)
                continue
            found[name] = _bound(one, name)
    for root in wsdl.roots:
        for service in root.of(root.namespace, "service"):
            for port in service.of(root.namespace, "port", "endpoint"):
                qname = port.qname(port.get("binding"))
                if qname in found:
                    found[qname].ports.append((port, service))
    return found


def _bound(element: Element, name: QName) -> Bound:
    two = element.namespace == WSDL2
    told = element.get("interface" if two else "type")
    made = Bound(element, name, element.qname(told) if told else None)
    if two:
        kind = element.get("type")
        made.protocol = {WSOAP: "soap", WHTTP: "http"}.get(kind, "")
        made.version = element.get(f"{WSOAP} version", "1.2") if made.protocol == "soap" else ""
    else:
        for one in element.inside:
            if one.name == "binding" and one.namespace != WSDL:
                made.protocol, made.version = _TOLD.get(one.namespace, ("", ""))
                made.style = one.get("style", "document" if made.protocol == "soap" else "") or one.get("verb")
                if not made.protocol and "corba" in one.namespace:
                    made.protocol = "iiop"
    for one in element.of(element.namespace, "operation"):
        told = one.get("ref").rpartition(":")[2] if two else one.get("name")
        made.operations.setdefault(told, []).append(one)
    return made


def marks(bound: Bound, operation: Element) -> dict[str, Value]:
    """What a binding says of an operation, as a person reads it."""
    told: dict[str, Value] = {"binding": bound.name.name}
    if bound.protocol:
        told["protocol"] = f"{bound.protocol} {bound.version}".strip()
    style, use = style_of(bound, operation), ""
    for one in operation.inside:
        if one.name == "operation" and one.namespace in _TOLD:
            if "soapAction" in one.attributes:
                told["soapAction"] = one.get("soapAction")
            if one.get("location"):
                told["location"] = one.get("location")
        elif one.name in ("input", "output"):
            use = use or next((body.get("use") for body in one.inside if body.name == "body"), "")
    for key in ("action", "protocol", "mep"):
        if operation.get(f"{WSOAP} {key}"):
            told[key] = operation.get(f"{WSOAP} {key}")
    for key in ("method", "location", "inputSerialization", "outputSerialization"):
        if operation.get(f"{WHTTP} {key}"):
            told[key] = operation.get(f"{WHTTP} {key}")
    told |= {"style": style} if style else {}
    told |= {"use": use} if use else {}
    return told


def style_of(bound: Bound, operation: Element) -> str:
    """document or rpc: told of the operation, else of the binding."""
    for one in operation.inside:
        if one.name == "operation" and one.namespace in (SOAP, SOAP12) and one.get("style"):
            return one.get("style")
    return bound.style if bound.protocol == "soap" else ""


def verb(bound: Bound, operation: Element | None) -> str:
    """The HTTP method by which a binding calls, where it says one."""
    if operation is not None and operation.get(f"{WHTTP} method"):
        return operation.get(f"{WHTTP} method").upper()
    return bound.style.upper() if bound.protocol == "http" else ""


def servers(wsdl: Wsdl) -> list[tuple[Server, QName | None]]:
    """Where the contract is offered: each port with the binding it speaks."""
    found: list[tuple[Server, QName | None]] = []
    for root in wsdl.roots:
        for service in root.of(root.namespace, "service"):
            for port in service.of(root.namespace, "port", "endpoint"):
                address = port.get("address")
                for one in port.inside:
                    if one.name == "address" and one.get("location"):
                        address = one.get("location")
                if not address:
                    continue
                place = wsdl.mark(Place(None, ()), f"server {address}", port, name=f"server:{address}")
                protocol = address.partition(":")[0].lower() if ":" in address else ""
                told: dict[str, Value] = {"service": service.get("name"), "binding": port.get("binding")}
                text = said(port) or said(service)
                server = Server(place, address, protocol, port.get("name"), text, told)
                found.append((server, port.qname(port.get("binding"))))
    return found
