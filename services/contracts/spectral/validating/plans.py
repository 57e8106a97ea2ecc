"""What is asked of a value, by its type: `type` itself, and the keywords about it, in ajv's order."""

from collections.abc import Iterable
from typing import Any, Final

from .fault import Fault, Faults, SchemaInvalid, Seen, Test, Value
from .making import GROUPS, Group

_KINDS: Final[dict[type, tuple[Group | None, str]]] = {
    str: ("string", "string"),
    bool: (None, "boolean"),
    type(None): (None, "null"),
    list: ("array", "array"),
    dict: ("object", "object"),
    int: ("number", "integer"),
    float: ("number", "number"),
}
"""Of each type of value: the keywords that are about it, and what a schema calls it."""


class Plans(dict[type, tuple[Test, ...]]):
    """The tests of one schema's keywords, put together for each type of value when one is first met."""

    def __init__(
        self,
        schema: dict[str, Value],
        types: list[str],
        present: dict[Group, list[Test]],
        *,
        composite: bool,
        every: bool,
    ) -> None:
        super().__init__()
        self.schema, self.types, self.present, self.composite, self.every = schema, types, present, composite, every
        # ajv asks for the one type together with the keywords about it, if there are some, and thus late.
        self.late = len(self.types) == 1 and self.types[0] in present

    def asks_nothing(self) -> bool:
        return not self.types and not any(self.present.values())

    def __missing__(self, kind: type) -> tuple[Test, ...]:
        group, name = _KINDS[kind]
        types = self.types
        fits = not types or name in types or (kind is int and "number" in types)
        plan = tuple(self._plan(group, fits=fits))
        if kind is float and "integer" in types and not fits:
            plan = (_whole_or(self._plan("number", fits=True), plan, every=self.every),)
        self[kind] = plan
        return plan

    def _plan(self, group: Group | None, *, fits: bool) -> Iterable[Test]:
        if fits:
            return self._steps(group)
        fault = self._fault()
        if self.late:
            return self._steps(group, fault)
        if self.every:
            return (fault, *self._steps(group))
        if not self.composite:
            return (fault,)
        # In a branch of a choice ajv still tries the keywords for any value after the type did not fit.
        return (_both(fault, self.present.get("any", ())),)

    def _steps(self, group: Group | None, late: Test | None = None) -> list[Test]:
        steps: list[Test] = []
        for one in GROUPS:
            if one in ("any", group):
                steps += self.present.get(one, ())
            if late is not None and one == self.types[0]:
                steps.append(late)
        return steps

    def _fault(self) -> Test:
        said = self.schema["type"]
        message = "must be " + (",".join(said) if isinstance(said, list) else said)
        if self.schema.get("nullable") is True:
            message += ",null"
        schema = self.schema
        return lambda data, seen: [Fault("type", message, schema)]


def types_of(schema: dict[str, Value]) -> list[Any]:
    said = schema.get("type")
    types = list(said) if isinstance(said, list) else [said] if said else []
    if "nullable" in schema:
        if not types:
            raise SchemaInvalid('"nullable" cannot be used without "type"')
        if "null" in types:
            if schema["nullable"] is False:
                raise SchemaInvalid('the type "null" contradicts "nullable: false"')
        elif schema["nullable"]:
            types.append("null")
    return types


def _both(fault: Test, steps: Iterable[Test]) -> Test:
    def test(data: Value, seen: Seen) -> Faults | None:
        told = fault(data, seen) or []
        for step in steps:
            faults = step(data, seen)
            if faults:
                return told + faults
        return told

    return test


def _whole_or(whole: Iterable[Test], other: Iterable[Test], *, every: bool) -> Test:
    """Whether a number counts as an integer is only known when it is seen."""

    def test(data: Value, seen: Seen) -> Faults | None:
        told: Faults = []
        for step in whole if data.is_integer() else other:
            faults = step(data, seen)
            if faults:
                told += faults
                if not every:
                    break
        return told

    return test
