"""Makes the names of a model whole once all its shapes are known, and hands out traits that are applied elsewhere."""

from collections import Counter
from collections.abc import Iterator

from ...model import Flaw
from .shapes import PRELUDE, PRELUDE_TRAITS, PRELUDE_TYPES, Member, Model, Origin, Ref, Shape

_WORDS = {"operation": "operation", "service": "group", "resource": "resource"}


def link(model: Model) -> None:
    for ref, origin in model.all_refs:
        ref.id = _whole(model, ref.given, origin, PRELUDE_TYPES)
    for ref, origin in model.trait_refs:
        ref.id = _whole(model, ref.given, origin, PRELUDE_TRAITS)
    members: dict[str, dict[str, Member]] = {}
    brought: dict[tuple[str, str], Member] = {}
    for one in model.applied:
        one.target.id = one.target.id or _whole(model, one.target.given, one.origin, PRELUDE_TYPES)
        whole, _, name = one.target.id.partition("$")
        shape = model.shapes.get(whole)
        if shape is None:
            continue
        if not name:
            shape.traits += one.traits
            continue
        if whole not in members:
            members[whole] = {below.name: below for below in reversed(shape.members)}
            for _, above in inherited(model, shape):
                if above.name not in members[whole]:
                    place = shape.place.to(above.name, name=f"field:{above.name}")
                    brought[whole, above.name] = Member(place, above.name, elided=True)
        if (whole, name) in brought:
            members[whole][name] = brought.pop((whole, name))
            shape.members.append(members[whole][name])
        member = members[whole].get(name)
        if member is None:
            said = f"{shape.name} has no member {name[:80]!r}."
            model.found.append(Flaw("reference-missing", one.target.place, said))
            continue
        member.traits += one.traits
    times = Counter((_WORDS.get(shape.type), shape.name) for shape in model.shapes.values())
    for shape in [*model.shapes.values(), *model.doubles]:
        word = _WORDS.get(shape.type)
        shape.shown = shape.name if times[word, shape.name] == 1 else shape.id
        shape.place.name = f"{word or 'type'}:{shape.shown}"


def _whole(model: Model, given: str, origin: Origin, prelude: object) -> str:
    """The whole id that a name means: what the file uses, its own namespace, the prelude. In this order."""
    if "#" in given:
        return given
    name, dollar, member = given.partition("$")
    used = origin.uses.get(name)
    own = f"{origin.namespace}#{name}"
    if used is not None:
        found = used.id
    elif own not in model.shapes and name in prelude:  # type: ignore[operator]
        found = PRELUDE + name
    else:
        found = own
    return found + dollar + member


def inherited(model: Model, shape: Shape) -> Iterator[tuple[Shape, Member]]:
    """The members that the mixins of a shape bring along, and theirs."""
    seen = {shape.id}
    waiting = [one.id for one in reversed(shape.mixins)]
    while waiting:
        whole = waiting.pop()
        mixin = model.shapes.get(whole)
        if mixin is None or whole in seen:
            continue
        seen.add(whole)
        for member in mixin.members:
            yield mixin, member
        waiting += [one.id for one in reversed(mixin.mixins)]


def target_of(model: Model, shape: Shape, member: Member) -> Ref | None:
    """What a member is made of; of one left out (`$name`) that of the mixin or the resource."""
    if member.target is not None or not member.elided:
        return member.target
    resource = model.shapes.get(shape.resource.id) if shape.resource else None
    for named in resource.named.values() if resource else ():
        if member.name in named:
            return named[member.name]
    if shape.id not in model.brought:
        found = [one for _, one in inherited(model, shape) if one.target is not None]
        model.brought[shape.id] = {one.name: one for one in reversed(found)}
    above = model.brought[shape.id].get(member.name)
    return above.target if above is not None else None


def missing(model: Model, ref: Ref, origin: Origin, what: str = "shape") -> Flaw:
    """That nothing stands behind a name: told where it is used, or, of another namespace, where that is declared."""
    namespace, _, name = ref.id.partition("#")
    if namespace == PRELUDE[:-1] or namespace in {one.namespace for one in model.origins}:
        return Flaw("reference-missing", ref.place, f"There is no {what} {name[:200]!r} in {namespace}.")
    used = origin.uses.get(name)
    place = used.place if used is not None and used.id == ref.id else ref.place
    return Flaw("reference-not-followed", place, f"The {what} {ref.id[:300]!r} was not handed in; its name is kept.")
