"""An IDL document as an Interface: operations of its interfaces, and the types they use."""

import re
from pathlib import PurePosixPath

from ...model import (
    Answer,
    Body,
    Facts,
    Flaw,
    Group,
    Interface,
    Message,
    Operation,
    Type,
    Value,
)
from ...naming import effect
from ...places import Place
from .comments import Told, told
from .definitions import Idl
from .shapes import Shapes, deprecated, repository_id, shown
from .tree import Decl, Member, Named, Plain

_TYPES = frozenset(
    [
        "struct",
        "union",
        "enum",
        "bitset",
        "bitmask",
        "typedef",
        "native",
        "const",
        "exception",
        "interface",
        "value",
        "box",
        "component",
        "home",
    ]
)
_VERSION = re.compile(r"(?:^|_)[vV]_?(\d{1,5})(?:_\d{1,5})*$")


def build(idl: Idl, facts: Facts) -> tuple[Interface, list[Flaw]]:
    """The Interface, and what could not be followed."""
    shapes = Shapes(idl, bool(idl.outside))
    types: dict[str, Type] = {}
    operations: list[Operation] = []
    groups: list[Group] = []
    modules: list[Decl] = []
    for one in idl.top.all():
        if one.kind in _TYPES:
            types.setdefault(one.scoped, shapes.type(one))
        elif one.kind == "module":
            modules.append(one)
        elif one.kind == "operation":
            operations.append(_operation(one, shapes))
        elif one.kind == "attribute":
            operations += _accessors(one, shapes)
        if one.kind in ("interface", "value", "component", "home") and not one.ahead:
            groups.append(Group(types[one.scoped].place, one.scoped, one.said))
    used = {name for one in operations for name in one.groups}
    tops = [one for one in idl.top.inside.values() if one.kind == "module"] or [
        one for one in idl.top.inside.values() if one.kind == "interface"
    ]
    alone = tops[0] if len(tops) == 1 else None
    interface = Interface(
        Place(None, ()),
        "corba",
        title=alone.name if alone else PurePosixPath(idl.main.name).stem,
        version=_version(modules, tops),
        text=next((one.said for one in [*tops, *modules] if one.said), idl.said) if alone or not tops else idl.said,
        groups=tuple(one for one in groups if one.name in used),
        operations=tuple(operations),
        types=types,
        facts=facts,
        marks={"modules": [one.scoped for one in modules]} if modules else {},
    )
    return interface, [*idl.outside.values(), *_unresolved(idl, shapes)]


def _unresolved(idl: Idl, shapes: Shapes) -> list[Flaw]:
    """Each name that leads nowhere, once: in types, and where constants and bases are named."""
    for named in idl.unknown:
        shapes.unknown(named, Place(None, ("idl", named.scope.scoped), f"scope:{named.scope.scoped}"))
    return list(shapes.missing.values())


def _version(modules: list[Decl], tops: list[Decl]) -> str:
    """The version in a module's name, else the one that a pragma gives to the outermost."""
    for one in modules:
        found = _VERSION.search(one.name)
        if found:
            return f"v{found.group(1)}"
    versions = {one.version for one in tops if one.version}
    return versions.pop() if len(versions) == 1 else ""


def _operation(one: Decl, shapes: Shapes) -> Operation:
    oneway = "oneway" in one.words
    place = _at(one, one.scoped, shapes)
    said = told(one.said)
    for member in one.members:
        member.said = member.said or said.of.get(member.name, "")
    answers: list[Answer] = []
    if not oneway:
        answers = [_success(one, said, place, shapes), *_errors(one.raises, said, place, shapes)]
    marks = _marks(one)
    if one.context:
        marks["context"] = list(one.context)
    marks |= dict.fromkeys(one.words, True)
    return Operation(
        place,
        one.name,
        one.scoped,
        "receive" if oneway else "call",
        _protocol(one),
        "create" if "factory" in one.words else effect(one.name),
        text=said.text,
        groups=_groups(one),
        request=_request([member for member in one.members if member.way != "out"], place, shapes),
        answers=tuple(answers),
        deprecated=deprecated(place, one.marks, one.said),
        marks=marks,
    )


