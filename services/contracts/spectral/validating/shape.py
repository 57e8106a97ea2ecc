"""What the values of keywords have to look like for a schema to be one, as the drafts' own schemas say.

All but their formats: ajv does not hold schemas against those.
"""

from collections.abc import Callable, Mapping
from typing import Final

from .equality import twins
from .fault import Value

type Shape = Callable[[Value], bool]

TYPES: Final = frozenset({"array", "boolean", "integer", "null", "number", "object", "string"})


def text(value: Value) -> bool:
    return isinstance(value, str)


def truth(value: Value) -> bool:
    return isinstance(value, bool)


def number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _positive(value: Value) -> bool:
    return number(value) and value > 0


def _count(value: Value) -> bool:
    return number(value) and value >= 0 and (isinstance(value, int) or value.is_integer())


def _type(value: Value) -> bool:
    if isinstance(value, list):
        return bool(value) and all(map(_simple, value)) and not twins(value)
    return _simple(value)


def _simple(value: Value) -> bool:
    return isinstance(value, str) and value in TYPES


_TEXTS: Final = frozenset({str})


def _names(value: Value) -> bool:
    return isinstance(value, list) and _TEXTS.issuperset(map(type, value)) and len(set(value)) == len(value)


def _some_names(value: Value) -> bool:
    return bool(value) and _names(value)


def _values(value: Value) -> bool:
    return isinstance(value, list)


def _some_values(value: Value) -> bool:
    return isinstance(value, list) and bool(value) and not twins(value)


def _object(value: Value) -> bool:
    return isinstance(value, dict)


def _open(value: Value) -> bool:
    return isinstance(value, dict | bool)


def _some(value: Value) -> bool:
    return isinstance(value, list) and bool(value)


def _closed_items(value: Value) -> bool:
    return isinstance(value, dict) or _some(value)


def _open_items(value: Value) -> bool:
    return _open(value) or _some(value)


def _lists_of_names(value: Value) -> bool:
    return isinstance(value, dict) and all(map(_names, value.values()))


_EVERY: Final[Mapping[str, Shape]] = {
    "$schema": text,
    "allOf": _some,
    "anyOf": _some,
    "dependencies": _object,
    "description": text,
    "format": text,
    "maxItems": _count,
    "maxLength": _count,
    "maxProperties": _count,
    "maximum": number,
    "minItems": _count,
    "minLength": _count,
    "minProperties": _count,
    "minimum": number,
    "multipleOf": _positive,
    "oneOf": _some,
    "pattern": text,
    "patternProperties": _object,
    "properties": _object,
    "title": text,
    "type": _type,
    "uniqueItems": truth,
    "definitions": _object,
    # No draft says these two of them all; ajv itself refuses others.
    "nullable": truth,
    "$ref": text,
}
DRAFT4: Final[Mapping[str, Shape]] = {
    **_EVERY,
    "additionalItems": _open,
    "additionalProperties": _open,
    "enum": _some_values,
    "exclusiveMaximum": truth,
    "exclusiveMinimum": truth,
    "id": text,
    "items": _closed_items,
    "not": _object,
    "required": _some_names,
    # Later drafts brought these; ajv takes them in every one.
    "contains": _open,
    "else": _open,
    "if": _open,
    "propertyNames": _open,
    "then": _open,
}
DRAFT7: Final[Mapping[str, Shape]] = {
    **_EVERY,
    "$comment": text,
    "$id": text,
    "additionalItems": _open,
    "additionalProperties": _open,
    "contains": _open,
    "else": _open,
    "enum": _some_values,
    "examples": _values,
    "exclusiveMaximum": number,
    "exclusiveMinimum": number,
    "if": _open,
    "items": _open_items,
    "not": _open,
    "propertyNames": _open,
    "readOnly": truth,
    "required": _names,
    "then": _open,
}
DRAFT2019: Final[Mapping[str, Shape]] = {
    **DRAFT7,
    "$anchor": text,
    "$defs": _object,
    "dependentRequired": _lists_of_names,
    "dependentSchemas": _object,
    "deprecated": truth,
    "enum": _values,
    "maxContains": _count,
    "minContains": _count,
    "unevaluatedItems": _open,
    "unevaluatedProperties": _open,
    "writeOnly": truth,
}
DRAFT2020: Final[Mapping[str, Shape]] = {
    **{keyword: shape for keyword, shape in DRAFT2019.items() if keyword != "additionalItems"},
    "$dynamicAnchor": text,
    "$dynamicRef": text,
    "items": _open,
    "prefixItems": _some,
}


def _known_type(value: Value) -> bool:
    return all(map(_simple, value)) if isinstance(value, list) else value == "" or _simple(value)


LOOSE: Final[Mapping[str, Shape]] = {
    "$dynamicRef": text,
    "$ref": text,
    "additionalItems": _open,
    "additionalProperties": _open,
    "allOf": _values,
    "anyOf": _values,
    "contains": _open,
    "dependencies": _object,
    "dependentRequired": _object,
    "dependentSchemas": _object,
    "enum": _some,
    "exclusiveMaximum": number,
    "exclusiveMinimum": number,
    "format": text,
    "if": _open,
    "items": lambda value: isinstance(value, dict | bool | list),
    "maxItems": number,
    "maxLength": number,
    "maxProperties": number,
    "maximum": number,
    "minItems": number,
    "minLength": number,
    "minProperties": number,
    "minimum": number,
    "multipleOf": number,
    "not": _open,
    "nullable": truth,
    "oneOf": _values,
    "pattern": text,
    "patternProperties": _object,
    "prefixItems": _values,
    "properties": _object,
    "propertyNames": _open,
    "required": _values,
    "type": _known_type,
    "unevaluatedItems": _open,
    "unevaluatedProperties": _open,
    "uniqueItems": truth,
}
"""What ajv needs to work with a schema that was not held against its draft."""
LOOSE_DRAFT4: Final[Mapping[str, Shape]] = {**LOOSE, "exclusiveMaximum": truth, "exclusiveMinimum": truth}
