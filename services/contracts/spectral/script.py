"""The expressions that filters are written in, read into a tree: what rulesets use of JavaScript, and nothing else."""

import re
from dataclasses import dataclass
from typing import Any

from .function import MISSING


class Unsupported(ValueError):
    """This cannot be run here. The text says what it is, for the person who wrote it."""


@dataclass(frozen=True, slots=True)
class Node:
    """A part of an expression. `kind` says what `value` and `parts` are:

    const (the value), regex (pattern and flags), name (`@`, `@property` ...), get (member names, of one part), at (a
    computed member, of two), call (the method's name, of the object and the arguments), list, and operators, whose
    `value` is the operator: unary, binary, and, or, choice.
    """

    kind: str
    value: Any = None
    parts: tuple["Node", ...] = ()


_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number> 0[xX][0-9a-fA-F]+ | (?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)
    | (?P<string> "(?:[^"\\]|\\.)*+" | '(?:[^'\\]|\\.)*+')
    | (?P<name> @{0,2}[A-Za-z_$][\w$]*+ | @)
    | (?P<sign> === | !== | == | != | <= | >= | && | \|\| | ~= | \?\? | \?\. | [-+*/%<>!?:.,()\[\]])
    )""",
    re.X | re.S,
)
_REGEX = re.compile(r"/((?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*+\])++)/([a-z]*)")
_BINARY = {
    "??": 1,
    "||": 2,
    "&&": 3,
    "==": 7,
    "!=": 7,
    "===": 7,
    "!==": 7,
    "<": 8,
    ">": 8,
    "<=": 8,
    ">=": 8,
    "in": 8,
    "+": 10,
    "-": 10,
    "*": 11,
    "/": 11,
    "%": 11,
    "~=": 12,
}
_UNARY = frozenset({"!", "-", "+", "typeof", "void"})
_WORDS = {"true": True, "false": False, "null": None, "undefined": MISSING}
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.S)
_DEEPEST = 60
_LONGEST = 10_000


def read(text: str) -> Node:
    """The tree of an expression. Raises Unsupported for what is none, or none that can be run here."""
    if len(text) > _LONGEST:
        raise Unsupported(f"an expression of more than {_LONGEST:,} characters")
    reader = _Reader(text)
    tree = reader.choice()
    if reader.kind:
        raise Unsupported(f"{reader.token!r} at position {reader.start + 1} is not expected there")
    return tree


class _Reader:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = self.start = self.depth = 0
        self.kind: str | None = None
        self.token = ""
        self.next()

    def next(self) -> str:
        """Steps on; returns the token that was there."""
        was = self.token
        found = _TOKEN.match(self.text, self.at)
        if found is None:
            rest = self.text[self.at :].strip()
            if rest and rest[0] not in "/":
                raise Unsupported(f"{rest[:20]!r} cannot be read")
            self.kind, self.token = ("sign", "/") if rest else (None, "")
            self.start = self.at = len(self.text) - len(self.text[self.at :].lstrip()) if rest else len(self.text)
            return was
        self.kind = found.lastgroup
        self.token = found[found.lastgroup or 0]
        self.start, self.at = found.start(found.lastgroup or 0), found.end()
        return was

    def take(self, sign: str) -> None:
        if self.kind != "sign" or self.token != sign:
            what = repr(self.token) if self.kind else "the end"
            raise Unsupported(f"{sign!r} is expected where {what} stands")
        self.next()

    def is_sign(self, *signs: str) -> bool:
        return self.kind == "sign" and self.token in signs

    def choice(self) -> Node:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise Unsupported(f"parentheses more than {_DEEPEST} deep")
        test = self.binary(0)
        if self.is_sign("?"):
            self.next()
            yes = self.choice()
            self.take(":")
            test = Node("choice", "?", (test, yes, self.choice()))
        self.depth -= 1
        return test

    def binary(self, least: int) -> Node:
        left = self.unary()
        while self.kind in ("sign", "name") and _BINARY.get(self.token, -1) > least:
            operator = self.next()
            right = self.binary(_BINARY[operator])
            kind = {"&&": "and", "||": "or"}.get(operator, "binary")
            left = Node(kind, operator, (left, right))
        return left

    def unary(self) -> Node:
        if self.kind in ("sign", "name") and self.token in _UNARY:
            operator = self.next()
            self.depth += 1
            if self.depth > _DEEPEST:
                raise Unsupported(f"more than {_DEEPEST} operators in a row")
            operand = self.unary()
            self.depth -= 1
            return Node("const", MISSING) if operator == "void" else Node("unary", operator, (operand,))
        return self.member(self.atom())

    def member(self, of: Node) -> Node:
        while self.kind == "sign":
            if self.token in (".", "?."):
                self.next()
                if self.kind != "name":
                    raise Unsupported("a name is expected after the dot")
                name = self.next()
                if self.is_sign("("):
                    of = Node("call", name, (of, *self.arguments(")")))
                else:
                    of = Node("get", name, (of,))
            elif self.is_sign("["):
                self.next()
                index = self.choice()
                self.take("]")
                is_name = index.kind == "const" and isinstance(index.value, str)
                of = Node("get", index.value, (of,)) if is_name else Node("at", None, (of, index))
            else:
                break
        return of

    def arguments(self, end: str) -> tuple[Node, ...]:
        self.next()
        found: list[Node] = []
        while not self.is_sign(end):
            found.append(self.choice())
            if self.is_sign(","):
                self.next()
        self.next()
        return tuple(found)

    def atom(self) -> Node:
        if self.kind == "number":
            said = self.next()
            number = int(said, 16) if said[:2] in ("0x", "0X") else float(said)
            return Node("const", int(number) if number == int(number) else number)
        if self.kind == "string":
            return Node("const", _ESCAPE.sub(_unescaped, self.next()[1:-1]))
        if self.is_sign("("):
            self.next()
            inner = self.choice()
            self.take(")")
            return inner
        if self.is_sign("["):
            return Node("list", None, self.arguments("]"))
        if self.is_sign("/"):
            return self.regex()
        if self.kind == "name":
            return self.name()
        raise Unsupported(f"a value is expected where {self.token!r} stands" if self.kind else "a value is missing")

    def name(self) -> Node:
        said = self.next()
        if said in _WORDS:
            return Node("const", _WORDS[said])
        if said[0] == "@" or said == "index":
            if said not in NAMES and said[1:] not in TYPES:
                raise Unsupported(f"{said!r} is not known")
            if self.is_sign("(") and said[1:] in TYPES:
                self.arguments(")")
            return Node("type", said[1:]) if said[1:] in TYPES else Node("name", said)
        raise Unsupported(f"{said!r} is not known in a filter")

    def regex(self) -> Node:
        found = _REGEX.match(self.text, self.start)
        if found is None:
            raise Unsupported("a regular expression has no end")
        self.at = found.end()
        self.next()
        return Node("regex", (found[1], found[2]))


NAMES = frozenset({"@", "@property", "@parent", "@parentProperty", "@root", "@path", "index"})
TYPES = frozenset({"string", "number", "boolean", "integer", "scalar", "array", "object", "null"})


def _unescaped(found: re.Match[str]) -> str:
    digits = found[1] or found[2] or found[3]
    if digits:
        return chr(min(int(digits, 16), 0x10FFFF))
    return _ESCAPED.get(found[4], "" if found[4] == "\n" else found[4])
