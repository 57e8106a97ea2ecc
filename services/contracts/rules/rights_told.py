"""rights-told"""

from collections.abc import Iterator

from ..model import Guard, Interface, Need, Operation
from ..reading import some
from ..registry import Problem, Unjudged, rule


@rule(
    "rights-told",
    title="Callers know which rights they need",
    on=Interface,
    group="reach",
    severity="warning",
    source="Zalando 105 and 225, OWASP API5:2023",
    mend="Ask each operation for the right it needs, and say of each right what it allows: beside the guard, in the "
    "text of the interface, or in the fact `authentication`.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
security: [{partner: [orders.read]}]
paths:
  /orders: {get: {operationId: listOrders, responses: {"204": {description: There are none.}}}}
components:
  securitySchemes:
    partner:
      type: oauth2
      flows: {clientCredentials: {tokenUrl: "https://login.shop.example/token", scopes: {orders.read: Read orders}}}
""",
        "asyncapi": """
asyncapi: 2.6.0
info: {title: Orders, version: 1.0.0}
servers: {production: {url: orders.shop.example, protocol: kafka-secure, security: [{partner: [orders.write]}]}}
channels: {orders: {publish: {operationId: placeOrder, message: {payload: {type: object}}}}}
components:
  securitySchemes:
    partner:
      type: oauth2
      flows: {clientCredentials: {tokenUrl: "https://login.shop.example/token", scopes: {orders.write: Place orders}}}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
security: [{partner: []}]
paths:
  /orders: {get: {operationId: listOrders, responses: {"204": {description: There are none.}}}}
components:
  securitySchemes:
    partner:
      type: oauth2
      flows: {clientCredentials: {tokenUrl: "https://login.shop.example/token", scopes: {orders.read: Read orders}}}
""",
        "asyncapi": """
asyncapi: 2.6.0
info: {title: Orders, version: 1.0.0}
servers: {production: {url: orders.shop.example, protocol: kafka-secure, security: [{partner: [orders.write]}]}}
channels: {orders: {publish: {operationId: placeOrder, message: {payload: {type: object}}}}}
components:
  securitySchemes:
    partner:
      type: oauth2
      flows: {clientCredentials: {tokenUrl: "https://login.shop.example/token", scopes: {orders.write: ""}}}
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """Who cannot see which right an operation needs asks for all of them, gets them, and keeps them. A right without a
    meaning is granted by people who do not know what they grant."""
    guards = {guard.name: guard for guard in interface.guards if guard.kind == "oauth2" or guard.rights}
    asking: dict[str, list[tuple[Operation, Need]]] = {}
    for operation in interface.operations:
        for way in operation.needs or ():
            for need in way:
                if need.guard in guards:
                    asking.setdefault(need.guard, []).append((operation, need))
    if not asking:
        yield Unjudged("No operation asks for a guard that knows rights.")
    said = f"{interface.text}\n{interface.facts.authentication}"
    for name, needs in asking.items():
        yield from _check(guards[name], needs, said)


def _check(guard: Guard, needs: list[tuple[Operation, Need]], said: str) -> Iterator[Problem]:
    """One finding for all operations of a guard: they are mended together."""
    broad = list(dict.fromkeys(operation.shown[:80] for operation, need in needs if not need.rights))
    if broad:
        message = f"{some(broad)} ask{'s' if len(broad) == 1 else ''} for {guard.name[:80]!r} without naming a right."
        yield Problem(guard.place, message)
    used = dict.fromkeys(right for _, need in needs for right in need.rights)
    said += guard.text
    mute = [
        right[:80] for right in used if not (guard.rights.get(right, "").strip() or right in said or "://" in right)
    ]
    if mute:  # a right that is an address is told of elsewhere
        yield Problem(
            guard.place,
            f"Nothing says what the right{'s' if len(mute) > 1 else ''} {some(mute)} allow"
            f"{'s' if len(mute) == 1 else ''}.",
        )
