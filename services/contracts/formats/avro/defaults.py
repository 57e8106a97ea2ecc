"""Whether a default is a value of the type that it stands for."""

from collections.abc import Mapping
from typing import Any

from ..jsonschema.look import Node, items, text
from .types import NAMED, full_name, meant

STEPS = 500_000
"""How much is looked at in one document. Unions in unions of large values would be looked at without end."""


class Defaults:
    """`known` are the definitions by their whole names."""

    def __init__(self, known: Mapping[str, Node]) -> None:
        self.known = known
        self._steps = 0

    def fits(self, node: Any, value: Any, namespace: str, depth: int = 0) -> bool:
        """In a union one of its schemas has to fit. What a name stands for elsewhere is not known and fits."""
        self._steps += 1
        if depth > 100 or self._steps > STEPS:
            return True
        if isinstance(node, list):
            return any(self.fits(one, value, namespace, depth + 1) for one in node)
        if isinstance(node, str):
            return self._word(node, value, namespace, depth)
        said = node.get("type") if isinstance(node, dict) else None
        if isinstance(said, dict | list):
            return self.fits(said, value, namespace, depth + 1)
        if said == "array":
            return isinstance(value, list) and all(
                self.fits(node.get("items"), one, namespace, depth + 1) for one in value
            )
        if said == "map":
            return isinstance(value, dict) and all(
                self.fits(node.get("values"), one, namespace, depth + 1) for one in value.values()
            )
        if isinstance(said, str) and said in NAMED:
            return self._named(node, said, value, namespace, depth)
        return self._word(said, value, namespace, depth) if isinstance(said, str) else True

    def _named(self, node: Node, said: str, value: Any, namespace: str, depth: int) -> bool:
        if said == "enum":
            return value in items(node, "symbols")
        if said == "fixed":
            return isinstance(value, str) and len(value) == node.get("size")
        if not isinstance(value, dict):
            return False
        space = full_name(node, namespace)[1]
        for field in items(node, "fields"):
            if not isinstance(field, dict):
                continue
            name = text(field, "name")
            if name not in value:
                if "default" not in field:
                    return False
            elif not self.fits(field.get("type"), value[name], space, depth + 1):
                return False
        return True

    def _word(self, said: str, value: Any, namespace: str, depth: int) -> bool:
        match said:
            case "null":
                return value is None
            case "boolean":
                return isinstance(value, bool)
            case "int" | "long":
                bits = 31 if said == "int" else 63
                return isinstance(value, int) and not isinstance(value, bool) and -(2**bits) <= value < 2**bits
            case "float" | "double":
                odd = value in ("NaN", "Infinity", "-Infinity", "INF", "-INF") if isinstance(value, str) else False
                return odd or (isinstance(value, int | float) and not isinstance(value, bool))
            case "string":
                return isinstance(value, str)
            case "bytes":
                return isinstance(value, str) and all(ord(letter) < 256 for letter in value)
        full = meant(said, namespace, self.known)
        if not full:
            return True
        node = self.known[full]
        own = full.rpartition(".")[0]
        return self.fits(node, value, own, depth + 1)
