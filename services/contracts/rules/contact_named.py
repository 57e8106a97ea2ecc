"""contact-named"""

import re
from collections.abc import Iterator

from ..model import Interface
from ..registry import Problem, rule

_MAIL = re.compile(r"[\w.+-]@[\w-]{1,60}\.\w")
"""Where a technology has no place for a contact, the text names one."""


@rule(
    "contact-named",
    title="Somebody is named to ask",
    on=Interface,
    group="operation",
    severity="warning",
    source="Zalando 218, Spectral info-contact",
    mend="Name a team, not a person, with an address that is read: `contact`, or the fact `contact` or `support`.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0, contact: {name: Checkout, email: checkout@shop.example}}
paths: {}
""",
        "asyncapi": """
asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0, contact: {name: Checkout, email: checkout@shop.example}}
channels: {}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0, contact: {name: Checkout}}
paths: {}
""",
        "asyncapi": """
asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0, contact: {name: Checkout}}
channels: {}
""",
    },
)
def check(interface: Interface) -> Iterator[Problem]:
    """A stranger who is stuck has nobody across the corridor: the contract itself must say whom to ask."""
    facts, contact = interface.facts, interface.contact
    if not (contact.mail or contact.address or facts.contact or facts.support or _MAIL.search(interface.text)):
        yield Problem(interface.place.of("contact"), "Nobody is named here whom a caller could ask.")
