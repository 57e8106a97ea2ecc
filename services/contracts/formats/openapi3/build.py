"""An OpenAPI document becomes an Interface: servers, guards, operations, what goes in and what comes back."""

import re
from collections.abc import Iterator
from typing import Any

from ...model import (
    Answer,
    Body,
    Contact,
    Effect,
    Facts,
    Field,
    Flaw,
    Group,
    Guard,
    GuardKind,
    Interface,
    Message,
    Need,
    Operation,
    Outcome,
    Server,
    Type,
)
from ...places import Path, Place
from ..jsonschema.files import Files
from ..jsonschema.look import Node, deprecation, items, mapping, marks, text, texts
from ..jsonschema.references import References
from ..jsonschema.shapes import Shapes

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
KINDS = {  # components that stand where a reference may stand, and how the Interface's keys call them
    "parameters": "parameter",
    "responses": "answer",
    "requestBodies": "request",
    "headers": "header",
    "examples": "example",
    "securitySchemes": "guard",
    "callbacks": "callback",
    "pathItems": "path",
    "links": "link",
    "schemas": "type",
    "mediaTypes": "body",
}
HOMES: dict[Path, str] = {("components", kind): word for kind, word in KINDS.items()}

_EFFECTS: dict[str, tuple[Effect, bool | None, bool | None]] = {  # effect, safe, repeatable (RFC 9110, 9.2)
    "get": ("read", True, True),
    "head": ("read", True, True),
    "options": ("read", True, True),
    "trace": ("read", True, True),
    "query": ("read", True, True),
    "put": ("replace", False, True),
    "delete": ("delete", False, True),
    "patch": ("change", False, False),
    "post": ("act", False, False),
}
_UNKNOWN: tuple[Effect, bool | None, bool | None] = ("act", None, None)
_CREATES = re.compile(
    r"(?:create|add|place|register|submit|insert|order|issue)(?![a-z])|(?:creates|adds|places|registers|submits)(?![a-z])"
)
"""How names and sentences of creating begin: createOrder, create_order, "Create an order", "Creates an order"."""
_ADDRESSES = ("authorizationUrl", "deviceAuthorizationUrl", "tokenUrl", "refreshUrl")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,30}):")


def build(document: Files, dialect: str, facts: Facts) -> tuple[Interface, list[Flaw]]:
    references = References(document, HOMES)
    return Builder(references, Shapes(references, ("components", "schemas"))).interface(facts), references.flaws


