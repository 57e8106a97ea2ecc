"""no-basic-login"""

from collections.abc import Iterator

from ..model import Guard
from ..registry import Problem, rule

_WEAK = {
    "basic": "is a name and a password",
    "digest": "is a password, behind an old digest",
    "password": "hands the password of a person to the caller (password grant)",
    "implicit": "gives out tokens in addresses (implicit flow)",
}


@rule(
    "no-basic-login",
    title="No password travels with a call",
    on=Guard,
    group="reach",
    severity="warning",
    source="OWASP API2:2023 (no-http-basic, auth-insecure-schemes), Italian ModI, RFC 9700 2.1.2 and 2.4",
    mend="Use tokens that end (OAuth 2 with client credentials or authorization code and PKCE), or mutual TLS.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  securitySchemes:
    partner:
      type: oauth2
      flows: {clientCredentials: {tokenUrl: "https://login.shop.example/token", scopes: {orders.read: Read orders}}}
""",
        "smithy": """
$version: "2"
namespace shop.orders
@httpBearerAuth
service Orders { version: "1.0.0", operations: [ListOrders] }
@readonly
operation ListOrders {}
""",
        "asyncapi": """
asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0}
components: {securitySchemes: {broker: {type: scramSha512}}}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  securitySchemes:
    partner:
      type: oauth2
      flows: {password: {tokenUrl: "https://login.shop.example/token", scopes: {orders.read: Read orders}}}
""",
        "smithy": """
$version: "2"
namespace shop.orders
@httpDigestAuth
service Orders { version: "1.0.0", operations: [ListOrders] }
@readonly
operation ListOrders {}
""",
        "asyncapi": """
asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0}
components: {securitySchemes: {broker: {type: plain}}}
""",
    },
)
def check(guard: Guard) -> Iterator[Problem]:
    """A password that travels with every call is everywhere: in logs, in configurations, at whoever was asked to call.
    It does not end, it cannot be less than everything, and it is some person's or everybody's."""
    for way in dict.fromkeys((guard.kind, *guard.schemes)):
        if way in _WEAK:
            yield Problem(guard.place, f"The guard {guard.name[:80]!r} {_WEAK[way]}.")
            return
