"""Avro IDL: read into the members that the same thing has in JSON, with the place of each."""

from collections.abc import Iterable, Iterator
from typing import Any

from ...document import Source
from ...grammar import Grammar, Tokens, closest
from ...limits import NotChecked
from ...model import Flaw
from ...places import START, Path, Place, Span
from .types import PRIMITIVES

GRAMMAR = Grammar(
    "Avro IDL",
    "not-avro",
    r"//[^\r\n]*+|/\*.*?\*/",
    word=r"`[^`\r\n]*+`(?:\.(?:`[^`\r\n]*+`|[^\W\d][\w$-]*+))*+"
    r"|[^\W\d][\w$-]*+(?:\.(?:`[^`\r\n]*+`|[^\W\d][\w$-]*+))*+",
    number=r"[+-]?(?:0[xX][0-9A-Fa-f]++[lL]?|(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?[lLfFdD]?"
    r"|NaN|Infinity)",
    string=r"\"(?:[^\"\\\r\n]|\\.)*+\"|'(?:[^'\\\r\n]|\\.)*+'",
    sign=r"[{}()\[\]<>:;,=?@]",
)
_LOGICAL: dict[str, dict[str, Any]] = {
    "date": {"type": "int", "logicalType": "date"},
    "time_ms": {"type": "int", "logicalType": "time-millis"},
    "timestamp_ms": {"type": "long", "logicalType": "timestamp-millis"},
    "local_timestamp_ms": {"type": "long", "logicalType": "local-timestamp-millis"},
    "uuid": {"type": "string", "logicalType": "uuid"},
}
_DEFINED = ("record", "error", "enum", "fixed")
_IMPORTS = ("idl", "protocol", "schema")
_ODD_NUMBERS = {"NaN": "NaN", "Infinity": "Infinity", "-Infinity": "-Infinity", "+Infinity": "Infinity"}
"""Numbers that JSON has not are texts there."""
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def is_idl(source: Source) -> bool:
    """By its first statement: a protocol, or a namespace or main schema that ends as only Avro's do."""
    try:
        tokens = Tokens(source, GRAMMAR)
        while tokens.accept("@"):
            tokens.take()
            if tokens.accept("("):
                _Reader(source, tokens).value()
                tokens.expect(")")
        word = tokens.word("a word").text
        if word == "protocol":
            return tokens.word("a name") is not None and tokens.at("{")
        if word == "namespace":
            tokens.word("a name")
            return bool(tokens.accept(";")) and tokens.at("@", "schema", "import", *_DEFINED)
        if word == "import":
            return bool(tokens.accept(*_IMPORTS)) and tokens.next.kind == "string"
        return word == "schema" and tokens.next.kind == "word"
    except NotChecked:
        return False


class Idl:
    """A text in Avro IDL: `root` has the members of a protocol in JSON, or `types` and `schema` where there is none,
    and besides them `imports`."""

    def __init__(self, source: Source) -> None:
        """Raises NotChecked when the text is ill-formed."""
        self.source = source
        reader = _Reader(source, Tokens(source, GRAMMAR))
        self.root = reader.document()
        self.marks = reader.marks
        self.found = reader.flaws

    def spans(self, paths: Iterable[Path]) -> dict[Path, Span]:
        """The places as they were written down; what has none gets that of the nearest thing above it."""
        spans = {}
        for path in paths:
            known = path
            while known and known not in self.marks:
                known = known[:-1]
            begun = self.marks.get(known)
            spans[path] = self.source.span(*begun) if begun else START._replace(file=self.source.name)
        return spans

    def flaws(self) -> Iterator[Flaw]:
        yield from self.found

    def own_path(self, path: Path, words: dict[str, str]) -> Path:
        return path


