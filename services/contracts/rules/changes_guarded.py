"""changes-guarded"""

from collections.abc import Iterator

from ..model import Interface, Operation
from ..naming import effect
from ..reading import calls, is_door, is_open
from ..registry import Problem, Unjudged, rule


@rule(
    "changes-guarded",
    title="Whoever changes something shows who they are",
    on=Interface,
    group="safety",
    severity="error",
    source="OWASP API2:2023 (write-restricted), OWASP API5:2023, Italian ModI",
    mend="Ask for a guard in every alternative, without an empty one. Where the format has no word for it, state the "
    "fact `authentication`.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    get: {operationId: listOrders, security: [{}], responses: {"200": {description: The orders.}}}
  /orders/{id}:
    delete: {operationId: cancelOrder, security: [{partnerKey: []}], responses: {"204": {description: Gone.}}}
components:
  securitySchemes: {partnerKey: {type: http, scheme: bearer}}
""",
        "smithy": """
$version: "2"
namespace shop.orders
@httpBearerAuth
service Orders { version: "1.0.0", operations: [GetOrder, CreateOrder, DeleteOrder] }
@readonly
@optionalAuth
operation GetOrder {}
operation CreateOrder {}
operation DeleteOrder {}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    get: {operationId: listOrders, security: [{}], responses: {"200": {description: The orders.}}}
  /orders/{id}:
    delete: {operationId: cancelOrder, security: [{}, {partnerKey: []}], responses: {"204": {description: Gone.}}}
components:
  securitySchemes: {partnerKey: {type: http, scheme: bearer}}
""",
        "smithy": """
$version: "2"
namespace shop.orders
@httpBearerAuth
service Orders { version: "1.0.0", operations: [GetOrder, CreateOrder, DeleteOrder] }
@readonly
@optionalAuth
operation GetOrder {}
operation CreateOrder {}
@optionalAuth
operation DeleteOrder {}
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """Data may be open to read. Who changes it must be known: to be refused, to be asked, to be told of in the record
    of what happened."""
    changes = [one for one in calls(interface) if _changes(one)]
    if not changes:
        yield Unjudged("No operation says that it changes something.")
        return
    if not interface.facts.authentication and all(one.needs is None for one in calls(interface)):
        yield Unjudged("Nothing says who may call anything, reading or changing.")  # caller-identified tells it
        return
    lax = [one for one in changes if is_open(one, interface)]
    open_ = [one for one in lax if not is_door(one)]
    if open_ and len(lax) == len(changes) > 1:  # one cause, one finding
        message = f"As far as this says, anybody may call each of the {len(open_):,} operations that change something."
        yield Problem(interface.place, message)
        return
    for operation in open_:
        message = f"{operation.shown[:100]} changes something, and as far as this says anybody may call it."
        yield Problem(operation.place.of("needs"), message)


def _changes(operation: Operation) -> bool:
    if operation.safe or operation.effect == "read":
        return False
    return operation.effect != "act" or (
        operation.safe is False and effect(_last(operation.name)) not in ("read", "act")
    )


def _last(name: str) -> str:
    """Of `orders/cancel` and `orders.cancel`, what it does."""
    return name.replace(".", "/").rpartition("/")[2]
