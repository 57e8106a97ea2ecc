"""group-described"""

from collections.abc import Iterator

from ..model import Interface
from ..reading import some, squeezed
from ..registry import Problem, Unjudged, rule

_ROOTS = frozenset({"query", "mutation", "subscription", "default"})
"""What the language itself calls so."""


@rule(
    "group-described",
    title="Every group says what it holds",
    on=Interface,
    group="understanding",
    severity="info",
    source="Spectral tag-description, Zalando 101, buf COMMENT_SERVICE",
    mend="Declare the group (a tag, a service, a namespace) and say in a sentence what is in it.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
tags: [{name: orders, description: Placing and changing orders.}, {name: returns, description: Sending them back.}]
paths:
  /orders: {get: {operationId: listOrders, tags: [orders], responses: {"204": {description: There are none.}}}}
  /returns: {get: {operationId: listReturns, tags: [returns], responses: {"204": {description: There are none.}}}}
""",
        "thrift": """
/** Orders of the shop. */
namespace * shop.orders.v1
/** Placing and changing orders. */
service Orders { void ping() }
/** Sending them back. */
service Returns { void ping() }
""",
        "corba": """
// Orders of the shop.
module Shop {
  // Placing and changing orders.
  interface Orders { void ping(); };
  // Sending them back.
  interface Returns { void ping(); };
};
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
tags: [{name: orders, description: Placing and changing orders.}]
paths:
  /orders: {get: {operationId: listOrders, tags: [orders], responses: {"204": {description: There are none.}}}}
  /returns: {get: {operationId: listReturns, tags: [returns], responses: {"204": {description: There are none.}}}}
""",
        "thrift": """
/** Orders of the shop. */
namespace * shop.orders.v1
/** Placing and changing orders. */
service Orders { void ping() }
service Returns { void ping() }
""",
        "corba": """
// Orders of the shop.
module Shop {
  // Placing and changing orders.
  interface Orders { void ping(); };
  interface Returns { void ping(); };
};
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """Groups are the table of contents. Whoever is new decides there where to go on reading, by a word or by a
    sentence."""
    declared = {group.name: group for group in interface.groups}
    used = dict.fromkeys(name for operation in interface.operations for name in operation.groups)
    names = [name for name in {**declared, **used} if squeezed(name) not in _ROOTS]
    if len(names) < 2:  # what is said of all is said of the only one
        yield Unjudged("There are no groups to choose from.")
        return
    silent = [name for name in names if name not in declared or not declared[name].text.strip()]
    if silent:
        only = declared.get(silent[0]) if len(silent) == 1 else None
        place = only.place if only is not None else interface.place
        yield Problem(
            place,
            f"Nothing says what the group{'s' if len(silent) > 1 else ''} {some(silent)} hold"
            f"{'s' if len(silent) == 1 else ''}.",
        )
