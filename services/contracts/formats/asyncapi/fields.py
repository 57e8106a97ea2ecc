"""The members that AsyncAPI's specification gives to each of its objects, as tables.

A member is `name: what`; marks after the name: `!` it must be there, `@4` it came with the fourth minor version, `@-3`
the third was the last that had it like this. What: `text`, `uri`, `mail`, `flag`, `any`, `schema`, `extended` (an
object nobody lists), a name of another table, several of these with `|`, one in brackets for a list (with `!` behind
them: without twins), in braces for a mapping by name, in angle brackets for one that only looks at names of letters,
digits, dots and dashes; `ref` for a Reference Object (`ref@5`: the official schema lists it since then; @9: it never
does, everybody writes it), "'word'" for a word.
"""

from collections.abc import Iterator

type Table = dict[str, str]

_TAGS, _DOCS = "[tag]!", "docs"
_TAGS3, _DOCS3 = "[tag|ref]!", "docs|ref"
_INFO = {
    "title!": "text", "version!": "text", "description": "text", "termsOfService": "uri", "contact": "contact",
    "license": "license",
}  # fmt: skip
_SAME: dict[str, Table] = {
    "contact": {"name": "text", "url": "uri", "email": "mail"},
    "license": {"name!": "text", "url": "uri"},
    "docs": {"description": "text", "url!": "uri"},
    "variable": {"enum": "[text]!", "default": "text", "description": "text", "examples": "[text]"},
    "correlation": {"description": "text", "location!": "location"},
}


def members(table: Table, minor: int) -> Iterator[tuple[str, bool, str]]:
    """The members of an object in one minor version: name, whether it must be there, what."""
    for said, what in table.items():
        name, *marks = said.split("@")
        first = max((int(mark) for mark in marks if not mark.startswith("-")), default=0)
        last = min((int(mark[1:]) for mark in marks if mark.startswith("-")), default=99)
        if first <= minor <= last:
            yield name.rstrip("!"), name.endswith("!"), what


def _flows(rights: str) -> dict[str, Table]:
    """OAuth's ways to a token: which addresses each needs."""
    here, there, rest = (
        {"authorizationUrl!": "uri"},
        {"tokenUrl!": "uri"},
        {"refreshUrl": "uri", f"{rights}!": "{text}"},
    )
    return {
        "implicit": {**here, **rest},
        "password": {**there, **rest},
        "clientCredentials": {**there, **rest},
        "authorizationCode": {**here, **there, **rest},
        "flows": {name: name for name in ("implicit", "password", "clientCredentials", "authorizationCode")},
    }


_PROTOCOLS_2 = [
    "http", "ws", "amqp", "amqp1", "mqtt", "mqtt5", "kafka", "anypointmq", "nats", "jms", "sns", "sqs", "stomp",
    "redis", "ibmmq@1", "solace@2", "mercure@2", "googlepubsub@5", "pulsar@5",
]  # fmt: skip
_PROTOCOLS_3 = [
    "http", "ws", "amqp", "amqp1", "mqtt", "kafka", "anypointmq", "nats", "jms", "sns", "sqs", "stomp", "redis",
    "ibmmq", "solace", "googlepubsub",
]  # fmt: skip

