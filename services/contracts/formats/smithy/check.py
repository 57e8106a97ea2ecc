"""Where a model breaks the rules of Smithy, as far as a reader can tell them without running its traits."""

import re
from collections.abc import Callable, Iterator

from ...model import Flaw, Value
from ...places import Place
from .link import inherited, missing, target_of
from .nodes import Name
from .shapes import PRELUDE, PRELUDE_TRAITS, PRELUDE_TYPES, WITH_MEMBERS, Member, Model, Ref, Shape, Trait

_LABEL = re.compile(r"\{([^{}+]*+)\+?\}")
_BITS = {"byte": 8, "short": 16, "integer": 32, "long": 64}
_METHOD = re.compile(r"[A-Za-z]++")


def check(model: Model, dialect: str) -> Iterator[Flaw]:
    for shape in model.doubles:
        yield _flaw(shape.place, f"There is a shape {shape.name!r} already in {shape.namespace}.")
    namespaces = {one.namespace for one in model.origins}
    for shape in [*model.shapes.values(), *model.doubles]:
        yield from _members(model, shape)
        yield from _refers(model, shape)
        if shape.type == "operation":
            yield from _labels(model, shape)
        for trait in [*shape.traits, *(one for member in shape.members for one in member.traits)]:
            yield from _trait(trait)
            namespace, _, name = trait.name.id.partition("#")
            in_prelude = namespace == PRELUDE[:-1] and name not in PRELUDE_TRAITS
            if in_prelude or (namespace in namespaces and trait.name.id not in model.shapes):
                yield missing(model, trait.name, shape.origin, "trait")
    for applied in model.applied:
        if applied.target.id.partition("$")[0] not in model.shapes:
            whole = Ref(applied.target.place, applied.target.given, applied.target.id.partition("$")[0])
            yield missing(model, whole, applied.origin)


def _flaw(place: Place, message: str) -> Flaw:
    return Flaw("format-invalid", place, message)


def _members(model: Model, shape: Shape) -> Iterator[Flaw]:
    if shape.type not in WITH_MEMBERS:
        return
    seen: set[str] = set()
    for member in shape.members:
        if member.name in seen:
            yield _flaw(member.place, f"There is a member {member.name!r} already in {shape.name}.")
        seen.add(member.name)
    wanted = {"list": ("member",), "set": ("member",), "map": ("key", "value")}.get(shape.type)
    if wanted is not None:
        whole = seen | {one.name for _, one in inherited(model, shape)}
        for name in wanted:
            if name not in whole and shape.trait("mixin") is None:
                yield _flaw(shape.place, f"The {shape.type} {shape.name} has no member {name!r}.")
        for member in shape.members:
            if member.name not in wanted:
                said = " and ".join(map(repr, wanted))
                yield _flaw(member.place, f"A {shape.type} has the member {said} only, not {member.name!r}.")
    if shape.type in ("enum", "intEnum"):
        yield from _values(shape)
    for member in shape.members:
        default = member.trait("default")
        target = target_of(model, shape, member)
        if default is not None and target is not None and not _fits(model, default.value, target):
            said = f"The default of {member.name} is {str(default.value)[:60]!r}, which is no value of {target.given}."
            yield _flaw(default.place, said)


def _values(shape: Shape) -> Iterator[Flaw]:
    if not shape.members and not shape.mixins:
        yield _flaw(shape.place, f"The {shape.type} {shape.name} has no values.")
    seen: dict[Value, str] = {}
    for member in shape.members:
        given = member.trait("enumValue")
        if given is None and shape.type == "intEnum":
            yield _flaw(member.place, f"The value {member.name!r} of an intEnum has no number.")
            continue
        value = member.name if given is None else given.value
        place = member.place if given is None else given.place
        right = isinstance(value, int) and not isinstance(value, bool) if shape.type == "intEnum" else _is_text(value)
        if not right:
            said = "a whole number" if shape.type == "intEnum" else "a text"
            yield _flaw(place, f"The value of {member.name!r} has to be {said}.")
            continue
        if value == "":
            yield _flaw(place, f"The value of {member.name!r} is empty.")
        if value in seen:
            yield _flaw(place, f"The value {str(value)[:60]!r} of {member.name!r} is that of {seen[value]!r} already.")
        seen.setdefault(value, member.name)


def _fits(model: Model, value: Value, target: Ref) -> bool:
    """Whether a default could be of a type, by its kind alone."""
    shape = model.shapes.get(target.id)
    prelude = PRELUDE_TYPES.get(target.id.removeprefix(PRELUDE)) if target.id.startswith(PRELUDE) else None
    kind = shape.type if shape is not None else prelude
    if value is None or kind is None or kind == "document":
        return True
    if kind == "boolean":
        return isinstance(value, bool)
    if kind in ("byte", "short", "integer", "long", "bigInteger", "intEnum"):
        bits = _BITS.get(kind, 0)
        whole = isinstance(value, int) and not isinstance(value, bool)
        return whole and (not bits or -(2 ** (bits - 1)) <= value < 2 ** (bits - 1))
    if kind in ("float", "double", "bigDecimal"):
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind == "enum" and shape is not None and not shape.mixins:
        given = [(one.trait("enumValue"), one.name) for one in shape.members]
        return value in [trait.value if trait is not None else name for trait, name in given]
    if kind in ("string", "blob", "enum"):
        return _is_text(value)
    if kind == "timestamp":
        return _is_text(value) or (isinstance(value, int | float) and not isinstance(value, bool))
    if kind in ("list", "set"):
        return isinstance(value, list) and not value
    if kind == "map":
        return isinstance(value, dict) and not value
    return False


