"""What the generated schema says of one operation. It all comes from the endpoints (:mod:`portal.kit.endpoints`): a
docstring is summary and description, a shape the body, a path word the parameter. :mod:`portal.kit.schema_words` has
what is the same everywhere."""

from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from typing import Any

import orjson
from django.conf import settings
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from rest_framework import serializers

from portal.kit import schema_words
from portal.kit.endpoints import FORM, GROUPS, JSON, PATH_WORDS, Endpoint, Finished
from portal.kit.shapes import NO_NUL, PAGE_MOST, SOMETHING, Answer, Link, Text, Words

type Node = dict[str, Any]

VERSION = str(settings.SPECTACULAR_SETTINGS["VERSION"])
ROOT = "/api/v1/"
OPEN = "Values may be added later; treat an unknown one as a state you do not handle."


class Page(Answer):
    """A part of a list."""

    count = serializers.IntegerField(min_value=0, max_value=2**53 - 1, help_text="How many entries the whole list has.")
    next = serializers.URLField(allow_null=True, max_length=8000, help_text="Where the next part is; null at the end.")
    previous = serializers.URLField(
        allow_null=True, max_length=8000, help_text="Where the part before is; null at the beginning."
    )
    results = serializers.ListField(help_text="The entries of this part, in the order of the list.")

    example = {"count": 1, "next": None, "previous": None}


class Schema(AutoSchema):
    """Tells one operation from its endpoint."""

    def get_operation(self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any) -> Node | None:
        self.registry, self.path, self.method = registry, path, method
        endpoint: Endpoint | None = getattr(self.view, "endpoints", {}).get(method)
        if endpoint is None or (path.endswith("/") and path != ROOT) or f"{path}/" == ROOT:
            return None  # the same operation, by an address that ends otherwise
        summary, text = endpoint.words
        operation: Node = {
            "operationId": endpoint.name,
            "summary": summary,
            "description": text,
            "tags": [endpoint.group.name],
            "parameters": [*_in_path(path), *self._in_query(endpoint), *_in_headers(endpoint)],
            "requestBody": self._body(endpoint),
            "responses": {str(endpoint.status): self._success(endpoint), **_other_answers(endpoint, "{" in path)},
        }
        return {name: value for name, value in operation.items() if value}

    def _in_query(self, endpoint: Endpoint) -> Iterator[Node]:
        for name, one in (endpoint.asks or Words)().fields.items():
            schema: Node = self._map_serializer_field(one, "request")  # type: ignore[no-untyped-call]
            self._insert_field_validators(one, schema)  # type: ignore[no-untyped-call]
            _tidy(schema)
            _tell_text(one, schema)
            yield {
                "name": name,
                "in": "query",
                "required": one.required,
                "description": schema.pop("description", ""),
                "schema": schema,
            }

    def _body(self, endpoint: Endpoint) -> Node:
        content: Node = {}
        for media, shape in ((JSON, endpoint.takes), (FORM, endpoint.takes_file)):
            if shape is not None:
                content[media] = self._content(shape)
        if raw := endpoint.takes_raw:
            schema = {
                "type": "string",
                "format": "binary",
                "minLength": 1,
                "maxLength": raw.most,
                "description": raw.text,
            }
            content |= {media: {"schema": schema} for media in raw.media}
        shapes = [shape() for shape in (endpoint.takes, endpoint.takes_file) if shape is not None]
        needed = any(
            getattr(shape, "least", 0) or any(one.required for one in shape.fields.values()) for shape in shapes
        )
        return {"required": needed, "content": content} if content else {}

    def _success(self, endpoint: Endpoint) -> Node:
        headers = schema_words.headers("RateLimit", "RateLimit-Policy", "X-Request-Id")
        gives = endpoint.gives
        if isinstance(gives, Finished):
            headers |= schema_words.headers("ETag")
            content: Node = {"schema": {"type": "string", "format": "binary", "maxLength": gives.most}}
            if gives.shape is not None:
                content = self._content(gives.shape)
            return {"description": gives.text, "headers": headers, "content": {gives.media: content}}
        if endpoint.method in ("GET", "PATCH") and getattr(self.view, "is_conditional", False):
            headers |= schema_words.headers("ETag")
        if endpoint.status == HTTPStatus.CREATED:
            headers |= schema_words.headers("Location")
        if endpoint.method == "POST":
            headers |= schema_words.headers("Idempotent-Replayed")
        assert gives is not None  # noqa: S101 - every endpoint gives something
        text = (gives.__doc__ or "").strip().partition("\n")[0]
        return {
            "description": f"A part of the list. Each entry: {text}" if endpoint.many else text,
            "headers": headers,
            "content": {JSON: self._page(gives) if endpoint.many else self._content(gives)},
        }

    def _content(self, shape: Any) -> Node:
        component = self.resolve_serializer(shape, "request" if issubclass(shape, Words) else "response")
        return {"schema": component.ref, "examples": {"one": {"value": dict(shape.example)}}}

    def _page(self, shape: Any) -> Node:
        """A list is an object with its entries as ``results``, so that more can be said beside them one day."""
        example = dict(_page_of(shape).example)
        component = self.resolve_serializer(_page_of(shape), "response")
        entry = self.resolve_serializer(shape, "response").ref
        component.schema["properties"]["results"] |= {"items": entry, "maxItems": PAGE_MOST}
        return {"schema": component.ref, "examples": {"one": {"value": example}}}

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        return str(type(serializer).__name__).removesuffix("Answer")

    def _map_serializer(self, serializer: Any, direction: Any, bypass_extensions: bool = False) -> Node:
        schema: Node = super()._map_serializer(serializer, direction, bypass_extensions)  # type: ignore[no-untyped-call]
        for one in schema.get("properties", {}).values():
            _tidy(one, is_open=isinstance(serializer, Answer))
        if isinstance(serializer, Answer):
            schema["required"] = list(schema.get("properties", {}))
        if isinstance(serializer, Words):
            for name, one in serializer.fields.items():
                _tell_text(one, schema["properties"][name])
            schema["additionalProperties"] = False
            if not schema.get("required"):
                schema["minProperties"] = serializer.least
        if isinstance(serializer, Words | Answer) and serializer.example:
            schema["examples"] = [dict(serializer.example)]
        return schema


