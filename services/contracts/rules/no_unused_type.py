"""no-unused-type"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cached_property

from ..model import Field, Interface, Operation, Type, Value
from ..places import Keys
from ..reading import squeezed
from ..registry import Problem, Unjudged, rule
from ..walk import met

_END = re.compile(r"[./:#}]")


@rule(
    "no-unused-type",
    title="Every type is used",
    on=Interface,
    group="change",
    severity="hint",
    source="Spectral oas3-unused-component, buf IMPORT_USED",
    mend="Use the type, or take it out. What may be wanted later can come later: a new type breaks nobody.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders/{id}:
    get:
      operationId: readOrder
      responses:
        "200": {description: It., content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}
components:
  schemas:
    Order: {type: object, properties: {forecast: {$ref: "#/components/schemas/Forecast"}}}
    Forecast: {type: object, properties: {day: {type: string, format: date}}}
""",
        "proto": """
syntax = "proto3";
package shop.orders.v1;
service Orders { rpc ReadOrder(ReadOrderRequest) returns (Order); }
message ReadOrderRequest { string id = 1; }
message Order { Forecast forecast = 1; }
message Forecast { string text = 1; }
""",
        "thrift": """
namespace * shop.orders
struct Forecast { 1: string text }
struct Order { 1: Forecast forecast }
service Orders { Order readOrder(1: string id) }
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders/{id}:
    get:
      operationId: readOrder
      responses:
        "200": {description: It., content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}
components:
  schemas:
    Order: {type: object, properties: {forecast: {type: string, format: date}}}
    Forecast: {type: object, properties: {day: {type: string, format: date}}}
""",
        "proto": """
syntax = "proto3";
package shop.orders.v1;
service Orders { rpc ReadOrder(ReadOrderRequest) returns (Order); }
message ReadOrderRequest { string id = 1; }
message Order { string forecast = 1; }
message Forecast { string text = 1; }
""",
        "thrift": """
namespace * shop.orders
struct Forecast { 1: string text }
struct Order { 1: string forecast }
service Orders { Order readOrder(1: string id) }
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """Callers read it, generators make code of it, and whoever wants to change it must ask whether somebody holds on to
    it. Nobody does."""
    if not interface.operations:
        yield Unjudged("There are no operations: its types are for others to use.")
        return
    if not interface.types:
        return
    uses = _Uses(interface)
    unused = [name for name in interface.types if name not in uses.referred and not uses.names(name)]
    others = _Others(interface) if unused else None
    for name in unused:
        shape = interface.types[name]
        if others is not None and not others.use(shape, name):
            yield Problem(shape.place, f"Nothing uses {_last(name)[:100]}.")


class _Uses:
    """What the interface refers to, by reference or by naming it in a mark or text. What only an unused type refers to
    counts as used: taking out the first brings up the next."""

    def __init__(self, interface: Interface) -> None:
        types, fields = met(interface)[Type], met(interface)[Field]
        self.referred = {shape.ref for shape in types}
        self._said = [text for one in interface.operations for text in (one.text, repr(dict(one.marks)))]
        self._said += [field.text for field in fields if field.text]
        own = {id(shape): _last(name) for name, shape in interface.types.items()}
        for one in (*types, *fields):
            if one.marks:
                self._marks(one.marks, own.get(id(one), ""))

    @cached_property
    def _text(self) -> str:
        return "\n".join(self._said)

    def names(self, name: str) -> bool:
        """Whether a mark or a text names it: the metadata of a long operation, what stands in an Any."""
        return _last(name) in self._text

    def _marks(self, marks: Mapping[str, Value], own: str) -> None:
        """What marks say of others; one that names what it marks (`own`) tells nothing."""
        said = repr(dict(marks))
        if not own or own not in said:
            self._said.append(said)


class _Others:
    """What is a use although nothing refers to the type. Gathered once: there may be as many operations as types."""

    def __init__(self, interface: Interface) -> None:
        self.operations = operations = interface.operations
        self.addresses = sorted(squeezed(one.address) for one in operations)
        self.names = {squeezed(one.name) for one in operations if one.name}
        self.codes = {squeezed(_last(answer.code)) for one in operations for answer in one.answers}

    @cached_property
    def carried(self) -> list[str]:
        keys = Keys()
        return sorted(keys.of(field.place) for one in self.operations for field in _carried(one))

    def use(self, shape: Type, name: str) -> bool:
        """Whether it is a constant, one kind of another type, the owner of operations, or what one of them takes or
        gives: some technologies spread that over address, headers and content, so that nothing refers to the whole."""
        if len(shape.values) == 1 or "implements" in shape.marks or any(part.ref for part in (shape, *shape.parts)):
            return True
        own = squeezed(_last(name))
        return (
            own in self.codes
            or any(own[:end] in self.names for end in range(len(own) + 1))
            or _begins(self.addresses, squeezed(name))
            or _begins(self.carried, shape.place.key + "/")
        )


def _begins(ordered: list[str], beginning: str) -> bool:
    """Whether one of the texts, which are in order, begins so."""
    at = bisect_left(ordered, beginning)
    return at < len(ordered) and ordered[at].startswith(beginning)


def _carried(operation: Operation) -> Iterator[Field]:
    """What the messages of an operation carry, where it stands in no type with a name."""
    for message in (operation.request, *(answer.message for answer in operation.answers)):
        if message is not None:
            yield from message.fields
            for body in message.bodies:
                yield from body.type.fields


def _last(name: str) -> str:
    return _END.split(name)[-1]
