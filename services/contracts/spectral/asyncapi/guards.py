"""Security schemes of AsyncAPI as the choice of kinds that the official schemas make of them."""

from typing import Any

type Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_URI: Schema = {"type": "string", "format": "uri"}
_EXTENSIONS: Schema = {r"^x-[\w\d\.\x2d_]+$": True}
_NOT_BEARER: Schema = {"not": {"type": "object", "properties": {"scheme": {"type": "string", "enum": ["bearer"]}}}}
_FLOWS: dict[str, tuple[list[str], list[str]]] = {
    "implicit": (["authorizationUrl"], ["tokenUrl"]),
    "password": (["tokenUrl"], ["authorizationUrl"]),
    "clientCredentials": (["tokenUrl"], ["authorizationUrl"]),
    "authorizationCode": (["authorizationUrl", "tokenUrl"], []),
}
"""OAuth's ways to a token: the addresses each needs, and those it must not have."""


def guards(major: str, minor: int) -> dict[str, Schema]:
    """The definition of a security scheme, and of its flows."""
    rights, more = ("scopes", {}) if major == "2" else ("availableScopes", {"scopes": _list(_TEXT)})
    bearer = _kind(["http"], scheme={"type": "string", "enum": ["bearer"]}, bearerFormat=_TEXT)
    http = [
        {**_kind(["http"], scheme=_TEXT), **_NOT_BEARER},
        {**bearer, "required": ["type", "scheme"]},
        _kind(["httpApiKey"], name=_TEXT, **{"in": {"type": "string", "enum": ["header", "query", "cookie"]}}),
    ]
    oauth = {**_kind(["oauth2"], flows=_flows(rights)), "additionalProperties": True}
    oauth["properties"] |= more
    openid = _kind(["openIdConnect"], openIdConnectUrl=_URI)
    openid["properties"] |= more
    kinds = [
        _kind(["userPassword"]),
        _kind(["apiKey"], **{"in": {"type": "string", "enum": ["user", "password"]}}),
        *(_kind([name]) for name in ("X509", "symmetricEncryption", "asymmetricEncryption")),
        {"oneOf": http},
        oauth,
        openid,
    ]
    if (major, minor) >= ("2", 1):
        kinds.append({"oneOf": [_kind(["plain"]), _kind(["scramSha256", "scramSha512"]), _kind(["gssapi"])]})
    return {"guard": {"oneOf": kinds}, "flow": _flow(rights)}


def _kind(names: list[str], **members: Schema) -> Schema:
    """A kind of security scheme: what its type is called, and the members that it must have."""
    return {
        "type": "object",
        "required": ["type", *members],
        "properties": {"type": {"type": "string", "enum": names}, "description": _TEXT, **members},
        "patternProperties": _EXTENSIONS,
        "additionalProperties": False,
    }


def _flows(rights: str) -> Schema:
    flows = {}
    for name, (needed, forbidden) in _FLOWS.items():
        asked: list[Schema] = [{"$ref": "#/definitions/flow"}, {"required": [*needed, rights]}]
        flows[name] = {"allOf": asked + [{"not": {"required": [one]}} for one in forbidden]}
    return {"type": "object", "properties": flows, "additionalProperties": False}


def _flow(rights: str) -> Schema:
    addresses = dict.fromkeys(("authorizationUrl", "tokenUrl", "refreshUrl"), _URI)
    return {
        "type": "object",
        "properties": {**addresses, rights: {"type": "object", "additionalProperties": _TEXT}},
        "patternProperties": _EXTENSIONS,
        "additionalProperties": False,
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}
