"""The drafts of JSON Schema, as far as they differ."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from . import shape

_SOME = (
    "$ref", "const", "enum", "not", "anyOf", "oneOf", "allOf", "if", "maximum", "minimum", "exclusiveMaximum",
    "exclusiveMinimum", "multipleOf", "maxLength", "minLength", "pattern", "format", "maxItems", "minItems",
)  # fmt: skip
_LISTS = ("additionalItems", "items", "contains", "uniqueItems")
_LISTS_2020 = ("prefixItems", "items", "contains", "uniqueItems")
_OBJECTS = (
    "maxProperties", "minProperties", "required", "propertyNames", "additionalProperties", "dependencies", "properties",
    "patternProperties",
)  # fmt: skip
_NEXT = ("dependentRequired", "dependentSchemas", "unevaluatedProperties", "unevaluatedItems")


@dataclass(frozen=True, eq=False)
class Dialect:
    """One draft. `order` is that in which ajv tries keywords of one group."""

    name: str
    shapes: Mapping[str, shape.Shape]
    order: tuple[str, ...]
    booleans: bool = True
    """A schema may be true or false."""
    bounds_are_flags: bool = False
    """exclusiveMaximum says how maximum is meant."""
    counts_contained: bool = False
    unevaluated: bool = False


DIALECTS: Final[Mapping[str, Dialect]] = {
    dialect.name: dialect
    for dialect in (
        Dialect("draft4", shape.DRAFT4, (*_SOME, *_LISTS, *_OBJECTS), booleans=False, bounds_are_flags=True),
        Dialect("draft6", shape.DRAFT7, (*_SOME, *_LISTS, *_OBJECTS)),
        Dialect("draft7", shape.DRAFT7, (*_SOME, *_LISTS, *_OBJECTS)),
        Dialect(
            "draft2019-09", shape.DRAFT2019, ("$recursiveRef", *_SOME, *_LISTS, *_OBJECTS, *_NEXT),
            counts_contained=True, unevaluated=True,
        ),
        Dialect(
            "draft2020-12", shape.DRAFT2020, ("$dynamicRef", *_SOME, *_LISTS_2020, *_OBJECTS, *_NEXT),
            counts_contained=True, unevaluated=True,
        ),
    )
}  # fmt: skip

_STATED = re.compile(r"https?://json-schema.org/(?:draft-0([467])|draft/(2019-09|2020-12))/(?:hyper-)?schema#?")


def stated(uri: object) -> str | None:
    """The name of the draft that `$schema` states, of those known here."""
    found = _STATED.fullmatch(uri) if isinstance(uri, str) else None
    return f"draft{found[1] or found[2]}" if found else None
