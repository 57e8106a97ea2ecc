"""WSDL as an Interface: the operations of its port types or interfaces, what they pass, and where they are offered."""

from collections.abc import Iterable
from pathlib import PurePosixPath

from ...model import Contact, Facts, Flaw, Group, Interface, Operation, Server
from ...naming import version
from ...places import Place
from .bindings import Bound, bindings, servers
from .elements import Element, QName
from .files import Wsdl
from .operations import Operations
from .policy import Policies
from .shapes import Shapes, said


def build(wsdl: Wsdl, facts: Facts) -> tuple[Interface, list[Flaw]]:
    """The Interface, and what could not be followed."""
    shapes = Shapes(wsdl)
    bound = bindings(wsdl)
    policies = Policies(wsdl)
    makes = Operations(wsdl, shapes, policies)
    offered = servers(wsdl)
    operations: list[Operation] = []
    groups: list[Group] = []
    ports: dict[QName, Element] = {}
    for root in wsdl.roots:
        for one in root.of(root.namespace, "portType", "interface"):
            name = QName(root.get("targetNamespace"), one.get("name"))
            if name in ports:
                wsdl.flaw("format-invalid", f"{one.get('name')} is declared a second time.", one)
                continue
            ports[name] = one
    speaking = _speaking(bound.values(), ports)
    for name, one in ports.items():
        speaks = speaking.get(name, [])
        makes.there(name, one, speaks)
        operations += makes.of(name, one, speaks, _own(speaks, offered))
        place = wsdl.mark(Place(None, ()), f"group {name.name}", one, name=f"group:{name.name}")
        groups.append(Group(place, name.name, said(one)))
    away: dict[QName, list[Bound]] = {}
    for each in bound.values():
        if each.of is not None and each.of not in ports:
            away.setdefault(each.of, []).append(each)
    for missing, speaks in away.items():
        shapes.unknown(missing, "portType", speaks[0].element, Place(None, ("binding", speaks[0].name.name)))
        operations += makes.by_bindings(missing, speaks, _own(speaks, offered))
        groups.append(Group(Place(None, ("group", missing.name), f"group:{missing.name}"), missing.name))
    makes.check_services(bound)
    types = shapes.types()
    head = next((one for one in wsdl.roots if one.source is wsdl.main), None) or next(iter(wsdl.roots), None)
    namespace = head.get("targetNamespace") if head is not None else ""
    interface = Interface(
        Place(None, ()),
        "wsdl",
        title=_title(wsdl, head),
        version=version(namespace) if namespace else "",
        text=_text(wsdl, head),
        contact=Contact(),
        servers=tuple(server for server, _ in offered),
        guards=tuple(policies.guards.values()),
        groups=tuple(groups),
        operations=tuple(operations),
        types=types,
        facts=facts,
        marks={"targetNamespace": namespace} if namespace else {},
    )
    return interface, [*wsdl.outside.values(), *shapes.missing.values()]


def build_schema(wsdl: Wsdl, facts: Facts) -> tuple[Interface, list[Flaw]]:
    """Schemas alone: types that others pass, and no operation."""
    shapes = Shapes(wsdl)
    types = shapes.types()
    root = next((one.root for one in wsdl.schemas if one.root.source is wsdl.main), None)
    namespace = root.get("targetNamespace") if root is not None else ""
    interface = Interface(
        Place(None, ()),
        "xsd",
        title=PurePosixPath(wsdl.main.name).stem or namespace,
        version=(root.get("version") if root is not None else "") or (version(namespace) if namespace else ""),
        text=said(root) if root is not None else "",
        types=types,
        facts=facts,
        marks={"targetNamespace": namespace} if namespace else {},
    )
    return interface, [*wsdl.outside.values(), *shapes.missing.values()]


def _speaking(bound: Iterable[Bound], ports: dict[QName, Element]) -> dict[QName, list[Bound]]:
    """The bindings of each interface: those that name it, or one that extends it; in 2.0 those that name none, too."""
    found: dict[QName, list[Bound]] = {}
    for one in bound:
        waiting: list[QName | None] = [one.of] if one.of is not None else [*ports]
        seen: set[QName] = set()
        while waiting:
            name = waiting.pop()
            if name is None or name in seen or name not in ports:
                continue
            seen.add(name)
            found.setdefault(name, []).append(one)
            waiting += [ports[name].qname(each) for each in ports[name].get("extends").split()]
    return found


def _own(speaks: list[Bound], offered: list[tuple[Server, QName | None]]) -> tuple[Server, ...]:
    """The servers of some operations, where they are not simply all of them."""
    names = {one.name for one in speaks}
    own = tuple(server for server, name in offered if name in names)
    return own if len(own) < len(offered) else ()


def _title(wsdl: Wsdl, root: Element | None) -> str:
    if root is not None and root.get("name"):
        return root.get("name")
    names = [one.get("name") for each in wsdl.roots for one in each.of(each.namespace, "service")]
    names += [one.get("name") for each in wsdl.roots for one in each.of(each.namespace, "portType", "interface")]
    return next((name for name in names if name), PurePosixPath(wsdl.main.name).stem)


def _text(wsdl: Wsdl, root: Element | None) -> str:
    """What the definitions say of themselves, else their service, else the one port type."""
    texts = [said(root)] if root is not None else []
    texts += [said(one) for each in wsdl.roots for one in each.of(each.namespace, "service")]
    ports = [one for each in wsdl.roots for one in each.of(each.namespace, "portType", "interface")]
    texts += [said(ports[0])] if len(ports) == 1 else []
    return next((text for text in texts if text), "")
