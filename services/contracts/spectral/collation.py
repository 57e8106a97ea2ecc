"""The order of texts as JavaScript's localeCompare has it where no language is set: that of Unicode's root collation.

Held here for Latin letters, digits and the signs of ASCII; what lies beyond follows in the order of its code points.
"""

from functools import lru_cache
from unicodedata import combining, normalize

_SIGNS = "\t\n\v\f\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"
_RANKS = {sign: rank for rank, sign in enumerate(_SIGNS + "0123456789abcdefghijklmnopqrstuvwxyz")}

type Key = tuple[tuple[int, ...], tuple[int, ...], tuple[bool, ...]]


@lru_cache(maxsize=10_000)
def collated(text: str) -> Key:
    """Letters first, then their accents, then their case: small ones before capitals."""
    parts = normalize("NFD", text)
    letters = [char for char in parts if not combining(char)]
    return (
        tuple(_rank(char.lower()) for char in letters),
        tuple(ord(char) if combining(char) else 0 for char in parts),
        tuple(char.isupper() for char in letters),
    )


def _rank(char: str) -> int:
    return _RANKS.get(char, len(_RANKS) + ord(char[0]))
