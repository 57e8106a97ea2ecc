"""One id a request and a job: in every log line, on every error page, in every audit entry.

What is being done right now is an :class:`Errand`. It also counts what it asks the database: one addition a query.
"""

import contextvars
import logging
import re
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")

access = logging.getLogger("homeport.access")


@dataclass(slots=True)
class Errand:
    """A request or a job while it is being done."""

    id: str = ""
    door: str = ""
    request: HttpRequest | None = None
    job: int | None = None
    job_name: str = ""
    queries: int = 0
    in_database: float = 0.0
    began: float = field(default_factory=time.perf_counter)
    worked: float = field(default_factory=time.thread_time)

    @property
    def seconds(self) -> float:
        """Since it began."""
        return time.perf_counter() - self.began

    @property
    def ms(self) -> int:
        return round(self.seconds * 1000)

    @property
    def cpu_ms(self) -> int:
        """What of it this thread kept a processor busy; the rest is waiting, for others too."""
        return round((time.thread_time() - self.worked) * 1000)

    @property
    def person(self) -> int | None:
        """The id of whoever asks, once that is known; to find out is not a log line's business."""
        person = asker(self.request) if self.request is not None else None
        return person.pk if person is not None else None

    def count(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.queries += 1
            self.in_database += time.perf_counter() - began


_nothing = Errand()
_now: contextvars.ContextVar[Errand] = contextvars.ContextVar("errand", default=_nothing)


def now() -> Errand:
    """What is being done right now; an empty errand outside a request or job."""
    return _now.get()


def request_id() -> str:
    """The id of what is being done right now; empty outside a request or job."""
    return now().id


def via() -> str:
    """Through which door it is being done: ``web``, ``api token 7``, ``job 42``, or empty for a command."""
    return now().door


@contextmanager
def during(errand: Errand) -> Iterator[Errand]:
    """From here to the end of the block this is what is being done."""
    mark = _now.set(errand)
    try:
        with connection.execute_wrapper(errand.count):
            yield errand
    finally:
        _now.reset(mark)


def come_through(door: str) -> None:
    """The door turned out to be another one: a token was shown."""
    if now() is not _nothing:
        now().door = door


def asker(request: HttpRequest) -> Any:
    """The person who asks, if somebody has looked already; never a query."""
    person = vars(request).get("user")
    if isinstance(person, SimpleLazyObject):
        person = getattr(request, "_cached_user", None)
    return person if person is not None and person.is_authenticated else None


class RequestIdMiddleware:
    """Takes a well-formed ``X-Request-Id`` from the proxy or makes one, says it back, and writes the access line.

    A steward is also told what it cost, as ``Server-Timing``, which browsers show; for others it would be a stopwatch
    on what they may not see.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        identity = given if _GIVEN.fullmatch(given) else uuid.uuid4().hex
        with during(Errand(identity, "web", request)) as errand:
            response = self.get_response(request)
            response["X-Request-Id"] = identity
            took, asked = errand.ms, round(errand.in_database * 1000)
            person = asker(request)
            if person is not None and person.is_steward:
                response["Server-Timing"] = f'app;dur={took}, db;dur={asked};desc="{errand.queries} queries"'
            words = "%s %s %s in %s ms (%s of work), %s queries in %s ms"
            facts = {"method": request.method, "path": request.path, "status": response.status_code}
            facts |= {"ms": took, "cpu_ms": errand.cpu_ms, "queries": errand.queries, "db_ms": asked}
            access.info(words, *facts.values(), extra={"facts": facts})
            return response
