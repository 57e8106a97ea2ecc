"""The schemas of schemas, by the addresses at which JSON Schema publishes them: what other schemas may refer to."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

_DRAFTS: Final = {
    **{f"http://json-schema.org/draft-0{number}/schema": f"draft{number}" for number in (4, 6, 7)},
    "https://json-schema.org/draft/2019-09/schema": "draft201909",
    "https://json-schema.org/draft/2020-12/schema": "draft202012",
}


@cache
def drafts(address: str) -> dict[str, dict[str, Any]]:
    """The schema at this address, with those it is put together of, by their addresses. Empty: no draft has it.

    A schema below one of them is held against the whole draft, which is what its dynamic references come to.
    """
    import orjson

    from ...installed import home

    if address not in _DRAFTS:
        return {}
    folder = home("jsonschema_specifications") / "schemas" / _DRAFTS[address]
    files = [folder / "metaschema.json", *sorted(folder.glob("vocabularies/*"))]
    found: dict[str, dict[str, Any]] = {}
    for schema in (orjson.loads(file.read_bytes()) for file in files):
        for node in _nodes(schema):
            for name, said in (("$recursiveRef", "#"), ("$dynamicRef", "#meta")):
                if node.get(name) == said:
                    del node[name]
                    node["$ref"] = address
            if isinstance(node.get("format"), str):
                del node["format"]  # ajv does not hold schemas against the formats of its own drafts
        found[schema.get("$id", address).removesuffix("#")] = schema
    return found


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
