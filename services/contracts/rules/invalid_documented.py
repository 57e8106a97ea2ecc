"""invalid-documented"""

import re
from collections.abc import Iterator

from ..failing import failures, is_general, said_for_all
from ..model import Interface, Operation
from ..reading import is_gathered, some
from ..registry import Problem, Unjudged, rule

_INVALID = re.compile(
    r"4(?:00|22|09|12)|invalid|validation|illegal|malformed|argument|bad|wrong|unprocessable|constraint|violat|mismatch"
    r"|out_?of_?range|format|pars(?:e|ing)|syntax|unsupported|unknown|incorrect|inconsistent|rejected|precondition",
    re.I,
)
_ABSENT = re.compile(r"404|410|not_?found|no_?such|missing|unknown|absent|exist", re.I)
_SAID = re.compile(
    r"\b4(?:00|22)\b|\bbad request\b|\bINVALID_ARGUMENT\b|\bunprocessable\b|\bvalidation (?:error|fail)", re.I
)


@rule(
    "invalid-documented",
    title="Callers know what bad input brings",
    on=Interface,
    group="operation",
    severity="info",
    source="OWASP API8:2023 (define-error-validation), Zalando 151, AIP-193",
    mend="Document the answer to input that does not hold: 400 or 422, INVALID_ARGUMENT, or a fault of its own.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /notes:
    put:
      operationId: setNote
      requestBody: {content: {application/json: {schema: {type: string}}}}
      responses:
        "204": {description: It is set.}
        "400": {description: The note is too long.}
        "403": {description: Not yours.}
""",
        "thrift": """
/** Orders of the shop. */
namespace * shop.orders.v1
/** The note is too long. */
exception InvalidNote { 1: string reason }
/** Places and finds orders. */
service Orders {
  /** Sets the note of an order. */
  void setNote(1: string order, 2: string note) throws (1: InvalidNote failed)
}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /notes:
    put:
      operationId: setNote
      requestBody: {content: {application/json: {schema: {type: string}}}}
      responses:
        "204": {description: It is set.}
        "403": {description: Not yours.}
""",
        "thrift": """
/** Orders of the shop. */
namespace * shop.orders.v1
/** Come back later. */
exception Busy { 1: string reason }
/** Places and finds orders. */
service Orders {
  /** Sets the note of an order. */
  void setNote(1: string order, 2: string note) throws (1: Busy failed)
}
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """Input goes wrong every day: a field is missing, a date is in the past. Whoever knows the answer to that can show
    it to the person at the screen; whoever does not shows "something went wrong"."""
    judged = {
        one: called
        for one in interface.operations
        if one.direction == "call" and _takes(one) and (called := failures(one, interface))
    }
    if not judged:
        yield Unjudged("No operation that takes input names its failures.")
        return
    if _SAID.search(said_for_all(interface)):
        return
    silent = [one for one, called in judged.items() if not any(_tells(name, one) for name in called)]
    if is_gathered(silent, judged):
        names = some([one.shown for one in silent])
        said = f"{len(silent):,} operations take input and do not say what bad input brings: {names}."
        yield Problem(interface.place, said)
        return
    for operation in silent:
        yield Problem(
            operation.place.of("answers"),
            f"{operation.shown[:100]} takes input and does not say what bad input brings.",
        )


def _takes(operation: Operation) -> bool:
    """Content, or a name of a thing. What is asked besides (a filter, a page) seldom goes wrong."""
    request = operation.request
    return request is not None and bool(
        request.bodies or any(field.where in ("path", "argument") for field in request.fields)
    )


def _tells(failure: str, operation: Operation) -> bool:
    """An operation that only looks for a thing, or takes it away, may also say that there is none of that name."""
    if _INVALID.search(failure) or is_general(failure):
        return True
    content = operation.request is not None and operation.request.bodies
    only_named = not content or operation.effect in ("read", "delete")
    return only_named and _ABSENT.search(failure) is not None
