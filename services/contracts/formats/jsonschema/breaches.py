"""What a JSON Schema validator says, as flaws of the format: at the innermost place, in sentences, up to a number."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from ...model import Flaw, Value
from ...places import Path, Place
from .look import Node
from .sewn import Apart, Sewn

CAP = 200
"""Flaws of the format that are listed. Who writes more than that is writing another format."""


def breaches(errors: Iterable[Any], sewn: Sewn | Apart, against: str = "the official schema") -> Iterator[Flaw]:
    """Every breach of a schema, at the innermost place that can be told; CAP of them at most."""
    root = Place(None, ())
    told: set[tuple[Any, ...]] = set()
    for error in errors:
        for found, message in _sentences(_innermost(error, sewn.root)):
            path = sewn.own_path(found)
            if (path, message) in told:
                continue
            if len(told) == CAP:
                yield Flaw("format-invalid", root, f"There are more; the first {CAP} are shown.")
                return
            told.add((path, message))
            name = "/".join(str(step) for step in path)
            yield Flaw("format-invalid", root.to(*path, name=name[:300]), f"Against {against}: {message}")


def piece_by_piece(validator: Any, root: Node, parts: Iterable[tuple[str, ...]], frame: Node) -> Iterator[Any]:
    """The errors of a document, gathered from its pieces: the validator collects all errors of what it is given before
    it tells the first, and a hostile document has enough of them to fill any memory. `parts` lead to mappings, each
    member of which is looked at for itself in a `frame`; before them what is left without those."""
    if validator.is_valid(root):
        return
    found = [(part, below) for part in parts if isinstance(below := _at(root, list(part)), dict)]
    rest = root
    for part, _ in found:
        rest = _with(rest, part, {})
    pieces = chain([rest], (_with(frame, part, {name: one}) for part, below in found for name, one in below.items()))
    for piece in pieces:
        if not validator.is_valid(piece):
            yield from validator.iter_errors(piece)


def _with(node: Node, path: tuple[str, ...], value: Value) -> Node:
    """The node with another value at a path."""
    first, *below = path
    if not below:
        return {**node, first: value}
    inner = node.get(first)
    return {**node, first: _with(inner if isinstance(inner, dict) else {}, tuple(below), value)}


def never(address: str) -> Any:
    """What a validator asks when it wants to fetch a schema."""
    raise ValueError(f"Nothing is fetched: {address}")


def _innermost(error: Any, root: Value) -> Any:
    """Follows "is not any of these" down to the alternative that was most likely meant."""
    for _ in range(50):
        branches = getattr(error.kind, "context", None)
        if not branches:
            break
        value = _at(root, error.instance_path)
        is_reference = isinstance(value, dict) and "$ref" in value
        likely = [one for one in branches if one and _asks_for_reference(one) == is_reference]
        candidates = likely or [one for one in branches if one]
        if not candidates:
            break
        error = min(candidates, key=lambda one: (-max(len(e.instance_path) for e in one), len(one)))[0]
    return error


def _asks_for_reference(errors: list[Any]) -> bool:
    return any("$ref" in str(one.message) or "Reference" in one.schema_path for one in errors)


def _at(root: Value, path: list[str | int]) -> Value:
    for step in path:
        if isinstance(root, dict):
            root = root.get(str(step))
        elif isinstance(root, list) and isinstance(step, int) and step < len(root):
            root = root[step]
        else:
            return None
    return root


def _sentences(error: Any) -> Iterator[tuple[Path, str]]:
    """Where the error stands, and what it says: of members that are not known, each for itself."""
    path = tuple(error.instance_path)
    unknown = getattr(error.kind, "unexpected", None)
    if unknown:
        for name in unknown:
            yield (*path, str(name)), f"{str(name)[:80]!r} is not known here."
    else:
        yield path, f"{str(error.message)[:300]}."
