"""examples-given"""

from collections.abc import Iterator

from ..model import Body, Interface, Operation, Type
from ..reading import is_gathered, some, successes
from ..registry import Problem, Unjudged, rule

_PLAIN = frozenset({"text", "binary", "null", "boolean", "integer", "number"})


@rule(
    "examples-given",
    title="Examples show what goes in and out",
    on=Interface,
    group="understanding",
    severity="info",
    source="Zalando 101, Spectral oas3-valid-media-example, AIP-192",
    mend="Add one realistic example to the content, to its type, or to the fields of its type.",
    good={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders/first:
    get:
      operationId: readFirst
      responses:
        "200":
          description: The order.
          content: {application/json: {schema: {$ref: "#/components/schemas/Order"}, example: {total: 1299}}}
components:
  schemas: {Order: {type: object, properties: {total: {type: integer}}}}
""",
        "smithy": """
$version: "2"
namespace shop.orders
service Orders { version: "1.0.0", operations: [GetOrder] }
@examples([{ title: "One", input: { id: "A-1" }, output: { total: 1299 } }])
operation GetOrder { input: GetOrderInput, output: Order }
structure GetOrderInput { id: String }
structure Order { total: Integer }
""",
        "proto": """
syntax = "proto3";
package shop.orders.v1;
service Orders {
  // Finds an order, for example `{"id": "A-1"}`, and gives `{"id": "A-1", "total": 1299}`.
  rpc GetOrder(Order) returns (Order);
}
message Order {
  string id = 1;
  int64 total = 2;
}
""",
    },
    bad={
        "openapi": """
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders/first:
    get:
      operationId: readFirst
      responses:
        "200":
          description: The order.
          content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}
components:
  schemas: {Order: {type: object, properties: {total: {type: integer}}}}
""",
        "smithy": """
$version: "2"
namespace shop.orders
service Orders { version: "1.0.0", operations: [GetOrder] }
operation GetOrder { input: GetOrderInput, output: Order }
structure GetOrderInput { id: String }
structure Order { total: Integer }
""",
        "proto": """
syntax = "proto3";
package shop.orders.v1;
service Orders {
  // Finds an order.
  rpc GetOrder(Order) returns (Order);
}
message Order {
  string id = 1;
  int64 total = 2;
}
""",
    },
)
def check(interface: Interface) -> Iterator[Problem | Unjudged]:
    """An example answers in a second what a page of types answers in an hour, and can be tried at once."""
    contents = {one: found for one in interface.operations if (found := _contents(one))}
    if not contents:
        yield Unjudged("Nothing has content here.")
        return
    shows = _Shown(interface)
    silent = {one: lacks for one, bodies in contents.items() if (lacks := _silent(one, bodies, shows))}
    if is_gathered(silent, contents):
        names = some([one.shown for one in silent])
        said = f"{len(silent):,} of {len(contents):,} operations show no example of what they take or give: {names}."
        yield Problem(interface.place, said)
        return
    for operation, lacks in silent.items():
        for word, body in lacks.items():
            yield Problem(body.place, f"No example shows what {operation.shown[:100]} {word}.")


def _contents(operation: Operation) -> dict[str, tuple[Body, ...]]:
    """The forms of what it takes, and of what it gives."""
    found = {
        "takes": operation.request.bodies if operation.request else (),
        "gives": tuple(body for _, body in successes(operation)),
    }
    return {word: bodies for word, bodies in found.items() if bodies}


def _silent(operation: Operation, contents: dict[str, tuple[Body, ...]], shows: "_Shown") -> dict[str, Body]:
    if _in_words(f"{operation.summary} {operation.text}"):
        return {}
    return {word: bodies[0] for word, bodies in contents.items() if not any(map(shows, bodies))}


def _in_words(text: str) -> bool:
    """Comments are the only place for an example that many technologies have."""
    return "xample" in text or "e.g." in text or "```" in text


class _Shown:
    """Whether bodies show what they hold. Many have the same type, which is looked at once."""

    def __init__(self, interface: Interface) -> None:
        self._interface = interface
        self._all: dict[int, bool] = {}
        self._some: dict[int, bool] = {}

    def __call__(self, body: Body) -> bool:
        if body.examples:
            return True
        shape = self._interface.resolve(body.type)
        known = self._all.get(id(shape))
        if known is None:
            known = self._all[id(shape)] = self._of_type(shape)
        return known

    def _of_type(self, shape: Type | None) -> bool:
        resolve = self._interface.resolve
        if self._is_shown(shape):
            return True
        if shape is not None and shape.kind in ("list", "map"):
            shape = resolve(shape.item)
            if self._is_shown(shape):
                return True
        fields = list(self._interface.members(shape))
        inner = (resolve(field.type) for field in fields)
        choices = shape is not None and shape.choices
        return not (fields or choices) or any(one is not None and self._has_some(one) for one in inner)

    def _is_shown(self, shape: Type | None) -> bool:
        """Of what is plain, or not to be found, nobody needs an example."""
        return shape is None or shape.kind in _PLAIN or self._has_some(shape)

    def _has_some(self, shape: Type) -> bool:
        known = self._some.get(id(shape))
        if known is None:
            known = self._some[id(shape)] = bool(shape.examples) or any(
                field.examples or (field.text and _in_words(field.text)) for field in self._interface.members(shape)
            )
        return known
