"""Is it well? ``/healthz``: the process answers. ``/readyz``: what it needs answers too, so it may get requests."""

import logging
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.celery import app as celery_app

log = logging.getLogger("homeport.health")


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers. Nothing else is asked: a slow database is no reason to end a process."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Everything a request may need answers; 503 when not. Says what, never why: the why is in the log."""
    checks: dict[str, Callable[[], str]] = {"database": database, "migrations": migrations}
    if not settings.EMBEDDED:
        checks["broker"] = broker
    answers = {name: check() for name, check in checks.items()}
    well = all(answer == "ok" for answer in answers.values())
    return JsonResponse({"status": "ok" if well else "failing", "checks": answers}, status=200 if well else 503)


def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        log.warning("The database does not answer: %s", error)
        return "not reachable"
    return "ok"


def migrations() -> str:
    try:
        missing = unapplied_migrations()
    except DatabaseError:
        return "not known"
    return f"{len(missing)} not applied" if missing else "ok"


def broker() -> str:
    """Connects anew each time: a connection from the pool may be a dead one that has not noticed yet."""
    try:
        with celery_app.connection_for_write() as link:
            link.ensure_connection(max_retries=0, timeout=3)  # with Redis this is a PING
    except Exception as error:
        log.warning("The broker does not answer: %s", error)
        return "not reachable"
    return "ok"


def unapplied_migrations() -> frozenset[tuple[str, str]]:
    """The newest migrations of each app that the database does not have yet. One query."""
    return newest_migrations() - set(MigrationRecorder(connection).applied_migrations())


@cache
def newest_migrations() -> frozenset[tuple[str, str]]:
    """The ends of the graph on disk, which does not change while a process lives."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())
