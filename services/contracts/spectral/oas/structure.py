"""oasDocumentSchema: the document is built as the specification of its version says."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from ...formats.jsonschema.breaches import never
from ..function import Check, Options, Target, Told, Value, function
from ..options import no_options
from ..validating.compiler import Compiler
from ..validating.dialect import DIALECTS
from ..validating.fault import Fault, Test
from ..validating.formats import TEXTS
from ..validating.references import Own
from .official import official

_LATEST = "draft2020-12"


@function("oasDocumentSchema")
def structure(options: Options) -> Check:
    no_options("oasDocumentSchema", options)

    def check(value: Value, target: Target) -> Iterator[Told]:
        formats = target.read.formats
        if not formats:
            return
        version = next((said for name, said in _VERSIONS.items() if name in formats), "3.0")
        # Nearly every document is sound, and that is told many times faster than what is wrong with one.
        if _is_sound(version)(value):
            return
        for fault in _test(version)(value, None) or ():
            if fault.keyword != "if":
                yield _told(fault)

    return check


_VERSIONS = {"oas2": "2.0", "oas3_2": "3.2", "oas3_1": "3.1"}


@cache
def _test(version: str) -> Test:
    known = official(version)
    references = Own(known.schema, known.others)
    references.dynamic = known.dynamic
    test = Compiler(DIALECTS[_LATEST], references, every=True).test(known.schema)
    assert test is not None  # noqa: S101 - no official schema is empty
    return test


@cache
def _is_sound(version: str) -> Any:
    import jsonschema_rs

    known = official(version)
    registry = jsonschema_rs.Registry([(part["$id"], part) for part in known.others], retriever=never)
    validator = jsonschema_rs.Draft202012Validator(
        known.schema, registry=registry, formats=TEXTS, validate_formats=True, offline=True
    )
    return validator.is_valid


def _told(fault: Fault) -> Told:
    path = fault.path
    if fault.keyword == "additionalProperties":
        return Told(f'Property "{fault.detail}" is not expected to be here', (*path, fault.detail))
    if fault.keyword == "errorMessage":
        return Told(fault.message, path)
    message = fault.message
    if fault.keyword == "enum":
        from ..messages import shown

        message += ": " + ", ".join(map(shown, fault.detail))
    return Told(f'"{path[-1]}" property {message}' if path else message, path)
