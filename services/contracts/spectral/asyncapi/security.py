"""What a server or an operation asks for: schemes that are defined, and scopes that they have."""

from collections.abc import Iterator
from typing import Any

from ..function import Check, Options, Target, Told, Value, function

_FLOWS = ("implicit", "password", "clientCredentials", "authorizationCode")


@function("asyncApiSecurity")
def security(options: Options) -> Check:
    """The schemes are looked up in the document as written: one that is a reference is known, its scopes are not."""
    thing = str((options or {}).get("objectType", "Operation")).lower()

    def check(asked: Value, target: Target) -> Iterator[Told]:
        if not isinstance(asked, dict) or not all(_texts(target.read.follow(scopes)) for scopes in asked.values()):
            return
        schemes = _mapping(_mapping(target.read.root, "components"), "securitySchemes")
        for name, scopes in asked.items():
            if name not in schemes:
                yield Told(f'The {thing} asks for "{name}": no such security scheme is defined.', (*target.path, name))
                continue
            scheme = schemes[name]
            if not isinstance(scheme, dict) or scheme.get("type") != "oauth2":
                continue
            flows = _mapping(scheme, "flows")
            known = {scope for flow in _FLOWS for scope in _mapping(_mapping(flows, flow), "scopes")}
            for index, scope in enumerate(target.read.follow(scopes)):
                if scope not in known:
                    yield Told(f'The security scheme "{name}" has no scope "{scope}".', (*target.path, name, index))

    return check


def _texts(value: Value) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _mapping(node: Value, member: str) -> dict[str, Any]:
    below = node.get(member) if isinstance(node, dict) else None
    return below if isinstance(below, dict) else {}
