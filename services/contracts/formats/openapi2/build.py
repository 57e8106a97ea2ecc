"""An OpenAPI 2.0 document becomes an Interface: here is what version 3 writes otherwise, the rest is read there."""

from collections.abc import Iterator
from dataclasses import replace

from ...model import Answer, Body, Example, Facts, Field, Flaw, Guard, GuardKind, Interface, Message, Server, Type
from ...places import Path, Place
from ..jsonschema.files import Files
from ..jsonschema.look import Node, items, mapping, marks, text, texts
from ..jsonschema.references import References
from ..jsonschema.shapes import Shapes
from ..openapi3.build import Builder

HOMES: dict[Path, str] = {
    ("definitions",): "type",
    ("parameters",): "parameter",
    ("responses",): "answer",
    ("securityDefinitions",): "guard",
}
_FORM = "application/x-www-form-urlencoded"
_FORM_WITH_FILES = "multipart/form-data"
_KINDS: dict[str, GuardKind] = {"basic": "basic", "apiKey": "key", "oauth2": "oauth2"}


def build(document: Files, dialect: str, facts: Facts) -> tuple[Interface, list[Flaw]]:
    references = References(document, HOMES)
    return _Builder(references, Shapes(references, ("definitions",))).interface(facts), references.flaws


class _Builder(Builder):
    def __init__(self, references: References, shapes: Shapes) -> None:
        super().__init__(references, shapes)
        self._given: tuple[str, ...] = ()
        self._answered: dict[tuple[int, tuple[str, ...]], Message] = {}

    def _servers(self, node: Node, place: Place) -> tuple[Server, ...]:
        """One for each scheme; an operation may name schemes of its own."""
        own = texts(node, "schemes")
        if node is not self.root and not own:
            return ()
        if id(node) not in self._served:
            host, base = text(self.root, "host"), text(self.root, "basePath")
            at = self.place.to("host") if host else self.place.to("basePath")
            found = []
            if host or base:
                for scheme in (own or texts(self.root, "schemes") or ("",)) if host else ("",):
                    address = f"{scheme}://{host}{base}" if scheme else f"{host}{base}"
                    found.append(Server(at.to(name=f"server:{address[:200]}"), address, scheme.lower()))
            self._served[id(node)] = tuple(found)
        return self._served[id(node)]

    def _guards(self) -> Iterator[Guard]:
        for name, node, place in self.references.of(self.root, "securityDefinitions", self.place, "guard"):
            addresses = (text(node, "authorizationUrl"), text(node, "tokenUrl"))
            rights = {right: str(said) for right, said in mapping(node, "scopes").items()}
            yield Guard(
                place,
                name,
                _KINDS.get(text(node, "type"), "other"),
                text(node, "in"),
                text(node, "name"),
                text(node, "description"),
                tuple(filter(None, addresses)),
                rights,
                tuple(filter(None, (text(node, "flow"),))),
            )

    def _request(self, node: Node, above: Node, place: Place, above_place: Place) -> Message:
        request = place.to(name="request")
        found: dict[tuple[str, str], tuple[Node, Place]] = {}
        for owner, at in ((above, above_place.to(name=f"{place.name}/request")), (node, request)):
            for index, one in enumerate(items(owner, "parameters")):
                if isinstance(one, dict):
                    said = f"{text(one, 'in')}:{text(one, 'name')}"
                    end = self.references.follow(one, at.to("parameters", index, name=said))
                    if end:
                        found[text(end[0], "in"), text(end[0], "name")] = end
        taken = texts(node if "consumes" in node else self.root, "consumes")
        fields = [self._parameter(*end) for (where, _), end in found.items() if where not in ("body", "formData")]
        form = [end for (where, _), end in found.items() if where == "formData"]
        body = next((end for (where, _), end in found.items() if where == "body"), None)
        if body:
            content, at = body
            bodies = self._content(content, at, taken or ("",), ())
            return Message(
                request,
                "",
                text(content, "description"),
                content.get("required") is True,
                tuple(fields),
                bodies,
                marks(content),
            )
        if form:
            return self._form(form, request, tuple(fields), taken)
        return Message(request, fields=tuple(fields))

    def _form(
        self, form: list[tuple[Node, Place]], place: Place, fields: tuple[Field, ...], taken: tuple[str, ...]
    ) -> Message:
        for _, at in form:
            at.name = at.name.replace("formData:", "field:")
        members = tuple(replace(self._parameter(node, at), where="") for node, at in form)
        usual = _FORM_WITH_FILES if any(text(node, "type") == "file" for node, _ in form) else _FORM
        medias = tuple(one for one in taken if one in (_FORM, _FORM_WITH_FILES)) or (usual,)
        shape = Type(place, "record", fields=members)
        bodies = tuple(Body(place.to(name=f"body:{media}"), shape, media) for media in medias)
        required = any(member.required for member in members)
        return Message(place, required=required, fields=fields, bodies=bodies)

    def _content(
        self, node: Node, place: Place, medias: tuple[str, ...], shown: tuple[tuple[str, Example], ...]
    ) -> tuple[Body, ...]:
        """The same type in each of its media types."""
        shape = self.shapes.type(node.get("schema"), place.to("schema"))
        return tuple(
            Body(
                place.to(name=f"body:{media}" if media else ""),
                shape,
                media,
                tuple(example for said, example in shown if said == media),
            )
            for media in medias
        )

    def _shape(self, node: Node, place: Place) -> Type:
        """Only a body has a schema; every other parameter is one."""
        return (
            self.shapes.type(node["schema"], place.to("schema")) if "schema" in node else self.shapes.type(node, place)
        )

    def _answers(self, node: Node, place: Place) -> Iterator[Answer]:
        self._given = texts(node if "produces" in node else self.root, "produces")
        return super()._answers(node, place)

    def _message(self, node: Node, place: Place) -> Message:
        key = id(node), self._given
        known = self._answered.get(key)
        if known is None:
            headers = [
                self._parameter(header, at, name, "header")
                for name, header, at in self.references.of(node, "headers", place, "header")
            ]
            at = place.to("examples")
            shown = tuple(
                (media, Example(at.to(media, name=f"example:{media}"), value))
                for media, value in mapping(node, "examples").items()
            )
            medias = self._given or tuple(media for media, _ in shown) or ("",)
            bodies = self._content(node, place, medias, shown) if "schema" in node else ()
            known = Message(place, "", text(node, "description"), False, tuple(headers), bodies, marks(node))
            self._answered[key] = known
        return known

    def _shared(self) -> Iterator[Field | Message]:
        self._given = texts(self.root, "produces")
        for _, node, at in self.references.of(self.root, "parameters", self.place, "parameter"):
            if text(node, "in") != "body":
                yield self._parameter(node, at)
        for _, node, at in self.references.of(self.root, "responses", self.place, "answer"):
            yield self._message(node, at)
