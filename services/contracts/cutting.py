"""Cuts a large document at its lines, so that only the parts are read in which something is looked for.

In a block of YAML the members of one mapping begin on lines of one indentation. That is not believed but held against
the values: the keys on those lines must be the keys of the mapping, all of them, in their order. Where they are not,
the part is read whole. Measured on a document of 9.8 MB with findings in 843 places: 0.09 s, against 1 s for all of it.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Container, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from .model import Value
from .places import Path, Step
from .scan import yaml_step

SMALL = 16
"""Parts up to this many characters are not cut further."""
_BLANK = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n|---[ \t]*\r?\n|%[^\n]*\n)*+")
_KEY = re.compile(
    r"""(?:"((?:[^"\\\n]|\\.)*+)"[ \t]*+: | '((?:[^'\n]|'')*+)'[ \t]*+:(?=[ \t\r\n]|\Z)
      | ([^\s"'\[\]{}&*!|>%@`?#,][^\n]*?)[ \t]*+:(?=[ \t\r\n]|\Z))""",
    re.X,
)
_REST = re.compile(r"[ \t]*+(?:#[^\n]*+)?\r?(?:\n|\Z)")


class Part(NamedTuple):
    """A member or an item: from the beginning of its line to where the next one begins."""

    start: int
    end: int
    key_start: int
    """-1: an item has no key."""
    key_end: int
    inner: int
    """Where the lines of its value begin, when it stands on lines of its own; else -1."""


class Uneven(Exception):
    """The lines are not those of the members."""


@lru_cache(maxsize=256)
def _lines(indent: int) -> re.Pattern[str]:
    return re.compile("\n" + " " * indent + r"(?=[^ #\r\n])")


type Cuts = dict[tuple[int, int, int], list[int]]
"""Where lines of one indentation begin in large parts of a text: looked for once for all who cut it."""
_LARGE = 20_000


class Cutter(ABC):
    """One document on its way. What becomes of a part is for those who look for something."""

    def __init__(self, text: str, index: Callable[[int], Step], cuts: Cuts | None = None) -> None:
        self.text = text
        self.cuts: Cuts = {} if cuts is None else cuts
        self.index = index
        """How the items of a list are called among what is wanted."""

    @abstractmethod
    def _stands(self, path: Path, value: Value, part: Part) -> None:
        """A member that has its lines to itself, and a key that can be seen."""

    @abstractmethod
    def _read(self, wanted: Mapping[Step, Any], path: Path, part: Part, *, in_map: bool) -> None:
        """A part that is to be read by the parser, with what is wanted in it."""

    def _content(self, start: int, end: int) -> int:
        """The beginning of the first line that says something."""
        passed = _BLANK.match(self.text, start, end)
        return passed.end() if passed else start

    def _block(self, value: Value, wanted: Mapping[Step, Any], path: Path, start: int, end: int) -> None:
        """The wanted children of a value that stands on the lines from `start` to `end`."""
        in_map = type(value) is dict
        for key, part in self._parts(value, start, end, wanted):
            child = value[key] if in_map else value[int(key)]
            self._part(child, wanted[key], (*path, key), part, in_map=in_map)

    def _part(self, value: Value, wanted: Mapping[Step, Any], path: Path, part: Part, *, in_map: bool) -> None:
        if self._is_cut(value, wanted, part, in_map=in_map):
            try:
                self._stands(path, value, part)
                if wanted:
                    self._block(value, wanted, path, part.inner, part.end)
            except Uneven:
                pass
            else:
                return
        self._read(wanted, path, part, in_map=in_map)

    def _is_cut(self, value: Value, wanted: Mapping[Step, Any], part: Part, *, in_map: bool) -> bool:
        return part.inner >= 0 and part.end - part.start > SMALL and in_map and is_block(value)

    def _parts(
        self, value: Value, start: int, end: int, wanted: Container[Step], first: int = -1
    ) -> Iterator[tuple[Step, Part]]:
        """The wanted children with their lines. Raises Uneven when the lines are not those of the children.

        `first`: how far the first one is indented, where that is not to be seen (behind a dash).
        """
        text = self.text
        if first < 0:
            first = len(text[start : start + 200]) - len(text[start : start + 200].lstrip(" "))
        begins = self.cuts.get((start, end, first))
        if begins is None:
            begins = [start, *(found.start() + 1 for found in _lines(first).finditer(text, start, end))]
            if end - start > _LARGE:
                self.cuts[start, end, first] = begins
        if type(value) is dict:
            yield from self._members(value, begins, first, end, wanted)
        elif type(value) is list:
            yield from self._items(value, begins, first, end, wanted)
        else:
            raise Uneven

    def _members(
        self, value: dict[str, Value], begins: list[int], indent: int, end: int, wanted: Container[Step]
    ) -> Iterator[tuple[Step, Part]]:
        text = self.text
        keys: list[tuple[str, int, int]] = []
        names = iter(value)
        for begin in begins:
            at = begin + indent
            if text[at] == "-" and text[at + 1 : at + 2] in (" ", "\n", "\r"):
                continue  # a list that is not indented under its key
            key = next(names, None)
            if key is None:
                raise Uneven
            keys.append((key, begin, colon_of(text, at, key)))
        if len(keys) != len(value):
            raise Uneven
        ends = [begin for _, begin, _ in keys[1:]] + [end]
        for (key, begin, colon), stop in zip(keys, ends, strict=True):
            if key not in wanted:
                continue
            key_end = colon - (len(text[begin:colon]) - len(text[begin:colon].rstrip(" \t")))
            rest = _REST.match(text, colon + 1, stop)
            yield key, Part(begin, stop, begin + indent, key_end, self._content(rest.end(), stop) if rest else -1)

    def _items(
        self, value: list[Value], begins: list[int], indent: int, end: int, wanted: Container[Step]
    ) -> Iterator[tuple[Step, Part]]:
        text = self.text
        if any(text[one + indent : one + indent + 2] not in ("- ", "-\n", "-\r") for one in begins):
            raise Uneven
        if len(begins) != len(value):
            raise Uneven
        for index, (begin, stop) in enumerate(zip(begins, [*begins[1:], end], strict=True)):
            if self.index(index) in wanted:
                yield self.index(index), Part(begin, stop, -1, -1, -1)


def colon_of(text: str, at: int, key: str) -> int:
    """Where the colon of a key stands that begins here. Raises Uneven when it is another key."""
    if key[:1].isalnum():  # as most of them are: written as they read, and nothing else could be meant
        colon = at + len(key)
        if text.startswith(key, at) and text[colon : colon + 2] in (": ", ":\n"):
            return colon
    found = _KEY.match(text, at)
    if found is None or _named(found) != key:
        raise Uneven
    return found.end() - 1


def _named(found: re.Match[str]) -> str:
    """The key on a line."""
    if found[1] is not None:
        if "\\" not in found[1]:
            return found[1]
        import yamlrocks

        return str(yamlrocks.loads(f'"{found[1]}"'))
    if found[2] is not None:
        return found[2].replace("''", "'")
    return yaml_step(found[3], True)


def is_block(value: Value) -> bool:
    return bool(value) and (type(value) is dict or type(value) is list)
