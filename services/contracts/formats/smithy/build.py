"""A Smithy model becomes an Interface: its services with the operations bound to them, or its operations alone."""

from collections.abc import Iterator
from typing import Any

from ...model import (
    Answer,
    Effect,
    Example,
    Facts,
    Flaw,
    Group,
    Guard,
    GuardKind,
    Interface,
    Need,
    Operation,
    Value,
)
from ...naming import effect, version
from ...places import Place
from .http import METHODS, Bindings
from .link import missing
from .shapes import PRELUDE, Model, Ref, Shape
from .types import Types, deprecation_of, marks_of, text_of, trait_of, value_of

_PROTOCOLS = {  # trait: protocol, media type
    "aws.protocols#restJson1": ("http", "application/json"),
    "aws.protocols#restXml": ("http", "application/xml"),
    "aws.protocols#awsJson1_0": ("http", "application/x-amz-json-1.0"),
    "aws.protocols#awsJson1_1": ("http", "application/x-amz-json-1.1"),
    "aws.protocols#awsQuery": ("http", "application/x-www-form-urlencoded"),
    "aws.protocols#ec2Query": ("http", "application/x-www-form-urlencoded"),
    "smithy.protocols#rpcv2Cbor": ("http", "application/cbor"),
    "smithy.protocols#rpcv2Json": ("http", "application/json"),
    "alloy#simpleRestJson": ("http", "application/json"),
    "alloy.proto#grpc": ("grpc", "application/grpc"),
    "smithy.mqtt#publish": ("mqtt", ""),
}
_GUARDS: dict[str, GuardKind] = {
    PRELUDE + "httpBasicAuth": "basic",
    PRELUDE + "httpBearerAuth": "bearer",
    PRELUDE + "httpDigestAuth": "other",
    PRELUDE + "httpApiKeyAuth": "key",
    "aws.auth#sigv4": "other",
    "aws.auth#sigv4a": "other",
    "aws.auth#cognitoUserPools": "bearer",
}
_LIFE: dict[str, Effect] = {
    "create": "create",
    "put": "replace",
    "read": "read",
    "update": "change",
    "delete": "delete",
    "list": "read",
}


def build(model: Model, dialect: str, facts: Facts) -> tuple[Interface, list[Flaw]]:
    builder = _Builder(model)
    return builder.interface(facts), builder.types.flaws


