"""data-class-declared"""

from collections.abc import Iterator

from ..model import Interface
from ..reading import DATA_CLASSES, marked
from ..registry import Problem, Unjudged, rule


@rule(
    "data-class-declared",
    title="The class of its data is declared",
    on=Interface,
    group="operation",
    severity="info",
    source="Zalando 218 and 219, ISO/IEC 27001 A.5.12, GDPR art. 30",
    mend="State the fact `data_class` (public, internal, confidential, personal), or mark the types (x-data-class).",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0, x-data-class: internal}
paths: {}
components: {schemas: {Order: {type: object, properties: {total: {type: integer}}}}}
""",
        "thrift": """
namespace * shop.orders.v1
struct Order { 1: i64 total } (shop.data_class = "internal")
""",
        "graphql": """
directive @dataClass(name: String!) on OBJECT
type Query { order: Order }
type Order @dataClass(name: "internal") { total: Int }
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components: {schemas: {Order: {type: object, properties: {total: {type: integer}}}}}
""",
        "thrift": """
namespace * shop.orders.v1
struct Order { 1: i64 total } (shop.owner = "orders")
""",
        "graphql": """
directive @owner(name: String!) on OBJECT
type Query { order: Order }
type Order @owner(name: "orders") { total: Int }
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """How long may it be kept, who may see it, may it leave the country? The answer hangs on the class of the data, and
    a caller cannot guess it."""
    if not (interface.types or interface.operations):
        yield Unjudged("No data passes here.")
    elif not (interface.facts.data_class or _is_marked(interface)):
        yield Problem(interface.place, "Nothing says of which class the data is: public, internal, confidential ...")


def _is_marked(interface: Interface) -> bool:
    if marked(interface.marks, DATA_CLASSES):
        return True
    if any(one.marks and marked(one.marks, DATA_CLASSES) for one in interface.operations):
        return True
    return any(
        (shape.marks and marked(shape.marks, DATA_CLASSES))
        or any(field.marks and marked(field.marks, DATA_CLASSES) for field in shape.fields)
        for shape in interface.types.values()
    )
