"""version-visible"""

import re
from collections.abc import Iterator

from ..model import Interface
from ..reading import calls, squeezed
from ..registry import Problem, Unjudged, rule

_IN_ADDRESS = re.compile(r"(?:^|[/._ -])(?:v\d{1,3}(?:(?:alpha|beta)\d{0,3})?|20\d\d-\d\d(?:-\d\d)?)(?:[./_-]|$)", re.I)
_IN_PACKAGE = re.compile(r"(?:^|[/._:-])(?:v\d{1,3}(?:(?:alpha|beta)\d{0,3})?|20\d\d[-/]\d\d)(?:[./_:-]|$)", re.I)
_PACKAGES = ("namespace", "targetNamespace", "modules")
_IN_MEDIA = re.compile(r"[.+;\-_ ](?:v\d{1,3}\b|version=)", re.I)
_NAMES = frozenset(
    {"apiversion", "xapiversion", "acceptversion", "version", "xversion", "contractversion", "xgithubapiversion"}
)


@rule(
    "version-visible",
    title="Callers see which version they call",
    on=Interface,
    group="reach",
    severity="warning",
    source="Zalando 114 and 115, Azure version-policy, AIP-185, AIP-215",
    mend="Put the major version where a caller sees it: in the address (/v1), in a header, in the media type, or in "
    "the name of the package, namespace or module (shop.orders.v1).",
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
service Orders { rpc ListOrders(Asked) returns (Found); }
message Asked {}
message Found {}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
servers: [{url: "https://orders.shop.example"}]
paths:
  /orders: {get: {operationId: listOrders, responses: {"200": {description: The orders.}}}}
""",
        "proto": """
syntax = "proto3";
package shop.orders;
service Orders { rpc ListOrders(Asked) returns (Found); }
message Asked {}
message Found {}
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """The day comes when an old and a new version run side by side. Who cannot say which one they call cannot stay."""
    asked = calls(interface)
    if not asked:
        yield Unjudged("There is no operation that anybody calls.")
        return
    if any(_IN_ADDRESS.search(server.address) for server in interface.servers) or _is_packaged(interface):
        return
    unversioned = [one for one in asked if not _IN_ADDRESS.search(one.address)]
    if len(unversioned) * 2 < len(asked):
        return
    for operation in asked:
        if operation.request and any(squeezed(field.name) in _NAMES for field in operation.request.fields):
            return
        if any(_IN_MEDIA.search(body.media) for answer in operation.answers for body in answer.message.bodies):
            return
    yield Problem(interface.place.of("version"), "Nothing that callers send or call shows the version.")


def _is_packaged(interface: Interface) -> bool:
    """Whether what callers compile against has the version in its name."""
    for mark, value in interface.marks.items():
        if mark.startswith(_PACKAGES):
            names = value if isinstance(value, list) else [value]
            if any(isinstance(name, str) and _IN_PACKAGE.search(name) for name in names):
                return True
    return False
