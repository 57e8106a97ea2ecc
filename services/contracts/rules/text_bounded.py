"""text-bounded"""

from collections.abc import Iterator

from ..bounds import Bound
from ..model import Interface, Type
from ..registry import Problem, Unjudged, rule


def _holds(shape: Type) -> bool:
    limits = shape.limits
    return limits.max_length is not None or limits.pattern is not None or bool(shape.format)


_TEXTS = Bound(frozenset({"text"}), _holds, "texts", "a length, pattern, format or values")


@rule(
    "text-bounded",
    title="Texts that come in have bounds",
    on=Interface,
    group="safety",
    severity="warning",
    source="OWASP API4:2023 (string-limit, string-restricted), Italian ModI sec-string",
    mend="Give each text a greatest length, a pattern, a format or its values. Where the format has no word for it, "
    "say it in the text: at most 80 characters.",
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
    Order:
      type: object
      properties: {note: {type: string, maxLength: 500}, state: {type: string, enum: [open, sent]}}
""",
        "proto": """
syntax = "proto3";
package shop.orders.v1;
service Orders { rpc ReplaceOrder(Order) returns (Done); }
message Order {
  string id = 1;  // A UUID: 36 characters.
  string note = 2;  // At most 500 characters.
}
message Done {}
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
    Order:
      type: object
      properties: {note: {type: string}, state: {type: string, enum: [open, sent]}}
""",
        "proto": """
syntax = "proto3";
package shop.orders.v1;
service Orders { rpc ReplaceOrder(Order) returns (Done); }
message Order {
  string id = 1;  // A UUID: 36 characters.
  string note = 2;  // For whoever packs it.
}
message Done {}
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """What has no bound is stored, logged and shown without one, until somebody sends a hundred megabytes. A stranger
    who is told the bound never meets it; one who is not finds it by failing."""
    yield from _TEXTS.check(interface)
