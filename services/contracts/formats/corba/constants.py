"""Names and constant expressions: looked up and worked out as they are read, for IDL declares before it uses."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from ...model import Flaw
from ...places import Place
from .stream import Piece, Stream
from .tree import Decl, Named

CORE = frozenset(
    [
        "any",
        "attribute",
        "boolean",
        "case",
        "char",
        "const",
        "context",
        "default",
        "double",
        "enum",
        "exception",
        "FALSE",
        "fixed",
        "float",
        "in",
        "inout",
        "interface",
        "long",
        "module",
        "native",
        "Object",
        "octet",
        "oneway",
        "out",
        "raises",
        "readonly",
        "sequence",
        "short",
        "string",
        "struct",
        "switch",
        "TRUE",
        "typedef",
        "unsigned",
        "union",
        "void",
        "wchar",
        "wstring",
    ]
)
"""Words that are no names since the first IDL. Those that came later are, and it is told."""
LATER = frozenset(
    [
        "abstract",
        "custom",
        "factory",
        "local",
        "private",
        "public",
        "supports",
        "truncatable",
        "ValueBase",
        "valuetype",
        "component",
        "consumes",
        "emits",
        "eventtype",
        "finder",
        "getraises",
        "home",
        "import",
        "manages",
        "multiple",
        "primarykey",
        "provides",
        "publishes",
        "setraises",
        "typeid",
        "typeprefix",
        "uses",
    ]
)
_CORE = {word.lower(): word for word in CORE}
_STRENGTH = {"|": 1, "^": 2, "&": 3, "<<": 4, ">": 4, "+": 5, "-": 5, "*": 6, "/": 6, "%": 6}
_ESCAPE = re.compile(r"\\([0-7]{1,3}|x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|.)", re.S)
_LETTERS = {"n": "\n", "t": "\t", "v": "\v", "b": "\b", "r": "\r", "f": "\f", "a": "\a"}
_LARGEST = 2**64
_LONG = 10_000


class Constants(Stream):
    """A stream that knows in which scope it is, and what names mean there."""

    scope: Decl
    found: list[Flaw]
    unknown: list[Named]
    """Names that were not declared when they stood there."""

    def flaw(self, message: str, piece: Piece | Named) -> None:
        """The specification is broken here."""
        place = Place(None, ("idl", self.scope.scoped), f"scope:{self.scope.scoped}" if self.scope.name else "")
        self.found.append(Flaw("format-invalid", place, message, piece.source.span(piece.start, piece.end)))

    def name(self, what: str) -> Piece:
        """The name of something that is declared here. An escaped one (`_module`) loses its underscore."""
        if self.next.kind != "word" or self.next.text.lower() in _CORE:
            if self.next.kind == "word":
                raise self.surprise(f"{what} (a keyword cannot be one; write it with an underscore before it)")
            raise self.surprise(what)
        token = self.take()
        if token.text in LATER:
            self.flaw(f"{token.text} is a keyword of IDL: as a name it is written _{token.text}.", token)
        if token.text.startswith("_") and len(token.text) > 1:
            made = Piece(*token._replace(text=token.text[1:]))
            made.source = token.source
            return made
        return token

    def scoped_name(self, what: str) -> Named:
        """A name that stands for something declared elsewhere, looked up at once."""
        first = self.next
        names = [""] if self.accept("::") else []
        names.append(self._part(what))
        while self.accept("::"):
            names.append(self._part(what))
            if len(names) > self.source.limits.depth:
                raise first.source.refusal("too-deep", "This name has too many parts.", first.start)
        named = Named("::".join(names).removeprefix("::"), first.source, first.start, self.last_end, self.scope)
        named.found = self.scope.find(names)
        if self.source is not first.source:
            named.end = first.end
        if named.found is None:
            named.text = "::".join(names)
            self.unknown.append(named)
        elif named.found.name != names[-1] and named.found.name.lower() == names[-1].lower():
            self.flaw(f"{names[-1]!r} is declared as {named.found.name!r}: write it in the same case.", named)
        return named

    def _part(self, what: str) -> str:
        if self.next.kind != "word" or self.next.text in CORE - {"Object"}:
            raise self.surprise(what)
        text = self.take().text
        return text[1:] if text.startswith("_") and len(text) > 1 else text

    def several_names(self, what: str) -> list[Named]:
        names = [self.scoped_name(what)]
        while self.accept(","):
            names.append(self.scoped_name(what))
        return names

    def bound(self) -> int | None:
        """A length: a whole number above zero. None: it could not be worked out, which was said."""
        piece = self.next
        value = self.constant()
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value < _LARGEST:
            return value
        if value is not None:
            self.flaw("A length is a whole number above zero.", piece)
        return None

    def constant(self, least: int = 1) -> Any:
        """The value of an expression; None when it has a part that is not known."""
        left = self._single()
        while (strength := _STRENGTH.get(self.next.text, 0)) >= least and self.next.kind == "sign":
            sign = self.next
            if sign.text == ">":
                if not sign.source.text.startswith(">>", sign.start):
                    break
                self.take()
            self.take()
            with self.deeper():
                right = self.constant(strength + 1)
            left = self._worked_out(sign, left, right)
        return left

    def _worked_out(self, sign: Piece, left: Any, right: Any) -> Any:
        if left is None or right is None:
            return None
        try:
            value = _OF[sign.text](left, right)
        except ZeroDivisionError:
            self.flaw("This divides by zero.", sign)
            return None
        except (TypeError, ValueError, OverflowError, InvalidOperation):
            self.flaw(f"{sign.text!r} cannot be used between these values.", sign)
            return None
        if isinstance(value, int) and abs(value) > _LARGEST:
            self.flaw("This number is larger than any type of IDL.", sign)
            return None
        return value

    def _single(self) -> Any:
        piece = self.next
        if self.accept("-", "+", "~"):
            with self.deeper():
                value = self._single()
            if value is None or isinstance(value, str):
                return None
            if piece.text == "~":
                return ~value if isinstance(value, int) else None
            return -value if piece.text == "-" else value
        if self.accept("("):
            with self.deeper():
                value = self.constant()
            self.expect(")")
            return value
        if piece.kind == "number":
            return self._number(self.take())
        if piece.kind == "string":
            said, size = [], 0
            while self.next.kind == "string":
                said.append(_plain(self.take().text))
                size += len(said[-1])
            return "".join(said)[:_LONG]
        if piece.kind == "char":
            return _plain(self.take().text)
        if self.accept("TRUE", "FALSE"):
            return piece.text == "TRUE"
        if piece.kind != "word" and piece.text != "::":
            raise self.surprise("a value")
        named = self.scoped_name("a value")
        if named.found is None:
            return None
        if named.found.kind not in ("const", "member"):
            self.flaw(f"{named.text} is no constant.", named)
        return named.found.value

    def _number(self, token: Piece) -> Any:
        text = token.text
        try:
            if text[:2] in ("0x", "0X"):
                value: Any = int(text[:40], 16)
            elif text[-1] in "dD":
                value = Decimal(text[:-1])
            elif text.isdigit():
                value = int(text[:400], 8 if text.startswith("0") and len(text) > 1 else 10)
            else:
                value = float(text)
        except (ValueError, InvalidOperation):
            self.flaw(f"{text[:40]} is no number (one that begins with 0 is octal).", token)
            return None
        if isinstance(value, int) and value > _LARGEST:
            self.flaw("This number is larger than any type of IDL.", token)
            return None
        return value


def _whole(left: Any, right: Any) -> tuple[int, int]:
    if not isinstance(left, int) or not isinstance(right, int):
        raise TypeError
    return left, right


def _shifted(left: Any, right: Any, up: bool) -> int:
    value, by = _whole(left, right)
    if not 0 <= by < 64:
        raise ValueError
    return value << by if up else value >> by


def _divided(left: Any, right: Any) -> Any:
    if isinstance(left, int) and isinstance(right, int):
        whole = abs(left) // abs(right)
        return whole if (left < 0) == (right < 0) else -whole
    return left / right


def _rest(left: Any, right: Any) -> int:
    value, by = _whole(left, right)
    return value - int(_divided(value, by)) * by


def _number_only(work: Any) -> Any:
    def worked(left: Any, right: Any) -> Any:
        if isinstance(left, str) or isinstance(right, str):
            raise TypeError
        return work(left, right)

    return worked


_OF = {
    "|": lambda left, right: int.__or__(*_whole(left, right)),
    "^": lambda left, right: int.__xor__(*_whole(left, right)),
    "&": lambda left, right: int.__and__(*_whole(left, right)),
    "<<": lambda left, right: _shifted(left, right, True),
    ">": lambda left, right: _shifted(left, right, False),
    "+": _number_only(lambda left, right: left + right),
    "-": _number_only(lambda left, right: left - right),
    "*": _number_only(lambda left, right: left * right),
    "/": _number_only(_divided),
    "%": _rest,
}


def _plain(literal: str) -> str:
    """What a text or a letter between quotes says."""

    def letter(found: re.Match[str]) -> str:
        said = found.group(1)
        if said[0] in "xu" and len(said) > 1:
            return chr(int(said[1:], 16))
        return chr(int(said, 8)) if said[0].isdigit() and said[0] < "8" else _LETTERS.get(said, said)

    return _ESCAPE.sub(letter, literal.removeprefix("L")[1:-1])
