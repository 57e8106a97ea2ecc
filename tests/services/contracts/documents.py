"""Documents that the engine's tests are about."""

from typing import Any

import orjson

from services.contracts import GROUPS, Checked, Report, lint, rules, write

CHECKS = sum(rule.group in GROUPS for rule in rules().values())
"""How many checks a score has."""

ORDERS = """\
openapi: 3.1.0
info:
  title: Orders
  version: 1.0.0
  description: Place, change and cancel orders of the shop.
servers:
  - url: https://orders.hartwell-shop.com/v1
paths:
  /orders:
    get:
      operationId: listOrders
      summary: List the orders of the caller
      parameters:
        - name: limit
          in: query
          schema: {type: integer}
      responses:
        "200":
          description: The orders.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Page'}
    post:
      operationId: placeOrder
      deprecated: true
      responses:
        "201": {description: Placed.}
components:
  schemas:
    Page:
      type: object
      properties:
        items:
          type: array
          items: {$ref: '#/components/schemas/Order'}
    Order:
      type: object
      properties:
        total: {type: integer, description: In cents.}
        related: {$ref: '#/components/schemas/Order'}
"""


def openapi(**members: Any) -> bytes:
    """A small OpenAPI document as JSON, with members of your own."""
    base = {"openapi": "3.1.0", "info": {"title": "T", "version": "1.0.0"}, "paths": {}}
    return orjson.dumps({**base, **members})


def operation(method: str = "get", path: str = "/things", **members: Any) -> bytes:
    """A document with one operation."""
    said = {"operationId": "it", "responses": {"200": {"description": "Done."}}, **members}
    return openapi(paths={path: {method: said}})


def found(data: bytes | str, rule: str | None = None) -> list[tuple[str, int, int, str]]:
    """(rule, line, column, message) of what is found."""
    checked = judged(data)
    return [
        (one.rule, one.span.line, one.span.column, one.message)
        for one in checked.findings
        if rule is None or one.rule == rule
    ]


def judged(data: bytes | str, **options: Any) -> Checked:
    """A check that must not be refused and in which no rule may crash."""
    checked = lint(data.encode() if isinstance(data, str) else data, **options)
    assert checked.reason is None, checked.reason
    assert not [one for one in checked.findings if one.rule == "rule-crashed"]
    return checked


def refused(data: bytes | str, **options: Any) -> tuple[str, int, int]:
    """(code, line, column) of the reason why a document was not checked."""
    checked = lint(data.encode() if isinstance(data, str) else data, **options)
    assert checked.reason is not None
    assert "\n" not in checked.reason.message
    assert checked.reason.message.endswith(".")
    return checked.reason.code, checked.reason.line, checked.reason.column


def report(data: bytes | str, **options: Any) -> Report:
    return Report(write(judged(data, **options)))
