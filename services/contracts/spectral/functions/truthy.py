"""truthy: the value counts as true in JavaScript."""

from ..function import Check, Options, Target, Told, Value, function
from ..javascript import truth
from ..options import no_options


@function("truthy")
def truthy(options: Options) -> Check:
    no_options("truthy", options)

    def check(value: Value, target: Target) -> list[Told] | None:
        return None if truth(value) else [Told('#{{print("property")}}must be truthy')]

    return check
