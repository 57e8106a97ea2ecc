"""What was seen of a value: the names of members and the positions of items, or all of them."""

from typing import Final

from .fault import Faults, Seen, Test, Value

ALL_ITEMS: Final = object()
ALL_MEMBERS: Final = object()


def apart(below: Test, data: Value, seen: Seen) -> Faults | None:
    """Tests a schema that only has seen something when the value fits it."""
    if seen is None:
        return below(data, None)
    mine: set[object] = set()
    faults = below(data, mine)
    if not faults:
        seen |= mine
    return faults
