"""Keywords about objects."""

from ... import patterns
from .fault import Faults, SchemaInvalid, Seen, Test, Value, at
from .making import Making, keyword
from .seen import ALL_MEMBERS, apart


@keyword("maxProperties", "object")
def max_properties(making: Making) -> Test | None:
    most = making.schema["maxProperties"]

    def test(data: Value, seen: Seen) -> Faults | None:
        return making.fault("maxProperties", f"must not have more than {most} properties") if len(data) > most else None

    return test


@keyword("minProperties", "object")
def min_properties(making: Making) -> Test | None:
    least = making.schema["minProperties"]

    def test(data: Value, seen: Seen) -> Faults | None:
        if len(data) >= least:
            return None
        return making.fault("minProperties", f"must not have fewer than {least} properties")

    return test


@keyword("required", "object")
def required(making: Making) -> Test | None:
    names = [name for name in making.schema["required"] if isinstance(name, str)]
    if not names:
        return None
    wanted = frozenset(names)
    every = making.compiler.every

    def test(data: Value, seen: Seen) -> Faults | None:
        if wanted <= data.keys():
            return None
        missing = [name for name in names if name not in data]
        told: Faults = []
        for name in missing if every else missing[:1]:
            told += making.fault("required", f'must have the required property "{name}"', name)
        return told

    return test


@keyword("propertyNames", "object")
def property_names(making: Making) -> Test | None:
    below = making.branch(making.schema["propertyNames"])
    every = making.compiler.every
    if below is None:
        return None

    def test(data: Value, seen: Seen) -> Faults | None:
        told: Faults = []
        for name in data:
            faults = below(name, None)
            if faults:
                told += faults + making.fault("propertyNames", "must have valid property names", name)
                if not every:
                    return told
        return told

    return test


def _patterns(making: Making) -> list[patterns.Pattern]:
    try:
        return [patterns.compile(pattern) for pattern in making.schema.get("patternProperties", ())]
    except patterns.PatternInvalid as reason:
        raise SchemaInvalid(str(reason)) from None


@keyword("additionalProperties", "object")
def additional_properties(making: Making) -> Test | None:
    schema = making.schema["additionalProperties"]
    below = making.below(schema, boolean=True)
    every = making.compiler.every
    if below is None and not making.compiler.dialect.unevaluated:
        return None
    named = frozenset(making.schema.get("properties", ()))
    like = _patterns(making)

    def test(data: Value, seen: Seen) -> Faults | None:
        if seen is not None:
            seen.add(ALL_MEMBERS)
        if below is None or data.keys() <= named:
            return None
        told: Faults = []
        for name in data:
            if name in named or any(pattern.search(name) for pattern in like):
                continue
            if schema is False:
                faults: Faults | None = making.fault("additionalProperties", "must not have more properties", name)
            else:
                faults = below(data[name], None)
                if faults:
                    at(name, faults)
            if faults:
                told += faults
                if not every:
                    return told
        return told

    return test


@keyword("properties", "object")
def properties(making: Making) -> Test | None:
    made = [(name, making.below(schema)) for name, schema in making.schema["properties"].items()]
    tests = [(name, below) for name, below in made if below is not None]
    names = frozenset(making.schema["properties"])
    every = making.compiler.every
    if not tests and not making.compiler.dialect.unevaluated:
        return None

    def test(data: Value, seen: Seen) -> Faults | None:
        if seen is not None:
            seen |= names
        told: Faults | None = None
        for name, below in tests:
            if name in data:
                faults = below(data[name], None)
                if faults:
                    at(name, faults)
                    if not every:
                        return faults
                    told = faults if told is None else told + faults
        return told

    return test


@keyword("patternProperties", "object")
def pattern_properties(making: Making) -> Test | None:
    schemas = making.schema["patternProperties"].values()
    pairs = [(pattern, making.below(schema)) for pattern, schema in zip(_patterns(making), schemas, strict=True)]
    every = making.compiler.every

    def test(data: Value, seen: Seen) -> Faults | None:
        told: Faults = []
        for pattern, below in pairs:
            if below is None and seen is None:
                continue
            for name, value in data.items():
                if not pattern.search(name):
                    continue
                if seen is not None:
                    seen.add(name)
                faults = below(value, None) if below is not None else None
                if faults:
                    told += at(name, faults)
                    if not every:
                        return told
        return told

    return test


@keyword("dependencies", "object")
def dependencies(making: Making) -> Test | None:
    stated = making.schema["dependencies"]
    lists = {name: deps for name, deps in stated.items() if isinstance(deps, list)}
    schemas = {name: deps for name, deps in stated.items() if not isinstance(deps, list)}
    first, second = _names_follow(making, "dependencies", lists), _schemas_follow(making, schemas)
    every = making.compiler.every

    def test(data: Value, seen: Seen) -> Faults | None:
        told = first(data, seen) or []
        if told and not every:
            return told
        return told + (second(data, seen) or [])

    return test


@keyword("dependentRequired", "object")
def dependent_required(making: Making) -> Test | None:
    return _names_follow(making, "dependentRequired", making.schema["dependentRequired"])


@keyword("dependentSchemas", "object")
def dependent_schemas(making: Making) -> Test | None:
    return _schemas_follow(making, making.schema["dependentSchemas"])


def _names_follow(making: Making, keyword: str, lists: dict[str, list[str]]) -> Test:
    every = making.compiler.every

    def test(data: Value, seen: Seen) -> Faults | None:
        told: Faults = []
        for name, others in lists.items():
            missing = [other for other in others if other not in data] if name in data else []
            for _ in missing if every else missing[:1]:
                needed = ", ".join(others)
                told += making.fault(keyword, f'must have {needed} when "{name}" is there', name)
            if told and not every:
                return told
        return told

    return test


def _schemas_follow(making: Making, schemas: dict[str, Value]) -> Test:
    tests = [(name, making.below(schema)) for name, schema in schemas.items()]
    every = making.compiler.every

    def test(data: Value, seen: Seen) -> Faults | None:
        told: Faults = []
        for name, below in tests:
            faults = apart(below, data, seen) if below is not None and name in data else None
            if faults:
                told += faults
                if not every:
                    return told
        return told

    return test


@keyword("unevaluatedProperties", "object")
def unevaluated_properties(making: Making) -> Test | None:
    schema = making.schema["unevaluatedProperties"]
    below = making.below(schema)
    every = making.compiler.every

    def test(data: Value, seen: Seen) -> Faults | None:
        known = seen or set()
        left = () if ALL_MEMBERS in known else [name for name in data if name not in known]
        if seen is not None:
            seen.add(ALL_MEMBERS)
        told: Faults = []
        for name in left if below is not None else ():
            if schema is False:
                told += making.fault("unevaluatedProperties", "must not have unevaluated properties", name)
            else:
                told += at(name, (below(data[name], None) if below is not None else None) or [])
            if told and not every:
                return told
        return told

    return test
