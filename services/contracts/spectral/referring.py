"""What the references of a document name: the places that something refers to."""

import re
from collections import Counter
from urllib.parse import unquote

from .function import Read, Value
from .written import references

type Place = tuple[str, ...]

_KEY = b'"$ref":"'
_STRING = re.compile(rb'(?:[^"\\]|\\.)*+')


def referred(read: Read) -> Counter[Place]:
    """How often the references of a document name each place in it."""
    known: Counter[Place] | None = read.kept.get(referred)
    if known is None:
        known = read.kept[referred] = named(read.root)
    return known


def named(value: Value) -> Counter[Place]:
    """The places that references in a value name. Looked for in its text: that is many times faster than a walk."""
    import orjson

    text = orjson.dumps(value, default=str)
    if _KEY not in text:
        return Counter()
    found = Counter(rest.partition(b'"}')[0] for rest in text.split(b"{" + _KEY)[1:])
    if text.count(_KEY) > found.total() or not all(map(_STRING.fullmatch, found)):  # something stands beside one
        return _walked(value)
    places = Counter[Place]()
    for written, times in found.items():
        if written.startswith(b"#/"):
            places[_place(orjson.loads(b'"' + written[2:] + b'"'))] += times
    return places


def _walked(value: Value) -> Counter[Place]:
    """What stands beside a reference does not count, and refers to nothing."""
    return Counter(_place(one["$ref"][2:]) for _, one in references(value) if one["$ref"].startswith("#/"))


def _place(pointer: str) -> Place:
    return tuple(map(_step, pointer.split("/")))


def _step(written: str) -> str:
    return unquote(written).replace("~1", "/").replace("~0", "~") if "%" in written or "~" in written else written
