"""What an IDL text declares, as it was written: scopes, declarations, and the types they are made of."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ...document import Source

_NO_SCOPED = frozenset({"operation", "attribute", "field"})
"""What no scoped name ever means: `Name name;` takes the name, and is still of the type Name."""


class Mark(NamedTuple):
    """An annotation (`@unit("m")`) or a pragma: its name and what was given to it."""

    name: str
    value: Any = True


@dataclass(slots=True, eq=False)
class Named:
    """A scoped name as it stands, and what it stands for. `found` None: it was not declared until here."""

    text: str
    source: Source
    start: int
    end: int
    scope: "Decl"
    found: "Decl | None" = None


@dataclass(slots=True, eq=False)
class Plain:
    """A type of the language's own: "unsigned long", "any"; `bound` of a text, `digits` and `scale` of fixed."""

    word: str
    bound: int | None = None
    digits: int | None = None
    scale: int | None = None


@dataclass(slots=True, eq=False)
class Many:
    """A sequence (`bound` None: of any length), an array (`exact`), or a map (`key`)."""

    item: "Spec"
    bound: int | None = None
    exact: bool = False
    key: "Spec | None" = None


type Spec = Named | Plain | Many


@dataclass(slots=True, eq=False)
class Member:
    """A named value: of a struct, a union's case, an exception, a value type; a parameter; a value of an enum."""

    name: str
    spec: Spec
    source: Source
    start: int
    end: int
    said: str = ""
    way: str = ""
    """in, out, inout of a parameter; public or private in a value type."""
    labels: tuple[Any, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(slots=True, eq=False)
class Decl:
    """Something that has a name. What a kind does not have stays empty.

    `kind`: module, interface, value, box, component, home, struct, union, exception, enum, bitmask, bitset, typedef,
    native, const, operation, attribute, field (of a struct), member (of an enum).
    """

    kind: str
    name: str
    source: Source
    start: int
    end: int
    above: "Decl | None" = None
    said: str = ""
    marks: tuple[Mark, ...] = ()
    ahead: bool = False
    """Announced only; the declaration itself is still to come."""
    bases: list[Named] = field(default_factory=list)
    supports: list[Named] = field(default_factory=list)
    words: tuple[str, ...] = ()
    """What stands before its name: abstract, local, custom, readonly, oneway."""
    spec: Spec | None = None
    members: list[Member] = field(default_factory=list)
    raises: list[Named] = field(default_factory=list)
    raises_set: list[Named] = field(default_factory=list)
    context: tuple[str, ...] = ()
    value: Any = None
    inside: "dict[str, Decl]" = field(default_factory=dict)
    """What is declared in it, by its name in small letters: IDL names differ by more than case."""
    prefix: str = ""
    version: str = ""
    id: str = ""
    inherited: "dict[str, Decl | None]" = field(default_factory=dict)
    """What names mean in what this inherits from, once somebody has asked: nothing is added there any more."""
    depth: int = 0
    """How many generations it inherits from."""
    ports: list[tuple[str, str, Spec | None]] = field(default_factory=list)

    @property
    def scoped(self) -> str:
        """Its whole name: CosNaming::NamingContext."""
        names = [self.name]
        above = self.above
        while above is not None and above.name:
            names.append(above.name)
            above = above.above
        return "::".join(reversed(names))

    def get(self, name: str) -> "Decl | None":
        """What has the name here or in what this inherits from."""
        wanted = name.lower()
        found = self.inside.get(wanted)
        if found is not None and found.kind not in _NO_SCOPED:
            return found
        if wanted not in self.inherited:
            self.inherited[wanted] = None  # whoever asks on the way round gets no answer
            above = (base.found.get(name) for base in self.bases + self.supports if base.found is not None)
            self.inherited[wanted] = next((one for one in above if one is not None), None)
        return self.inherited[wanted]

    def find(self, names: list[str]) -> "Decl | None":
        """What a scoped name means where this is: its first part looked for outwards, the others inside of it.

        An empty first part is the global scope.
        """
        scope: Decl | None = self
        if not names[0]:
            while scope is not None and scope.above is not None:
                scope = scope.above
            found = scope
        else:
            found = None
            while scope is not None and found is None:
                found = scope.get(names[0])
                scope = scope.above
        for name in names[1:]:
            if found is not None and found.kind == "typedef" and isinstance(found.spec, Named):
                found = found.spec.found
            found = found.get(name) if found is not None else None
        return found

    def all(self) -> "Iterator[Decl]":
        """Everything declared in it at any depth, in order, without itself."""
        waiting = list(reversed(self.inside.values()))
        while waiting:
            one = waiting.pop()
            yield one
            waiting += reversed(one.inside.values())
