"""The files of a WSDL contract: what is imported and included is looked for among what was handed in."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from ...document import Source
from ...grammar import Script
from ...model import Flaw
from ...places import START, Place
from .elements import XML, Element, QName, read, root_name

WSDL = "http://schemas.xmlsoap.org/wsdl/"
WSDL2 = "http://www.w3.org/ns/wsdl"
XSD = "http://www.w3.org/2001/XMLSchema"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
ENCODING = "http://schemas.xmlsoap.org/soap/encoding/"
ENCODING2 = "http://www.w3.org/2003/05/soap-encoding"
BUILT_IN = frozenset({XSD, XML, XSI, ENCODING, ENCODING2, WSDL, WSDL2, ""})
"""Namespaces that everybody knows: nothing has to be brought for them."""
SPACES = {
    "complexType": "type", "simpleType": "type", "element": "element", "group": "group",
    "attributeGroup": "attributeGroup", "attribute": "attribute",
}  # fmt: skip
"""What an XSD declares by name, and the five kinds of names, each of which may use a name once."""


@dataclass(slots=True, eq=False)
class Global:
    """Something that has a name for everybody: in which namespace, and how it is called in the Interface."""

    element: Element
    namespace: str
    space: str
    name: str
    shown: str = ""


@dataclass(slots=True)
class Schema:
    """An XSD: its own namespace is that of who includes it, where it has none."""

    root: Element
    namespace: str


class Wsdl(Script):
    """All that was read: the definitions, the schemas in and beside them, and what could not be followed."""

    def __init__(self, main: Source, files: Mapping[str, Source], code: str) -> None:
        super().__init__()
        self.main = main
        self.files = files
        self.code = code
        self.first = START._replace(file=main.name)
        self.roots: list[Element] = []
        self.schemas: list[Schema] = []
        self.globals: dict[tuple[str, str, str], Global] = {}
        self.shown: dict[str, Global] = {}
        """The same by the names they are shown with."""
        self.away: set[str] = set()
        """Namespaces of which something is not here."""
        self.outside: dict[str, Flaw] = {}
        self._read: dict[str, Element] = {}
        self._seen: set[tuple[str, str]] = set()
        self._by_namespace: dict[str, list[Source]] | None = None
        self._names: dict[str, str] = {}

    def mark(self, above: Place, step: str, element: Element, *, name: str = "") -> Place:
        """A new place where an element stands."""
        place = above.to(step, name=name)
        if place.path in self.marks:
            place = above.to(f"{step} {element.line}:{element.column}", name=name)
        self.marks[place.path] = element.span
        return place

    def flaw(self, rule: str, message: str, element: Element, place: Place | None = None) -> None:
        self.found.append(Flaw(rule, place or Place(None, ("xml",)), message, element.span))

    def open(self, source: Source) -> None:
        """Reads a file that is part of the contract, once, with all that it leads to."""
        waiting: list[tuple[Source, str, str]] = [(source, "", "")]
        while waiting:
            found, namespace, how = waiting.pop(0)
            root = self._root(found)
            own = root.get("targetNamespace") or (namespace if how == "include" else "")
            if (found.name, own) in self._seen:
                continue
            self._seen.add((found.name, own))
            if root.namespace == XSD and root.name == "schema":
                waiting += self._schema(root, own)
            elif (root.namespace, root.name) in ((WSDL, "definitions"), (WSDL2, "description")):
                self.roots.append(root)
                waiting += self._definitions(root)
            else:
                self.flaw("format-invalid", f"{found.name} is neither WSDL nor XML Schema.", root)

    def _root(self, source: Source) -> Element:
        if source.name not in self._read:
            self._read[source.name] = read(source, self.code)
        return self._read[source.name]

    def has_namespace(self, source: Source) -> bool:
        return bool(self._root(source).get("targetNamespace"))

    def was_read(self, source: Source) -> bool:
        return any(name == source.name for name, _ in self._seen)

    def _definitions(self, root: Element) -> list[tuple[Source, str, str]]:
        ahead: list[tuple[Source, str, str]] = []
        for one in root.of(root.namespace, "import", "include"):
            ahead += self._follow(one, one.get("location"), one.get("namespace"), one.name)
        for types in root.of(root.namespace, "types"):
            own = {one.get("targetNamespace") for one in types.of(XSD, "schema")}
            for one in types.of(XSD, "schema"):
                ahead += self._schema(one, one.get("targetNamespace"), own)
            for one in types.of(XSD, "import", "include"):
                ahead += self._follow(one, one.get("schemaLocation"), one.get("namespace"), one.name)
        return ahead

    def _schema(self, root: Element, namespace: str, beside: Collection[str] = ()) -> list[tuple[Source, str, str]]:
        self.schemas.append(Schema(root, namespace))
        ahead: list[tuple[Source, str, str]] = []
        for one in root.of(XSD):
            if one.name == "import":
                wanted = one.get("namespace")
                if wanted not in beside or one.get("schemaLocation"):
                    ahead += self._follow(one, one.get("schemaLocation"), wanted, "import")
            elif one.name in ("include", "redefine", "override"):
                ahead += self._follow(one, one.get("schemaLocation"), namespace, "include")
                for below in one.of(XSD):
                    self._declare(below, namespace, again=True)
            else:
                self._declare(one, namespace)
        return ahead

    def _declare(self, one: Element, namespace: str, *, again: bool = False) -> None:
        space, name = SPACES.get(one.name, ""), one.get("name")
        if not space:
            return
        if not name:
            self.flaw("format-invalid", f"A {one.name} that stands in a schema needs a name.", one)
            return
        key = (space, namespace, name)
        known = self.globals.get(key)
        if known is None:
            self.globals[key] = Global(one, namespace, space, name)
        elif not again and known.element.above is not None and known.element.above.name == "schema":
            said = f"{name} is declared a second time; the first is in line {known.element.line}."
            self.flaw("format-invalid", said, one)

    def _follow(self, one: Element, location: str, namespace: str, how: str) -> Iterator[tuple[Source, str, str]]:
        """The file that is meant, or the note that it is not here."""
        source = self._file(one.source, location) if location else None
        if source is None and namespace not in BUILT_IN and how == "import":
            source = next(iter(self._declaring().get(namespace, [])), None)
        if source is not None:
            yield source, namespace, how
        elif namespace not in BUILT_IN or (location and how != "import"):
            wanted = location or namespace
            said = f"{wanted[:200]} is not here: what it declares is known by name only."
            place = Place(None, ("import", wanted), f"import:{wanted}")
            self.away.add(namespace)
            self.outside.setdefault(wanted, Flaw("reference-not-followed", place, said, one.span))

    def _file(self, by: Source, location: str) -> Source | None:
        """The file of that name: beside the one that imports it, or the only one that ends so. No address is opened."""
        wanted = unquote(location.split("#", maxsplit=1)[0]).replace("\\", "/")
        if "://" in wanted:
            wanted = wanted.split("://", 1)[1].partition("/")[2]
        folder = list(PurePosixPath(by.name).parent.parts)
        steps: list[str] = []
        for step in wanted.split("/"):
            if step == "..":
                (steps or folder or [""]).pop()
            elif step not in ("", "."):
                steps.append(step)
        if not steps:
            return None
        beside = self.files.get("/".join([*folder, *steps]))
        if beside is not None:
            return beside
        ending = "/" + "/".join(steps)
        found = [source for name, source in self.files.items() if ("/" + name).endswith(ending)]
        return found[0] if len(found) == 1 else None

    def _declaring(self) -> dict[str, list[Source]]:
        """The schemas that came along, by their namespaces."""
        if self._by_namespace is None:
            self._by_namespace = {}
            for source in self.files.values():
                if source.name and root_name(source) == QName(XSD, "schema"):
                    namespace = self._root(source).get("targetNamespace")
                    self._by_namespace.setdefault(namespace, []).append(source)
        return self._by_namespace

    def name_all(self) -> None:
        """How each global is called: its own name, with what it is or its namespace where that is taken."""
        order = ("type", "element", "group", "attributeGroup", "attribute")
        for space in order:
            for one in self.globals.values():
                if one.space == space and not one.shown:
                    one.shown = self.called(one.namespace, one.name, space)
                    self.shown[one.shown] = one

    def called(self, namespace: str, name: str, space: str) -> str:
        taken = f"{space} {{{namespace}}}{name}"
        for shown in (name, f"{space} {name}", f"{{{namespace}}}{name}", taken):
            if self._names.setdefault(shown, taken) == taken:
                return shown
        return taken


def load(main: Source, own: tuple[Source, ...], files: Mapping[str, Source], code: str) -> Wsdl:
    """Reads the files of the contract. Raises NotChecked for what is not well-formed."""
    wsdl = Wsdl(main, files, code)
    for source in own:
        if wsdl.has_namespace(source):
            wsdl.open(source)
    for source in own:  # a schema without a namespace takes that of who includes it
        if not wsdl.was_read(source):
            wsdl.open(source)
    wsdl.name_all()
    return wsdl
