"""limits-told"""

import re
from collections.abc import Iterator

from ..model import Interface, Operation
from ..reading import calls, squeezed
from ..registry import Problem, Unjudged, rule

_SAID = re.compile(r"rate[- ]?limit|throttl|quota|requests per (?:second|minute|hour|day)", re.I)
_HEADERS = ("ratelimit", "xratelimit", "retryafter")


@rule(
    "limits-told",
    title="Callers know how much they may ask",
    on=Interface,
    group="safety",
    severity="warning",
    source="Zalando 153, OWASP API4:2023, RFC 6585, IETF draft RateLimit headers",
    mend="Document the answer for too many calls (429 with Retry-After), or state the quotas in the text or the facts.",
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
"""
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
"""
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """A limit nobody knows is found out in the busiest hour. Callers plan with numbers, not with failures."""
    asked = calls(interface)
    if not asked:
        yield Unjudged("There is no operation that anybody calls.")
    elif not (interface.facts.quotas or _SAID.search(interface.text) or any(map(_tells, asked))):
        yield Problem(
            interface.place, "Nothing says how many calls a caller may make, and what comes back beyond that."
        )


def _tells(operation: Operation) -> bool:
    return any(
        answer.code == "429"
        or "resource_exhausted" in answer.code.lower()
        or any(squeezed(field.name).startswith(_HEADERS) for field in answer.message.fields)
        for answer in operation.answers
    )
