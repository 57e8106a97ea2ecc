"""Modules, interfaces, value types, components: what an IDL text defines, and the operations in it."""

from collections.abc import Mapping
from itertools import islice

from ...document import Source
from ...grammar import Script, closest
from ...limits import NotChecked
from ...model import Flaw
from ...places import START, Place
from .kinds import CONSTRUCTED
from .pragmas import Pragmas
from .stream import Macro, Piece
from .tree import Decl, Mark, Member, Named, Plain

_DEFINED = ("module", "interface", "valuetype", "eventtype", "component", "home", "porttype", "connector", "import")
_HEADS = ("abstract", "local", "custom", *_DEFINED)


class Idl(Script):
    """All that the files declare. `top` is the scope without a name."""

    def __init__(self, main: Source) -> None:
        super().__init__()
        self.first = START._replace(file=main.name)
        self.main = main
        self.top = Decl("module", "", main, 0, 0)
        self.order: list[Decl] = []
        """Operations, attributes and types as they were written."""
        self.unknown: list[Named] = []
        self.outside: dict[str, Flaw] = {}
        """Files and macros that could not be followed, by their names."""
        self.said = ""
        """The comment at the head of the main file."""


def read(main: Source, own: tuple[Source, ...], files: Mapping[str, Source]) -> Idl:
    """Reads the files, those that no other one includes first. Raises NotChecked for what is no IDL."""
    idl = Idl(main)
    left: dict[str, dict[str, Macro | None]] = {}
    included = {name.replace("\\", "/").rsplit("/", 1)[-1] for source in own for name in _wanted(source)}
    roots = [one for one in own if one.name.rsplit("/", 1)[-1] not in included or one is main]
    for source in (*roots, *own):
        if source.name not in left:
            left[source.name] = {}
            Reader(source, files, left, idl).file()
    return idl


def _wanted(source: Source) -> list[str]:
    """What a file seems to include: enough to know where to begin."""
    found = []
    for line in source.text.splitlines():
        if line.lstrip().startswith("#") and "include" in line:
            parts = line.replace("<", '"').replace(">", '"').split('"')
            found += parts[1:2]
    return found