VERSION_2: dict[str, Table] = {
    **_SAME,
    "document": {
        "asyncapi!": "text", "id": "uri", "info!": "info", "servers": "{server|ref@3}", "defaultContentType": "text",
        "channels!": "{channel}", "components": "components", "tags": _TAGS, "externalDocs": _DOCS,
    },
    "info": _INFO,
    "tag": {"name!": "text", "description": "text", "externalDocs": _DOCS},
    "server": {
        "url!": "text", "protocol!": "text", "protocolVersion": "text", "description": "text",
        "variables": "{variable|ref@5}", "security": "[{[text]!}]", "bindings": "bindings", "tags@5": _TAGS,
    },
    "channel": {
        "$ref": "text", "deprecated": "flag", "description": "text", "servers@2": "[text]!", "subscribe": "operation",
        "publish": "operation", "parameters": "{parameter|ref}", "bindings": "bindings",
    },
    "operation": {
        "operationId": "text", "summary": "text", "description": "text", "security@4": "[{[text]!}]", "tags": _TAGS,
        "externalDocs": _DOCS, "bindings": "bindings", "traits": "[operationTrait|ref]",
        "message": "message|ref|messages",
    },
    "operationTrait": {
        "operationId": "text", "summary": "text", "description": "text", "security@4": "[{[text]!}]", "tags": _TAGS,
        "externalDocs": _DOCS, "bindings": "bindings",
    },
    "messages": {"oneOf!": "[message|ref]"},
    "message": {
        "messageId@4": "text", "headers": "schema", "payload": "any", "correlationId": "correlation|ref",
        "deprecated": "flag", "schemaFormat": "text", "contentType": "text", "name": "text", "title": "text",
        "summary": "text", "description": "text", "tags": _TAGS, "externalDocs": _DOCS, "bindings": "bindings",
        "examples": "[example]", "traits": "[messageTrait|ref]",
    },
    "messageTrait": {
        "messageId@4": "text", "headers": "schema", "correlationId": "correlation|ref", "schemaFormat": "text",
        "deprecated": "flag", "contentType": "text", "name": "text", "title": "text", "summary": "text",
        "description": "text", "tags": _TAGS, "externalDocs": _DOCS, "bindings": "bindings",
        "examples@-0": "[extended]", "examples@1@-1": "[example]", "examples@2@-5": "[extended]",
        "examples@6": "[example]",
    },
    "example": {"headers": "extended", "payload": "any", "name@1": "text", "summary@1": "text"},
    "parameter": {"$ref@-4": "text", "description": "text", "schema": "schema", "location": "location"},
    "guard": {
        "type!": "guardType", "description": "text", "name": "text", "in": "text", "scheme": "text",
        "bearerFormat": "text", "flows": "flows", "openIdConnectUrl": "uri",
    },
    **_flows("scopes"),
    "components": {
        "schemas": "{schema}", "servers@3": "{server|ref@3}", "serverVariables@4": "{variable|ref@5}",
        "channels@3": "{channel}", "messages": "{message|ref}", "securitySchemes": "<guard|ref>",
        "parameters": "{parameter|ref}", "correlationIds": "<correlation|ref>",
        "operationTraits": "{operationTrait|ref@9}", "messageTraits": "{messageTrait|ref@9}",
        "serverBindings": "{bindings}", "channelBindings": "{bindings}", "operationBindings": "{bindings}",
        "messageBindings": "{bindings}",
    },
    "bindings": dict.fromkeys(_PROTOCOLS_2, "any"),
}  # fmt: skip

