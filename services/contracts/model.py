"""What a contract says, in one form for every technology: the Interface and its parts.

HTTP, RPC, publish and subscribe, and protocols of one's own all fit: an *operation* is one thing that can pass between
a caller and the service, in one direction, with a message that goes in and the answers that come back. Types have a
name and are resolved by it: a reference is never expanded, so recursive types are ordinary.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any, Literal, dataclass_transform

from .places import Place, Span

type Value = Any
"""A piece of data as JSON knows it: text, number, truth value, null, list, mapping with text keys."""

type Kind = Literal["record", "list", "map", "choice", "text", "integer", "number", "boolean", "binary", "null", "any"]
type Direction = Literal["call", "send", "receive"]
type Effect = Literal["read", "create", "replace", "change", "delete", "act"]
type Outcome = Literal["success", "error", "other"]
type Role = Literal["title", "text", "example", "default", "address"]
type GuardKind = Literal["key", "basic", "bearer", "oauth2", "openid", "mutual-tls", "other"]


@dataclass_transform(frozen_default=True)
def part[T](cls: type[T]) -> type[T]:
    """A frozen, slotted dataclass. Frozen for the type checker only: at run time the guard would double the time of
    building the 400,000 parts of a large document. Parts are compared by identity."""
    return dataclass(slots=True, eq=False)(cls)


@part
class Deprecation:
    """Something is on its way out: what is said about it, from which day it is gone, what to use instead."""

    place: Place
    text: str = ""
    sunset: str = ""
    replacement: str = ""


@part
class Example:
    place: Place
    value: Value = None
    name: str = ""
    text: str = ""


@part
class Limits:
    """What a value must keep to. None: nothing is said."""

    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None
    below: float | None = None
    step: float | None = None
    min_items: int | None = None
    max_items: int | None = None
    unique: bool = False
    min_members: int | None = None
    max_members: int | None = None


NO_LIMITS = Limits()
NO_MARKS: Mapping[str, Value] = MappingProxyType({})


@part
class Constant:
    """What is told of one of the values of a type: what it stands for, its number where it has one."""

    place: Place
    value: Value
    number: int | None = None
    text: str = ""
    deprecated: Deprecation | None = None
    marks: Mapping[str, Value] = NO_MARKS


@part
class Type:
    """The shape of a value. With `ref`, another type's name stands here and the rest says only what is added to it."""

    place: Place
    kind: Kind = "any"
    name: str = ""
    ref: str = ""
    title: str = ""
    text: str = ""
    fields: "tuple[Field, ...]" = ()
    item: "Type | None" = None
    """Of a list or a map."""
    choices: "tuple[Type, ...]" = ()
    """One of these (a union, oneOf, anyOf)."""
    parts: "tuple[Type, ...]" = ()
    """All of these together (inheritance, mixins, allOf)."""
    values: tuple[Value, ...] = ()
    """The only values allowed, when they are listed (an enumeration, a constant)."""
    open_values: bool = False
    """Values may be added later, and callers are told so."""
    open_fields: bool | None = None
    """A record may hold fields that are not listed. None: nothing is said."""
    limits: Limits = NO_LIMITS
    format: str = ""
    nullable: bool = False
    default: Example | None = None
    examples: tuple[Example, ...] = ()
    deprecated: Deprecation | None = None
    marks: Mapping[str, Value] = NO_MARKS
    """What the technology lets people add on their own: extensions, options, directives, traits, annotations."""
    constants: tuple[Constant, ...] = ()
    """What is told of the `values`, one by one, where the technology tells it."""


@part
class Field:
    """A named value: of a record or, with `where` (path, query, header, cookie), beside the body."""

    place: Place
    name: str
    type: Type
    required: bool = False
    text: str = ""
    where: str = ""
    number: int | None = None
    """Its number or position, where the technology has one."""
    read_only: bool = False
    write_only: bool = False
    default: Example | None = None
    examples: tuple[Example, ...] = ()
    deprecated: Deprecation | None = None
    marks: Mapping[str, Value] = NO_MARKS


@part
class Body:
    """One way to write the content of a message: its media type ("" where the technology has one way only) and type."""

    place: Place
    type: Type
    media: str = ""
    examples: tuple[Example, ...] = ()


@part
class Message:
    """What passes in one direction: parameters or headers, and the content in one of its forms."""

    place: Place
    name: str = ""
    text: str = ""
    required: bool = False
    fields: tuple[Field, ...] = ()
    bodies: tuple[Body, ...] = ()
    marks: Mapping[str, Value] = NO_MARKS


@part
class Answer:
    """What comes back: a status, a fault, an exception, a reply; `code` is the technology's own name for it."""

    place: Place
    code: str
    outcome: Outcome
    message: Message


@part
class Need:
    """One proof a caller shows: a guard of the interface and the rights asked of it."""

    guard: str
    rights: tuple[str, ...] = ()


