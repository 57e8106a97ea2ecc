"""Keywords about any value: constants, choices, conditions, references."""

from .equality import equal
from .fault import Faults, Seen, Test, Value
from .making import Making, keyword
from .seen import apart


@keyword("const", "any")
def const(making: Making) -> Test | None:
    only = making.schema["const"]

    def test(data: Value, seen: Seen) -> Faults | None:
        return None if equal(data, only) else making.fault("const", "must be equal to the constant")

    return test


@keyword("enum", "any")
def enum(making: Making) -> Test | None:
    allowed = making.schema["enum"]
    texts = frozenset(value for value in allowed if isinstance(value, str))

    def test(data: Value, seen: Seen) -> Faults | None:
        if data in texts if isinstance(data, str) else any(equal(data, value) for value in allowed):
            return None
        return making.fault("enum", "must be equal to one of the allowed values", allowed)

    return test


@keyword("$ref", "any")
def ref(making: Making) -> Test | None:
    return making.compiler.elsewhere(making.schema["$ref"], making.schema)


@keyword("$dynamicRef", "any")
def dynamic_ref(making: Making) -> Test | None:
    return making.compiler.elsewhere(making.schema["$dynamicRef"], making.schema, dynamic=True)


@keyword("$recursiveRef", "any")
def recursive_ref(making: Making) -> Test | None:
    return making.compiler.elsewhere(making.schema["$recursiveRef"], making.schema)


@keyword("not", "any")
def not_(making: Making) -> Test | None:
    below = making.verdict(making.schema["not"])

    def test(data: Value, seen: Seen) -> Faults | None:
        if below is not None and below(data, None):
            return None
        return making.fault("not", "must not be valid")

    return test


@keyword("allOf", "any")
def all_of(making: Making) -> Test | None:
    tests = [test for test in map(making.below, making.schema["allOf"]) if test is not None]
    if not tests:
        return None
    if len(tests) == 1 and not making.compiler.every:
        return tests[0]
    every = making.compiler.every

    def test(data: Value, seen: Seen) -> Faults | None:
        told: Faults = []
        for below in tests:
            faults = below(data, seen)
            if faults:
                if not every:
                    return faults
                told += faults
        return told

    return test


@keyword("anyOf", "any")
def any_of(making: Making) -> Test | None:
    tests = [making.branch(schema) for schema in making.schema["anyOf"]]
    asked = making.compiler.dialect.unevaluated
    if None in tests and not asked:
        return None

    def test(data: Value, seen: Seen) -> Faults | None:
        told: Faults = []
        valid = False
        for below in tests:
            mine: Seen = None if seen is None else set()
            faults = below(data, mine) if below is not None else None
            if faults:
                told += faults
            elif seen is None or mine is None:
                return None
            else:
                valid = True
                seen |= mine
        return None if valid else told + making.fault("anyOf", "must match a schema in anyOf")

    return test


@keyword("oneOf", "any")
def one_of(making: Making) -> Test | None:
    tests = [making.branch(schema) for schema in making.schema["oneOf"]]

    def test(data: Value, seen: Seen) -> Faults | None:
        told: Faults = []
        passing: int | None = None
        for index, below in enumerate(tests):
            mine: Seen = None if seen is None else set()
            faults = below(data, mine) if below is not None else None
            if faults:
                told += faults
                continue
            if passing is not None:
                return told + making.fault("oneOf", "must match exactly one schema in oneOf", [passing, index])
            passing = index
            if seen is not None and mine is not None:
                seen |= mine
        if passing is not None:
            return None
        return told + making.fault("oneOf", "must match exactly one schema in oneOf")

    return test


@keyword("if", "any")
def if_(making: Making) -> Test | None:
    met = making.verdict(making.schema["if"])
    then = making.below(making.schema["then"]) if "then" in making.schema else None
    otherwise = making.below(making.schema["else"]) if "else" in making.schema else None
    if then is None and otherwise is None:
        return None
    goes_on = making.composite or making.compiler.every

    def test(data: Value, seen: Seen) -> Faults | None:
        mine: Seen = None if seen is None else set()
        clause, below = "then", then
        if met is not None and met(data, mine):
            clause, below = "else", otherwise
        elif seen is not None and mine is not None:
            seen |= mine
        faults = apart(below, data, seen) if below is not None else None
        if not faults or not goes_on:
            return faults
        return faults + making.fault("if", f'must match the "{clause}" schema')

    return test
