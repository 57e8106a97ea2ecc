"""oasTagDefined: the tags of operations are listed for the whole API."""

from ..function import Check, Options, Target, Told, Value, function
from ..options import no_options
from .operations import operations


@function("oasTagDefined")
def tag_defined(options: Options) -> Check:
    no_options("oasTagDefined", options)

    def check(value: Value, target: Target) -> list[Told] | None:
        if not isinstance(value, dict):
            return None
        follow = target.read.follow
        listed = follow(value.get("tags"))
        tags = map(follow, listed) if isinstance(listed, list) else ()
        known = {tag["name"] for tag in tags if isinstance(tag, dict) and isinstance(tag.get("name"), str)}
        told = []
        for path, method, operation in operations(follow(value.get("paths")), target.read):
            used = follow(operation.get("tags"))
            for index, tag in enumerate(used if isinstance(used, list) else ()):
                if not isinstance(tag, str) or tag not in known:
                    place = ("paths", path, method, "tags", index)
                    told.append(Told("Operation tags must be defined in global tags.", place))
        return told

    return check