@part
class Operation:
    """One thing that passes between a caller and the service.

    `direction` is seen from the service: "call" has an answer, "receive" takes a message in without one, "send" gives
    one out (an event, a webhook, a callback). `address` is how the technology points at it (`GET /pets/{id}`,
    `shop.Orders/Place`, a topic). `safe`: changes nothing. `repeatable`: twice is the same as once. None: not told.
    """

    place: Place
    name: str
    """The name the document gives it, "" when it gives none."""
    address: str
    direction: Direction = "call"
    protocol: str = ""
    """http, grpc, kafka, soap, iiop ..."""
    effect: Effect = "act"
    safe: bool | None = None
    repeatable: bool | None = None
    summary: str = ""
    text: str = ""
    groups: tuple[str, ...] = ()
    needs: tuple[tuple[Need, ...], ...] | None = None
    """What a caller must show: one of these alternatives, each wholly. An empty alternative lets everybody in.
    None: nothing is said, neither here nor for the whole interface."""
    request: Message | None = None
    answers: tuple[Answer, ...] = ()
    servers: "tuple[Server, ...]" = ()
    """Its own, where they differ from those of the interface."""
    deprecated: Deprecation | None = None
    marks: Mapping[str, Value] = NO_MARKS

    @property
    def shown(self) -> str:
        """How to call it in a sentence."""
        return self.name or self.address


@part
class Server:
    """Where the interface is reached. `protocol` is "" when the address does not say (a relative one)."""

    place: Place
    address: str
    protocol: str = ""
    name: str = ""
    text: str = ""
    marks: Mapping[str, Value] = NO_MARKS


@part
class Guard:
    """A way to show who calls. For a key: `where` it is put (header, query, cookie) and the `member` that holds it."""

    place: Place
    name: str
    kind: GuardKind = "other"
    where: str = ""
    member: str = ""
    text: str = ""
    addresses: tuple[str, ...] = ()
    rights: Mapping[str, str] = NO_MARKS
    schemes: tuple[str, ...] = ()
    """How it is done, in its own words, where the kind leaves that open: a scheme of HTTP (digest), the flows of OAuth
    (implicit, password, clientCredentials)."""


@part
class Group:
    place: Place
    name: str
    text: str = ""


@part
class Text:
    """A piece of text as a person meets it, wherever it stands. `role` says what it is there for."""

    place: Place
    value: str
    role: Role


@part
class Contact:
    name: str = ""
    address: str = ""
    mail: str = ""


@part
class Flaw:
    """Something the reading itself found: a broken format, a double key, a reference that leads nowhere."""

    rule: str
    place: Place
    message: str
    span: Span | None = None
    """Where the place alone would not say it (of two equal keys, one)."""


class FactsInvalid(ValueError):
    """The facts beside a contract are not of the shape that `Facts` has. The text is for a person."""


@dataclass(slots=True, frozen=True)
class Facts:
    """What a format cannot say, told beside the contract (a contract.yaml, the portal's fields). All plain text."""

    contact: str = ""
    support: str = ""
    terms: str = ""
    licence: str = ""
    audience: str = ""
    data_class: str = ""
    quotas: str = ""
    authentication: str = ""
    version: str = ""

    def under(self, told: "Facts") -> "Facts":
        """These, where the others say nothing."""
        return Facts(*(getattr(told, field.name) or getattr(self, field.name) for field in fields(self)))

    @classmethod
    def of(cls, given: Mapping[str, Any] | None) -> "Facts":
        """Raises FactsInvalid for an unknown name or a value that is not one text or number."""
        known = {field.name for field in fields(cls)}
        values: dict[str, str] = {}
        for name, value in (given or {}).items():
            word = str(name).replace("-", "_")
            if word not in known:
                raise FactsInvalid(f"There is no fact called {str(name)[:80]!r}. Known: {', '.join(sorted(known))}.")
            if value is None:
                continue
            if not isinstance(value, str | int | float) or isinstance(value, bool):
                raise FactsInvalid(f"The fact {word!r} must be one piece of text.")
            values[word] = str(value).strip()
        return cls(**values)


@part
class Interface:
    """All that one revision of a contract says."""

    place: Place
    technology: str
    """openapi, asyncapi, proto ... For words in a message; a rule does not branch on it."""
    title: str = ""
    version: str = ""
    summary: str = ""
    text: str = ""
    contact: Contact = Contact()
    licence: str = ""
    terms: str = ""
    servers: tuple[Server, ...] = ()
    guards: tuple[Guard, ...] = ()
    groups: tuple[Group, ...] = ()
    operations: tuple[Operation, ...] = ()
    types: Mapping[str, Type] = NO_MARKS
    shared: "tuple[Field | Message | Answer, ...]" = ()
    """Defined once for many operations; the operations hold the same objects."""
    facts: Facts = Facts()
    marks: Mapping[str, Value] = NO_MARKS

    def resolve(self, shape: Type | None) -> Type | None:
        """The type itself, or the one its name stands for. None: missing, elsewhere, or leading to itself."""
        for _ in range(64):
            if shape is None or not shape.ref:
                return shape
            shape = self.types.get(shape.ref)
        return None

    def members(self, shape: Type | None) -> Iterator[Field]:
        """The fields of a record, with those of the parts it is made of. Safe on types that contain themselves."""
        return self._along([shape], lambda found: found.parts)

    def reachable(self, shapes: Iterable[Type]) -> Iterator[Field]:
        """Every field that values of these types can hold, at any depth, each once."""
        return self._along(
            shapes,
            lambda found: (
                *found.parts,
                *found.choices,
                *(field.type for field in found.fields),
                *((found.item,) if found.item else ()),
            ),
        )

    def _along(self, shapes: Iterable[Type | None], onward: Callable[[Type], tuple[Type, ...]]) -> Iterator[Field]:
        seen: set[int] = set()
        waiting = list(shapes)
        while waiting:
            found = self.resolve(waiting.pop())
            if found is None or id(found) in seen:
                continue
            seen.add(id(found))
            yield from found.fields
            waiting += reversed(onward(found))
