"""undefined: nothing stands there, not even null."""

from ..function import MISSING, Check, Options, Target, Told, Value, function
from ..options import no_options


@function("undefined")
def undefined(options: Options) -> Check:
    no_options("undefined", options)

    def check(value: Value, target: Target) -> list[Told] | None:
        return None if value is MISSING else [Told('#{{print("property")}}must be undefined')]

    return check
