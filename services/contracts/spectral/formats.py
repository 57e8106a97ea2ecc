"""The formats rulesets know, and what a document must say to be of one."""

import re
from collections.abc import Callable, Iterable
from typing import Final

from .function import Value
from .javascript import text


def _version(member: str, pattern: str) -> Callable[[Value], bool]:
    match = re.compile(pattern + r"\Z", re.A).match
    return lambda root: isinstance(root, dict) and member in root and match(text(root[member])) is not None


def _minor(member: str, version: str) -> Callable[[Value], bool]:
    return _version(member, rf"{version.replace('.', '[.]')}(?:\.[0-9]*)?")


def _asyncapi(version: str) -> Callable[[Value], bool]:
    major, _, minor = version.partition(".")
    whole = _version("asyncapi", rf"{major}\.(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)")
    if not minor:
        return whole
    part = _minor("asyncapi", version)
    return lambda root: whole(root) and part(root)


_DRAFT = re.compile(r"https?://json-schema.org/(?:draft-0([467])|draft/(20(?:19-09|20-12)))/(?:hyper-)?schema#?\Z")
_TYPES = frozenset({"array", "boolean", "integer", "null", "number", "object", "string"})


def _schema(root: Value) -> bool:
    said = root.get("$schema") if isinstance(root, dict) else None
    return isinstance(said, str) and "//json-schema.org/" in said


def _loose(root: Value) -> bool:
    if not isinstance(root, dict):
        return False
    said = root.get("type")
    typed = said in _TYPES if isinstance(said, str) else isinstance(said, list) and all(one in _TYPES for one in said)
    compound = any(isinstance(root.get(one), dict | list) for one in ("allOf", "oneOf", "anyOf", "not", "if"))
    return _schema(root) or typed or isinstance(root.get("enum"), list) or compound


def _draft(version: str) -> Callable[[Value], bool]:
    def is_draft(root: Value) -> bool:
        found = _DRAFT.match(root["$schema"]) if _schema(root) else None
        return found is not None and (found[1] or found[2]) == version

    return is_draft


_OAS2 = re.compile(r"\s*\+?0*2(?!\d)")
_OAS3 = re.compile(r"\s*\+?0*3(?!\d)")


def _oas3(root: Value) -> bool:
    return isinstance(root, dict) and "openapi" in root and _OAS3.match(text(root["openapi"])) is not None


FORMATS: Final[dict[str, tuple[str, Callable[[Value], bool]]]] = {
    "oas2": (
        "OpenAPI 2.0 (Swagger)",
        lambda root: isinstance(root, dict) and "swagger" in root and _OAS2.match(text(root["swagger"])) is not None,
    ),
    "oas3": ("OpenAPI 3.x", _oas3),
    "oas3_0": ("OpenAPI 3.0.x", _minor("openapi", "3.0")),
    "oas3_1": ("OpenAPI 3.1.x", _minor("openapi", "3.1")),
    "oas3_2": ("OpenAPI 3.2.x", _minor("openapi", "3.2")),
    "asyncapi2": ("AsyncAPI 2.x", _asyncapi("2")),
    "asyncapi3": ("AsyncAPI 3.x", _asyncapi("3")),
    **{f"aas2_{minor}": (f"AsyncAPI 2.{minor}.x", _asyncapi(f"2.{minor}")) for minor in range(7)},
    "aas3_0": ("AsyncAPI 3.0.x", _asyncapi("3.0")),
    "aas3_1": ("AsyncAPI 3.1.x", _asyncapi("3.1")),
    "json-schema": ("JSON Schema", _schema),
    "json-schema-loose": ("JSON Schema (loose)", _loose),
    "json-schema-draft4": ("JSON Schema Draft 4", _draft("4")),
    "json-schema-draft6": ("JSON Schema Draft 6", _draft("6")),
    "json-schema-draft7": ("JSON Schema Draft 7", _draft("7")),
    "json-schema-2019-09": ("JSON Schema Draft 2019-09", _draft("2019-09")),
    "json-schema-2020-12": ("JSON Schema Draft 2020-12", _draft("2020-12")),
    "arazzo1_0": ("Arazzo 1.0.x", _minor("arazzo", "1.0")),
}
"""By the name that rulesets use: how it is told, and the test."""

_ALSO: Final = {
    "aas2": "asyncapi2",
    "aas3": "asyncapi3",
    "asyncApi2": "asyncapi2",
    "oas3.0": "oas3_0",
    "oas3.1": "oas3_1",
    "oas3.2": "oas3_2",
    "json-schema-draft-2019-09": "json-schema-2019-09",
    "json-schema-draft-2020-12": "json-schema-2020-12",
    "json-schema-draft2019-09": "json-schema-2019-09",
    "json-schema-draft2020-12": "json-schema-2020-12",
}


def named(name: str) -> str | None:
    """The format that a ruleset means, None for what is none. Hyphens and underscores are one in the version."""
    for one in (name, _ALSO.get(name, ""), name.replace("-", "_"), name.replace("_", "-")):
        if one in FORMATS:
            return one
    return _ALSO.get(name.replace("-", "_"))


def found(root: Value, asked: Iterable[str]) -> frozenset[str]:
    """Those of the asked formats that a document is of."""
    return frozenset(name for name in asked if FORMATS[name][1](root))
