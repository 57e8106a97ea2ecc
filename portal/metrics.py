"""``/metrics`` for Prometheus: how long requests take, what waits, how jobs ended, what is late.

Two sources. Requests are measured in memory; in company mode several web processes share their figures through files in
``HOMEPORT_VAR`` (portal/wsgi.py), so each of them answers for all. Everything else is read from rows at the moment it
is asked for, because workers and the timetable serve nothing: a few queries over open rows and tallies, whatever the
size of the company. Every machine says the same of them, so one is enough to ask.
"""

import os
from collections.abc import Callable, Iterator
from hmac import compare_digest

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, Gauge, Histogram, disable_created_metrics
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from portal import insight
from portal.checks import is_loopback
from portal.kit import requests, tallies
from portal.models import Job

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-Ip", "Via")

disable_created_metrics()  # type: ignore[no-untyped-call] # half of all lines, and nobody reads them
_here = CollectorRegistry()  # what this process has measured
REQUESTS = Histogram(
    "homeport_request_duration_seconds",
    "How long requests took, by the name of their address.",
    ["route", "method", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=_here,
)
IN_PROGRESS = Gauge(
    "homeport_requests_in_progress",
    "Requests that are being answered right now.",
    registry=_here,
    multiprocess_mode="livesum",
)


class MeasureMiddleware:
    """Stands right after the one that gives ids: its errand knows when the request began."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with IN_PROGRESS.track_inprogress():
            response = self.get_response(request)
        method = request.method if request.method in METHODS else "other"
        status = f"{response.status_code // 100}xx"
        REQUESTS.labels(route_of(request), method, status).observe(requests.now().seconds)
        return response


def route_of(request: HttpRequest) -> str:
    """The name of the address: few, however many addresses are asked for."""
    if request.resolver_match is not None:
        return request.resolver_match.view_name or "unnamed"
    return "static" if request.path.startswith(f"/{settings.STATIC_URL.lstrip('/')}") else "unknown"


@login_not_required
@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """All figures, for whoever has the token, or while there is none for a program on this machine."""
    if not may_read(request):
        words = "These figures are for the monitor. Send HOMEPORT_METRICS_TOKEN as 'Authorization: Bearer TOKEN'."
        headers = {"WWW-Authenticate": 'Bearer realm="homeport metrics"'}
        return HttpResponse(f"{words}\n", status=401, headers=headers, content_type="text/plain")
    encode, kind = choose_encoder(request.headers.get("Accept", ""))
    return HttpResponse(encode(everything()), content_type=kind)


def may_read(request: HttpRequest) -> bool:
    """By token, when there is one. Else from this machine's own address, and not through a proxy that stands on it."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    passed_on = any(name in request.headers for name in FORWARDED)
    return is_loopback(request.META.get("REMOTE_ADDR", "")) and not passed_on


def everything() -> CollectorRegistry:
    """What all processes have measured, and what the rows say."""
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(Measured())
    registry.register(Rows())
    return registry


class Measured(Collector):
    """This process alone: the embedded mode has no other."""

    def collect(self) -> Iterator[Metric]:
        yield from _here.collect()


class Rows(Collector):
    """What stands in the database. Away, it is one figure that says so, and the rest is left out: never a stale one."""

    def collect(self) -> Iterator[Metric]:
        try:
            found = [*queue(), *ended(), *clocks(), *waiting_room()]
        except DatabaseError:
            found = []
        yield GaugeMetricFamily("homeport_database_up", "1 while the database answers.", value=bool(found))
        yield from found


def queue() -> Iterator[Metric]:
    waiting = GaugeMetricFamily("homeport_jobs_waiting", "Jobs that wait, by name.", labels=["name"])
    running = GaugeMetricFamily("homeport_jobs_running", "Jobs that a worker holds, by name.", labels=["name"])
    words = "For how long the job that is due longest has been due, by name; 0 when none is."
    oldest = GaugeMetricFamily("homeport_jobs_oldest_due_seconds", words, labels=["name"])
    now = timezone.now()
    for one in insight.queues():
        waiting.add_metric([one.name], one.waiting)
        running.add_metric([one.name], one.running)
        oldest.add_metric([one.name], max(0.0, (now - one.oldest).total_seconds()) if one.oldest else 0)
    return iter([waiting, running, oldest])


def ended() -> Iterator[Metric]:
    outcomes = CounterMetricFamily(
        "homeport_jobs_ended", "Jobs that have ended, by name and outcome.", labels=["name", "outcome"]
    )
    words = "How long the last attempt of jobs took that were done or failed, by name and outcome."
    lengths = HistogramMetricFamily("homeport_job_duration_seconds", words, labels=["name", "outcome"])
    for tally in insight.tallies():
        outcomes.add_metric([tally.name, tally.outcome], tally.count)
        if tally.outcome == Job.State.STOPPED:
            continue
        steps, so_far = [], 0
        for step, count in zip((*tallies.STEPS, float("inf")), tally.spread, strict=True):
            so_far += count
            steps.append(("+Inf" if step == float("inf") else str(step), so_far))
        lengths.add_metric([tally.name, tally.outcome], steps, tally.seconds)
    return iter([outcomes, lengths])


def clocks() -> Iterator[Metric]:
    running = GaugeMetricFamily("homeport_clocks_open", "What is awaited, by kind.", labels=["kind"])
    late = GaugeMetricFamily("homeport_clocks_late", "What is awaited past its due time, by kind.", labels=["kind"])
    for one in insight.clocks():
        running.add_metric([one.kind], one.running)
        late.add_metric([one.kind], one.late)
    return iter([running, late])


def waiting_room() -> Iterator[Metric]:
    since = insight.unsealed_since()
    age = max(0.0, (timezone.now() - since).total_seconds()) if since else 0.0
    words = "For how long the oldest unsealed audit entry has waited for its seal; 0 when all are sealed."
    yield GaugeMetricFamily("homeport_audit_unsealed_seconds", words, value=age)
    words = "Revisions in use that the engine has not been able to judge, or not yet."
    yield GaugeMetricFamily("homeport_revisions_not_checked", words, value=insight.not_checked())