class _Builder:
    def __init__(self, model: Model) -> None:
        self.model = model
        self.types = Types(model)
        self.services = [one for one in model.shapes.values() if one.type == "service"]
        self.owners: dict[str, list[Shape]] = {}
        """The services of an operation, by its id."""
        self.effects: dict[str, Effect] = {}
        self.guards = {one.id: tuple(self._guards(one)) for one in self.services}
        self.protocols = {one.id: _protocol(one) for one in self.services}

    def interface(self, facts: Facts) -> Interface:
        model = self.model
        for service in self.services:
            self._bind(service)
        if not self.services:
            self.owners = {one.id: [] for one in model.shapes.values() if one.type == "operation"}
        for one in model.shapes.values():
            if one.type == "resource":
                self._life(one)
        guards = {guard.name: guard for several in self.guards.values() for guard in several}
        main = self.services[0] if self.services else None
        namespace = next((one.namespace for one in model.origins if one.namespace), "")
        place = main.place if main is not None else model.top
        title = (text_of(main.traits, "title") or main.name) if main is not None else namespace
        return Interface(
            Place(place, (), "interface") if main is None else Place(None, place.path, "interface"),
            "smithy",
            title=title,
            version=(main.version if main is not None else "") or version(namespace),
            text=text_of(main.traits) if main is not None else "",
            guards=tuple(guards.values()),
            groups=tuple(Group(one.place, one.shown, text_of(one.traits)) for one in self.services),
            operations=tuple(self._operation(model.shapes[whole], services) for whole, services in self.owners.items()),
            types=self.types.all(),
            facts=facts,
            marks=marks_of(main.traits) if main is not None else {},
        )

    def _bind(self, service: Shape) -> None:
        """Every operation that a service has, its own and those of its resources."""
        waiting = [service]
        seen: set[str] = set()
        while waiting:
            shape = waiting.pop(0)
            if shape.id in seen:
                continue
            seen.add(shape.id)
            for word in ("operations", "collectionOperations", "resources", *_LIFE):
                for ref in shape.refs.get(word, []):
                    found = self.model.shapes.get(ref.id)
                    if found is None:
                        self.types.flaws.append(missing(self.model, ref, shape.origin))
                    elif found.type == "resource":
                        waiting.append(found)
                    elif found.type == "operation" and service not in self.owners.setdefault(ref.id, []):
                        self.owners[ref.id].append(service)

    def _life(self, resource: Shape) -> None:
        for word, does in _LIFE.items():
            for ref in resource.refs.get(word, []):
                self.effects.setdefault(ref.id, does)

    def _guards(self, service: Shape) -> Iterator[Guard]:
        for one in service.traits:
            kind = _GUARDS.get(one.name.id)
            if kind is None:
                continue
            said = one.value if isinstance(one.value, dict) else {}
            name = one.name.id.removeprefix(PRELUDE)
            where, member = str(said.get("in") or ""), str(said.get("name") or "") if kind == "key" else ""
            place = service.place.to(f"guard {name}")
            schemes = ("digest",) if name == "httpDigestAuth" else ()
            yield Guard(Place(None, place.path, f"guard:{name}"), name, kind, where, member, schemes=schemes)

    def _needs(self, shape: Shape, services: list[Shape]) -> tuple[tuple[Need, ...], ...] | None:
        """Any one of the proofs that the operation or its service names; all that the service has, when none does."""
        names: list[str] | None = None
        for traits in (shape.traits, *(one.traits for one in services)):
            said = value_of(traits, "auth")
            if isinstance(said, list):
                names = [self._guard_name(str(one), shape) for one in said]
                break
        if names is None:
            names = [guard.name for service in services for guard in self.guards[service.id]]
            if not names:
                return None
        needs = tuple((Need(name),) for name in dict.fromkeys(names))
        return ((), *needs) if trait_of(shape.traits, "optionalAuth") is not None else needs

    @staticmethod
    def _guard_name(given: str, shape: Shape) -> str:
        used = shape.origin.uses.get(given)
        return used.id if used is not None else given.removeprefix(PRELUDE)

    def _operation(self, shape: Shape, services: list[Shape]) -> Operation:
        traits, place = shape.traits, shape.place
        protocol, media = self.protocols[services[0].id] if services else ("", "")
        http = value_of(traits, "http")
        bound = isinstance(http, dict) and protocol in ("http", "")
        bindings = Bindings(self.types, self.model, media if bound or protocol else "", bound=bound)
        given = http if isinstance(http, dict) else {}
        method = str(given.get("method") or "").upper()
        does, safe, repeatable = METHODS.get(method, ("act", None, None)) if bound else ("act", None, None)
        told: Effect = does if does not in ("act", "create") else effect(shape.name)
        told = self.effects.get(shape.id, told)
        if trait_of(traits, "readonly") is not None:
            told, safe, repeatable = "read", True, True
        elif trait_of(traits, "idempotent") is not None:
            repeatable = True
        owner = f"{services[0].shown}." if services else ""
        asked = place.to("input", name="request")
        request = bindings.message(self._data(shape, "input"), asked, self._examples(shape, "input", asked))
        return Operation(
            place,
            shape.shown,
            f"{method} {given.get('uri', '')}" if bound else owner + shape.shown,
            "call",
            "http" if bound else protocol,
            told,
            safe,
            repeatable,
            text=text_of(traits),
            groups=tuple(one.shown for one in services),
            needs=self._needs(shape, services),
            request=request,
            answers=tuple(self._answers(shape, services, bindings, given.get("code", 200))),
            deprecated=deprecation_of(traits, place),
            marks=marks_of(traits),
        )

    def _data(self, shape: Shape, word: str) -> tuple[Shape | None, Ref | None]:
        """The structure that goes in or comes out. None, told as a flaw, where nothing stands behind its name."""
        ref = next(iter(shape.refs.get(word, [])), None)
        if ref is None or ref.id == PRELUDE + "Unit":
            return None, None
        found = self.model.shapes.get(ref.id)
        if found is None:
            self.types.flaws.append(missing(self.model, ref, shape.origin))
        return found, ref

    def _answers(self, shape: Shape, services: list[Shape], bindings: Bindings, code: Value) -> Iterator[Answer]:
        place = shape.place.to("output", name="answer:success")
        examples = self._examples(shape, "output", place)
        success = bindings.message(self._data(shape, "output"), place, examples)
        yield Answer(place, str(code) if bindings.bound else "success", "success", success)
        seen: set[str] = set()
        for owner in (shape, *services):
            for ref in owner.refs.get("errors", []):
                if ref.id in seen:
                    continue
                seen.add(ref.id)
                found = self.model.shapes.get(ref.id)
                if found is None:
                    self.types.flaws.append(missing(self.model, ref, owner.origin))
                name = found.shown if found is not None else ref.id
                at = (
                    Place(shape.place, ref.place.steps, f"answer:{name}")
                    if owner is shape
                    else shape.place.to(name=f"answer:{name}")
                )
                message = bindings.message((found, ref), at, (), name)
                yield Answer(at, _status(found) if bindings.bound else name, "error", message)

    @staticmethod
    def _examples(shape: Shape, word: str, place: Place) -> tuple[Example, ...]:
        listed: Any = value_of(shape.traits, "examples")
        found = []
        for one in listed if isinstance(listed, list) else ():
            if isinstance(one, dict) and word in one:
                name = str(one.get("title") or "")
                at = place.to("examples", name=f"example:{name[:100]}")
                found.append(Example(at, one[word], name, str(one.get("documentation") or "")))
        return tuple(found)


def _protocol(service: Shape) -> tuple[str, str]:
    return next((_PROTOCOLS[one.name.id] for one in service.traits if one.name.id in _PROTOCOLS), ("", ""))


def _status(error: Shape | None) -> str:
    if error is None:
        return "default"
    code = value_of(error.traits, "httpError")
    if isinstance(code, int):
        return str(code)
    return {"client": "400", "server": "500"}.get(str(value_of(error.traits, "error")), "default")
