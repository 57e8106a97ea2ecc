"""operation-described"""

from collections.abc import Iterator

from ..model import Interface, Operation
from ..reading import is_gathered, some, squeezed
from ..registry import Problem, Unjudged, rule

_LONGEST = 500
"""No longer text is only a name."""


@rule(
    "operation-described",
    title="Every operation says what it does",
    on=Interface,
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
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """Outside developers have nobody to ask: every operation says what it does."""
    if not interface.operations:
        yield Unjudged("There are no operations.")
    silent = [one for one in interface.operations if not _said(one)]
    if is_gathered(silent, interface.operations):
        names = some([one.shown for one in silent])
        said = f"{len(silent):,} of {len(interface.operations):,} operations have no description: {names}."
        yield Problem(interface.place, said)
    else:
        for operation in silent:
            yield Problem(operation.place, f"{operation.shown[:100]} has no description.")
    for operation in interface.operations:
        if operation.name and len(said := _said(operation)) < _LONGEST and squeezed(said) == squeezed(operation.name):
            message = f"What is said about {operation.name[:100]} only repeats its name."
            yield Problem(operation.place.of("summary"), message)


def _said(operation: Operation) -> str:
    return f"{operation.summary} {operation.text}".strip()
