"""An AsyncAPI document becomes an Interface: servers, guards, and what passes on its channels."""

import re
from collections.abc import Iterator
from typing import Any

from ...model import NO_MARKS, Answer, Contact, Facts, Field, Flaw, Group, Interface, Message, Operation, Server
from ...places import Path, Place
from ..jsonschema.files import Files
from ..jsonschema.look import Node, deprecation, items, mapping, marks, text, texts
from ..jsonschema.references import References
from .guards import Guards, Needs
from .messages import Messages, Payloads, together
from .said import Said, bindings, marked, tag_names

_KINDS = {
    "schemas": "type",
    "messages": "message",
    "servers": "server",
    "serverVariables": "variable",
    "channels": "channel",
    "operations": "operation",
    "parameters": "parameter",
    "securitySchemes": "guard",
    "correlationIds": "correlation",
    "replies": "reply",
    "replyAddresses": "reply-address",
    "operationTraits": "operation-trait",
    "messageTraits": "message-trait",
    "serverBindings": "server-binding",
    "channelBindings": "channel-binding",
    "operationBindings": "operation-binding",
    "messageBindings": "message-binding",
    "externalDocs": "documentation",
    "tags": "group",
}
HOMES: dict[Path, str] = {
    **{("components", kind): word for kind, word in _KINDS.items()},
    ("servers",): "server",
    ("channels",): "channel",
    ("operations",): "operation",
}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}://")
_ACTIONS = {"publish": "receive", "subscribe": "send"}
"""In version 2 they say what others do: what they publish, the service receives."""


def build(document: Files, dialect: str, facts: Facts) -> tuple[Interface, list[Flaw]]:
    references = References(document, HOMES)
    return _Builder(references, old=dialect < "3").interface(facts), references.flaws


class _Channel:
    """A channel as its operations see it."""

    __slots__ = ("address", "fields", "kept", "messages", "needs", "node", "protocol", "servers")

    def __init__(self, node: Node, address: str) -> None:
        self.node = node
        self.address = address
        self.fields: tuple[Field, ...] = ()
        self.messages: dict[str, Message] = {}
        self.servers: tuple[Server, ...] = ()
        self.protocol = ""
        self.needs: Needs | None = None
        self.kept: dict[str, Any] = {}


