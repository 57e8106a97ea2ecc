"""What every API view shares: who asks and how far they may go, how often, and pages."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from rest_framework import authentication, exceptions, pagination, permissions, throttling
from rest_framework.request import Request
from rest_framework.views import APIView

from portal.kit import rates, requests, tokens
from portal.models import ApiToken

SAFE = {"GET", "HEAD", "OPTIONS"}
USED_EVERY = 60


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
    """A person in their browser, with the CSRF check DRF makes for sessions."""


class Scope(permissions.BasePermission):
    """Logged in; and a read token only reads. What may be done to a thing is decided by the action's policy."""

    message = "This token may only read. Ask for one that may write."

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not request.user or not request.user.is_authenticated:
            return False
        reads_only = isinstance(request.auth, ApiToken) and request.auth.scope == ApiToken.Scope.READ
        return request.method in SAFE or not reads_only


class Throttle(throttling.BaseThrottle):
    """``settings.RATES['api']`` requests a minute for each token or person."""

    def __init__(self) -> None:
        self.seconds: float | None = None

    def allow_request(self, request: Request, view: APIView) -> bool:
        who = f"token:{request.auth.pk}" if isinstance(request.auth, ApiToken) else f"person:{request.user.pk}"
        verdict = rates.allow("api", who)
        self.seconds = verdict.retry_after_seconds
        return verdict.allowed

    def wait(self) -> float | None:
        return self.seconds


class Pagination(pagination.LimitOffsetPagination):
    """``limit`` (at most 200) and ``offset``; the answer is ``{count, next, previous, results}``."""

    default_limit = 50
    max_limit = 200
    max_offset = 100_000

    def get_offset(self, request: Request) -> int:
        return min(super().get_offset(request), self.max_offset)


def wants_api(request: HttpRequest) -> bool:
    """Whether an error is to be told to a program."""
    return request.path.startswith("/api/")
