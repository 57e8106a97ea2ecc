"""limits-told"""

import re
from collections.abc import Iterator

from ..model import Interface, Operation
from ..reading import calls, squeezed
from ..registry import Problem, Unjudged, rule

_SAID = re.compile(
    r"rate[- ]?limit|throttl|quota|\b(?:requests|calls|messages) (?:per|an?|each) (?:second|minute|hour|day)", re.I
)
_HEADERS = ("ratelimit", "xratelimit", "retryafter")
_CODES = ("429", "resourceexhausted", "ratelimit", "ratelimited", "throttl", "toomany", "quota", "limitexceeded")


@rule(
    "limits-told",
    title="Callers know how much they may ask",
    on=Interface,
    group="safety",
    severity="warning",
    source="Zalando 153, OWASP API4:2023, RFC 6585, IETF draft RateLimit headers",
    mend="Document the answer for too many calls (429 with Retry-After; an exception or fault of its own), or state "
    "the quotas: in the text of the interface or of its groups, or as the fact `quotas`.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    get:
      operationId: listOrders
      responses:
        "200": {description: The orders.}
        "429": {description: Too many calls., headers: {Retry-After: {schema: {type: integer}}}}
""",
        "thrift": """
namespace * shop.orders.v1
/** When to call again. */
exception TooManyCalls { 1: i32 seconds }
service Orders { i32 countOrders() throws (1: TooManyCalls tooMany) }
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    get:
      operationId: listOrders
      responses:
        "200": {description: The orders.}
        "404": {description: There are none.}
""",
        "thrift": """
namespace * shop.orders.v1
/** When to call again. */
exception Closed { 1: i32 seconds }
service Orders { i32 countOrders() throws (1: Closed closed) }
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """A limit nobody knows is found out in the busiest hour. Callers plan with numbers, not with failures."""
    asked = calls(interface)
    if not asked:
        yield Unjudged("There is no operation that anybody calls.")
        return
    texts = (interface.text, *(group.text for group in interface.groups))
    if not (interface.facts.quotas or any(map(_SAID.search, texts)) or any(map(_tells, asked))):
        message = "Nothing says how much a caller may ask or send, and what happens beyond that."
        yield Problem(interface.place, message)


def _tells(operation: Operation) -> bool:
    return any(
        any(code in squeezed(answer.code) for code in _CODES)
        or any(squeezed(field.name).startswith(_HEADERS) for field in answer.message.fields)
        for answer in operation.answers
    )
