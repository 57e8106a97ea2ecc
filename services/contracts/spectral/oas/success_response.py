"""oasOpSuccessResponse: an operation has an answer for when it works."""

import math

from ..function import Check, Options, Target, Told, Value, function
from ..javascript import number
from ..options import no_options


@function("oasOpSuccessResponse")
def success_response(options: Options) -> Check:
    no_options("oasOpSuccessResponse", options)

    def check(value: Value, target: Target) -> list[Told] | None:
        if not isinstance(value, dict):
            return None
        ranges = ("2XX", "3XX") if "oas3" in target.read.formats else ()
        if any(code in ranges or _succeeds(code) for code in value):
            return None
        return [Told("An operation must define at least one 2xx or 3xx response")]

    return check


def _succeeds(code: str) -> bool:
    said = number(code)
    return not math.isnan(said) and 200 <= said < 400
