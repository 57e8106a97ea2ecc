"""The bell: tells a worker, through the broker, that a job waits. Nothing depends on its being heard."""

import logging
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import timezone

from portal.models import Job

log = logging.getLogger("homeport.jobs")

SILENCE = 10.0  # seconds without a ring after the broker did not answer, but the sweeper's: no page waits each time
_silent_until = 0.0


@contextmanager
def muffled() -> Iterator[None]:
    """While a long history is told nobody listens; what still waits at its end is rung by the sweeper."""
    global _silent_until
    before, _silent_until = _silent_until, math.inf
    try:
        yield
    finally:
        _silent_until = before


def ring(job_id: int) -> None:
    """Tell the queue. If it cannot be told, the sweeper rings again: a request never fails for a broker, and never
    waits for one that did not answer just now."""
    if time.monotonic() >= _silent_until:
        ring_now(job_id)


def ring_now(job_id: int) -> bool:
    """Tell the queue even if it did not answer just now. Returns whether it did."""
    global _silent_until
    from portal.celery import app

    try:
        with app.pool.acquire(block=True) as taken:
            link: Any = taken  # a kombu Connection, whatever the stubs say
            link.transport_options["max_retries"] = 0  # else kombu tries again and again for six seconds
            app.send_task("portal.run_job", [job_id], connection=link, retry=False)
        Job.objects.filter(pk=job_id).update(rung_at=timezone.now())
    except Exception as error:  # every broker library raises its own kind
        _silent_until = time.monotonic() + SILENCE
        log.warning("The broker did not take job %s (%s); the sweeper will ring again.", job_id, error)
        return False
    return True