class _Reader:
    def __init__(self, source: Source, tokens: Tokens) -> None:
        self.source = source
        self.tokens = tokens
        self.marks: dict[Path, tuple[int, int]] = {}
        self.flaws: list[Flaw] = []
        self.types: list[Any] = []
        self.messages: dict[str, Any] = {}
        self.imports: list[dict[str, str]] = []
        self.quoted = False

    def document(self) -> dict[str, Any]:
        tokens = self.tokens
        root: dict[str, Any] = {"types": self.types, "imports": self.imports}
        doc, said = self._before()
        if tokens.accept("protocol"):
            start = tokens.next
            root = {
                "protocol": self._name("the name of the protocol"),
                **said,
                **doc,
                **root,
                "messages": self.messages,
            }
            self.marks[()] = start.start, start.end
            tokens.expect("{")
            while not tokens.accept("}"):
                self._declaration(messages=True)
        else:
            if tokens.accept("namespace"):
                root["namespace"] = self._name("a namespace")
                tokens.expect(";")
                doc, said = self._before()
            if tokens.accept("schema"):
                start = tokens.next
                root["schema"] = self._type()
                self.marks["schema",] = start.start, tokens.last_end
                tokens.expect(";")
                doc, said = self._before()
            while tokens.next.kind != "end":
                self._declaration(messages=False, begun=(doc, said))
                doc, said = self._before()
        tokens.accept(";")
        if tokens.next.kind != "end" and tokens.next.text != "\x1a":
            raise tokens.surprise("the end of the text")
        return root

    def _before(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The documentation and the annotations before a thing."""
        tokens = self.tokens
        doc: dict[str, Any] = _doc(tokens)
        said: dict[str, Any] = {}
        while tokens.accept("@"):
            name = self._name("the name of an annotation")
            tokens.expect("(")
            said[name] = self.value()
            tokens.expect(")")
            doc = doc or _doc(tokens)
        return doc, said

    def _declaration(self, *, messages: bool, begun: tuple[dict[str, Any], dict[str, Any]] | None = None) -> None:
        tokens = self.tokens
        doc, said = begun if begun is not None else self._before()
        if tokens.at(*_DEFINED):
            with tokens.deeper():
                self._definition(doc, said)
        elif tokens.accept("import"):
            kind = tokens.expect(*_IMPORTS).text
            file = tokens.word("the name of a file", "string")
            self.marks["imports", len(self.imports)] = file.start, file.end
            self.imports.append({"kind": kind, "file": self._text(file.text)})
            tokens.expect(";")
        elif messages:
            self._message(doc, said)
        else:
            raise tokens.surprise("record, error, enum, fixed or import")

    def _definition(self, doc: dict[str, Any], said: dict[str, Any]) -> None:
        tokens = self.tokens
        kind = tokens.take().text
        at: Path = ("types", len(self.types))
        begun = tokens.next
        node: dict[str, Any] = {"type": kind, "name": self._name(f"the name of the {kind}"), **doc, **said}
        self.marks[at] = begun.start, begun.end
        self.types.append(node)
        if kind == "fixed":
            tokens.expect("(")
            node["size"] = _whole(tokens.word("a size", "number").text)
            tokens.expect(")")
            tokens.expect(";")
            return
        tokens.expect("{")
        if kind == "enum":
            symbols: list[str] = []
            node["symbols"] = symbols
            while not tokens.accept("}"):
                self.marks[*at, "symbols", len(symbols)] = tokens.next.start, tokens.next.end
                symbols.append(self._name("the name of a value"))
                if not tokens.accept(","):
                    tokens.expect("}")
                    break
            if tokens.accept("="):
                self.marks[*at, "default"] = tokens.next.start, tokens.next.end
                node["default"] = self._name("the value to read what is not known as")
                tokens.expect(";")
            return
        fields: list[Any] = []
        node["fields"] = fields
        while not tokens.accept("}"):
            self._variables(fields, (*at, "fields"))
            tokens.expect(";")

    def _variables(self, found: list[Any], at: Path, *, several: bool = True) -> None:
        """Fields of one type, or a parameter: the type, then names with their annotations and defaults."""
        tokens = self.tokens
        shared = _doc(tokens)
        begun = tokens.next.start
        optional, shape = self._optional()
        ended = tokens.last_end
        while True:
            doc, said = self._before()
            name = tokens.next
            where = (*at, len(found))
            node: dict[str, Any] = {"name": self._name("a name"), **(doc or shared), **said, "type": shape}
            self.marks[where] = name.start, name.end
            self.marks[*where, "type"] = begun, ended
            if tokens.accept("="):
                self.marks[*where, "default"] = tokens.next.start, tokens.next.end
                node["default"] = self.value()
            if optional:
                first_null = node.get("default") is None
                node["type"] = ["null", shape] if first_null else [shape, "null"]
            found.append(node)
            if not several or not tokens.accept(","):
                return

    def _message(self, doc: dict[str, Any], said: dict[str, Any]) -> None:
        tokens = self.tokens
        begun = tokens.next.start
        response = "null" if tokens.accept("void") else self._type()
        response_end = tokens.last_end
        token = tokens.next
        name = self._name("the name of a message")
        at: Path = ("messages", name)
        node: dict[str, Any] = {**doc, **said, "request": [], "response": response}
        if name in self.messages:
            span = self.source.span(token.start, token.end)
            message = f"The message {name[:80]!r} stands here a second time: what it said before is lost."
            self.flaws.append(Flaw("duplicate-key", Place(None, at, f"operation:{name}"), message, span))
        self.messages[name] = node
        self.marks[at] = token.start, token.end
        self.marks[*at, "response"] = begun, response_end
        tokens.expect("(")
        while not tokens.accept(")"):
            self._variables(node["request"], (*at, "request"), several=False)
            if not tokens.accept(","):
                tokens.expect(")")
                break
        if tokens.accept("oneway"):
            node["one-way"] = True
        elif tokens.accept("throws"):
            errors: list[str] = []
            node["errors"] = errors
            while True:
                self.marks[*at, "errors", len(errors)] = tokens.next.start, tokens.next.end
                errors.append(self._name("the name of an error"))
                if not tokens.accept(","):
                    break
        tokens.expect(";")

    def _optional(self) -> tuple[bool, Any]:
        """A type, and whether a question mark after it says that it may be null."""
        _, said = self._before()
        shape = self._plain(said)
        return bool(self.tokens.accept("?")), shape

    def _type(self) -> Any:
        with self.tokens.deeper():
            shape = self._plain(self._before()[1])
            return ["null", shape] if self.tokens.accept("?") else shape

    def _plain(self, said: dict[str, Any]) -> Any:
        """A type without its question mark. Annotations of a union or of a name defined elsewhere have no place."""
        tokens = self.tokens
        with tokens.deeper():
            if tokens.accept("union"):
                tokens.expect("{")
                return tokens.several(self._type, "}")
            if tokens.at("array", "map"):
                kind = tokens.take().text
                tokens.expect("<")
                inner = self._type()
                tokens.expect(">")
                return {"type": kind, "items" if kind == "array" else "values": inner, **said}
            if tokens.accept("decimal"):
                return {**self._decimal(), **said}
            name = self._name("a type")
            if name in _LOGICAL and not self.quoted:
                return {**_LOGICAL[name], **said}
            return {"type": name, **said} if said and name in PRIMITIVES else name

    def _decimal(self) -> dict[str, Any]:
        tokens = self.tokens
        tokens.expect("(")
        node = {"type": "bytes", "logicalType": "decimal"}
        numbers = tokens.several(lambda: _whole(tokens.word("a number", "number").text), ")")
        return {**node, **dict(zip(("precision", "scale"), numbers, strict=False))}

    def _name(self, what: str) -> str:
        """A name; quoted ones may be words of the language."""
        token = self.tokens.word(what)
        self.quoted = "`" in token.text
        return token.text.replace("`", "")

    def value(self) -> Any:
        """JSON, which may hold comments and the numbers that JSON has not."""
        tokens = self.tokens
        with tokens.deeper():
            token = tokens.take()
            if token.kind == "string":
                return self._text(token.text)
            if token.text in _ODD_NUMBERS:
                return _ODD_NUMBERS[token.text]
            if token.kind == "number":
                return _number(token.text)
            if token.text in ("true", "false", "null"):
                return {"true": True, "false": False, "null": None}[token.text]
            if token.text == "[":
                return tokens.several(self.value, "]")
            if token.text == "{":
                return dict(tokens.several(self._member, "}"))
            raise tokens.refusal("Expected a value as JSON writes it", token.start)

    def _member(self) -> tuple[str, Any]:
        name = self._text(self.tokens.word("a name in quotes", "string").text)
        self.tokens.expect(":")
        return name, self.value()

    def _text(self, quoted: str) -> str:
        """A string without its quotes and escapes. One that is written wrongly is taken as it stands."""
        inner = quoted[1:-1]
        if "\\" not in inner:
            return inner
        pieces, at = [], 0
        while at < len(inner):
            letter = inner[at]
            if letter != "\\":
                pieces.append(letter)
                at += 1
                continue
            said = inner[at + 1 : at + 2]
            digits = inner[at + 2 : at + 6]
            if said == "u" and len(digits) == 4 and all(one in "0123456789abcdefABCDEF" for one in digits):
                pieces.append(chr(int(digits, 16)))
                at += 6
            else:
                pieces.append(_ESCAPES.get(said, said))
                at += 2
        return "".join(pieces).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _doc(tokens: Tokens) -> dict[str, Any]:
    """The documentation comment before the next token, the last one."""
    said = tokens.next.said
    begin = said.rfind("/**")
    if begin < 0:
        return {}
    end = said.find("*/", begin)
    return {"doc": closest(said[begin : end + 2])} if end > begin + 2 else {}


def _number(said: str) -> int | float:
    said = said.lower()
    if "0x" in said:
        return int(said.rstrip("l"), 16)
    plain = said.rstrip("lfd")
    try:
        return int(plain) if plain.lstrip("+-").isdecimal() and len(plain) < 1000 else float(plain)
    except ValueError:
        return 0


def _whole(said: str) -> int:
    number = _number(said)
    return number if isinstance(number, int) else 0
