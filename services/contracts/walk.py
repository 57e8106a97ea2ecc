"""The one walk: everything an Interface holds, each thing once, in the order of the document."""

from collections.abc import Iterator

from .model import (
    Answer,
    Body,
    Deprecation,
    Example,
    Field,
    Group,
    Guard,
    Interface,
    Message,
    Operation,
    Server,
    Text,
    Type,
)
from .places import Path

type Thing = Interface | Server | Guard | Group | Operation | Message | Body | Answer | Field | Type | Example | Text

KINDS: tuple[type, ...] = (
    Interface, Server, Guard, Group, Operation, Message, Body, Answer, Field, Type, Example, Text,
)  # fmt: skip


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
    """The texts that belong to the thing itself. A field tells its type's text, so that none is met twice."""
    place = thing.place
    match thing:
        case Interface() | Operation():
            title = thing.title if isinstance(thing, Interface) else ""
            if title:
                yield Text(place.of("title"), title, "title")
            if thing.summary:
                yield Text(place.of("summary"), thing.summary, "title")
            if thing.text:
                yield Text(place.of("text"), thing.text, "text")
        case Server():
            yield Text(place.of("address"), thing.address, "address")
            if thing.text:
                yield Text(place.of("text"), thing.text, "text")
        case Guard():
            for address in thing.addresses:
                yield Text(place, address, "address")
            if thing.text:
                yield Text(place.of("text"), thing.text, "text")
        case Type():
            if thing.title:
                yield Text(place.of("title"), thing.title, "title")
            if thing.text:
                yield Text(place.of("text"), thing.text, "text")
            if thing.default is not None:
                yield from _inside(thing.default, "default")
        case Field():
            if thing.text and thing.text is not thing.type.text:
                yield Text(place.of("text"), thing.text, "text")
            if thing.default is not None and thing.default is not thing.type.default:
                yield from _inside(thing.default, "default")
        case Example():
            if thing.text:
                yield Text(place, thing.text, "text")
            yield from _inside(thing, "example")
        case Message() | Group():
            if thing.text:
                yield Text(place.of("text"), thing.text, "text")


def _inside(example: Example, role: "str") -> Iterator[Text]:
    """Every text in a piece of data."""
    place, value = example.place, example.value
    if isinstance(value, str):
        yield Text(place, value, role)  # type: ignore[arg-type]
        return
    waiting: list[tuple[object, Path]] = [(value, ())]
    while waiting:
        below, path = waiting.pop()
        if isinstance(below, dict):
            for step, one in below.items():
                if isinstance(one, str):
                    yield Text(place.to(*path, step, name=step), one, role)  # type: ignore[arg-type]
                elif isinstance(one, dict | list):
                    waiting.append((one, (*path, step)))
        elif isinstance(below, list):
            for index, one in enumerate(below):
                if isinstance(one, str):
                    yield Text(place.to(*path, index), one, role)  # type: ignore[arg-type]
                elif isinstance(one, dict | list):
                    waiting.append((one, (*path, index)))


def deprecated(thing: Thing) -> Deprecation | None:
    return thing.deprecated if isinstance(thing, Operation | Field | Type) else None
