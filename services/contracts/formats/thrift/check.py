"""Where Thrift files break the rules of Thrift: what its own compiler refuses."""

from collections.abc import Iterable, Iterator

from ...model import Flaw
from ...places import Place
from .tree import (
    BASE,
    LONGEST,
    Const,
    Definition,
    Enum,
    Function,
    Given,
    Member,
    Program,
    Service,
    Shape,
    Struct,
    Thrift,
    Typedef,
)

_INTEGERS = {"byte": 8, "i8": 8, "i16": 16, "i32": 32, "i64": 64}
_TEXTS = frozenset({"string", "binary", "slist", "uuid"})


def check(document: Thrift, dialect: str) -> Iterator[Flaw]:
    for program in document.programs:
        types = [one for one in program.all if isinstance(one, Struct | Enum | Typedef)]
        consts = [one for one in program.all if isinstance(one, Const)]
        services = [one for one in program.all if isinstance(one, Service)]
        yield from _doubles(types, "type")
        yield from _doubles(consts, "constant")
        yield from _doubles(services, "service")
        for one in types:
            if isinstance(one, Struct):
                yield from _struct(program, one)
            elif isinstance(one, Enum):
                yield from _enum(one)
        for const in consts:
            yield from _value(program, const.value, const.shape, const.place, f"The constant {const.name}")
        for service in services:
            yield from _doubles(service.functions, "function", f" in {service.name}")
            yield from _above(program, service)
            for function in service.functions:
                yield from _function(program, function)


def _doubles(things: Iterable[Definition], what: str, where: str = "") -> Iterator[Flaw]:
    seen: set[str] = set()
    for one in things:
        if one.name in seen:
            yield _flaw(one.place, f"There is a {what} {one.name!r} already{where}.")
        seen.add(one.name)


def _members(program: Program, members: list[Member], what: str) -> Iterator[Flaw]:
    numbers: dict[int, str] = {}
    yield from _doubles(members, "field", f" in {what}")
    for one in members:
        if one.number is not None:
            if one.number < 1:
                yield _flaw(one.place, f"The field {one.name!r} has the number {one.number}; numbers begin at 1.")
            elif one.number > 32767:
                yield _flaw(one.place, f"The field {one.name!r} has the number {one.number}; 32767 is the largest.")
            elif one.number in numbers:
                yield _flaw(
                    one.place, f"The number {one.number} of {one.name!r} is that of {numbers[one.number]!r} already."
                )
            numbers.setdefault(one.number, one.name)
        if one.default is not None:
            yield from _value(program, one.default, one.shape, one.place, f"The default of {one.name}")


def _struct(program: Program, struct: Struct) -> Iterator[Flaw]:
    yield from _members(program, struct.members, struct.name)
    if struct.kind == "union":
        for one in struct.members:
            if one.need == "required":
                yield _flaw(one.place, f"The field {one.name!r} of a union cannot be required: one of them is set.")
        defaults = [one for one in struct.members if one.default is not None]
        for one in defaults[1:]:
            yield _flaw(one.place, f"A second default in the union {struct.name}: one field is set, not two.")


def _enum(enum: Enum) -> Iterator[Flaw]:
    yield from _doubles(enum.labels, "value", f" in {enum.name}")
    for label in enum.labels:
        if label.number is not None and not -(2**31) <= label.number < 2**31:
            yield _flaw(label.place, f"The number {label.number} of {label.name!r} does not fit into 32 bits.")


def _above(program: Program, service: Service) -> Iterator[Flaw]:
    """Functions that a service says again, and services that extend themselves."""
    own = {one.name: one for one in service.functions}
    seen, at, below = {id(service)}, program, service
    while below.extends is not None and len(seen) < LONGEST:
        owner = at.under(below.extends.name)[0]
        found = at.service(below.extends.name)
        if owner is None or found is None:
            return
        if id(found) in seen:
            yield _flaw(service.place, f"The service {service.name!r} extends itself.")
            return
        seen.add(id(found))
        for one in found.functions:
            if one.name in own:
                said = f"{found.name}, which {service.name} extends, has a function {one.name!r} already."
                yield _flaw(own[one.name].place, said)
        at, below = owner, found


def _function(program: Program, function: Function) -> Iterator[Flaw]:
    yield from _members(program, function.arguments, function.name)
    yield from _members(program, function.throws, f"what {function.name} throws")
    if function.oneway and (function.returns is not None or function.throws):
        yield _flaw(function.place, f"The function {function.name!r} is oneway: it gives and throws nothing.")
    for one in function.throws:
        behind = program.behind(one.shape)[1]
        if behind is not None and not (isinstance(behind, Struct) and behind.kind == "exception"):
            yield _flaw(one.place, f"{one.shape.name!r} is no exception, so it cannot be thrown.")


def _value(program: Program, given: Given, shape: Shape, place: Place, what: str) -> Iterator[Flaw]:
    """A value that is not of its type. Values inside of values are looked at too, at the place of the whole."""
    waiting = [(program, given, shape)]
    while waiting:
        owner, value, asked = waiting.pop()
        home, behind = owner.behind(asked)
        if behind is None:
            continue
        if value.kind == "name":
            if not _named(program, value, behind):
                yield _flaw(place, f"{what} names {value.value!r}, which is no value of {asked.name}.")
            continue
        if not _fits(value, behind):
            yield _flaw(place, f"{what} is of the type {asked.name}, and its value is {_shown(value)}.")
            continue
        if isinstance(behind, Struct):
            for key, below in zip(value.items[::2], value.items[1::2], strict=True):
                if key.kind != "text" or key.value not in behind.known:
                    yield _flaw(place, f"{what} sets {key.value!r}, and {behind.name} has no such field.")
                else:
                    waiting.append((home, below, behind.known[str(key.value)].shape))
        elif isinstance(behind, Shape) and behind.inner:
            kinds = len(behind.inner)
            waiting += [(home, one, behind.inner[number % kinds]) for number, one in enumerate(value.items)]


def _named(program: Program, value: Given, behind: Shape | Struct | Enum) -> bool:
    """Whether a name stands for a value of the type; true where that is in a file that was not handed in."""
    name = str(value.value)
    if isinstance(behind, Shape) and behind.name == "bool" and name in ("true", "false"):
        return True
    if program.may_be_elsewhere(name) or program.const(name) is not None:
        return True
    if isinstance(behind, Enum) and name.rpartition(".")[2] in behind.known:
        return True
    return program.label(name) is not None and not isinstance(behind, Struct)


def _fits(value: Given, behind: Shape | Struct | Enum) -> bool:
    if isinstance(behind, Enum):
        return (value.kind == "integer" and value.value in behind.numbers) or (
            value.kind == "text" and None in behind.numbers
        )
    if isinstance(behind, Struct):
        return value.kind == "map" and (behind.kind != "union" or len(value.items) <= 2)
    name = behind.name
    if name in _INTEGERS:
        return value.kind == "integer"
    if name == "bool":
        return value.kind == "integer"
    if name == "double":
        return value.kind in ("integer", "double")
    if name in _TEXTS or name in BASE:
        return value.kind == "text"
    if name == "map":
        return value.kind == "map"
    return value.kind == "list" or (value.kind == "map" and not value.items)


def _shown(value: Given) -> str:
    return f"{str(value.value)[:60]!r}" if value.kind not in ("list", "map") else f"a {value.kind}"


def _flaw(place: Place, message: str) -> Flaw:
    return Flaw("format-invalid", place, message)
