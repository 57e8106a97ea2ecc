"""What a JSON pointer (RFC 6901) names in a document that is written in JSON or YAML."""

import json
import re
from typing import NamedTuple

from .document import Source
from .limits import Limits, NotChecked
from .model import Value
from .places import Path

LONGEST = 1000
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")
_BAD = re.compile(r"~(?![01])")


class Pointed(NamedTuple):
    """Lines from 1, the last one included, and the value as canonical JSON, to be compared with another."""

    line: int
    end_line: int
    value: str


def point(data: bytes, pointer: str, limits: Limits) -> Pointed | None:
    """Where the value stands and what it is. None: nothing stands there, this is no pointer, or no such document."""
    if len(pointer) > LONGEST or (pointer and not pointer.startswith("/")) or _BAD.search(pointer):
        return None
    try:
        tree = Source(data, limits).tree
    except NotChecked:
        return None
    value: Value = tree.root
    path: Path = ()
    for part in pointer.split("/")[1:]:
        step = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and step in value:
            value, path = value[step], (*path, step)
        elif isinstance(value, list) and _INDEX.fullmatch(step) and int(step) < len(value):
            value, path = value[int(step)], (*path, int(step))
        else:
            return None
    span = tree.spans([path])[path]
    end_line = span.end_line - (span.end_column == 1 and span.end_line > span.line)
    return Pointed(span.line, end_line, json.dumps(value, sort_keys=True, default=str))
