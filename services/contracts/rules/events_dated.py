"""events-dated"""

import re
from collections.abc import Iterator

from ..model import Field, Interface, Operation
from ..reading import carried, events, some, squeezed
from ..registry import Problem, Unjudged, rule

_FORMATS = frozenset(
    {"date-time", "datetime", "timestamp", "unix-time", "epoch", "timestamp-millis", "timestamp-micros"}
)
_MOMENT = re.compile(
    r"\w*(?:time|timestamp|date|datetime|moment|epoch)|ts|at|when|time\w*|timestamp\w*|occurred\w*|\w*(?:millis|epochms|unixtime)"
)
_AT = re.compile(r"\w+(?:At|_at|On|_on|-at)")


@rule(
    "events-dated",
    title="Every event says when it happened",
    on=Interface,
    group="operation",
    severity="info",
    source="Zalando 211 (occurred_at), CloudEvents 1.0.2 (time)",
    mend="Add the moment at which it happened, with its zone (occurred_at; the `time` of CloudEvents).",
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
type OrderPlaced { eventId: ID!, placedAt: String, order: Order }
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
          properties: {eventId: {type: string}, place: {type: string}}
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
              properties: {eventId: {type: string}, place: {type: string}}
      responses: {"204": {description: Heard.}, "400": {description: Not understood.}}
""",
        "graphql": """
type Query { order: Order }
type Subscription { orderPlaced: OrderPlaced! }
type Order { total: String }
type OrderPlaced { eventId: ID!, place: String, order: Order }
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """Events overtake one another and are read days later. When it arrived says nothing; only the event itself knows
    when it happened."""
    passing = events(interface)
    if not passing:
        yield Unjudged("No event is sent or received here.")
        return
    silent = [one for one in passing if not _is_dated(one, interface)]
    if len(silent) > 1:
        said = f"{len(silent):,} events do not say when they happened: {some([one.shown for one in silent])}."
        yield Problem(interface.place, said)
    for operation in silent if len(silent) == 1 else ():
        yield Problem(operation.place, f"{operation.shown[:100]} does not say when it happened.")


def _is_dated(operation: Operation, interface: Interface) -> bool:
    messages = (operation.request,) if operation.request is not None else ()
    return any(_is_moment(field, interface) for field in carried(messages, interface))


def _is_moment(field: Field, interface: Interface) -> bool:
    shape = interface.resolve(field.type)
    if shape is not None and (shape.format in _FORMATS or "timestamp" in shape.format):
        return True
    return _AT.fullmatch(field.name[:100]) is not None or _MOMENT.fullmatch(squeezed(field.name[:100])) is not None
