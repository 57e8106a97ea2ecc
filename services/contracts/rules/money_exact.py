"""money-exact"""

import re
from collections.abc import Iterator
from functools import lru_cache

from ..model import Field, Interface, Type
from ..naming import words
from ..registry import Problem, rule

_MONEY = frozenset({"price", "prices", "fee", "fees", "salary", "subtotal", "payout", "surcharge", "wage", "invoiced"})
"""Last words of a name that are money wherever they stand."""
_OF_MONEY = frozenset({"amount", "total", "balance", "cost"})
"""Last words that are money after one of these."""
_PAID = frozenset(
    {"price", "order", "invoice", "payment", "refund", "charge", "tax", "net", "gross", "account", "credit", "debit",
     "shipping", "discount", "capture", "captured", "paid", "due", "unpaid", "transfer", "fee", "grand", "donation"}
)  # fmt: skip
_EXACT = frozenset({"decimal", "bigdecimal", "money"})
_CURRENCY = re.compile(
    r"currenc|\b(?:USD|EUR|GBP|CHF|JPY|INR|CNY)\b|4217|[$\u20ac\u00a3]"
    r"|\b(?:euros?|dollars?|pounds|pence|cents?|yen|rupees)\b",
    re.I,
)
_RATE = re.compile(r"percent|\brate\b|\bratio\b|%", re.I)


@lru_cache(maxsize=4096)
def _is_money(name: str) -> bool:
    said = words(name)
    if not said:
        return False
    return said[-1] in _MONEY or (said[-1] in _OF_MONEY and not _PAID.isdisjoint(said[:-1]))


@rule(
    "money-exact",
    title="Money is exact and names its currency",
    on=(Field, Interface),
    named=_is_money,
    group="change",
    severity="warning",
    source="Zalando 173, AIP-143 google.type.Money, ISO 4217",
    mend="Give amounts as whole numbers of the smallest unit, or as decimal text, with the currency's code beside it.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  schemas:
    Line:
      type: object
      properties:
        unitPrice: {type: integer, minimum: 0, maximum: 99999999, description: In the smallest unit of the currency.}
        currency: {type: string, pattern: "^[A-Z]{3}$"}
""",
        "proto": """
syntax = "proto3";
package shop.orders.v1;
message Line {
  int64 unit_price = 1;
  string currency_code = 2;
}
""",
        "graphql": """
type Query { line(id: ID!): Line }
type Line { unitPrice: Int!, currency: String! }
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  schemas:
    Line:
      type: object
      properties:
        unitPrice: {type: number, minimum: 0, maximum: 99999999, description: In the unit of the currency.}
        currency: {type: string, pattern: "^[A-Z]{3}$"}
""",
        "proto": """
syntax = "proto3";
package shop.orders.v1;
message Line {
  double unit_price = 1;
  string currency_code = 2;
}
""",
        "graphql": """
type Query { line(id: ID!): Line }
type Line { unitPrice: Float!, currency: String! }
""",
    },
)
def check(thing: Field | Interface, interface: Interface) -> Iterator[Problem]:
    """A binary fraction cannot hold ten cents, so sums of many are off by one and nobody knows whose cent it was. An
    amount without a currency is right until the first customer abroad."""
    if isinstance(thing, Interface):
        yield from _without_currency(thing)
    else:
        shape = interface.resolve(thing.type)
        if shape is not None and _is_binary(shape) and not _RATE.search(f"{thing.text} {shape.text}"):
            yield Problem(thing.place, f"{thing.name[:100]!r} is money in a binary fraction.")


def _is_binary(shape: Type) -> bool:
    return shape.kind == "number" and shape.format not in _EXACT and not shape.limits.step


def _without_currency(interface: Interface) -> Iterator[Problem]:
    """One sentence for the whole interface, at its first amount, when it nowhere says a currency."""
    if not any(_is_money(field.name) for named in interface.types.values() for field in named.fields):
        return
    first: Field | None = None
    for named in interface.types.values():
        for field in named.fields:
            if "currency" in field.name.lower() or _CURRENCY.search(field.text) or _CURRENCY.search(field.type.ref):
                return
            if first is None and _is_money(field.name) and _is_amount(field, interface):
                first = field
        if first is not None and _CURRENCY.search(named.text):
            return
    if first is not None and not _CURRENCY.search(f"{interface.summary} {interface.text} {first.name}"):
        if any(_CURRENCY.search(f"{operation.summary} {operation.text}") for operation in interface.operations):
            return
        yield Problem(first.place, f"{first.name[:100]!r} is an amount, and nothing here says of which currency.")


def _is_amount(field: Field, interface: Interface) -> bool:
    """An amount as text. Of a number `unit-told` asks in which unit it is; a record has its currency within."""
    shape = interface.resolve(field.type)
    return shape is not None and shape.kind == "text" and not shape.values
