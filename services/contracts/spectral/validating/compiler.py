"""From a schema to its test. Every schema is compiled once, wherever it is met."""

from typing import Final, Protocol

from . import arrays, choices, objects, scalars, shape  # noqa: F401 - they register their keywords
from .dialect import Dialect
from .fault import Fault, Faults, SchemaInvalid, Seen, Test, Unresolvable, Value
from .making import Group, Making, keywords
from .message import reworded
from .plans import Plans, types_of

_UNEVALUATED: Final = frozenset({"unevaluatedProperties", "unevaluatedItems"})
_SCALARS: Final = (str, int, float, bool, type(None))


class References(Protocol):
    """How the schemas at hand refer to each other."""

    endless: bool
    """A reference back to where it is found is allowed."""

    def look(self, schema: Value) -> Value:
        """What stands here."""

    def see(self, data: Value) -> Value:
        """What stands here, of the values that are looked at."""

    def lead(self, ref: str, schema: Value, *, dynamic: bool) -> Value:
        """What the reference of this schema leads to. Raises Unresolvable."""


class Compiler:
    """Compiles schemas of one dialect. With `every`, tests tell every fault; else what ajv tells: the first.

    `loose` takes what is no schema of its draft as far as ajv can work with it.
    """

    def __init__(self, dialect: Dialect, references: References, *, every: bool = False, loose: bool = False) -> None:
        self.dialect = dialect
        self.loose = loose
        self._shapes = dialect.shapes
        if loose:
            self._shapes = shape.LOOSE_DRAFT4 if dialect.bounds_are_flags else shape.LOOSE
        self.references = references
        self.every = every
        self.plain = self if not every else Compiler(dialect, references, loose=loose)
        self._ranks = {name: rank for rank, name in enumerate(dialect.order)}
        names = self._shapes.keys() | self._ranks.keys()
        self._known = {name: (self._shapes.get(name), name in self._ranks) for name in names}
        self._done: dict[tuple[int, bool], Test | None] = {}
        self._failed: dict[tuple[int, bool], Exception] = {}
        self._open: set[tuple[int, bool]] = set()
        self._entrances: set[int] = set()
        self._leaves: dict[tuple[object, ...], Test | None] = {}
        self.sound: dict[int, Value] = {}
        """Schemas that are known to be schemas, and all below them."""
        self._kept: list[Value] = []
        """Schemas are told apart by identity: none may go while its number is in use."""

    def test(self, schema: Value, *, composite: bool = False, boolean: bool = False) -> Test | None:
        """The test of a schema; None if everything is valid. Raises SchemaInvalid, Unresolvable."""
        if type(schema) is not dict or "$ref" in schema:
            schema = self.references.look(schema)
        if isinstance(schema, bool) and (boolean or self.loose or self.dialect.booleans):
            return None if schema else _nothing
        if not isinstance(schema, dict):
            if self.loose and schema is not None:
                return None
            raise SchemaInvalid("a schema must be an object")
        key = id(schema), composite and not self.every
        if key in self._done:
            return self._done[key]
        if key in self._failed:
            raise self._failed[key]
        if key in self._open:
            if not self.references.endless:
                raise Unresolvable("the references of this schema never end")
            return self._later(key)
        try:
            made = self._done[key] = self._made(schema, key)
        except (SchemaInvalid, Unresolvable) as reason:
            self._failed[key] = reason
            raise
        finally:
            self._kept.append(schema)
        return made

    def elsewhere(self, ref: str, schema: Value, *, dynamic: bool = False) -> Test | None:
        """The test of what a reference leads to."""
        target = self.references.lead(ref, schema, dynamic=dynamic)
        self._entrances.add(id(target))
        below = self.test(target)
        if below is None or not self.every:
            return below

        def test(data: Value, seen: Seen) -> Faults | None:
            faults = below(data, seen)
            for fault in faults or ():
                fault.foreign = True
            return faults

        return test

    def meant(self, schema: dict[str, Value]) -> dict[str, Value]:
        """The schema as it is to be read: a place for those who read some of it differently."""
        return schema

    def _later(self, key: tuple[int, bool]) -> Test:
        done = self._done

        def test(data: Value, seen: Seen) -> Faults | None:
            below = done[key]
            return below(data, seen) if below is not None else None

        return test

    def _made(self, schema: dict[str, Value], key: tuple[int, bool]) -> Test | None:
        composite = key[1]
        self._open.add(key)
        try:
            schema = self.meant(schema)
            names, leaf = self._asked(schema)
            if leaf and not self.every and "errorMessage" not in schema:
                return self._leaf(schema, names, composite)
            names.sort(key=self._ranks.__getitem__)
            return self._node(schema, names, composite)
        finally:
            self._open.discard(key)

    def _asked(self, schema: dict[str, Value]) -> tuple[list[str], bool]:
        """The keywords of a schema, and whether nothing but plain values stands in them. Raises SchemaInvalid."""
        if "id" in schema and self.dialect.booleans:
            raise SchemaInvalid('the keyword "id" is called "$id" in this dialect')
        known, names, leaf = self._known, [], True
        for name, value in schema.items():
            about = known.get(name)
            if about is None:
                continue
            fits, is_keyword = about
            if fits is not None and not fits(value):
                raise SchemaInvalid(f'the schema is invalid: "{name}" has a value that it cannot have')
            if is_keyword:
                names.append(name)
                if type(value) is dict or type(value) is list:
                    leaf = False
        return names, leaf

    def _leaf(self, schema: dict[str, Value], names: list[str], composite: bool) -> Test | None:
        """Schemas that ask the same have one test."""
        kind = schema.get("type")
        values = [schema[name] for name in names]
        content = (
            composite,
            tuple(kind) if type(kind) is list else kind,
            schema.get("nullable"),
            *names,
            *values,
            *map(type, values),
        )
        if content not in self._leaves:
            names.sort(key=self._ranks.__getitem__)
            self._leaves[content] = self._node(schema, names, composite)
        return self._leaves[content]

    def _node(self, schema: dict[str, Value], names: list[str], composite: bool) -> Test | None:
        making = Making(self, schema, composite)
        types = types_of(schema)  # ajv looks at them first, and some make no sense
        present: dict[Group, list[Test]] = {}
        for name in names:
            known = keywords[name]
            made = known.make(making)
            for group in known.groups:
                tests = present.setdefault(group, [])
                if made is not None:
                    tests.append(made)
        plans = Plans(schema, types, present, composite=composite, every=self.every)
        if plans.asks_nothing():
            return None
        test = self._every(plans) if self.every else self._first(plans)
        if not _UNEVALUATED.isdisjoint(schema) and self.dialect.unevaluated:
            test = _counted(test)
        if self.every and "errorMessage" in schema:
            return reworded(test, schema, entrance=len(self._open) == 1 or id(schema) in self._entrances)
        return test

    def _first(self, plans: Plans) -> Test:
        references = self.references

        def test(data: Value, seen: Seen) -> Faults | None:
            if type(data) is dict and "$ref" in data:
                data = references.see(data)
            for step in plans[type(data)]:
                faults = step(data, seen)
                if faults:
                    return faults
            return None

        return test

    def _every(self, plans: Plans) -> Test:
        references = self.references

        def test(data: Value, seen: Seen) -> Faults | None:
            if type(data) is dict and "$ref" in data:
                data = references.see(data)
            told: Faults | None = None
            for step in plans[type(data)]:
                faults = step(data, seen)
                if faults:
                    told = faults if told is None else told + faults
            return told

        return test


def _nothing(data: Value, seen: Seen) -> Faults | None:
    return [Fault("false schema", "must not be there")]


def _counted(below: Test) -> Test:
    """A schema that asks what was not looked at needs to know what was."""

    def test(data: Value, seen: Seen) -> Faults | None:
        mine: set[object] = set()
        faults = below(data, mine)
        if seen is not None and not faults:
            seen |= mine
        return faults

    return test
