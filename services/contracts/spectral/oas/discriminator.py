"""oasDiscriminator: the property that tells types apart is defined and always there."""

from ..function import Check, Options, Target, Told, Value, function
from ..options import no_options


@function("oasDiscriminator")
def discriminator(options: Options) -> Check:
    no_options("oasDiscriminator", options)

    def check(value: Value, target: Target) -> list[Told] | None:
        if not isinstance(value, dict) or not isinstance(value.get("discriminator"), str):
            return None
        name = value["discriminator"]
        follow = target.read.follow
        properties, required = follow(value.get("properties")), follow(value.get("required"))
        told = []
        if not isinstance(properties, dict) or name not in properties:
            said = "The discriminator property must be defined in this schema."
            told.append(Told(said, (*target.path, "properties")))
        if not isinstance(required, list) or name not in required:
            said = "The discriminator property must be in the required property list."
            told.append(Told(said, (*target.path, "required")))
        return told

    return check
