"""How an API is written down: a function with a docstring, and beside it what it takes and gives.

    orders = Group("Orders", "What customers ordered.")

    @orders.post(takes=NewOrder, gives=Order, status=201)
    def place_order(request, words): ...

    urlpatterns = route("orders", list_orders, place_order, name="api-orders")

The function is the three steps of a view. What it takes is checked before, what it gives is written after, and
:mod:`portal.kit.schema` tells the world from the very same words. The name is the operation's name for ever.
"""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import URLPattern, path, register_converter
from rest_framework import exceptions, serializers
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.kit import idempotency
from portal.kit.api import WORDS_MOST, BodyParser, FormParser, JsonParser, Unreadable, require_readable_query, say_rate
from portal.kit.conditions import etag_of, require_match
from portal.kit.paging import Page
from portal.kit.shapes import PageWords, Words

JSON = "application/json"
FORM = "multipart/form-data"

type Given = dict[str, Any]
type Shape = type[serializers.Serializer[Any]]


@dataclass(frozen=True, slots=True)
class Raw:
    """A body that is a document itself, of any of these media types and at most this many bytes."""

    text: str
    media: tuple[str, ...]
    most: int


@dataclass(frozen=True, slots=True)
class Finished:
    """An answer that is stored bytes of this media type, with a strong ETag; ``shape`` tells what is in them."""

    text: str
    media: str
    shape: Shape | None = None
    most: int = 2**31


@dataclass(frozen=True, slots=True)
class Rows:
    """What a list's function returns: the rows of the asked-for window and how many there are in all."""

    rows: Sequence[Any]
    total: int


@dataclass(frozen=True, slots=True)
class PathWord:
    """A variable part of an address, described once."""

    name: str
    text: str
    schema: Mapping[str, Any]
    example: Any


PATH_WORDS: dict[str, PathWord] = {}
GROUPS: dict[str, "Group"] = {}


def path_word(name: str, text: str, example: Any, **schema: Any) -> None:
    """Describe the part ``name`` of addresses; once for all addresses it stands in."""
    PATH_WORDS[name] = PathWord(name, text, schema, example)


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One operation. ``prepares`` may take long (fetch an address): it runs before any transaction. ``holds`` locks the
    row of what is changed, so that nothing comes between the caller's condition and the change."""

    run: Callable[..., Any]
    method: str
    group: "Group"
    gives: Shape | Finished | None = None
    many: bool = False
    takes: Shape | None = None
    takes_file: Shape | None = None
    takes_raw: Raw | None = None
    asks: type[Words] | None = None
    most: int = WORDS_MOST
    status: int = 200
    prepares: Callable[[Request, Given], Given] | None = None
    holds: Callable[..., None] | None = None

    @property
    def creates(self) -> bool:
        """A repeated request would make a second one, so it needs an Idempotency-Key."""
        return self.status == HTTPStatus.CREATED

    @property
    def name(self) -> str:
        """``list_services`` is ``listServices``."""
        first, *rest = self.run.__name__.split("_")
        return first + "".join(word.capitalize() for word in rest)

    @property
    def words(self) -> tuple[str, str]:
        """The docstring: its first line without the full stop, and the rest as paragraphs."""
        head, _, rest = (self.run.__doc__ or "").strip().partition("\n")
        paragraphs = [" ".join(one.split()) for one in re.split(r"\n\s*\n", rest) if one.strip()]
        return head.rstrip("."), "\n\n".join(paragraphs)

    @property
    def media(self) -> list[str]:
        """The media types a body may have."""
        known = [(JSON, self.takes), (FORM, self.takes_file)]
        return [name for name, shape in known if shape] + list(self.takes_raw.media if self.takes_raw else ())

    def parsers(self) -> list[BaseParser]:
        """What reads those bodies."""
        found: list[BaseParser] = []
        if self.takes:
            found.append(JsonParser(self.most if self.most == WORDS_MOST else self.most * 2))
        if self.takes_file:
            found.append(FormParser(self.most))
        for media in self.takes_raw.media if self.takes_raw else ():
            found.append(RawParser(media, self.takes_raw.most if self.takes_raw else 0))
        return found


