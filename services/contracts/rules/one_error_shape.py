"""one-error-shape"""

from collections import Counter
from collections.abc import Iterator

from ..model import Answer, Body, Interface
from ..reading import calls, errors, squeezed
from ..registry import Problem, Unjudged, rule


@rule(
    "one-error-shape",
    title="All errors have one shape",
    on=Interface,
    group="safety",
    severity="warning",
    source="Zalando 176, RFC 9457, AIP-193",
    mend="Answer every error with problem details (application/problem+json), or with one error type of your own. "
    "Exceptions and faults that have names of their own share the fields that all callers read (a code, a message).",
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
    bodies: dict[int, tuple[str, Answer, Body]] = {}
    counts: Counter[str] = Counter()
    first: dict[str, Body] = {}
    for operation in calls(interface):
        for answer, body in errors(operation):
            shape = _shape(body, interface)
            bodies.setdefault(id(body), (shape, answer, body))
            first.setdefault(shape, body)
            counts[shape] += 1
    if not counts:
        yield Unjudged("No error answer says what it holds.")
        return
    usual = counts.most_common(1)[0][0]
    members = {shape: _members(body, interface) for shape, body in first.items()}
    for shape, answer, body in bodies.values():
        if shape != usual and not _is_alike(members[shape], members[usual], answer):
            yield Problem(body.place, f"This error holds {shape[:100]}; most hold {usual[:100]}.")


def _members(body: Body, interface: Interface) -> frozenset[str]:
    return frozenset(squeezed(field.name) for field in interface.members(body.type))


def _is_alike(these: frozenset[str], usual: frozenset[str], answer: Answer) -> bool:
    """Whether one piece of code reads both. Errors that are told apart by a name (an exception, a fault) need only have
    something in common, or nothing at all to read; those that come under a number have one shape."""
    if answer.code[:1].isdigit() or answer.code == "default":
        return bool(these) and these == usual
    return not these or not usual or not these.isdisjoint(usual)


def _shape(body: Body, interface: Interface) -> str:
    if body.media.partition(";")[0].strip().lower() in ("application/problem+json", "application/problem+xml"):
        return "problem details"
    if body.type.ref:
        end = interface.resolve(body.type)
        return (end.name if end is not None else "") or body.type.ref
    if body.type.fields:
        return "a record of " + ", ".join(sorted(field.name for field in body.type.fields))
    return f"{body.type.kind} without a name"
