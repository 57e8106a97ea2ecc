"""What is wrong with a value, and why a schema is no schema."""

from collections.abc import Callable
from typing import Any

from ...places import Step

type Value = Any
type Seen = set[object] | None
"""The members and items that keywords have looked at so far; None: nobody asks."""
type Faults = list["Fault"]
type Test = Callable[[Value, Seen], Faults | None]
"""Looks at one value. None or nothing: it is valid."""


class Fault:
    """One keyword that a value does not fulfil."""

    __slots__ = ("detail", "foreign", "keyword", "message", "owner", "steps")

    def __init__(self, keyword: str, message: str, owner: Value = None, detail: Value = None) -> None:
        self.keyword = keyword
        self.message = message
        self.owner = owner
        """The schema that says the keyword."""
        self.detail = detail
        """What the keyword says more: the name that is missing or too much, the values that are allowed."""
        self.steps: list[Step] = []
        """The way to the value, the last step first: it grows while the fault is handed upwards."""
        self.foreign = False
        """It was found behind a reference, by a schema that stands elsewhere."""

    @property
    def path(self) -> tuple[Step, ...]:
        return tuple(reversed(self.steps))


class SchemaInvalid(ValueError):
    """This is no schema of its dialect."""


class Unresolvable(ValueError):
    """A reference of the schema leads nowhere, or its references never end."""


def at(step: Step, faults: Faults) -> Faults:
    """Faults of what stands one step below."""
    for fault in faults:
        fault.steps.append(step)
    return faults
