"""reads-change-nothing"""

import re
from collections.abc import Iterator

from ..model import Body, Interface, Operation
from ..registry import Problem, rule

_CHANGES = re.compile(
    r"(?:^|.*[./:_-])(?P<verb>delete|remove|destroy|purge|erase|create|insert|update|modify|cancel|revoke|reset|activate"
    r"|deactivate|approve|reject|disable|enable)(?:[A-Z_-].*|$)"
)
_ASKS = ("GET ", "HEAD ")


@rule(
    "reads-change-nothing",
    title="What only reads changes nothing",
    on=Operation,
    group="safety",
    severity="warning",
    source="RFC 9110 9.2.1 and 9.3.1, Zalando 148, Spectral no-requestBody on GET",
    mend="Use a method or kind of operation that says that something changes (POST, DELETE, a mutation), or give the "
    "operation the name of what it does. What a read needs to know goes into its address.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
security: [{key: []}]
paths:
  /orders/{id}:
    post: {operationId: deleteOrder, responses: {"204": {description: Gone.}, "404": {description: None.}}}
components: {securitySchemes: {key: {type: http, scheme: bearer}}}
""",
        "graphql": """
type Query { order(id: ID!): Order, deletedOrder(id: ID!): Order }
type Order { id: ID! }
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
security: [{key: []}]
paths:
  /orders/{id}:
    get: {operationId: deleteOrder, responses: {"204": {description: Gone.}, "404": {description: None.}}}
components: {securitySchemes: {key: {type: http, scheme: bearer}}}
""",
        "graphql": """
type Query { order(id: ID!): Order, deleteOrder(id: ID!): Order }
type Order { id: ID! }
""",
    },
)
def check(operation: Operation, interface: Interface) -> Iterator[Problem]:
    """What is safe is repeated, cached, prefetched and crawled by machines that ask nobody. If it changes something,
    they change it. And a body that a read takes is dropped by half of what stands in between."""
    if not operation.safe:
        return
    is_asked = operation.address.startswith(_ASKS)
    named = _CHANGES.match(operation.name) or (_CHANGES.match(operation.address) if is_asked else None)
    if named:
        message = f"{operation.shown[:100]} is told to change nothing, and called {named['verb']!r}."
        yield Problem(operation.place, message)
    elif is_asked and operation.request and any(_holds(body, interface) for body in operation.request.bodies):
        yield Problem(operation.request.place, f"{operation.shown[:100]} reads, and takes a body all the same.")


def _holds(body: Body, interface: Interface) -> bool:
    """Whether anything can be in it. Some generators write an empty form everywhere."""
    shape = interface.resolve(body.type)
    if shape is None or shape.kind != "record" or shape.choices:
        return True
    return any(interface.members(shape)) or bool(shape.open_fields)
