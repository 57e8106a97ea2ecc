"""The one walk: everything an Interface holds, each thing once, in the order of the document."""

from collections.abc import Iterator

from .model import (
    Answer,
    Body,
    Example,
    Field,
    Group,
    Guard,
    Interface,
    Message,
    Operation,
    Role,
    Server,
    Text,
    Type,
)
from .places import Path

type Thing = Interface | Server | Guard | Group | Operation | Message | Body | Answer | Field | Type | Example | Text

KINDS: tuple[type, ...] = (
    Interface, Server, Guard, Group, Operation, Message, Body, Answer, Field, Type, Example, Text,
)  # fmt: skip


_SAID: dict[type, tuple[tuple[str, Role], ...]] = {
    Interface: (("title", "title"), ("summary", "title"), ("text", "text")),
    Operation: (("summary", "title"), ("text", "text")),
    Server: (("address", "address"), ("text", "text")),
    Type: (("title", "title"), ("text", "text")),
    **dict.fromkeys((Guard, Field, Example, Message, Group), (("text", "text"),)),
}


SPEAK: dict[type, tuple[str, ...]] = {
    Interface: ("title", "summary", "text"),
    Server: ("address", "text"),
    Guard: ("text", "addresses"),
    Group: ("text",),
    Operation: ("summary", "text"),
    Message: ("text",),
    Field: ("text", "default"),
    Type: ("title", "text", "default", "constants"),
    Example: (),
}
"""Where texts may stand in a thing: one of which none of these says anything has no texts."""


def things(interface: Interface) -> Iterator[Thing]:
    """Everything but texts (see `texts`). What operations share is met with the first that holds it."""
    seen: set[int] = set()
    yield interface
    yield from interface.servers
    yield from interface.guards
    yield from interface.groups
    for operation in interface.operations:
        yield operation
        yield from operation.servers
        if operation.request is not None:
            yield from _message(operation.request, seen)
        for answer in operation.answers:
            yield answer
            yield from _message(answer.message, seen)
    for shared in interface.shared:
        if isinstance(shared, Field):
            yield from _field(shared, seen)
        elif isinstance(shared, Message):
            yield from _message(shared, seen)
        else:
            yield shared
            yield from _message(shared.message, seen)
    for named in interface.types.values():
        yield from _type(named, seen)


def _message(message: Message, seen: set[int]) -> Iterator[Thing]:
    if id(message) in seen:
        return
    seen.add(id(message))
    yield message
    for field in message.fields:
        yield from _field(field, seen)
    for body in message.bodies:
        if id(body) not in seen:
            seen.add(id(body))
            yield body
            yield from body.examples
            yield from _type(body.type, seen)


def _field(field: Field, seen: set[int]) -> Iterator[Thing]:
    if id(field) in seen:
        return
    seen.add(id(field))
    yield field
    if field.examples is not field.type.examples:
        yield from field.examples
    yield from _type(field.type, seen)


def _type(top: Type, seen: set[int]) -> Iterator[Thing]:
    waiting = [top]
    while waiting:
        found = waiting.pop()
        if id(found) in seen:
            continue
        seen.add(id(found))
        yield found
        yield from found.examples
        for field in found.fields:
            if id(field) not in seen:
                seen.add(id(field))
                yield field
                waiting.append(field.type)
        waiting += found.choices
        waiting += found.parts
        if found.item is not None:
            waiting.append(found.item)


def texts(thing: Thing) -> Iterator[Text]:
    """The texts that belong to the thing itself. A field leaves its type's text to the type: none is met twice."""
    place, inner = thing.place, thing.type if isinstance(thing, Field) else None
    for word, role in _SAID.get(type(thing), ()):
        value = getattr(thing, word)
        if value and (inner is None or value is not inner.text):
            yield Text(place.of(word), value, role)
    if isinstance(thing, Example):
        yield from _inside(thing, "example")
    elif (
        isinstance(thing, Type | Field)
        and thing.default is not None
        and (inner is None or thing.default is not inner.default)
    ):
        yield from _inside(thing.default, "default")
    if isinstance(thing, Type):
        for constant in thing.constants:
            if constant.text:
                yield Text(constant.place.of("text"), constant.text, "text")
    elif isinstance(thing, Guard):
        for address in thing.addresses:
            yield Text(place, address, "address")


def _inside(example: Example, role: Role) -> Iterator[Text]:
    """Every text in a piece of data."""
    place, value = example.place, example.value
    if isinstance(value, str):
        yield Text(place, value, role)
        return
    waiting: list[tuple[object, Path]] = [(value, ())]
    while waiting:
        below, path = waiting.pop()
        if isinstance(below, dict):
            for step, one in below.items():
                if isinstance(one, str):
                    yield Text(place.to(*path, step, name=step), one, role)
                elif isinstance(one, dict | list):
                    waiting.append((one, (*path, step)))
        elif isinstance(below, list):
            for index, one in enumerate(below):
                if isinstance(one, str):
                    yield Text(place.to(*path, index), one, role)
                elif isinstance(one, dict | list):
                    waiting.append((one, (*path, index)))
