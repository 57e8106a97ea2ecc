"""caller-identified"""

from collections.abc import Iterator

from ..model import Interface
from ..reading import calls, is_door, is_open
from ..registry import Problem, Unjudged, rule


@rule(
    "caller-identified",
    title="Every operation knows its caller",
    on=Interface,
    group="reach",
    severity="error",
    source="Zalando 104, OWASP API2:2023, Italian ModI",
    mend="Define how callers show who they are, and ask for it: for the whole interface, or for each operation. Where "
    "the format has no word for it, state the fact `authentication`.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
security: [{partnerKey: [orders.read]}]
paths:
  /orders: {get: {operationId: listOrders, responses: {"200": {description: The orders.}}}}
components:
  securitySchemes:
    partnerKey:
      type: oauth2
      flows: {clientCredentials: {tokenUrl: "https://login.shop.example/token", scopes: {orders.read: Read orders}}}
""",
        "smithy": """
$version: "2"
namespace shop.orders
@httpBearerAuth
service Orders { version: "1.0.0", operations: [ListOrders, ReadOrder] }
operation ListOrders {}
operation ReadOrder {}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
security: [{partnerKey: []}]
paths:
  /orders:
    get: {operationId: listOrders, responses: {"200": {description: The orders.}}}
  /orders/{id}:
    get: {operationId: readOrder, security: [{}, {partnerKey: []}], responses: {"200": {description: The order.}}}
components:
  securitySchemes: {partnerKey: {type: http, scheme: bearer}}
""",
        "smithy": """
$version: "2"
namespace shop.orders
service Orders { version: "1.0.0", operations: [ListOrders, ReadOrder] }
operation ListOrders {}
operation ReadOrder {}
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """Without knowing who calls there are no limits, no bills and no trace; being inside the network proves nothing."""
    asked = calls(interface)
    if not asked:
        yield Unjudged("There is no operation that anybody calls.")
        return
    lax = [one for one in asked if is_open(one, interface)]
    open_ = [one for one in lax if not is_door(one)]
    if len(asked) > 1 and open_ and len(lax) == len(asked):  # one cause, one finding
        yield Problem(interface.place, f"None of the {len(asked):,} operations says who may call it.")
        return
    for operation in open_:
        optional = operation.needs and len(operation.needs) > 1
        how = "lets callers in who show nothing" if optional else "does not say who may call it"
        yield Problem(operation.place.of("needs"), f"{operation.shown[:100]} {how}.")
