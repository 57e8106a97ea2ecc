"""replacement-lives"""

import re
from collections.abc import Iterable, Iterator

from ..model import Deprecation, Field, Interface, Message, Operation, Type
from ..reading import squeezed
from ..registry import Problem, rule

_INSTEAD = re.compile(
    r"(?i:\b(?:please )?use|\breplaced (?:by|with)|\bsuperseded by|\bin favou?r of|\bmoved to|\bmigrate to|\bsee) "
    r"(?:the (?:new )?)?(?:field |method |operation |type |query |argument )?"
    r"(?:`(?P<quoted>[A-Za-z_][\w.:#-]{1,99})`"
    r"|(?P<bare>[A-Za-z][a-z0-9]+(?:[_.][a-z0-9]+)+|[A-Za-z][a-z0-9]+(?:[A-Z][a-z0-9]+)+)\b(?![(/-]))"
)
"""A name in a sentence is in code, or has a shape that no word of the language has: findOrders, created_at."""
_PLAIN = re.compile(r"[A-Za-z_][\w.:#-]*")


@rule(
    "replacement-lives",
    title="What is named instead is there",
    on=(Operation, Message, Type),
    only={Operation: ("deprecated",), Message: ("fields",), Type: ("deprecated", "fields")},
    group="change",
    severity="warning",
    source="Zalando 187, AIP-192, RFC 8594",
    mend="Name something that is in this interface and stays, or say that there is no replacement.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    get:
      operationId: listOrders
      deprecated: true
      description: Use `searchOrders` instead. Gone from 2027-03-31.
      responses: {"204": {description: Done.}}
  /orders/search:
    get: {operationId: searchOrders, responses: {"204": {description: Done.}}}
""",
        "graphql": """
type Query { order(id: ID!): Order }
type Order {
  total: Int @deprecated(reason: "Use amount instead. Gone from 2027-03-31.")
  amount: Int
}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    get:
      operationId: listOrders
      deprecated: true
      description: Use `findOrders` instead. Gone from 2027-03-31.
      responses: {"204": {description: Done.}}
  /orders/search:
    get: {operationId: searchOrders, responses: {"204": {description: Done.}}}
""",
        "graphql": """
type Query { order(id: ID!): Order }
type Order {
  total: Int @deprecated(reason: "Use amountInCents instead. Gone from 2027-03-31.")
  amount: Int
}
""",
    },
)
def check(thing: Operation | Message | Type, interface: Interface) -> Iterator[Problem]:
    """Who follows the sign must arrive. A name that is not there, or is on its way out itself, sends callers round in
    circles in the very week in which they wanted to do the right thing."""
    if isinstance(thing, Operation):
        if thing.deprecated is not None:
            yield from _judge(thing.shown, thing.deprecated, (), interface)
        return
    if isinstance(thing, Type) and thing.deprecated is not None and thing.name:
        yield from _judge(thing.name, thing.deprecated, (), interface)
    gone = [field for field in thing.fields if field.deprecated is not None]
    for field in gone:
        if field.deprecated is not None:
            yield from _judge(field.name, field.deprecated, thing.fields, interface)


def _judge(name: str, gone: Deprecation, beside: Iterable[Field], interface: Interface) -> Iterator[Problem]:
    instead = gone.replacement if _PLAIN.fullmatch(gone.replacement) else _named(gone.text)
    if not instead or squeezed(instead) == squeezed(name):
        return
    found = _look(instead, beside, interface)
    if found is None:
        yield Problem(gone.place, f"{name[:100]} names {instead[:100]} as its replacement, which is not here.")
    elif found:
        yield Problem(gone.place, f"{name[:100]} names {instead[:100]} as its replacement, which is deprecated too.")


def _named(text: str) -> str:
    found = _INSTEAD.search(text)
    return found["quoted"] or found["bare"] if found else ""


def _look(instead: str, beside: Iterable[Field], interface: Interface) -> bool | None:
    """Whether all that bear this name are deprecated. None: nothing does."""
    wanted = {squeezed(instead), squeezed(_last(instead))}
    states = [field.deprecated is not None for field in beside if squeezed(field.name) in wanted]
    return all(states) if states else _look_everywhere(wanted, interface)


def _look_everywhere(wanted: set[str], interface: Interface) -> bool | None:
    states: list[bool] = []
    for operation in interface.operations:
        if not wanted.isdisjoint(map(squeezed, (operation.name, _last(operation.name), operation.address))):
            states.append(operation.deprecated is not None)
        for field in operation.request.fields if operation.request is not None else ():
            if squeezed(field.name) in wanted:
                states.append(field.deprecated is not None)
    for name, shape in interface.types.items():
        if squeezed(_last(name)) in wanted:
            states.append(shape.deprecated is not None)
        states += [field.deprecated is not None for field in shape.fields if squeezed(field.name) in wanted]
        states += [False for value in shape.values if isinstance(value, str) and squeezed(value) in wanted]
    return all(states) if states else None


def _last(name: str) -> str:
    return re.split(r"[./:#]", name)[-1]
