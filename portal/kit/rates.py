"""How often somebody may do a thing: ``settings.RATES[kind]`` times a minute, 0 for as often as they like.

A sliding window of two counters: this minute's, and the part of the last minute's that is still within sixty seconds.
It lets no burst at the turn of a minute through, and keeps two numbers for each asker, where a list of every request
would keep thousands. What was refused is not counted: waiting as long as told is enough.
"""

import logging
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock
from typing import Any, Protocol

import redis
from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.deprecation import MiddlewareMixin
from redis.backoff import NoBackoff
from redis.retry import Retry

from portal.kit.refusals import Refused, TooMany, respond

log = logging.getLogger("homeport.rates")

WINDOW = 60  # seconds
MOST_ASKERS = 10_000
PATIENCE = 0.5  # seconds for Redis to answer: nobody's page waits longer for a limit
PAUSE = 2.0  # seconds until Redis is asked again after it did not answer
COMPLAIN_EVERY = 60.0  # seconds
CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})

CODES = {
    "login": "too-many-logins",
    "write": "too-many-writes",
    "upload": "too-many-uploads",
    "api": "too-many-requests",
    "try": "too-many-tries",
    "forge": "too-many-deliveries",
    "forge-refused": "too-many-refused",
}
WORDS = {
    "login": "Too many attempts to log in.",
    "write": "That was more changes a minute than one person may make ({limit}).",
    "upload": "That was more uploads a minute than one person may make ({limit}).",
    "api": "That was more requests a minute than one caller may make ({limit}).",
    "try": "That was more checks a minute than one person may ask for ({limit}).",
    "forge": "That was more deliveries a minute than one address takes ({limit}).",
    "forge-refused": "That was more refused deliveries a minute than one sender may send ({limit}).",
}


@dataclass(frozen=True)
class Verdict:
    """``remaining`` more are allowed right now; a refused one may come again after ``retry_after_seconds``."""

    allowed: bool
    limit: int
    remaining: int
    retry_after_seconds: int = 0


class Counters(Protocol):
    """Where the counts are. One atomic step: counts this one if it fits under ``limit``."""

    def take(self, key: str, limit: int, window: int, passed: float) -> tuple[bool, int, int]:
        """Whether it was counted, and the counts of the window before and of this one.

        ``window`` numbers the windows; ``passed`` is the part of this one that has passed, from 0 to 1. Raises
        :class:`redis.RedisError` when the counts cannot be had.
        """


class MemoryCounters:
    """The counts of one process. When there are too many askers, whoever was quiet longest is forgotten."""

    def __init__(self, most: int = MOST_ASKERS) -> None:
        self.most = most
        self.counts: dict[str, tuple[int, int, int]] = {}
        self.lock = Lock()

    def take(self, key: str, limit: int, window: int, passed: float) -> tuple[bool, int, int]:
        with self.lock:
            known, before, count = self.counts.pop(key, (window, 0, 0))
            if known != window:
                before, count = (count if known == window - 1 else 0), 0
            fits = _fits(limit, before, count, passed)
            count += fits
            self.counts[key] = (window, before, count)  # popped above, so it is the last of the dict again
            if len(self.counts) > self.most:
                del self.counts[next(iter(self.counts))]
            return fits, before, count


class RedisCounters:
    """The counts of all processes, on the broker's server. A key lives for two windows."""

    SCRIPT = """
        local before = tonumber(redis.call('GET', KEYS[1]) or 0)
        local count = tonumber(redis.call('GET', KEYS[2]) or 0)
        if before * (1 - tonumber(ARGV[2])) + count + 1 > tonumber(ARGV[1]) then
            return {0, before, count}
        end
        count = redis.call('INCR', KEYS[2])
        redis.call('EXPIRE', KEYS[2], ARGV[3])
        return {1, before, count}
    """

    def __init__(self, url: str) -> None:
        # One retry, since a pooled connection may be to a Redis that was restarted; none for one that is silent.
        retry = Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,))
        self.client = redis.Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=retry)
        self.script = self.client.register_script(self.SCRIPT)

    def take(self, key: str, limit: int, window: int, passed: float) -> tuple[bool, int, int]:
        # The braces keep both keys on one node of a cluster.
        keys = [f"homeport:rate:{{{key}}}:{number}" for number in (window - 1, window)]
        fits, before, count = self.script(keys=keys, args=[limit, passed, 2 * WINDOW])
        return bool(fits), int(before), int(count)