@cache
def _page_of(shape: Any) -> type[Page]:
    """The shape of one part of a list of these."""
    words = {
        "__doc__": f"A part of a list. Each entry: {(shape.__doc__ or '').strip()}",
        "example": {**Page.example, "results": [dict(shape.example)]},
    }
    return type(f"{shape.__name__.removesuffix('Answer')}Page", (Page,), words)


def _tidy(schema: Node, *, is_open: bool = False) -> None:
    """Take out what is for the generator only; in answers a list of values is never promised to be whole."""
    schema.pop("x-spec-enum-id", None)
    schema.pop("title", None)
    if is_open:
        for mark in ("readOnly", "default", "minLength"):
            schema.pop(mark, None)
    if is_open and "enum" in schema:
        schema["x-extensible-enum"] = [value for value in schema.pop("enum") if value is not None]
        schema["maxLength"] = 40
        schema["description"] = f"{schema.get('description', '')} {OPEN}".strip()
    for below in (schema.get("items"), *schema.get("oneOf", ())):
        if isinstance(below, dict):
            _tidy(below, is_open=is_open)


def _tell_text(one: Any, schema: Node) -> None:
    """What a text may not hold, which the generator does not know of."""
    if isinstance(one, Text) and "pattern" not in schema:
        schema["pattern"] = NO_NUL if one.allow_blank or not one.trim_whitespace else SOMETHING
    if isinstance(one, Link):
        for below in (schema, *schema.get("oneOf", ())):
            if below.get("format") == "uri":
                below["pattern"] = "^[Hh][Tt][Tt][Pp][Ss]?://"


def _in_path(path: str) -> Iterator[Node]:
    for part in path.split("{")[1:]:
        word = PATH_WORDS[part.partition("}")[0]]
        yield {
            "name": word.name,
            "in": "path",
            "required": True,
            "description": word.text,
            "schema": dict(word.schema),
            "example": word.example,
        }


def _in_headers(endpoint: Endpoint) -> Iterator[Node]:
    if endpoint.creates:
        yield {"$ref": "#/components/parameters/IdempotencyKey"}
    elif endpoint.method == "POST":
        yield {"$ref": "#/components/parameters/IdempotencyKeyIfWanted"}
    if isinstance(endpoint.gives, Finished):
        yield {"$ref": "#/components/parameters/IfNoneMatch"}
    if endpoint.holds:
        yield {"$ref": "#/components/parameters/IfMatch"}


def _other_answers(endpoint: Endpoint, has_path_words: bool) -> Node:
    """Every status the endpoint can answer with besides its success."""
    statuses = {400, 401, 422, 429, 500}
    if has_path_words:
        statuses.add(404)
    if endpoint.asks is not None:
        statuses.add(414)
    if endpoint.method != "GET":
        statuses |= {403, 409}
    if endpoint.media:
        statuses |= {413, 415}
    if endpoint.holds:
        statuses.add(412)
    answers = {str(status): schema_words.answer(status) for status in sorted(statuses)}
    if isinstance(endpoint.gives, Finished):
        answers = {"304": {"$ref": "#/components/responses/NotChanged"}, **answers}
    return answers


def complete(result: Node, generator: Any, request: Any, public: bool) -> Node:
    """The last hand on the schema: what holds for all operations."""
    tags = [{"name": one.name, "description": one.text} for one in GROUPS.values()]
    components = result.get("components", {})
    return {
        **result,
        "info": {**result["info"], **schema_words.info()},
        "servers": schema_words.servers(),
        "security": [{"token": []}],
        "tags": tags,
        "components": {**components, **schema_words.components(components.get("schemas", {}))},
    }


@cache
def document() -> bytes:
    """The finished schema. It is the same for everybody, so it is made once in a process."""
    told = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return orjson.dumps(told, option=orjson.OPT_INDENT_2)
