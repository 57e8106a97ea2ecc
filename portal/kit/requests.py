"""One id a request and a job: in every log line, on every error page, in every audit entry."""

import contextvars
import json
import logging
import re
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_current: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="")
_via: contextvars.ContextVar[str] = contextvars.ContextVar("via", default="")
_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")

access = logging.getLogger("homeport.access")


def request_id() -> str:
    """The id of what is being done right now; empty outside a request or job."""
    return _current.get()


def via() -> str:
    """Through which door it is being done: ``web``, ``api token 7``, ``job 42``, or empty for a command."""
    return _via.get()


def enter(identity: str, door: str) -> tuple[contextvars.Token[str], contextvars.Token[str]]:
    """Name what begins now; hand the result to :func:`leave` when it ends."""
    return _current.set(identity), _via.set(door)


def leave(marks: tuple[contextvars.Token[str], contextvars.Token[str]]) -> None:
    """What :func:`enter` named has ended."""
    _current.reset(marks[0])
    _via.reset(marks[1])


def come_through(door: str) -> None:
    """The door turned out to be another one: a token was shown."""
    _via.set(door)


class RequestIdMiddleware:
    """Takes a well-formed ``X-Request-Id`` from the proxy or makes one, and says it back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        identity = given if _GIVEN.fullmatch(given) else uuid.uuid4().hex
        marks = enter(identity, "web")
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-Id"] = identity
            took = round((time.perf_counter() - began) * 1000)
            access.info("%s %s %s %s ms", request.method, request.path, response.status_code, took)
            return response
        finally:
            leave(marks)


class LogContext(logging.Filter):
    """Puts the current id and door on each record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id()
        record.via = via()
        return True


class LineFormatter(logging.Formatter):
    """One record, one line: JSON for machines in company mode, words for a person on a laptop."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        trouble = self.formatException(record.exc_info) if record.exc_info else ""
        if settings.EMBEDDED:
            words = [at, record.levelname.lower(), record.name, record.getMessage(), getattr(record, "request_id", "")]
            return " ".join(word for word in words if word) + (f"\n{trouble}" if trouble else "")
        line = {
            "at": at,
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": getattr(record, "request_id", ""),
            "via": getattr(record, "via", ""),
        }
        if trouble:
            line["trouble"] = trouble
        return json.dumps(line, ensure_ascii=False)
