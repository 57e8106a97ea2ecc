"""text-as-identifier"""

from collections.abc import Iterator

from ..model import Field, Type
from ..naming import words
from ..registry import Problem, rule

_IDS = frozenset({"id", "uid"})


@rule(
    "text-as-identifier",
    title="Identifiers are opaque text",
    on=(Type, Field),
    only={Type: ("name", "fields"), Field: ("where",)},
    group="change",
    severity="info",
    source="Zalando 144, AIP-148, OWASP API1:2023",
    mend="Make the identifier text that means nothing to callers. A number it is made of stays inside.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  schemas: {Order: {type: object, properties: {id: {type: string, maxLength: 40}}}}
""",
        "proto": """
syntax = "proto3";
package shop.orders.v1;
message Order {
  string id = 1;
}
""",
        "graphql": """
type Query { order(id: ID!): Order }
type Order { id: ID!, note: String }
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  schemas: {Order: {type: object, properties: {id: {type: integer, format: int64, minimum: 1, maximum: 9000000}}}}
""",
        "proto": """
syntax = "proto3";
package shop.orders.v1;
message Order {
  int64 id = 1;
}
""",
        "graphql": """
type Query { order(id: ID!): Order }
type Order { id: Int!, note: String }
""",
    },
)
def check(thing: Type | Field) -> Iterator[Problem]:
    """Numbers that count up tell a stranger how many there are, invite them to ask for the next one, and run out. Text
    can hold a number today and something else when two systems become one."""
    if isinstance(thing, Field):
        if thing.where == "path" and _is_number(thing.type) and words(thing.name)[-1:] in (("id",), ("uid",)):
            yield Problem(thing.place, f"{thing.name[:100]!r} in the address is a number that counts.")
    elif thing.name and _is_number(thing) and words(thing.name)[-1:] == ("id",):
        yield Problem(thing.place, f"{thing.name[:100]} is an identifier that counts.")
    else:
        for field in thing.fields:
            if _is_number(field.type) and _is_own(field.name, thing.name):
                yield Problem(field.place, f"{field.name[:100]!r} is an identifier that counts.")


def _is_number(shape: Type) -> bool:
    return shape.kind in ("integer", "number") and not shape.ref and not shape.values


def _is_own(name: str, owner: str) -> bool:
    """Whether a field is the identifier of the very thing it belongs to: `id`, or `order_id` of an Order. The thing
    itself decides what its identifier is; those who name it elsewhere can only follow."""
    said = words(name)
    if len(said) == 1:
        return said[0] in _IDS
    return said[-1:] == ("id",) and said[:-1] == words(owner.rpartition(".")[2])
