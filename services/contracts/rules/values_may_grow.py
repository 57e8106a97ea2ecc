"""values-may-grow"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from ..model import Interface, Type
from ..naming import words
from ..reading import is_gathered
from ..registry import Problem, Unjudged, rule
from ..walk import leading

_UNKNOWN_WORDS = "unspecified unknown unrecognized unrecognised undefined unset other invalid"
_UNKNOWN = frozenset(_UNKNOWN_WORDS.split())
_NONE = _UNKNOWN | {"default", "none", "null"}
_TOLD = re.compile(
    r"\b(?:may|might|can|could|will|shall) (?:be (?:added|extended)|grow|change|appear|gain)"
    r"|\bmore (?:values|may|will|can)\b"
    r"|\b(?:new|other|further|additional|unknown|unexpected) (?:\w+ )?(?:values?|kinds?|states?|codes?)\b"
    r"|\bnot (?:exhaustive|complete|closed)\b|\bnon-exhaustive\b|\bextensible\b|\bopen (?:enum|list|set)\b",
    re.I,
)
_TOLD_OF_ALL = re.compile(
    r"\b(?:new|more|further|additional|unknown) (?:\w+ ){0,2}values\b"
    r"|\bvalues (?:may|might|can|could) (?:be added|grow)\b",
    re.I,
)
_CLOSED_WORDS = """
true false|yes no|on off|asc desc|ascending descending|open closed|enabled disabled|active inactive|public private
|up down|left right|read write|get post put patch delete head options trace|debug info warning error
|monday tuesday wednesday thursday friday saturday sunday|sunday monday tuesday wednesday thursday friday saturday
|mon tue wed thu fri sat sun|north east south west"""
_CLOSED = frozenset(frozenset(one.split()) for one in _CLOSED_WORDS.split("|"))
"""Sets to which nobody will ever add."""


@rule(
    "values-may-grow",
    title="Listed values in answers may grow",
    on=Interface,
    group="change",
    severity="hint",
    source="Zalando 112, AIP-126, buf ENUM_ZERO_VALUE_SUFFIX, Avro 1.12 enum default",
    mend="Say that values may be added and what to do with an unknown one (x-extensible-enum, a default), or keep"
    " one for it (UNSPECIFIED, UNKNOWN), at zero where values have numbers.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders/{id}:
    get:
      operationId: readOrder
      responses:
        "200": {description: It., content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}
components:
  schemas:
    Order:
      type: object
      properties:
        state: {type: string, enum: [placed, packed, sent], description: More may be added. Treat them like packed.}
""",
        "proto": """
syntax = "proto3";
package shop.orders.v1;
service Orders { rpc ReadOrder(ReadOrderRequest) returns (Order); }
message ReadOrderRequest { string id = 1; }
message Order { OrderState state = 1; }
enum OrderState {
  ORDER_STATE_UNSPECIFIED = 0;
  ORDER_STATE_PLACED = 1;
  ORDER_STATE_SENT = 2;
}
""",
        "avro": """
{"type": "record", "name": "OrderMoved", "namespace": "shop.orders", "fields": [
  {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["PLACED", "SENT"], "default": "PLACED"}}]}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders/{id}:
    get:
      operationId: readOrder
      responses:
        "200": {description: It., content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}
components:
  schemas:
    Order:
      type: object
      properties:
        state: {type: string, enum: [placed, packed, sent], description: Where the order stands.}
""",
        "proto": """
syntax = "proto3";
package shop.orders.v1;
service Orders { rpc ReadOrder(ReadOrderRequest) returns (Order); }
message ReadOrderRequest { string id = 1; }
message Order { OrderState state = 1; }
enum OrderState {
  ORDER_STATE_PLACED = 0;
  ORDER_STATE_PACKED = 1;
  ORDER_STATE_SENT = 2;
}
""",
        "avro": """
{"type": "record", "name": "OrderMoved", "namespace": "shop.orders", "fields": [
  {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["PLACED", "SENT"]}}]}
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """A fourth state comes one day. A caller who was told that there are three stops at the first order in it, unless
    the contract said what to do with a value that is not known yet."""
    judged: list[Type] = []
    closed: list[Type] = []
    for shape, said in _listed(_given_out(interface), interface):
        judged.append(shape)
        if shape.open_values:
            zero = next((one for one in shape.constants if one.number == 0), None)
            if zero is not None and not _says(str(zero.value), _NONE):
                name = f" of {shape.name[:100]}" if shape.name else ""
                yield Problem(
                    shape.place, f"The zero value{name} is {str(zero.value)[:80]!r}: who can tell it from none?"
                )
        elif not _may_grow(shape, said):
            closed.append(shape)
    if not judged:
        yield Unjudged("No answer holds one of several listed values.")
    elif closed and not _TOLD_OF_ALL.search(interface.text):
        if is_gathered(closed, judged):
            said = f"{len(closed):,} lists of values in answers do not say that values may be added."
            yield Problem(interface.place, said)
            return
        for shape in closed:
            name = f" of {shape.name[:100]}" if shape.name else ""
            yield Problem(shape.place, f"Nothing says that more may join these {len(shape.values):,} values{name}.")


def _given_out(interface: Interface) -> Iterable[Type]:
    """What callers have to read: answers and events. A document without operations is all data that somebody reads."""
    if not interface.operations:
        return interface.types.values()
    messages = [answer.message for one in interface.operations for answer in one.answers]
    messages += [one.request for one in interface.operations if one.direction == "send" and one.request is not None]
    shapes = [body.type for message in messages for body in message.bodies]
    return shapes + [field.type for message in messages for field in message.fields]


def _listed(shapes: Iterable[Type], interface: Interface) -> Iterator[tuple[Type, str]]:
    """Every type with listed values below these, once, and what is said of it there."""
    waiting, leads = [(shape, "") for shape in shapes], leading(interface)
    seen: set[int] = set()
    refs: set[str] = set()
    while waiting:
        said, text = waiting.pop()
        if said.ref:
            if said.ref in refs:
                continue
            refs.add(said.ref)
        shape = interface.resolve(said)
        if shape is None or id(shape) in seen:
            continue
        seen.add(id(shape))
        if len(shape.values) > 1:
            yield shape, f"{text} {said.text} {shape.text}"
        waiting += [(one.type, one.text) for one in shape.fields if one.type.values or id(one.type) in leads]
        if shape.parts:
            waiting += [(one, text) for one in shape.parts]
        if shape.choices and not any(one.kind == "text" and not one.values and not one.ref for one in shape.choices):
            waiting += [(one, text) for one in shape.choices]
        if shape.item is not None:
            waiting.append((shape.item, text))


def _may_grow(shape: Type, said: str) -> bool:
    """Whether callers are told, or know by an unknown value, or the list is one to which nobody will ever add."""
    texts = [value for value in shape.values if isinstance(value, str)]
    return bool(
        not texts
        or frozenset(value.lower() for value in texts) in _CLOSED
        or any(not value or _says(value, _UNKNOWN) for value in texts)
        or _is_told(said)
    )


@lru_cache(maxsize=4096)
def _is_told(said: str) -> bool:
    return not said.isspace() and _TOLD.search(said) is not None


def _says(value: str, which: frozenset[str]) -> bool:
    return not which.isdisjoint(words(value))