def _accessors(one: Decl, shapes: Shapes) -> list[Operation]:
    """An attribute is an operation that gets its value, and one that sets it, as they go over the wire."""
    made = []
    for word in ("_get_", "_set_") if "readonly" not in one.words else ("_get_",):
        name = word + one.name
        above = one.above.scoped + "::" if one.above is not None and one.above.name else ""
        place = _at(one, above + name, shapes)
        gets = word == "_get_"
        said = told(one.said)
        value = Member("value", one.spec or Plain("any"), one.source, one.start, one.end, said.text, "in")
        at = place.to("return", name="answer:return")
        success = _success(one, said, place, shapes) if gets else Answer(at, "return", "success", Message(at))
        operation = Operation(
            place,
            name,
            above + name,
            protocol=_protocol(one),
            effect="read" if gets else "replace",
            safe=gets,
            repeatable=True,
            text=said.text,
            groups=_groups(one),
            request=None if gets else _request([value], place, shapes),
            answers=(success, *_errors(one.raises if gets else one.raises_set, said, place, shapes)),
            deprecated=deprecated(place, one.marks, one.said),
            marks={**_marks(one), "attribute": one.name},
        )
        made.append(operation)
    return made


def _at(one: Decl, name: str, shapes: Shapes) -> Place:
    return shapes.script.at(
        Place(None, ()), f"operation {name}", one.source, one.start, one.end, name=f"operation:{name}"
    )


def _request(members: list[Member], place: Place, shapes: Shapes) -> Message | None:
    if not members:
        return None
    at = place.to("request", name="request")
    shape = Type(at, "record", fields=shapes.fields(at, members), open_fields=False)
    return Message(at, required=True, bodies=(Body(at, shape),))


def _success(one: Decl, said: Told, place: Place, shapes: Shapes) -> Answer:
    """What comes back: the result alone, or together with the out parameters."""
    at = place.to("return", name="answer:return")
    outs = [member for member in one.members if member.way in ("out", "inout")]
    void = isinstance(one.spec, Plain) and one.spec.word == "void"
    if void and not outs:
        return Answer(at, "return", "success", Message(at, text=said.result))
    if not outs:
        shape = shapes.of(one.spec, at)
    else:
        result = Member("return", one.spec or Plain("any"), one.source, one.start, one.end, said.result, "out")
        shape = Type(at, "record", fields=shapes.fields(at, outs if void else [result, *outs]), open_fields=False)
    return Answer(at, "return", "success", Message(at, text=said.result, bodies=(Body(at, shape),)))


def _errors(raised: list[Named], said: Told, place: Place, shapes: Shapes) -> list[Answer]:
    made = []
    for named in raised:
        name = named.found.scoped if named.found is not None else named.text
        at = shapes.script.at(place, f"raises {name}", named.source, named.start, named.end, name=f"answer:{name}")
        shape = shapes.of(named, at)
        text = said.of.get(name) or said.of.get(name.rpartition("::")[2], "")
        text = text or (named.found.said if named.found is not None else "")
        made.append(Answer(at, name, "error", Message(at, name, text, bodies=(Body(at, shape),))))
    return made


def _groups(one: Decl) -> tuple[str, ...]:
    return (one.above.scoped,) if one.above is not None and one.above.name else ()


def _protocol(one: Decl) -> str:
    """Calls on local interfaces and value types stay in the process."""
    above = one.above
    return "" if above is None or "local" in above.words or above.kind == "value" else "iiop"


def _marks(one: Decl) -> dict[str, Value]:
    marks = shown(one.marks)
    if one.above is not None and one.above.name:
        marks["interface"] = repository_id(one.above)
    return marks
