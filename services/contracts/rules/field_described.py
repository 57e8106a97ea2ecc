"""field-described"""

from collections.abc import Iterator

from ..model import Field, Interface, Type
from ..registry import Problem, rule


@rule(
    "field-described",
    title="Every field says what it means",
    on=(Type, Field),
    group="understanding",
    severity="info",
    source="AIP-192, Azure schema-description, buf COMMENT_FIELD",
    mend="Say what the value means, its unit, and what it means when it is missing; or describe its shape.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  schemas: {Order: {type: object, properties: {total: {type: integer, description: Price of all lines in cents.}}}}
"""
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  schemas: {Order: {type: object, properties: {total: {type: integer}}}}
"""
    },
)
def check(thing: Type | Field, interface: Interface) -> Iterator[Problem]:
    """A name is not a meaning: is `total` before or after tax, in euros or in cents? Callers guess, and build on it."""
    if isinstance(thing, Field):
        if thing.where and not _is_told(thing, interface):
            yield Problem(thing.place, f"Nothing says what {thing.name[:100]!r} means.")
        return
    silent = [field.name[:60] for field in thing.fields if not _is_told(field, interface)]
    if silent:  # one finding for a shape: they are mended together
        named = ", ".join(silent[:4]) + (f" and {len(silent) - 4} more" if len(silent) > 4 else "")
        place = thing.place if len(silent) > 1 else next(f.place for f in thing.fields if not _is_told(f, interface))
        yield Problem(place, f"Nothing says what {named} mean{'s' if len(silent) == 1 else ''}.")


def _is_told(field: Field, interface: Interface) -> bool:
    if field.text.strip():
        return True
    shape = interface.resolve(field.type)
    if shape is None or shape.text or shape.title:
        return True
    return shape.item is not None and bool(shape.item.text or shape.item.ref)
