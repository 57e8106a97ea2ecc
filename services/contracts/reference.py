"""The Interface as bytes to store, and read again a piece at a time: what the pages of a reference are made of.

One JSON object a line: the head with the list of operations and types, then each operation, then each named type, then
who uses which type. To show one operation of a thousand, two lines and the types it names are read. A part is written
as what it says beyond its defaults; places are left out, for they belong to the report.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, fields
from functools import cached_property
from typing import Any, NamedTuple

from .lint import Checked
from .model import (
    Answer,
    Body,
    Constant,
    Contact,
    Deprecation,
    Example,
    Field,
    Group,
    Guard,
    Interface,
    Limits,
    Message,
    Need,
    Operation,
    Server,
    Type,
)
from .places import Place

SHAPE = 1
PARTS, PARTS_A_LINE, DEEPEST = 600_000, 30_000, 40
"""How much is written: in all, in one operation or type, and how deep."""
LONGEST_TEXT, LONGEST_EXAMPLE, VALUES, EXAMPLES, USERS = 4_000, 16_000, 500, 5, 100
_A_PART = 64
"""Characters of text that count as much as a part."""
_PARAGRAPH = re.compile(r"\n[ \t]*(?:\n|@)")
_NOWHERE = Place(None, ())

_INNER: dict[type, dict[str, type]] = {
    Interface: {"contact": Contact, "servers": Server, "guards": Guard, "groups": Group},
    Operation: {
        "needs": Need, "request": Message, "answers": Answer, "servers": Server, "deprecated": Deprecation,
    },
    Message: {"fields": Field, "bodies": Body},
    Answer: {"message": Message},
    Body: {"type": Type, "examples": Example},
    Field: {"type": Type, "default": Example, "examples": Example, "deprecated": Deprecation},
    Type: {
        "fields": Field, "item": Type, "choices": Type, "parts": Type, "limits": Limits, "default": Example,
        "examples": Example, "constants": Constant, "deprecated": Deprecation,
    },
    Constant: {"deprecated": Deprecation},
    Server: {}, Guard: {}, Group: {}, Contact: {}, Example: {}, Deprecation: {}, Limits: {}, Need: {},
}  # fmt: skip
"""Which members of a part are parts themselves."""
_LEFT_OUT = {
    Interface: {"place", "operations", "types", "shared", "facts", "marks"},
    Deprecation: {"place"},
}
_MEMBERS = {
    kind: [
        (field.name, field.default)
        for field in fields(kind)
        if field.name not in _LEFT_OUT.get(kind, {"place", "marks"})
    ]
    for kind in _INNER
}
_OF_ITS_TYPE = ("text", "default", "examples", "deprecated")
"""What a field has from its type, and is then written there only."""


class Listed(NamedTuple):
    """An operation in the list. `token` names it in addresses: its name, or ~ and its number."""

    at: int
    token: str
    name: str
    address: str
    text: str
    group: str
    direction: str
    effect: str
    deprecated: bool
    title: str = ""
    """What it is called in a list: its summary or its name. Nothing where it has neither, or was kept before this."""

    @property
    def shown(self) -> str:
        return self.title or self.text or self.name or self.address


class Named(NamedTuple):
    """A type in the list."""

    at: int
    token: str
    name: str
    kind: str
    text: str


class Users(NamedTuple):
    """What names a type directly; the totals are exact, of each at most a hundred are told."""

    operations: list[Listed]
    types: list[Named]
    operations_total: int
    types_total: int


class Reference:
    """A stored Interface that was opened. Nothing but the head is decoded until somebody asks for it."""

    def __init__(self, raw: bytes) -> None:
        """Raises ValueError when the bytes are no reference of this shape."""
        import orjson

        self._lines = raw.split(b"\n")
        head = orjson.loads(self._lines[0])
        if not isinstance(head, dict) or head.get("reference") != SHAPE:
            raise ValueError("These bytes are no reference of this engine.")
        self.cut = bool(head["cut"])
        """Whether there is more in the document than is kept here."""
        said = _read(Interface, {"technology": "", **head["interface"]})
        self._names = {row[0]: at for at, row in enumerate(head["types"])}
        self.operations = [Listed(at, _token(at, row[0]), *row) for at, row in enumerate(head["operations"])]
        self._types = [Named(at, _token(at, row[0]), *row) for at, row in enumerate(head["types"])]
        self.types = [one for one in self._types if not one.name.startswith("#")]
        """Those with a name of their own; a place that was referred to as if it had one is not listed."""
        said.types = _Types(self)
        self.interface: Interface = said
        """Without its operations; types are read when they are resolved."""

    def operation(self, at: int) -> Operation:
        operation: Operation = _read(Operation, self._line(1 + at))
        return operation

    def type(self, name: str) -> Type:
        """Raises KeyError."""
        shape: Type = _read(Type, self._line(1 + len(self.operations) + self._names[name]))
        return shape

    def named(self, name: str) -> Named | None:
        """The type of this name as it is listed."""
        at = self._names.get(name)
        return self._types[at] if at is not None else None

    def operation_by(self, token: str) -> Listed | None:
        return self._operation_tokens.get(token)

    def type_by(self, token: str) -> Named | None:
        return self._type_tokens.get(token)

    def users(self, at: int) -> Users:
        """What names the type with this number."""
        import orjson

        operations, types, operations_total, types_total = orjson.loads(self._lines[-1])[at]
        return Users(
            [self.operations[one] for one in operations],
            [self._types[one] for one in types],
            operations_total,
            types_total,
        )

    @cached_property
    def _operation_tokens(self) -> dict[str, Listed]:
        return {one.token: one for one in reversed(self.operations)}

    @cached_property
    def _type_tokens(self) -> dict[str, Named]:
        return {one.token: one for one in reversed(self._types)}

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def _line(self, number: int) -> dict[str, Any]:
        import orjson

        data: dict[str, Any] = orjson.loads(self._lines[number])
        return data


class _Types(Mapping[str, Type]):
    """The named types, each read when it is asked for and then kept."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self.kept: dict[str, Type] = {}

    def __getitem__(self, name: str) -> Type:
        if name not in self.kept:
            self.kept[name] = self.reference.type(name)
        return self.kept[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.reference)

    def __len__(self) -> int:
        return len(self.reference._names)


