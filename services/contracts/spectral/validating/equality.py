"""When two values are the same in JavaScript: true is not 1, the order of members says nothing."""

from .fault import Value


def equal(one: Value, other: Value) -> bool:
    if isinstance(one, dict):
        return (
            isinstance(other, dict)
            and len(one) == len(other)
            and all(name in other and equal(value, other[name]) for name, value in one.items())
        )
    if isinstance(one, list):
        return isinstance(other, list) and len(one) == len(other) and all(map(equal, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one == other)


def twins(values: list[Value]) -> tuple[int, int] | None:
    """The positions of the last value that stands there twice and of its nearest twin before it."""
    if len(values) < 2:
        return None
    try:
        # Most lists hold scalars of one type and no twins; a set tells that at once.
        if len({(type(value) is bool, value) for value in values}) == len(values):
            return None
    except TypeError:
        pass
    for last in range(len(values) - 1, 0, -1):
        for before in range(last - 1, -1, -1):
            if equal(values[last], values[before]):
                return before, last
    return None
