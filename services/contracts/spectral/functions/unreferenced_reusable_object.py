"""unreferencedReusableObject: everything under one place of a document is referred to from somewhere."""

from ..function import Check, Options, Target, Told, Value, function
from ..options import Given, is_text
from ..referring import referred, refers_only_to_itself
from ..written import unescaped


@function("unreferencedReusableObject")
def unreferenced_reusable_object(options: Options) -> Check:
    given = Given("unreferencedReusableObject", options, "reusableObjectsLocation")
    given.needs("reusableObjectsLocation")
    location = given.take("reusableObjectsLocation", _pointer, "a pointer as #/components/schemas is one")
    return lambda value, target: unused(value, location, target)


def unused(value: Value, location: str, target: Target) -> list[Told]:
    """The objects under this location that nothing refers to."""
    if not isinstance(value, dict):
        return []
    known = referred(target.read)
    way = tuple(unescaped(step) for step in location.split("/")[1:])
    told = []
    for name, one in value.items():
        place = (*way, name)
        # What only refers to itself is not used.
        if not known.times[place] or refers_only_to_itself(one, place, known):
            told.append(Told("Nothing refers to this reusable object", place))
    return told


def _pointer(value: Value) -> bool:
    return is_text(value) and (value == "#" or value.startswith("#/"))
