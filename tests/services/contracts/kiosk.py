"""A whole format in one module, small enough to be read at once: docs/formats.md begins with it.

Kiosk is made up: `service Orders v2`, `get order(id: text): Order`, `type Order { id: text, total?: integer }`.
"""

import re
from collections.abc import Iterator

from services.contracts.bundle import Sources
from services.contracts.document import Source
from services.contracts.grammar import Grammar, Script, Tokens, closest
from services.contracts.model import Answer, Body, Effect, Facts, Field, Flaw, Interface, Kind, Message, Operation, Type
from services.contracts.places import START, File, Place

NAME = "kiosk"
LOOKED_FOR = "Kiosk (service NAME v1)"
TOGETHER = True
WORDS: dict[str, str] = {}
ENDS = (".kiosk",)
OWN_END = ".kiosk"

_GRAMMAR = Grammar("Kiosk", "not-kiosk", r"//[^\r\n]*+", word=r"[A-Za-z]\w*+", sign=r"[{}():,?]")
_HEAD = re.compile(r"service[ \t]++\w++[ \t]++v[0-9]++[ \t]*+(?=[\r\n]|\Z)")
_KINDS: dict[str, Kind] = {"text": "text", "integer": "integer", "number": "number", "boolean": "boolean"}
_VERBS: dict[str, Effect] = {"get": "read", "create": "create", "delete": "delete"}


class Document(Script):
    """What the files say. Types are resolved by `build`, when all files are read."""

    def __init__(self) -> None:
        super().__init__()
        self.top = Place(None, ())
        self.name = self.version = self.text = ""
        self.types: list[Type] = []
        self.operations: list[Operation] = []
        self.used: list[Type] = []
        """Every type that stands somewhere by its name."""


def recognise(source: Source) -> str:
    begin = _GRAMMAR.between.match(source.text)
    return "1" if _HEAD.match(source.text, begin.end() if begin else 0) else ""


def label(dialect: str) -> str:
    return "Kiosk"


def read(sources: Sources, dialect: str) -> Document:
    document = Document()
    document.first = START._replace(file=sources.main.name)
    for source in sources.own:
        _Reader(document, source, Place(None, (File(source.name),) if len(sources.beside) > 1 else ()))
    return document


class _Reader:
    def __init__(self, document: Document, source: Source, top: Place) -> None:
        self.document, self.source, self.top = document, source, top
        self.tokens = tokens = Tokens(source, _GRAMMAR)
        text = closest(tokens.next.said)
        tokens.expect("service")
        name, version = tokens.word("the name of the service"), tokens.word("a version (v1)")
        if not re.fullmatch(r"v[0-9]+", version.text):
            raise tokens.refusal(f"Expected a version (v1), found {version.text[:60]!r}", version.start)
        if not document.name:
            document.top, document.name, document.version, document.text = top, name.text, version.text, text
        while tokens.next.kind != "end":
            if tokens.at("type"):
                document.types.append(self._type())
            elif tokens.at(*_VERBS):
                document.operations.append(self._operation())
            else:
                raise tokens.surprise("type, get, create or delete")

    def _named(self, above: Place, kind: str) -> tuple[str, Place]:
        token = self.tokens.word(f"the name of the {kind}")
        name = f"{kind}:{token.text}"
        return token.text, self.document.at(above, token.text, self.source, token.start, token.end, name=name)

    def _type(self) -> Type:
        text = closest(self.tokens.take().said)
        name, place = self._named(self.top, "type")
        self.tokens.expect("{")
        fields = self.tokens.several(lambda: self._field(place), "}")
        return Type(place, "record", name, text=text, fields=tuple(fields))

    def _operation(self) -> Operation:
        verb = self.tokens.take()
        name, place = self._named(self.top, "operation")
        asked, told = place.to(name="request"), place.to("answer", name="answer:success")
        self.tokens.expect("(")
        fields = tuple(self.tokens.several(lambda: self._field(asked), ")"))
        bodies = (Body(asked, Type(asked, "record", fields=fields)),) if fields else ()
        back = (Body(told, self._shape(told)),) if self.tokens.accept(":") else ()
        return Operation(
            place,
            name,
            f"{self.document.name}.{name}",
            effect=_VERBS[verb.text],
            safe=verb.text == "get" or None,
            text=closest(verb.said),
            request=Message(asked, required=bool(fields), bodies=bodies),
            answers=(Answer(told, "success", "success", Message(told, bodies=back)),),
        )

    def _field(self, above: Place) -> Field:
        text = closest(self.tokens.next.said)
        name, place = self._named(above, "field")
        required = not self.tokens.accept("?")
        self.tokens.expect(":")
        return Field(place, name, self._shape(place), required, text)

    def _shape(self, above: Place) -> Type:
        token = self.tokens.word("a type")
        place = self.document.at(above, token.text, self.source, token.start, token.end)
        if token.text in _KINDS:
            return Type(place, _KINDS[token.text])
        self.document.used.append(Type(place, ref=token.text))
        return self.document.used[-1]


def check(document: Document, dialect: str) -> Iterator[Flaw]:
    seen: set[str] = set()
    things: list[Type | Operation] = [*document.types, *document.operations]
    for one in things:
        if one.place.key in seen:
            yield Flaw("format-invalid", one.place, f"There is another {one.name[:200]!r} before this one.")
        seen.add(one.place.key)


def build(document: Document, dialect: str, facts: Facts) -> tuple[Interface, list[Flaw]]:
    types = {one.name: one for one in reversed(document.types)}  # of two, the first
    flaws = [
        Flaw("reference-missing", one.place, f"There is no type {one.ref[:200]!r} here.")
        for one in document.used
        if one.ref not in types
    ]
    interface = Interface(
        Place(document.top, (), "interface"),
        NAME,
        document.name,
        document.version,
        text=document.text,
        operations=tuple(document.operations),
        types=types,
        facts=facts,
    )
    return interface, flaws
