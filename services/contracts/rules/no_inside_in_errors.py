"""no-inside-in-errors"""

from collections.abc import Iterator

from ..model import Interface
from ..reading import calls, errors, squeezed
from ..registry import Problem, Unjudged, rule

_INSIDE = frozenset(
    {
        "stack",
        "stacktrace",
        "backtrace",
        "traceback",
        "exception",
        "exceptiontype",
        "exceptionclass",
        "exceptionmessage",
        "exceptionname",
        "innerexception",
        "innererror",
        "sql",
        "sqlstate",
        "sqlquery",
        "sqlerror",
        "dbquery",
        "dberror",
        "debug",
        "debuginfo",
        "debugmessage",
        "classname",
        "internalmessage",
        "internalerror",
    }
)


@rule(
    "no-inside-in-errors",
    title="Errors tell nothing of the inside",
    on=Interface,
    group="safety",
    severity="error",
    source="Zalando 177, CWE-209",
    mend="Say what the caller can do; keep stack traces and statements in your own log, under an id that you give out.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    get:
      operationId: listOrders
      responses:
        "500": {description: Ours., content: {application/json: {schema: {$ref: "#/components/schemas/Fault"}}}}
components:
  schemas: {Fault: {type: object, properties: {code: {type: string}, reference: {type: string}}}}
""",
        "thrift": """
namespace * shop.orders.v1
exception Fault { 1: i32 code, 2: string reference }
service Orders { i32 countOrders() throws (1: Fault fault) }
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
        "500": {description: Ours., content: {application/json: {schema: {$ref: "#/components/schemas/Fault"}}}}
components:
  schemas: {Fault: {type: object, properties: {code: {type: string}, stackTrace: {type: string}}}}
""",
        "thrift": """
namespace * shop.orders.v1
exception Fault { 1: i32 code, 2: string stackTrace }
service Orders { i32 countOrders() throws (1: Fault fault) }
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """A stack trace helps two people: yours, who have it in their log, and the one who wants to break in."""
    types = [body.type for operation in calls(interface) for _, body in errors(operation)]
    if not types:
        yield Unjudged("No error answer says what it holds.")
    for field in interface.reachable(types):
        if squeezed(field.name) in _INSIDE:
            yield Problem(field.place, f"Errors show {field.name[:80]!r}, which is of the inside.")
