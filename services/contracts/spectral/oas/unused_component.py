"""oasUnusedComponent: every component is referred to from somewhere."""

from ..function import Check, Options, Target, Told, Value, function
from ..functions.unreferenced_reusable_object import unused
from ..options import no_options

_KINDS = ("schemas", "responses", "parameters", "examples", "requestBodies", "headers", "links", "callbacks")


@function("oasUnusedComponent")
def unused_component(options: Options) -> Check:
    no_options("oasUnusedComponent", options)

    def check(value: Value, target: Target) -> list[Told] | None:
        components = value.get("components") if isinstance(value, dict) else None
        if not isinstance(components, dict):
            return None
        return [told for kind in _KINDS for told in unused(components.get(kind), f"#/components/{kind}", target)]

    return check