VERSION_3: dict[str, Table] = {
    **_SAME,
    "document": {
        "asyncapi!": "text", "id": "uri", "info!": "info", "servers": "{server|ref}", "defaultContentType": "text",
        "channels": "{channel|ref}", "operations": "{operation|ref}", "components": "components",
    },
    "info": {**_INFO, "tags": _TAGS3, "externalDocs": _DOCS3},
    "tag": {"name!": "text", "description": "text", "externalDocs": _DOCS3},
    "server": {
        "host!": "text", "protocol!": "text", "protocolVersion": "text", "pathname": "text", "description": "text",
        "title": "text", "summary": "text", "variables": "{variable|ref}", "security": "[guard|ref]", "tags": _TAGS3,
        "externalDocs": _DOCS3, "bindings": "serverBindings|ref",
    },
    "channel": {
        "address": "text|null", "messages": "{message|ref}", "title": "text", "summary": "text", "description": "text",
        "servers": "[ref]!", "parameters": "{parameter|ref}", "tags": _TAGS3, "externalDocs": _DOCS3,
        "bindings": "channelBindings|ref",
    },
    "operation": {
        "action!": "'send'|'receive'", "channel!": "ref", "title": "text", "summary": "text", "description": "text",
        "security": "[guard|ref]", "tags": _TAGS3, "externalDocs": _DOCS3, "bindings": "operationBindings|ref",
        "traits": "[operationTrait|ref]", "messages": "[ref]", "reply": "reply|ref",
    },
    "operationTrait": {
        "title": "text", "summary": "text", "description": "text", "security": "[guard|ref]", "tags": _TAGS3,
        "externalDocs": _DOCS3, "bindings": "operationBindings|ref",
    },
    "reply": {"address": "replyAddress|ref", "channel": "ref", "messages": "[ref]"},
    "replyAddress": {"description": "text", "location!": "location"},
    "message": {
        "headers": "formatted|schema", "payload": "formatted|schema", "correlationId": "correlation|ref",
        "contentType": "text", "name": "text", "title": "text", "summary": "text", "description": "text",
        "deprecated": "flag", "tags": _TAGS3, "externalDocs": _DOCS3, "bindings": "messageBindings|ref",
        "examples": "[example]", "traits": "[messageTrait|ref]",
    },
    "messageTrait": {
        "headers": "formatted|schema", "correlationId": "correlation|ref", "contentType": "text", "name": "text",
        "deprecated": "flag", "title": "text", "summary": "text", "description": "text", "tags": _TAGS3,
        "externalDocs": _DOCS3, "bindings": "messageBindings|ref", "examples": "[example]",
    },
    "formatted": {"schemaFormat!": "text", "schema!": "any"},
    "parameter": {
        "enum": "[text]", "default": "text", "description": "text", "examples": "[text]", "location": "location",
    },
    "guard": {
        "type!": "guardType", "description": "text", "name": "text", "in": "text", "scheme": "text",
        "bearerFormat": "text", "flows": "flows", "openIdConnectUrl": "uri", "scopes": "[text]",
    },
    **_flows("availableScopes"),
    "components": {
        "schemas": "<formatted|schema>", "servers": "<server|ref>", "channels": "<channel|ref>",
        "operations": "<operation|ref>", "messages": "<message|ref>", "securitySchemes": "<guard|ref>",
        "serverVariables": "<variable|ref>", "parameters": "<parameter|ref>", "correlationIds": "<correlation|ref>",
        "replies": "<reply|ref>", "replyAddresses": "<replyAddress|ref>", "externalDocs": "<docs|ref>",
        "tags": "<tag|ref>", "operationTraits": "<operationTrait|ref>", "messageTraits": "<messageTrait|ref>",
        "serverBindings": "<serverBindings|ref>", "channelBindings": "<channelBindings|ref>",
        "operationBindings": "<operationBindings|ref>", "messageBindings": "<messageBindings|ref>",
    },
    "example": {"headers": "extended", "payload": "any", "name": "text", "summary": "text"},
    "serverBindings": dict.fromkeys((*_PROTOCOLS_3, "pulsar", "ros2@1"), "any"),
    "channelBindings": dict.fromkeys((*_PROTOCOLS_3, "pulsar"), "any"),
    "operationBindings": dict.fromkeys((*_PROTOCOLS_3, "ros2@1"), "any"),
    "messageBindings": dict.fromkeys(_PROTOCOLS_3, "any"),
}  # fmt: skip

GUARDS: dict[str, tuple[str, ...]] = {
    "userPassword": (),
    "apiKey": ("in",),
    "X509": (),
    "symmetricEncryption": (),
    "asymmetricEncryption": (),
    "httpApiKey": ("name", "in"),
    "http": ("scheme",),
    "oauth2": ("flows",),
    "openIdConnect": ("openIdConnectUrl",),
    "plain": (),
    "scramSha256": (),
    "scramSha512": (),
    "gssapi": (),
}
"""The kinds of security schemes, and what each must say."""
