"""terms-stated"""

import re
from collections.abc import Iterator

from ..model import Interface
from ..registry import Problem, rule

_SAID = re.compile(
    r"\bterms of (?:use|service)\b|\blicen[cs]ed (?:under|to|for)\b|\bunder the \S{1,30} licen[cs]e\b", re.I
)


@rule(
    "terms-stated",
    title="Terms of use are stated",
    on=Interface,
    group="operation",
    severity="info",
    source="Spectral info-license, Azure and Google practice",
    mend="State the terms of service or a licence in the document, or as the fact `terms` or `licence`.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0, termsOfService: "https://shop.example/terms"}
paths: {}
""",
        "asyncapi": """
asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0, license: {name: Internal use}}
channels: {}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
""",
        "asyncapi": """
asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0}
channels: {}
""",
    },
)
def check(interface: Interface) -> Iterator[Problem]:
    """Who may use this, for what, and with which promises? Unsaid, the answer is found by lawyers, later."""
    facts = interface.facts
    if not (interface.terms or interface.licence or facts.terms or facts.licence or _SAID.search(interface.text)):
        yield Problem(interface.place, "Nothing says under which terms this may be used.")