class Group:
    """Operations that belong together; its name is their tag."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text
        GROUPS[name] = self

    def get(self, **spec: Any) -> Callable[[Callable[..., Any]], Endpoint]:
        return self._endpoint("GET", spec)

    def post(self, **spec: Any) -> Callable[[Callable[..., Any]], Endpoint]:
        return self._endpoint("POST", spec)

    def patch(self, **spec: Any) -> Callable[[Callable[..., Any]], Endpoint]:
        return self._endpoint("PATCH", spec)

    def _endpoint(self, method: str, spec: dict[str, Any]) -> Callable[[Callable[..., Any]], Endpoint]:
        if spec.get("many"):
            spec.setdefault("asks", PageWords)
        return lambda run: Endpoint(run=run, method=method, group=self, **spec)


class RawParser(BodyParser):
    """The bytes of a document, as they are."""

    def __init__(self, media_type: str, most: int) -> None:
        super().__init__(most)
        self.media_type = media_type

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Given:
        return {"document": self.read(stream, parser_context)}


class Resource(APIView):
    """All operations of one address."""

    endpoints: ClassVar[Mapping[str, Endpoint]] = {}

    @property
    def endpoint(self) -> Endpoint | None:
        request: HttpRequest | None = self.request  # the schema's generator asks without one
        method = str(request.method).upper() if request is not None else ""
        return self.endpoints.get("GET" if method == "HEAD" else method)

    def get_parsers(self) -> list[BaseParser]:
        return self.endpoint.parsers() if self.endpoint else []

    def answer(self, request: Request, **at: Any) -> HttpResponse:
        """Check what came, do the one read or action, write what it gives."""
        endpoint = self.endpoint
        assert endpoint is not None  # noqa: S101 - DRF dispatches only the methods there are
        require_readable_query(request)
        words = {**self._asked(endpoint, request), **self._taken(endpoint, request)}
        if endpoint.holds and "If-Match" in request.headers:
            return self._done_as_read(endpoint, request, at, words)
        key = request.headers.get("Idempotency-Key")
        if key is None and endpoint.creates:
            raise Unreadable("idempotency-key-missing", "Send an Idempotency-Key: a name of your own for this request.")
        if key is None or endpoint.method != "POST":
            if endpoint.prepares:
                words = endpoint.prepares(request, words)
            return self._done(endpoint, request, at, words)
        mark = idempotency.fingerprint(request, has_body=bool(endpoint.media))
        with idempotency.claim(request.user, key, mark) as claim:
            if claim.kept is not None:
                return claim.kept
            if endpoint.prepares:
                words = endpoint.prepares(request, words)
            with claim.recording() as keep:
                response = self._done(endpoint, request, at, words)
                keep(response)
            return response

    def _asked(self, endpoint: Endpoint, request: Request) -> Given:
        asks = endpoint.asks or Words
        query = asks(data=asked_words(asks(), request.query_params))
        query.is_valid(raise_exception=True)
        return dict(query.validated_data)

    def _taken(self, endpoint: Endpoint, request: Request) -> Given:
        if not endpoint.media:
            return {}
        given: Any = request.data
        media = request.content_type.partition(";")[0].strip().lower() if request.content_type else JSON
        if media == FORM and endpoint.takes_file:
            shape: Shape | None = endpoint.takes_file
            given = given.dict()
        elif endpoint.takes_raw and media in endpoint.takes_raw.media:
            return dict(given) or {"document": b""}
        else:
            shape = endpoint.takes
        if shape is None:
            raise exceptions.UnsupportedMediaType(media)
        body = shape(data=given)
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)

    def _done_as_read(self, endpoint: Endpoint, request: Request, at: Given, words: Given) -> HttpResponse:
        """Change it if it is still what the caller has read, by the ETag that reading it would give now."""
        assert endpoint.holds is not None  # noqa: S101 - asked before
        with transaction.atomic():
            endpoint.holds(request, **at)
            now = self._done(self.endpoints["GET"], request, at, {})
            require_match(request.headers["If-Match"], now["ETag"])
            return self._done(endpoint, request, at, words)

    @property
    def is_conditional(self) -> bool:
        """Whether what is here can be changed on the condition that it is as it was read."""
        return any(one.holds for one in self.endpoints.values())

    def _done(self, endpoint: Endpoint, request: Request, at: Given, words: Given) -> HttpResponse:
        result = (
            endpoint.run(request, **at, words=words) if endpoint.asks or endpoint.media else endpoint.run(request, **at)
        )
        if isinstance(result, HttpResponse):
            return result
        assert isinstance(endpoint.gives, type)  # noqa: S101 - else the function answers with finished bytes
        context = {"request": request}
        if isinstance(result, Rows):
            rows = endpoint.gives(result.rows, many=True, context=context).data
            return Response(paged_answer(request, words, rows, result.total))
        data = endpoint.gives(result, context=context).data
        headers = {"Location": data["url"]} if endpoint.status == HTTPStatus.CREATED else {}
        if endpoint.holds:  # the name of what reading it gives now, which may be more than this answer
            headers["ETag"] = self._done(self.endpoints["GET"], request, at, {})["ETag"]
        elif endpoint.method == "GET" and self.is_conditional:
            headers["ETag"] = etag_of(data)
        return Response(data, status=endpoint.status, headers=headers)

    def handle_exception(self, error: Exception) -> Response:
        if isinstance(error, exceptions.UnsupportedMediaType) and self.endpoint:
            error.detail = exceptions.ErrorDetail(
                f"The body has a media type that is not read here. Send one of: {', '.join(self.endpoint.media)}."
                if self.endpoint.media
                else "Nothing is read from a body here. Send none."
            )
        response: Response = super().handle_exception(error)
        response.exception = True
        return response

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        say_rate(response, getattr(request, "verdict", None))
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def asked_words(shape: Words, given: QueryDict) -> Given:
    """What a query string says: of a list all that its name says, of anything else what it says last."""
    return {
        name: given.getlist(name) if isinstance(shape.fields.get(name), serializers.ListField) else given[name]
        for name in given
    }


def paged_answer(request: Request, words: Given, rows: Any, total: int) -> Given:
    """One page of a list, with the addresses of its neighbours."""
    limit, offset = words["limit"], words["offset"]

    def at(place: int) -> str:
        query = request.query_params.copy()
        query["limit"], query["offset"] = str(limit), str(place)
        return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")

    return {
        "count": total,
        "next": at(offset + limit) if offset + limit < total else None,
        "previous": at(max(0, offset - limit)) if offset > 0 else None,
        "results": rows,
    }


def rows_of(words: Given, everything: QuerySet[Any] | Sequence[Any]) -> Rows:
    """The asked-for window of a queryset or of a list."""
    first = words["offset"]
    total = everything.count() if isinstance(everything, QuerySet) else len(everything)
    return Rows(list(everything[first : first + words["limit"]]) if first < total else [], total)


def rows_from(words: Given, read: Callable[[int, int], Page]) -> Rows:
    """The asked-for window through a read that counts in pages: the smallest page that holds the whole window."""
    limit, first = words["limit"], words["offset"]
    size = limit
    while first % size + limit > size:
        size += 1
    found = read(first // size + 1, size)
    if first >= found.total:
        return Rows([], found.total)
    begin = first - (found.number - 1) * size
    return Rows(found.rows[begin : begin + limit], found.total)


def finished(request: Request, digest: str, media: str, read: Callable[[str], bytes]) -> HttpResponse:
    """Stored bytes by their digest; nothing is read for who has them already."""
    etag = f'"{digest}"'
    if etag in request.headers.get("If-None-Match", ""):
        answer = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    else:
        answer = HttpResponse(read(digest), content_type=media)
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    return answer


def finished_bytes(request: Request, content: bytes, media: str) -> HttpResponse:
    """The same for bytes that are made in this process."""
    return finished(request, hashlib.sha256(content).hexdigest(), media, lambda _: content)


def route(address: str, *endpoints: Endpoint, name: str) -> list[URLPattern]:
    """The address with these operations; with a slash at its end, too, because people type it."""
    methods = {one.method: one for one in endpoints}
    members: Given = {method.lower(): Resource.answer for method in methods}
    members["endpoints"] = methods
    members["http_method_names"] = [*map(str.lower, methods), "head"]
    view: Any = type(f"Resource{name.title().replace('-', '')}", (Resource,), members)
    slash = "" if address.endswith("/") else "/"
    other = path(f"{address}/" if slash else address.removesuffix("/"), view.as_view(), name=f"{name}-otherwise")
    return [path(address, view.as_view(), name=name), other]


class NumberConverter:
    """A whole number from 1 that every database can hold."""

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class IdConverter(NumberConverter):
    """A row's number, of at most 18 digits."""

    regex = "[0-9]{1,18}"


register_converter(NumberConverter, "number")
register_converter(IdConverter, "id")
