"""stable-on-stable"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from ..model import Interface, Type, Value
from ..places import Place
from ..reading import some, squeezed
from ..registry import Problem, Unjudged, rule
from ..walk import leading

_UNSTABLE = re.compile(r"(?:^|[/._:#-])(v\d{1,3}(?:p\d{1,3})?(?:alpha|beta)\d{0,3})(?=[/._:#-]|$)", re.I)
_EARLY = re.compile(r"v?0\.|.*(?:alpha|beta|preview|experimental|snapshot|-rc|\.rc|draft)", re.I | re.S)
_SAY = frozenset({"stabilitylevel", "stability", "maturity", "launchstage"})
"""Marks whose value tells; of the others it is enough that they are there."""
_MARKS = _SAY | {"experimental", "unstable", "beta", "alpha", "preview"}
_LEVELS = frozenset({"alpha", "beta", "experimental", "preview", "draft", "unstable", "development"})
_LAST = re.compile(r".*[.#/:]", re.S)


@rule(
    "stable-on-stable",
    title="What is stable uses nothing that is not",
    on=Interface,
    group="change",
    severity="warning",
    source="AIP-181, buf STABLE_PACKAGE_NO_IMPORT_UNSTABLE, Smithy unstable trait",
    mend="Give the stable version a type of its own, or mark what uses the unfinished one as unfinished too.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders/{id}:
    get:
      operationId: readOrder
      responses:
        "200": {description: It., content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}
components:
  schemas:
    Order: {type: object, properties: {forecast: {$ref: "#/components/schemas/Forecast"}}}
    Forecast: {type: object, properties: {day: {type: string, format: date}}}
""",
        "smithy": """
$version: "2.0"
namespace shop.orders
service Orders { version: "1.0.0", operations: [ReadOrder] }
@readonly
operation ReadOrder { input := {}, output := { forecast: Forecast } }
structure Forecast { text: String }
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders/{id}:
    get:
      operationId: readOrder
      responses:
        "200": {description: It., content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}
components:
  schemas:
    Order: {type: object, properties: {forecast: {$ref: "#/components/schemas/Forecast"}}}
    Forecast: {type: object, x-stability-level: beta, properties: {day: {type: string, format: date}}}
""",
        "smithy": """
$version: "2.0"
namespace shop.orders
service Orders { version: "1.0.0", operations: [ReadOrder] }
@readonly
operation ReadOrder { input := {}, output := { forecast: Forecast } }
@unstable
structure Forecast { text: String }
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """A beta may change on any day. What is built on it changes that day too, whatever its own version promised."""
    version = interface.version or interface.facts.version
    if not version or _EARLY.match(version):
        yield Unjudged("Only a version that is finished promises to stand on finished ones.")
        return
    for used, (why, users, place) in _unfinished(interface).items():
        said = f"{users[0][:100]} is" if len(users) == 1 else f"{some(users)} are"
        yield Problem(
            place, f"{said} finished and {'uses' if len(users) == 1 else 'use'} {used[:100]}, which is {why}."
        )


def _unfinished(interface: Interface) -> dict[str, tuple[str, list[str], Place]]:
    """Of each unfinished type that finished things use: why it is unfinished, who uses it, and where first."""
    found: dict[str, tuple[str, list[str], Place]] = {}
    waiting, leads = _begin(interface), leading(interface)
    waiting = [(user, shape) for user, shape in waiting if id(shape) in leads]
    seen = {id(shape) for _, shape in waiting}
    whys: dict[str, str] = {}
    while waiting:
        user, shape = waiting.pop()
        if shape.ref:
            target = interface.types.get(shape.ref)
            if shape.ref not in whys:
                whys[shape.ref] = _why(shape.ref, target.marks if target is not None else {})
            why = whys[shape.ref]
            if why:
                users = found.setdefault(shape.ref, (why, [], shape.place))[1]
                if user not in users:
                    users.append(user)
                continue
            below = [(shape.ref, target)] if target is not None else []
        else:
            inner = [field for field in shape.fields if id(field.type) in leads]
            below = [(user, field.type) for field in inner if not (field.marks and _why("", field.marks))]
            if shape.parts or shape.choices:
                below += [(user, one) for one in (*shape.parts, *shape.choices)]
            if shape.item is not None:
                below.append((user, shape.item))
        for name, one in reversed(below):
            if id(one) not in seen:
                seen.add(id(one))
                waiting.append((name, one))
    return found


def _begin(interface: Interface) -> list[tuple[str, Type]]:
    """What the finished operations hold; of a document without operations, its finished types."""
    if not interface.operations:
        named = interface.types.items()
        return [(name, shape) for name, shape in named if not _why(name, shape.marks)]
    begin = []
    for operation in interface.operations:
        if not _why(operation.address, operation.marks):
            messages = [answer.message for answer in operation.answers]
            messages += [operation.request] if operation.request is not None else []
            for message in messages:
                begin += [(operation.shown, body.type) for body in message.bodies]
                begin += [(operation.shown, field.type) for field in message.fields]
    return begin


def _why(name: str, marks: Mapping[str, Value]) -> str:
    """What tells that something is unfinished: the version in its name, or a mark. "": nothing does."""
    version = _version(name)
    if version:
        return f"of {version}"
    for mark, value in marks.items():
        word = squeezed(_LAST.sub("", mark))
        if word in _MARKS and value not in (False, None):
            said = str(value).lower() if isinstance(value, str) and value else ""
            if word not in _SAY or said in _LEVELS:
                return f"marked {said or word}"
    return ""


@lru_cache(maxsize=4096)
def _version(name: str) -> str:
    """The unfinished version in a name: many places refer to few types."""
    found = _UNSTABLE.search(name)
    return found.group(1) if found is not None else ""
