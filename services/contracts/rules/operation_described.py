"""operation-described"""

from collections.abc import Iterator

from ..model import Operation
from ..reading import squeezed
from ..registry import Problem, rule


@rule(
    "operation-described",
    title="Every operation says what it does",
    on=Operation,
    group="understanding",
    severity="warning",
    source="Zalando 101, AIP-192, Spectral operation-description",
    mend="Say what the operation does, and what a caller cannot see from its name: effects, conditions, order.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    get:
      operationId: listOrders
      summary: List the orders of the caller; the newest first
      responses: {"204": {description: Done.}}
""",
        "proto": """
syntax = "proto3";
// Orders of the shop.
package shop.orders.v1;
// Places and finds orders.
service Orders {
  // Finds the orders of the caller; the newest first.
  rpc ListOrders(Page) returns (Page);
}
// A stretch of a list.
message Page {}
""",
        "thrift": """
namespace * shop.orders.v1
service Orders {
  /** Gives up an order that was not sent yet. */
  void cancelOrder()
}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders: {get: {operationId: listOrders, summary: list orders, responses: {"204": {description: Done.}}}}
""",
        "proto": """
syntax = "proto3";
// Orders of the shop.
package shop.orders.v1;
// Places and finds orders.
service Orders {
  rpc ListOrders(Page) returns (Page);
}
// A stretch of a list.
message Page {}
""",
        "thrift": """
namespace * shop.orders.v1
service Orders {
  /** Cancel order. */
  void cancelOrder()
}
""",
    },
)
def check(operation: Operation) -> Iterator[Problem]:
    """Outside developers have nobody to ask: every operation says what it does."""
    said = f"{operation.summary} {operation.text}".strip()
    if not said:
        yield Problem(operation.place, f"{operation.shown[:100]} has no description.")
    elif operation.name and squeezed(said) == squeezed(operation.name):
        yield Problem(
            operation.place.of("summary"), f"What is said about {operation.name[:100]} only repeats its name."
        )
