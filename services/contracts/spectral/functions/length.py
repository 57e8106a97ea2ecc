"""length: how many items, members or characters there are, or what number it is."""

from ..function import Check, Options, Target, Told, Value, function
from ..messages import shown
from ..options import Given, is_number


@function("length")
def length(options: Options) -> Check:
    given = Given("length", options, "min", "max")
    given.needs_one()
    least = given.take("min", is_number, "a number")
    most = given.take("max", is_number, "a number")

    def check(value: Value, target: Target) -> list[Told] | None:
        size = _size(value)
        if size is None:
            return None
        told = []
        if least is not None and size < least:
            told.append(Told(f'#{{{{print("property")}}}}must be longer than {shown(least)}'))
        if most is not None and size > most:
            told.append(Told(f'#{{{{print("property")}}}}must be shorter than {shown(most)}'))
        return told

    return check


def _size(value: Value) -> float | None:
    if isinstance(value, dict | list):
        return len(value)
    if isinstance(value, str):  # JavaScript counts halves of pairs
        return len(value) if value.isascii() else len(value.encode("utf-16-le", "surrogatepass")) // 2
    return value if is_number(value) else None
