"""Keywords about lists."""

from collections.abc import Sequence

from .equality import twins
from .fault import Faults, Seen, Test, Value, at
from .making import Making, keyword
from .seen import ALL_ITEMS


@keyword("maxItems", "array")
def max_items(making: Making) -> Test | None:
    most = making.schema["maxItems"]

    def test(data: Value, seen: Seen) -> Faults | None:
        return making.fault("maxItems", f"must not have more than {most} items") if len(data) > most else None

    return test


@keyword("minItems", "array")
def min_items(making: Making) -> Test | None:
    least = making.schema["minItems"]

    def test(data: Value, seen: Seen) -> Faults | None:
        return making.fault("minItems", f"must not have fewer than {least} items") if len(data) < least else None

    return test


@keyword("uniqueItems", "array")
def unique_items(making: Making) -> Test | None:
    if not making.schema["uniqueItems"]:
        return None

    def test(data: Value, seen: Seen) -> Faults | None:
        found = twins(data)
        if found is None:
            return None
        return making.fault(
            "uniqueItems", f"must not have duplicate items (items {found[0]} and {found[1]} are the same)"
        )

    return test


@keyword("prefixItems", "array")
def prefix_items(making: Making) -> Test | None:
    return _tuple(making, making.schema["prefixItems"])


@keyword("items", "array")
def items(making: Making) -> Test | None:
    schema = making.schema["items"]
    if isinstance(schema, list):
        return _tuple(making, schema)
    before = making.schema.get("prefixItems", ()) if "prefixItems" in making.compiler.dialect.order else ()
    return _rest(making, schema, len(before), "items")


@keyword("additionalItems", "array")
def additional_items(making: Making) -> Test | None:
    before = making.schema.get("items")
    if not isinstance(before, list):
        return None
    return _rest(making, making.schema["additionalItems"], len(before), "additionalItems")


def _tuple(making: Making, schemas: Sequence[Value]) -> Test:
    tests = [making.below(schema) for schema in schemas]
    every = making.compiler.every

    def test(data: Value, seen: Seen) -> Faults | None:
        told: Faults = []
        for index, (below, value) in enumerate(zip(tests, data, strict=False)):
            faults = below(value, None) if below is not None else None
            if faults:
                told += at(index, faults)
                if not every:
                    return told
        if seen is not None:
            seen.update(range(len(tests)))
        return told

    return test


def _rest(making: Making, schema: Value, first: int, name: str) -> Test | None:
    """What stands behind the first items."""
    if schema is False and first:

        def none(data: Value, seen: Seen) -> Faults | None:
            if seen is not None:
                seen.add(ALL_ITEMS)
            return making.fault(name, f"must not have more than {first} items") if len(data) > first else None

        return none
    below = making.below(schema, boolean=name == "additionalItems")
    every = making.compiler.every
    if below is None and not making.compiler.dialect.unevaluated:
        return None

    def test(data: Value, seen: Seen) -> Faults | None:
        if seen is not None:
            seen.add(ALL_ITEMS)
        if below is None:
            return None
        told: Faults = []
        for index in range(first, len(data)):
            faults = below(data[index], None)
            if faults:
                told += at(index, faults)
                if not every:
                    return told
        return told

    return test


@keyword("contains", "array")
def contains(making: Making) -> Test | None:
    below = making.branch(making.schema["contains"])
    counts = making.compiler.dialect.counts_contained
    least = making.schema.get("minContains", 1) if counts else 1
    most = making.schema.get("maxContains") if counts else None
    goes_on = making.composite or making.compiler.every
    if most is None and least == 0:
        return None
    told = f"must contain at least {least} valid item(s)"
    if most is not None:
        told += f" and no more than {most}"

    def test(data: Value, seen: Seen) -> Faults | None:
        if seen is not None:
            seen.add(ALL_ITEMS)
        found, missed = 0, []
        for index, value in enumerate(data):
            faults = below(value, None) if below is not None else None
            if faults:
                missed += at(index, faults)
            else:
                found += 1
                if most is None and found >= least:
                    return None
        if found >= least and (most is None or found <= most):
            return None
        return (missed if goes_on else []) + making.fault("contains", told)

    return test


@keyword("unevaluatedItems", "array")
def unevaluated_items(making: Making) -> Test | None:
    schema = making.schema["unevaluatedItems"]
    below = making.below(schema)
    every = making.compiler.every

    def test(data: Value, seen: Seen) -> Faults | None:
        known = seen or set()
        if ALL_ITEMS in known:
            return None
        left = [index for index in range(len(data)) if index not in known]
        if seen is not None:
            seen.add(ALL_ITEMS)
        if schema is False:
            first = left[0] if left else 0
            return making.fault("unevaluatedItems", f"must not have more than {first} items") if left else None
        told: Faults = []
        for index in left if below is not None else ():
            faults = below(data[index], None) if below is not None else None
            if faults:
                told += at(index, faults)
                if not every:
                    return told
        return told

    return test
