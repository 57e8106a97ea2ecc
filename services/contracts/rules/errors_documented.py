"""errors-documented"""

from collections.abc import Iterator

from ..failing import said_for_all, says_it_fails, says_statuses
from ..model import Interface
from ..reading import is_gathered, some
from ..registry import Problem, Unjudged, rule


@rule(
    "errors-documented",
    title="Every operation says how it fails",
    on=Interface,
    group="operation",
    severity="warning",
    source="Zalando 151, OWASP API8:2023 (define-error-responses), AIP-193",
    mend="Document the errors a caller can meet, at least one answer for all of them (default, 4XX, a fault); name "
    "them in the text where the technology has no other place.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    get:
      operationId: listOrders
      responses: {"200": {description: The orders.}, "403": {description: These are not your orders.}}
""",
        "proto": """
syntax = "proto3";
// Orders of the shop.
package shop.orders.v1;
// Places and finds orders.
service Orders {
  // Finds an order. Without one of that number it fails with NOT_FOUND.
  rpc GetOrder(Order) returns (Order);
}
// An order.
message Order {
  // Its number.
  string id = 1;
}
""",
        "graphql": """
type Query { order(id: ID!): Order }
type Mutation { cancelOrder(id: ID!): Cancelled }
type Order { id: ID! }
type Cancelled { order: Order, userErrors: [String!]! }
""",
        "thrift": """
namespace * shop.orders.v1
exception NoSuchOrder { 1: string reason }
service Orders { void cancel(1: string id) throws (1: NoSuchOrder none) }
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders: {get: {operationId: listOrders, responses: {"200": {description: The orders.}}}}
""",
        "proto": """
syntax = "proto3";
// Orders of the shop.
package shop.orders.v1;
// Places and finds orders.
service Orders {
  // Finds an order.
  rpc GetOrder(Order) returns (Order);
}
// An order.
message Order {
  // Its number.
  string id = 1;
}
""",
        "graphql": """
type Query { order(id: ID!): Order }
type Mutation { cancelOrder(id: ID!): Cancelled }
type Order { id: ID! }
type Cancelled { order: Order, warnings: [String!]! }
""",
        "thrift": """
namespace * shop.orders.v1
service Orders { void cancel(1: string id) }
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """Everything fails some day. A caller who was not told how can only guess whether to try again."""
    asked = [one for one in interface.operations if one.direction == "call" and "attribute" not in one.marks]
    if not asked:
        yield Unjudged("There is no operation that answers.")
        return
    spoken = says_statuses(said_for_all(interface))
    silent = [one for one in asked if not (says_it_fails(one, interface) or (spoken and one.protocol != "http"))]
    if is_gathered(silent, asked):
        names = some([one.shown for one in silent])
        said = f"{len(silent):,} of {len(asked):,} operations do not say how they fail: {names}."
        yield Problem(interface.place, said)
        return
    for operation in silent:
        yield Problem(operation.place.of("answers"), f"{operation.shown[:100]} does not say how it fails.")
