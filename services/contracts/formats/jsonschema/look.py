"""Reads a document that may say anything: each function gives the value when it has the right shape, else nothing.

What is of the wrong shape is reported by the official schema of its format; here it is passed over.
"""

from collections.abc import Mapping
from typing import Any

from ...model import NO_MARKS, Deprecation, Value
from ...places import Place

type Node = dict[str, Any]


def text(node: Node, member: str) -> str:
    value = node.get(member)
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def mapping(node: Node, member: str) -> Node:
    value = node.get(member)
    return value if isinstance(value, dict) else {}


def items(node: Node, member: str) -> list[Any]:
    value = node.get(member)
    return value if isinstance(value, list) else []


def texts(node: Node, member: str) -> tuple[str, ...]:
    return tuple(one for one in items(node, member) if isinstance(one, str))


def whole(node: Node, member: str) -> int | None:
    value = node.get(member)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def number(node: Node, member: str) -> float | None:
    value = node.get(member)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def marks(node: Node) -> Mapping[str, Value]:
    """The extensions, without the "x-" in front."""
    return {member[2:]: value for member, value in node.items() if member.startswith("x-")} or NO_MARKS


def deprecation(node: Node, place: Place) -> Deprecation | None:
    if node.get("deprecated") is not True:
        return None
    return Deprecation(
        place.of("deprecated"),
        text(node, "description"),
        text(node, "x-sunset") or text(node, "x-sunset-date") or text(node, "x-removal-date"),
        text(node, "x-replaced-by") or text(node, "x-replacement"),
    )
