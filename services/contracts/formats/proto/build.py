"""The files of a contract become an Interface: services, rpcs, what goes in and what comes back."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from ...document import Source
from ...grammar import Script
from ...model import (
    NO_MARKS,
    Answer,
    Body,
    Contact,
    Effect,
    Facts,
    Flaw,
    Group,
    Guard,
    Interface,
    Message,
    Need,
    Operation,
    Server,
    Type,
    Value,
)
from ...naming import effect, version
from ...places import Place
from .constraints import below
from .literals import told
from .names import Names, joined
from .shapes import Shapes, deprecation, marked
from .tree import MethodNode, ProtoFile, ServiceNode

HTTP = "google.api.http"
_VERBS: dict[str, tuple[Effect, bool, bool]] = {  # effect, safe, repeatable (RFC 9110, 9.2)
    "get": ("read", True, True),
    "put": ("replace", False, True),
    "delete": ("delete", False, True),
}
_SCOPES = "google.api.oauth_scopes"
_OPENAPI = "grpc.gateway.protoc_gen_openapiv2.options.openapiv2_"
_LICENCE = re.compile(r"copyright|licen[cs]e", re.I)


class Document(Script):
    """The files, read; and what they say, built once."""

    def __init__(self, names: Names, main: str) -> None:
        super().__init__()
        self.names = names
        self.main = names.files[main]
        self.places: list[Place] = []

    def at(self, above: Place, step: str | int, source: Source, start: int, end: int, *, name: str = "") -> Place:
        place = super().at(above, step, source, start, end, name=name)
        self.places.append(place)
        return place

    @cached_property
    def said(self) -> tuple[Interface, list[Flaw]]:
        builder = _Builder(self)
        return builder.interface(), builder.shapes.flaws


def build(document: Document, dialect: str, facts: Facts) -> tuple[Interface, list[Flaw]]:
    interface, flaws = document.said
    return replace(interface, facts=facts), flaws


class _Builder:
    def __init__(self, document: Document) -> None:
        self.names = document.names
        self.files = list(document.names.files.values())
        self.main = self._leading(document.main)
        self.shapes = Shapes(document.names, document)
        self.keys: set[str] = set()
        self.groups: list[Group] = []
        self.guards: dict[str, Guard] = {}
        self.servers: dict[str, Server] = {}

    def _leading(self, main: ProtoFile) -> ProtoFile:
        """The file that says what the contract is about: the first one with services, when the main one has none."""
        return main if main.services else next((one for one in self.files if one.services), main)

    def interface(self) -> Interface:
        main, shapes = self.main, self.shapes
        place = shapes.mark(shapes.home(main.source), main, main.token, "interface", main.package)
        shapes.read_all()
        self._tell_missing()
        found = [(file, service) for file in self.files for service in file.services]
        reached = [self._reached(file, service) for file, service in found]
        operations = [
            self._operation(method, service, file, needs, servers if len(self.servers) > 1 else ())
            for (file, service), (servers, needs) in zip(found, reached, strict=True)
            for method in service.methods
        ]
        options = told(main.options)
        info = below(options, _OPENAPI + "swagger", "info")
        contact, licence = below(info, "contact"), below(info, "license")
        alone = found[0][1] if len(found) == 1 else None
        return Interface(
            place,
            "proto",
            title=_text(info, "title") or main.package or (alone.name if alone else ""),
            version=_text(info, "version") or version(main.package),
            text=_text(info, "description") or self._text() or (alone.text if alone else ""),
            contact=Contact(_text(contact, "name"), _text(contact, "url"), _text(contact, "email")),
            licence=_text(licence, "name") or _text(licence, "url"),
            terms=_text(info, "terms_of_service"),
            servers=tuple(self.servers.values()),
            guards=tuple(self.guards.values()),
            groups=tuple(self.groups),
            operations=tuple(operations),
            types=shapes.named,
            marks=options,
        )

    def _text(self) -> str:
        """What comments say of the package. A licence says nothing of it."""
        text = self.main.text
        return "" if _LICENCE.search(text[:400]) else text

    def _tell_missing(self) -> None:
        """An import that was not handed in is told once, where it stands."""
        for file in self.files:
            for lost in self.names.missing(file):
                place = self.shapes.mark(
                    self.shapes.home(file.source), file, lost.token, f"import:{lost.name}", lost.name
                )
                said = f"The file {lost.name[:200]!r} was not handed in: what is declared there is known by name only."
                self.shapes.flaws.append(Flaw("reference-not-followed", place, said))

    def _reached(
        self, file: ProtoFile, service: ServiceNode
    ) -> tuple[tuple[Server, ...], tuple[tuple[Need, ...], ...] | None]:
        """Where a service is reached, and the rights it asks for: google.api.default_host, google.api.oauth_scopes."""
        place = self.shapes.mark(self.shapes.home(file.source), file, service.token, f"group:{service.name}")
        self.groups.append(Group(place, service.name, service.text))
        options = told(service.options)
        host = _text(options, "google.api.default_host")
        if host and host not in self.servers:
            self.servers[host] = Server(place.to(name=f"server:{host[:200]}"), host, "grpc", service.name)
        scopes = [scope.strip() for scope in _text(options, _SCOPES).split(",") if scope.strip()]
        needs = None
        if scopes:
            before = self.guards.get(_SCOPES)
            rights = {**(before.rights if before else {}), **dict.fromkeys(scopes, "")}
            at = before.place if before else place.to(name=f"guard:{_SCOPES}")
            self.guards[_SCOPES] = Guard(at, _SCOPES, "oauth2", rights=rights)
            needs = tuple((Need(_SCOPES, (scope,)),) for scope in scopes)
        return (self.servers[host],) if host else (), needs

    def _operation(
        self,
        node: MethodNode,
        service: ServiceNode,
        file: ProtoFile,
        needs: tuple[tuple[Need, ...], ...] | None,
        servers: tuple[Server, ...],
    ) -> Operation:
        scope = joined(file.package, service.name)
        key = f"{service.name}.{node.name}"
        key = key if key not in self.keys else f"{scope}/{node.name}"
        self.keys.add(key)
        place = self.shapes.mark(self.shapes.home(file.source), file, node.token, f"operation:{key}")
        options = told(node.options)
        kind, safe, repeatable = _effect(node.name, options)
        extra = below(options, _OPENAPI + "operation")
        marks = dict(marked(node.options))
        if node.takes_stream:
            marks["client_streaming"] = True
        if node.gives_stream:
            marks["server_streaming"] = True
        if lines := tuple(_http(options)):
            marks["http"] = lines
        return Operation(
            place,
            node.name,
            f"{scope}/{node.name}",
            "call",
            "grpc",
            kind,
            safe,
            repeatable,
            _text(extra, "summary"),
            node.text or _text(extra, "description"),
            (service.name,),
            needs,
            self._request(node, scope, file, place),
            (self._answer(node, scope, file, place),),
            servers,
            deprecation(node, place) or deprecation(service, place),
            marks or NO_MARKS,
        )

    def _request(self, node: MethodNode, scope: str, file: ProtoFile, place: Place) -> Message:
        at = self.shapes.mark(place, file, node.takes_token or node.token, "request", node.takes)
        return _message(at, self.shapes.reference(node.takes, scope, file, at), stream=node.takes_stream)

    def _answer(self, node: MethodNode, scope: str, file: ProtoFile, place: Place) -> Answer:
        at = self.shapes.mark(place, file, node.gives_token or node.token, "answer:OK", node.gives)
        shape = self.shapes.reference(node.gives, scope, file, at)
        return Answer(at, "OK", "success", _message(at, shape, stream=node.gives_stream))


def _message(place: Place, shape: Type, *, stream: bool) -> Message:
    marks = {"streaming": True} if stream else NO_MARKS
    return Message(place, required=True, bodies=(Body(place, shape),), marks=marks)


def _effect(name: str, options: Mapping[str, Value]) -> tuple[Effect, bool | None, bool | None]:
    """What an rpc does: by its idempotency level, by the HTTP method it is offered as, by its name."""
    level = options.get("idempotency_level")
    named = effect(name)
    if level == "NO_SIDE_EFFECTS":
        return "read", True, True
    verb = next((verb for verb in _VERBS if verb in below(options, HTTP)), "")
    if not verb:
        return named, None, True if level == "IDEMPOTENT" else None
    kind, safe, repeatable = _VERBS[verb]
    return kind if named == "act" else named, safe, repeatable


def _http(options: Mapping[str, Value]) -> Iterator[str]:
    """How an rpc is reached over HTTP, one line for each way: `GET /v1/{name=orders/*}`."""
    rule = below(options, HTTP)
    more = rule.get("additional_bindings")
    for one in (rule, *(more if isinstance(more, list) else [more])):
        if isinstance(one, dict):
            for verb, path in one.items():
                if verb in ("get", "put", "post", "delete", "patch") and isinstance(path, str):
                    yield f"{verb.upper()} {path}"
                elif verb == "custom" and isinstance(path, dict):
                    yield f"{path.get('kind', '')} {path.get('path', '')}"


def _text(options: Mapping[str, Value], name: str) -> str:
    said = options.get(name)
    return said if isinstance(said, str) else ""
