"""JSONPath as Spectral's rulesets write it, read into steps: what must be gone through to what a rule is about.

`^` (the parent) is read as a condition: `a.b^` is every `a` that has a `b`. So each path is one way down, and all
paths of a ruleset can be walked at once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .filters import Filter, compile_filter
from .script import Unsupported


@dataclass(frozen=True, slots=True)
class Names:
    """Children by their keys; a key that is a number is also a position in a list."""

    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class All:
    """Every child."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Positions of a list."""

    start: int | None
    end: int | None
    step: int | None

    def holds(self, index: Any, of: Any) -> bool:
        return type(of) is list and index in range(*slice(self.start, self.end, self.step).indices(len(of)))


@dataclass(frozen=True, slots=True)
class Where:
    """A filter of children, shared by every path that says the same."""

    filter: Filter


type Selector = Names | All | Slice | Where | tuple["Selector", ...]


@dataclass(frozen=True, slots=True)
class Descend:
    """The thing itself and everything below it."""


@dataclass(frozen=True, slots=True)
class Child:
    selector: Selector


@dataclass(frozen=True, slots=True)
class Has:
    """Only what has such a child."""

    selector: Selector
    those: tuple["Has", ...] = ()
    """What must hold of the child in turn."""


type Item = Descend | Child | Has


@dataclass(frozen=True, slots=True)
class Way:
    """A path that was read. `keyed`: it is about the key, not the value."""

    text: str
    items: tuple[Item, ...] = field(hash=False)
    keyed: bool = False


class PathInvalid(ValueError):
    """This path cannot be walked. The text says what is wrong with it, and where in it."""


class PathUnsupported(PathInvalid):
    """A path of Spectral's whose filter cannot be run here."""


_NAME = re.compile(r"[^\s.\[\]()^~'\"`,*?@]+")
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*+)'|\"((?:[^\"\\]|\\.)*+)\"")
_SLICE = re.compile(r"\s*(-?\d+)?\s*:\s*(-?\d+)?\s*(?::\s*(-?\d+)?\s*)?\Z")
_LAST = re.compile(r"\s*@\.length\s*-\s*(\d+)\s*\Z")
_TYPE = re.compile(r"@[a-z]+\(\)")
_NAMED = re.compile(r"@property\s*===?\s*(?:'([^'\\]*)'|\"([^\"\\]*)\")")
_ITEMS = 100
_SPACE = " \t\r\n"
_LONGEST = 10_000


def read(text: str, filters: dict[str, Filter] | None = None) -> Way:
    """The steps of a path. Raises PathInvalid. `filters` are those that were compiled already."""
    return _Reader(text, {} if filters is None else filters).way()


