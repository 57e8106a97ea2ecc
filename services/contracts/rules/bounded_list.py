"""bounded-list"""

from collections.abc import Iterator

from ..model import Field, Interface, Operation
from ..reading import listed, listing, squeezed
from ..registry import Problem, rule

_SIZES = frozenset(
    {
        "limit",
        "pagesize",
        "perpage",
        "size",
        "top",
        "maxresults",
        "maxitems",
        "maxpagesize",
        "count",
        "first",
        "pagelimit",
        "maxpagelength",
        "itemsperpage",
        "rows",
        "take",
        "maxcount",
        "resultsperpage",
    }
)
_PAGES = frozenset(
    {
        "page",
        "cursor",
        "offset",
        "pagetoken",
        "continue",
        "after",
        "startingafter",
        "nexttoken",
        "marker",
        "skip",
        "start",
        "since",
    }
)


@rule(
    "bounded-list",
    title="Lists come in pages of bounded size",
    on=Operation,
    group="safety",
    severity="warning",
    source="Zalando 159 and 160, AIP-158, OWASP API4:2023",
    mend="Take a page size with a maximum, and a cursor for the next page.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    get:
      operationId: listOrders
      parameters:
      - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 100, default: 20}}
      - {name: cursor, in: query, schema: {type: string}}
      responses:
        "200":
          description: The orders.
          content: {application/json: {schema: {$ref: "#/components/schemas/Page"}}}
components:
  schemas: {Page: {type: object, properties: {items: {type: array, items: {type: string}}}}}
""",
        "graphql": """
type Query { orders(
  "At most 100."
  first: Int
): OrderPage }
type OrderPage { items: [Order!]!, next: String }
type Order { id: ID! }
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
          content: {application/json: {schema: {$ref: "#/components/schemas/Page"}}}
components:
  schemas: {Page: {type: object, properties: {items: {type: array, items: {type: string}}}}}
""",
        "graphql": """
type Query { orders(
  "How many."
  first: Int
): OrderPage }
type OrderPage { items: [Order!]!, next: String }
type Order { id: ID! }
""",
    },
)
def check(operation: Operation, interface: Interface) -> Iterator[Problem]:
    """A list that is short today is long in a year, and then one call can bring down the service or the caller."""
    body = listing(operation, interface)
    if body is None or operation.request is None:
        return
    found = listed(body.type, interface)
    if found is not None and found.limits.max_items is not None:
        return
    beside = (field for field in operation.request.fields if field.where != "path")
    inside = (field for body in operation.request.bodies for field in interface.members(body.type))
    fields = {squeezed(field.name): field for field in (*beside, *inside)}
    size = next((field for name, field in fields.items() if name in _SIZES), None)
    if size is None:
        if not _PAGES.isdisjoint(fields):  # the service chooses the size
            return
        yield Problem(operation.place, f"{operation.shown[:100]} gives out a whole list, however long it is.")
    elif not _is_bounded(size, interface):
        yield Problem(size.place, f"The page size {size.name[:80]!r} has no maximum.")


def _is_bounded(size: Field, interface: Interface) -> bool:
    shape = interface.resolve(size.type)
    if shape is None:
        return False
    said = f"{size.text} {shape.text}".lower()
    return (
        shape.limits.maximum is not None
        or shape.limits.below is not None
        or bool(shape.values)
        or any(word in said for word in ("max", "between", "up to", "at most", "no more than"))
    )
