"""number-bounded"""

from collections.abc import Iterator

from ..bounds import Bound
from ..model import Interface, Type
from ..registry import Problem, Unjudged, rule


def _holds(shape: Type) -> bool:
    limits = shape.limits
    return bool(shape.format) or limits.maximum is not None or limits.below is not None


_NUMBERS = Bound(frozenset({"integer", "number"}), _holds, "numbers", "a maximum or a format")


@rule(
    "number-bounded",
    title="Numbers that come in have bounds",
    on=Interface,
    group="safety",
    severity="info",
    source="OWASP API4:2023 (integer-limit, integer-format), Zalando 171",
    mend="Give each number a minimum and a maximum, or at least the format that says its size: int32, int64, double.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders/{id}:
    put:
      operationId: replaceOrder
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}
      responses: {"204": {description: Done.}}
components:
  schemas:
    Order: {type: object, properties: {count: {type: integer, minimum: 1, maximum: 999}}}
""",
        "plain": """
homeport: 1
title: Orders
version: 1.0.0
operations: {ReplaceOrder: {request: Order}}
types: {Order: {fields: {count: {type: integer, min: 1, max: 999}}}}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders/{id}:
    put:
      operationId: replaceOrder
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}
      responses: {"204": {description: Done.}}
components:
  schemas:
    Order: {type: object, properties: {count: {type: integer, minimum: 1}}}
""",
        "plain": """
homeport: 1
title: Orders
version: 1.0.0
operations: {ReplaceOrder: {request: Order}}
types: {Order: {fields: {count: {type: integer, min: 1}}}}
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """One caller's numbers have 32 bits, another's 64, a third one's lose digits beyond 2^53. Without a bound each side
    finds out by itself what the other can hold, and a count of minus ten billion is as valid as one."""
    yield from _NUMBERS.check(interface)
