"""refSiblings: nothing stands next to a reference, where it would not count."""

from ..function import Check, Options, Target, Told, Value, function
from ..options import no_options


@function("refSiblings")
def ref_siblings(options: Options) -> Check:
    no_options("refSiblings", options)

    def check(value: Value, target: Target) -> list[Told] | None:
        above = target.parent
        if not isinstance(above, dict) or len(above) == 1:
            return None
        path = target.path
        return [
            Told("$ref must not be placed next to any other properties", (*path[:-1], name))
            for name in above
            if name != "$ref"
        ]

    return check
