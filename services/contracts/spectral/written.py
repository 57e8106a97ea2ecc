"""The documents a ruleset is run on: what was written, where its references lead, and where a path ends up."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..document import Tree
from ..limits import NotChecked
from ..places import Path
from .function import MISSING, Value
from .percent import unquoted

type Open = Callable[[str, str], "Written | None"]
"""From the name of a file and a reference in it to the file that is meant; None when there is none."""


@dataclass(slots=True, eq=False)
class Written:
    """One document. `source` is its name as results tell it."""

    source: str
    tree: Tree
    leads: dict[str, "Target | None"] = field(default_factory=dict)
    """By the text of a reference in this document."""

    @property
    def root(self) -> Value:
        return self.tree.root


class Target(NamedTuple):
    """What a reference leads to."""

    document: Written
    path: tuple[str, ...]
    value: Value


class Broken(NamedTuple):
    """A reference that leads nowhere."""

    message: str
    path: Path
    document: Written


class Spot(NamedTuple):
    """Where a path ends up when references are followed: the closest thing that is written down somewhere."""

    document: Written
    path: tuple[str, ...]
    property: str
    """What `{{property}}` stands for there."""
    value: Value


def is_reference(value: Value) -> bool:
    return type(value) is dict and type(value.get("$ref")) is str


_OTHER = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


class Library:
    """The main document and those that it refers to, opened when they are needed."""

    def __init__(self, main: Written, open_: Open | None = None) -> None:
        self.main = main
        self._open = open_
        self._owners: dict[int, Written] = {}
        """Of references in other documents than the main one: by identity, which lasts as long as the documents."""
        self.circular: set[int] = set()
        """References that lead back to what they are in, by identity: they count as written."""
        self.why: dict[tuple[str, str], str] = {}
        """Why a document could not be opened: by the name of the document that asks, and what it asks for."""

    def owner(self, reference: Value) -> Written:
        return self._owners.get(id(reference), self.main)

    def target(self, reference: Value) -> Target | None:
        """What a reference leads to, one step; None when it leads nowhere."""
        return self.lead(self._owners.get(id(reference), self.main), reference["$ref"])

    def lead(self, document: Written, said: str) -> Target | None:
        """What the text of a reference leads to that stands in a document."""
        try:
            return document.leads[said]
        except KeyError:
            found = document.leads[said] = self._find(document, said)
            return found

    def complaint(self, reference: Value) -> str:
        """What is wrong with a reference that leads nowhere."""
        document, said = self.owner(reference), reference["$ref"]
        name, _, fragment = said.partition("#")
        if not name:
            return f"'#{fragment}' does not exist" if fragment[:1] in ("", "/") else f"'{said}' JSON pointer is invalid"
        if _OTHER.match(name):
            return f"'{name}' is an address, and addresses are not opened"
        if (document.source, name) in self.why:
            return f"'{name}' cannot be read: {self.why[document.source, name]}"
        if self._opened(document, name) is None:
            return f"'{name}' is another file, which did not come along"
        return f"'#{fragment}' does not exist @ '{name}'"

    def _find(self, document: Written, said: str) -> Target | None:
        name, _, fragment = said.partition("#")
        if name:
            opened = self._opened(document, name)
            if opened is None:
                return None
            document = opened
        path = pointer_path(fragment)
        if path is None:
            return None
        value = document.root
        for step in path:
            value = child(value, step)
            if value is MISSING:
                return None
        return Target(document, path, value)

    def _opened(self, document: Written, name: str) -> Written | None:
        if self._open is None or _OTHER.match(name):
            return None
        try:
            opened = self._open(document.source, unquoted(name))
        except NotChecked as reason:
            self.why[document.source, name] = reason.message
            return None
        if opened is not None and opened is not self.main:
            self._own(opened)
        return opened

    def _own(self, document: Written) -> None:
        """Notes to which document the references in it belong."""
        waiting = [document.root]
        while waiting:
            value = waiting.pop()
            if is_reference(value):
                if id(value) in self._owners:
                    return
                self._owners[id(value)] = document
            if isinstance(value, dict | list):
                waiting += value.values() if isinstance(value, dict) else value

    def follow(self, value: Value) -> Value:
        """What stands here when references are followed, those in a circle apart."""
        seen = 0
        while type(value) is dict and type(value.get("$ref")) is str and id(value) not in self.circular:
            found = self.target(value)
            seen += 1
            if found is None or seen > _CHAIN:
                break
            value = found.value
        return value

    def place(self, path: tuple[str, ...], *, resolved: bool) -> Spot:
        """Where a path stands that was written as if references were written out."""
        document, value = self.main, self.main.root
        at: list[str] = []
        crossed = 0
        last = len(path)
        for number, step in enumerate(path):
            below = child(value, step)
            if resolved and is_reference(value) and (below is MISSING or crossed):
                found, whole = self._end(value)
                if found is not None:
                    document, value, at = found.document, found.value, list(found.path)
                    crossed = crossed or number + 1
                    below = child(value, step) if whole else MISSING
            if below is MISSING:
                last = number
                break
            at.append(step)
            value = below
        else:
            if resolved and is_reference(value) and (crossed or len(value) == 1):
                found, _ = self._end(value)
                if found is not None:
                    document, value, at = found.document, found.value, list(found.path)
                    crossed = crossed or last + 1
        missing = list(path[last:]) if not crossed or last >= crossed else []
        named = dotted([*at, *missing][len(at) - 1 :]) if missing else at[-1] if at else ""
        return Spot(document, tuple(at), named, value)

    def _end(self, value: Value) -> tuple[Target | None, bool]:
        """Where a chain of references ends, and whether that is what they name: a pointer that leads nowhere ends at
        the closest thing that is there. None when it leads into no document, or in a circle."""
        found = None
        for _ in range(_CHAIN):
            if not is_reference(value) or id(value) in self.circular:
                break
            step = self.target(value)
            if step is None:
                near = self._closest(value)
                return near or found, near is None
            found, value = step, step.value
        return found, True

    def _closest(self, reference: Value) -> Target | None:
        """The closest thing to what a reference within a document names."""
        said = reference["$ref"]
        path = pointer_path(said[1:]) if said.startswith("#") else None
        if path is None:
            return None
        document = self.owner(reference)
        value = document.root
        for number, step in enumerate(path):
            below = child(value, step)
            if below is MISSING:
                return Target(document, path[:number], value)
            value = below
        return Target(document, path, value)


_CHAIN = 100
"""References that lead to references that lead to references: no longer than this."""


def child(value: Value, step: str) -> Value:
    """The member or item that a step of a path names."""
    if type(value) is dict:
        return value.get(step, MISSING)
    if type(value) is list and step.isdecimal() and step.isascii():
        number = int(step) if len(step) < 10 else len(value)
        return value[number] if number < len(value) and (step == "0" or step[0] != "0") else MISSING
    return MISSING


def pointer_path(fragment: str) -> tuple[str, ...] | None:
    """The steps of a JSON pointer in a reference. None: this is no pointer."""
    if fragment in ("", "/"):
        return ()
    if fragment[0] != "/":
        return None
    return tuple(unescaped(step) for step in unquoted(fragment)[1:].split("/"))


def unescaped(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~") if "~" in step else step


_ENCODED = re.compile(r"[^a-zA-Z0-9_.!~*'()/\-\u2013\ud800-\udfff]")


def pointer(path: Path) -> str:
    """A path as a pointer in a URI: what `{{path}}` stands for."""
    if not path:
        return "#"
    from urllib.parse import quote

    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in path)
    return "#/" + "/".join(_ENCODED.sub(lambda found: quote(found[0], safe=""), step) for step in steps)


def dotted(path: list[str]) -> str:
    """A path with dots, as messages show it."""
    said = ""
    for number, step in enumerate(path):
        if not step:
            said += "['']"
        elif re.search(r"\s", step):
            said += f"['{step}']"
        elif _is_numeric(step):
            said += f"[{step}]"
        else:
            said += f"{'.' if number else ''}{step}"
    return unescaped(said)


def _is_numeric(step: str) -> bool:
    from .javascript import number

    value = number(step)
    return value == value  # noqa: PLR0124 - NaN is not


def strings(path: Path) -> tuple[str, ...]:
    """A path in the form that results have: every step a text, `~1` and `~0` taken back."""
    return tuple(unescaped(step) if isinstance(step, str) else str(step) for step in path)


def references(value: Value, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every reference in a document, with the way to it. What stands beside a reference is not looked into."""
    waiting: list[tuple[Path, Value]] = [(path, value)]
    while waiting:
        at, one = waiting.pop()
        if is_reference(one):
            yield at, one
        elif isinstance(one, dict | list):
            items = one.items() if isinstance(one, dict) else enumerate(one)
            waiting += [((*at, step), below) for step, below in items if isinstance(below, dict | list)][::-1]
