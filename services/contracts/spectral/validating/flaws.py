"""Whether a schema and everything below it is one: asked where a schema could not be compiled to the end.

ajv holds the whole schema against that of its draft before it follows references. So a flaw is told even where other
parts of the schema cannot be judged.
"""

from collections.abc import Iterator, Mapping, Set
from typing import Final

from .compiler import Compiler
from .fault import Value

_ONE: Final = (
    "additionalItems", "additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "then",
    "unevaluatedItems", "unevaluatedProperties",
)  # fmt: skip
_LISTS: Final = ("allOf", "anyOf", "items", "oneOf", "prefixItems")
_NAMED: Final = ("$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties")
_LATE: Final = frozenset({"contains", "else", "if", "propertyNames", "then"})
"""Keywords draft 4 does not know, so that nobody looks below them."""


def flaw(schema: Value, compiler: Compiler) -> str:
    """What is wrong with a schema or one below it. Empty: nothing."""
    shapes, look = compiler.dialect.shapes, compiler.references.look
    sound = compiler.sound
    visited: dict[int, Value] = {}
    waiting = [look(schema)]
    while waiting:
        one = waiting.pop()
        if isinstance(one, bool) and compiler.dialect.booleans:
            continue
        if not isinstance(one, dict):
            return "the schema is invalid: a schema must be an object"
        if id(one) in sound or id(one) in visited:
            continue
        visited[id(one)] = one
        meant = compiler.meant(one)
        for name, value in meant.items():
            shape = shapes.get(name)
            if shape is not None and name not in ("nullable", "$ref") and not shape(value):
                return f'the schema is invalid: "{name}" has a value that it cannot have'
        waiting += map(look, _below(meant, _LATE if compiler.dialect.bounds_are_flags else frozenset()))
    sound.update(visited)
    return ""


def _below(schema: Mapping[str, Value], late: Set[str]) -> Iterator[Value]:
    for name in _ONE:
        if isinstance(schema.get(name), dict) and name not in late:
            yield schema[name]
    for name in _LISTS:
        if isinstance(schema.get(name), list):
            yield from schema[name]
    for name in _NAMED:
        if isinstance(schema.get(name), dict):
            yield from (one for one in schema[name].values() if not isinstance(one, list))
