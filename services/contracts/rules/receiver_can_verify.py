"""receiver-can-verify"""

import re
from collections.abc import Iterator

from ..model import Interface, Operation
from ..reading import is_gathered, squeezed
from ..registry import Problem, Unjudged, rule

_OWN = frozenset({"graphql", "ws", "wss", "grpc", "sse", "tcp", "iiop"})
"""What is sent on a connection that the receiver has opened: they know whom they called."""
_FIELDS = ("signature", "hmac", "authorization", "secret", "jws", "verificationtoken", "verifytoken")
_SAID = re.compile(
    r"\bsignatures?\b|\bsigned\b|\bsign(?:s|ing)?\b|\bhmac\b|\bjws\b|\bshared secret\b|\bmutual tls\b|\bmtls\b"
    r"|\bverif(?:y|ies|ied|ication)\b[^.]{0,60}\b(?:sender|origin|source|authentic|came from|comes from|webhook|event)",
    re.I,
)


@rule(
    "receiver-can-verify",
    title="Receivers can tell who sent it",
    on=Interface,
    group="safety",
    severity="warning",
    source="Standard Webhooks, OWASP API10:2023, RFC 9421",
    mend="Sign what is sent (a header with a signature over the content and a time) and say how it is checked; or "
    "state the guard under which it is sent, or the fact `authentication`.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
webhooks:
  orderSent:
    post:
      operationId: orderSent
      parameters: [{name: Webhook-Signature, in: header, required: true, schema: {type: string, maxLength: 200}}]
      responses: {"204": {description: Taken.}}
""",
        "asyncapi": """
asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0}
servers:
  production:
    host: orders.shop.example
    protocol: kafka-secure
    security: [{$ref: "#/components/securitySchemes/sasl"}]
channels: {orders: {address: orders, messages: {sent: {payload: {type: object}}}}}
operations: {orderSent: {action: send, channel: {$ref: "#/channels/orders"}}}
components: {securitySchemes: {sasl: {type: scramSha256}}}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
webhooks:
  orderSent:
    post:
      operationId: orderSent
      parameters: [{name: Webhook-Attempt, in: header, required: true, schema: {type: string, maxLength: 200}}]
      responses: {"204": {description: Taken.}}
""",
        "asyncapi": """
asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0}
servers:
  production:
    host: orders.shop.example
    protocol: kafka-secure
channels: {orders: {address: orders, messages: {sent: {payload: {type: object}}}}}
operations: {orderSent: {action: send, channel: {$ref: "#/channels/orders"}}}
components: {securitySchemes: {sasl: {type: scramSha256}}}
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """An address that takes events is found by others too. Who cannot tell a real event from a made-up one believes
    both, and ships an order that nobody paid."""
    sent = [one for one in interface.operations if one.direction == "send" and one.protocol not in _OWN]
    if not sent:
        yield Unjudged("Nothing is sent to an address of the receiver.")
        return
    if interface.facts.authentication or _SAID.search(interface.text):
        return
    mute = [one for one in sent if not _is_told(one)]
    if is_gathered(mute, sent):  # one cause, one finding
        message = (
            f"Nothing says how a receiver checks who sent it, for {len(mute):,} of {len(sent):,} things that are sent."
        )
        yield Problem(interface.place, message)
        return
    for operation in mute:
        yield Problem(operation.place, f"Nothing says how a receiver of {operation.shown[:100]} checks who sent it.")


def _is_told(operation: Operation) -> bool:
    if operation.needs and all(operation.needs):
        return True
    asked = operation.request
    fields = asked.fields if asked is not None else ()
    texts = (operation.summary, operation.text, *((asked.text,) if asked is not None else ()))
    return any(word in squeezed(field.name) for field in fields for word in _FIELDS) or any(map(_SAID.search, texts))
