"""Reads Smithy's interface definition language, 1.0 and 2.0."""

import re

from ...document import Source
from ...grammar import Token
from ...places import File, Place
from .nodes import Nodes
from .shapes import BOUND, PRELUDE, SIMPLE, WITH_MEMBERS, Applied, Member, Model, Origin, Ref, Shape, Trait

_DOC = re.compile(r"^[ \t]*///[ \t]?(.*?)[ \t\r]*$", re.M)
_KEYWORDS = SIMPLE | WITH_MEMBERS | BOUND


class Reader(Nodes):
    """Reads one file into the model."""

    def __init__(self, model: Model, source: Source, *, several: bool) -> None:
        super().__init__(source)
        self.model = model
        self.source = source
        self.top = Place(None, (File(source.name),) if several else ())
        self.origin = Origin()
        model.origins.append(self.origin)
        self.suffixes = {"input": "Input", "output": "Output"}
        self._head()
        while self.tokens.next.kind != "end":
            self._statement()

    def _head(self) -> None:
        tokens = self.tokens
        while tokens.accept("$"):
            name = tokens.word("the name of a control").text
            tokens.expect(":")
            at = tokens.next
            said = self._node()
            if name == "version" and not re.fullmatch(r"(?:1|1\.0|2|2\.0)", str(said)):
                raise tokens.refusal(f"version {str(said)[:40]!r} is not known, only 1.0 and 2.0", at.start)
            if name in ("operationInputSuffix", "operationOutputSuffix"):
                self.suffixes[name[9:].removesuffix("Suffix").lower()] = str(said)
        while tokens.accept("metadata"):
            key = self._key()
            tokens.expect("=")
            self.model.metadata.setdefault(key, self._node())
        if tokens.next.kind == "end":
            return
        tokens.expect("namespace")
        name_of = tokens.word("the name of a namespace")
        if "#" in name_of.text or "$" in name_of.text:
            raise tokens.refusal(f"{name_of.text[:60]!r} is no namespace", name_of.start)
        self.origin.namespace = name_of.text
        while tokens.accept("use"):
            used = tokens.word("the id of a shape")
            if "#" not in used.text:
                raise tokens.refusal(f"Expected namespace#Shape after use, found {used.text[:60]!r}", used.start)
            ref = Ref(self._at(self.top, f"use {used.text}", used), used.text, used.text)
            self.origin.uses.setdefault(used.text.partition("#")[2], ref)

    def _at(self, above: Place, step: str, token: Token, name: str = "") -> Place:
        return self.model.at(above, step, self.source, token.start, token.end, name=name)

    def _ref(self, above: Place, token: Token, *, trait: bool = False) -> Ref:
        ref = Ref(self._at(above, f"<{token.start}>", token), token.text)
        (self.model.trait_refs if trait else self.model.all_refs).append((ref, self.origin))
        return ref

    def _statement(self) -> None:
        tokens = self.tokens
        if tokens.accept("apply"):
            return self._apply()
        traits = self._traits(self.top)
        token = tokens.word("a shape (structure, operation, service ...)")
        if token.text not in _KEYWORDS:
            raise tokens.refusal(
                f"Expected a shape (structure, operation, service ...), found {token.text[:60]!r}", token.start
            )
        name = self._name(f"the name of {'an' if token.text[0] in 'aeiou' else 'a'} {token.text}")
        shape = self._shape(token.text, name.text, name, traits)
        self._body(shape)
        return None

    def _shape(self, kind: str, name: str, token: Token, traits: list[Trait]) -> Shape:
        shape = Shape(self._at(self.top, name, token), kind, f"{self.origin.namespace}#{name}", self.origin, traits)
        self.model.add(shape)
        return shape

    def _name(self, what: str) -> Token:
        token = self.tokens.word(what)
        if not token.text.isidentifier():
            raise self.tokens.refusal(f"Expected {what}, found {token.text[:60]!r}", token.start)
        return token

    def _body(self, shape: Shape) -> None:
        tokens = self.tokens
        if shape.type == "structure" and tokens.accept("for"):
            shape.resource = self._ref(shape.place, tokens.word("the name of a resource"))
        if tokens.accept("with"):
            tokens.expect("[")
            while not tokens.accept("]"):
                shape.mixins.append(self._ref(shape.place, tokens.word("the name of a mixin")))
        if shape.type in SIMPLE:
            return
        tokens.expect("{")
        if shape.type in BOUND:
            self._properties(shape)
        else:
            while not tokens.accept("}"):
                shape.members.append(self._member(shape))

    def _member(self, shape: Shape) -> Member:
        tokens = self.tokens
        traits = self._traits(shape.place)
        elided = tokens.accept("$") is not None
        name = self._name("the name of a member")
        word = "value" if shape.type in ("enum", "intEnum") else "field"
        member = Member(self._at(shape.place, name.text, name, f"{word}:{name.text}"), name.text, None, traits, elided)
        if word == "field" and not elided:
            tokens.expect(":")
            member.target = self._ref(member.place, tokens.word("the type of a member"))
        if tokens.at("="):
            at = tokens.take()
            place = self._at(member.place, "default", tokens.next if tokens.next.kind != "end" else at)
            kind = "enumValue" if word == "value" else "default"
            traits.append(Trait(place, Ref(place, kind, PRELUDE + kind), self._node()))
        return member

    def _properties(self, shape: Shape) -> None:
        """Of a service, a resource or an operation: names of others mostly."""
        tokens = self.tokens
        seen: set[str] = set()
        while not tokens.accept("}"):
            key = tokens.next
            name = self._key()
            if name in seen:
                raise tokens.refusal(f"{name!r} stands here a second time", key.start)
            seen.add(name)
            if shape.type == "operation" and name in self.suffixes and tokens.accept(":="):
                shape.refs[name] = [self._inline(shape, name, key)]
                continue
            tokens.expect(":")
            if name in ("identifiers", "properties"):
                tokens.expect("{")
                shape.named[name] = {}
                while not tokens.accept("}"):
                    below = self._key()
                    tokens.expect(":")
                    shape.named[name][below] = self._ref(shape.place, tokens.word("the name of a shape"))
            elif name == "version":
                shape.version = str(self._node())
            elif name == "rename":
                self._node()
            elif tokens.accept("["):
                shape.refs[name] = []
                while not tokens.accept("]"):
                    shape.refs[name].append(self._ref(shape.place, self._id()))
            else:
                shape.refs[name] = [self._ref(shape.place, self._id())]

    def _id(self) -> Token:
        token = self.tokens.next
        if token.kind == "string":  # 1.0 took quoted ids as well
            self.tokens.take()
            return token._replace(text=token.text[1:-1])
        return self.tokens.word("the name of a shape")

    def _inline(self, shape: Shape, name: str, key: Token) -> Ref:
        """`input := { ... }`: a structure with the name of the operation and a suffix."""
        traits = self._traits(self.top)
        below = self._shape("structure", shape.name + self.suffixes[name], key, traits)
        place = below.place
        traits.append(Trait(place, Ref(place, name, PRELUDE + name)))
        self._body(below)
        return Ref(place, below.name, below.id)

    def _apply(self) -> None:
        token = self.tokens.word("the name of a shape")
        target = Ref(self._at(self.top, f"apply {token.start}", token), token.text)
        if self.tokens.accept("{"):
            traits = []
            while not self.tokens.accept("}"):
                if not self.tokens.at("@"):
                    raise self.tokens.surprise("a trait")
                traits.append(self._trait(target.place))
        elif self.tokens.at("@"):
            traits = [self._trait(target.place)]
        else:
            raise self.tokens.surprise("a trait")
        self.model.applied.append(Applied(target, self.origin, traits))

    def _said(self) -> str:
        return "\n".join(_DOC.findall(self.tokens.next.said)).strip() if "///" in self.tokens.next.said else ""

    def _traits(self, above: Place) -> list[Trait]:
        said, first = self._said(), self.tokens.next
        traits = []
        while self.tokens.at("@"):
            traits.append(self._trait(above))
        if said:
            place = self._at(above, f"doc {first.start}", first)
            traits.insert(0, Trait(place, Ref(place, "documentation", PRELUDE + "documentation"), said))
        return traits

    def _trait(self, above: Place) -> Trait:
        tokens = self.tokens
        tokens.expect("@")
        name = tokens.word("the name of a trait")
        ref = self._ref(above, name, trait=True)
        trait = Trait(ref.place, ref)
        if tokens.accept("("):
            if tokens.accept(")"):
                return trait
            with tokens.deeper():
                trait.value = self._trait_value()
        return trait
