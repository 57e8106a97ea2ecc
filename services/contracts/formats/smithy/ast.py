"""Reads Smithy's JSON form (the "AST"), in which all names are whole."""

from typing import Any

from ...document import Source, Tree
from ...places import File, Place
from .shapes import BOUND, PRELUDE, SIMPLE, WITH_MEMBERS, Applied, Member, Model, Origin, Ref, Shape, Trait

_KINDS = SIMPLE | WITH_MEMBERS | BOUND | {"apply"}
_ONE = ("create", "put", "read", "update", "delete", "list", "input", "output")
_MANY = ("operations", "collectionOperations", "resources", "errors")
_MEMBER = {"list": ("member",), "set": ("member",), "map": ("key", "value")}

type _Node = dict[str, Any]


def read_ast(model: Model, source: Source, *, several: bool) -> None:
    """Raises NotChecked, with a place, where the text is no model."""
    tree = source.tree
    model.trees[source.name] = tree
    model.found += tree.flaws()
    top = Place(None, (File(source.name),) if several else ())
    origin = Origin()
    model.origins.append(origin)
    for name, value in _mapping(tree.root, "metadata").items():
        model.metadata.setdefault(name, value)
    for whole, node in _mapping(tree.root, "shapes").items():
        place = top.to("shapes", whole)
        kind = node.get("type") if isinstance(node, dict) else None
        if not isinstance(kind, str) or kind not in _KINDS or "#" not in whole:
            raise _refusal(tree, source, ("shapes", whole), f"{whole[:80]!r} is no shape that Smithy knows")
        origin.namespace = origin.namespace or whole.partition("#")[0]
        if kind == "apply":
            model.applied.append(Applied(Ref(place, whole, whole), origin, _traits(node, place)))
        else:
            model.add(_shape(kind, whole, node, (place, origin)))


def _refusal(tree: Tree, source: Source, path: tuple[str, ...], message: str) -> Exception:
    span = tree.spans([tree.own_path(path, {})])[tree.own_path(path, {})]
    from ...limits import NotChecked

    return NotChecked("not-smithy", f"This is not Smithy: {message}.", span.line, span.column, source.name)


def _shape(kind: str, whole: str, node: _Node, at: tuple[Place, Origin]) -> Shape:
    place, origin = at
    shape = Shape(place, kind, whole, origin, _traits(node, place))
    shape.mixins = _refs(node, "mixins", place)
    word = "value" if kind in ("enum", "intEnum") else "field"
    members = {name: node[name] for name in _MEMBER.get(kind, ()) if name in node} or _mapping(node, "members")
    for name, below in members.items():
        if not isinstance(below, dict):
            continue
        here = place.to(*((name,) if kind in _MEMBER else ("members", name)), name=f"{word}:{name}")
        target = _ref(below, here) if word == "field" else None
        shape.members.append(Member(here, name, target, _traits(below, here)))
    for word in _ONE:
        found = _ref(node.get(word), place.to(word))
        if found is not None:
            shape.refs[word] = [found]
    for word in _MANY:
        if word in node:
            shape.refs[word] = _refs(node, word, place)
    for word in ("identifiers", "properties"):
        named = {name: _ref(below, place.to(word, name)) for name, below in _mapping(node, word).items()}
        if named:
            shape.named[word] = {name: ref for name, ref in named.items() if ref is not None}
    shape.version = str(node.get("version") or "")
    return shape


def _mapping(node: Any, member: str) -> _Node:
    found = node.get(member) if isinstance(node, dict) else None
    return found if isinstance(found, dict) else {}


def _ref(node: Any, place: Place) -> Ref | None:
    target = node.get("target") if isinstance(node, dict) else None
    return Ref(place, target, target) if isinstance(target, str) else None


def _refs(node: _Node, member: str, place: Place) -> list[Ref]:
    listed = node.get(member)
    found = enumerate(listed) if isinstance(listed, list) else ()
    return [ref for number, one in found if (ref := _ref(one, place.to(member, number))) is not None]


def _traits(node: _Node, place: Place) -> list[Trait]:
    found = []
    for whole, value in _mapping(node, "traits").items():
        here = place.to("traits", whole)
        name = whole if "#" in whole else PRELUDE + whole
        found.append(Trait(here, Ref(here, whole, name), None if value == {} else value))
    return found
