"""Questions about an Interface that several rules ask."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Sized
from functools import lru_cache

from .model import Answer, Body, Field, Interface, Message, Operation, Type, Value

_NO_LETTER = re.compile(r"[^a-z0-9]+")
_BEFORE = re.compile(r".*[.#/:]", re.S)


@lru_cache(maxsize=8192)
def squeezed(name: str) -> str:
    """A name without case and separators: Idempotency-Key, idempotency_key and idempotencyKey are one."""
    return _NO_LETTER.sub("", name.lower())


def holds_any(text: str, pieces: Iterable[str]) -> bool:
    """Whether one of the pieces stands in the text: asked before a pattern is tried, being quick."""
    for piece in pieces:  # noqa: SIM110 - any() makes a generator for each text, which costs more than the look
        if piece in text:
            return True
    return False


def some(names: Sequence[str], most: int = 4) -> str:
    """The first of some names, for a sentence: `a, b, c, d and 2 more`."""
    shown = ", ".join(name[:60] for name in names[:most])
    return f"{shown} and {len(names) - most:,} more" if len(names) > most else shown


def is_gathered(silent: Sized, judged: Sized) -> bool:
    """Whether one sentence about all of them says it better than one for each: all are silent, or most of many."""
    count = len(silent)
    return count > 1 and (count == len(judged) or (count > 20 and 2 * count > len(judged)))


def marked(marks: Mapping[str, Value], names: Collection[str]) -> bool:
    """Whether one of the marks has one of these (squeezed) names, in whatever namespace: `audience`, `shop.audience`,
    `shop#audience`."""
    return any(_bare(mark) in names for mark in marks)


@lru_cache(maxsize=4096)
def _bare(mark: str) -> str:
    return squeezed(_BEFORE.sub("", mark))


def words(text: str) -> frozenset[str]:
    """A list of words, written as one text."""
    return frozenset(text.split())


def calls(interface: Interface) -> list[Operation]:
    """The operations that a caller begins; not the messages that the service sends by itself."""
    return [one for one in interface.operations if one.direction != "send"]


_DOOR = re.compile(
    r".*/(?:log-?in|log-?on|sign-?in|sign-?up|token|tokens|oauth2?|authorize|auth|health|healthz|livez?|readyz?|ping"
    r"|\.well-known/[^/]{1,80}|openapi(?:\.json|\.yaml)?)/?",
    re.I,
)
_DOORS = frozenset({"login", "logon", "signin", "signup", "authenticate", "ping", "health", "healthcheck", "heartbeat"})


def is_door(operation: Operation) -> bool:
    """Whoever comes here cannot have shown anything yet: where one logs in, what a monitor asks."""
    return _DOOR.fullmatch(operation.address) is not None or squeezed(operation.name) in _DOORS


def is_open(operation: Operation, interface: Interface) -> bool:
    """Whether somebody who shows nothing is let in, or nothing is said of it, neither here nor in the facts."""
    if operation.needs is None:
        return not interface.facts.authentication
    return not all(operation.needs) or not operation.needs


def successes(operation: Operation) -> Iterator[tuple[Answer, Body]]:
    for answer in operation.answers:
        if answer.outcome == "success":
            for body in answer.message.bodies:
                yield answer, body


def errors(operation: Operation) -> Iterator[tuple[Answer, Body]]:
    for answer in operation.answers:
        if answer.outcome == "error":
            for body in answer.message.bodies:
                yield answer, body


def messages(interface: Interface) -> Iterator[Message]:
    """Everything that passes; what many operations share is met with each of them."""
    for operation in interface.operations:
        if operation.request is not None:
            yield operation.request
        for answer in operation.answers:
            yield answer.message
    for shared in interface.shared:
        if isinstance(shared, Message):
            yield shared
        elif isinstance(shared, Answer):
            yield shared.message


def has_content(interface: Interface) -> bool:
    """Whether any data is described: types, or messages that carry something."""
    return bool(interface.types or interface.shared) or any(one.fields or one.bodies for one in messages(interface))


_DIRECT = frozenset({"thrift", "iiop", "soap", "grpc", "avro"})


def events(interface: Interface) -> list[Operation]:
    """The messages that are sent or taken in without an answer and have content. Not a call that merely waits for no
    answer: it arrives at once, or never."""
    return [
        one
        for one in interface.operations
        if one.request is not None
        and one.request.bodies
        and (one.direction == "send" or (one.direction == "receive" and one.protocol not in _DIRECT))
    ]


def carried(messages: Iterable[Message], interface: Interface) -> Iterator[Field]:
    """What messages carry on top: the fields beside the content, those of the content, and those one record below
    (an envelope's, a header's)."""
    seen: set[int] = set()
    for message in messages:
        contents = (field for body in message.bodies for field in _content(body.type, interface, seen))
        for field in (*message.fields, *contents):
            yield field
            yield from _content(field.type, interface, seen)


def _content(shape: Type, interface: Interface, seen: set[int]) -> Iterator[Field]:
    """The fields of a record; of a union, those of its records. Each type's once."""
    found = interface.resolve(shape)
    if found is None or id(found) in seen:
        return
    seen.add(id(found))
    yield from interface.members(found)
    for choice in found.choices:
        yield from interface.members(choice)


_LIST_NAMES = frozenset(
    {"items", "data", "results", "values", "elements", "entries", "records", "list", "content", "rows", "objects"}
)


def listed(shape: Type | None, interface: Interface) -> Type | None:
    """The list that an answer of this type is about: itself, or the one list an envelope carries. Else None."""
    found = interface.resolve(shape)
    if found is None or found.kind == "list":
        return found
    lists = []
    for field in interface.members(found):
        below = interface.resolve(field.type)
        if below is not None and below.kind == "list":
            lists.append((squeezed(field.name), below))
    if len(lists) == 1 and (lists[0][0] in _LIST_NAMES):
        return lists[0][1]
    return None


def listing(operation: Operation, interface: Interface) -> Body | None:
    """The body by which an operation gives out a list of things, if it does. One thing's own page is no list."""
    if operation.effect != "read" or operation.direction != "call" or operation.address.endswith("}"):
        return None
    return next((body for _, body in successes(operation) if listed(body.type, interface)), None)


def is_free(shape: Type, interface: Interface) -> bool:
    """Whether anything at all may stand here."""
    if shape.ref or shape.choices or shape.parts or shape.values:
        return False
    if shape.kind == "record":
        return not shape.fields and shape.open_fields is not False
    if shape.kind == "map" and shape.item is not None:
        return is_free(shape.item, interface)
    return shape.kind == "any"


DATA_CLASSES = frozenset(
    {
        "dataclass",
        "dataclassification",
        "classification",
        "sensitive",
        "sensitivity",
        "pii",
        "confidential",
        "privacy",
        "gdpr",
    }
)
"""How the marks are called that tell of which class data is."""

_KEYS = frozenset(
    {
        "idempotencykey",
        "xidempotencykey",
        "idempotencytoken",
        "idempotenceid",
        "clienttoken",
        "clientrequestid",
        "requestid",
        "requestidentifier",
        "deduplicationid",
        "clientreferenceid",
        "xidempotencyid",
        "repeatabilityrequestid",
    }
)


def repeat_key(operation: Operation, interface: Interface) -> Field | None:
    """The field by which a repeated call is told from a new one, beside the content or in it."""
    if operation.request is None:
        return None
    for field in operation.request.fields:
        if squeezed(field.name) in _KEYS:
            return field
    for body in operation.request.bodies:
        for field in interface.members(body.type):
            if squeezed(field.name) in _KEYS:
                return field
    return None
