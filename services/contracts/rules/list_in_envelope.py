"""list-in-envelope"""

from collections.abc import Iterator

from ..model import Interface, Operation
from ..reading import successes
from ..registry import Problem, rule


@rule(
    "list-in-envelope",
    title="Lists can grow members beside them",
    on=Operation,
    group="change",
    severity="info",
    source="Zalando 110, Italian ModI response-with-json-object",
    mend="Answer with a record that holds the list (items), so that a cursor or a total can join it later.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    get:
      operationId: listOrders
      responses:
        "200":
          description: The orders.
          content: {application/json: {schema: {$ref: "#/components/schemas/Page"}}}
components:
  schemas: {Page: {type: object, properties: {items: {type: array, items: {type: string}}}}}
""",
        "thrift": """
namespace * shop.orders.v1
struct Page { 1: list<string> items }
service Orders { Page readOrders(1: i32 limit) }
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    get:
      operationId: listOrders
      responses:
        "200":
          description: The orders.
          content: {application/json: {schema: {type: array, items: {type: string}}}}
""",
        "thrift": """
namespace * shop.orders.v1
service Orders { list<string> readOrders(1: i32 limit) }
""",
    },
)
def check(operation: Operation, interface: Interface) -> Iterator[Problem]:
    """Nothing can be put beside a bare list. The first page cursor, total or warning then breaks every caller."""
    for _, body in successes(operation):
        found = interface.resolve(body.type)
        if found is not None and found.kind == "list":
            yield Problem(body.place, f"{operation.shown[:100]} answers with a bare list.")
            return
