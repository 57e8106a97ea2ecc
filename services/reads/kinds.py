"""The kind of a value in plain words: "text, 1 to 64", "list of Leg, 2 to 50", "one of 9"."""

from dataclasses import dataclass
from typing import Any

from services import contracts as engine
from services.contracts import model

WORDS = {
    "record": "record", "list": "list", "map": "map", "choice": "one of several", "text": "text",
    "integer": "whole number", "number": "number", "boolean": "yes or no", "binary": "bytes", "null": "nothing",
    "any": "anything",
}  # fmt: skip
FORMATS = {
    "date-time": "moment", "date": "date", "time": "time", "uuid": "UUID", "email": "mail address",
    "uri": "web address",
    "url": "web address", "byte": "bytes as base64", "password": "secret text", "duration": "duration",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """The words, and in their midst the type they name, if they do. ``token`` leads to its page."""

    before: str
    name: str = ""
    token: str = ""
    after: str = ""


def kind_of(reference: engine.Reference, shape: model.Type) -> Kind:
    """What stands here. Lists and maps say what they are of; a named type is named."""
    before, after = "", ""
    for _ in range(4):
        if shape.ref or shape.kind not in {"list", "map"} or shape.item is None:
            break
        before += f"{WORDS[shape.kind]} of "
        after = f"{_range(shape)}{' or nothing' if shape.nullable else ''}{after}"
        shape = shape.item
    if shape.ref:
        named = reference.named(shape.ref)
        if named is None:
            return Kind(before, shape.ref, "", after)
        if not named.name.startswith("#"):
            return Kind(before, named.name, named.token, after)
        shape = reference.interface.resolve(shape) or shape
    return Kind(f"{before}{_plain(shape)}", after=after)


def _plain(shape: model.Type) -> str:
    if len(shape.values) > 1:
        word = f"one of {len(shape.values)}"
    elif shape.values:
        word = "always the same"
    else:
        word = FORMATS.get(shape.format, WORDS[shape.kind]) if shape.kind == "text" else WORDS[shape.kind]
        if shape.format and shape.kind == "text" and shape.format not in FORMATS:
            word = f"text ({shape.format[:40]})"
    return f"{word}{_range(shape)}{' or nothing' if shape.nullable else ''}"


def _range(shape: model.Type) -> str:
    """The bounds in words, with the comma before them."""
    limits = shape.limits
    said = [
        _between(limits.min_length, limits.max_length),
        _between(limits.minimum, limits.maximum),
        f"above {_number(limits.above)}" if limits.above is not None else "",
        f"below {_number(limits.below)}" if limits.below is not None else "",
        _between(limits.min_items, limits.max_items),
        _between(limits.min_members, limits.max_members),
        f"in steps of {_number(limits.step)}" if limits.step is not None else "",
        "each once" if limits.unique else "",
    ]
    return "".join(f", {one}" for one in said if one)


def _between(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"exactly {_number(low)}" if low == high else f"{_number(low)} to {_number(high)}"
    if low is not None:
        return f"at least {_number(low)}" if low else ""
    return f"at most {_number(high)}" if high is not None else ""


def _number(value: Any) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return f"{value:,}" if isinstance(value, int) else str(value)[:40]


def notes_of(shape: model.Type, field: model.Field | None = None, *, example: bool = True) -> list[tuple[str, str]]:
    """What else is said of it: pattern, default, an ``example``, in which direction it is there."""
    default = field.default if field is not None else shape.default
    examples = field.examples if field is not None else shape.examples
    notes = []
    if shape.limits.pattern:
        notes.append(("Pattern", shape.limits.pattern[:300]))
    if default is not None and default.value is not None:
        notes.append(("Default", told(default.value)))
    if example and examples and examples[0].value is not None:
        notes.append(("Example", told(examples[0].value)))
    if field is not None and field.read_only:
        notes.append(("Only comes back", ""))
    if field is not None and field.write_only:
        notes.append(("Only goes in", ""))
    return notes


def told(value: Any) -> str:
    """A small value on one line."""
    import json

    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    line = " ".join(text.split())
    return line if len(line) <= 160 else f"{line[:159]}…"
