"""examples-given"""

from collections.abc import Iterator

from ..model import Body, Interface, Operation, Type
from ..reading import successes
from ..registry import Problem, rule

_PLAIN = frozenset({"text", "binary", "null", "boolean", "integer", "number"})


@rule(
    "examples-given",
    title="Examples show what goes in and out",
    on=Operation,
    group="understanding",
    severity="info",
    source="Zalando 101, Spectral oas3-valid-media-example, AIP-192",
    mend="Add one realistic example to the content, to its type, or to the fields of its type.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders/first:
    get:
      operationId: readFirst
      responses:
        "200":
          description: The order.
          content: {application/json: {schema: {$ref: "#/components/schemas/Order"}, example: {total: 1299}}}
components:
  schemas: {Order: {type: object, properties: {total: {type: integer}}}}
"""
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders/first:
    get:
      operationId: readFirst
      responses:
        "200":
          description: The order.
          content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}
components:
  schemas: {Order: {type: object, properties: {total: {type: integer}}}}
"""
    },
)
def check(operation: Operation, interface: Interface) -> Iterator[Problem]:
    """An example answers in a second what a page of types answers in an hour, and can be tried at once."""
    taken = operation.request.bodies if operation.request else ()
    if taken and not any(_shows(body, interface) for body in taken):
        yield Problem(taken[0].place, f"No example shows what {operation.shown[:100]} takes.")
    given = [body for _, body in successes(operation)]
    if given and not any(_shows(body, interface) for body in given):
        yield Problem(given[0].place, f"No example shows what {operation.shown[:100]} gives.")


def _shows(body: Body, interface: Interface) -> bool:
    if body.examples:
        return True
    shape = interface.resolve(body.type)
    if shape is None or shape.kind in _PLAIN or _has_some(shape, interface):
        return True
    if shape.kind in ("list", "map"):
        shape = interface.resolve(shape.item)
        if shape is None or shape.kind in _PLAIN or _has_some(shape, interface):
            return True
    fields = list(interface.members(shape))
    inner = (interface.resolve(field.type) for field in fields)
    return not (fields or shape.choices) or any(one is not None and _has_some(one, interface) for one in inner)


def _has_some(shape: Type, interface: Interface) -> bool:
    return bool(shape.examples) or any(field.examples for field in interface.members(shape))
