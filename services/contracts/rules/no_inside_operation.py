"""no-inside-operation"""

import re
from collections.abc import Iterator, Mapping

from ..model import Field, Group, Operation, Type, Value
from ..reading import some, squeezed, words
from ..registry import Problem, rule

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")
_STEPS = frozenset(
    {
        "internal",
        "_internal",
        "debug",
        "_debug",
        "__debug__",
        "actuator",
        "heapdump",
        "threaddump",
        "jolokia",
        "pprof",
        "h2-console",
        "phpinfo",
        "server-status",
        "_admin",
    }
)
"""Of an address, wherever they stand."""
_BEGINS = frozenset({"admin", "test", "tests", "private", "backoffice"})
"""Of an address, when it begins with them: what stands further down may be a thing of the caller's."""
_GROUPS = frozenset({"internal", "debug", "admin", "administration", "test", "private", "backoffice"})
_VERSION = re.compile(r"api|rest|v\d{1,3}(?:\.\d{1,3})?|\{[^}]*\}")
_WORDS = frozenset({"internal", "debug"})
_BESIDE = words(
    "id ids note notes comment comments name code ref reference remark remarks memo flag data info user use only key"
)
"""What follows `internal` in the name of a field that is of the inside; `internal_ip` is not."""
_DEBUG = frozenset({"info", "data", "mode"})
_MARKS = frozenset({"internal", "isinternal", "hidden", "private", "internalonly", "debugonly"})
_VISIBILITIES = frozenset({"visibility", "audience", "access", "apivisibility", "fieldvisibility", "methodvisibility"})
_INSIDE = re.compile(r"internal|private|component-internal|hidden|trusted_?tester", re.I)


@rule(
    "no-inside-operation",
    title="Nothing of the inside is shown",
    on=(Operation, Group, Type, Field),
    only={Type: ("name", "fields"), Field: ("where",)},
    group="reach",
    severity="warning",
    source="OWASP API9:2023, OWASP API8:2023, AIP-213",
    mend="Keep it in a contract of its own, that is published to those who may know of it; or give it a name that "
    "outsiders understand.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /v1/orders: {get: {operationId: listOrders, responses: {"204": {description: There are none.}}}}
  /v1/caches: {get: {operationId: listCaches, responses: {"204": {description: There are none.}}}}
""",
        "graphql": """
type Query { order(id: ID!): Order }
type Order { id: ID!, note: String }
""",
        "smithy": """
$version: "2"
namespace shop.orders
service Orders { version: "1.0.0", operations: [GetOrder] }
@readonly
operation GetOrder {}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /v1/orders: {get: {operationId: listOrders, responses: {"204": {description: There are none.}}}}
  /v1/internal/caches: {get: {operationId: listCaches, responses: {"204": {description: There are none.}}}}
""",
        "graphql": """
type Query { order(id: ID!): Order }
type Order { id: ID!, internalNote: String }
""",
        "smithy": """
$version: "2"
namespace shop.orders
service Orders { version: "1.0.0", operations: [GetOrder] }
@readonly
@internal
operation GetOrder {}
""",
    },
)
def check(thing: Operation | Group | Type | Field) -> Iterator[Problem]:
    """What is published is called. A door for one's own people in a contract for others is found by the wrong ones, and
    can never be moved again once somebody stands in it."""
    if isinstance(thing, Type):
        may = [field for field in thing.fields if field.marks or "nternal" in field.name or "ebug" in field.name]
        inside = [field.name for field in may if _is_inside(field)]
        if inside:  # one finding for a shape: they are mended together
            place = thing.place if len(inside) > 1 else next(one.place for one in thing.fields if _is_inside(one))
            yield Problem(place, f"{some(inside)} {'is' if len(inside) == 1 else 'are'} of the inside.")
        elif thing.marks and thing.name and _marked(thing.marks):
            yield Problem(thing.place, f"{thing.name[:100]} is marked as {_marked(thing.marks)}.")
    elif isinstance(thing, Field):
        if _is_inside(thing):
            yield Problem(thing.place, f"{thing.name[:80]!r} is of the inside.")
    elif isinstance(thing, Group):
        if squeezed(thing.name) in _GROUPS or not _WORDS.isdisjoint(_words(thing.name.rpartition(".")[2])):
            yield Problem(thing.place, f"The group {thing.name[:80]!r} is of the inside.")
    else:
        why = _marked(thing.marks) or _by_address(thing.address)
        said = _words(thing.name) if not why else []
        if said and (said[0] in _WORDS or said[-1] in _WORDS or said == ["test"]):
            why = "internal" if "internal" in said else "debug" if "debug" in said else "test"
        if why:
            yield Problem(thing.place, f"{thing.shown[:100]} is of the inside: {why[:80]}.")


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name[:200])]


def _by_address(address: str) -> str:
    """The step of a path or topic that tells it."""
    if "/" not in address:
        return ""
    steps = address.partition("/")[2].lower().split("/")
    for step in steps:
        if step in _STEPS:
            return step
    first = next((step for step in steps if not _VERSION.fullmatch(step)), "")
    return first if first in _BEGINS and address.partition("/")[0].endswith(" ") else ""


def _is_inside(field: Field) -> bool:
    if field.marks and _marked(field.marks):
        return True
    name = field.name
    if "nternal" not in name and "ebug" not in name:
        return False
    said = _words(name)
    if said[0] == "internal":
        return len(said) == 2 and said[1] in _BESIDE
    return said[0] == "debug" and (len(said) == 1 or said[1] in _DEBUG)


def _marked(marks: Mapping[str, Value]) -> str:
    """What a mark says: `x-internal: true`, `@internal`, `x-visibility: internal`. "": nothing."""
    for mark, value in marks.items():
        name = squeezed(mark.rpartition(".")[2].rpartition("#")[2])
        if name in _MARKS and value in (True, "true", {}):
            return name
        if name in _VISIBILITIES:
            said = value.get("restriction", "") if isinstance(value, dict) else value
            if isinstance(said, str) and _INSIDE.fullmatch(said):
                return f"{name} {said}".lower()
    return ""
