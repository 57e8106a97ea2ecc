"""Numbers as people write them, read strictly: what is shown side by side later has to be comparable."""

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal

LARGEST = Decimal(10) ** 13
PLACES = 6

_NUMBER = re.compile(
    r"(?P<sign>[-+\u2212]?)\s*(?P<digits>\d[\d .,'\u2019_]*\d|\d)(?P<exponent>[eE][-+]?\d{1,3})?", re.UNICODE
)
_GROUPED = re.compile(r"\d{1,3}(?P<gap>[ '\u2019_])\d{3}(?:(?P=gap)\d{3})*")
_COMMAS = re.compile(r"\d{1,3}(?:,\d{3})+")
_WORDS = {
    word: number
    for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
} | {"none": 0, "once": 1, "twice": 2, "dozen": 12}  # fmt: skip
_ABOVE = {"more", "above", "over", "exceeds", "exceed", "higher", "greater", "longer", "rises"}
_BELOW = {"less", "below", "under", "fewer", "lower", "shorter", "falls"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, and what stood behind it."""

    value: Decimal
    rest: str = ""


class NoFigure(ValueError):
    """There is no number, or one that can be read in two ways. Its text is a sentence for whoever wrote it."""


def figure(text: str) -> Figure:
    """The number that a text begins with: "0.02", "1 200 EUR", "12,5 %". Raises NoFigure.

    A point always parts decimals. A comma does when it cannot part thousands; "1,234" could mean both and is refused.
    """
    said = unicodedata.normalize("NFKC", text).strip()
    found = _NUMBER.match(said)
    if found is None:
        raise NoFigure("Write a number, in digits.")
    value = _read(found["digits"]) if found["exponent"] is None else _read(found["digits"]).scaleb(
        int(found["exponent"][1:])
    )  # fmt: skip
    if found["sign"] in {"-", "\u2212"}:
        value = -value
    if abs(value) >= LARGEST:
        raise NoFigure("Choose a larger unit: the number is too long to compare.")
    if value != round(value, PLACES):
        raise NoFigure(f"Choose a smaller unit, or round it: at most {PLACES} decimals are kept.")
    return Figure(value, said[found.end() :].strip())


def _read(digits: str) -> Decimal:
    whole, point, decimals = digits.partition(".")
    if point and ("." in decimals or not decimals.isdigit()):
        raise NoFigure("Write the number with one decimal point, like 1234.5.")
    if "," in whole:
        left, _, right = whole.partition(",")
        if _COMMAS.fullmatch(whole) and (point or whole.count(",") > 1):
            whole = whole.replace(",", "")
        elif point or not right.isdigit():
            raise NoFigure("Write the number with one decimal point, like 1234.5.")
        elif len(right) == 3 and left.lstrip("0"):
            raise NoFigure(f"{left},{right} can be read in two ways. Write {left}{right}, or {left}.{right}.")
        else:
            whole, decimals = left, right
    if not whole.isdigit():
        if not _GROUPED.fullmatch(whole):
            raise NoFigure("Write the number in digits, like 1234.5.")
        whole = "".join(one for one in whole if one.isdigit())
    return Decimal(f"{int(whole)}.{decimals or 0}")


def plain(value: Decimal | None) -> str:
    """The number without zeros that say nothing; empty for none."""
    if value is None:
        return ""
    return f"{value.normalize():f}" if value else "0"


_UNITS = {
    name: names[0]
    for names in (
        ("%", "percent", "pct"), ("ms", "millisecond", "milliseconds"), ("s", "sec", "second", "seconds"),
        ("min", "minute", "minutes"), ("h", "hour", "hours"), ("days", "day"),
        ("EUR", "eur", "euro", "euros", "\u20ac"), ("USD", "usd", "dollar", "dollars", "$"), ("GBP", "gbp", "\u00a3"),
        ("kB", "kb"), ("MB", "mb"), ("GB", "gb"),
    )
    for name in names
}  # fmt: skip


def other_unit(said: str, meant: str) -> str:
    """A sentence where both begin with a unit that is known here, and it is not the same; else empty.

    "% of calls" and "%" are the same, so are "seconds" and "s"; of "callers" nothing is known.
    """
    units = [_UNITS.get(word) or _UNITS.get(word.casefold(), "") for word in (_first(said), _first(meant))]
    if not all(units) or units[0] == units[1]:
        return ""
    return f"It is in {units[0]}, the measure in {units[1]}: compare like with like."


def _first(text: str) -> str:
    return next(iter(re.findall(r"[%$\u20ac\u00a3]|[^\W\d_]+|\S", text)), "")


@dataclass(frozen=True, slots=True)
class Limit:
    """A number, the side of it that is meant (above, at-least, below, at-most), and what stood behind it."""

    side: str
    value: Decimal
    rest: str = field(default="", compare=False)


def limit(text: str) -> Limit:
    """What a sentence calls too much or too little: "more than 0.1 %", "one caller asks for it". Raises NoFigure.

    Without a word for the side it is at least that much: of what was to stay away, so much has come.
    """
    said = unicodedata.normalize("NFKC", text).casefold()
    words = re.findall(r"[^\W\d_]+", said)
    digits = re.search(r"(?<![\w.])[-\u2212]?\d", said)
    if digits is not None:
        found = figure(said[digits.start() :])
    else:
        word = next((word for word in words if word in _WORDS), None)
        if word is None:
            raise NoFigure('Say it with a number, like "more than 0.1 %" or "one caller asks for it".')
        found = Figure(Decimal(_WORDS[word]))
    return Limit(_side(said, words), found.value, found.rest)


def _side(said: str, words: list[str]) -> str:
    if "at least" in said or "or more" in said or ">=" in said or "\u2265" in said:
        return "at-least"
    if "at most" in said or "or less" in said or "or fewer" in said or "<=" in said or "\u2264" in said:
        return "at-most"
    if ">" in said or _ABOVE & set(words):
        return "above"
    if "<" in said or _BELOW & set(words):
        return "below"
    return "at-least"
