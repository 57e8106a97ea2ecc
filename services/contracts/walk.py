"""The one walk: everything an Interface holds, each thing once, in the order of the document."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from operator import attrgetter
from typing import Any

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


def things(interface: Interface) -> Iterator[Thing]:
    """Everything but texts (see `texts`). What operations share is met with the first that holds it."""
    for kind in met(interface).values():
        yield from kind


@lru_cache(maxsize=1)
def met(interface: Interface) -> Mapping[type, list[Any]]:
    """The same by what it is, each kind in the order of the document. Kept for the next rule that asks of the same
    interface."""
    walk = _Walk()
    walk.all[Interface].append(interface)
    walk.servers(interface)
    walk.all[Guard] += interface.guards
    walk.all[Group] += interface.groups
    for operation in interface.operations:
        walk.all[Operation].append(operation)
        walk.servers(operation)
        if operation.request is not None:
            walk.message(operation.request)
        for answer in operation.answers:
            walk.all[Answer].append(answer)
            walk.message(answer.message)
    for shared in interface.shared:
        if isinstance(shared, Field):
            walk.field(shared)
        elif isinstance(shared, Message):
            walk.message(shared)
        else:
            walk.all[Answer].append(shared)
            walk.message(shared.message)
    for named in interface.types.values():
        walk.type(named)
    return walk.all


_TYPE = attrgetter("type")


class _Walk:
    """Remembers what it has met. Lists and no generators: most of a large document are leaves, met 90,000 times."""

    def __init__(self) -> None:
        self.all: dict[type, list[Any]] = {kind: [] for kind in KINDS}
        self.seen: set[int] = set()

    def servers(self, owner: Interface | Operation) -> None:
        new = [one for one in owner.servers if id(one) not in self.seen]
        self.seen.update(map(id, new))
        self.all[Server] += new

    def message(self, message: Message) -> None:
        if id(message) in self.seen:
            return
        self.seen.add(id(message))
        self.all[Message].append(message)
        for field in message.fields:
            self.field(field)
        for body in message.bodies:
            if id(body) not in self.seen:
                self.seen.add(id(body))
                self.all[Body].append(body)
                self.all[Example] += body.examples
                self.type(body.type)

    def field(self, field: Field) -> None:
        if id(field) in self.seen:
            return
        self.seen.add(id(field))
        self.all[Field].append(field)
        if field.examples is not field.type.examples:
            self.all[Example] += field.examples
        self.type(field.type)

    def type(self, top: Type) -> None:
        seen, types, fields, examples = self.seen, self.all[Type], self.all[Field], self.all[Example]
        waiting = [top]
        while waiting:
            found = waiting.pop()
            if id(found) in seen:
                continue
            seen.add(id(found))
            types.append(found)
            if found.examples:
                examples += found.examples
            if found.fields:
                new: Iterable[Field] = found.fields
                if not seen.isdisjoint(map(id, new)):
                    new = [field for field in new if id(field) not in seen]
                seen.update(map(id, new))
                fields += new
                waiting += map(_TYPE, new)
            if found.choices:
                waiting += found.choices
            if found.parts:
                waiting += found.parts
            if found.item is not None:
                waiting.append(found.item)


type Said = Mapping[Role, Mapping[str, list[Thing]]]
"""By role, what is said, and by which things: one of them as often as it says it."""


def said(interface: Interface) -> Said:
    """Everything that `texts` tells of all things, without a place and much quicker."""
    all_: Said = defaultdict(lambda: defaultdict(list))
    for kind, things_ in met(interface).items():
        for word, role in _SAID.get(kind, ()):
            by, word_of = all_[role], attrgetter(word)
            for thing in things_:
                value = word_of(thing)
                if value and (kind is not Field or value is not thing.type.text):
                    by[value].append(thing)
    _note(all_["example"], ((one, one) for one in met(interface)[Example]))
    _note(all_["default"], ((one, one.default) for one in met(interface)[Type] if one.default is not None))
    fields = (one for one in met(interface)[Field] if one.default is not None)
    _note(all_["default"], ((one, one.default) for one in fields if one.default is not one.type.default))
    for shape in met(interface)[Type]:
        for constant in shape.constants:
            if constant.text:
                all_["text"][constant.text].append(shape)
    for guard in met(interface)[Guard]:
        for address in guard.addresses:
            all_["address"][address].append(guard)
    return all_


def _note(by: Mapping[str, list[Thing]], examples: Iterable[tuple[Thing, Example]]) -> None:
    for thing, example in examples:
        value = example.value
        if isinstance(value, str):
            by[value].append(thing)
        elif value:
            for one in _strings(value):
                by[one].append(thing)


@lru_cache(maxsize=1)
def leading(interface: Interface) -> frozenset[int]:
    """Which types (by `id`) lead to others: most are plain leaves, and whoever looks for something below need not go
    there."""
    return frozenset(
        id(one)
        for one in met(interface)[Type]
        if one.ref or one.fields or one.choices or one.parts or one.item is not None
    )


def _strings(value: object) -> list[str]:
    """Every text in a piece of data."""
    found: list[str] = []
    waiting = [value]
    while waiting:
        below = waiting.pop()
        values = below.values() if isinstance(below, dict) else below if isinstance(below, list) else ()
        found += [one for one in values if type(one) is str]
        waiting += [one for one in values if type(one) is dict or type(one) is list]
    return found


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
