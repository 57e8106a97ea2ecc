"""What a Smithy model says, whether it was written in the IDL or as JSON: shapes with their traits and members."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ...document import Tree
from ...grammar import Script
from ...model import Value
from ...places import File, Path, Place, Span

PRELUDE = "smithy.api#"
SIMPLE = frozenset(
    {
        "blob", "boolean", "string", "byte", "short", "integer", "long", "float", "double", "bigInteger", "bigDecimal",
        "timestamp", "document",
    }
)  # fmt: skip
WITH_MEMBERS = frozenset({"structure", "union", "list", "set", "map", "enum", "intEnum"})
BOUND = frozenset({"service", "resource", "operation"})
PRELUDE_TYPES = {
    **{name[0].upper() + name[1:]: name for name in SIMPLE},
    **{"Primitive" + name[0].upper() + name[1:]: name for name in ("boolean", "byte", "short", "integer", "long")},
    "PrimitiveFloat": "float",
    "PrimitiveDouble": "double",
    "Unit": "structure",
}
_TRAITS = """
addedDefault auth authDefinition box clientOptional cors default deprecated documentation endpoint enum
enumValue error eventHeader eventPayload examples externalDocumentation hostLabel http httpApiKeyAuth
httpBasicAuth httpBearerAuth httpChecksumRequired httpDigestAuth httpError httpHeader httpLabel httpPayload
httpPrefixHeaders httpQuery httpQueryParams httpResponseCode idRef idempotencyToken idempotent input internal
jsonName length mediaType mixin nestedProperties noReplace notProperty optionalAuth output paginated pattern
private property protocolDefinition range readonly recommended references requestCompression required
requiresLength resourceIdentifier retryable sensitive since sparse streaming suppress tags timestampFormat
title trait traitValidators uniqueItems unitType unstable xmlAttribute xmlFlattened xmlName xmlNamespace
"""
PRELUDE_TRAITS = frozenset(_TRAITS.split())


@dataclass(slots=True, eq=False)
class Ref:
    """A shape that is named: `given` as it is written, `id` in full once that is known."""

    place: Place
    given: str
    id: str = ""


@dataclass(slots=True, eq=False)
class Trait:
    place: Place
    name: Ref
    value: Value = None
    """None: it was given without any."""


@dataclass(slots=True, eq=False)
class Member:
    """`target` is None where it is left to a mixin or a resource (`$name`), and in an enum."""

    place: Place
    name: str
    target: Ref | None = None
    traits: list[Trait] = field(default_factory=list)
    elided: bool = False

    def trait(self, name: str) -> Trait | None:
        return _trait(self.traits, name)


@dataclass(slots=True, eq=False)
class Shape:
    """A shape; of services, resources and operations `refs` holds what they name, by the word it is named with."""

    place: Place
    type: str
    id: str
    origin: "Origin"
    traits: list[Trait] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    mixins: list[Ref] = field(default_factory=list)
    resource: Ref | None = None
    """`for`: whose identifiers and properties the members are."""
    refs: dict[str, list[Ref]] = field(default_factory=dict)
    named: dict[str, dict[str, Ref]] = field(default_factory=dict)
    """The identifiers and properties of a resource."""
    version: str = ""
    shown: str = ""

    @property
    def name(self) -> str:
        return self.id.partition("#")[2]

    @property
    def namespace(self) -> str:
        return self.id.partition("#")[0]

    def trait(self, name: str) -> Trait | None:
        return _trait(self.traits, name)


def _trait(traits: list[Trait], name: str) -> Trait | None:
    wanted = name if "#" in name else PRELUDE + name
    return next((one for one in traits if one.name.id == wanted), None)


@dataclass(slots=True, eq=False)
class Origin:
    """Where shapes come from: the namespace of a file and the shapes of others it uses by their bare names."""

    namespace: str = ""
    uses: dict[str, Ref] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Applied:
    """Traits that a shape or member gets from elsewhere."""

    target: Ref
    origin: Origin
    traits: list[Trait]


class Model(Script):
    """All shapes of all files, by their whole ids; and those that are defined a second time."""

    def __init__(self) -> None:
        super().__init__()
        self.top = Place(None, ())
        self.brought: dict[str, dict[str, Member]] = {}
        """Of shapes that leave members to their mixins: those, by name."""
        self.shapes: dict[str, Shape] = {}
        self.doubles: list[Shape] = []
        self.applied: list[Applied] = []
        self.origins: list[Origin] = []
        self.all_refs: list[tuple[Ref, Origin]] = []
        """Everything that names a shape, for the names to be made whole once all shapes are known."""
        self.trait_refs: list[tuple[Ref, Origin]] = []
        self.metadata: dict[str, Value] = {}
        self.trees: dict[str, Tree] = {}
        """Of the files that are JSON, by name."""

    def add(self, shape: Shape) -> None:
        if shape.id in self.shapes:
            self.doubles.append(shape)
        else:
            self.shapes[shape.id] = shape

    def spans(self, paths: Iterable[Path]) -> dict[Path, Span]:
        """Of the IDL as they were written down, of JSON as they are found."""
        wanted = list(paths)
        found = super().spans(wanted)
        for name, tree in self.trees.items():
            cut = {path: path[1:] if _file(path) else path for path in wanted if _file(path) == name}
            spans = tree.spans(tree.own_path(short, {}) for short in cut.values())
            found.update({path: spans[tree.own_path(short, {})] for path, short in cut.items()})
        return found


def _file(path: Path) -> str:
    return str(path[0]) if path and isinstance(path[0], File) else ""
