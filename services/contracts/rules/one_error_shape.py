"""one-error-shape"""

from collections import Counter
from collections.abc import Iterator

from ..model import Body, Interface
from ..reading import calls, errors
from ..registry import Problem, Unjudged, rule


@rule(
    "one-error-shape",
    title="All errors have one shape",
    on=Interface,
    group="safety",
    severity="warning",
    source="Zalando 176, RFC 9457, AIP-193",
    mend="Answer every error with problem details (application/problem+json), or with one error type of your own.",
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
        "404": {$ref: "#/components/responses/Problem"}
        "500": {$ref: "#/components/responses/Problem"}
components:
  responses:
    Problem:
      description: What went wrong.
      content: {application/problem+json: {schema: {$ref: "#/components/schemas/Problem"}}}
  schemas: {Problem: {type: object, properties: {type: {type: string}, title: {type: string}}}}
""",
        "thrift": """
namespace * shop.orders.v1
exception Fault { 1: i32 code }
exception Gone { 1: i32 number }
service Orders {
  i32 countOrders() throws (1: Fault fault)
  i32 countLines() throws (1: Fault fault)
  i32 countParts() throws (1: Fault fault)
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
      responses:
        "200": {description: The orders.}
        "404": {description: None., content: {application/json: {schema: {$ref: "#/components/schemas/Problem"}}}}
        "409": {description: Gone., content: {application/json: {schema: {$ref: "#/components/schemas/Problem"}}}}
        "500": {description: Ours., content: {text/plain: {schema: {type: string}}}}
components:
  schemas: {Problem: {type: object, properties: {type: {type: string}, title: {type: string}}}}
""",
        "thrift": """
namespace * shop.orders.v1
exception Fault { 1: i32 code }
exception Gone { 1: i32 number }
service Orders {
  i32 countOrders() throws (1: Fault fault)
  i32 countLines() throws (1: Fault fault)
  i32 countParts() throws (1: Gone gone)
}
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """A caller writes the code for errors once. Every further shape is a case that is forgotten until it happens."""
    bodies: dict[int, tuple[str, Body]] = {}
    counts: Counter[str] = Counter()
    for operation in calls(interface):
        for _, body in errors(operation):
            shape = _shape(body, interface)
            bodies.setdefault(id(body), (shape, body))
            counts[shape] += 1
    if not counts:
        yield Unjudged("No error answer says what it holds.")
        return
    usual = counts.most_common(1)[0][0]
    for shape, body in bodies.values():
        if shape != usual:
            yield Problem(body.place, f"This error holds {shape[:100]}; most hold {usual[:100]}.")


def _shape(body: Body, interface: Interface) -> str:
    if body.media.partition(";")[0].strip().lower() in ("application/problem+json", "application/problem+xml"):
        return "problem details"
    if body.type.ref:
        end = interface.resolve(body.type)
        return (end.name if end is not None else "") or body.type.ref
    if body.type.fields:
        return "a record of " + ", ".join(sorted(field.name for field in body.type.fields))
    return f"{body.type.kind} without a name"
