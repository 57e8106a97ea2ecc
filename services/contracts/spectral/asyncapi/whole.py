"""A document as it reads when every reference is replaced by what it leads to."""

from collections.abc import Callable

from ..function import Value


def written_out(value: Value, follow: Callable[[Value], Value]) -> Value:
    """A copy without references, those apart that would never end. What several refer to is there once, so that the
    copy is never larger than the document."""
    made: dict[int, Value] = {}
    waiting: list[tuple[Value, Value]] = []

    def begun(value: Value) -> Value:
        value = follow(value)
        if not isinstance(value, dict | list):
            return value
        if id(value) not in made:
            made[id(value)] = dict.fromkeys(value) if isinstance(value, dict) else []
            waiting.append((value, made[id(value)]))
        return made[id(value)]

    top = begun(value)
    while waiting:
        given, copy = waiting.pop()
        if isinstance(given, dict):
            for name, below in given.items():
                copy[name] = begun(below)
        else:
            copy.extend(map(begun, given))
    return top
