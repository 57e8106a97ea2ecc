"""Which members of an input or output go beside the body: into the path, the query, the headers."""

from ...model import Body, Effect, Example, Field, Message, Type
from ...places import Place
from .link import inherited
from .shapes import PRELUDE, Member, Model, Ref, Shape
from .types import Types, text_of, trait_of, value_of

METHODS: dict[str, tuple[Effect, bool | None, bool | None]] = {  # effect, safe, repeatable
    "GET": ("read", True, True),
    "HEAD": ("read", True, True),
    "OPTIONS": ("read", True, True),
    "PUT": ("replace", False, True),
    "DELETE": ("delete", False, True),
    "PATCH": ("change", False, False),
    "POST": ("act", False, False),
}
_BESIDE = {
    "httpLabel": "path",
    "httpQuery": "query",
    "httpQueryParams": "query",
    "httpHeader": "header",
    "httpPrefixHeaders": "header",
    "httpResponseCode": "status",
}


class Bindings:
    """Makes messages of structures: `bound` where HTTP's traits count."""

    def __init__(self, types: Types, model: Model, media: str, *, bound: bool) -> None:
        self.types = types
        self.model = model
        self.media = media
        self.bound = bound

    def message(
        self, data: tuple[Shape | None, Ref | None], place: Place, examples: tuple[Example, ...], name: str = ""
    ) -> Message:
        shape, ref = data
        text = text_of(shape.traits) if shape is not None and name else ""
        if ref is None:
            return Message(place)
        if shape is None:
            return Message(place, name, text, bodies=(Body(place, Type(place, ref=ref.id), self.media, examples),))
        members = [(owner, one) for owner, one in inherited(self.model, shape)] + [
            (shape, one) for one in shape.members
        ]
        by_name = {one.name: (owner, one) for owner, one in members}
        whole = Body(place, Type(place, ref=shape.shown), self.media, examples)
        if not self.bound:
            return Message(place, name, text, bodies=(whole,) if by_name else ())
        beside, rest, payload = [], [], None
        for owner, one in by_name.values():
            where = next((where for trait, where in _BESIDE.items() if trait_of(one.traits, trait)), "")
            if where:
                beside.append(self._beside(owner, one, where))
            elif trait_of(one.traits, "httpPayload") is not None:
                payload = owner, one
            else:
                rest.append((owner, one))
        bodies: tuple[Body, ...] = (whole,)
        if payload is not None:
            bodies = (self._payload(*payload, place),)
        elif not rest:
            bodies = ()
        elif beside:
            fields = tuple(self.types.field(owner, one) for owner, one in rest)
            bodies = (Body(place, Type(place, "record", fields=fields), self.media),)
        required = any(trait_of(one.traits, "required") for _, one in ([payload] if payload else rest))
        return Message(place, name, text, required, fields=tuple(beside), bodies=bodies)

    def _beside(self, owner: Shape, member: Member, where: str) -> Field:
        said = [value_of(member.traits, trait) for trait in ("httpHeader", "httpQuery")]
        return self.types.field(owner, member, next((one for one in said if isinstance(one, str)), ""), where)

    def _payload(self, owner: Shape, member: Member, place: Place) -> Body:
        found = self.types.target(owner, member)
        target = self.model.shapes.get(member.target.id) if member.target else None
        media = text_of(target.traits, "mediaType") if target is not None else ""
        kind = (
            target.type
            if target is not None
            else member.target.id.removeprefix(PRELUDE).lower()
            if member.target
            else ""
        )
        plain = {"blob": "application/octet-stream", "string": "text/plain", "enum": "text/plain"}
        return Body(place, found, media or plain.get(kind, self.media))
