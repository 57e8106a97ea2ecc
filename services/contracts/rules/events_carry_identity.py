"""events-carry-identity"""

import re
from collections.abc import Iterator

from ..model import Interface, Operation
from ..reading import carried, events, some, squeezed
from ..registry import Problem, Unjudged, rule

_IDENTITY = re.compile(
    r"(?:ce|x)?(?:id|uuid|guid|ulid)"
    r"|\w*(?:event|message|msg|delivery|notification|request|command|transaction|correlation|trace|record|sequence|dedup\w*"
    r"|idempoten\w*|webhook|hook)(?:id|uuid|guid|key|number|no|identifier)|\w*delivery|sequence|eventsequence|offset|etag|nonce|jti"
)
_MARKS = ("correlationId", "messageId")


@rule(
    "events-carry-identity",
    title="Every event can be told from its repetition",
    on=Interface,
    group="operation",
    severity="warning",
    source="Zalando 211 and 247, CloudEvents 1.0.2 (id), Standard Webhooks",
    mend="Give every event an id of its own (event_id, a header, the `id` of CloudEvents) that a repeated one keeps.",
    good={
        "asyncapi": """
asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0}
channels:
  orders:
    address: orders.placed
    messages:
      placed:
        payload:
          type: object
          properties: {eventId: {type: string}, placedAt: {type: string, format: date-time}}
operations:
  tellPlaced: {action: send, channel: {$ref: "#/channels/orders"}}
""",
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
webhooks:
  placed:
    post:
      operationId: tellPlaced
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties: {eventId: {type: string}, placedAt: {type: string, format: date-time}}
      responses: {"204": {description: Heard.}, "400": {description: Not understood.}}
""",
        "graphql": """
type Query { order: Order }
type Subscription { orderPlaced: OrderPlaced! }
type Order { total: String }
type OrderPlaced { eventId: ID!, at: String, order: Order }
""",
    },
    bad={
        "asyncapi": """
asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0}
channels:
  orders:
    address: orders.placed
    messages:
      placed:
        payload:
          type: object
          properties: {orderId: {type: string}, placedAt: {type: string, format: date-time}}
operations:
  tellPlaced: {action: send, channel: {$ref: "#/channels/orders"}}
""",
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
webhooks:
  placed:
    post:
      operationId: tellPlaced
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties: {orderId: {type: string}, placedAt: {type: string, format: date-time}}
      responses: {"204": {description: Heard.}, "400": {description: Not understood.}}
""",
        "graphql": """
type Query { order: Order }
type Subscription { orderPlaced: OrderPlaced! }
type Order { total: String }
type OrderPlaced { orderId: ID!, at: String, order: Order }
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """What is sent is sent twice some day. Without an id of the event itself, the second one ships the order again."""
    passing = events(interface)
    if not passing:
        yield Unjudged("No event is sent or received here.")
        return
    silent = [one for one in passing if not _is_told_apart(one, interface)]
    if len(silent) > 1:
        said = f"{len(silent):,} events carry no id that tells a repeated one: {some([one.shown for one in silent])}."
        yield Problem(interface.place, said)
    for operation in silent if len(silent) == 1 else ():
        yield Problem(operation.place, f"{operation.shown[:100]} carries no id that tells a repeated one.")


def _is_told_apart(operation: Operation, interface: Interface) -> bool:
    request = operation.request
    if request is None or any(mark in request.marks for mark in _MARKS):
        return True
    return any(_IDENTITY.fullmatch(squeezed(field.name[:100])) for field in carried((request,), interface))
