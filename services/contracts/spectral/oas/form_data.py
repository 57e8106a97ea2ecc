"""oasOpFormDataConsumeCheck: an operation that takes form data says that it takes forms."""

from ..function import Check, Options, Target, Told, Value, function
from ..javascript import text
from ..options import no_options

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@function("oasOpFormDataConsumeCheck")
def form_data(options: Options) -> Check:
    no_options("oasOpFormDataConsumeCheck", options)

    def check(value: Value, target: Target) -> list[Told] | None:
        follow = target.read.follow
        if not isinstance(value, dict):
            return None
        parameters, consumes = follow(value.get("parameters")), follow(value.get("consumes"))
        if not isinstance(parameters, list) or not isinstance(consumes, list):
            return None
        found = map(follow, parameters)
        if not any(isinstance(one, dict) and one.get("in") == "formData" for one in found):
            return None
        said = text(consumes)
        if any(form in said for form in _FORMS):
            return None
        return [Told("An operation with form data has to consume urlencoded or multipart forms.")]

    return check
