"""Holds a document against the official JSON Schema of its OpenAPI version."""

from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path as Folder
from typing import Any

from ...document import Tree
from ...model import Flaw, Value
from ...places import Path, Place
from .look import Node, References, mapping

CAP = 200
"""Flaws of the format that are listed. Who writes more than that is writing another format."""
_DIALECTS = {
    "3.1": ("metaschema.json", "vocabularies/base"),
    "3.2": ("dialect/2025-09-17.json", "meta/2025-09-17.json"),
}


def check(document: Tree, dialect: str) -> Iterator[Flaw]:
    """Every breach of the official schema, at the innermost place that can be told; CAP of them at most."""
    root = Place(None, ())
    told: set[tuple[Any, ...]] = set()
    for error in _errors(_validator(dialect), document.root):
        for found, message in _sentences(_innermost(error, document.root)):
            path = document.own_path(found, {})  # the validator takes the member "200" for a position
            if (path, message) in told:
                continue
            if len(told) == CAP:
                yield Flaw("format-invalid", root, f"There are more; the first {CAP} are shown.")
                return
            told.add((path, message))
            name = "/".join(str(step) for step in path)
            yield Flaw("format-invalid", root.to(*path, name=name[:300]), message)


def _errors(validator: Any, root: Node) -> Iterator[Any]:
    """The errors of a document, gathered piece by piece: the validator collects all errors of what it is given before
    it tells the first, and a hostile document has enough of them to fill any memory."""
    if validator.is_valid(root):
        return
    for piece in _pieces(root):
        if not validator.is_valid(piece):
            yield from validator.iter_errors(piece)


def _pieces(root: Node) -> Iterator[Node]:
    """Documents that hold one path or one component each; before them what is left without those."""
    components = mapping(root, "components")
    paths = {member: root[member] for member in ("paths", "webhooks") if isinstance(root.get(member), dict)}
    kinds = {kind: below for kind, below in components.items() if isinstance(below, dict) and kind in References.KINDS}
    rest = {**root, **{member: {} for member in paths}}
    if components:
        rest["components"] = {**components, **{kind: {} for kind in kinds}}
    yield rest
    frame = {"openapi": root.get("openapi"), "info": {"title": "", "version": ""}, "paths": {}}
    for member, below in paths.items():
        for name, one in below.items():
            yield {**frame, member: {name: one}}
    for kind, below in kinds.items():
        for name, one in below.items():
            yield {**frame, "components": {kind: {name: one}}}


@cache
def _validator(dialect: str) -> Any:
    import jsonschema_rs
    import orjson

    def load(package: str, name: str) -> Any:
        return orjson.loads((_home(package) / name).read_bytes())

    schema = load("openapi_spec_validator", f"resources/schemas/v{dialect}/schema.json")
    if dialect == "3.0":
        return jsonschema_rs.Draft4Validator(schema, mask="this value", offline=True)
    # Since 3.1 schemas are JSON Schema with a few words more, which the document's own schema leaves open: it is told
    # here, the way the specification's "schema-base" does, that they are of OpenAPI's dialect.
    parts = [schema, *(load("openapi_schema_validator", f"schemas/oas{dialect}/{name}") for name in _DIALECTS[dialect])]
    base = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": schema["$id"],
        "$defs": {"schema": {"$dynamicAnchor": "meta", "$ref": parts[1]["$id"]}},
    }
    registry = jsonschema_rs.Registry([(part["$id"], part) for part in parts], retriever=_never)
    return jsonschema_rs.Draft202012Validator(base, registry=registry, mask="this value", offline=True)


def _never(address: str) -> Any:
    raise ValueError(f"Nothing is fetched: {address}")


def _home(package: str) -> Folder:
    """The folder of an installed package, which is not imported for it: only its data is wanted."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"The package {package} is not installed.")
    return Folder(next(iter(spec.submodule_search_locations)))


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
            yield (*path, str(name)), f"Against the official schema: {str(name)[:80]!r} is not known here."
    else:
        yield path, f"Against the official schema: {str(error.message)[:300]}."
