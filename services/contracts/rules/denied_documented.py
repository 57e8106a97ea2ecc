"""denied-documented"""

import re
from collections.abc import Iterator

from ..failing import failures, is_general, said_for_all
from ..model import Interface, Operation
from ..reading import is_gathered, some
from ..registry import Problem, Unjudged, rule

_REFUSED = re.compile(
    r"40[13]|denied|forbid|unauth|authent|authori[sz]|permission|not_?allowed|access|credential|security|login|token",
    re.I,
)
_SAID = re.compile(
    r"\b40[13]\b|\bunauthori[sz]ed\b|\bunauthenticated\b|\bforbidden\b|\b(?:permission|access)[_ ]denied\b", re.I
)


@rule(
    "denied-documented",
    title="Callers know how they are refused",
    on=Interface,
    group="operation",
    severity="info",
    source="OWASP API8:2023 (define-error-responses-401), Zalando 151, AIP-211",
    mend="Document the refusal: 401 and 403, UNAUTHENTICATED and PERMISSION_DENIED, or a fault of its own.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
security: [{key: []}]
paths:
  /orders/{id}:
    get:
      operationId: readOrder
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "204": {description: It is there.}
        "401": {description: Nobody knows you.}
        "404": {description: There is none.}
components: {securitySchemes: {key: {type: http, scheme: bearer}}}
""",
        "smithy": """
$version: "2"
namespace shop.orders
/// Places and finds orders.
@httpBearerAuth
service Orders { version: "1.0.0", operations: [GetOrder] }
/// Finds an order.
@readonly
operation GetOrder { input: GetOrderInput, output: Order, errors: [AccessDenied] }
/// Which order.
structure GetOrderInput {
    /// Its number.
    id: String
}
/// An order.
structure Order {
    /// Its number.
    id: String
}
/// You may not see it.
@error("client")
structure AccessDenied {
    /// What went wrong.
    message: String
}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
security: [{key: []}]
paths:
  /orders/{id}:
    get:
      operationId: readOrder
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "204": {description: It is there.}
        "404": {description: There is none.}
components: {securitySchemes: {key: {type: http, scheme: bearer}}}
""",
        "smithy": """
$version: "2"
namespace shop.orders
/// Places and finds orders.
@httpBearerAuth
service Orders { version: "1.0.0", operations: [GetOrder] }
/// Finds an order.
@readonly
operation GetOrder { input: GetOrderInput, output: Order, errors: [Busy] }
/// Which order.
structure GetOrderInput {
    /// Its number.
    id: String
}
/// An order.
structure Order {
    /// Its number.
    id: String
}
/// Come back later.
@error("client")
structure Busy {
    /// What went wrong.
    message: String
}
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """A refusal is the first thing a new caller meets. Who cannot tell "who are you" from "not you" opens a ticket, or
    tries again for ever."""
    guarded = [one for one in interface.operations if one.direction == "call" and _asks(one, interface)]
    if not guarded:
        yield Unjudged("No operation asks its callers who they are.")
        return
    judged = {one: called for one in guarded if (called := failures(one, interface))}
    if not judged:
        yield Unjudged("No operation that asks who calls names its failures.")
        return
    if _SAID.search(said_for_all(interface)):
        return
    silent = [
        one for one, called in judged.items() if not any(_REFUSED.search(name) or is_general(name) for name in called)
    ]
    if is_gathered(silent, judged):
        names = some([one.shown for one in silent])
        said = f"{len(silent):,} operations ask who calls and do not say how they refuse: {names}."
        yield Problem(interface.place, said)
        return
    for operation in silent:
        yield Problem(
            operation.place.of("answers"), f"{operation.shown[:100]} asks who calls and does not say how it refuses."
        )


def _asks(operation: Operation, interface: Interface) -> bool:
    if operation.needs is None:
        return bool(interface.facts.authentication)
    return bool(operation.needs) and all(operation.needs)
