"""What stands in a .proto file, as it was written: nothing is resolved yet."""

from dataclasses import dataclass, field

from ...document import Source
from ...grammar import Token
from ...model import Value

type Path = tuple[str, ...]
"""The name of an option: `deprecated` is ("deprecated",), `(google.api.http).get` is ("google.api.http", "get")."""


@dataclass(slots=True)
class Option:
    name: Path
    value: Value
    token: Token


@dataclass(slots=True)
class Declared:
    """What every declaration has: its name's token, what comments say of it, its options."""

    token: Token
    text: str = ""
    options: list[Option] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.token.text


@dataclass(slots=True)
class FieldNode(Declared):
    type: str = ""
    type_token: Token | None = None
    label: str = ""
    """optional, required, repeated, or "" (as in proto3 and in a oneof)."""
    number: int | None = None
    key: str = ""
    """Of a map: the type of its keys."""
    group: "MessageNode | None" = None


@dataclass(slots=True)
class OneofNode(Declared):
    fields: list[FieldNode] = field(default_factory=list)


@dataclass(slots=True)
class ValueNode(Declared):
    number: int | None = None


@dataclass(slots=True)
class Reserved:
    """Numbers (both ends count) and names that are kept free; of `extensions`, the numbers given away."""

    ranges: list[tuple[int, int]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


@dataclass(slots=True)
class EnumNode(Declared):
    values: list[ValueNode] = field(default_factory=list)
    reserved: Reserved = field(default_factory=Reserved)


@dataclass(slots=True)
class ExtendNode:
    """Fields that are added to a message from outside."""

    type: str
    token: Token
    fields: list[FieldNode] = field(default_factory=list)


@dataclass(slots=True)
class MessageNode(Declared):
    members: list[FieldNode | OneofNode] = field(default_factory=list)
    messages: list["MessageNode"] = field(default_factory=list)
    enums: list[EnumNode] = field(default_factory=list)
    extends: list[ExtendNode] = field(default_factory=list)
    reserved: Reserved = field(default_factory=Reserved)
    extensions: Reserved = field(default_factory=Reserved)


@dataclass(slots=True)
class MethodNode(Declared):
    takes: str = ""
    takes_token: Token | None = None
    takes_stream: bool = False
    gives: str = ""
    gives_token: Token | None = None
    gives_stream: bool = False


@dataclass(slots=True)
class ServiceNode(Declared):
    methods: list[MethodNode] = field(default_factory=list)


@dataclass(slots=True)
class ImportNode:
    name: str
    kind: str
    """public, weak, option, or ""."""
    token: Token


@dataclass(slots=True)
class ProtoFile:
    source: Source
    token: Token
    """Of the package, else the first one."""
    syntax: str = "proto2"
    """proto2, proto3, or an edition (2023)."""
    package: str = ""
    text: str = ""
    """What comments say of the package."""
    imports: list[ImportNode] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    messages: list[MessageNode] = field(default_factory=list)
    enums: list[EnumNode] = field(default_factory=list)
    services: list[ServiceNode] = field(default_factory=list)
    extends: list[ExtendNode] = field(default_factory=list)
