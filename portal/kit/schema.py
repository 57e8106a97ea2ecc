"""What the generated schema says. Everything comes from the endpoints themselves (:mod:`portal.kit.endpoints`): a
docstring is the summary and description, a shape the body, a path word the parameter. Written by hand is only what is
the same everywhere: how one logs in, how errors look, how often one may call."""

from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from typing import Any

import orjson
from django.conf import settings
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from rest_framework import serializers

from portal.kit.endpoints import FORM, GROUPS, JSON, PATH_WORDS, Endpoint, Finished
from portal.kit.refusals import PROBLEM
from portal.kit.shapes import Answer, Words

type Node = dict[str, Any]

ERRORS: dict[int, tuple[str, str, str]] = {
    400: ("Unreadable", "json-unreadable", "The request cannot be read: broken JSON, or text that is not UTF-8."),
    401: ("Unknown", "authentication-failed", "No token was sent, or one that is unknown, revoked or past its end."),
    403: ("NotAllowed", "not-allowed", "The rules do not let this person do this, or the token may only read."),
    404: ("NotFound", "not-found", "There is nothing at this address, or the person may not see it."),
    409: ("Refused", "refused", "The thing is not in a state that allows this. The code says which rule refused."),
    413: ("TooBig", "too-big", "The body is larger than what is read here."),
    415: ("WrongMediaType", "unsupported-media-type", "The body has a media type that is not read here."),
    422: ("Invalid", "fields-invalid", "The request can be read, but not used as it is. The errors name the fields."),
    429: ("TooOften", "too-many-api", "More requests were made than one caller may make."),
    500: ("Fault", "internal-error", "A fault of the portal. Nothing was half done; the request id finds it in the log."),
}


class Schema(AutoSchema):
    """One operation, told from its endpoint."""

    def get_operation(self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any) -> Node | None:
        self.registry, self.path, self.method = registry, path, method
        endpoint: Endpoint | None = getattr(self.view, "endpoints", {}).get(method)
        if endpoint is None:
            return None
        summary, text = endpoint.words
        operation: Node = {
            "operationId": endpoint.name,
            "summary": summary,
            "description": text,
            "tags": [endpoint.group.name],
            "parameters": [*_path(path), *self._query(endpoint), *_headers(endpoint)],
            "requestBody": self._body(endpoint),
            "responses": {str(endpoint.status): self._success(endpoint), **_errors(endpoint)},
        }
        return {name: value for name, value in operation.items() if value}

    def _query(self, endpoint: Endpoint) -> Iterator[Node]:
        for name, one in (endpoint.asks or Words)().fields.items():
            schema = self._map_serializer_field(one, "request")
            self._insert_field_validators(one, schema)
            schema.pop("title", None)
            _tidy(schema)
            parameter = {"name": name, "in": "query", "required": one.required, "schema": schema}
            if text := schema.pop("description", ""):
                parameter["description"] = text
            example = endpoint.asks.example.get(name) if endpoint.asks else None
            if example is not None:
                parameter["example"] = example
            yield parameter

    def _body(self, endpoint: Endpoint) -> Node:
        content: Node = {}
        for media, shape in ((JSON, endpoint.takes), (FORM, endpoint.takes_file)):
            if shape is not None:
                content[media] = self._content(shape)
        if raw := endpoint.takes_raw:
            schema = {"type": "string", "format": "binary", "maxLength": raw.most, "description": raw.text}
            content |= {media: {"schema": schema} for media in raw.media}
        if not content:
            return {}
        shapes = [shape() for shape in (endpoint.takes, endpoint.takes_file) if shape is not None]
        needed = any(one.required for shape in shapes for one in shape.fields.values()) or bool(endpoint.takes_raw)
        return {"required": needed or endpoint.method == "PATCH", "content": content}

    def _success(self, endpoint: Endpoint) -> Node:
        text = HTTPStatus(endpoint.status).phrase
        headers = dict(_ref_headers("RateLimit", "RateLimit-Policy", "X-Request-Id"))
        if isinstance(endpoint.gives, Finished):
            schema: Node = {"type": "string", "format": "binary"} if endpoint.example_is_text else {"type": "object"}
            return {"description": endpoint.gives.text, "headers": headers, "content": {endpoint.gives.media: {"schema": schema}}}
        if endpoint.status == HTTPStatus.CREATED:
            headers |= _ref_headers("Location")
        if endpoint.method == "POST":
            headers |= _ref_headers("Idempotent-Replayed")
        assert endpoint.gives is not None  # noqa: S101 - for the type checker
        content = self._page(endpoint.gives) if endpoint.many else self._content(endpoint.gives)
        return {"description": _sentence(endpoint.gives) or text, "headers": headers, "content": {JSON: content}}

    def _content(self, shape: Any) -> Node:
        component = self.resolve_serializer(shape, "response")
        return {"schema": component.ref, "examples": _example(shape.example)}

    def _page(self, shape: Any) -> Node:
        """A list is an object with its entries as ``results``, so that more can be said beside them one day."""
        name = f"{shape.__name__}Page"
        component = self.resolve_serializer(type(name, (Page,), {"__doc__": f"A part of a list. {_sentence(shape)}"}), "response")
        schema = component.schema
        schema["properties"]["results"] |= {"items": self.resolve_serializer(shape, "response").ref, "maxItems": 200}
        example = {**Page.example, "results": [shape.example]}
        schema["examples"] = [example]
        return {"schema": component.ref, "examples": _example(example)}

    def _map_serializer(self, serializer: Any, direction: Any, bypass_extensions: bool = False) -> Node:
        schema: Node = super()._map_serializer(serializer, direction, bypass_extensions)
        for one in schema.get("properties", {}).values():
            _tidy(one)
        if isinstance(serializer, Words):
            schema["additionalProperties"] = False
        if isinstance(serializer, Words | Answer) and serializer.example:
            schema["examples"] = [dict(serializer.example)]
        return schema


class Page(Answer):
    count = serializers.IntegerField(min_value=0, max_value=2**53, help_text="How many entries the whole list has.")
    next = serializers.URLField(allow_null=True, max_length=4000, help_text="The address of the next part; null at the end.")
    previous = serializers.URLField(allow_null=True, max_length=4000, help_text="The part before; null at the beginning.")
    results = serializers.ListField(help_text="The entries of this part, in the order of the list.")

    example = {"count": 1, "next": None, "previous": None}


def complete(result: Node, generator: Any, request: Any, public: bool) -> Node:
    """The last hand on the schema: what holds for all operations, and no address with a slash at its end."""
    result["paths"] = {path: one for path, one in result["paths"].items() if not path.endswith("/")}
    return result


@cache
def document() -> bytes:
    """The finished schema. The same for everybody, so it is made once in a process."""
    return orjson.dumps(SchemaGenerator().get_schema(request=None, public=True), option=orjson.OPT_INDENT_2)
