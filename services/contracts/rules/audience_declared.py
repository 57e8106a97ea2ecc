"""audience-declared"""

from collections.abc import Iterator

from ..model import Interface
from ..reading import marked
from ..registry import Problem, rule

_MARKS = frozenset({"audience", "apiaudience", "visibility", "apivisibility", "intendedaudience"})


@rule(
    "audience-declared",
    title="It says for whom it is",
    on=Interface,
    group="operation",
    severity="info",
    source="Zalando 219, AIP-111 (audiences), OWASP API9:2023",
    mend="State the fact `audience` (team, company, partner or public), or x-audience in the document.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0, x-audience: partner}
paths: {}
""",
        "asyncapi": """
asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0, x-audience: company}
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
    """Whoever reviews, guards and changes an interface must know who may come to rely on it. Unsaid, it is everybody
    who finds it."""
    if not (interface.facts.audience or marked(interface.marks, _MARKS)):
        yield Problem(interface.place, "Nothing says for whom this interface is: team, company, partner or public.")
