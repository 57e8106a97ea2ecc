"""change-not-lost"""

from collections.abc import Iterator

from ..model import Field, Interface, Operation
from ..reading import calls, is_free, is_gathered, some, squeezed
from ..registry import Problem, Unjudged, rule

_TELLS = frozenset(
    {
        "etag",
        "ifmatch",
        "ifunmodifiedsince",
        "revision",
        "revisionid",
        "version",
        "versionid",
        "versionnumber",
        "lockversion",
        "rowversion",
        "expectedversion",
        "expectedrevision",
        "currentversion",
        "resourceversion",
        "changenumber",
        "generation",
        "fingerprint",
        "lastmodified",
        "updatedat",
        "concurrencytoken",
        "updatetoken",
        "changetoken",
        "locktoken",
        "sha",
    }
)


@rule(
    "change-not-lost",
    title="No change is lost to another one",
    on=Interface,
    group="safety",
    severity="info",
    source="Zalando 182, AIP-154, RFC 9110 13.1.1, RFC 6585 3",
    mend="Give out a revision with what is read (ETag, etag, version), take it back with the change (If-Match, or a "
    "field), and refuse the change when it is no longer the current one.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders/{id}:
    patch:
      operationId: changeOrder
      parameters: [{name: If-Match, in: header, required: true, schema: {type: string, maxLength: 80}}]
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}
      responses: {"204": {description: Done.}}
components:
  schemas: {Order: {type: object, properties: {count: {type: integer, maximum: 99}}}}
""",
        "proto": """
syntax = "proto3";
package shop.orders.v1;
service Orders { rpc UpdateOrder(UpdateOrderRequest) returns (Order); }
message UpdateOrderRequest { Order order = 1; }
message Order { int32 count = 1; string etag = 2; }
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders/{id}:
    patch:
      operationId: changeOrder
      parameters: [{name: Prefer, in: header, required: true, schema: {type: string, maxLength: 80}}]
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}
      responses: {"204": {description: Done.}}
components:
  schemas: {Order: {type: object, properties: {count: {type: integer, maximum: 99}}}}
""",
        "proto": """
syntax = "proto3";
package shop.orders.v1;
service Orders { rpc UpdateOrder(UpdateOrderRequest) returns (Order); }
message UpdateOrderRequest { Order order = 1; }
message Order { int32 count = 1; string note = 2; }
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """Two callers read the same thing, both change it, and the second one undoes the first one's work. Neither sees it,
    and both were told that all went well."""
    updates = [one for one in calls(interface) if one.effect in ("replace", "change") and _takes(one, interface)]
    if not updates:
        yield Unjudged("No operation changes what is already there.")
        return
    blind = [one for one in updates if not _is_told(one, interface)]
    if is_gathered(blind, updates):  # the interface has no way to tell: one cause, one finding
        named = some([one.shown for one in blind])
        message = (
            f"{len(blind):,} of {len(updates):,} operations overwrite what was changed since it was read: {named}."
        )
        yield Problem(interface.place, message)
        return
    for operation in blind:
        yield Problem(operation.place, f"{operation.shown[:100]} overwrites what was changed since it was read.")


def _takes(operation: Operation, interface: Interface) -> bool:
    """Whether there is a content that could overwrite another one, and of which one can tell what is in it."""
    asked = operation.request
    if asked is None or any(is_free(body.type, interface) or "patch" in body.media for body in asked.bodies):
        return False
    return bool(asked.bodies) or any(field.where == "argument" for field in asked.fields)


def _is_told(operation: Operation, interface: Interface) -> bool:
    if any(answer.code == "412" for answer in operation.answers):
        return True
    asked = operation.request
    if asked is None:
        return False
    near: list[Field] = [*asked.fields, *(field for body in asked.bodies for field in interface.members(body.type))]
    below = (inner for field in near for inner in interface.members(field.type))
    return any(squeezed(field.name) in _TELLS for field in (*near, *below))
