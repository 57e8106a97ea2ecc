"""Paths that can never lead anywhere, as far as the shape of the formats tells: what a document has no place for."""

from collections.abc import Iterator

from .formats import FORMATS
from .merging import MergeFailed, Rule, alias_paths
from .paths import All, Child, Names, PathInvalid, Way, read

type Shape = dict[str, "Shape | None"]
"""The members a place may have; None: anything may stand below. `*` stands for every name."""

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_CONTACT: Shape = {"name": None, "url": None, "email": None}


def _names(*names: str) -> Shape:
    return dict.fromkeys(names)


def _paths(*methods: str, also: tuple[str, ...]) -> Shape:
    return {"*": _names("$ref", "parameters", *also, *methods)}


_OAS2: Shape = {
    **_names("swagger", "host", "basePath", "schemes", "consumes", "produces", "definitions", "parameters"),
    **_names("responses", "securityDefinitions", "security", "tags", "externalDocs"),
    "info": {**_names("title", "description", "termsOfService", "license", "version"), "contact": _CONTACT},
    "paths": _paths(*_METHODS[:-1], also=()),
}
_COMPONENTS_3 = (
    *("schemas", "responses", "parameters", "examples", "requestBodies", "headers", "securitySchemes", "links"),
    "callbacks",
)


def _oas3(root: tuple[str, ...], components: tuple[str, ...], methods: tuple[str, ...]) -> Shape:
    info = _names("title", "description", "termsOfService", "license", "version", "summary")
    return {
        **_names("openapi", "servers", "security", "tags", "externalDocs", *root),
        "info": {**info, "contact": _CONTACT},
        "paths": _paths(*methods, also=("summary", "description", "servers")),
        "components": _names(*_COMPONENTS_3, *components),
    }


_LATER = ("webhooks", "jsonSchemaDialect")
_ASYNC2: Shape = {
    **_names("asyncapi", "id", "servers", "defaultContentType", "tags", "externalDocs"),
    "info": {**_names("title", "version", "description", "termsOfService", "license"), "contact": _CONTACT},
    "channels": {"*": _names("$ref", "description", "servers", "subscribe", "publish", "parameters", "bindings")},
    "components": None,
}
_ASYNC3: Shape = {
    **_names("asyncapi", "id", "servers", "defaultContentType", "operations", "components"),
    "info": {
        **_names("title", "version", "description", "termsOfService", "license", "tags", "externalDocs"),
        "contact": _CONTACT,
    },
    "channels": {
        "*": _names(
            *("$ref", "address", "messages", "title", "summary", "description", "servers", "parameters"),
            *("tags", "externalDocs", "bindings"),
        )
    },
}
_SHAPES: dict[str, Shape] = {
    "oas2": _OAS2,
    "oas3": _oas3((*_LATER, "$self"), ("pathItems", "mediaTypes"), (*_METHODS, "query", "additionalOperations")),
    "oas3_0": _oas3((), (), _METHODS),
    "oas3_1": _oas3(_LATER, ("pathItems",), _METHODS),
    "oas3_2": _oas3((*_LATER, "$self"), ("pathItems", "mediaTypes"), (*_METHODS, "query", "additionalOperations")),
    "asyncapi2": _ASYNC2,
    **{f"aas2_{minor}": _ASYNC2 for minor in range(7)},
    "asyncapi3": _ASYNC3,
    "aas3_0": _ASYNC3,
    "aas3_1": _ASYNC3,
}


def why_never(rule: Rule) -> Iterator[tuple[int, str, str]]:
    """Of each `given` that can never lead anywhere its number, the path, and why. Nothing is told of a rule that is
    about any format, or about one whose shape is not known here."""
    shapes = [_SHAPES[one] for one in rule.formats or () if one in _SHAPES]
    if not shapes or len(shapes) < len(rule.formats or ()):
        return
    said = rule.said["given"]
    for number, given in enumerate(said if isinstance(said, list) else [said]):
        try:
            ways = [read(one) for one in alias_paths(rule.aliases.aliases, given, frozenset(FORMATS))]
        except (PathInvalid, MergeFailed):
            continue
        lost = [_lost(way, shapes) for way in ways]
        if lost and all(lost):
            names = ", ".join(dict.fromkeys(FORMATS[one][0] for one in rule.formats or ()))
            yield number, str(given), f"{names} has no place for {lost[0]!r} there."


def _lost(way: Way, shapes: list[Shape]) -> str:
    """The first name on the way that none of the shapes has a place for; "" when it may lead somewhere."""
    here: list[Shape | None] = list(shapes)
    for item in way.items:
        if not isinstance(item, Child) or any(one is None for one in here):
            return ""
        if isinstance(item.selector, All):
            here = [below for one in here if one is not None for below in one.values()]
            continue
        if not isinstance(item.selector, Names):
            return ""
        below: list[Shape | None] = []
        for name in item.selector.names:
            if name.startswith("x-"):
                return ""
            for one in here:
                if one is not None and (name in one or "*" in one):
                    below.append(one[name] if name in one else one["*"])
        if not below:
            return min(item.selector.names)
        here = below
    return ""
