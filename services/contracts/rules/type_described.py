"""type-described"""

from collections import Counter
from collections.abc import Iterator

from ..model import Interface, Type
from ..reading import is_gathered, some, squeezed
from ..registry import Problem, Unjudged, rule


@rule(
    "type-described",
    title="Every type says what it is",
    on=Interface,
    group="understanding",
    severity="info",
    source="AIP-192, Azure schema-description, buf COMMENT_MESSAGE",
    mend="Say in a sentence what one of these is, and what it is not; a title that repeats the name says nothing.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  schemas:
    Order:
      description: What a customer wants, until it is sent or cancelled.
      type: object
      properties: {total: {type: integer, description: Price of all lines in cents.}}
""",
        "proto": """
syntax = "proto3";
// Orders of the shop.
package shop.orders.v1;
// What a customer wants, until it is sent or cancelled.
message Order {
  // Price of all lines in cents.
  int64 total = 1;
}
""",
        "thrift": """
namespace * shop.orders.v1
/** What a customer wants, until it is sent or cancelled. */
struct Order {
  /** Price of all lines in cents. */
  1: i64 total
}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths: {}
components:
  schemas:
    Order:
      title: Order
      type: object
      properties: {total: {type: integer, description: Price of all lines in cents.}}
""",
        "proto": """
syntax = "proto3";
// Orders of the shop.
package shop.orders.v1;
message Order {
  // Price of all lines in cents.
  int64 total = 1;
}
""",
        "thrift": """
namespace * shop.orders.v1
struct Order {
  /** Price of all lines in cents. */
  1: i64 total
}
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """Is an order there before it is paid, and still there when it was cancelled? Fields do not answer that; one
    sentence about the whole does."""
    shapes = {name: one for name, one in interface.types.items() if _needs_words(name, one)}
    if not shapes:
        yield Unjudged("No type has a name here.")
        return
    told_elsewhere = _of_one_operation(interface)
    silent = [name for name, one in shapes.items() if not _is_told(name, one) and name not in told_elsewhere]
    if is_gathered(silent, shapes):
        names = some([_short(name) for name in silent])
        yield Problem(interface.place, f"{len(silent):,} of {len(shapes):,} types do not say what they are: {names}.")
        return
    for name in silent:
        yield Problem(shapes[name].place, f"Nothing says what {_short(name)} is.")


def _needs_words(name: str, shape: Type) -> bool:
    """Records and unions. Enumerations are asked about their values; what is named by where it stands has no name."""
    if shape.ref or shape.values or name.startswith("#/"):
        return False
    return bool(shape.fields or shape.choices or shape.parts)


def _is_told(name: str, shape: Type) -> bool:
    return bool(shape.text.strip()) or (bool(shape.title) and squeezed(shape.title) != squeezed(_short(name)))


def _of_one_operation(interface: Interface) -> set[str]:
    """The types that are the whole content of one message only: what the operation says tells what they are."""
    counts: Counter[str] = Counter()
    for operation in interface.operations:
        said = bool(operation.text or operation.summary)
        for message in (operation.request, *(answer.message for answer in operation.answers)):
            for body in message.bodies if message is not None else ():
                counts[body.type.ref] += 1 if said else 2
    return {name for name, count in counts.items() if count == 1}


def _short(name: str) -> str:
    """Without the package, which says where it is, not what."""
    return name.rpartition(".")[2].rpartition("::")[2] or name
