"""examples-fit"""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from ..fitting import misfit
from ..model import Body, Example, Field, Interface, Type
from ..places import Path
from ..reading import has_content, messages
from ..registry import Problem, Unjudged, rule

_WRITTEN = frozenset({"path", "query", "header", "cookie"})
"""Where lists and records are written as text."""


@rule(
    "examples-fit",
    title="Examples are of their own type",
    on=(Interface, Type, Field),
    only={Type: ("examples", "default"), Field: ("examples", "default")},
    group="understanding",
    severity="warning",
    source="Spectral oas3-valid-media-example and oas3-valid-schema-example, Zalando 101",
    mend="Correct the example (or default), or the type: one of the two is wrong, and callers believe both.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  schemas:
    Order:
      type: object
      required: [total]
      properties: {total: {type: integer, minimum: 0}, state: {type: string, enum: [open, paid]}}
      example: {total: 1299, state: paid}
""",
        "asyncapi": """
asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0}
channels:
  orders:
    address: orders.placed
    messages:
      placed:
        payload: {type: object, properties: {total: {type: integer}}}
        examples: [{payload: {total: 1299}}]
operations:
  tellPlaced: {action: send, channel: {$ref: "#/channels/orders"}}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  schemas:
    Order:
      type: object
      required: [total]
      properties: {total: {type: integer, minimum: 0}, state: {type: string, enum: [open, paid]}}
      example: {total: "12.99", state: paid}
""",
        "asyncapi": """
asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0}
channels:
  orders:
    address: orders.placed
    messages:
      placed:
        payload: {type: object, properties: {total: {type: integer}}}
        examples: [{payload: {total: EUR 12}}]
operations:
  tellPlaced: {action: send, channel: {$ref: "#/channels/orders"}}
""",
    },
)
def check(thing: Interface | Type | Field, interface: Interface) -> Iterator[Problem | Unjudged]:
    """People copy the example before they read the type. One that does not fit costs each of them an afternoon, and
    none of them trusts the next one."""
    if isinstance(thing, Interface):
        if not has_content(interface):
            yield Unjudged("No data passes here.")
        yield from _told_of_bodies(interface)
        return
    inner = thing.type if isinstance(thing, Field) else None
    shape = thing.type if isinstance(thing, Field) else thing
    if thing.examples and (inner is None or thing.examples is not inner.examples):
        in_text = isinstance(thing, Field) and thing.where in _WRITTEN
        yield from _told(thing.examples, shape, interface, "example", in_text=in_text)
    if thing.default is not None and (inner is None or thing.default is not inner.default):
        yield from _told((thing.default,), shape, interface, "default")


def _told(
    examples: Iterable[Example], shape: Type, interface: Interface, word: str, *, in_text: bool = False
) -> Iterator[Problem]:
    for example in examples:
        value = example.value
        if value is None:  # it stands elsewhere, or there is none
            continue
        wrong = misfit(value, shape, interface)
        if wrong is not None and not (in_text and isinstance(value, str) and _fits_as_text(value, shape, interface)):
            yield Problem(example.place, f"This {word} does not fit: {wrong}.")


def _told_of_bodies(interface: Interface) -> Iterator[Problem]:
    """An example that many operations show is told once."""
    told: set[Path] = set()
    for body in _bodies(interface):
        for problem in _told(body.examples, body.type, interface, "example", in_text=True):
            path = problem.place.path
            if path not in told:
                told.add(path)
                yield problem


def _bodies(interface: Interface) -> Iterator[Body]:
    """Those with examples that can be held against their type."""
    seen: set[int] = set()
    for message in messages(interface):
        if id(message) not in seen:
            seen.add(id(message))
            yield from (one for one in message.bodies if one.examples and _is_json(one.media))


def _fits_as_text(value: str, shape: Type, interface: Interface) -> bool:
    """Content may be shown as the text that is sent; a list in an address is `a,b`."""
    found = interface.resolve(shape)
    if found is None or found.kind not in ("record", "list", "map", "choice"):
        return False
    try:
        inner: Any = orjson.loads(value)
    except orjson.JSONDecodeError:
        return found.kind == "list" and not value.lstrip().startswith(("[", "{"))
    return misfit(inner, shape, interface) is None


def _is_json(media: str) -> bool:
    return not media or "json" in media or media == "*/*"
