"""values-described"""

import re
from collections.abc import Iterator

from ..model import Type
from ..reading import some
from ..registry import Problem, rule

_CODE = re.compile(r"[A-Z]{1,2}|(?=[A-Z0-9]*[0-9])[A-Z][A-Z0-9]{1,3}|0[0-9]{1,3}")
_PLAIN = frozenset(
    {"AM", "PM", "Y", "N", "S", "M", "L", "XS", "XL", "E", "W", "KB", "MB", "GB", "TB", "OK", "NO", "ID"}
)
_NOTHING = re.compile(r"(?:.*_)?(?:unspecified|unknown|undefined|invalid|none|null|default|other|unused)", re.I)
_STANDARD = re.compile(r"\bISO\b|\bBCP\b|\bRFC\b|\bHTTP\b|\bport\b|\bversion", re.I)
_LISTED_ELSEWHERE = re.compile(r"countr|currenc|locale|lang|nation|region|timezone|unit", re.I)
"""In names: codes that everybody looks up at the same place."""


@rule(
    "values-described",
    title="Listed values say what they mean",
    on=Type,
    only={Type: ("values",)},
    group="understanding",
    severity="info",
    source="AIP-192, buf COMMENT_ENUM_VALUE, Azure enum descriptions",
    mend="Say at each value what it stands for; where the format has no place for that, list them in the description.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components: {schemas: {State: {type: integer, enum: [0, 1, 2], description: "0 is open, 1 is paid, 2 is sent."}}}
""",
        "proto": """
syntax = "proto3";
// Orders of the shop.
package shop.orders.v1;
enum State {
  STATE_UNSPECIFIED = 0;
  // The money is there; it is packed within a day.
  STATE_PAID = 1;
}
""",
        "graphql": """
type Query { state: State }
enum State {
  "The money is there; it is packed within a day."
  PAID
  "It left the house."
  SENT
}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components: {schemas: {State: {type: integer, enum: [0, 1, 2], description: How far an order is.}}}
""",
        "proto": """
syntax = "proto3";
// Orders of the shop.
package shop.orders.v1;
enum State {
  STATE_UNSPECIFIED = 0;
  STATE_PAID = 1;
}
""",
        "graphql": """
type Query { state: State }
enum State {
  "The money is there; it is packed within a day."
  PAID
  SENT
}
""",
    },
)
def check(shape: Type) -> Iterator[Problem]:
    """Does PAID mean that the money is there, or that the card was asked? Somebody decides by it whether to ship."""
    if len(shape.values) < 2:
        return
    said = {one.value for one in shape.constants if one.text}
    bare = [one for one in shape.constants if one.value not in said and not one.deprecated]
    silent: list[str] = []
    if not said and not shape.text and not shape.title and shape.name:
        silent = [str(value) for value in shape.values if not _NOTHING.fullmatch(str(value))]
    elif 2 * len(said) >= len(shape.constants) > 0:
        silent = [str(one.value) for one in bare if not _NOTHING.fullmatch(str(one.value))]
    elif not said and _are_codes(shape) and not _is_standard(shape):
        silent = [str(value) for value in shape.values]
    if silent and not all(one in _PLAIN for one in silent):
        yield Problem(shape.place, f"Nothing says what {some(silent)} mean{'s' if len(silent) == 1 else ''}.")


def _are_codes(shape: Type) -> bool:
    """Values that are no words, and that the text does not take up one by one."""
    values = shape.values
    if all(type(value) is int for value in values):
        if sorted(values)[0] not in (0, 1) or sorted(values) != list(range(min(values), min(values) + len(values))):
            return False  # sizes and days tell themselves
    elif 2 * sum(
        isinstance(one, str) and one not in _PLAIN and _CODE.fullmatch(one) is not None for one in values
    ) < len(values):
        return False
    words = set(re.findall(r"\w+", f"{shape.title} {shape.text}"))
    return 2 * sum(str(value) in words for value in values) < len(values)


def _is_standard(shape: Type) -> bool:
    return _STANDARD.search(f"{shape.format} {shape.title} {shape.text}") is not None or (
        _LISTED_ELSEWHERE.search(shape.place.key.rpartition("/")[2]) is not None
    )
