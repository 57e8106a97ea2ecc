"""What callers send: every value of every request, with the record or the request that holds it."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from .model import Interface, Operation, Type
from .places import Place
from .reading import calls


class Sent(NamedTuple):
    """A value that callers send."""

    place: Place
    name: str
    text: str
    type: Type


class Holder(NamedTuple):
    """What is written together and mended together: a record, the content of a request, or a value beside the content,
    which is the same one in however many requests it has this name."""

    place: Place
    name: str
    values: tuple[Sent, ...]
    times: int = 0
    """Of a value beside the content: in how many operations it is sent. 0: it is part of the content."""
    in_address: bool = False
    """It is part of an address, which has a bound of its own."""


@lru_cache(maxsize=1)
def holders(interface: Interface) -> tuple[Holder, ...]:
    """Everything that callers send, each record once. Not what points at a thing (a path), which is only looked up.

    Kept for the next rule that asks of the same interface.
    """
    asked = [one for one in calls(interface) if one.request is not None]
    return (*_beside(asked), *_contents(asked, interface))


def _beside(asked: list[Operation]) -> Iterator[Holder]:
    found: dict[tuple[str, bool], dict[int, Sent]] = {}
    times: Counter[tuple[str, bool]] = Counter()
    for operation in asked:
        for field in operation.request.fields if operation.request else ():
            if field.where not in ("path", "cookie"):
                one = field.name, field.where == "query"
                found.setdefault(one, {}).setdefault(id(field), Sent(field.place, field.name, field.text, field.type))
                times[one] += 1
    for one, values in found.items():
        name, in_address = one
        yield Holder(next(iter(values.values())).place, name, tuple(values.values()), times[one], in_address)


def _contents(asked: list[Operation], interface: Interface) -> Iterator[Holder]:
    waiting: list[tuple[str, Type]] = []
    bodies: set[int] = set()
    for operation in asked:
        for body in operation.request.bodies if operation.request else ():
            if id(body) not in bodies:
                bodies.add(id(body))
                name = f"what {operation.shown[:100]} takes"
                if not body.type.ref:  # a type that has a name is met by it
                    yield Holder(body.place, name, (Sent(body.place, "the content", "", body.type),))
                waiting.append((name, body.type))
    seen: set[int] = set()
    waiting.reverse()
    while waiting:
        name, shape = waiting.pop()
        found = interface.resolve(shape)
        if found is None or id(found) in seen:
            continue
        seen.add(id(found))
        name = found.name or name
        asking = [field for field in found.fields if not field.read_only]
        if asking:
            values = tuple(Sent(field.place, field.name, field.text, field.type) for field in asking)
            yield Holder(found.place, name, values)
        waiting += [(f"{field.name[:80]} in {name}"[:200], field.type) for field in reversed(asking)]
        waiting += [(name, one) for one in (*found.parts, *found.choices)]
        if found.item is not None:
            waiting.append((name, found.item))
