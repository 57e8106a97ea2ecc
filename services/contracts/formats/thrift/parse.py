"""Reads a Thrift file into its definitions."""

import re
from collections.abc import Callable

from ...document import Source
from ...grammar import Token, Tokens, closest, words
from ...model import NO_MARKS, Value
from ...places import File, Place
from .look import GRAMMAR, OLD_HEADERS
from .tree import (
    BASE,
    CONTAINERS,
    Const,
    Definition,
    Enum,
    Function,
    Given,
    Include,
    Label,
    Member,
    Program,
    Service,
    Shape,
    Struct,
    Thrift,
    Typedef,
    stem,
)

_DOC = re.compile(r"/\*\*.*?\*/", re.S)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}


def docs(token: Token) -> str:
    """What is said of a thing: its doc comment, which may stand further above; else the comment right above it."""
    if not token.said:
        return ""
    found = _DOC.findall(token.said)
    return words(found[-1]) if found else closest(token.said)


class Reader:
    """Reads one file."""

    def __init__(self, document: Thrift, source: Source, *, several: bool) -> None:
        self.document = document
        self.source = source
        self.top = Place(None, (File(source.name),) if several else ())
        self.program = Program(stem(source.name), source, self.top)
        self.tokens = Tokens(source, GRAMMAR)
        above = _DOC.findall(self.tokens.next.said)
        if above and (len(above) > 1 or self.tokens.at("namespace", "include", "cpp_include", *OLD_HEADERS)):
            self.program.text = words(above[0])
        while self._header():
            pass
        definitions: dict[str, Callable[[], Definition]] = {
            "struct": self._struct,
            "union": self._struct,
            "exception": self._struct,
            "enum": self._enum,
            "senum": self._enum,
            "typedef": self._typedef,
            "const": self._const,
            "service": self._service,
        }
        while self.tokens.next.kind != "end":
            read = definitions.get(self.tokens.next.text) if self.tokens.next.kind == "word" else None
            if read is None:
                if self.tokens.at("namespace", "include", "cpp_include"):
                    said = f"{self.tokens.next.text} stands before all definitions, not after one"
                    raise self.tokens.refusal(said, self.tokens.next.start)
                raise self.tokens.surprise("a definition (struct, union, exception, enum, typedef, const, service)")
            text = docs(self.tokens.next)
            one = read()
            one.text = text
            self.tokens.accept(",", ";")
            self._keep(one)

    def _keep(self, one: Definition) -> None:
        program = self.program
        program.all.append(one)
        if isinstance(one, Service):
            program.services.setdefault(one.name, one)
        elif isinstance(one, Const):
            program.consts.setdefault(one.name, one)
        elif isinstance(one, Struct | Enum | Typedef):
            program.types.setdefault(one.name, one)

    def _header(self) -> bool:
        tokens, program = self.tokens, self.program
        if tokens.accept("include"):
            path = tokens.word("the name of a file in quotes", "string")
            place = self._at(self.top, path, f"include:{path.text[1:-1]}")
            program.includes.append(Include(place, self._text(path)))
        elif tokens.accept("cpp_include"):
            tokens.word("the name of a file in quotes", "string")
        elif old := tokens.accept(*OLD_HEADERS):
            program.namespaces.setdefault(old.text.partition("_")[0], self._namespace())
        elif tokens.accept("namespace"):
            language = "*" if tokens.accept("*") else tokens.word("a language").text
            program.namespaces.setdefault(language, self._namespace())
            self._annotations()
        else:
            return False
        tokens.accept(",", ";")
        return True

    def _namespace(self) -> str:
        if self.tokens.next.kind == "string":
            return self._text(self.tokens.take())
        return self.tokens.word("the name of a namespace").text

    def _named(self, what: str) -> Token:
        token = self.tokens.word(what)
        if "-" in token.text or "." in token.text:
            raise self.tokens.refusal(f"Expected {what}, found {token.text[:60]!r}", token.start)
        return token

    def _at(self, above: Place, token: Token, name: str) -> Place:
        return self.document.at(above, token.text, self.source, token.start, token.end, name=name)

    def _struct(self) -> Struct:
        kind = self.tokens.take().text
        name = self._named(f"the name of {'an' if kind == 'exception' else 'a'} {kind}")
        self.tokens.accept("xsd_all")
        place = self._at(self.top, name, "")
        self.tokens.expect("{")
        members = self._members(place, "}")
        known = {one.name: one for one in members}
        return Struct(place, name.text, marks=self._annotations(), kind=kind, members=members, known=known)

    def _members(self, place: Place, close: str) -> list[Member]:
        """Fields up to the closing sign, which is taken."""
        found: list[Member] = []
        while not self.tokens.accept(close):
            one = self._member(place)
            self.tokens.accept(",", ";")
            one.text = one.text or words(self.tokens.next.beside)
            found.append(one)
        return found

    def _member(self, above: Place) -> Member:
        tokens = self.tokens
        text, number = docs(tokens.next), None
        if tokens.next.kind == "number":
            number = self._whole(tokens.take())
            tokens.expect(":")
        need = tokens.take().text if tokens.at("required", "optional") else ""
        shape = self._shape(above)
        tokens.accept("&")
        name = self._named("the name of a field")
        place = self._at(above, name, f"field:{name.text}")
        shape.place = place
        default = self._given() if tokens.accept("=") else None
        marks: dict[str, Value] = {}
        for word in ("xsd_optional", "xsd_nillable"):
            if tokens.accept(word):
                marks[word] = True
        if tokens.accept("xsd_attrs"):
            tokens.expect("{")
            marks["xsd_attrs"] = [one.name for one in self._members(place, "}")]
        marks.update(self._annotations())
        return Member(place, name.text, text, marks or NO_MARKS, "", number, need, shape, default)

    def _shape(self, place: Place) -> Shape:
        tokens = self.tokens
        token = tokens.word("a type")
        here = self.document.at(place, f"<{token.start}>", self.source, token.start, token.end)
        shape = Shape(here, token.text)
        if token.text in CONTAINERS:
            self._cpp_type()
            tokens.expect("<")
            with tokens.deeper():
                shape.inner.append(self._shape(here))
                if token.text == "map":
                    tokens.expect(",")
                    shape.inner.append(self._shape(here))
            tokens.expect(">")
            self._cpp_type()
        elif token.text not in BASE and "-" in token.text:
            raise tokens.refusal(f"Expected a type, found {token.text[:60]!r}", token.start)
        shape.marks = self._annotations()
        return shape

    def _cpp_type(self) -> None:
        if self.tokens.accept("cpp_type"):
            self.tokens.word("a type of C++ in quotes", "string")

    def _annotations(self) -> dict[str, Value]:
        """`(deprecated = "Use place2", final)`: what has no value is true."""
        tokens = self.tokens
        found: dict[str, Value] = {}
        if not tokens.accept("("):
            return found
        while not tokens.accept(")"):
            name = tokens.word("the name of an annotation").text
            found[name] = self._text(tokens.word("a text in quotes", "string")) if tokens.accept("=") else True
            tokens.accept(",", ";")
        return found

    def _enum(self) -> Enum:
        senum = self.tokens.take().text == "senum"
        name = self._named("the name of an enum")
        place = self._at(self.top, name, "")
        enum = Enum(place, name.text)
        last = -1
        self.tokens.expect("{")
        while not self.tokens.accept("}"):
            text = docs(self.tokens.next)
            token = self.tokens.word("a text in quotes", "string") if senum else self._named("the name of a value")
            said = self._text(token) if senum else token.text
            label = Label(self._at(place, token, f"value:{said}"), said, text)
            if not senum:
                if self.tokens.accept("="):
                    last = self._whole(self.tokens.word("a whole number", "number"))
                else:
                    last += 1
                label.number = last
                label.marks = self._annotations() or NO_MARKS
            self.tokens.accept(",", ";")
            label.text = label.text or words(self.tokens.next.beside)
            enum.labels.append(label)
            enum.known.setdefault(said, label)
            enum.numbers.add(label.number)
        enum.marks = self._annotations() or NO_MARKS
        return enum

    def _typedef(self) -> Typedef:
        self.tokens.take()
        shape = self._shape(self.top)
        name = self._named("the name of a typedef")
        place = self._at(self.top, name, "")
        shape.place = place
        return Typedef(place, name.text, marks=self._annotations() or NO_MARKS, shape=shape)

    def _const(self) -> Const:
        self.tokens.take()
        shape = self._shape(self.top)
        name = self._named("the name of a constant")
        place = self._at(self.top, name, "")
        shape.place = place
        self.tokens.expect("=")
        return Const(place, name.text, shape=shape, value=self._given())

    def _service(self) -> Service:
        tokens = self.tokens
        tokens.take()
        name = self._named("the name of a service")
        service = Service(self._at(self.top, name, ""), name.text)
        if tokens.accept("extends"):
            above = tokens.word("the name of a service")
            place = self.document.at(service.place, "extends", self.source, above.start, above.end)
            service.extends = Shape(place, above.text)
        tokens.expect("{")
        below = self.top.to(*service.place.steps)  # of the same path, and without the service in its key
        while not tokens.accept("}"):
            one = self._function(below)
            tokens.accept(",", ";")
            one.text = one.text or words(tokens.next.beside)
            service.functions.append(one)
        service.marks = self._annotations() or NO_MARKS
        return service

    def _function(self, above: Place) -> Function:
        tokens = self.tokens
        text = docs(tokens.next)
        oneway = tokens.accept("oneway", "async") is not None
        returns = None if tokens.accept("void") else self._shape(above)
        name = self._named("the name of a function")
        place = self._at(above, name, "")
        function = Function(place, name.text, text, oneway=oneway, returns=returns)
        tokens.expect("(")
        function.arguments = self._members(place.to(name="request"), ")")
        if tokens.accept("throws"):
            tokens.expect("(")
            function.throws = self._members(place.to("throws"), ")")
        function.marks = self._annotations() or NO_MARKS
        return function

    def _given(self) -> Given:
        tokens = self.tokens
        if tokens.accept("["):
            found = Given("list")
            with tokens.deeper():
                while not tokens.accept("]"):
                    found.items.append(self._given())
                    tokens.accept(",", ";")
            return found
        if tokens.accept("{"):
            found = Given("map")
            with tokens.deeper():
                while not tokens.accept("}"):
                    found.items.append(self._given())
                    tokens.expect(":")
                    found.items.append(self._given())
                    tokens.accept(",", ";")
            return found
        token = tokens.next
        if token.kind not in ("number", "string", "word"):
            raise tokens.surprise("a value")
        tokens.take()
        if token.kind == "string":
            return Given("text", self._text(token))
        if token.kind == "word":
            return Given("name", token.text)
        if "0x" in token.text.lower() or not set(token.text.lower()) & set(".e"):
            return Given("integer", self._whole(token))
        return Given("double", float(token.text))

    def _whole(self, token: Token) -> int:
        """A whole number of 64 bits. Raises NotChecked for any other."""
        text = token.text.lower()
        base = 16 if "0x" in text else 10
        if base == 10 and set(text) & set(".e"):
            raise self.tokens.refusal(f"Expected a whole number, found {token.text[:60]!r}", token.start)
        number = int(text, base) if len(text) < 40 else 2**64
        if not -(2**63) <= number < 2**63:
            raise self.tokens.refusal(f"The number {token.text[:40]} does not fit into 64 bits", token.start)
        return number

    def _text(self, token: Token) -> str:
        inner = token.text[1:-1]
        if "\\" not in inner:
            return inner
        out, at = [], 0
        while at < len(inner):
            letter = inner[at]
            if letter == "\\":
                at += 1
                if inner[at] not in _ESCAPES:
                    said = f"There is no escape {inner[at - 1 : at + 1]!r} in a text"
                    raise self.tokens.refusal(said, token.start + at)
                letter = _ESCAPES[inner[at]]
            out.append(letter)
            at += 1
        return "".join(out)
