"""pattern: a text matches a regular expression, or does not."""

import re

from ... import patterns
from ..function import Check, Options, OptionsInvalid, Target, Told, Value, function
from ..messages import shown
from ..options import Given, is_text

_WITH_FLAGS = re.compile(r"/(.+)/([a-z]*)", re.ASCII)


@function("pattern")
def pattern(options: Options) -> Check:
    given = Given("pattern", options, "match", "notMatch")
    given.needs_one()
    match = given.take("match", is_text, "a text")
    not_match = given.take("notMatch", is_text, "a text")
    wanted = None if match is None else _compiled(match)
    unwanted = None if not_match is None else _compiled(not_match)

    def check(value: Value, target: Target) -> list[Told] | None:
        if not isinstance(value, str):
            return None
        misses = wanted is not None and not wanted.search(value)
        meets = unwanted is not None and unwanted.search(value)
        if not misses and not meets:
            return None
        told = []
        if misses:
            told.append(Told(f'#{{{{print("value")}}}} must match the pattern {shown(match)}'))
        if meets:
            told.append(Told(f'#{{{{print("value")}}}} must not match the pattern {shown(not_match)}'))
        return told

    return check


def _compiled(written: str) -> patterns.Pattern:
    found = _WITH_FLAGS.fullmatch(written)
    try:
        return patterns.compile(found[1], found[2]) if found else patterns.compile(written)
    except patterns.PatternInvalid as reason:
        raise OptionsInvalid(str(reason)) from None
