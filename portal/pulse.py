"""Signs of life of company mode's worker and beat: files whose age the container's health check reads (alive.py).

A worker that answers is not yet one that works. So the file is touched by work itself: by the end of a task, any task.
While nothing comes, the worker sends itself a small one through the broker, on a queue of its own; thus the file says
that this very worker publishes, consumes and runs, however many others there are and whether or not beat ticks. While
long checks fill the pool nothing can end, and that is well until they have run longer than any check may.
"""

import threading
import time
from contextlib import suppress
from typing import Any

from celery import shared_task, signals
from celery.utils.nodenames import worker_direct
from django.conf import settings

EVERY = 5.0
_running: dict[str, float] = {}


@shared_task(name="portal.pulse", ignore_result=True, expires=60)
def pulse() -> None:
    """Nothing; its end is the sign."""


def touch(role: str) -> None:
    file = settings.VAR / "alive" / role
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()


@signals.worker_ready.connect
def watch_worker(sender: Any, **kwargs: Any) -> None:
    """From now on this process is a worker that says whether it lives."""
    if settings.EMBEDDED:
        return
    signals.task_prerun.connect(note_begin)
    signals.task_postrun.connect(note_end)
    threading.Thread(target=keep_alive, args=(sender.hostname,), name="homeport-pulse", daemon=True).start()


def note_begin(task_id: str, **kwargs: Any) -> None:
    _running[task_id] = time.monotonic()


def note_end(task_id: str, **kwargs: Any) -> None:
    _running.pop(task_id, None)
    touch("worker")


def keep_alive(hostname: str) -> None:
    longest = settings.CHECK_SECONDS + settings.JOB_LEASE.total_seconds()
    while True:
        begun = list(_running.values())
        if not begun:
            with suppress(Exception):  # the broker is away: Celery says so in the log, and the file grows old
                pulse.apply_async(queue=worker_direct(hostname), retry=False)
        elif time.monotonic() - min(begun) < longest:
            touch("worker")
        time.sleep(EVERY)


@signals.beat_init.connect
def watch_beat(**kwargs: Any) -> None:
    """From now on this process is beat: each message that the broker took from it is a tick."""
    if not settings.EMBEDDED:
        signals.after_task_publish.connect(note_tick)


def note_tick(**kwargs: Any) -> None:
    touch("beat")
