"""one-version-scheme"""

import re
from collections.abc import Iterator

from ..model import Interface, Operation
from ..reading import calls, some, squeezed
from ..registry import Problem, Unjudged, rule

_STEP = re.compile(
    r"(?:^|[/._:-])(v\d{1,3}(?:(?:p\d{1,3})?(?:alpha|beta)\d{0,3})?|20\d\d-\d\d(?:-\d\d)?)(?=[/._:-]|$)", re.I
)
_MEDIA = re.compile(r"[.+;\-_ ](?:v\d{1,3}\b|version=)", re.I)
_BESIDE = frozenset({"apiversion", "xapiversion", "acceptversion", "xgithubapiversion", "contractversion"})
_MAJOR = re.compile(r"v?(\d{1,4})(?:\.\d|$)", re.I)


@rule(
    "one-version-scheme",
    title="The version is told in one place",
    on=Interface,
    group="change",
    severity="warning",
    source="Zalando 114 and 115, Azure version-policy, AIP-185",
    mend="Choose one place for the version: address, package, header or media type. Say it there only, as one number.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
servers: [{url: "https://orders.shop.example/v1"}]
paths:
  /orders: {get: {operationId: listOrders, responses: {"200": {description: The orders.}}}}
""",
        "proto": """
syntax = "proto3";
package shop.orders.v1;
service Orders { rpc ReadOrder(ReadOrderRequest) returns (Order); }
message ReadOrderRequest { string id = 1; }
message Order { string note = 1; }
""",
        "asyncapi": """
asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0}
channels:
  placed: {address: shop.v1.orders.placed, messages: {placed: {payload: {type: string, maxLength: 40}}}}
operations:
  hearPlaced: {action: receive, channel: {$ref: "#/channels/placed"}}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
servers: [{url: "https://orders.shop.example/v1"}]
paths:
  /v2/orders: {get: {operationId: listOrders, responses: {"200": {description: The orders.}}}}
""",
        "proto": """
syntax = "proto3";
package shop.orders.v1;
service Orders { rpc ReadOrder(ReadOrderRequest) returns (Order); }
message ReadOrderRequest { string id = 1; string api_version = 2; }
message Order { string note = 1; }
""",
        "asyncapi": """
asyncapi: 3.0.0
info: {title: Orders, version: 2.0.0}
channels:
  placed: {address: shop.v1.orders.placed, messages: {placed: {payload: {type: string, maxLength: 40}}}}
operations:
  hearPlaced: {action: receive, channel: {$ref: "#/channels/placed"}}
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """Where a version is told twice, the two differ one day, and each caller believes another one. One place can be
    compared, routed by, and counted."""
    asked = calls(interface)
    told: dict[str, list[str]] = {}
    for server in interface.servers:
        told.setdefault("the server's address", []).extend(_STEP.findall(server.address))
    for operation in asked:
        for place, version in _versions(operation, interface):
            told.setdefault(place, []).append(version)
    places = [place for place, versions in told.items() if versions]
    if not places:
        yield Unjudged("Nothing that callers send or call shows a version.")
    elif len(places) > 1:
        shown = [f"{place} ({some(sorted(set(told[place])), 2)})" for place in places]
        said = f"The version is told in {len(places)} places: {' and '.join(shown)}."
        yield Problem(interface.place.of("version"), said)
    else:
        yield from _differs(interface, places[0], told[places[0]])


def _versions(operation: Operation, interface: Interface) -> Iterator[tuple[str, str]]:
    """Where one operation shows a version, and which."""
    for version in _STEP.findall(operation.address)[:1]:
        yield "the address of operations", version.lower()
    if operation.request is None:
        return
    for field in operation.request.fields:
        if squeezed(field.name) in _BESIDE:
            yield f"{'a query parameter' if field.where == 'query' else 'a header'}", field.name
    if operation.protocol != "http":
        for body in operation.request.bodies:
            for field in interface.members(body.type):
                if squeezed(field.name) in _BESIDE:
                    yield "the content of calls", field.name
    for message in (operation.request, *(answer.message for answer in operation.answers)):
        for body in message.bodies:
            if _MEDIA.search(body.media):
                yield "the media type", body.media


def _differs(interface: Interface, place: str, versions: list[str]) -> Iterator[Problem]:
    """One place, but it says another major version than the contract says of itself."""
    own = _MAJOR.match(interface.version or interface.facts.version)
    majors = {found.group(1) for version in versions if (found := _MAJOR.fullmatch(version))}
    if own is None or own.group(1) == "0" or len(majors) != 1 or own.group(1) in majors or len(own.group(1)) > 3:
        return
    said = f"The contract is version {own.group(1)}, and {place} says v{majors.pop()}."
    yield Problem(interface.place.of("version"), said)
