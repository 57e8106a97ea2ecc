"""How operations say that they can fail, in the ways of every technology: answers, names in texts, errors as data."""

import re
from collections.abc import Iterator
from functools import lru_cache

from .model import Interface, Operation
from .reading import holds_any, marked, squeezed, successes

_STATUS = re.compile(
    r"\b(?:CANCELLED|INVALID_ARGUMENT|DEADLINE_EXCEEDED|NOT_FOUND|ALREADY_EXISTS|PERMISSION_DENIED|RESOURCE_EXHAUSTED"
    r"|FAILED_PRECONDITION|ABORTED|OUT_OF_RANGE|UNIMPLEMENTED|UNAVAILABLE|DATA_LOSS|UNAUTHENTICATED)\b"
)
"""The names that gRPC and its neighbours have for failures."""
_PIECES = ("CANCELLED", "_ARGUMENT", "_EXCEEDED", "NOT_FOUND", "ALREADY_", "_DENIED", "_EXHAUSTED", "_PRECONDITION",
           "ABORTED", "OUT_OF_", "UNIMPLEMENTED", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED")  # fmt: skip
"""Of which one stands in each of them: looked for first, being quick."""
_SAID = re.compile(
    r"\b(?:errors?|fails?|failed|failures?|exceptions?|faults?|rejects?|rejected|refuses?|refused|denied|throws?|raises?)\b",
    re.I,
)
_GENERAL = re.compile(r"default|4xx|errors?|\w*(?:error|exception|fault|failure)", re.I)
_OF_ONE_CAUSE = re.compile(
    r"not_?found|no_?such|missing|unknown|exist|duplicate|conflict|time_?d?out|expired|limit|quota|exhaust|throttl"
    r"|too_?many|unavailable|internal|busy|overload|precondition|concurren|locked|unimplemented|unsupported"
    r"|denied|forbidden|unauth|authent|authori[sz]|permission|access|credential|security|login"
    r"|invalid|validation|illegal|malformed|argument|bad_?request|format|parse|range|constraint",
    re.I,
)
_DATA = frozenset({"error", "errors", "usererrors", "validationerrors", "problem", "problems", "fault", "failure"})
_MARKS = frozenset({"errors", "errorresponses", "throws", "raises", "faults", "failures"})
_TYPE = re.compile(r"\w*(?:error|exception|problem|fault|failure)s?", re.I)


def failures(operation: Operation, interface: Interface) -> frozenset[str]:
    """What an operation calls its failures: the codes of its error answers, the names of statuses in its text, and
    `errors` where they come back as data. Empty: none has a name."""
    return _failures(interface)[operation]


@lru_cache(maxsize=1)
def _failures(interface: Interface) -> dict[Operation, frozenset[str]]:
    """Kept for the next rule that asks of the same interface."""
    return {one: _called(one, interface) for one in interface.operations}


def _called(operation: Operation, interface: Interface) -> frozenset[str]:
    names = {answer.code for answer in operation.answers if answer.outcome == "error"}
    if holds_any(operation.text, _PIECES):
        names.update(_STATUS.findall(operation.text))
    if _come_as_data(operation, interface):
        names.add("errors")
    return frozenset(names)


def says_it_fails(operation: Operation, interface: Interface) -> bool:
    """Whether anything tells a caller how this fails. Over HTTP that is an answer; elsewhere words may have to do."""
    if any(answer.outcome == "error" for answer in operation.answers):
        return True
    if operation.protocol == "http":
        return False
    if operation.protocol == "graphql" and operation.safe:  # a query answers with null, and errors beside it
        return True
    if _SAID.search(f"{operation.summary} {operation.text}") or _STATUS.search(operation.text):
        return True
    return bool(operation.marks and _marked(operation)) or _come_as_data(operation, interface)


def said_for_all(interface: Interface) -> str:
    """Texts that are about every operation."""
    return "\n".join([interface.text, *(group.text for group in interface.groups)])


def says_statuses(text: str) -> bool:
    """Whether a text about many operations names the statuses with which they fail."""
    return _STATUS.search(text) is not None


@lru_cache(4096)
def is_general(failure: str) -> bool:
    """Whether a failure can stand for any cause: `default`, `4XX`, `ShopException`; not `OrderNotFoundException`."""
    name = re.split(r"[.#:/]", failure[:200])[-1]
    return _GENERAL.fullmatch(name) is not None and _OF_ONE_CAUSE.search(name) is None


def _marked(operation: Operation) -> bool:
    return marked(operation.marks, _MARKS) or any(
        isinstance(value, dict) and "responses" in value for value in operation.marks.values()
    )


def _come_as_data(operation: Operation, interface: Interface) -> bool:
    return any(
        squeezed(field.name) in _DATA for _, body in successes(operation) for field in interface.members(body.type)
    ) or any(_TYPE.fullmatch(name) for name in _choices(operation, interface))


def _choices(operation: Operation, interface: Interface) -> Iterator[str]:
    """The names of what an answer may hold one of."""
    for _, body in successes(operation):
        found = interface.resolve(body.type)
        for choice in found.choices if found is not None else ():
            yield re.split(r"[.#:/]", choice.ref or choice.name)[-1]
