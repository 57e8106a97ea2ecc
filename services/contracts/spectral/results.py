"""What a ruleset found: results, in the order and without the repetitions that Spectral's have."""

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from ..places import Path
from .ranges import NOWHERE, Range


class Result(NamedTuple):
    """One finding. Severities count from 0 (error) to 3 (hint)."""

    code: str
    message: str
    path: Path
    """Every step a text, but in what the parser found."""
    severity: int
    source: str
    range: Range = NOWHERE
    url: str = ""

    @property
    def same(self) -> tuple[object, ...]:
        """Results that have this in common are one."""
        return (self.code, self.path or self.range, self.source, self.message)


def ordered(results: list[Result]) -> list[Result]:
    """By file, place, rule and path."""
    found: list[Result] = []
    for _, alike in groupby(sorted(results, key=_place), _place):
        same = list(alike)
        if len(same) > 1:  # few are: the paths of the others need not be looked at
            same.sort(key=lambda one: collated(",".join(map(str, one.path))))
        found += same
    return found


def _place(one: Result) -> tuple[object, ...]:
    return collated(one.source), one.range.start, collated(one.code, numeric=True)


type _Key = tuple[tuple[tuple[int, object], ...], str, str]

_DIGITS = re.compile(r"\d+")
_SIGNS = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"
"""In the order in which dictionaries of Unicode have them, before digits and letters."""


@lru_cache(maxsize=10_000)
def collated(text: str, numeric: bool = False) -> _Key:
    """What texts are ordered by, as a person would: letters before their size and their accents."""
    keys: list[tuple[int, object]] = []
    at = 0
    while at < len(text):
        sign = text[at]
        digits = _DIGITS.match(text, at) if numeric and sign.isdecimal() else None
        if digits:
            keys.append((2, int(digits[0])))
            at = digits.end()
            continue
        at += 1
        if sign.isspace():
            keys.append((0, sign))
        elif sign in _SIGNS:
            keys.append((1, _SIGNS.index(sign)))
        elif sign.isdecimal():
            keys.append((2, int(sign)))
        else:
            keys.append((3, unicodedata.normalize("NFD", sign)[0].casefold()))
    return tuple(keys), unicodedata.normalize("NFD", text.casefold()), text.swapcase()
