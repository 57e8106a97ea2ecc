"""uniquenessTags: no two tags of the API have the same name."""

from ..function import Check, Options, Target, Told, Value, function
from ..options import no_options


@function("uniquenessTags")
def unique_tags(options: Options) -> Check:
    no_options("uniquenessTags", options)

    def check(value: Value, target: Target) -> list[Told] | None:
        if not isinstance(value, list):
            return None
        tags = [target.read.follow(tag) for tag in value]
        if not all(isinstance(tag, dict) and isinstance(tag.get("name"), str) for tag in tags):
            return None
        seen: set[str] = set()
        told = []
        for index, tag in enumerate(tags):
            if tag["name"] in seen:
                said = f'"tags" object contains duplicate tag name "{tag["name"]}".'
                told.append(Told(said, (*target.path, index, "name")))
            seen.add(tag["name"])
        return told

    return check
