"""Types as IDL writes them: base types, sequences, arrays, structs, unions, enums, typedefs."""

from collections.abc import Iterable
from typing import Any

from ...grammar import closest, words
from .constants import Constants
from .stream import Piece
from .tree import Decl, Many, Mark, Member, Named, Plain, Spec

SIMPLE = frozenset(
    [
        "any",
        "boolean",
        "char",
        "wchar",
        "octet",
        "float",
        "double",
        "short",
        "long",
        "void",
        "Object",
        "ValueBase",
        "int8",
        "uint8",
        "int16",
        "uint16",
        "int32",
        "uint32",
        "int64",
        "uint64",
    ]
)
CONSTRUCTED = ("struct", "union", "enum", "bitset", "bitmask")


class Types(Constants):
    """Reads types, and declares those that are made on the way."""

    def declare(self, kind: str, name: Piece, said: str = "", marks: tuple[Mark, ...] = (), **more: Any) -> Decl:
        """A new name in this scope. One that was announced becomes what was announced; a second one is told."""
        made = Decl(kind, name.text, name.source, name.start, name.end, self.scope, said, marks, **more)
        here = self.scope.inside
        known = here.get(name.text.lower())
        if self.scope.name.lower() == name.text.lower():
            self.flaw(f"{name.text} is the name of what it stands in.", name)
        if known is None:
            here[name.text.lower()] = made
            return made
        if known.kind != kind:
            self.flaw(f"{name.text} is declared a second time: it is {a(known.kind)} already.", name)
        elif known.name != name.text:
            self.flaw(f"{name.text} and {known.name} differ by case only, which makes them one name.", name)
        elif kind == "module" or made.ahead:
            known.said = known.said or said
            return known
        elif known.ahead:  # what refers to it keeps its object
            for slot in ("source", "start", "end", "ahead", "words"):
                setattr(known, slot, getattr(made, slot))
            known.said, known.marks = said or known.said, marks or known.marks
            here[name.text.lower()] = here.pop(name.text.lower())
            return known
        else:
            self.flaw(f"{name.text} is declared a second time.", name)
        here[f"{name.text} {len(here)}"] = made  # no name leads to it, and callers still see it
        return made

    def comment(self) -> str:
        """What the comment before the next token says."""
        said = closest(self.next.said)
        return said if any(letter.isalnum() for letter in said) else ""

    def after(self, things: Iterable[Decl | Member]) -> None:
        """A comment on the rest of the line is about what has just been read, when nothing was said before it."""
        said = words(self.next.beside)
        if any(letter.isalnum() for letter in said):
            for thing in things:
                thing.said = thing.said or said

    def annotations(self) -> tuple[Mark, ...]:
        """`@name`, `@name(value)`, `@name(a=1, b=2)` before the next thing."""
        marks: list[Mark] = []
        while self.accept("@"):
            name = self.scoped_text()
            value: Any = True
            if self.accept("("):
                given: dict[str, Any] = {}
                while not self.accept(")"):
                    key = "value"
                    piece = self.next
                    if piece.kind == "word" and piece.source.text[piece.end : piece.end + 40].lstrip().startswith("="):
                        key = self.take().text
                        self.expect("=")
                    given[key] = self._given()
                    if not self.accept(","):
                        self.expect(")")
                        break
                value = given["value"] if given.keys() == {"value"} else given
            marks.append(Mark(name, value))
        return tuple(marks)

    def _given(self) -> Any:
        """A value of an annotation. A bare word that means nothing here is itself (`APPENDABLE`)."""
        piece = self.next
        if piece.kind == "word" and piece.text not in ("TRUE", "FALSE") and self.scope.find([piece.text]) is None:
            return self.scoped_text()
        return self.constant()

    def scoped_text(self) -> str:
        text = self.word("a name").text
        while self.accept("::"):
            text += "::" + self.word("a name").text
        return text

    def spec(self, *, void: bool = False) -> Spec:
        """A type, at any place where one may stand."""
        token = self.next
        if token.text in ("sequence", "map"):
            with self.deeper():
                return self._collection(self.take().text)
        if self.accept("string", "wstring"):
            bound = None
            if self.accept("<"):
                bound = self.bound()
                self.expect(">")
            return Plain(token.text, bound)
        if self.accept("fixed"):
            if not self.accept("<"):
                return Plain("fixed")
            digits = self.constant()
            self.expect(",")
            scale = self.constant()
            self.expect(">")
            return Plain("fixed", None, *(one if isinstance(one, int) else None for one in (digits, scale)))
        if self.accept("unsigned"):
            return Plain(f"unsigned {self._integer(self.expect('short', 'long').text)}")
        if self.at("short", "long"):
            return Plain(self._integer(self.take().text))
        if token.text in SIMPLE and token.kind == "word" and (void or token.text != "void"):
            return Plain(self.take().text)
        if self.at(*CONSTRUCTED):
            with self.deeper():
                made = self.constructed(self.comment(), ())
            return Named(made.name, made.source, made.start, made.end, self.scope, made)
        return self.scoped_name("a type")

    def _integer(self, word: str) -> str:
        if word == "long" and (more := self.accept("long", "double")):
            return f"long {more.text}"
        return word

    def _collection(self, word: str) -> Spec:
        self.expect("<")
        self.annotations()
        item, key = self.spec(), None
        if word == "map":
            self.expect(",")
            self.annotations()
            key, item = item, self.spec()
        bound = self.bound() if self.accept(",") else None
        self.expect(">")
        return Many(item, bound, key=key)

    def declarators(self, spec: Spec, what: str) -> list[tuple[Piece, Spec]]:
        """The names that have one type, each with its own array sizes."""
        found = []
        while True:
            self.annotations()
            name = self.name(what)
            sizes = []
            while self.accept("["):
                sizes.append(self.bound())
                self.expect("]")
                if len(sizes) > 100:
                    raise self.refusal("an array has more than 100 dimensions", name.start)
            shape = spec
            for size in reversed(sizes):
                shape = Many(shape, size, exact=True)
            found.append((name, shape))
            if not self.accept(","):
                return found

    def constructed(self, said: str, marks: tuple[Mark, ...]) -> Decl:
        """A struct, union, enum, bit set or bit mask; the word itself stands next."""
        kind = self.take().text
        name = self.name(f"the name of the {kind}")
        if self.at(";") and kind in ("struct", "union"):
            return self.declare(kind, name, said, marks, ahead=True)
        made = self.declare(kind, name, said, marks)
        if kind in ("enum", "bitmask"):
            self._values(made)
        elif kind == "union":
            self._union(made)
        elif kind == "bitset":
            self._bits(made)
        else:
            if self.accept(":"):
                made.bases = [self.scoped_name("the struct it adds to")]
            self.members(made)
        return made

    def members(self, owner: Decl) -> None:
        """`{ type name; ... }` of a struct or an exception."""
        self.expect("{")
        outside, self.scope = self.scope, owner
        while not self.accept("}"):
            self.member(owner, self.comment(), self.annotations())
        self.scope = outside

    def member(self, owner: Decl, said: str, marks: tuple[Mark, ...], way: str = "") -> None:
        spec = self.spec()
        self._members(owner, spec, "the name of a member", said, marks, way=way)
        self.expect(";")
        self.after(owner.members[-1:])

    def _members(self, owner: Decl, spec: Spec, what: str, said: str, marks: tuple[Mark, ...], **more: Any) -> None:
        for name, shape in self.declarators(spec, what):
            self.add(
                owner, Member(name.text, shape, name.source, name.start, name.end, said, marks=marks, **more), name
            )

    def add(self, owner: Decl, member: Member, name: Piece) -> None:
        """A member, unless its name is taken in the same thing, which is told."""
        lower = member.name.lower()
        taken = owner.inside.get(lower)
        if lower == owner.name.lower() and owner.kind != "operation":
            self.flaw(f"{member.name} is the name of what it stands in.", name)
        if taken is not None and taken.kind in ("field", "operation", "attribute"):
            self.flaw(f"{member.name} stands twice in {owner.name}.", name)
            return
        if taken is None:
            owner.inside[lower] = Decl("field", member.name, name.source, name.start, name.end, owner)
        owner.members.append(member)

    def _union(self, made: Decl) -> None:
        self.expect("switch")
        self.expect("(")
        self.annotations()
        outside, self.scope = self.scope, made
        made.spec = self.spec()
        self.expect(")")
        self.expect("{")
        seen: set[Any] = set()
        while not self.accept("}"):
            said, marks, labels = self.comment(), self.annotations(), list[Any]()
            while self.at("case", "default"):
                piece = self.next
                label = "default" if self.take().text == "default" else self._label(made)
                self.expect(":")
                if label is not None and (label, type(label)) in seen:
                    self.flaw("This case stands twice in the union.", piece)
                seen.add((label, type(label)))
                labels.append(label)
            if not labels:
                raise self.surprise("'case' or 'default'")
            said = said or self.comment()
            marks += self.annotations()
            spec = self.spec()
            self._members(made, spec, "the name of the case", said, marks, labels=tuple(labels))
            self.expect(";")
            self.after(made.members[-1:])
        self.scope = outside
        if "default" in {label for label, _ in seen} and self._all_told(made, {label for label, _ in seen}):
            self.flaw("All values have a case of their own: there is nothing left for the default.", self.next)

    def _all_told(self, union: Decl, labels: set[Any]) -> bool:
        """Whether the cases name all values that its switch can have."""
        switch = self._switch(union)
        if isinstance(switch, Plain):
            return switch.word == "boolean" and {True, False} <= {label for label in labels if isinstance(label, bool)}
        found = switch.found if isinstance(switch, Named) else None
        return found is not None and found.kind == "enum" and {one.name for one in found.members} <= labels

    def _switch(self, union: Decl) -> Spec | None:
        switch = union.spec
        for _ in range(64):
            if not isinstance(switch, Named) or switch.found is None or switch.found.kind != "typedef":
                break
            switch = switch.found.spec
        return switch

    def _label(self, union: Decl) -> Any:
        """A case's value. One of an enum is looked for where the enum stands, too."""
        switch = self._switch(union)
        piece = self.next
        if isinstance(switch, Named) and switch.found is not None and switch.found.kind == "enum":
            names = [one.name for one in switch.found.members]
            if piece.text in names and not piece.source.text.startswith("::", piece.end):
                return self.take().text
            value = self.constant()
            if value is not None and value not in names:
                self.flaw(f"{str(value)[:60]} is no value of {switch.found.name}.", piece)
            return value
        return self.constant()

    def _values(self, made: Decl) -> None:
        """The values of an enum stand in the scope around it."""
        self.expect("{")
        while not self.accept("}"):
            said, marks = self.comment(), self.annotations()
            name = self.name("the name of a value")
            if self.accept("="):
                marks += (Mark("value", self.constant()),)
            value = Member(name.text, Plain("long"), name.source, name.start, name.end, said, marks=marks)
            self.declare("member", name).value = name.text
            made.members.append(value)
            more = self.accept(",")
            self.after([value])
            if not more:
                self.expect("}")
                break

    def _bits(self, made: Decl) -> None:
        if self.accept(":"):
            made.bases = [self.scoped_name("the bit set it adds to")]
        self.expect("{")
        while not self.accept("}"):
            said, marks = self.comment(), self.annotations()
            self.expect("bitfield")
            self.expect("<")
            bits = self.bound()
            spec = self.spec() if self.accept(",") else Plain("unsigned long long")
            self.expect(">")
            marks += (Mark("bits", bits),)
            if not self.at(";"):
                self._members(made, spec, "the name of a bit field", said, marks)
            self.expect(";")
            self.after(made.members[-1:])


def a(kind: str) -> str:
    """A kind of declaration as a sentence names it."""
    shown = {"value": "value type", "box": "value box", "const": "constant", "member": "value of an enum"}
    word = shown.get(kind, kind)
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"