def _refers(model: Model, shape: Shape) -> Iterator[Flaw]:
    """What services, resources and operations name has to be of the right kind."""
    for word, refs in shape.refs.items():
        for ref in refs:
            target = model.shapes.get(ref.id)
            if target is None:
                if ref.id.startswith(PRELUDE) and ref.id != PRELUDE + "Unit":
                    yield _flaw(ref.place, f"{ref.given[:80]!r} cannot stand under {word!r}.")
                continue
            asked = {"input": "structure", "output": "structure", "errors": "structure", "resources": "resource"}
            wanted = asked.get(word, "operation")
            if target.type != wanted:
                yield _flaw(ref.place, f"{target.name!r} is of the type {target.type}; under {word!r} stand {wanted}s.")
            elif word == "errors" and target.trait("error") is None:
                yield _flaw(ref.place, f"{target.name!r} is given as an error and has no trait @error.")


def _labels(model: Model, operation: Shape) -> Iterator[Flaw]:
    """Every label of the address is a member of the input, and every such member stands in the address."""
    http = operation.trait("http")
    uri = http.value.get("uri") if http is not None and isinstance(http.value, dict) else None
    if http is None or not isinstance(uri, str):
        return
    labels = set(_LABEL.findall(uri))
    ref = next(iter(operation.refs.get("input", [])), None)
    given = model.shapes.get(ref.id) if ref is not None else None
    if ref is not None and given is None and ref.id != PRELUDE + "Unit":
        return
    members: dict[str, Member] = {}
    if given is not None:
        if any(one.id not in model.shapes for one in given.mixins):
            return
        members = {one.name: one for _, one in inherited(model, given)} | {one.name: one for one in given.members}
    for label in sorted(labels):
        member = members.get(label)
        if member is None or (member.trait("httpLabel") is None and not member.elided):
            yield _flaw(
                http.place, f"The label {label[:80]!r} of the address is no member with @httpLabel of the input."
            )
    for name, member in members.items():
        if member.trait("httpLabel") is not None and name not in labels:
            yield _flaw(
                member.place, f"{name!r} has @httpLabel, and the address of {operation.name} has no such label."
            )


def _is_text(value: Value) -> bool:
    return isinstance(value, str) and not isinstance(value, Name)


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _bounds(value: Value, what: str) -> str:
    if not isinstance(value, dict) or not value or not value.keys() <= {"min", "max"}:
        return "has `min`, `max`, or both"
    if not all(_is_number(one) for one in value.values()):
        return "has numbers as `min` and `max`"
    if what == "length" and any(one < 0 or not isinstance(one, int) for one in value.values()):
        return "has whole numbers from 0 as `min` and `max`"
    if "min" in value and "max" in value and value["min"] > value["max"]:
        return "has a `min` that is not above its `max`"
    return ""


def _http(value: Value) -> str:
    if not isinstance(value, dict) or not _is_text(value.get("method")) or not _is_text(value.get("uri")):
        return "has a text as `method` and another as `uri`"
    if not _METHOD.fullmatch(value["method"]) or not value["uri"].startswith("/"):
        return "has the name of a method, and a `uri` that begins with a slash"
    code = value.get("code", 200)
    if not isinstance(code, int) or not 100 <= code <= 999:
        return "has a status as `code`"
    return ""


def _pattern(value: Value) -> str:
    return "" if _is_text(value) and value else "is a text, a regular expression"


def _error(value: Value) -> str:
    return "" if value in ("client", "server") and _is_text(value) else 'is "client" or "server"'


def _status(value: Value) -> str:
    right = isinstance(value, int) and not isinstance(value, bool) and 200 <= value <= 599
    return "" if right else "is a status, a number from 200 to 599"


def _text(value: Value) -> str:
    return "" if _is_text(value) else "is a text"


def _nothing(value: Value) -> str:
    return "" if value is None or value == {} else "has no value"


def _object(value: Value) -> str:
    return "" if value is None or isinstance(value, dict) else "has members by name"


def _list(value: Value) -> str:
    return "" if isinstance(value, list) else "is a list"


_RIGHT: dict[str, Callable[[Value], str]] = {
    "http": _http,
    "httpError": _status,
    "error": _error,
    "length": lambda value: _bounds(value, "length"),
    "range": lambda value: _bounds(value, "range"),
    "pattern": _pattern,
    "deprecated": _object,
    "paginated": _object,
    "httpApiKeyAuth": lambda value: "" if isinstance(value, dict) and {"name", "in"} <= value.keys() else (
        "has a `name` and tells `in` what it stands"
    ),
    **dict.fromkeys(("documentation", "httpHeader", "httpQuery", "httpPrefixHeaders", "mediaType", "jsonName",
                     "xmlName", "since", "title", "timestampFormat"), _text),
    **dict.fromkeys(("required", "readonly", "idempotent", "sensitive", "httpLabel", "httpPayload", "optionalAuth",
                     "idempotencyToken", "sparse", "streaming", "uniqueItems", "input", "output", "internal",
                     "httpQueryParams", "httpBasicAuth", "httpBearerAuth", "httpDigestAuth"), _nothing),
    **dict.fromkeys(("examples", "auth", "tags", "enum"), _list),
}  # fmt: skip


def _trait(trait: Trait) -> Iterator[Flaw]:
    """Of the traits that matter most, whether their value is one."""
    name = trait.name.id.removeprefix(PRELUDE)
    right = _RIGHT.get(name)
    wrong = right(trait.value) if right is not None else ""
    if wrong:
        yield _flaw(trait.place, f"The trait @{name} {wrong}.")