class Gate:
    """Counts on one set of counters, by one clock (seconds), and opens when the counters do not answer.

    A limit protects; it must not be what takes the house down. So a Redis that does not answer lets everybody in, is
    complained of once a minute, and is left alone for two seconds so that a page does not wait for it each time.
    """

    def __init__(self, counters: Counters, clock: Callable[[], float] = time.time) -> None:
        self.counters = counters
        self.clock = clock
        self.paused_until = -math.inf
        self.complained_at = -math.inf

    def allow(self, kind: str, who: str, limit: int) -> Verdict:
        now = self.clock()
        if limit <= 0 or now < self.paused_until:
            return Verdict(True, limit, limit)
        # A digest: `who` may be a login name somebody typed, which is nobody's business and of any length.
        key = blake2b(f"{kind}:{who}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        window, passed = divmod(now, WINDOW)
        passed /= WINDOW
        try:
            allowed, before, count = self.counters.take(key, limit, int(window), passed)
        except redis.RedisError as error:
            self.paused_until = now + PAUSE
            if now - self.complained_at >= COMPLAIN_EVERY:
                self.complained_at = now
                log.warning("Redis does not answer, so nothing is limited for now: %s", error)
            return Verdict(True, limit, limit)
        remaining = max(0, math.floor(limit - before * (1 - passed) - count))
        return Verdict(allowed, limit, remaining, 0 if allowed else _wait(limit, before, count, passed))


def allow(kind: str, who: str) -> Verdict:
    """Counts one ``kind`` by ``who``, if ``settings.RATES[kind]`` lets it: in this process, or with a broker in all."""
    return _gate(settings.BROKER_URL).allow(kind, who, settings.RATES[kind])


def require(kind: str, who: str | Model) -> None:
    """Counts one ``kind`` by ``who``, a person or a text; raises :class:`TooMany` when it is one too many."""
    verdict = allow(kind, f"person:{who.pk}" if isinstance(who, Model) else who)
    if not verdict.allowed:
        seconds = verdict.retry_after_seconds
        wait = f"Try again in {seconds} second{'' if seconds == 1 else 's'}."
        message = WORDS[kind].format(limit=verdict.limit)
        raise TooMany(CODES[kind], f"{message} {wait}", retry_after=seconds)


def counted_by_itself[View: Callable[..., Any]](view: View) -> View:
    """For a view that stores nothing of what is posted, and counts its requests itself: they are no changes."""
    view.is_counted_by_itself = True  # type: ignore[attr-defined]
    return view


class RateMiddleware(MiddlewareMixin):
    """Limits every change by a person as "write", and every attempt to log in by address and by name as "login".

    Stands after those that set ``user``, ``htmx`` and messages. Answers by itself: what ``process_view`` raises does
    not reach ``process_exception``.
    """

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: Mapping[str, Any]
    ) -> HttpResponseBase | None:
        if request.method not in CHANGING:
            return None
        try:
            if request.path == resolve_url(settings.LOGIN_URL):
                if address := client_network(request):
                    require("login", f"address:{address}")
                if name := request.POST.get("username", "").strip().casefold():
                    require("login", f"name:{name}")
            elif request.user.is_authenticated and not getattr(view, "is_counted_by_itself", False):
                require("write", request.user)
        except Refused as refusal:
            return respond(request, refusal)
        return None


def client_network(request: HttpRequest) -> str:
    """From where a request comes: an IPv4 address, or the /64 of an IPv6 one, which one line owns whole; maybe empty.

    Behind a proxy it is the last entry of ``X-Forwarded-For``: the proxy wrote that one, the asker those before it.
    """
    text: str = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        text = request.headers.get("X-Forwarded-For", text).rpartition(",")[2].strip()
    try:
        address = ip_address(text)
    except ValueError:
        return text
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
    return str(address)


@lru_cache(maxsize=4)
def _gate(broker: str) -> Gate:
    """Redis where the broker is one; else each process counts for itself."""
    if broker.startswith(("redis://", "rediss://", "unix://")):
        return Gate(RedisCounters(broker))
    return Gate(MemoryCounters())


def _fits(limit: int, before: int, count: int, passed: float) -> bool:
    return before * (1 - passed) + count + 1 <= limit


def _wait(limit: int, before: int, count: int, passed: float) -> int:
    """Whole seconds until one more fits, if nothing else comes meanwhile."""
    room = limit - 1 - count
    if room >= 0:  # as soon as enough of the last window has slid out
        seconds = (1 - room / before - passed) * WINDOW
    else:  # only in the next window, once enough of this one has slid out
        seconds = (1 - passed + 1 - (limit - 1) / count) * WINDOW
    return max(1, math.ceil(seconds))
