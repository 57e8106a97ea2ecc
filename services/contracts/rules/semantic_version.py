"""semantic-version"""

import re
from collections.abc import Iterator

from ..model import Interface
from ..registry import Problem, rule

_SEMANTIC = re.compile(r"v?\d{1,9}\.\d{1,9}\.\d{1,9}(?:-[0-9A-Za-z.-]{1,80})?(?:\+[0-9A-Za-z.-]{1,80})?")


@rule(
    "semantic-version",
    title="The version has three parts",
    on=Interface,
    group="change",
    severity="warning",
    source="Zalando 116, Italian ModI, semver.org 2.0.0",
    mend="Number the contract major.minor.patch: major breaks callers, minor adds, patch corrects words.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.4.0}
paths: {}
""",
        "asyncapi": """
asyncapi: 3.0.0
info: {title: Orders, version: 1.4.0}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: latest}
paths: {}
""",
        "asyncapi": """
asyncapi: 3.0.0
info: {title: Orders, version: latest}
""",
    },
)
def check(interface: Interface) -> Iterator[Problem]:
    """The number is the shortest promise there is: it tells a caller whether the next version may break them."""
    version = interface.version or interface.facts.version
    if not version:
        yield Problem(interface.place.of("version"), "The contract has no version.")
    elif not _SEMANTIC.fullmatch(version):
        yield Problem(
            interface.place.of("version"), f"The version {version[:80]!r} is not of the form major.minor.patch."
        )
