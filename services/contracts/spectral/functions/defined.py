"""defined: something stands there, if only null."""

from ..function import MISSING, Check, Options, Target, Told, Value, function
from ..options import no_options


@function("defined")
def defined(options: Options) -> Check:
    no_options("defined", options)

    def check(value: Value, target: Target) -> list[Told] | None:
        return [Told('#{{print("property")}}must be defined')] if value is MISSING else None

    return check
