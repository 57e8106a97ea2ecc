"""Who may connect or send: security schemes, defined by name or on the spot, and what each operation asks for."""

from typing import Any

from ...model import Guard, GuardKind, Need
from ...places import Place
from ..jsonschema.look import Node, items, mapping, text, texts
from ..jsonschema.references import References

_KINDS: dict[str, GuardKind] = {
    "userPassword": "basic",
    "plain": "basic",
    "apiKey": "key",
    "httpApiKey": "key",
    "X509": "mutual-tls",
    "oauth2": "oauth2",
    "openIdConnect": "openid",
}
type Needs = tuple[tuple[Need, ...], ...]


class Guards:
    """The guards of a document. `found` has those that have a name among the components, and those met elsewhere."""

    def __init__(self, references: References) -> None:
        self.references = references
        self.found: list[Guard] = []
        self._names: dict[int, str] = {}
        components = mapping(references.root, "components")
        place = references.place.to("components")
        for name, node, at in references.of(components, "securitySchemes", place, "guard"):
            self._add(name, node, at)

    def _add(self, name: str, node: Node, place: Place) -> str:
        if id(node) not in self._names:
            self._names[id(node)] = name
            self.found.append(_guard(name, node, place))
        return self._names[id(node)]

    def needs(self, node: Node, place: Place) -> Needs | None:
        """What a server or an operation asks for; None: it says nothing."""
        if not isinstance(node.get("security"), list):
            return None
        found = []
        for index, one in enumerate(items(node, "security")):
            if isinstance(one, dict):
                found.append(self._need(one, place.to("security", index)))
        return tuple(alternative for alternative in found if alternative is not None)

    def _need(self, one: Node, place: Place) -> tuple[Need, ...] | None:
        if "$ref" not in one and not isinstance(one.get("type"), str):  # version 2: names with their rights
            return tuple(Need(name, _texts(rights)) for name, rights in one.items() if isinstance(rights, list))
        end = self.references.follow(one, place)
        if end is None:
            ref = one.get("$ref")
            return (Need(ref.rpartition("/")[2]),) if isinstance(ref, str) else None
        node, at = end
        if id(node) not in self._names:
            at.name = f"guard:{text(node, 'type')}"
        named = self._add(f"{text(node, 'type')} of {_owner(place)}", node, at)
        return (Need(named, texts(node, "scopes")),)


def _owner(place: Place) -> str:
    return place.above.key.replace(":", " ", 1) if place.above and place.above.key else "all servers"


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in value if isinstance(one, str))


def _guard(name: str, node: Node, place: Place) -> Guard:
    said, scheme = text(node, "type"), text(node, "scheme").lower()
    kind = _KINDS.get(said, "other")
    if said == "http":
        kind = "basic" if scheme == "basic" else "bearer" if scheme == "bearer" else "other"
    flows = [flow for flow in mapping(node, "flows").values() if isinstance(flow, dict)]
    rights = {
        right: str(meaning)
        for flow in flows
        for right, meaning in {**mapping(flow, "scopes"), **mapping(flow, "availableScopes")}.items()
    }
    addresses = [text(flow, way) for flow in flows for way in ("authorizationUrl", "tokenUrl", "refreshUrl")]
    return Guard(
        place,
        name,
        kind,
        text(node, "in"),
        text(node, "name"),
        text(node, "description"),
        tuple(filter(None, [*addresses, text(node, "openIdConnectUrl")])),
        rights,
        tuple(filter(None, (scheme, *mapping(node, "flows")))),
    )
