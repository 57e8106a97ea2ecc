"""no-inside-address"""

from collections.abc import Iterator

from ..hosts import hosts, inside_named, inside_pieces, is_inside
from ..model import Text
from ..registry import Problem, Sift, rule


@rule(
    "no-inside-address",
    title="No inside host anywhere",
    on=Text,
    sift=Sift(inside_pieces),
    group="reach",
    severity="error",
    source="Zalando 224, RFC 1918, RFC 6762, RFC 8375",
    mend="Give the address under which callers from outside reach it, or leave the address out.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
servers: [{url: "https://orders.shop.example/v1"}]
paths: {}
""",
        "proto": """
syntax = "proto3";
package shop.orders.v1;
// Orders of the shop. They are kept for ten years.
message Order { int32 count = 1; }
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0, description: "Tried out at http://10.20.0.7:8080/orders."}
servers: [{url: "https://orders.checkout.svc.cluster.local:8080"}]
paths: {}
""",
        "proto": """
syntax = "proto3";
package shop.orders.v1;
// Orders of the shop. Tried out at http://orders.corp:8080/order.
message Order { int32 count = 1; }
""",
    },
)
def check(text: Text) -> Iterator[Problem]:
    """An interface is made so that a stranger could use it tomorrow. An inside address makes "who may call" a matter of
    where you stand, not of who you are, and tells everybody how the house is built."""
    for host, _ in hosts(text.value):
        if is_inside(host):
            yield Problem(text.place, f"{host[:100]} can be reached from inside only.")
            return
    for host in inside_named(text.value):
        yield Problem(text.place, f"{host[:100]} can be reached from inside only.")
        return