class _Builder:
    def __init__(self, references: References, *, old: bool) -> None:
        self.references = references
        self.root = references.root
        self.place = references.place
        self.old = old
        self.shapes = Payloads(references, ("components", "schemas"))
        self.messages = Messages(references, self.shapes, text(self.root, "defaultContentType"), old=old)
        self.guards = Guards(references)
        self.names: set[str] = set()
        self.servers: dict[str, Server] = {}
        self._needs: dict[int, Needs | None] = {}
        self._by_node: dict[int, Server] = {}
        self._channels: dict[int, _Channel] = {}

    def interface(self, facts: Facts) -> Interface:
        info = mapping(self.root, "info")
        contact, licence = mapping(info, "contact"), mapping(info, "license")
        self.shapes.read_all()
        for name, node, place in self.references.of(self.root, "servers", self.place, "server"):
            self.servers[name] = self._server(name, node, place)
        operations = tuple(self._old_operations() if self.old else self._operations())
        shared = tuple(self._shared())
        self.shapes.read_all()  # what only messages referred to
        return Interface(
            self.place.to("info", name="interface"),
            "asyncapi",
            title=text(info, "title"),
            version=text(info, "version"),
            text=text(info, "description"),
            contact=Contact(text(contact, "name"), text(contact, "url"), text(contact, "email")),
            licence=text(licence, "name") or text(licence, "url"),
            terms=text(info, "termsOfService"),
            servers=tuple(self.servers.values()),
            guards=tuple(self.guards.found),
            groups=tuple(self._groups()),
            operations=operations,
            types=self.shapes.named,
            shared=shared,
            facts=facts,
            marks=marks(info),
        )

    def _groups(self) -> Iterator[Group]:
        above, at = (self.root, self.place) if self.old else (mapping(self.root, "info"), self.place.to("info"))
        for index, tag in enumerate(items(above, "tags")):
            found = self.references.follow(tag, at.to("tags", index)) if isinstance(tag, dict) else None
            if found:
                node, place = found
                place.name = place.name or f"group:{text(node, 'name')}"
                yield Group(place, text(node, "name"), text(node, "description"))

    def _server(self, name: str, node: Node, place: Place) -> Server:
        known = self._by_node.get(id(node))
        if known is not None:
            return known
        protocol = text(node, "protocol").lower()
        address = text(node, "url") if self.old else text(node, "host") + _path(text(node, "pathname"))
        for variable, below, _ in self.references.of(node, "variables", place):
            address = address.replace("{" + variable + "}", text(below, "default") or "{" + variable + "}")
        if protocol and not _SCHEME.match(address):
            address = f"{protocol}://{address}"
        kept = marked(
            node,
            bindings=bindings(self.references, node, place),
            protocol_version=text(node, "protocolVersion"),
            tags=list(tag_names(self.references, node.get("tags"), place.to("tags"))),
        )
        server = Server(place, address, protocol, name, text(node, "description") or text(node, "summary"), kept)
        self._by_node[id(node)] = server
        self._needs[id(server)] = self.guards.needs(node, place)
        return server

    def _channel(self, name: str, node: Node, place: Place) -> _Channel:
        known = self._channels.get(id(node))
        if known is not None:
            return known
        channel = self._channels[id(node)] = _Channel(node, name if self.old else text(node, "address") or name)
        channel.servers = tuple(self._servers_of(node, place))
        served = channel.servers or tuple(self.servers.values())
        channel.needs = self._needs_of(served)
        channel.fields = tuple(
            self.messages.parameter(said, below, at)
            for said, below, at in self.references.of(node, "parameters", place, "parameter")
        )
        kept = bindings(self.references, node, place)
        channel.kept = marked({}, channel=kept)
        protocols = {server.protocol for server in served} or set(kept)
        channel.protocol = protocols.pop() if len(protocols) == 1 else ""
        if not self.old:
            for said, below, at in self.references.of(node, "messages", place, "message"):
                channel.messages[said] = self.messages.message(below, at, said)
        return channel

    def _servers_of(self, node: Node, place: Place) -> Iterator[Server]:
        """Where a channel is, when it is not everywhere."""
        if self.old:
            yield from (self.servers[name] for name in texts(node, "servers") if name in self.servers)
            return
        for index, one in enumerate(items(node, "servers")):
            found = self.references.follow(one, place.to("servers", index)) if isinstance(one, dict) else None
            if found:
                yield self._server(str(one.get("$ref", "")).rpartition("/")[2], *found)

    def _needs_of(self, servers: tuple[Server, ...]) -> Needs | None:
        """What the servers ask for, each in its own way. None when one of them says nothing."""
        found = [self._needs.get(id(server)) for server in servers]
        if not found or any(one is None for one in found):
            return None
        return tuple({repr(way): way for needs in found for way in needs or ()}.values())

    def _old_operations(self) -> Iterator[Operation]:
        for address, node, place in self.references.of(self.root, "channels", self.place):
            channel = self._channel(address, node, place)
            for member, direction in _ACTIONS.items():
                one, at = mapping(node, member), place.to(member)
                if not one:
                    continue
                said = Said(self.references, one, at, old=True)
                given = said.text("operationId")
                found = list(self._old_messages(one, at, given or address))
                yield self._operation(channel, said, given, found, action=direction)

    def _old_messages(self, node: Node, place: Place, name: str) -> Iterator[Message]:
        several = items(mapping(node, "message"), "oneOf")
        at = place.to("message")
        one_by_one = [(one, at.to("oneOf", index)) for index, one in enumerate(several)]
        for one, where in one_by_one or [(mapping(node, "message"), at)]:
            if not isinstance(one, dict) or not one:
                continue
            called = _last(one)
            where.name = f"message:{called or text(one, 'name') or where.steps[-1]}" if several else ""
            found = self.references.follow(one, where)
            if found:
                yield self.messages.message(*found, called or ("" if several else name))

    def _operations(self) -> Iterator[Operation]:
        for name, node, place in self.references.of(self.root, "operations", self.place, "operation"):
            found = self._channel_of(node, place)
            channel = found or _Channel({}, "")
            said = Said(self.references, node, place, old=False)
            messages = list(self._messages_of(node, place, channel))
            answers: tuple[Answer, ...] = ()
            reply = mapping(node, "reply")
            end = self.references.follow(reply, place.to("reply", name="answer:reply")) if reply else None
            if end:
                answers = (self._reply(*end),)
            yield self._operation(channel, said, name, messages, action=text(node, "action"), answers=answers)

    def _channel_of(self, node: Node, place: Place) -> _Channel | None:
        below = mapping(node, "channel")
        found = self.references.follow(below, place.to("channel")) if below else None
        return self._channel(_last(below), *found) if found else None

    def _messages_of(self, node: Node, place: Place, channel: _Channel | None) -> Iterator[Message]:
        """Those that are listed, else all of the channel."""
        if "messages" not in node:
            yield from channel.messages.values() if channel else ()
            return
        for index, one in enumerate(items(node, "messages")):
            if isinstance(one, dict):
                name = _last(one)
                found = self.references.follow(one, place.to("messages", index, name=f"message:{name}"))
                if found:
                    yield self.messages.message(*found, name)

    def _reply(self, node: Node, place: Place) -> Answer:
        """What comes back, on a channel of its own or where the question says."""
        channel = self._channel_of(node, place)
        messages = list(self._messages_of(node, place, channel))
        below = mapping(node, "address")
        found = self.references.follow(below, place.to("address")) if below else None
        where = text(found[0], "location") if found else ""
        told = {"channel": channel.address if channel else "", "address": where}
        kept = {name: value for name, value in told.items() if value}
        message = together(place.to(name="message"), channel.fields if channel else (), messages, kept)
        return Answer(place, "reply", "success", message)

    def _operation(
        self,
        channel: _Channel,
        said: Said,
        given: str,
        messages: list[Message],
        *,
        action: str,
        answers: tuple[Answer, ...] = (),
    ) -> Operation:
        """`given` is the name it has, `action` what the service does: send or receive."""
        node, place = said.own
        sends = action == "send"
        name = given if given and given not in self.names else f"{action or 'receive'} {channel.address}"
        self.names.add(name)
        place.name = f"operation:{name}"
        kept = {**said.marks(), **channel.kept}
        protocols = said.bindings()
        protocol = channel.protocol or (next(iter(protocols)) if len(protocols) == 1 else "")
        request = together(place.to(name="request"), channel.fields, messages)
        return Operation(
            place,
            given,
            channel.address or given,
            "send" if sends else "call" if answers else "receive",
            protocol,
            summary=said.text("summary") or said.text("title"),
            text=said.text("description") or text(channel.node, "description"),
            groups=said.groups() or tag_names(self.references, channel.node.get("tags"), place),
            needs=self._own_needs(said, channel),
            request=request,
            answers=answers,
            servers=channel.servers,
            deprecated=deprecation(node, place) or deprecation(channel.node, place),
            marks=kept or NO_MARKS,
        )

    def _own_needs(self, said: Said, channel: _Channel) -> Needs | None:
        for node, place in said.parts:
            needs = self.guards.needs(node, place)
            if needs is not None:
                return needs
        return channel.needs

    def _shared(self) -> Iterator[Field | Message]:
        components, place = mapping(self.root, "components"), self.place.to("components")
        for name, node, at in self.references.of(components, "messages", place, "message"):
            yield self.messages.message(node, at, name)


def _path(pathname: str) -> str:
    return pathname if not pathname or pathname.startswith("/") else f"/{pathname}"


def _last(reference: Node) -> str:
    """The name at the end of a reference."""
    return str(reference.get("$ref", "")).rpartition("/")[2].replace("~1", "/").replace("~0", "~")
