"""no-credential-in-address"""

import re
from collections.abc import Iterator

from ..model import Field, Guard, Server
from ..reading import squeezed
from ..registry import Problem, rule

_SECRET = frozenset(
    {
        "apikey",
        "xapikey",
        "accesstoken",
        "authtoken",
        "sessiontoken",
        "bearertoken",
        "idtoken",
        "refreshtoken",
        "password",
        "passwd",
        "pwd",
        "secret",
        "clientsecret",
        "apisecret",
        "privatekey",
        "secretkey",
        "sessionid",
    }
)
_LOGIN = re.compile(r"://[^/\s:@]{1,200}:[^/\s@]{1,200}@")


@rule(
    "no-credential-in-address",
    title="No secret in an address",
    on=(Guard, Server, Field),
    only={Field: ("where",)},
    group="reach",
    severity="error",
    source="OWASP API2:2023 (no-api-keys-in-url, no-credentials-in-url), RFC 6750 2.3",
    mend="Carry it in a header (Authorization) or in the body.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Api-Key}}
""",
        "smithy": """
$version: "2"
namespace shop.orders
@httpApiKeyAuth(name: "api_key", in: "header")
service Orders { version: "1.0.0" }
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  securitySchemes: {key: {type: apiKey, in: query, name: api_key}}
""",
        "smithy": """
$version: "2"
namespace shop.orders
@httpApiKeyAuth(name: "api_key", in: "query")
service Orders { version: "1.0.0" }
""",
    },
)
def check(thing: Guard | Server | Field) -> Iterator[Problem]:
    """Addresses are written down everywhere: in logs, histories and bookmarks. A secret in one is given away."""
    if isinstance(thing, Guard):
        if thing.kind == "key" and thing.where in ("query", "path"):
            yield Problem(thing.place, f"The key {thing.member[:80]!r} is part of the address.")
    elif isinstance(thing, Server):
        if _LOGIN.search(thing.address):
            yield Problem(thing.place.of("address"), "The address holds a name and a password.")
    elif thing.where in ("query", "path"):
        name = squeezed(thing.name)
        if name in _SECRET or (name == "token" and thing.where == "query"):
            yield Problem(thing.place, f"{thing.name[:80]!r} is a secret, and part of the address.")
