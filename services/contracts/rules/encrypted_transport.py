"""encrypted-transport"""

from collections.abc import Iterator

from ..model import Guard, Server
from ..registry import Problem, rule

_PLAIN = frozenset(
    {"http", "ws", "ftp", "tcp", "mqtt", "amqp", "stomp", "kafka", "nats", "redis", "jms", "ldap", "smtp", "iiop"}
)


@rule(
    "encrypted-transport",
    title="Everything travels encrypted",
    on=(Server, Guard),
    group="reach",
    severity="error",
    source="OWASP API8:2023, Italian ModI, RFC 9325",
    mend="Offer the encrypted form of the protocol only: https, wss, kafka-secure, mqtts, amqps.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
servers: [{url: "https://orders.shop.example/v1"}]
paths: {}
""",
        "asyncapi": """
asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0}
servers: {production: {host: "orders.shop.example:9093", protocol: kafka-secure}}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
servers: [{url: "http://orders.shop.example/v1"}]
paths: {}
""",
        "asyncapi": """
asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0}
servers: {production: {host: "orders.shop.example:9093", protocol: kafka}}
""",
    },
)
def check(thing: Server | Guard) -> Iterator[Problem]:
    """What travels in the clear can be read and changed on the way, keys and orders alike, and nobody notices."""
    if isinstance(thing, Server):
        if thing.protocol in _PLAIN:
            yield Problem(thing.place.of("address"), f"Callers reach {thing.address[:100]} unencrypted.")
    else:
        for address in thing.addresses:
            if address.lower().startswith("http://"):
                yield Problem(thing.place, f"Rights are given out unencrypted at {address[:100]}.")
