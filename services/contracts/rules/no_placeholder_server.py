"""no-placeholder-server"""

from collections.abc import Iterator

from ..hosts import hosts, is_placeholder
from ..model import Interface
from ..registry import Problem, Unjudged, rule


@rule(
    "no-placeholder-server",
    title="It says where it is reached",
    on=Interface,
    group="operation",
    severity="warning",
    source="Spectral oas3-server-not-example.com, OWASP API9:2023",
    mend="Name the server that callers use in production; in the text, where the technology has no place for it.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
servers: [{url: "https://orders.hartwell-shop.com/v1"}]
paths: {}
""",
        "asyncapi": """
asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0}
servers: {main: {host: broker.hartwell-shop.com, protocol: amqps}}
channels: {}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
servers: [{url: "https://api.example.com/v1"}]
paths: {}
""",
        "asyncapi": """
asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0}
servers: {main: {host: broker.example.com, protocol: amqps}}
channels: {}
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """A contract without an address cannot be tried, and one with a made-up address looks as if nobody ever did."""
    if not interface.servers and not interface.operations and interface.types:
        yield Unjudged("These are types only: nothing is reached.")
    elif not interface.servers and not any(not is_placeholder(host) for host, _ in hosts(interface.text)):
        yield Problem(interface.place, "Nothing says where this interface is reached.")
    for server in interface.servers:
        if any(is_placeholder(host) for host, _ in hosts(server.address)):
            yield Problem(server.place.of("address"), f"{server.address[:100]} is a placeholder.")
