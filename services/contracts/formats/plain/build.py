"""A document in the plain form becomes an Interface: nearly word by word."""

import re
from collections.abc import Iterator
from typing import Any, get_args

from ...model import (
    Answer,
    Body,
    Contact,
    Direction,
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
)
from ...naming import effect
from ...places import Place
from ..jsonschema.files import Files
from ..jsonschema.look import Node, items, mapping, marks, text, texts
from .shapes import Shapes, deprecation

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,30}):")


def build(document: Files, dialect: str, facts: Facts) -> tuple[Interface, list[Flaw]]:
    builder = _Builder(document)
    return builder.interface(facts), builder.shapes.flaws


class _Builder:
    def __init__(self, document: Files) -> None:
        self.root: Node = document.root
        self.place = document.place
        self.shapes = Shapes(mapping(self.root, "types"))
        self.protocol = text(self.root, "protocol")
        self.needs = _needs(self.root)

    def interface(self, facts: Facts) -> Interface:
        root, place = self.root, self.place
        contact = mapping(root, "contact")
        types = {
            name: self.shapes.type(node, place.to("types", name, name=f"type:{name}"), name)
            for name, node in mapping(root, "types").items()
        }
        return Interface(
            place.to(name="interface"),
            "plain",
            title=text(root, "title"),
            version=text(root, "version"),
            summary=text(root, "summary"),
            text=text(root, "text"),
            contact=Contact(text(contact, "name"), text(contact, "address"), text(contact, "mail")),
            licence=text(root, "licence"),
            terms=text(root, "terms"),
            servers=tuple(self._servers()),
            guards=tuple(self._guards()),
            groups=tuple(
                Group(place.to("groups", name, name=f"group:{name}"), name, str(said))
                for name, said in mapping(root, "groups").items()
            ),
            operations=tuple(
                self._operation(name, node, place.to("operations", name, name=f"operation:{name}"))
                for name, node in mapping(root, "operations").items()
                if isinstance(node, dict)
            ),
            types=types,
            facts=facts,
            marks=marks(root),
        )

    def _servers(self) -> Iterator[Server]:
        for index, one in enumerate(items(self.root, "servers")):
            node: Node = one if isinstance(one, dict) else {"address": one}
            address = text(node, "address")
            scheme = _SCHEME.match(address)
            protocol = text(node, "protocol") or (scheme.group(1).lower() if scheme else self.protocol)
            at = self.place.to("servers", index, name=f"server:{address[:200]}")
            yield Server(at, address, protocol, text(node, "name"), text(node, "text"), marks(node))

    def _guards(self) -> Iterator[Guard]:
        kinds: tuple[GuardKind, ...] = get_args(GuardKind.__value__)
        for name, node in mapping(self.root, "guards").items():
            if isinstance(node, dict):
                yield Guard(
                    self.place.to("guards", name, name=f"guard:{name}"),
                    name,
                    next((one for one in kinds if one == node.get("kind")), "other"),
                    text(node, "where"),
                    text(node, "member"),
                    text(node, "text"),
                    texts(node, "addresses"),
                    {right: str(said) for right, said in mapping(node, "rights").items()},
                )

    def _operation(self, name: str, node: Node, place: Place) -> Operation:
        directions: tuple[Direction, ...] = get_args(Direction.__value__)
        effects: tuple[Effect, ...] = get_args(Effect.__value__)
        direction: Direction = next((one for one in directions if one == node.get("direction")), "call")
        told: Effect = effect(name) if direction == "call" else "act"
        answers = [*self._answers(node, "answers", "success", place), *self._answers(node, "errors", "error", place)]
        return Operation(
            place,
            name,
            text(node, "address") or name,
            direction,
            text(node, "protocol") or self.protocol,
            next((one for one in effects if one == node.get("effect")), told),
            node.get("safe") if isinstance(node.get("safe"), bool) else None,
            node.get("repeatable") if isinstance(node.get("repeatable"), bool) else None,
            text(node, "summary"),
            text(node, "text"),
            texts(node, "groups"),
            _needs(node) if "needs" in node else self.needs,
            self._message(node.get("request"), place.to("request", name="request")),
            tuple(answers),
            (),
            deprecation(node, place),
            marks(node),
        )

    def _answers(self, node: Node, word: str, outcome: Outcome, place: Place) -> Iterator[Answer]:
        for code, below in mapping(node, word).items():
            at = place.to(word, code, name=f"answer:{code}")
            yield Answer(at, code, outcome, self._message(below, at))

    def _message(self, node: Any, place: Place) -> Message:
        """A message, or a type expression that stands for one whose content is of this type."""
        said: Node = node if isinstance(node, dict) else {"content": node} if isinstance(node, str) else {}
        fields: tuple[Field, ...] = self.shapes.fields(said, place)
        bodies: tuple[Body, ...] = ()
        if "content" in said:
            at = place.to("content") if isinstance(node, dict) else place
            shape = self.shapes.type(said["content"], at)
            bodies = (Body(place, shape, text(said, "media"), self.shapes.examples(said, place)),)
        return Message(place, "", text(said, "text"), bool(bodies), fields, bodies, marks(said))


def _needs(node: Node) -> tuple[tuple[Need, ...], ...] | None:
    """A list of alternatives: a guard, or several that are needed together."""
    if not isinstance(node.get("needs"), list):
        return None
    ways = [one if isinstance(one, list) else [one] for one in node["needs"]]
    return tuple(tuple(Need(name) for name in way if isinstance(name, str)) for way in ways)
