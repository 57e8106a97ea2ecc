"""text-adds-something"""

import re
from collections.abc import Iterator
from functools import lru_cache

from ..model import Field, Message, Type
from ..reading import some
from ..registry import Problem, rule

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_LETTERS = re.compile(r"[A-Za-z0-9]+")
_EMPTY = frozenset(
    {
        "a", "an", "the", "of", "this", "that", "its", "it", "is", "are", "be", "for", "to", "in", "on", "and", "or",
        "field", "value", "values", "property", "attribute", "parameter", "param", "argument", "object", "model",
        "type", "record", "struct", "structure", "class", "entity", "message", "data", "represents", "represent",
        "represented", "contains", "contain", "describes", "denotes", "defines", "specifies", "which",
    }
)  # fmt: skip
_WHOLE = frozenset({"id", "ids", "uuid", "name", "names", "url", "uri", "email", "key"})
"""Names of several words that end so say all there is: `runner_group_id`."""
_LONGEST = 80


@rule(
    "text-adds-something",
    title="Texts say more than the name",
    on=(Type, Message),
    only={Type: ("name", "fields"), Message: ("fields",)},
    group="understanding",
    severity="info",
    source="AIP-192, Google developer documentation style guide (API reference comments)",
    mend="Say what the name cannot: the unit, where it comes from, what it means when it is missing. Or leave it out.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  schemas:
    Order:
      description: What a customer wants.
      type: object
      properties: {shippingState: {type: string, description: How far the parcel is; empty until it is packed.}}
""",
        "thrift": """
namespace * shop.orders.v1
/** What a customer wants. */
struct Order {
  /** How far the parcel is; empty until it is packed. */
  1: string shippingState
}
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
      description: What a customer wants.
      type: object
      properties: {shippingState: {type: string, description: The shipping state.}}
""",
        "thrift": """
namespace * shop.orders.v1
/** What a customer wants. */
struct Order {
  /** The shipping state. */
  1: string shippingState
}
""",
    },
)
def check(thing: Type | Message) -> Iterator[Problem]:
    """Who reads "shippingState: the shipping state" has lost a second and learned nothing, except that the next text
    may be skipped too."""
    if isinstance(thing, Type) and thing.name and thing.text and _repeats(thing.text, _last(thing.name)):
        yield Problem(thing.place.of("text"), f"What is said about {_last(thing.name)[:80]} only repeats its name.")
    if not thing.fields:
        return
    empty = [field for field in thing.fields if 0 < len(field.text) <= _LONGEST and _is_empty(field)]
    if len(empty) == 1:
        yield Problem(empty[0].place.of("text"), f"What is said about {empty[0].name[:80]} only repeats its name.")
    elif empty:  # one finding for a shape: they are mended together
        names = some([field.name for field in empty])
        yield Problem(thing.place, f"What is said about {names} only repeats their names.")


def _is_empty(field: Field) -> bool:
    """A format or listed values say more than the name, even where the text does not."""
    if field.type.format or field.type.values or not _repeats(field.text, field.name):
        return False
    words = _WORD.findall(field.name)
    return len(words) < 2 or words[-1].lower() not in _WHOLE


@lru_cache(maxsize=8192)
def _repeats(text: str, name: str) -> bool:
    if len(text) > _LONGEST or len(text) > 3 * len(name) + 30:
        return False
    said = {_stem(word) for word in _LETTERS.findall(text.lower())} - _EMPTY
    if said and not said <= {_stem(word.lower()) for word in _WORD.findall(name)} | {name.lower()}:
        return False
    return bool(said)


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def _last(name: str) -> str:
    return re.split(r"[.:/#]", name)[-1]
