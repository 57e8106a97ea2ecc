"""Whether a document, and the payloads in it, are what AsyncAPI's specification asks for."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import groupby
from typing import Any

from ..function import Check, Options, Target, Told, Value, function
from ..validating.compiler import Compiler
from ..validating.dialect import DIALECTS, Dialect
from ..validating.fault import Fault, Faults, Seen, Test
from ..validating.references import Own
from ..validating.shown import shown
from .specification import LATEST, payload_schema, schema
from .whole import written_out

type Judge = Callable[[Value], Faults]

_VERSION = re.compile(r"([23])\.(0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)", re.ASCII)
_REFERENCE_TOLD = 'Property "$ref" is not expected to be here'


@function("asyncApiDocumentSchema")
def document_schema(options: Options) -> Check:
    """`resolved`: the document with its references followed, whatever else is wrong. Otherwise the document as it is
    written, and only where references stand that must not."""
    resolved = bool((options or {}).get("resolved"))

    def check(root: Value, target: Target) -> Iterator[Told]:
        version = _version(target.read.root)
        if version is None:
            return
        test = _document_test(*version, resolved=resolved)
        faults = test(written_out(root, target.read.follow) if resolved else root)
        for told in _shown(_thinned(faults) if resolved else faults, target):
            if (told.message == _REFERENCE_TOLD) is not resolved:
                yield told if resolved else Told("No reference may stand here.", told.path)

    return check


@function("asyncApiPayloadValidation")
def payload_validation(options: Options) -> Check:
    def check(payload: Value, target: Target) -> Iterator[Told]:
        version = _version(target.read.root)
        if version is not None:
            major, minor, _ = version
            faults = _payload_test(major, minor)(written_out(payload, target.read.follow))
            yield from _shown(faults, target)

    return check


def _version(root: Value) -> tuple[str, int, bool] | None:
    """Major and minor version of the schema to ask, and whether the document has to be of exactly that version. Nothing
    is known of later versions 2; later versions 3 are held against the newest."""
    found = _VERSION.fullmatch(str(root.get("asyncapi"))) if isinstance(root, dict) else None
    if found is None:
        return None
    major, minor = found[1], int(found[2])
    if minor <= LATEST[major]:
        return major, minor, True
    return (major, LATEST[major], False) if major == "3" else None


class _Once(Compiler):
    """Holds a thing that many refer to against a part of the schema once: where it was valid, it is so for all of them.
    Without this a short document whose schemas refer to the next one twice would be looked at for ever."""

    def __init__(self, dialect: Dialect, references: Own) -> None:
        super().__init__(dialect, references, every=True)
        self._valid: set[tuple[int, int]] = set()

    def elsewhere(self, ref: str, schema: Value, *, dynamic: bool = False) -> Test | None:
        below, valid = super().elsewhere(ref, schema, dynamic=dynamic), self._valid
        if below is None:
            return None

        def test(data: Value, seen: Seen) -> Faults | None:
            key = id(test), id(data)
            if key in valid:
                return None
            faults = below(data, seen)
            if not faults and isinstance(data, dict | list):
                valid.add(key)
            return faults

        return test

    def judge(self, schema: Value) -> Judge:
        made = self.test(schema)

        def test(data: Value) -> Faults:
            try:
                return (made(data, None) if made is not None else None) or []
            finally:
                self._valid.clear()  # things are told apart by identity, which ends with the document

        return test


@cache
def _document_test(major: str, minor: int, exact: bool, *, resolved: bool) -> Judge:
    asked = schema(major, minor, resolved=resolved)
    if not exact:
        document = asked["definitions"]["document"]
        any_3 = {**document["properties"], "asyncapi": {"type": "string", "pattern": r"^3\.\d+\.\d+$"}}
        asked = {**asked, "definitions": {**asked["definitions"], "document": {**document, "properties": any_3}}}
    return _test(asked)


@cache
def _payload_test(major: str, minor: int) -> Judge:
    return _test(payload_schema(major, minor))


def _test(asked: dict[str, Any]) -> Judge:
    whole = {**asked, "definitions": {**asked["definitions"], "draft-07": _draft_7()}}
    return _Once(DIALECTS["draft7"], Own(whole)).judge(whole)


@cache
def _draft_7() -> Any:
    import orjson

    from ...installed import home

    return orjson.loads((home("jsonschema_specifications") / "schemas/draft7/metaschema.json").read_bytes())


def _shown(faults: Faults, target: Target) -> Iterator[Told]:
    return shown(faults, target.path)


def _thinned(faults: Faults) -> Faults:
    """One fault a place, and no "none of these" where something deeper says more. A member too much is told at the
    member."""
    wanted = []
    for fault in faults:
        if fault.keyword == "additionalProperties":
            fault.steps[:0] = reversed(str(fault.detail).split("/"))
        if not _lacks_reference(fault):
            wanted.append(fault)
    left: Faults = []
    before = ""
    for place, same in groupby(wanted, _pointer):
        fault = next(same)
        if left and fault.keyword == "oneOf" and before.startswith(place):
            continue
        left.append(fault)
        before = place
    return left


def _lacks_reference(fault: Fault) -> bool:
    return fault.keyword == "required" and fault.detail == "$ref"


def _pointer(fault: Fault) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in fault.path)
