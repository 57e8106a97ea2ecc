"""What every API call meets first: who asks and how far they may go, how often, and what may be sent."""

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

import orjson
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from rest_framework import authentication, exceptions, negotiation, parsers, permissions, throttling
from rest_framework.request import Request

from portal.kit import rates, requests, tokens
from portal.kit.refusals import Denied, Refused, TooMany
from portal.models import ApiToken

if TYPE_CHECKING:  # DRF reads its settings, and so this module, while it loads its own views
    from rest_framework.views import APIView

SAFE = {"GET", "HEAD", "OPTIONS"}
USED_EVERY = 60
WORDS_MOST = 1024 * 1024  # bytes of a body that is not an upload


class Call(Request):
    """A request whose caller is known: no function of the API is reached without."""

    if TYPE_CHECKING:
        user: Any  # a person; their class belongs to a room


class Unreadable(Refused):
    """What was sent is not what it says it is; nothing of it was looked at."""

    status = 400


class TokenAuthentication(authentication.BaseAuthentication):
    """``Authorization: Bearer hp_...`` (RFC 6750)."""

    def authenticate(self, request: Request) -> tuple[Any, ApiToken] | None:
        kind, _, text = request.headers.get("Authorization", "").partition(" ")
        if not kind:
            return None
        if kind.lower() != "bearer":
            raise exceptions.AuthenticationFailed("Send the token as 'Authorization: Bearer TOKEN'.")
        token = tokens.find(text.strip())
        if token is None:
            raise exceptions.AuthenticationFailed("This token is unknown, revoked or past its end.")
        now = timezone.now()
        if token.used_at is None or (now - token.used_at).total_seconds() > USED_EVERY:
            ApiToken.objects.filter(pk=token.pk).update(used_at=now)
        requests.come_through(f"token {token.pk}")
        return token.person, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="homeport"'


class SessionAuthentication(authentication.SessionAuthentication):
    """A person in their browser. What changes something needs the CSRF token as ``X-CSRFToken``."""

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except exceptions.PermissionDenied:
            raise Denied(
                "csrf-failed",
                "This came with a login but without its CSRF token. Reload the page, or use an API token.",
            ) from None


class Scope(permissions.BasePermission):
    """Logged in; and a read token only reads. What may be done to a thing is decided by the action's policy."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if not request.user or not request.user.is_authenticated:
            return False
        reads_only = isinstance(request.auth, ApiToken) and request.auth.scope == ApiToken.Scope.READ
        if reads_only and request.method not in SAFE:
            raise Denied("token-only-reads", "This token may only read. Ask for one that may write.")
        return True


class Throttle(throttling.BaseThrottle):
    """``settings.RATES['api']`` requests a minute for each token or person. It refuses by itself."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        who = f"token:{request.auth.pk}" if isinstance(request.auth, ApiToken) else f"person:{request.user.pk}"
        verdict = request.verdict = rates.allow("api", who)  # type: ignore[attr-defined]
        if not verdict.allowed:
            seconds = verdict.retry_after_seconds
            raise TooMany(
                rates.CODES["api"],
                f"{rates.WORDS['api'].format(limit=verdict.limit)} Try again in {seconds} s.",
                retry_after=seconds,
            )
        return True


def say_rate(response: HttpResponse, verdict: rates.Verdict | None) -> None:
    """How much is left, in the fields of the IETF draft: ``RateLimit-Policy`` and ``RateLimit``."""
    if verdict is not None and verdict.limit > 0:
        wait = f";t={verdict.retry_after_seconds}" if verdict.retry_after_seconds else ""
        response["RateLimit-Policy"] = f'"api";q={verdict.limit};w={rates.WINDOW}'
        response["RateLimit"] = f'"api";r={verdict.remaining}{wait}'


class OneLanguage(negotiation.DefaultContentNegotiation):
    """Answers are JSON, whatever ``Accept`` wishes for (RFC 9110, 12.5.1 lets a server do so)."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> tuple[Any, str]:
        return renderers[0], renderers[0].media_type


class BodyParser(parsers.BaseParser):
    """Reads a body whole, up to ``most`` bytes, and leaves its digest on the request for the Idempotency-Key."""

    def __init__(self, most: int | None = None) -> None:
        self.most = most or WORDS_MOST

    def read(self, stream: Any, context: Mapping[str, Any] | None) -> bytes:
        content: bytes = stream.read(self.most + 1) if stream is not None else b""
        if len(content) > self.most:
            raise RequestDataTooBig
        if context is not None:
            context["request"].digest = hashlib.sha256(content).hexdigest()
        return content


class JsonParser(BodyParser):
    """RFC 8259 to the letter: UTF-8, no NaN, no lone surrogates, at most some 1,000 values inside each other."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            return orjson.loads(self.read(stream, parser_context))
        except orjson.JSONDecodeError as error:
            raise Unreadable("json-unreadable", f"The body is not JSON that can be read: {error}.") from None


class FormParser(parsers.MultiPartParser):
    """A form with a file, its whole size known beforehand and bounded."""

    def __init__(self, most: int) -> None:
        self.most = most

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        length = parser_context["request"].META.get("CONTENT_LENGTH") or "0"
        if not length.isascii() or not length.isdigit() or len(length) > 12 or int(length) > self.most + WORDS_MOST:
            raise RequestDataTooBig
        return super().parse(stream, media_type, parser_context)


def require_readable_query(request: HttpRequest) -> None:
    """Refuse a query string that is not UTF-8: Django would put question marks in its place without a word."""
    try:
        text = unquote_to_bytes(request.META.get("QUERY_STRING", "").replace("+", " ")).decode()
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise Unreadable("query-unreadable", "The query string holds what is not text in UTF-8, or a NUL character.")
