"""Messages: headers, a key, the content in the schema language it is written in, and examples of it."""

from collections.abc import Iterator, Mapping
from typing import Any

from ...model import NO_MARKS, Body, Example, Field, Message, Type, Value
from ...places import Place
from ..avro.types import Types
from ..jsonschema.look import Node, deprecation, items, mapping, marks, text, texts
from ..jsonschema.references import References
from ..jsonschema.shapes import Shapes
from .said import Said

_AVRO = ("application/vnd.apache.avro", "avro/")
_SCHEMA = ("application/vnd.aai.asyncapi", "application/schema", "application/vnd.oai.openapi")


class Payloads(Shapes):
    """Schemas of AsyncAPI: each may be written in another language, which `schemaFormat` names."""

    def _type(self, node: Node, place: Place, name: str) -> Type:
        if "schemaFormat" in node and "schema" in node:
            return self.written_in(text(node, "schemaFormat"), node["schema"], place.to("schema"), name)
        return super()._type(node, place, name)

    def written_in(self, language: str, node: Any, place: Place, name: str = "") -> Type:
        """What is written in a language that is not read is a value of any kind, marked with that language."""
        said = language.partition(";")[0].strip().lower()
        if not said or said.startswith(_SCHEMA):
            return self.type(node, place, name)
        if said.startswith(_AVRO):
            ref = node.get("$ref") if isinstance(node, dict) else None
            if isinstance(ref, str):
                end = self.references.find(ref, place)
                if end is None:
                    return Type(place, name=name, ref=ref, marks={"schemaFormat": language})
                node, place = end.node, end.place
            types = Types(self.named, self.references.flaws)
            types.learn(node, "", place)
            return types.type(node, place, name=name)
        return Type(place, name=name, format=language, marks={"schemaFormat": language})


class Messages:
    """Builds messages, each once. `media` is what the document says of all content."""

    def __init__(self, references: References, shapes: Payloads, media: str, *, old: bool) -> None:
        self.references = references
        self.shapes = shapes
        self.media = media
        self.old = old
        self._built: dict[int, Message] = {}

    def message(self, node: Node, place: Place, name: str) -> Message:
        """`name` is what the document calls it where it says so, else the message says its own."""
        known = self._built.get(id(node))
        if known is None:
            known = self._built[id(node)] = self._message(node, place, name)
        return known

    def _message(self, node: Node, place: Place, name: str) -> Message:
        said = Said(self.references, node, place, old=self.old)
        own = said.text("name") or said.text("messageId") or name
        bodies = self._body(said, place, own)
        kept = said.marks()
        for found, _ in said.followed("correlationId"):
            kept["correlationId"] = text(found, "location")
        if said.text("title"):
            kept["title"] = said.text("title")
        return Message(
            place,
            own,
            said.text("description") or said.text("summary") or said.text("title"),
            bool(bodies),
            (*self._headers(said), *self._keys(said)),
            bodies,
            kept or NO_MARKS,
        )

    def _body(self, said: Said, place: Place, name: str) -> tuple[Body, ...]:
        payload = said.first("payload")
        if payload is None:
            return ()
        value, at = payload
        shape = self.shapes.written_in(said.text("schemaFormat"), value, at)
        examples = said.first("examples")
        shown = tuple(_examples(*examples)) if examples else ()
        return (Body(place.to(name=f"body:{name}"), shape, said.text("contentType") or self.media, shown),)

    def _headers(self, said: Said) -> Iterator[Field]:
        """The members of the schemas that the headers are, those of traits among them; each name once."""
        told: set[str] = set()
        waiting = list(said.followed("headers"))[::-1]
        for _ in range(1000):
            if not waiting:
                return
            node, place = waiting.pop()
            if "schemaFormat" in node and isinstance(node.get("schema"), dict):
                node, place = node["schema"], place.to("schema")
            required = set(texts(node, "required"))
            for name, below in mapping(node, "properties").items():
                if name not in told:
                    told.add(name)
                    yield self._field(name, below, place.to("properties", name, name=f"header:{name}"), required)
            for index, part in enumerate(items(node, "allOf")):
                found = self.references.follow(part, place.to("allOf", index)) if isinstance(part, dict) else None
                if found:
                    waiting.append(found)

    def _field(self, name: str, node: Any, place: Place, required: set[str]) -> Field:
        shape = self.shapes.type(node, place)
        return Field(
            place,
            name,
            shape,
            name in required,
            shape.text,
            "header",
            default=shape.default,
            examples=shape.examples,
            deprecated=shape.deprecated,
            marks=shape.marks,
        )

    def _keys(self, said: Said) -> Iterator[Field]:
        """Kafka's key, by which messages are put in order."""
        for below, place in said.followed("bindings"):
            node = mapping(below, "kafka").get("key")
            if isinstance(node, dict):
                at = place.to("kafka", "key", name="key")
                shape = self.shapes.type(node, at)
                yield Field(at, "key", shape, False, shape.text, "key", examples=shape.examples)
                return

    def parameter(self, name: str, node: Node, place: Place) -> Field:
        """A part of a channel's address. In version 2 it has a schema, in version 3 it is text."""
        place.name = place.name or f"parameter:{name}"
        if "schema" in node:
            shape = self.shapes.type(node["schema"], place.to("schema"))
        else:
            default = Example(place.to("default", name="default"), node["default"]) if "default" in node else None
            shape = Type(place, "text", values=texts(node, "enum"), default=default, examples=_several(node, place))
        return Field(
            place,
            name,
            shape,
            True,
            text(node, "description") or shape.text,
            "path",
            default=shape.default,
            examples=shape.examples,
            deprecated=deprecation(node, place),
            marks=marks(node),
        )


def together(
    place: Place, fields: tuple[Field, ...], messages: list[Message], kept: Mapping[str, Value] = NO_MARKS
) -> Message:
    """What passes when one of several messages may: all contents, and the headers that one of them has; a header is
    required when all of them require it."""
    if len(messages) == 1:
        one = messages[0]
        return Message(
            place, one.name, one.text, one.required, (*fields, *one.fields), one.bodies, {**one.marks, **kept}
        )
    by_name: dict[tuple[str, str], list[Field]] = {}
    for message in messages:
        for field in message.fields:
            by_name.setdefault((field.where, field.name), []).append(field)
    more = []
    for found in by_name.values():
        field = found[0]
        if field.required and (len(found) < len(messages) or not all(one.required for one in found)):
            field = Field(
                field.place, field.name, field.type, False, field.text, field.where,
                default=field.default, examples=field.examples, deprecated=field.deprecated, marks=field.marks,
            )  # fmt: skip
        more.append(field)
    bodies = tuple(body for message in messages for body in message.bodies)
    return Message(place, "", "", bool(bodies), (*fields, *more), bodies, kept)


def _examples(value: Any, place: Place) -> Iterator[Example]:
    for index, one in enumerate(value if isinstance(value, list) else ()):
        if isinstance(one, dict) and "payload" in one:
            at = place.to(index, "payload", name=f"example:{text(one, 'name') or index}")
            yield Example(at, one["payload"], text(one, "name"), text(one, "summary"))


def _several(node: Node, place: Place) -> tuple[Example, ...]:
    at = place.to("examples")
    return tuple(Example(at.to(i, name=f"example:{i}"), one) for i, one in enumerate(items(node, "examples")))
