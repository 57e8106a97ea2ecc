"""deprecation-dated"""

import re
from collections.abc import Iterator

from ..model import Deprecation, Field, Operation, Type
from ..registry import Problem, rule

_DATE = re.compile(
    r"\b20\d\d-\d\d\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s+(?:\d{1,2}\w{0,2},?\s+)?20\d\d\b",
    re.I,
)
_INSTEAD = re.compile(
    r"\binstead\b|\breplaced? (?:by|with)\b|\bsuperseded\b|\bin favou?r of\b|\bmigrat|\bmoved to\b|\buse\b"
    r"|\b(?:no|without) replacement\b",
    re.I,
)


@rule(
    "deprecation-dated",
    title="What goes away says when, and what instead",
    on=(Operation, Field, Type),
    only={Operation: ("deprecated",), Field: ("deprecated",), Type: ("deprecated",)},
    group="change",
    severity="warning",
    source="Zalando 187 and 189, RFC 9745, RFC 8594, AIP-192",
    mend="Say from which day it is gone (x-sunset, or a date in the text), and what to use instead.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    get:
      operationId: listOrders
      deprecated: true
      description: Use listAllOrders instead. Gone from 2027-03-31.
      responses: {"204": {description: Done.}}
""",
        "graphql": """
type Query { order(id: ID!): Order }
type Order {
  total: Int @deprecated(reason: "Use amount instead. Gone from 2027-03-31.")
  amount: Int
}
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
      deprecated: true
      description: Lists the orders of the caller.
      responses: {"204": {description: Done.}}
""",
        "graphql": """
type Query { order(id: ID!): Order }
type Order {
  total: Int @deprecated(reason: "We no longer like it.")
  amount: Int
}
""",
    },
)
def check(thing: Operation | Field | Type) -> Iterator[Problem]:
    """The word "deprecated" alone only frightens. A day and a replacement let callers plan, and let you switch it off
    that day."""
    gone = thing.deprecated
    if gone is None or (isinstance(thing, Type) and not thing.name):  # the field of that type tells it
        return
    lacks = [
        word
        for word, said in (("when it goes", _is_dated(gone)), ("what to use instead", _is_replaced(gone)))
        if not said
    ]
    if lacks:
        name = thing.shown if isinstance(thing, Operation) else thing.name
        yield Problem(gone.place, f"{name[:100]} is deprecated and does not say {' or '.join(lacks)}.")


def _is_dated(gone: Deprecation) -> bool:
    return bool(gone.sunset or _DATE.search(gone.text))


def _is_replaced(gone: Deprecation) -> bool:
    return bool(gone.replacement or _INSTEAD.search(gone.text))
