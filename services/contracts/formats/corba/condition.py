"""Whether the condition of an `#if` holds: numbers, `defined`, and the signs between them."""

import re
from collections.abc import Mapping

_PIECE = re.compile(r"\s*(?:(defined)\b|(\w++)|(&&|\|\||[=!<>]=|[!()<>]))")
_STRENGTH = {"||": 1, "&&": 2, "==": 3, "!=": 3, "<": 4, ">": 4, "<=": 4, ">=": 4}
_DEEP = 50


def holds(text: str, macros: Mapping[str, int]) -> bool | None:
    """None: it is written in a way that is not understood. What is not defined is 0, as in C."""
    pieces: list[str] = []
    at, text = 0, text.rstrip()
    while at < len(text):
        found = _PIECE.match(text, at)
        if found is None:
            return None
        pieces.append(found.group().strip())
        at = found.end()
    reader = _Reader(pieces, macros)
    try:
        value = reader.value(1)
    except (ValueError, IndexError):
        return None
    return bool(value) if reader.at == len(pieces) else None


class _Reader:
    def __init__(self, pieces: list[str], macros: Mapping[str, int]) -> None:
        self.pieces = pieces
        self.macros = macros
        self.at = 0
        self.depth = 0

    def take(self) -> str:
        self.at += 1
        return self.pieces[self.at - 1]

    def value(self, least: int) -> int:
        left = self.single()
        while self.at < len(self.pieces) and _STRENGTH.get(self.pieces[self.at], 0) >= least:
            sign = self.take()
            right = self.value(_STRENGTH[sign] + 1)
            left = int(_worked_out(sign, left, right))
        return left

    def single(self) -> int:
        self.depth += 1
        if self.depth > _DEEP:
            raise ValueError
        piece = self.take()
        if piece == "!":
            value = int(not self.single())
        elif piece == "(":
            value = self.value(1)
            if self.take() != ")":
                raise ValueError
        elif piece == "defined":
            inner = self.take()
            name = self.take() if inner == "(" else inner
            if inner == "(" and self.take() != ")":
                raise ValueError
            value = int(name in self.macros)
        elif piece[0].isdigit():
            value = int(piece.rstrip("uUlL")[:40] or "0", 0)
        elif piece[0].isalpha() or piece[0] == "_":
            value = self.macros.get(piece, 0)
        else:
            raise ValueError
        self.depth -= 1
        return value


def _worked_out(sign: str, left: int, right: int) -> bool:
    if sign == "||":
        return bool(left or right)
    if sign == "&&":
        return bool(left and right)
    return {
        "==": left == right, "!=": left != right, "<": left < right, ">": left > right,
        "<=": left <= right, ">=": left >= right,
    }[sign]  # fmt: skip
