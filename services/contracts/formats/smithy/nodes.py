"""The words of Smithy's interface definition language, and the values written in it."""

import re
from collections.abc import Callable
from typing import Any

from ...document import Source
from ...grammar import Grammar, Token, Tokens
from ...model import Value

GRAMMAR = Grammar(
    "Smithy",
    "not-smithy",
    r"//[^\r\n]*+|,",  # a comma stands for a space
    word=r"[A-Za-z_]\w*+(?:\.[A-Za-z_]\w*+)*+(?:\#[A-Za-z_]\w*+)?(?:\$[A-Za-z_]\w*+)?",
    number=r"-?(?:0(?![0-9])|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?",
    block=r"\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*+\"\"\"",
    string=r"\"(?:[^\"\\]|\\.)*+\"",
    sign=r":=|[{}()\[\]:=@$]",
)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|\r?\n|.)", re.S)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", '"': '"', "\\": "\\", "/": "/"}


class Name(str):
    """In a value the id of a shape, made whole."""

    __slots__ = ()


class Nodes:
    """Reads values (nodes) from tokens."""

    def __init__(self, source: Source) -> None:
        self.tokens = Tokens(source, GRAMMAR)

    def _trait_value(self) -> Value:
        """The value of a trait, to the closing parenthesis: one value, or the members of an object."""
        tokens = self.tokens
        if tokens.next.kind in ("word", "string"):
            first = tokens.take()
            if not tokens.at(":"):
                tokens.expect(")")
                return self._scalar(first)
            found: dict[str, Value] = {}
            self._pair(found, first)
            while not tokens.accept(")"):
                self._pair(found, self._key_token())
            return found
        value = self._node()
        tokens.expect(")")
        return value

    def _key_token(self) -> Token:
        if self.tokens.next.kind not in ("word", "string"):
            raise self.tokens.surprise("the name of a member")
        return self.tokens.take()

    def _key(self) -> str:
        token = self._key_token()
        return self._text(token) if token.kind == "string" else token.text

    def _pair(self, found: dict[str, Value], key: Token) -> None:
        name = self._text(key) if key.kind == "string" else key.text
        if name in found:
            raise self.tokens.refusal(f"{name[:60]!r} stands here a second time", key.start)
        self.tokens.expect(":")
        found[name] = self._node()

    def _node(self) -> Any:
        tokens = self.tokens
        if tokens.accept("["):
            items = []
            with tokens.deeper():
                while not tokens.accept("]"):
                    items.append(self._node())
            return items
        if tokens.accept("{"):
            found: dict[str, Value] = {}
            with tokens.deeper():
                while not tokens.accept("}"):
                    self._pair(found, self._key_token())
            return found
        if tokens.next.kind not in ("word", "number", "string", "block"):
            raise tokens.surprise("a value")
        return self._scalar(tokens.take())

    def _scalar(self, token: Token) -> Value:
        kinds: dict[str, Callable[[Token], Value]] = {
            "string": self._text,
            "block": self._block,
            "number": self._number,
        }
        if token.kind in kinds:
            return kinds[token.kind](token)
        if token.text in ("true", "false", "null"):
            return {"true": True, "false": False, "null": None}[token.text]
        return Name(token.text)

    def _number(self, token: Token) -> int | float:
        if set(token.text) & set(".eE"):
            return float(token.text)
        if len(token.text) > 400:
            raise self.tokens.refusal("This number is longer than any type holds", token.start)
        return int(token.text)

    def _text(self, token: Token) -> str:
        return self._unescaped(token.text[1:-1].replace("\r\n", "\n"), token)

    def _unescaped(self, inner: str, token: Token) -> str:
        if "\\" not in inner:
            return inner

        def one(found: re.Match[str]) -> str:
            said = found.group(1)
            if said in _ESCAPES:
                return _ESCAPES[said]
            if said.startswith("u") and len(said) == 5:
                return chr(int(said[1:], 16))
            if said.endswith("\n"):
                return ""
            raise self.tokens.refusal(f"There is no escape {found.group()[:4]!r} in a text", token.start)

        said = _ESCAPE.sub(one, inner)
        return said.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # two escapes may be one letter

    def _block(self, token: Token) -> str:
        """A text block: without the first line break and without what all its lines are indented by."""
        lines = token.text[3:-3].replace("\r\n", "\n").split("\n")
        if lines[0].strip():
            raise self.tokens.refusal("A text block begins on the line after its quotes", token.start)
        lines = lines[1:]
        full = [line for line in lines[:-1] if line.strip()] + lines[-1:]
        indent = min((len(line) - len(line.lstrip(" \t")) for line in full), default=0)
        last = len(lines) - 1
        kept = [line[indent:] if number == last else line[indent:].rstrip(" \t") for number, line in enumerate(lines)]
        return self._unescaped("\n".join(kept), token)