class Builder:
    """Everything that an Interface holds, from a document of version 3; version 2 says some of it in other places."""

    def __init__(self, references: References, shapes: Shapes) -> None:
        self.references = references
        self.shapes = shapes
        self.root = references.root
        self.place = references.place
        self.names: set[str] = set()
        self.needs = _needs(self.root)
        self._fields: dict[int, Field] = {}
        self._messages: dict[int, Message] = {}
        self._served: dict[int, tuple[Server, ...]] = {}
        self._called_back: set[int] = set()

    def interface(self, facts: Facts) -> Interface:
        root, place = self.root, self.place
        info = mapping(root, "info")
        at = place.to("info", name="interface")
        contact, licence = mapping(info, "contact"), mapping(info, "license")
        self.shapes.read_all()
        operations = tuple(self._operations())
        shared = tuple(self._shared())
        self.shapes.read_all()  # what only operations and shared parts referred to
        return Interface(
            at,
            "openapi",
            title=text(info, "title"),
            version=text(info, "version"),
            summary=text(info, "summary"),
            text=text(info, "description"),
            contact=Contact(text(contact, "name"), text(contact, "url"), text(contact, "email")),
            licence=text(licence, "name") or text(licence, "identifier") or text(licence, "url"),
            terms=text(info, "termsOfService"),
            servers=self._servers(root, place),
            guards=tuple(self._guards()),
            groups=tuple(
                self._group(tag, place.to("tags", index))
                for index, tag in enumerate(items(root, "tags"))
                if isinstance(tag, dict)
            ),
            operations=operations,
            types=self.shapes.named,
            shared=shared,
            facts=facts,
            marks=marks(info),
        )

    @staticmethod
    def _group(tag: Node, place: Place) -> Group:
        place.name = f"group:{text(tag, 'name')}"
        return Group(place, text(tag, "name"), text(tag, "description"))

    def _servers(self, node: Node, place: Place) -> tuple[Server, ...]:
        """Built once for each place: the operations of one path share its servers."""
        if id(node) in self._served or "servers" not in node:
            return self._served.get(id(node), ())
        found = []
        for index, server in enumerate(items(node, "servers")):
            if not isinstance(server, dict):
                continue
            address = text(server, "url")
            for name, variable in mapping(server, "variables").items():
                if isinstance(variable, dict):
                    address = address.replace("{" + name + "}", text(variable, "default") or "{" + name + "}")
            scheme = _SCHEME.match(address)
            at = place.to("servers", index, name=f"server:{address[:200]}")
            found.append(
                Server(
                    at,
                    address,
                    scheme.group(1).lower() if scheme else "",
                    text(server, "name"),
                    text(server, "description"),
                    marks(server),
                )
            )
        self._served[id(node)] = tuple(found)
        return tuple(found)

    def _guards(self) -> Iterator[Guard]:
        for name, node, place in self.references.of(
            mapping(self.root, "components"), "securitySchemes", self.place.to("components"), "guard"
        ):
            kind: GuardKind = "other"
            match text(node, "type"), text(node, "scheme").lower():
                case "apiKey", _:
                    kind = "key"
                case "http", "basic":
                    kind = "basic"
                case "http", "bearer":
                    kind = "bearer"
                case "oauth2", _:
                    kind = "oauth2"
                case "openIdConnect", _:
                    kind = "openid"
                case "mutualTLS", _:
                    kind = "mutual-tls"
            flows = [flow for flow in mapping(node, "flows").values() if isinstance(flow, dict)]
            rights = {right: str(said) for flow in flows for right, said in mapping(flow, "scopes").items()}
            addresses = [text(flow, way) for flow in flows for way in _ADDRESSES]
            addresses += [text(node, "openIdConnectUrl"), text(node, "oauth2MetadataUrl")]
            yield Guard(
                place,
                name,
                kind,
                text(node, "in"),
                text(node, "name"),
                text(node, "description"),
                tuple(filter(None, addresses)),
                rights,
                tuple(filter(None, (text(node, "scheme").lower(), *mapping(node, "flows")))),
            )

    def _operations(self) -> Iterator[Operation]:
        # Before 3.1 there was no place for webhooks; x-webhooks is where everybody put them.
        for member, sent in (("paths", ""), ("webhooks", "webhook "), ("x-webhooks", "webhook ")):
            for name, node, place in self.references.of(self.root, member, self.place):
                # what stands elsewhere keeps its place; its key begins with the operation all the same
                yield from self._path(name, node, Place(None, place.path) if place.key else place, sent)

    def _path(self, path: str, node: Node, place: Place, sent: str) -> Iterator[Operation]:
        """The operations of one path; `sent` says what kind of call the service makes itself, "" when it is called."""
        methods = [(method, node[method], place.to(method)) for method in METHODS if method in node]
        more = place.to("additionalOperations")
        methods += [(name, one, more.to(name)) for name, one in mapping(node, "additionalOperations").items()]
        for method, operation, at in methods:
            if isinstance(operation, dict):
                address = f"{sent}{method.upper()} {path}"
                yield from self._operation(address, (node, place), (operation, at), sent=bool(sent))

    def _operation(
        self, address: str, path: tuple[Node, Place], own: tuple[Node, Place], *, sent: bool
    ) -> Iterator[Operation]:
        """An operation and the callbacks it brings along; `path` holds what all operations of its path share."""
        (above, above_place), (node, place) = path, own
        given, method = text(node, "operationId"), place.steps[-1]
        name = given if given and given not in self.names else address
        self.names.add(name)
        place.name = f"operation:{name}"
        effect, safe, repeatable = _EFFECTS.get(str(method), _UNKNOWN)
        if method == "post" and not address.endswith("}"):
            said = (given, text(node, "summary"), text(node, "description")[:60])
            if "201" in mapping(node, "responses") or any(_CREATES.match(_begun(one)) for one in said):
                effect = "create"
        yield Operation(
            place,
            given,
            address,
            "send" if sent else "call",
            "http",
            effect,
            safe,
            repeatable,
            text(node, "summary"),
            text(node, "description"),
            texts(node, "tags"),
            _needs(node) if "security" in node else self.needs,
            self._request(node, above, place, above_place),
            tuple(self._answers(node, place)),
            self._servers(node, place) or self._servers(above, above_place),
            deprecation(node, place),
            marks(node),
        )
        for word, callback, at in self.references.of(node, "callbacks", place):
            if id(callback) in self._called_back:  # a callback may lead back to itself
                continue
            self._called_back.add(id(callback))
            for expression, item in callback.items():
                if isinstance(item, dict) and not expression.startswith("x-"):
                    found = self.references.follow(item, at.to(expression))
                    if found:
                        yield from self._path(f"{word} {expression}", *found, "callback ")

    def _request(self, node: Node, above: Node, place: Place, above_place: Place) -> Message:
        fields: dict[tuple[str, str], Field] = {}
        request = place.to(name="request")
        for owner, at in ((above, above_place.to(name=f"{place.name}/request")), (node, request)):
            for index, one in enumerate(items(owner, "parameters")):
                if isinstance(one, dict):
                    said = f"{text(one, 'in')}:{text(one, 'name')}"
                    found = self.references.follow(one, at.to("parameters", index, name=said))
                    if found:
                        field = self._parameter(*found)
                        fields[field.where, field.name] = field
        body = mapping(node, "requestBody")
        found = self.references.follow(body, request.to("requestBody")) if body else None
        content = self._message(*found) if found else None
        if content is None:
            return Message(request, fields=tuple(fields.values()))
        return Message(
            request, "", content.text, content.required, tuple(fields.values()), content.bodies, content.marks
        )

    def _parameter(self, node: Node, place: Place, name: str = "", where: str = "") -> Field:
        """Built once for each place, however often it is referred to."""
        known = self._fields.get(id(node))
        if known is not None:
            return known
        shape = self._shape(node, place)
        field = Field(
            place,
            name or text(node, "name"),
            shape,
            node.get("required") is True,
            text(node, "description"),
            where or text(node, "in"),
            default=shape.default,
            examples=self.shapes.examples(node, place) or shape.examples,
            deprecated=deprecation(node, place),
            marks=marks(node),
        )
        self._fields[id(node)] = field
        return field

    def _shape(self, node: Node, place: Place) -> Type:
        if "schema" in node:
            return self.shapes.type(node["schema"], place.to("schema"))
        for media, below in mapping(node, "content").items():
            if isinstance(below, dict) and "schema" in below:
                return self.shapes.type(below["schema"], place.to("content", media, "schema"))
        return Type(place)

    def _answers(self, node: Node, place: Place) -> Iterator[Answer]:
        for code, one in mapping(node, "responses").items():
            if isinstance(one, dict) and not code.startswith("x-"):
                at = place.to("responses", code, name=f"answer:{code}")
                found = self.references.follow(one, at)
                yield Answer(at, code, _outcome(code), self._message(*found) if found else Message(at))

    def _message(self, node: Node, place: Place) -> Message:
        known = self._messages.get(id(node))
        if known is None:
            headers = [
                self._parameter(header, at, name, "header")
                for name, header, at in self.references.of(node, "headers", place, "header")
            ]
            known = self._messages[id(node)] = Message(
                place,
                "",
                text(node, "description") or text(node, "summary"),
                node.get("required") is True,
                tuple(headers),
                tuple(self._bodies(node, place)),
                marks(node),
            )
        return known

    def _bodies(self, node: Node, place: Place) -> Iterator[Body]:
        for media, below, at in self.references.of(node, "content", place, "body"):
            if "schema" not in below and "itemSchema" in below:
                item = self.shapes.type(below["itemSchema"], at.to("itemSchema", name="item"))
                shape = Type(at, "list", item=item)
            else:
                shape = self.shapes.type(below.get("schema"), at.to("schema"))
            yield Body(at, shape, media, self.shapes.examples(below, at))

    def _shared(self) -> Iterator[Field | Message]:
        components, place = mapping(self.root, "components"), self.place.to("components")
        for kind in ("parameters", "headers"):
            word = KINDS[kind]
            for name, node, at in self.references.of(components, kind, place, word):
                yield self._parameter(node, at, *((name, "header") if kind == "headers" else ()))
        for kind in ("requestBodies", "responses"):
            for _, node, at in self.references.of(components, kind, place, KINDS[kind]):
                yield self._message(node, at)


def _begun(said: str) -> str:
    """The beginning of a name or sentence, its first letter small, without mark-up before it."""
    said = said[:60].strip().removeprefix("<p>").strip()
    return said[:1].lower() + said[1:]


def _outcome(code: str) -> Outcome:
    if code[:1] == "2":
        return "success"
    return "error" if code[:1] in ("4", "5") or code == "default" else "other"


def _needs(node: Node) -> tuple[tuple[Need, ...], ...] | None:
    said: Any = node.get("security")
    if not isinstance(said, list):
        return None
    return tuple(
        tuple(
            Need(guard, tuple(str(right) for right in rights if isinstance(rights, list)))
            for guard, rights in alternative.items()
            if isinstance(rights, list)
        )
        for alternative in said
        if isinstance(alternative, dict)
    )
