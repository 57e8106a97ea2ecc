"""no-unused-type"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping

from ..model import Field, Interface, Message, Operation, Type, Value
from ..reading import squeezed
from ..registry import Problem, Unjudged, rule

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
    uses, others = _Uses(interface), _Others(interface)
    for name, shape in interface.types.items():
        if name not in uses.referred and not uses.names(name) and not others.use(shape, name):
            yield Problem(shape.place, f"Nothing uses {_last(name)[:100]}.")


class _Uses:
    """What the interface refers to, by reference or by naming it in a mark or text. What only an unused type refers to
    counts as used: taking out the first brings up the next."""

    def __init__(self, interface: Interface) -> None:
        self.referred: set[str] = set()
        self._said: list[str] = []
        self._seen: set[int] = set()
        for message in self._messages(interface):
            self._fields(message.fields)
            for body in message.bodies:
                self._type(body.type)
        for name, shape in interface.types.items():
            self._type(shape, _last(name))
        self._text = ""

    def names(self, name: str) -> bool:
        """Whether a mark or a text names it: the metadata of a long operation, what stands in an Any."""
        self._text = self._text or "\n".join(self._said)
        return _last(name) in self._text

    def _messages(self, interface: Interface) -> Iterator[Message]:
        for operation in interface.operations:
            self._said += (operation.text, repr(dict(operation.marks)))
            if operation.request is not None:
                yield operation.request
            yield from (answer.message for answer in operation.answers)
        for shared in interface.shared:
            if isinstance(shared, Field):
                self._type(shared.type)
            else:
                yield shared if isinstance(shared, Message) else shared.message

    def _fields(self, fields: Iterable[Field]) -> None:
        for field in fields:
            if field.text:
                self._said.append(field.text)
            if field.marks:
                self._marks(field.marks)
            self._type(field.type)

    def _type(self, top: Type, name: str = "") -> None:
        seen, referred, said, waiting = self._seen, self.referred, self._said, [top]
        while waiting:
            shape = waiting.pop()
            if id(shape) in seen:
                continue
            seen.add(id(shape))
            if shape.ref:
                referred.add(shape.ref)
            if shape.marks:
                self._marks(shape.marks, name if shape is top else "")
            for field in shape.fields:
                if field.text:
                    said.append(field.text)
                if field.marks:
                    self._marks(field.marks)
                waiting.append(field.type)
            waiting += shape.choices
            waiting += shape.parts
            if shape.item is not None:
                waiting.append(shape.item)

    def _marks(self, marks: Mapping[str, Value], own: str = "") -> None:
        """What marks say of others; one that names what it marks (`own`) tells nothing."""
        said = repr(dict(marks))
        if not own or own not in said:
            self._said.append(said)


class _Others:
    """What is a use although nothing refers to the type. Gathered once: there may be as many operations as types."""

    def __init__(self, interface: Interface) -> None:
        operations = interface.operations
        self.addresses = sorted(squeezed(one.address) for one in operations)
        self.names = {squeezed(one.name) for one in operations if one.name}
        self.codes = {squeezed(_last(answer.code)) for one in operations for answer in one.answers}
        self.carried = sorted(field.place.key for one in operations for field in _carried(one))

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
