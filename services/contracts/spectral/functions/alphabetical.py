"""alphabetical: items, members or one member of every item are in order. Only the first two that are not are told."""

import math
import re
from itertools import pairwise

from ..collation import collated
from ..function import Check, Options, Target, Told, Value, function
from ..javascript import is_number, number
from ..messages import shown
from ..options import Given, is_text

_POSITION = re.compile("0|[1-9][0-9]{0,8}")


@function("alphabetical")
def alphabetical(options: Options) -> Check:
    by = Given("alphabetical", options, "keyedBy", optional=True).take("keyedBy", is_text, "a text")

    def check(value: Value, target: Target) -> list[Told] | None:
        if not isinstance(value, dict | list) or len(value) < 2:
            return None
        follow = target.read.follow
        items = [follow(one) for one in value] if isinstance(value, list) else _names(value)
        if by is not None:
            if not all(isinstance(one, dict | list) for one in items):
                return [Told('#{{print("property")}}must be an object')]
            items = [follow(one.get(by)) if isinstance(one, dict) else None for one in items]
        if not all(isinstance(one, str) or is_number(one) for one in items):
            return [Told('#{{print("property")}}must be one of the allowed types: number, string')]
        for index, (one, after) in enumerate(pairwise(items)):
            if _wrong(one, after):
                if by is not None:
                    return [Told("properties must follow the alphabetical order")]
                step = index if isinstance(value, list) else one
                return [Told(f"{shown(one)} must be placed after {shown(after)}", (*target.path, step))]
        return None

    return check


def _names(value: dict[str, Value]) -> list[Value]:
    """In the order JavaScript keeps members in: those that look like positions come first."""
    positions = [name for name in value if _POSITION.fullmatch(name)]
    return sorted(positions, key=int) + [name for name in value if name not in positions] if positions else list(value)


def _wrong(one: Value, after: Value) -> bool:
    """Numbers are compared as numbers where the second is one, everything else as texts."""
    if (is_number(one) or math.isnan(number(one))) and not math.isnan(number(after)):
        return bool(number(one) - number(after) >= 1)
    if not isinstance(one, str) or not isinstance(after, str):
        return False
    return collated(one) > collated(after)