class Reader(Pragmas):
    """Reads one file, with all that it includes, into the document."""

    def __init__(
        self, source: Source, files: Mapping[str, Source], left: dict[str, dict[str, Macro | None]], idl: Idl
    ) -> None:
        self.idl = idl
        self.scope = idl.top
        self.found = idl.found
        self.unknown = idl.unknown
        self.prefixes = {}
        super().__init__(source, files, left, self._outside)

    def _outside(self, name: str, what: str, source: Source, start: int, end: int) -> None:
        """Tells once of a file that is not here, or of a macro that is not expanded."""
        said = f"The file {name[:200]!r} is not here: what it declares is known by name only."
        if what == "macro":
            said = f"The macro {name[:200]!r} has arguments: it is not expanded."
        place = Place(None, ("idl", f"{what} {name}"), f"{what}:{name}")
        flaw = Flaw("reference-not-followed", place, said, source.span(start, end))
        self.idl.outside.setdefault(f"{what} {name}", flaw)

    def file(self) -> None:
        if self.idl.main is self.next.source:
            self.idl.said = closest(self.next.said)
        while self.next.kind != "end":
            self.definition()
        self.directives()

    def definition(self) -> None:
        """One definition, whatever it is, with its semicolon."""
        self.directives()
        if self.accept(";"):  # one too many, as many write behind a module
            return
        said, marks = self.comment(), self.annotations()
        said = said or self.comment()
        word = self.next.text
        if self.next.kind == "word" and word in _HEADS:
            with self.deeper():
                self._headed(said, marks)
            self._end([])
        else:
            begun = len(self.scope.inside)
            self.inner(said, marks, "a definition (module, interface, struct, typedef ...)")
            self._end(_newest(self.scope, begun))

    def _end(self, made: list[Decl]) -> None:
        if self.next.kind == "end" or not self.at(";"):
            raise self.surprise("';' after a definition")
        self.take()
        self.after(made)

    def _headed(self, said: str, marks: tuple[Mark, ...]) -> None:
        words = []
        while self.at("abstract", "local", "custom"):
            words.append(self.take().text)
        word = self.expect(*_DEFINED).text
        if word == "module":
            self._module(said, marks)
        elif word == "interface":
            self._interface(said, marks, tuple(words))
        elif word in ("valuetype", "eventtype"):
            self._value(said, marks, tuple(words))
        elif word == "import":
            self._import()
        else:
            self._component(word, said, marks)

    def _import(self) -> None:
        token = self.next
        if token.kind == "string":
            self.take()
            self._outside(token.text.strip('"'), "file", token.source, token.start, token.end)
        else:
            self.scoped_name("what is imported")

    def _module(self, said: str, marks: tuple[Mark, ...]) -> None:
        name = self.name("the name of the module")
        while self.accept("::"):  # IDL 4.2: module A::B
            self.scope, outside = self.declare("module", name), self.scope
            name = self.name("the name of the module")
            self._body(self.declare("module", name, said, marks))
            self.scope = outside
            return
        self._body(self.declare("module", name, said, marks))

    def _body(self, module: Decl) -> None:
        self.expect("{")
        with self.inside(module):
            while not self.at("}"):
                if self.next.kind == "end":
                    raise self.surprise(f"'}}' at the end of the module {module.name}")
                self.definition()
            self.directives()
        self.expect("}")

    def inner(self, said: str, marks: tuple[Mark, ...], what: str) -> None:
        """What may stand in a module and in an interface: types, constants, exceptions. Its semicolon is left."""
        if self.at(*CONSTRUCTED):
            self.constructed(said, marks)
        elif self.accept("typedef"):
            spec = self.spec()
            for name, shape in self.declarators(spec, "the name of the type"):
                self.declare("typedef", name, said, marks, spec=shape)
        elif self.accept("native"):
            self.declare("native", self.name("the name of the native type"), said, marks)
        elif self.accept("const"):
            spec = self.spec()
            name = self.name("the name of the constant")
            self.expect("=")
            self.declare("const", name, said, marks, spec=spec, value=self.constant())
        elif self.accept("exception"):
            name = self.name("the name of the exception")
            self.members(self.declare("exception", name, said, marks))
        elif self.at("typeid", "typeprefix"):
            self.told(self.take().text)
        elif marks and marks[-1].name == "annotation" and self.next.kind == "word":
            self._annotation()
        else:
            raise self.surprise(what)

    def _annotation(self) -> None:
        """`@annotation name { ... }` makes a new annotation; nothing of it reaches a caller."""
        self.word("the name of the annotation")
        self.expect("{")
        depth = 1
        while depth:
            token = self.take()
            if token.kind == "end":
                raise self.surprise("'}' at the end of the annotation")
            depth += {"{": 1, "}": -1}.get(token.text, 0)

    def _bases(self, what: str) -> list[Named]:
        found = self.several_names(what)
        for base in found:
            if base.found is not None and base.found.depth >= self.source.limits.depth:
                raise base.source.refusal("too-deep", "This inherits over more generations than are read.", base.start)
            if base.found is self.scope.inside.get(base.text.lower(), base) and base.found and base.found.ahead:
                self.flaw(f"{base.text} is announced only: what it inherits from must be declared before.", base)
        return found

    def _interface(self, said: str, marks: tuple[Mark, ...], words: tuple[str, ...]) -> None:
        name = self.name("the name of the interface")
        if self.at(";"):
            self.declare("interface", name, said, marks, ahead=True, words=words)
            return
        bases = self._bases("an interface it inherits from") if self.accept(":") else []
        made = self.declare("interface", name, said, marks, words=words)
        made.bases = [base for base in bases if base.found is not made]
        self._exports(made)

    def _exports(self, made: Decl) -> None:
        made.depth = 1 + max((base.found.depth for base in made.bases + made.supports if base.found), default=0)
        made.inherited.clear()
        self.expect("{")
        with self.inside(made):
            while not self.at("}"):
                self.directives()
                if self.next.kind == "end":
                    raise self.surprise(f"'}}' at the end of {made.name}")
                self.export(made)
            self.directives()
        self.expect("}")

    def export(self, owner: Decl) -> None:
        said, marks = self.comment(), self.annotations()
        said = said or self.comment()
        begun = len(owner.inside)
        plain = self.next.kind == "word"
        if plain and self.at("struct", "union", "enum", "bitset", "bitmask", "typedef", "native", "const", "exception",
                             "typeid", "typeprefix"):  # fmt: skip
            self.inner(said, marks, "")
        elif self.at("readonly", "attribute"):
            self._attribute(said, marks)
        elif owner.kind == "value" and self.at("public", "private"):
            way = self.take().text
            self.member(owner, said, marks, way)
            return
        elif owner.kind in ("value", "home") and self.at("factory", "finder"):
            word = self.take().text
            self._called(self.name(f"the name of the {word}"), (word,), Plain("void"), said, marks)
        elif owner.kind in ("component", "porttype", "connector") and self.at(
            "provides", "uses", "emits", "publishes", "consumes", "port", "mirrorport"
        ):
            self._port(owner)
        else:
            words = ("oneway",) if self.accept("oneway") else ()
            spec = self.spec(void=True)
            self._called(self.name("the name of the operation"), words, spec, said, marks)
        self.expect(";")
        self.after(_newest(owner, begun))

    def _called(
        self, name: Piece, words: tuple[str, ...], spec: Plain | Named | object, said: str, marks: tuple[Mark, ...]
    ) -> None:
        made = self.declare("operation", name, said, marks, words=words, spec=spec)
        self.expect("(")
        while not self.accept(")"):
            self._parameter(made, bool(set(words) & {"factory", "finder"}))
            more = self.accept(",")
            self.after(made.members[-1:])
            if not more:
                self.expect(")")
                break
        if self.accept("raises"):
            made.raises = self._raised()
        if self.accept("context"):
            self.expect("(")
            made.context = tuple(str(one) for one in self.several(self.constant, ")"))
        if "oneway" in words:
            outs = [one for one in made.members if one.way != "in"]
            if outs or made.raises or not (isinstance(made.spec, Plain) and made.spec.word == "void"):
                self.flaw(f"{made.name} is oneway: it has no result, no out parameters and no exceptions.", name)

    def _raised(self) -> list[Named]:
        self.expect("(")
        found = self.several_names("an exception") if not self.at(")") else []
        self.expect(")")
        for named in found:
            if named.found is not None and named.found.kind not in ("exception", "native"):
                self.flaw(f"{named.text} is no exception.", named)
        return found

    def _parameter(self, made: Decl, only_in: bool) -> None:
        said, marks = self.comment(), self.annotations()
        if not self.at("in", "out", "inout"):
            raise self.surprise("'in', 'out' or 'inout' before a parameter")
        way = self.take()
        if only_in and way.text != "in":
            self.flaw("A factory or finder takes 'in' parameters only.", way)
        marks += self.annotations()
        spec = self.spec()
        name = self.name("the name of the parameter")
        self.add(made, Member(name.text, spec, name.source, name.start, name.end, said, way.text, marks=marks), name)

    def _attribute(self, said: str, marks: tuple[Mark, ...]) -> None:
        words = ("readonly",) if self.accept("readonly") else ()
        self.expect("attribute")
        spec = self.spec()
        made = []
        while True:
            name = self.name("the name of the attribute")
            made.append(self.declare("attribute", name, said, marks, words=words, spec=spec))
            if not self.accept(","):
                break
        raises, on_set = list[Named](), list[Named]()
        if self.accept("raises"):
            raises = on_set = self._raised()
        if self.accept("getraises"):
            raises = self._raised()
        if self.accept("setraises"):
            on_set = self._raised()
        for one in made:
            one.raises, one.raises_set = raises, on_set

    def _value(self, said: str, marks: tuple[Mark, ...], words: tuple[str, ...]) -> None:
        name = self.name("the name of the value type")
        if self.at(";"):
            self.declare("value", name, said, marks, ahead=True, words=words)
            return
        if not self.at(":", "{", "supports"):
            made = self.declare("box", name, said, marks)
            made.spec = self.spec()
            return
        bases: list[Named] = []
        if self.accept(":"):
            words += ("truncatable",) if self.accept("truncatable") else ()
            bases = self._bases("a value type it inherits from")
        supports = self._bases("an interface it supports") if self.accept("supports") else []
        made = self.declare("value", name, said, marks, words=words)
        made.bases = [base for base in bases if base.found is not made]
        made.supports = supports
        self._exports(made)

    def _component(self, word: str, said: str, marks: tuple[Mark, ...]) -> None:
        name = self.name(f"the name of the {word}")
        if self.at(";"):
            self.declare(word, name, said, marks, ahead=True)
            return
        bases = self._bases(f"the {word} it inherits from") if self.accept(":") else []
        supports = self._bases("an interface it supports") if self.accept("supports") else []
        made = self.declare(word, name, said, marks)
        made.bases, made.supports = [base for base in bases if base.found is not made], supports
        if word == "home":
            self.expect("manages")
            made.ports.append(("manages", "", self.scoped_name("a component")))
            if self.accept("primarykey"):
                made.ports.append(("primarykey", "", self.scoped_name("a value type")))
        self._exports(made)

    def _port(self, owner: Decl) -> None:
        word = self.take().text
        if word == "uses" and self.accept("multiple"):
            word = "uses multiple"
        spec = self.spec()
        owner.ports.append((word, self.name("the name of the port").text, spec))


def _newest(scope: Decl, begun: int) -> list[Decl]:
    """What has been declared since there were so many names in a scope."""
    return list(islice(reversed(scope.inside.values()), len(scope.inside) - begun))


__all__ = ["Idl", "NotChecked", "Reader", "read"]
