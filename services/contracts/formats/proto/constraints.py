"""What the options of a field tell of its values: protovalidate, protoc-gen-validate, google.api, OpenAPI."""

from collections.abc import Mapping
from typing import Any

from ...model import NO_LIMITS, Limits, Value

type Options = Mapping[str, Value]

_RULES = ("buf.validate.field", "validate.rules")
_FORMATS = {
    "email": "email",
    "hostname": "hostname",
    "ip": "ip",
    "ipv4": "ipv4",
    "ipv6": "ipv6",
    "uri": "uri",
    "uri_ref": "uri-reference",
    "uuid": "uuid",
    "address": "address",
}
_FORMATS_OF_INFO = {"UUID4": "uuid", "UUID": "uuid", "IPV4": "ipv4", "IPV6": "ipv6", "IPV4_OR_IPV6": "ip"}


def below(options: Options, *steps: str) -> dict[str, Any]:
    """The message that stands at the end of these steps; an empty one when there is none."""
    if not options:
        return {}
    found: Value = options
    for step in steps:
        found = found.get(step) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def behaviours(options: Options) -> frozenset[str]:
    """google.api.field_behavior: REQUIRED, OUTPUT_ONLY ..."""
    said = options.get("google.api.field_behavior")
    return frozenset(str(one) for one in (said if isinstance(said, list) else [said]) if one)


def rules(options: Options) -> dict[str, Any]:
    """What a validator is told of the field itself; of a list or map, what is told of the whole."""
    return next((found for name in _RULES if (found := below(options, name))), {})


def is_required(options: Options) -> bool:
    told = rules(options)
    return (
        "REQUIRED" in behaviours(options)
        or told.get("required") is True
        or below(told, "message").get("required") is True
    )


def of_items(told: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """What is told of the items of a list, or of the values of a map."""
    return below(told, "repeated", "items") if kind == "list" else below(told, "map", "values")


def limits(told: Mapping[str, Any], options: Options) -> Limits:
    """The limits of a value by the rules of its kind: `string`, `int32`, `repeated` ..."""
    extra = below(options, "grpc.gateway.protoc_gen_openapiv2.options.openapiv2_field")
    kinds = [found for found in told.values() if isinstance(found, dict)]
    if not kinds and not extra:
        return NO_LIMITS
    said: dict[str, Any] = {}
    for kind in kinds:
        said.update(kind)
    exact = _whole(said.get("len"))
    return Limits(
        min_length=exact if exact is not None else _whole(said.get("min_len", extra.get("min_length"))),
        max_length=exact if exact is not None else _whole(said.get("max_len", extra.get("max_length"))),
        pattern=next((one for one in (said.get("pattern"), extra.get("pattern")) if isinstance(one, str)), None),
        minimum=_number(said.get("gte", extra.get("minimum"))),
        maximum=_number(said.get("lte", extra.get("maximum"))),
        above=_number(said.get("gt")),
        below=_number(said.get("lt")),
        step=_number(extra.get("multiple_of")),
        min_items=_whole(said.get("min_items", extra.get("min_items"))),
        max_items=_whole(said.get("max_items", extra.get("max_items"))),
        unique=said.get("unique") is True or extra.get("unique_items") is True,
        min_members=_whole(said.get("min_pairs")),
        max_members=_whole(said.get("max_pairs")),
    )


def format_of(told: Mapping[str, Any], options: Options) -> str:
    """What a text is, where an option says it: a UUID, an address."""
    said = str(below(options, "google.api.field_info").get("format", ""))
    text = below(told, "string")
    return next((name for word, name in _FORMATS.items() if text.get(word) is True), _FORMATS_OF_INFO.get(said, ""))


def _whole(value: Value) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _number(value: Value) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
