"""support-told"""

import re
from collections.abc import Iterator

from ..model import Interface
from ..reading import marked
from ..registry import Problem, rule

_MARKS = frozenset({"support", "supportlevel", "sla", "slo", "servicelevel", "servicelevelagreement", "help"})
_SAID = re.compile(
    r"\bsupport (?:team|hours|portal|desk|page|forum|plan|level|request)s?\b|\bhelp ?-?desk\b"
    r"|\bcontact (?:our )?support\b"
    r"|\b(?:business|office|service) hours\b|\bservice levels?\b|\bstatus page\b|\b(?:SLA|SLO)s?\b"
    r"|\b(?:answer|respond|repl[yi]|react)\w* within\b|\breport (?:an? )?(?:bug|problem|issue|incident)s?\b"
    r"|\b(?:need|get|for) (?:help|support|assistance)\b",
    re.I,
)


@rule(
    "support-told",
    title="It says where help is found",
    on=Interface,
    group="operation",
    severity="info",
    source="Zalando 218, Google SRE workbook (service levels), OpenAPI contact.url",
    mend="State the fact `support` (where, and how soon somebody answers), or give the contact the address of a page.",
    good={
        "openapi": """
openapi: 3.1.0
info:
  title: Orders
  version: 1.0.0
  contact: {name: Checkout, email: checkout@shop.example, url: "https://shop.example/help"}
paths: {}
""",
        "proto": """
syntax = "proto3";
// Orders of the shop. For help write to checkout@shop.example; we answer within a working day.
package shop.orders.v1;
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info:
  title: Orders
  version: 1.0.0
  contact: {name: Checkout, email: checkout@shop.example}
paths: {}
""",
        "proto": """
syntax = "proto3";
// Orders of the shop, by checkout@shop.example.
package shop.orders.v1;
""",
    },
)
def check(interface: Interface) -> Iterator[Problem]:
    """At three in the morning a name is not enough: callers need to know where to turn, and how long it takes until
    somebody looks."""
    if interface.facts.support or interface.contact.address or marked(interface.marks, _MARKS):
        return
    if not _SAID.search(interface.text):
        yield Problem(interface.place.of("contact"), "Nothing says where callers get help, and how soon.")
