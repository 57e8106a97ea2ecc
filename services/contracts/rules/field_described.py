"""field-described"""

from collections.abc import Iterable, Iterator

from ..model import Field, Interface, Message, Type
from ..reading import has_content, messages, some
from ..registry import Problem, Unjudged, rule


@rule(
    "field-described",
    title="Every field says what it means",
    on=(Interface, Type),
    only={Type: ("fields",)},
    group="understanding",
    severity="info",
    source="AIP-192, Azure schema-description, buf COMMENT_FIELD",
    mend="Say what the value means, its unit, and what it means when it is missing; or describe its shape.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  schemas: {Order: {type: object, properties: {total: {type: integer, description: Price of all lines in cents.}}}}
""",
        "proto": """
syntax = "proto3";
// Orders of the shop.
package shop.orders.v1;
// What a customer wants.
message Order {
  // Price of all lines in cents, before tax.
  int64 total = 1;
}
""",
        "avro": """
{"type": "record", "name": "Order", "namespace": "shop.v1", "doc": "What a customer wants.",
 "fields": [{"name": "total", "type": "long", "doc": "Price of all lines in cents, before tax."}]}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  schemas: {Order: {type: object, properties: {total: {type: integer}}}}
""",
        "proto": """
syntax = "proto3";
// Orders of the shop.
package shop.orders.v1;
// What a customer wants.
message Order {
  int64 total = 1;
}
""",
        "avro": """
{"type": "record", "name": "Order", "namespace": "shop.v1", "doc": "What a customer wants.",
 "fields": [{"name": "total", "type": "long"}]}
""",
    },
)
def check(thing: Type | Interface, interface: Interface) -> Iterator[Problem | Unjudged]:
    """A name is not a meaning: is `total` before or after tax, in euros or in cents? Callers guess, and build on it."""
    if isinstance(thing, Type):
        yield from _told(thing.fields, thing, interface)
        return
    if not has_content(interface):
        yield Unjudged("No data passes here.")
    shared = [one for one in interface.shared if isinstance(one, Field)]
    seen = {id(field) for field in shared}
    for field in shared:
        yield from _told((field,), field, interface)
    for message in messages(interface):
        own = [field for field in message.fields if id(field) not in seen]
        seen.update(map(id, own))
        yield from _told(own, message, interface)


def _told(fields: Iterable[Field], holder: Type | Message | Field, interface: Interface) -> Iterator[Problem]:
    """One finding for what holds them: they are mended together."""
    silent = [field for field in fields if not (field.text and field.text.strip()) and not _is_told(field, interface)]
    if len(silent) == 1:
        yield Problem(silent[0].place, f"Nothing says what {silent[0].name[:100]!r} means.")
    elif silent:
        yield Problem(holder.place, f"Nothing says what {some([field.name for field in silent])} mean.")


def _is_told(field: Field, interface: Interface) -> bool:
    """Whether its type says it instead."""
    shape = field.type if not field.type.ref else interface.resolve(field.type)
    if shape is None or shape.text or shape.title:
        return True
    return shape.item is not None and bool(shape.item.text or shape.item.ref)
