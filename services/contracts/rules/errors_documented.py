"""errors-documented"""

from collections.abc import Iterator

from ..model import Operation
from ..registry import Problem, rule


@rule(
    "errors-documented",
    title="Every operation says how it fails",
    on=Operation,
    group="operation",
    severity="warning",
    source="Zalando 151, OWASP API8:2023 (define-error-responses)",
    mend="Document the errors a caller can meet, at least one answer for all of them (default, 4XX, a fault).",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    get:
      operationId: listOrders
      responses: {"200": {description: The orders.}, "403": {description: These are not your orders.}}
"""
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders: {get: {operationId: listOrders, responses: {"200": {description: The orders.}}}}
"""
    },
)
def check(operation: Operation) -> Iterator[Problem]:
    """Everything fails some day. A caller who was not told how can only guess whether to try again."""
    if operation.direction == "call" and not any(answer.outcome == "error" for answer in operation.answers):
        yield Problem(operation.place.of("answers"), f"{operation.shown[:100]} does not say how it fails.")
