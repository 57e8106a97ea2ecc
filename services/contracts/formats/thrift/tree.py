"""What Thrift files say, as they say it: programs and their definitions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ...document import Source
from ...grammar import Script
from ...model import NO_MARKS, Value
from ...places import Place

BASE = frozenset({"bool", "byte", "i8", "i16", "i32", "i64", "double", "string", "binary", "slist", "uuid"})
LONGEST = 64
"""Steps that typedefs and services that extend others are followed."""
CONTAINERS = {"list": 1, "set": 1, "map": 2}
"""How many types stand between the angle brackets."""


@dataclass(slots=True, eq=False)
class Given:
    """A value as it is written: of a constant, or a default."""

    kind: Literal["integer", "double", "text", "name", "list", "map"]
    value: int | float | str = ""
    items: "list[Given]" = field(default_factory=list)
    """Of a list; of a map keys and values in turn."""


@dataclass(slots=True, eq=False)
class Shape:
    """A type as it is referred to: a base type, a container with its `inner` types, or a name."""

    place: Place
    name: str
    inner: "list[Shape]" = field(default_factory=list)
    marks: Mapping[str, Value] = NO_MARKS


@dataclass(slots=True, eq=False)
class Definition:
    """Anything with a name. `shown` is the name that the Interface calls it by."""

    place: Place
    name: str
    text: str = ""
    marks: Mapping[str, Value] = NO_MARKS
    shown: str = ""


@dataclass(slots=True, eq=False)
class Member(Definition):
    """A field of a struct, an argument, or an exception that is thrown."""

    number: int | None = None
    need: str = ""
    shape: Shape = None  # type: ignore[assignment]  # always given, after fields that need not be
    default: Given | None = None


@dataclass(slots=True, eq=False)
class Struct(Definition):
    kind: str = "struct"
    """struct, union or exception."""
    members: list[Member] = field(default_factory=list)
    known: dict[str, Member] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Label(Definition):
    """A value of an enum; `number` is None in a senum."""

    number: int | None = None


@dataclass(slots=True, eq=False)
class Enum(Definition):
    labels: list[Label] = field(default_factory=list)
    known: dict[str, Label] = field(default_factory=dict)
    numbers: set[int | None] = field(default_factory=set)


@dataclass(slots=True, eq=False)
class Typedef(Definition):
    shape: Shape = None  # type: ignore[assignment]


@dataclass(slots=True, eq=False)
class Const(Definition):
    shape: Shape = None  # type: ignore[assignment]
    value: Given = None  # type: ignore[assignment]


@dataclass(slots=True, eq=False)
class Function(Definition):
    oneway: bool = False
    returns: Shape | None = None
    arguments: list[Member] = field(default_factory=list)
    throws: list[Member] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Service(Definition):
    extends: Shape | None = None
    functions: list[Function] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Include:
    place: Place
    path: str
    program: "Program | None" = None


@dataclass(slots=True, eq=False)
class Program:
    """One file. Of two definitions of one name the first is known by it; `all` holds both."""

    name: str
    source: Source
    place: Place
    text: str = ""
    namespaces: dict[str, str] = field(default_factory=dict)
    includes: list[Include] = field(default_factory=list)
    reached: "dict[str, Program | None]" = field(default_factory=dict)
    """What is included, by the name that its definitions have before theirs; None: it was not handed in."""
    types: dict[str, Struct | Enum | Typedef] = field(default_factory=dict)
    consts: dict[str, Const] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    all: list[Definition] = field(default_factory=list)

    def under(self, name: str) -> "tuple[Program | None, str, bool]":
        """Whose a name is ("shared.Order"), without the name of that program, and whether it may be elsewhere: in a
        file that is included and was not handed in."""
        above, _, own = name.rpartition(".")
        if not above:
            return self, own, False
        found = self.reached.get(above)
        return found, own, found is None and above in self.reached

    def type(self, name: str) -> Struct | Enum | Typedef | None:
        program, own, _ = self.under(name)
        return program.types.get(own) if program else None

    def service(self, name: str) -> Service | None:
        program, own, _ = self.under(name)
        return program.services.get(own) if program else None

    def label(self, name: str) -> Label | None:
        """The value of an enum that a name means: `Colour.RED`, `shared.Colour.RED`."""
        above, _, own = name.rpartition(".")
        found = self.type(above) if above else None
        return found.known.get(own) if isinstance(found, Enum) else None

    def const(self, name: str) -> Const | None:
        program, own, _ = self.under(name)
        return program.consts.get(own) if program else None

    def may_be_elsewhere(self, name: str) -> bool:
        """Whether what stands for the name could be in a file that was not handed in."""
        return self.under(name)[2] or self.under(name.rpartition(".")[0])[2]

    def behind(self, shape: Shape) -> "tuple[Program, Shape | Struct | Enum | None]":
        """What a type is in the end, typedefs followed, and the program in which that is written; None: not known."""
        program = self
        for _ in range(LONGEST):
            if shape.name in BASE or shape.name in CONTAINERS:
                return program, shape
            owner, own, _ = program.under(shape.name)
            found = owner.types.get(own) if owner else None
            if owner is None or found is None:
                break
            if not isinstance(found, Typedef):
                return owner, found
            program, shape = owner, found.shape
        return program, None


class Thrift(Script):
    """The programs, the main one first."""

    def __init__(self) -> None:
        super().__init__()
        self.programs: list[Program] = []

    def each(self) -> Iterator[tuple[Program, Definition]]:
        for program in self.programs:
            for one in program.all:
                yield program, one


def stem(path: str) -> str:
    """The name of the program in a file: `common/shared.thrift` is `shared`."""
    return path.replace("\\", "/").rpartition("/")[2].removesuffix(".thrift")
