"""retry-safe-create"""

from collections.abc import Iterator

from ..model import Interface, Operation
from ..reading import repeat_key
from ..registry import Problem, rule


@rule(
    "retry-safe-create",
    title="A repeated call makes nothing twice",
    on=Operation,
    group="safety",
    severity="warning",
    source="Zalando 229 and 230, AIP-155, IETF draft Idempotency-Key",
    mend="Ask for a key that the caller chooses for each intent (Idempotency-Key, request_id), and make it required.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    post:
      operationId: placeOrder
      parameters: [{name: Idempotency-Key, in: header, required: true, schema: {type: string, maxLength: 128}}]
      responses: {"201": {description: The order is placed.}}
""",
        "proto": """
syntax = "proto3";
package shop.orders.v1;
service Orders { rpc CreateOrder(NewOrder) returns (Order); }
message NewOrder {
  string request_id = 1;  // A UUID that the caller makes, 36 characters.
}
message Order { int32 count = 1; }
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    post:
      operationId: placeOrder
      parameters: [{name: Idempotency-Key, in: header, required: false, schema: {type: string, maxLength: 128}}]
      responses: {"201": {description: The order is placed.}}
""",
        "proto": """
syntax = "proto3";
package shop.orders.v1;
service Orders { rpc CreateOrder(NewOrder) returns (Order); }
message NewOrder {
  string order_number = 1;  // A UUID that the caller makes, 36 characters.
}
message Order { int32 count = 1; }
""",
    },
)
def check(operation: Operation, interface: Interface) -> Iterator[Problem]:
    """Networks repeat calls. Without a key that tells a repeated call from a new one, somebody is charged twice."""
    if operation.effect != "create" or operation.direction == "send" or operation.repeatable:
        return
    key = repeat_key(operation, interface)
    if key is None:
        yield Problem(operation.place, f"A repeated {operation.shown[:100]} can make a second one: it takes no key.")
    elif not key.required and key.where != "":
        yield Problem(
            key.place.of("required"), f"A repeated {operation.shown[:100]} can make a second one: the key is optional."
        )
