"""XML as elements that know where they stand. No DTD, no entities, nothing from outside: a DOCTYPE is refused."""

from collections.abc import Iterator
from typing import NamedTuple
from xml.parsers import expat

from ...document import Source
from ...limits import NotChecked
from ...places import Span

XML = "http://www.w3.org/XML/1998/namespace"
_CHUNK = 64 * 1024


class QName(NamedTuple):
    namespace: str
    name: str


type Scope = tuple["Scope | None", dict[str, str]]
"""The prefixes declared by an element, and the scope around it."""


class Element:
    """An element: its attributes by name (those of other namespaces by "namespace name"), and what is in it."""

    __slots__ = ("above", "attributes", "column", "inside", "line", "name", "namespace", "pieces", "scope", "source",
                 "width")  # fmt: skip

    def __init__(self, name: str, attributes: dict[str, str], scope: Scope, above: "Element | None") -> None:
        parts = name.split(" ")
        self.namespace = parts[0] if len(parts) > 1 else ""
        self.name = parts[1] if len(parts) > 1 else parts[0]
        self.width = 1 + len(self.name) + (len(parts[2]) + 1 if len(parts) > 2 else 0)
        self.attributes = attributes
        self.scope = scope
        self.above = above
        self.inside: list[Element] = []
        self.pieces: list[str | Element] = []
        """Text and elements as they follow each other, from the first text on."""
        self.line = self.column = 1
        self.source: Source

    @property
    def span(self) -> Span:
        return Span(self.line, self.column, self.line, self.column + self.width, self.source.name)

    def get(self, name: str, otherwise: str = "") -> str:
        return self.attributes.get(name, otherwise).strip()

    def of(self, namespace: str, *names: str) -> "Iterator[Element]":
        """The elements directly in it that are of a namespace, and have one of the names."""
        for one in self.inside:
            if one.namespace == namespace and (not names or one.name in names):
                yield one

    def first(self, namespace: str, *names: str) -> "Element | None":
        return next(self.of(namespace, *names), None)

    def qname(self, text: str, *, default: bool = True) -> QName | None:
        """What a prefixed name in its text means here. None: its prefix is not declared."""
        prefix, colon, name = text.strip().rpartition(":")
        if not colon and not default:
            return QName("", name)
        if prefix == "xml":
            return QName(XML, name)
        scope: Scope | None = self.scope
        while scope is not None:
            if prefix in scope[1]:
                return QName(scope[1][prefix], name)
            scope = scope[0]
        return None if prefix else QName("", name)

    def all(self) -> "Iterator[Element]":
        """Itself and everything in it, in the order of the document."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting += reversed(one.inside)

    @property
    def text(self) -> str:
        """Its text with that of what is in it, one space for each stretch of white; paragraphs stay apart."""
        found: list[str] = []
        waiting: list[str | Element] = [self]
        while waiting:
            one = waiting.pop()
            if isinstance(one, str):
                found.append(one)
            else:
                waiting += reversed(one.pieces or one.inside)
        said = "".join(found)
        lines = [" ".join(line.split()) for line in said.splitlines()]
        return "\n".join(lines).strip()


class _Known(Exception):
    """The root was seen: there is no need to read on."""


def root_name(source: Source) -> QName:
    """The name of the root; of ("", "") what is no XML until there."""
    found = QName("", "")
    if not source.text.lstrip("\ufeff \t\r\n").startswith("<"):
        return found

    def start(name: str, _: object) -> None:
        nonlocal found
        found = QName(*name.split(" ")) if " " in name else QName("", name)
        raise _Known

    parser = expat.ParserCreate("utf-8", " ")
    parser.StartElementHandler = start
    text = source.text.lstrip("\ufeff")
    try:
        for at in range(0, len(text), _CHUNK):
            parser.Parse(text[at : at + _CHUNK], False)
    except (_Known, expat.ExpatError):
        pass
    return found


class _Reader:
    def __init__(self, source: Source, code: str) -> None:
        self.source = source
        self.code = code
        self.root: Element | None = None
        self.open: list[Element] = []
        self.scope: Scope = (None, {})
        self.declared: dict[str, str] = {}
        self.left = source.limits.nodes
        self.text = source.text.lstrip("\ufeff")
        self.left_out = len(source.text) - len(self.text)
        self.parser = parser = expat.ParserCreate("utf-8", " ")
        parser.namespace_prefixes = True
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self.doctype
        parser.StartNamespaceDeclHandler = self.declare
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.said

    @property
    def at(self) -> tuple[int, int]:
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def refusal(self, code: str, message: str) -> NotChecked:
        return NotChecked(code, message, *self.at, self.source.name)

    def doctype(self, *_: object) -> None:
        said = "A DOCTYPE stands here. It can define entities and name files, none of which is read: take it out."
        before = self.text.encode()[: self.parser.CurrentByteIndex].decode("utf-8", "ignore")
        raise self.source.refusal(self.code, said, max(0, before.rfind("<!DOCTYPE")) + self.left_out)

    def declare(self, prefix: str | None, namespace: str | None) -> None:
        self.declared[prefix or ""] = namespace or ""

    def start(self, name: str, given: dict[str, str]) -> None:
        if len(self.open) >= self.source.limits.depth:
            most = self.source.limits.depth
            raise self.refusal("too-deep", f"The document nests more than {most} levels deep, which is the limit.")
        self.left -= 1 + len(given) + len(self.declared)
        if self.left < 0:
            most = self.source.limits.nodes
            raise self.refusal("too-many-nodes", f"The document has more than {most:,} elements and attributes.")
        above = self.open[-1] if self.open else None
        scope: Scope = above.scope if above is not None else (None, {})
        if self.declared:
            scope, self.declared = (scope, self.declared), {}
        attributes = {" ".join(key.split(" ")[:2]): value for key, value in given.items()}
        made = Element(name, attributes, scope, above)
        made.line, made.column = self.at
        made.source = self.source
        if above is None:
            self.root = made
        else:
            above.inside.append(made)
            if above.pieces:
                above.pieces.append(made)
        self.open.append(made)

    def end(self, _: str) -> None:
        self.open.pop()

    def said(self, text: str) -> None:
        if self.open and (self.open[-1].pieces or not text.isspace()):
            holder = self.open[-1]
            holder.pieces += [text] if holder.pieces else [*holder.inside, text]


def read(source: Source, code: str) -> Element:
    """The root. Raises NotChecked with line and column for what is no well-formed XML, or more than the limits."""
    reader = _Reader(source, code)
    text = reader.text
    try:
        for at in range(0, len(text), _CHUNK):
            reader.parser.Parse(text[at : at + _CHUNK], False)
        reader.parser.Parse("", True)
    except expat.ExpatError as error:
        said = expat.errors.messages.get(error.code, "it is not well-formed")
        message = f"This is not XML: {said}."
        raise NotChecked(code, message, error.lineno, error.offset + 1, source.name) from None
    assert reader.root is not None  # noqa: S101 - expat has said that there is one
    return reader.root
