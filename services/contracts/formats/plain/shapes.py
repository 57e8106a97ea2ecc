"""Types and fields of the plain form."""

from typing import Any

from ...model import NO_LIMITS, Constant, Deprecation, Example, Field, Flaw, Kind, Limits, Type, Value
from ...places import Place
from ..jsonschema.look import Node, items, mapping, marks, number, text, whole
from .expressions import PLAIN, Expression, parse

_LIMITING = frozenset({"min", "max", "min-length", "max-length", "pattern", "min-items", "max-items", "unique"})
_NO_TYPE = Expression("any", (), False)


class Shapes:
    """Builds types; `known` are the names of those that the document defines."""

    def __init__(self, known: Node) -> None:
        self.known = known
        self.flaws: list[Flaw] = []

    def type(self, node: Any, place: Place, name: str = "") -> Type:
        """Of a type expression, or of a mapping that says more."""
        said: Node = node if isinstance(node, dict) else {"type": node}
        at = place.to("type") if isinstance(node, dict) and "type" in node else place
        expression = self._expression(said.get("type"), at)
        outer, kind, ref, shown = self._outer(expression, at)
        values, constants = self._values(said, place)
        choices = tuple(
            self.type(one, place.to("choices", index, name=f"choice:{one}"))
            for index, one in enumerate(items(said, "choices"))
            if isinstance(one, str)
        )
        if "type" not in said:
            kind = "record" if "fields" in said else "choice" if choices else _kind_of(values)
        return Type(
            place,
            kind,
            name,
            ref,
            text(said, "title"),
            text(said, "text"),
            self.fields(said, place),
            outer,
            choices,
            (),
            values,
            said.get("open") is True,
            None,
            _limits(said, kind) if not _LIMITING.isdisjoint(said) else NO_LIMITS,
            text(said, "format") or shown,
            said.get("nullable") is True,
            _default(said, place),
            self.examples(said, place),
            deprecation(said, place),
            marks(said),
            constants,
        )

    def _expression(self, said: Any, place: Place) -> Expression:
        found = parse(said) if isinstance(said, str) else _NO_TYPE
        if found is None:
            message = (
                f"{said[:80]!r} is no type: write a name, `list of NAME` or `map of NAME`, each with ? or without."
            )
            self.flaws.append(Flaw("format-invalid", place, message))
        return found or _NO_TYPE

    def _outer(self, expression: Expression, place: Place) -> tuple[Type | None, Kind, str, str]:
        """What a list or map holds, the kind, the name referred to, the format."""
        if expression.around:
            inner = Expression(expression.name, expression.around[1:], False)
            kind = expression.around[0]
            at = place.to(name="item" if kind == "list" else "value")
            item, below, ref, shown = self._outer(inner, at)
            return Type(at, below, ref=ref, item=item, format=shown), kind, "", ""
        if expression.name in self.known:
            return None, "any", expression.name, ""
        if expression.name in PLAIN:
            return None, PLAIN[expression.name][0], "", PLAIN[expression.name][1]
        said = f"There is no type {expression.name[:80]!r} here."
        self.flaws.append(Flaw("reference-missing", place, said))
        return None, "any", expression.name, ""

    def fields(self, node: Node, place: Place) -> tuple[Field, ...]:
        found = []
        for name, below in mapping(node, "fields").items():
            said: Node = below if isinstance(below, dict) else {"type": below}
            at = place.to("fields", name, name=f"field:{name}")
            shape = self.type(below, at)
            expression = parse(said["type"]) if isinstance(said.get("type"), str) else None
            required = said.get("required")
            found.append(
                Field(
                    at,
                    name,
                    shape,
                    required if isinstance(required, bool) else not (expression and expression.optional),
                    shape.text,
                    text(said, "where"),
                    whole(said, "number"),
                    said.get("read-only") is True,
                    said.get("write-only") is True,
                    shape.default,
                    shape.examples,
                    shape.deprecated,
                    shape.marks,
                )
            )
        return tuple(found)

    @staticmethod
    def examples(node: Node, place: Place) -> tuple[Example, ...]:
        found = [Example(place.to("example", name="example"), node["example"])] if "example" in node else []
        at = place.to("examples")
        return (*found, *(Example(at.to(i, name=f"example:{i}"), one) for i, one in enumerate(items(node, "examples"))))

    @staticmethod
    def _values(node: Node, place: Place) -> tuple[tuple[Value, ...], tuple[Constant, ...]]:
        """A list of values, or a mapping that says what each of them means."""
        told = mapping(node, "values")
        constants = []
        for value, below in told.items():
            said: Node = below if isinstance(below, dict) else {"text": below or ""}
            at = place.to("values", value, name=f"value:{value}")
            constants.append(Constant(at, value, whole(said, "number"), text(said, "text"), deprecation(said, at)))
        return tuple(told) or tuple(items(node, "values")), tuple(constants)


def deprecation(node: Node, place: Place) -> Deprecation | None:
    """`deprecated: true`, a sentence, or a mapping of text, sunset and replacement."""
    said = node.get("deprecated")
    at = place.of("deprecated")
    if isinstance(said, dict):
        return Deprecation(at, text(said, "text"), text(said, "sunset"), text(said, "replacement"))
    if isinstance(said, str):
        return Deprecation(at, said)
    return Deprecation(at) if said is True else None


def _default(node: Node, place: Place) -> Example | None:
    return Example(place.to("default", name="default"), node["default"]) if "default" in node else None


def _kind_of(values: tuple[Value, ...]) -> Kind:
    if values and all(isinstance(one, str) for one in values):
        return "text"
    if values and all(isinstance(one, int) and not isinstance(one, bool) for one in values):
        return "integer"
    return "any"


def _limits(node: Node, kind: Kind) -> Limits:
    low, high = whole(node, "min-items"), whole(node, "max-items")
    return Limits(
        whole(node, "min-length"),
        whole(node, "max-length"),
        text(node, "pattern") or None,
        number(node, "min"),
        number(node, "max"),
        min_items=low if kind != "map" else None,
        max_items=high if kind != "map" else None,
        unique=node.get("unique") is True,
        min_members=low if kind == "map" else None,
        max_members=high if kind == "map" else None,
    )
