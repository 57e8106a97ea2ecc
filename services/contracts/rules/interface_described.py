"""interface-described"""

from collections.abc import Iterator

from ..model import Interface
from ..reading import squeezed
from ..registry import Problem, rule


@rule(
    "interface-described",
    title="It says what it is for",
    on=Interface,
    group="understanding",
    severity="warning",
    source="Zalando 218, Spectral info-description",
    mend="Say in a few sentences what the interface is for, for whom, and what it is not for.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0, description: "Place, change and cancel orders of the shop."}
paths: {}
""",
        "asyncapi": """
asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0, description: "What happens to orders of the shop, as it happens."}
channels: {}
""",
        "thrift": """
/** Places, changes and cancels orders of the shop. */
namespace * shop.orders.v1
struct Order { 1: string id }
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0, description: orders}
paths: {}
""",
        "asyncapi": """
asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0}
channels: {}
""",
        "thrift": """
namespace * shop.orders.v1
struct Order { 1: string id }
""",
    },
)
def check(interface: Interface) -> Iterator[Problem]:
    """Whoever looks for a service reads one paragraph and decides. Without it, they build their own."""
    said = interface.text or interface.summary
    if not said.strip():
        yield Problem(interface.place, "Nothing says what this interface is for.")
    elif squeezed(said) == squeezed(interface.title):
        yield Problem(interface.place.of("text"), "The description only repeats the title.")
