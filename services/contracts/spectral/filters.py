"""Filters of paths, compiled: the tree of an expression becomes a Python function and the keys it cannot do without.

A filter that asks for `@.enum` is only tried where `enum` is a key. That is what makes it cheap to have many of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from ..patterns import PatternInvalid, PatternTimedOut
from ..patterns import compile as compiled_pattern
from ..places import Path, Step
from . import javascript as js
from .conditions import tested
from .function import MISSING, Value
from .script import Node, Unsupported, read


class Around(Protocol):
    """What a filter may see besides the value: where the walk is. The value is a child of `parent`."""

    root: Value
    parent: Value
    steps: list[Step]
    """The way to `parent`."""


type Eval = Callable[[Value, Step, Around], Any]
type Holds = Callable[[Value, Step, Around], bool]


@dataclass(frozen=True, slots=True, eq=False)
class Filter:
    """A condition on a child. `guards`: an object that has none of these keys cannot fulfil it, nor can anything that
    is no object; None: everything may. `by_key`: it looks at the key alone."""

    text: str
    holds: Holds
    guards: frozenset[str] | None = None
    by_key: bool = False
    failures: list[str] = field(default_factory=list)
    """Why it could not be tried somewhere. It then holds nowhere any more, and rules that use it are not checked."""


def compile_filter(text: str) -> Filter:
    """Raises Unsupported for what cannot be run here."""
    tree = read(text)
    guards = _guards(tree)
    test = tested(tree if guards is None else _of_object(tree), _compiled)
    named = set(_names(tree))

    failures: list[str] = []

    def holds(child: Value, key: Step, around: Around) -> bool:
        if failures:
            return False
        try:
            return test(child, key, around)
        except js.Failure:
            return False
        except PatternTimedOut as error:
            failures.append(str(error))
            return False

    member = _compared_member(tree)
    return Filter(text, _is(*member, holds) if member else holds, guards, named <= {"@property"}, failures)


def _compared_member(tree: Node) -> tuple[str, str] | None:
    """Of `@.type == "array"`, alone or after `@ &&`, the member and the text. None: it says something else."""
    if tree.kind == "and":
        tree = _of_object(tree)
    if tree.kind != "binary" or tree.value not in ("==", "===") or _guards(tree) is None:
        return None
    get, const = tree.parts
    is_plain = get.kind == "get" and get.parts[0].kind == "name" and const.kind == "const"
    return (get.value, const.value) if is_plain and isinstance(const.value, str) else None


def _is(member: str, text: str, otherwise: Holds) -> Holds:
    """Tried on objects that have the member: guards see to it."""

    def holds(child: Value, key: Step, around: Around) -> bool:
        said = child[member]
        return said == text if type(said) is str else otherwise(child, key, around)

    return holds


def _of_object(tree: Node) -> Node:
    """The same for what is an object anyway: that it is there need not be asked (`@ && @.enum`)."""
    if tree.kind not in ("and", "or"):
        return tree
    left, right = (_of_object(part) for part in tree.parts)
    if tree.kind == "and" and left.kind == "name" and left.value == "@":
        return right
    return Node(tree.kind, tree.value, (left, right))


def _names(tree: Node) -> Iterable[str]:
    if tree.kind in ("name", "type"):
        yield tree.value if tree.kind == "name" else "@"
    for part in tree.parts:
        yield from _names(part)


_COMMON: Final = frozenset({"type", "description", "properties"})
"""Keys that hardly tell one object from another."""


def _guards(tree: Node) -> frozenset[str] | None:
    """Keys of which an object must have one for the expression to be true. None: not known."""
    kind = tree.kind
    if kind == "and":
        both = [one for one in map(_guards, tree.parts) if one is not None]
        return min(both, key=lambda one: (len(one & _COMMON), len(one)), default=None)
    if kind == "or":
        left, right = map(_guards, tree.parts)
        return None if left is None or right is None else left | right
    if kind == "get":
        of = tree.parts[0]
        if of.kind == "name":
            plain = of.value == "@" and tree.value not in js.MEMBERS and not tree.value.isdecimal()
            return frozenset({tree.value}) if plain else None
        return _guards(of)
    if kind == "at":
        return _guards(tree.parts[0])
    if kind == "call":
        return _guards(tree.parts[0]) if tree.parts[0].kind in ("get", "at") else None
    if kind == "binary":
        return _compared(tree)
    return None


def _compared(tree: Node) -> frozenset[str] | None:
    left, right = tree.parts
    if left.kind == "const":
        left, right = right, left
    if right.kind != "const" or left.kind not in ("get", "at", "call"):
        return None
    nothing = right.value is MISSING or right.value is None
    if tree.value in ("==", "==="):
        return None if nothing else _guards(left)
    if tree.value == "!==" and right.value is MISSING:
        return _guards(left)
    if tree.value == "!=" and nothing:
        return _guards(left)
    if tree.value in ("<", ">", "<=", ">=") and not nothing:
        return _guards(left)
    return None if left.kind == "get" and left.parts[0].kind == "name" else _guards(left.parts[0])


def _compiled(tree: Node) -> Eval:
    return _BY_KIND[tree.kind](tree)


def _const(tree: Node) -> Eval:
    constant = tree.value
    return lambda value, key, around: constant


def _parent(value: Value, key: Step, around: Around) -> Any:
    """What holds the thing named by `@parentProperty`; of a child of the document, nothing does."""
    if not around.steps:
        return MISSING
    found = around.root
    try:
        for step in around.steps[:-1]:
            found = found[int(step) if type(found) is list else step]
    except (KeyError, IndexError, TypeError, ValueError):  # the way is one in another document
        return MISSING
    return found


_BY_NAME: dict[str, Eval] = {
    "@": lambda value, key, around: value,
    "@property": lambda value, key, around: key,
    "index": lambda value, key, around: key,
    "@parent": _parent,
    "@parentProperty": lambda value, key, around: around.steps[-1] if around.steps else MISSING,
    "@root": lambda value, key, around: around.root,
    "@path": lambda value, key, around: dump((*around.steps, key)),
}


def dump(path: Path) -> str:
    """A path in the form that `@path` has."""
    return "$" + "".join(f"['{step}']" if isinstance(step, str) else f"[{step}]" for step in path)


def _type(tree: Node) -> Eval:
    test = js.TYPE_TESTS[tree.value]
    return lambda value, key, around: test(value)


def _get(tree: Node) -> Eval:
    name, of = tree.value, tree.parts[0]
    if of.kind == "call" and of.value == "match":
        raise Unsupported("what .match() returns can be tested, not looked into")
    if name == "name" and of.kind == "get" and of.value == "constructor":
        object_ = _compiled(of.parts[0])
        return lambda value, key, around: js.constructor_name(object_(value, key, around))
    if of.kind == "name" and of.value == "@" and name not in js.MEMBERS:

        def member(value: Value, key: Step, around: Around) -> Any:
            if type(value) is dict:
                return value.get(name, MISSING)
            return js.get(value, name)

        return member
    object_ = _compiled(of)
    return lambda value, key, around: js.get(object_(value, key, around), name)


def _at(tree: Node) -> Eval:
    object_, index = map(_compiled, tree.parts)
    return lambda value, key, around: js.get(object_(value, key, around), js.text(index(value, key, around)))


def _call(tree: Node) -> Eval:
    name, of, given = tree.value, tree.parts[0], tree.parts[1:]
    if of.kind == "regex" and name == "test" and len(given) == 1:
        return _searched(given[0], of.value)
    if name == "match" and len(given) == 1:
        if given[0].kind == "regex":
            return _searched(of, given[0].value, must_be_text=True)
        if given[0].kind == "const" and isinstance(given[0].value, str):
            return _searched(of, (given[0].value, ""), must_be_text=True)
    if name not in js.METHODS or name == "match":
        raise Unsupported(f".{name}() is not known here")
    least, most, method = js.METHODS[name]
    if not least <= len(given) <= most:
        raise Unsupported(f".{name}() with {len(given)} arguments is not known here")
    object_ = _compiled(of)
    arguments = [_compiled(one) for one in given]
    loose = of.kind == "name" and of.value == "@property"

    def call(value: Value, key: Step, around: Around) -> Any:
        on = object_(value, key, around)
        if loose and type(on) is int:
            on = str(on)
        return method(on, *(one(value, key, around) for one in arguments))

    return call


def _searched(of: Node, written: tuple[str, str], must_be_text: bool = False) -> Eval:
    try:
        search = compiled_pattern(*written).search
    except PatternInvalid as error:
        raise Unsupported(str(error).rstrip(".")) from None
    text_of = _compiled(of)
    loose = not must_be_text or (of.kind == "name" and of.value == "@property")

    def found(value: Value, key: Step, around: Around) -> Any:
        text = text_of(value, key, around)
        if type(text) is not str:
            if not loose:
                raise js.Failure
            text = js.text(text)
        return search(text)

    return found


def _list(tree: Node) -> Eval:
    items = [_compiled(one) for one in tree.parts]
    return lambda value, key, around: [one(value, key, around) for one in items]


def _unary(tree: Node) -> Eval:
    operand = _compiled(tree.parts[0])
    if tree.value == "!":
        return lambda value, key, around: not js.truth(operand(value, key, around))
    apply = js.UNARY[tree.value]
    return lambda value, key, around: apply(operand(value, key, around))


def _and(tree: Node) -> Eval:
    left, right = map(_compiled, tree.parts)

    def both(value: Value, key: Step, around: Around) -> Any:
        first = left(value, key, around)
        return right(value, key, around) if js.truth(first) else first

    return both


def _or(tree: Node) -> Eval:
    left, right = map(_compiled, tree.parts)

    def either(value: Value, key: Step, around: Around) -> Any:
        first = left(value, key, around)
        return first if js.truth(first) else right(value, key, around)

    return either


def _binary(tree: Node) -> Eval:
    if tree.value == "~=":
        if tree.parts[1].kind != "const" or not isinstance(tree.parts[1].value, str):
            raise Unsupported("the pattern on the right of ~= is a text")
        return _searched(tree.parts[0], (tree.parts[1].value, ""))
    left, right = map(_compiled, tree.parts)
    apply = js.BINARY[tree.value]
    constant = tree.parts[1].value if tree.parts[1].kind == "const" else None
    if isinstance(constant, str) and tree.value in ("==", "==="):

        def equals(value: Value, key: Step, around: Around) -> bool:
            said = left(value, key, around)
            return said == constant if type(said) is str else apply(said, constant)

        return equals
    return lambda value, key, around: apply(left(value, key, around), right(value, key, around))


def _choice(tree: Node) -> Eval:
    test, yes, no = map(_compiled, tree.parts)
    return lambda value, key, around: (yes if js.truth(test(value, key, around)) else no)(value, key, around)


def _regex(tree: Node) -> Eval:
    raise Unsupported(f"the regular expression /{tree.value[0][:80]}/ stands where it cannot be used")


_BY_KIND: dict[str, Callable[[Node], Eval]] = {
    "const": _const,
    "regex": _regex,
    "name": lambda tree: _BY_NAME[tree.value],
    "type": _type,
    "get": _get,
    "at": _at,
    "call": _call,
    "list": _list,
    "unary": _unary,
    "and": _and,
    "or": _or,
    "binary": _binary,
    "choice": _choice,
}