def _token(at: int, name: str) -> str:
    """Names are anything at all; in an address stands only what every browser and server leaves as it is."""
    plain = 0 < len(name) <= 200 and all(sign.isalnum() or sign in "-_.:/@$+" for sign in name)
    steps = name.split("/")
    return name if plain and not {"", ".", ".."} & set(steps) else f"~{at}"


def _read(kind: type, data: dict[str, Any]) -> Any:
    """A part as it was written. What a field has from its type it gets from there."""
    inner = _INNER[kind]
    given = {name: _read_inner(inner.get(name), value) for name, value in data.items()}
    if kind not in (Limits, Need, Contact):
        given["place"] = _NOWHERE
    if kind is Field:
        for name in _OF_ITS_TYPE:
            given.setdefault(name, getattr(given["type"], name))
    return kind(**given)


def _read_inner(kind: type | None, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_read_inner(kind, one) for one in value) if kind else value
    return _read(kind, value) if kind and value is not None else value


def write(checked: Checked) -> bytes:
    """The reference of a document that was checked; no bytes when it was not."""
    interface = checked.interface
    if interface is None:
        return b""
    return b"\n".join(_Writer(interface).lines())


class _Writer:
    """Writes within bounds: a document may refer to one large part from very many places."""

    def __init__(self, interface: Interface) -> None:
        self.interface = interface
        self.left = PARTS
        self.room = 0
        self.cut = False
        self.refs: set[str] = set()

    def lines(self) -> Iterator[bytes]:
        interface = self.interface
        operations, types = interface.operations, interface.types
        numbers = {name: at for at, name in enumerate(types)}
        users: list[tuple[list[int], list[int], list[int]]] = [([], [], [0, 0]) for _ in types]
        rows: list[bytes] = []
        both: tuple[Iterable[Operation | Type], ...] = (operations, types.values())
        for which, owners in enumerate(both):
            for at, owner in enumerate(owners):
                rows.append(self._line(owner))
                for name in self.refs:
                    if name in numbers:
                        user = users[numbers[name]]
                        user[2][which] += 1
                        if len(user[which]) < USERS:
                            user[which].append(at)
        self.room = PARTS_A_LINE
        head = {
            "reference": SHAPE,
            "cut": self.cut,
            "interface": self._part(interface, 0),
            "operations": [
                (
                    one.name,
                    one.address[:LONGEST_TEXT],
                    one.summary[:300] or _first(one.text),
                    one.groups[0][:200] if one.groups else "",
                    one.direction,
                    one.effect,
                    one.deprecated is not None,
                    (one.summary or one.name)[:300],
                )
                for one in operations
            ],
            "types": [
                (name, (interface.resolve(one) or one).kind, one.title[:300] or _first(one.text))
                for name, one in types.items()
            ],
        }
        yield _dumped(head)
        yield from rows
        yield _dumped([(by_operations, by_types, *totals) for by_operations, by_types, totals in users])

    def _line(self, part: Operation | Type) -> bytes:
        self.room = begun = min(PARTS_A_LINE, self.left)
        self.refs = set()
        told = _dumped(self._part(part, 0))
        self.left -= begun - max(0, self.room)
        return told

    def _part(self, part: Any, depth: int) -> dict[str, Any]:
        kind = type(part)
        self.room -= 1
        told: dict[str, Any] = {}
        own = part.type if kind is Field else None
        for name, default in _MEMBERS[kind]:
            value = getattr(part, name)
            if value is default or (default is not MISSING and value == default):
                continue
            if own is not None and name in _OF_ITS_TYPE and value is getattr(own, name):
                continue
            if name == "ref":
                self.refs.add(value)
            told[name] = self._member(kind, name, value, depth)
        if kind is Message and part.marks.get("streaming"):  # the one mark that says how an operation is used
            told["marks"] = {"streaming": True}
        return told

    def _member(self, kind: type, name: str, value: Any, depth: int) -> Any:
        if isinstance(value, str):
            return self._text(value)
        if name in {"value", "values"}:
            return self._value(value[:VALUES] if name == "values" else value)
        if isinstance(value, tuple):
            most = EXAMPLES if name == "examples" else len(value)
            return [self._one(one, depth) for one in value[:most] if self._has_room(depth)]
        if isinstance(value, Mapping):
            return {self._text(str(key)[:300]): self._text(str(said)) for key, said in list(value.items())[:VALUES]}
        return self._one(value, depth)

    def _one(self, value: Any, depth: int) -> Any:
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, tuple):
            return [self._one(one, depth) for one in value]
        if type(value) not in _INNER:
            return value
        if not self._has_room(depth):
            return {}  # a type, or a message, that says nothing
        return self._part(value, depth + 1)

    def _has_room(self, depth: int) -> bool:
        if self.room > 0 and depth < DEEPEST:
            return True
        self.cut = True
        return False

    def _text(self, text: str) -> str:
        self.room -= min(len(text), LONGEST_TEXT) // _A_PART
        return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"

    def _value(self, value: Any) -> Any:
        """A piece of data; nothing when it would be longer than the page that shows it."""
        import orjson

        raw = _dumped(value)
        if len(raw) > LONGEST_EXAMPLE:
            return None
        self.room -= len(raw) // _A_PART
        return orjson.Fragment(raw)


def _first(text: str) -> str:
    """The first paragraph of a text, without what comments of code say about parameters (@param)."""
    return _PARAGRAPH.split(text[:2_000].strip(), maxsplit=1)[0][:300]


def _dumped(data: Any) -> bytes:
    """As JSON, whatever the data holds: numbers too large and halves of characters become text that can be written."""
    import orjson

    try:
        return orjson.dumps(data, default=_plain, option=orjson.OPT_NON_STR_KEYS)
    except (TypeError, ValueError):
        return orjson.dumps(_plain(data), default=str)


def _plain(data: Any, depth: int = 0) -> Any:
    import orjson

    if depth > 200:
        return "…"
    if isinstance(data, str):
        return data.encode("utf-8", "replace").decode()
    if isinstance(data, int) and not isinstance(data, bool):
        return data if -(2**63) <= data < 2**64 else str(data) if data.bit_length() < 10_000 else "…"
    if isinstance(data, Mapping):
        return {_plain(str(key)): _plain(value, depth + 1) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(one, depth + 1) for one in data]
    return data if data is None or isinstance(data, float | bool | orjson.Fragment) else str(data)
