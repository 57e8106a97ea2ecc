"""answers-complete"""

import re
from collections.abc import Iterator

from ..model import Answer, Operation
from ..registry import Problem, rule

_EMPTY = frozenset({"204", "205", "304"})
_WITHOUT = re.compile(r"\b(?:no|without|empty)\s+(?:\w+\s+)?(?:content|body|response|payload)\b|\bempty\b", re.I)


@rule(
    "answers-complete",
    title="Every call says what comes back",
    on=Operation,
    group="operation",
    severity="warning",
    source="Zalando 151, Spectral operation-success-response, Azure success-response-body",
    mend="Document the answer of success with its content; where nothing comes back, say so (204, void).",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders/first:
    get:
      operationId: readFirst
      responses:
        "200":
          description: The order.
          content: {application/json: {schema: {type: string}, example: A-1}}
        "404": {description: There is none.}
""",
        "asyncapi": """
asyncapi: 3.0.0
info: {title: Prices, version: 1.0.0}
channels:
  asked: {address: prices.asked, messages: {question: {payload: {type: string, examples: [A-1]}}}}
  told: {address: prices.told, messages: {price: {payload: {type: string, examples: [EUR 12]}}}}
operations:
  readPrice:
    action: receive
    channel: {$ref: "#/channels/asked"}
    reply: {channel: {$ref: "#/channels/told"}}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders/first:
    get:
      operationId: readFirst
      responses:
        "404": {description: There is none.}
""",
        "asyncapi": """
asyncapi: 3.0.0
info: {title: Prices, version: 1.0.0}
channels:
  asked: {address: prices.asked, messages: {question: {payload: {type: string, examples: [A-1]}}}}
  told: {address: prices.told}
operations:
  readPrice:
    action: receive
    channel: {$ref: "#/channels/asked"}
    reply: {channel: {$ref: "#/channels/told"}}
""",
    },
)
def check(operation: Operation) -> Iterator[Problem]:
    """Callers are made for what comes back. A call whose success nobody described is tried out, and whatever it happens
    to answer that day becomes the contract."""
    if operation.direction != "call":
        return
    came = [one for one in operation.answers if one.outcome == "success"]
    if came:
        reads = operation.effect == "read" and not operation.address.startswith(("HEAD ", "OPTIONS "))
        if (reads or came[0].code == "reply") and not any(map(_is_told, came)):
            yield Problem(came[0].place, f"{operation.shown[:100]} does not say what it answers with.")
    elif not any(one.outcome == "other" for one in operation.answers) and [one.code for one in operation.answers] != [
        "default"
    ]:
        yield Problem(operation.place.of("answers"), f"{operation.shown[:100]} does not say what comes back of it.")


def _is_told(answer: Answer) -> bool:
    """With content, or plainly without: by its type where there are types, in words where a status stands for it."""
    message = answer.message
    if message.bodies or message.fields or not (message.text or answer.code == "reply"):
        return True
    return answer.code in _EMPTY or _WITHOUT.search(message.text) is not None
