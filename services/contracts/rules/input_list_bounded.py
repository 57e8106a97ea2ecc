"""input-list-bounded"""

from collections.abc import Iterator

from ..bounds import Bound
from ..model import Interface, Type
from ..registry import Problem, Unjudged, rule


def _holds(shape: Type) -> bool:
    chosen = shape.limits.unique and shape.item is not None and bool(shape.item.values)
    return chosen or shape.limits.max_items is not None


_LISTS = Bound(frozenset({"list"}), _holds, "lists", "a maximum")


@rule(
    "input-list-bounded",
    title="Lists that come in have a maximum",
    on=Interface,
    group="safety",
    severity="warning",
    source="OWASP API4:2023 (array-limit), Italian ModI sec-array-boundaries",
    mend="Say how many entries a list may have (maxItems, @length, a bounded sequence). Where the format has no word "
    "for it, say it in the text: at most 100 items.",
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
    Order: {type: object, properties: {lines: {type: array, maxItems: 200, items: {type: string, format: uuid}}}}
""",
        "corba": """
module Shop {
  typedef sequence<long, 200> Lines;
  interface Orders { void replace_order(in long id, in Lines lines); };
};
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
    Order: {type: object, properties: {lines: {type: array, items: {type: string, format: uuid}}}}
""",
        "corba": """
module Shop {
  typedef sequence<long> Lines;
  interface Orders { void replace_order(in long id, in Lines lines); };
};
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """Work grows with the list, and the caller chooses the list. One call with a million entries is an attack that
    looks like an ordinary call, and often is a mistake in a loop."""
    yield from _LISTS.check(interface)
