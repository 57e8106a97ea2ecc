"""caller-identified"""

import re
from collections.abc import Iterator

from ..model import Interface, Operation
from ..reading import calls
from ..registry import Problem, Unjudged, rule

_DOOR = re.compile(
    r".*/(?:log-?in|log-?on|sign-?in|sign-?up|token|tokens|oauth2?|authorize|auth|health|healthz|livez?|readyz?|ping"
    r"|\.well-known/[^/]{1,80}|openapi(?:\.json|\.yaml)?)/?",
    re.I,
)


@rule(
    "caller-identified",
    title="Every operation knows its caller",
    on=Interface,
    group="reach",
    severity="error",
    source="Zalando 104, OWASP API2:2023, Italian ModI",
    mend="Define how callers show who they are, and ask for it: for the whole interface, or for each operation.",
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
"""
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
"""
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """Without knowing who calls there are no limits, no bills and no trace; being inside the network proves nothing."""
    asked = calls(interface)
    if not asked:
        yield Unjudged("There is no operation that anybody calls.")
        return
    if interface.facts.authentication and all(one.needs is None for one in asked):
        return
    open_ = [one for one in asked if _is_open(one) and not _DOOR.fullmatch(one.address)]
    if len(asked) > 1 and open_ and all(map(_is_open, asked)):  # one cause, one finding
        yield Problem(interface.place, f"None of the {len(asked):,} operations says who may call it.")
        return
    defined = {guard.name for guard in interface.guards}
    for operation in open_:
        optional = operation.needs and len(operation.needs) > 1
        how = "lets callers in who show nothing" if optional else "does not say who may call it"
        yield Problem(operation.place.of("needs"), f"{operation.shown[:100]} {how}.")
    for operation in asked:
        for need in {need.guard: need for alternative in operation.needs or () for need in alternative}.values():
            if need.guard not in defined:
                message = f"{operation.shown[:100]} asks for {need.guard[:80]!r}, which is not defined."
                yield Problem(operation.place.of("needs"), message)


def _is_open(operation: Operation) -> bool:
    return not operation.needs or any(not alternative for alternative in operation.needs)
