"""What the references of a document name: the places that something refers to."""

import re
from collections import Counter
from typing import Final, NamedTuple

from .function import Read, Value
from .percent import unquoted
from .written import references

type Place = tuple[str, ...]

_KEY = b'"$ref":"'
_STRING = re.compile(rb'(?:[^"\\]|\\.)*+')


class Referred(NamedTuple):
    """How often the references of a document name each place in it, and how they write it. Without that they have to
    be looked for one by one."""

    times: Counter[Place]
    written: dict[Place, list[bytes]] | None


WRITTEN: Final = "written"
"""Under this key the values of the document may be kept as JSON, for whoever looks for something in them."""


def referred(read: Read) -> Referred:
    known: Referred | None = read.kept.get(referred)
    if known is None:
        known = read.kept[referred] = _named(read.root, read.kept.get(WRITTEN, b""))
    return known


def refers_only_to_itself(value: Value, place: Place, known: Referred) -> bool:
    """Whether all references to what stands at a place stand in it."""
    text = as_json(value)
    if text and known.written is not None and not any(one in text for one in known.written[place]):
        return False
    return _named(value, text).times[place] == known.times[place]


def as_json(value: Value) -> bytes:
    """The text of a value; empty where it cannot be written (numbers of more than 64 bits)."""
    import orjson

    try:
        return orjson.dumps(value, default=str)
    except TypeError:
        return b""


def json_text(written: bytes) -> str:
    """What stands between the quotation marks of a text in JSON."""
    import orjson

    text: str = orjson.loads(b'"' + written + b'"') if b"\\" in written else written.decode()
    return text


def references_in(text: bytes) -> Counter[bytes] | None:
    """What the references in a JSON text name, as it is written there. None: something stands beside one of them, or
    there is no text."""
    if _KEY not in text:
        return Counter() if text else None
    found = Counter(rest.partition(b'"}')[0] for rest in text.split(b"{" + _KEY)[1:])
    is_whole = text.count(_KEY) == found.total() and all(map(_STRING.fullmatch, found))
    return found if is_whole else None


def _named(value: Value, text: bytes = b"") -> Referred:
    """The places that references in a value name. Looked for in its text: that is many times faster than a walk."""
    found = references_in(text or as_json(value))
    if found is None:
        return Referred(_walked(value), None)
    places = Counter[Place]()
    written: dict[Place, list[bytes]] = {}
    for said, times in found.items():
        if said.startswith(b"#/"):
            place = _place(json_text(said[2:]))
            places[place] += times
            written.setdefault(place, []).append(said)
    return Referred(places, written)


def _walked(value: Value) -> Counter[Place]:
    """What stands beside a reference does not count, and refers to nothing."""
    return Counter(_place(one["$ref"][2:]) for _, one in references(value) if one["$ref"].startswith("#/"))


def _place(pointer: str) -> Place:
    return tuple(map(_step, pointer.split("/")))


def _step(written: str) -> str:
    return unquoted(written).replace("~1", "/").replace("~0", "~")
