"""xor: an object has exactly one of some members."""

from ..function import Check, Options, Target, Told, Value, function
from ..options import names_of, none_there


@function("xor")
def xor(options: Options) -> Check:
    names = names_of("xor", options)

    def check(value: Value, target: Target) -> list[Told] | None:
        if not isinstance(value, dict):
            return None
        there = [name for name in value if name in names]
        if not there:
            return [none_there(names)]
        if len(there) > 1:
            return [Told('Just one of "' + '" and "'.join(there) + '" must be defined')]
        return None

    return check
