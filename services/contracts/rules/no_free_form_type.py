"""no-free-form-type"""

from collections.abc import Iterator

from ..model import Body, Field, Interface
from ..reading import is_free
from ..registry import Problem, rule


@rule(
    "no-free-form-type",
    title="Every value has a type",
    on=(Field, Body),
    group="change",
    severity="info",
    source="AIP-146, Zalando 109 and 210, OWASP API3:2023",
    mend="Name the fields. For keys that callers choose, say the type of the values.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  schemas:
    Order: {type: object, properties: {labels: {type: object, additionalProperties: {type: string, maxLength: 80}}}}
""",
        "proto": """
syntax = "proto3";
package shop.orders.v1;
message Order {
  map<string, string> labels = 1;
}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  schemas: {Order: {type: object, properties: {labels: {type: object}}}}
""",
        "proto": """
syntax = "proto3";
package shop.orders.v1;
import "google/protobuf/struct.proto";
message Order {
  google.protobuf.Struct labels = 1;
}
""",
    },
)
def check(thing: Field | Body, interface: Interface) -> Iterator[Problem]:
    """Where anything may stand, anything may change without being seen: neither caller nor portal can compare it."""
    if isinstance(thing, Body):
        if is_free(thing.type, interface) and ("json" in thing.media or not thing.media):
            yield Problem(thing.place, "This content may be anything.")
    elif is_free(thing.type, interface):
        yield Problem(thing.place, f"{thing.name[:100]!r} may hold anything.")
