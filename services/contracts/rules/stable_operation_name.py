"""stable-operation-name"""

from collections.abc import Iterator

from ..model import Interface
from ..registry import Problem, Unjudged, rule


@rule(
    "stable-operation-name",
    title="Every operation has its own name",
    on=Interface,
    group="change",
    severity="warning",
    source="Spectral operation-operationId and -unique, Azure operation-id",
    mend="Give each operation one name of its own, and keep it when its address changes.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    get: {operationId: listOrders, responses: {"204": {description: Done.}}}
    put: {operationId: replaceOrders, responses: {"204": {description: Done.}}}
""",
        "asyncapi": """
asyncapi: 2.6.0
info: {title: Orders, version: 1.0.0}
channels:
  orders/placed:
    publish: {operationId: hearPlaced, message: {payload: {type: string, maxLength: 40}}}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    get: {operationId: orders, responses: {"204": {description: Done.}}}
    put: {operationId: orders, responses: {"204": {description: Done.}}}
    delete: {responses: {"204": {description: Done.}}}
""",
        "asyncapi": """
asyncapi: 2.6.0
info: {title: Orders, version: 1.0.0}
channels:
  orders/placed:
    publish: {message: {payload: {type: string, maxLength: 40}}}
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """Generated clients, usage figures and this portal know an operation by its name. Without one, moving an address
    looks like taking one operation away and adding another."""
    if not interface.operations:
        yield Unjudged("There are no operations.")
    seen: set[str] = set()
    for operation in interface.operations:
        if not operation.name:
            yield Problem(operation.place, f"{operation.address[:100]} has no name.")
        elif operation.name in seen:
            yield Problem(operation.place.of("name"), f"Another operation is called {operation.name[:100]!r} too.")
        seen.add(operation.name)
