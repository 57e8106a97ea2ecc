"""guard-defined"""

from collections.abc import Iterator

from ..model import Interface, Operation
from ..registry import Problem, Unjudged, rule


@rule(
    "guard-defined",
    title="What is asked of callers is defined",
    on=Interface,
    group="reach",
    severity="error",
    source="Spectral oas3-operation-security-defined and asyncapi-server-security",
    mend="Define the guard under this name (a security scheme), or ask for one that is defined.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    get: {operationId: listOrders, security: [{partnerKey: []}], responses: {"204": {description: None.}}}
components:
  securitySchemes: {partnerKey: {type: http, scheme: bearer}}
""",
        "plain": """
homeport: 1
title: Orders
version: 1.0.0
guards: {certificate: {kind: mutual-tls}}
operations: {Order: {needs: [certificate]}}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    get: {operationId: listOrders, security: [{parterKey: []}], responses: {"204": {description: None.}}}
components:
  securitySchemes: {partnerKey: {type: http, scheme: bearer}}
""",
        "plain": """
homeport: 1
title: Orders
version: 1.0.0
guards: {certificate: {kind: mutual-tls}}
operations: {Order: {needs: [certificates]}}
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """A lock of which nobody has seen the key is no lock: callers cannot pass it, and tools that make clients and
    gateways leave out what they cannot find, so that everybody passes."""
    if not any(operation.needs for operation in interface.operations):
        yield Unjudged("No operation asks for a guard by name.")
        return
    defined = {guard.name for guard in interface.guards}
    asking: dict[str, list[Operation]] = {}
    for operation in interface.operations:
        for name in {need.guard: True for way in operation.needs or () for need in way}:
            if name not in defined and "/" not in name:  # an address, which stands for itself
                asking.setdefault(name, []).append(operation)
    for name, operations in asking.items():
        first = operations[0]
        more = f" and {len(operations) - 1:,} more operations ask" if len(operations) > 1 else " asks"
        message = f"{first.shown[:100]}{more} for {name[:80]!r}, which is not defined."
        yield Problem(first.place.of("needs"), message)
