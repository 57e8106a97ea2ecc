"""environments-told-apart"""

import re
from collections.abc import Iterator

from ..hosts import host_of
from ..model import Interface, Server
from ..registry import Problem, Unjudged, rule

_PRODUCTION = re.compile(r"(?<![a-z-])(?:prod(?:uction)?|prd|live|productive)(?![a-z])", re.I)
_OTHER = re.compile(
    r"(?<![a-z])(?:test(?:ing)?|staging|stage|stg|sandbox|dev(?:elopment)?|qa|uat|int(?:egration)?|acceptance|acc|demo|mock"
    r"|pre-?prod(?:uction)?|preview|non-?prod(?:uction)?|beta|trial)(?![a-z])",
    re.I,
)
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://([^/?#]+)")


@rule(
    "environments-told-apart",
    title="Production is told from the rest",
    on=Interface,
    group="reach",
    severity="warning",
    source="OWASP API9:2023 (inventory-environment, inventory-access), Italian ModI servers-description",
    mend="Name the server for production, and say of each other one which environment it is and whose data it holds.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
servers:
- {url: "https://orders.shop.example/v1", description: Production}
- {url: "https://orders.sandbox.shop.example/v1", description: Sandbox with made-up orders}
paths: {}
""",
        "asyncapi": """
asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0}
servers:
  production: {host: orders.shop.example, protocol: kafka-secure}
  staging: {host: orders.stage.shop.example, protocol: kafka-secure}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
servers:
- {url: "https://orders.shop.example/v1"}
- {url: "https://orders.sandbox.shop.example/v1", description: Sandbox with made-up orders}
paths: {}
""",
        "asyncapi": """
asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0}
servers:
  first: {host: orders.dev.shop.example, protocol: kafka-secure}
  staging: {host: orders.stage.shop.example, protocol: kafka-secure}
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """A trial order in production is delivered; a real one in the sandbox is not. Of two addresses a stranger cannot
    guess which is which, and of a test system alone nobody can become a customer."""
    servers = interface.servers
    if not servers:
        yield Unjudged("No server is named.")
        return
    kinds = [_kind(server) for server in servers]
    if "other" in kinds:
        for server, kind in zip(servers, kinds, strict=True):
            if not kind:
                message = f"{server.address[:100]} does not say which environment it is, beside others for trials."
                yield Problem(server.place, message)
        if all(kind == "other" for kind in kinds):
            yield Problem(interface.place.of("servers"), "Every server is for trials; none is for production.")
        return
    if len({_host(server) for server in servers}) > 1:
        for server, kind in zip(servers, kinds, strict=True):
            if not kind and not server.text.strip() and not server.name.strip():
                yield Problem(server.place, f"Nothing says what {server.address[:100]} is, beside the other servers.")


def _kind(server: Server) -> str:
    """What its words say, and only then what its address says."""
    marked = " ".join(value for value in server.marks.values() if isinstance(value, str))
    for words in (f"{server.name} {server.text} {marked}".replace("_", " "), server.address):
        if _OTHER.search(words) and not re.search(r"(?<![a-z-])production\b", words, re.I):
            return "other"
        if _PRODUCTION.search(words):
            return "production"
    return ""


def _host(server: Server) -> str:
    found = _ADDRESS.match(server.address)
    return host_of(found.group(1)) if found else server.address
