"""falsy: the value counts as false in JavaScript, or is not there."""

from ..function import Check, Options, Target, Told, Value, function
from ..javascript import truth
from ..options import no_options


@function("falsy")
def falsy(options: Options) -> Check:
    no_options("falsy", options)

    def check(value: Value, target: Target) -> list[Told] | None:
        return [Told('#{{print("property")}}must be falsy')] if truth(value) else None

    return check
