"""enumeration: the value is one of those listed. Objects and lists are passed over."""

from ..function import Check, Options, Target, Told, Value, function
from ..javascript import same
from ..messages import shown
from ..options import Given


def _primitives(value: Value) -> bool:
    return isinstance(value, list) and not any(isinstance(one, dict | list) for one in value)


@function("enumeration")
def enumeration(options: Options) -> Check:
    given = Given("enumeration", options, "values")
    given.needs("values")
    values = given.take("values", _primitives, "a list of texts, numbers, booleans or null")
    listed = ", ".join(map(shown, values))

    def check(value: Value, target: Target) -> list[Told] | None:
        if not isinstance(value, str | int | float | None) or any(same(value, one) for one in values):
            return None
        return [Told(f'#{{{{print("value")}}}} must be equal to one of the allowed values: {listed}')]

    return check
