"""oasOpParams: the parameters of an operation can be told apart, and at most one of them is the body."""

from ..function import MISSING, Check, Options, Target, Told, Value, function
from ..javascript import text
from ..options import no_options

_TWICE = 'A parameter of this operation has the same "name" and "in" already.'
_BOTH = 'An operation must not have both "in:body" and "in:formData" parameters.'
_BODIES = 'An operation must not have more than one "in:body" parameter.'


@function("oasOpParams")
def operation_parameters(options: Options) -> Check:
    no_options("oasOpParams", options)

    def check(value: Value, target: Target) -> list[Told] | None:
        if not isinstance(value, list) or len(value) < 2:
            return None
        seen: set[tuple[str, str]] = set()
        places: dict[str, list[int]] = {"body": [], "formData": []}
        told = []
        path = target.path
        for index, parameter in enumerate(map(target.read.follow, value)):
            if not isinstance(parameter, dict | list) or "$ref" in parameter:
                continue
            at, name = _member(parameter, "in"), _member(parameter, "name")
            key = text(at), text(name)
            if key in seen:
                told.append(Told(_TWICE, (*path, index)))
            seen.add(key)
            if isinstance(at, str) and at in places:
                places[at].append(index)
        if places["body"] and places["formData"]:
            told.append(Told(_BOTH))
        return told + [Told(_BODIES, (*path, index)) for index in places["body"][1:]]

    return check


def _member(value: Value, name: str) -> Value:
    return value.get(name, MISSING) if isinstance(value, dict) else MISSING
