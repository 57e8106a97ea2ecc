"""Expressions of which only matters whether they count as true: as filters use them."""

from collections.abc import Callable
from typing import Any, Final

from . import javascript as js
from .function import MISSING, Value
from .script import Node

type Eval = Callable[[Value, Any, Any], Any]
type Test = Callable[[Value, Any, Any], bool]

_BOOLEAN: Final = frozenset({"===", "!==", "==", "!=", "<", ">", "<=", ">=", "in"})
"""What is true or false and nothing else."""


def tested(tree: Node, compiled: Callable[[Node], Eval]) -> Test:
    """The expression as a test. `compiled` makes what gives the value of an expression."""
    if tree.kind == "and":
        left, right = (tested(part, compiled) for part in tree.parts)
        return lambda value, key, around: left(value, key, around) and right(value, key, around)
    if tree.kind == "or":
        return _or(tree, compiled)
    if tree.kind == "unary" and tree.value == "!":
        below = tested(tree.parts[0], compiled)
        return lambda value, key, around: not below(value, key, around)
    if tree.kind == "binary" and tree.value in _BOOLEAN:
        return _compared(tree, compiled(tree))
    found = compiled(tree)
    return lambda value, key, around: js.truth(found(value, key, around))


def _or(tree: Node, compiled: Callable[[Node], Eval]) -> Test:
    names = _members(tree)
    left, right = (tested(part, compiled) for part in tree.parts)

    def either(value: Value, key: Any, around: Any) -> bool:
        return left(value, key, around) or right(value, key, around)

    if names is None:
        return either

    def any_of(value: Value, key: Any, around: Any) -> bool:
        if type(value) is not dict:
            return either(value, key, around)
        for name in names:
            if name in value:
                said = value[name]
                if said if type(said) is str else js.truth(said):
                    return True
        return False

    return any_of


def _members(tree: Node) -> list[str] | None:
    """Of `@.a || @.b || @.c` the names. None: it says something else."""
    if tree.kind == "or":
        left, right = map(_members, tree.parts)
        return None if left is None or right is None else left + right
    return [tree.value] if _is_member(tree) else None


def _is_member(tree: Node) -> bool:
    if tree.kind != "get" or tree.value in js.MEMBERS:
        return False
    return tree.parts[0].kind == "name" and tree.parts[0].value == "@"


def _compared(tree: Node, otherwise: Eval) -> Test:
    left, right = tree.parts
    if tree.value != "!==" or right.kind != "const":
        return otherwise
    constant, name = right.value, left.value
    if constant is MISSING and _is_member(left):
        return lambda value, key, around: name in value if type(value) is dict else otherwise(value, key, around)
    if isinstance(constant, str) and left.kind == "name" and name == "@property":
        return lambda value, key, around: key != constant if type(key) is str else otherwise(value, key, around)
    return otherwise