class _Reader:
    """Reads one path from left to right."""

    def __init__(self, text: str, filters: dict[str, Filter]) -> None:
        self.text = text.strip()
        self.filters = filters
        self.at = 0
        self.items: list[Item] = []
        self.is_open = False  # since `..`, nothing but `*` may have been read

    def way(self) -> Way:
        if len(self.text) > _LONGEST:
            raise PathInvalid(f"A path has up to {_LONGEST:,} characters; this one has {len(self.text):,}.")
        keyed = False
        if not self.text.startswith("$"):
            raise self.wrong("a path begins with $")
        self.at = 1
        while self.at < len(self.text):
            if keyed and self.text[self.at] not in "~^":
                raise self.wrong("nothing can follow a key (~)")
            if self.takes("^"):
                self.to_parent()
                keyed = False
            elif self.takes("~"):
                keyed = True
            else:
                self.further()
        return Way(self.text, tuple(self.items), keyed)

    def further(self) -> None:
        """One step down, or any number of them."""
        if self.takes("..") or self.takes("[..]"):
            self.add(Descend())
            if self.at >= len(self.text) or self.text[self.at] in "~^":
                return  # `$..`: the thing itself and all below
            self.takes(".")
            self.add(Child(self.bracket() if self.takes("[") else self.name()))
        elif self.takes(".["):  # a point before a bracket is as good as two
            self.add(Descend())
            self.add(Child(self.bracket()))
        elif self.takes("."):
            self.add(Child(self.name()))
        elif self.takes("["):
            self.add(Child(self.bracket()))
        elif kind := _TYPE.match(self.text, self.at):  # `*@string()`: with or without a point before it
            self.at = kind.end()
            self.add(Child(self.where(kind[0])))
        else:
            raise self.wrong(f"{self.text[self.at]!r} is not expected there")

    def add(self, item: Item) -> None:
        if isinstance(item, Child) and self.is_open and self.items[-2:] == [Descend(), Child(All())]:
            self.items.pop()  # `..*.a` is read as `..a`: every `a`, at the top too
            self.is_open = False
        self.is_open |= isinstance(item, Descend)
        self.items.append(item)
        if len(self.items) > _ITEMS:
            raise self.wrong(f"a path has up to {_ITEMS} steps")

    def wrong(self, what: str) -> PathInvalid:
        return PathInvalid(f"{self.text[:200]!r}, position {self.at + 1}: {what}.")

    def takes(self, sign: str) -> bool:
        found = self.text.startswith(sign, self.at)
        self.at += len(sign) * found
        return found

    def to_parent(self) -> None:
        those: list[Has] = []
        while self.items and isinstance(self.items[-1], Has):
            those.append(self.items.pop())  # type: ignore[arg-type]
        if not self.items:
            raise self.wrong("there is no parent (^) to go to")
        last = self.items[-1]
        if isinstance(last, Child):
            self.items[-1] = Has(last.selector, tuple(those))
        else:  # whatever is above any of them
            self.items.append(Has(All(), tuple(those)))

    def name(self) -> Selector:
        if self.takes("*"):
            return All()
        if self.takes("`"):  # what follows is a name, whatever it looks like
            end = min(self.text.find(sign, self.at) % (len(self.text) + 1) for sign in ".[")
            said, self.at = self.text[self.at : end], end
            return Names(frozenset({said}))
        quoted = _QUOTED.match(self.text, self.at)
        if quoted:
            self.at = quoted.end()
            return Names(frozenset({_unquoted(quoted)}))
        kind = _TYPE.match(self.text, self.at)
        if kind:
            self.at = kind.end()
            return self.where(kind[0])
        found = _NAME.match(self.text, self.at)
        if not found:
            raise self.wrong("a name is missing")
        self.at = found.end()
        return Names(frozenset({found[0]}))

    def bracket(self) -> Selector:
        """What stands in brackets; the opening one is behind us."""
        selectors: list[Selector] = []
        while True:
            self.space()
            selectors.append(self.one())
            self.space()
            if self.takes("]"):
                break
            if not self.takes(","):
                raise self.wrong("a ] is missing")
        names = [one for one in selectors if isinstance(one, Names)]
        if len(names) == len(selectors):
            return Names(frozenset().union(*(one.names for one in names)))
        return selectors[0] if len(selectors) == 1 else tuple(selectors)

    def space(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in _SPACE:
            self.at += 1

    def one(self) -> Selector:
        if self.takes("?"):
            self.space()
            if not self.takes("("):
                raise self.wrong("a filter stands in parentheses: [?(@.name)]")
            return self.where(self.to_closing())
        if self.takes("("):
            said = self.to_closing()
            last = _LAST.match(said)
            if not last:
                raise self.wrong("only (@.length-1) can be computed there")
            return Slice(-int(last[1]), -int(last[1]) + 1 or None, None)
        quoted = _QUOTED.match(self.text, self.at)
        if quoted:
            self.at = quoted.end()
            return Names(frozenset({_unquoted(quoted)}))
        end = min((at for at in (self.text.find(sign, self.at) for sign in ",]") if at >= 0), default=-1)
        if end < 0:
            raise self.wrong("a ] is missing")
        said = self.text[self.at : end].strip()
        return self.bare(said, end)

    def bare(self, said: str, end: int) -> Selector:
        if not said:
            raise self.wrong("there is nothing in the brackets")
        if said[0] in "'\"":
            raise self.wrong("a quotation mark is missing")
        span = _SLICE.match(said)
        if said == "*":
            chosen: Selector = All()
        elif span:
            start, stop, step = (int(one) if one else None for one in span.groups())
            if step == 0:
                raise self.wrong("the step of a slice is not 0")
            chosen = Slice(start, stop, step)
        elif said[0] == "-" and said[1:].isdecimal():
            chosen = Slice(int(said), int(said) + 1 or None, None)
        elif _TYPE.fullmatch(said):
            chosen = self.where(said)
        else:
            chosen = Names(frozenset({said}))
        self.at = end
        return chosen

    def where(self, said: str) -> Selector:
        said = said.strip()
        named = _NAMED.fullmatch(said)
        if named:
            return Names(frozenset({named[1] if named[1] is not None else named[2]}))
        if said not in self.filters:
            try:
                self.filters[said] = compile_filter(said)
            except Unsupported as error:
                said = f"{self.text[:200]!r}: the filter {said[:200]!r} cannot be run here: {error}."
                raise PathUnsupported(said) from None
        return Where(self.filters[said])

    def to_closing(self) -> str:
        """The text up to the parenthesis that closes the one behind us; quotes and patterns are passed over."""
        start, depth = self.at, 1
        while self.at < len(self.text):
            sign = self.text[self.at]
            if sign in "'\"":
                quoted = _QUOTED.match(self.text, self.at)
                if not quoted:
                    raise self.wrong("a quotation mark is missing")
                self.at = quoted.end()
                continue
            if sign == "/" and self.text[start : self.at].rstrip()[-1:] in ("", "(", ",", "=", "!", "&", "|", "?", ":"):
                self.pattern()
                continue
            depth += (sign == "(") - (sign == ")")
            self.at += 1
            if not depth:
                return self.text[start : self.at - 1]
        raise self.wrong("a parenthesis is not closed")

    def pattern(self) -> None:
        self.at += 1
        in_class = False
        while self.at < len(self.text):
            sign = self.text[self.at]
            self.at += 2 if sign == "\\" else 1
            in_class = sign == "[" or (in_class and sign != "]")
            if sign == "/" and not in_class:
                return
        raise self.wrong("a regular expression has no end")


def _unquoted(found: re.Match[str]) -> str:
    said = found[1] if found[1] is not None else found[2]
    return re.sub(r"\\(.)", r"\1", said) if "\\" in said else said


def filters(items: tuple[Item, ...]) -> Iterator[Filter]:
    """The filters that a path needs."""
    for item in items:
        if isinstance(item, Child | Has):
            yield from _filters(item.selector)
        if isinstance(item, Has):
            yield from filters(item.those)


def _filters(selector: Selector) -> Iterator[Filter]:
    if isinstance(selector, tuple):
        for one in selector:
            yield from _filters(one)
    elif isinstance(selector, Where):
        yield selector.filter
