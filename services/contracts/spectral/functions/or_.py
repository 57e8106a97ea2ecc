"""or: an object has at least one of some members."""

from ..function import Check, Options, Target, Told, Value, function
from ..options import names_of, none_there


@function("or")
def or_(options: Options) -> Check:
    names = names_of("or", options)

    def check(value: Value, target: Target) -> list[Told] | None:
        if not isinstance(value, dict) or any(name in value for name in names):
            return None
        return [none_there(names)]

    return check
