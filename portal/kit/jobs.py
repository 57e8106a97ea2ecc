"""Jobs: the row is the truth, the queue is a bell.

``enqueue`` inserts a row in the caller's transaction and rings after commit. A worker *takes* the row (attempt, lease),
computes outside any transaction while it renews the lease, and records its effect and the end of the job in one
transaction that only succeeds while the row still carries its attempt. So a worker that was thought dead and wakes up
finds its claim lost, and every job ends once in its effect, whatever is killed. The sweeper rings what is due and gives
back what a lost worker held.
"""

import logging
import os
import random
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, connection, models, transaction
from django.db.models import Q
from django.utils import timezone

from portal.kit import audit, bell, policies, requests
from portal.kit.composed import Change, Rows, moment, number, text
from portal.kit.refusals import Refused
from portal.kit.requests import Errand
from portal.models import Job

log = logging.getLogger("homeport.jobs")

BEAT_EVERY = 1.0
RING_AGAIN = 3  # sweeps after a ring that nobody answered: a broker that was emptied says nothing
RING_AT_ONCE = 200
LONGEST_WAIT = timedelta(minutes=5)
AWAY = (OperationalError, InterfaceError)  # what the database's absence looks like
WORKER = f"{socket.gethostname()}:{os.getpid()}"[:120]


class Lost(Exception):
    """The claim is gone: the job was stopped, or its lease ended and another worker has it. Stop at once."""


@dataclass(slots=True)
class Claim:
    """A worker's hold on a job. ``attempt`` is the proof: whoever has a newer one has the job."""

    job_id: int
    subject_id: int
    attempt: int
    name: str
    request_id: str
    finished: bool = False
    beaten: float = 0.0

    def _mine(self) -> models.QuerySet[Job]:
        return Job.objects.filter(pk=self.job_id, state=Job.State.RUNNING, attempt=self.attempt)

    def beat(self, progress: dict[str, Any] | None = None) -> None:
        """Renew the lease and say how far it is, at most once a second. Raises Lost when the job is no longer ours.

        A database that is away for a moment costs no work: whether the job is still ours is asked again at the next
        beat, and at last when the effect is written.
        """
        if time.monotonic() - self.beaten < BEAT_EVERY:
            return
        self.beaten = time.monotonic()
        changes: dict[str, Any] = {"lease_until": timezone.now() + settings.JOB_LEASE}
        if progress is not None:
            changes["progress"] = progress
        _check_connection()
        try:
            mine = self._mine().update(**changes)
        except AWAY as error:
            log.warning("Job %s could not renew its lease: %s", self.job_id, error)
            return
        if not mine:
            raise Lost(f"job {self.job_id}")

    @contextmanager
    def recording(self) -> Iterator[None]:
        """The short transaction in which the effect is written and the job is done, both or neither."""
        _check_connection()
        with transaction.atomic():
            if not _ENDS(pk=self.job_id, attempt=self.attempt, now=timezone.now()):
                raise Lost(f"job {self.job_id}")
            yield
        self.finished = True


@dataclass(frozen=True, slots=True)
class Kind:
    """What a job of this name runs, how often it is tried, and what to do when it has failed for good."""

    name: str
    run: Callable[..., None]
    long: bool
    attempts: int
    failed: Callable[[int, str], None] | None
    again: Callable[..., int] | None


_kinds: dict[str, Kind] = {}


def _waiting_by_now(**which: Any) -> models.QuerySet[Job]:
    return Job.objects.filter(**which, state=Job.State.WAITING, due_at__lte=moment("now")).order_by()


_DUE = Rows(lambda: _waiting_by_now().values_list("due_at", "pk", "name"))
_WAITS = Rows(lambda: _waiting_by_now(pk=number("pk")).values_list("subject_id", "name", "request_id", "attempt"))
_TAKES = Change(
    lambda: _waiting_by_now(pk=number("pk"), attempt=number("attempt")),
    state=Job.State.RUNNING,
    attempt=number("next"),
    lease_until=moment("lease"),
    started_at=moment("now"),
    worker=text("worker"),
    progress={},
)
_ENDS = Change(
    lambda: Job.objects.filter(pk=number("pk"), state=Job.State.RUNNING, attempt=number("attempt")),
    state=Job.State.DONE,
    finished_at=moment("now"),
    lease_until=None,
    error="",
)


def job(
    name: str,
    *,
    long: bool = False,
    attempts: int = 5,
    failed: Callable[[int, str], None] | None = None,
    again: Callable[..., int] | None = None,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register what runs for ``name``.

    A short job's body is called with the subject's id inside the recording transaction. A ``long`` one is called with
    the id and its Claim outside any transaction: it beats while it computes and writes inside ``claim.recording()``.
    ``failed(subject_id, reason)`` runs in the transaction that gives the job up, so the thing it was about never waits
    for a job that will not come. Where the thing has ended too, ``again(subject_id, by=person)`` makes the one that a
    steward asks for in its place, and returns its id.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        if name in _kinds:
            raise RuntimeError(f"Two jobs named {name}.")
        _kinds[name] = Kind(name, function, long, attempts, failed, again)
        return function

    return register


def enqueue(name: str, subject_id: int, *, after: timedelta | None = None) -> Job:
    """Ask for a job in the caller's transaction. One that already waits for the same subject is the same job.

    Raises KeyError for a name nobody registered: a spelling mistake shows in the request, not in a worker at night.
    """
    _kinds[name]
    due = timezone.now() + (after or timedelta())
    with transaction.atomic(savepoint=False):  # nothing in here is survived; on_commit needs a transaction
        asked = _waiting(name, subject_id, due)
        if after is None:
            job_id = asked.pk
            transaction.on_commit(lambda: bell.ring(job_id))
    return asked


def _waiting(name: str, subject_id: int, due: datetime) -> Job:
    """The one job that waits for this: a new one, or the one that waits already, at the earlier of both times.

    That one is locked, so that no worker takes it before the caller's transaction ends and misses what that wrote.
    """
    while True:
        try:
            with transaction.atomic():
                return Job.objects.create(
                    name=name, subject_id=subject_id, due_at=due, request_id=requests.request_id()
                )
        except IntegrityError:
            same = Job.objects.filter(name=name, subject_id=subject_id, state=Job.State.WAITING)
            asked = same.select_for_update().first()
        if asked is None:
            continue  # a worker took it just now: it may not see what we wrote, so a new one is needed
        if due < asked.due_at:
            asked.due_at = due
            asked.save(update_fields=["due_at"])
        return asked


def attempts(name: str) -> int:
    """How often a job of this name is tried; 0 when nobody here knows it."""
    return _kinds[name].attempts if name in _kinds else 0


def names() -> list[str]:
    """Every job that somebody here knows how to do."""
    return sorted(_kinds)


def latest(name: str, subject_id: int) -> Job | None:
    """The newest job of this name about this subject: what a page shows as progress."""
    return Job.objects.filter(name=name, subject_id=subject_id).order_by("-pk").first()


def run(job_id: int) -> None:
    """What a worker does with a ring: take the job if it is still there to be taken, do it, record how it ended."""
    claim = take(job_id)
    if claim is None:
        return
    kind = _kinds[claim.name]
    identity = claim.request_id or f"job-{job_id}"
    with requests.during(Errand(identity, f"job {job_id}", job=job_id, job_name=claim.name)) as errand:
        ended = _do(kind, claim)
        facts = {"attempt": claim.attempt, "ended": ended, "ms": errand.ms, "queries": errand.queries}
        log.info("Job %s, attempt %s: %s in %s ms.", job_id, claim.attempt, ended, errand.ms, extra={"facts": facts})


def _do(kind: Kind, claim: Claim) -> str:
    """Do it and record how it ended. Returns that in a word, for the log."""
    try:
        if kind.long:
            kind.run(claim.subject_id, claim)
            if not claim.finished:
                with claim.recording():
                    pass
        else:
            with claim.recording():
                kind.run(claim.subject_id)
    except Lost:
        log.warning("Job %s was taken away while it ran; nothing of it was written.", claim.job_id)
        return "lost"
    except Refused as refusal:
        _give_up(claim.job_id, claim.attempt, refusal.message)
        return "refused"
    except Exception as error:
        if isinstance(error, InterruptedError):  # somebody ended the work: there is nothing wrong with it
            log.info("Job %s was interrupted in attempt %s: %s", claim.job_id, claim.attempt, error)
        else:
            log.exception("Job %s failed in attempt %s.", claim.job_id, claim.attempt)
        _check_connection()
        reason = f"{type(error).__name__}: {error}"[:2000]
        if claim.attempt >= kind.attempts or not isinstance(error, DatabaseError | OSError):
            _give_up(claim.job_id, claim.attempt, reason)
            return "failed"
        _try_again(claim.job_id, claim.attempt, reason)
        return "to be tried again"
    return "done"


def take(job_id: int) -> Claim | None:
    """Hold a job that is due; None when it is not to be had: done, held by another, or not due yet."""
    now = timezone.now()
    row = next(iter(_WAITS(pk=job_id, now=now)), None)
    if row is None or row[1] not in _kinds:
        return None
    subject_id, name, asked_in, attempt = row
    lease = now + settings.JOB_LEASE
    mine = _TAKES(pk=job_id, now=now, attempt=attempt, next=attempt + 1, lease=lease, worker=WORKER)
    if not mine:
        return None
    return Claim(job_id, subject_id, attempt + 1, name, asked_in)


def _check_connection() -> None:
    """Between two uses of it, let the next one find out whether the connection still lives, and else connect anew.

    Django does so at the turn of a request or task; a long job outlives a restart of the database in between.
    """
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def _try_again(job_id: int, attempt: int, reason: str) -> None:
    wait = min(LONGEST_WAIT, timedelta(seconds=2**attempt)) * random.uniform(0.8, 1.2)  # noqa: S311 - not a secret
    _give_back(job_id, attempt, timezone.now() + wait, reason)


def _give_back(job_id: int, attempt: int, due_at: Any, reason: str) -> bool:
    """From running to waiting. A newer request for the same work may wait already; then that one is enough."""
    mine = Job.objects.filter(pk=job_id, state=Job.State.RUNNING, attempt=attempt)
    try:
        with transaction.atomic():
            return bool(
                mine.update(state=Job.State.WAITING, due_at=due_at, lease_until=None, rung_at=None, error=reason)
            )
    except IntegrityError:
        now = timezone.now()
        reason = f"{reason} A newer request for the same work stands in its place."
        return bool(mine.update(state=Job.State.STOPPED, finished_at=now, lease_until=None, error=reason))


def _give_up(job_id: int, attempt: int, reason: str, state: str = Job.State.FAILED) -> bool:
    with transaction.atomic():
        rows = Job.objects.filter(pk=job_id, state__in=Job.OPEN, attempt=attempt).update(
            state=state, finished_at=timezone.now(), lease_until=None, error=reason
        )
        if rows:
            row = Job.objects.get(pk=job_id)
            kind = _kinds.get(row.name)
            if kind and kind.failed:
                kind.failed(row.subject_id, reason)
    return bool(rows)


def sweep() -> int:
    """Give back what lost workers held, and ring what is due. Safe to run anywhere, any number of times."""
    now = timezone.now()
    lapsed = Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=now).values_list("pk", flat=True)
    for job_id in list(lapsed[:RING_AT_ONCE]):
        try:
            _take_from_the_lost(job_id, now)
        except AWAY:
            raise
        except Exception:
            log.exception("Job %s cannot be taken from its lost worker.", job_id)  # the others still can
    due = Job.objects.filter(
        Q(rung_at=None) | Q(rung_at__lt=now - RING_AGAIN * settings.JOB_SWEEP), state=Job.State.WAITING, due_at__lte=now
    )
    waiting = list(due.order_by("due_at").values_list("pk", flat=True)[:RING_AT_ONCE])
    for job_id in waiting:
        if not bell.ring_now(job_id):
            break
    return len(waiting)


@transaction.atomic
def _take_from_the_lost(job_id: int, now: datetime) -> None:
    """Give a job back, or up, unless its worker has shown itself meanwhile.

    A locked row is left alone: a worker frozen while it records holds it, and whoever waits for that is frozen too.
    """
    lapsed = Job.objects.filter(pk=job_id, state=Job.State.RUNNING, lease_until__lt=now)
    row = lapsed.select_for_update(skip_locked=True).first()
    if row is None:
        return
    kind = _kinds.get(row.name)
    if kind and row.attempt >= kind.attempts:
        _give_up(row.pk, row.attempt, f"Its worker was lost {row.attempt} times, the last one {row.worker}.")
    else:
        _give_back(row.pk, row.attempt, now, "Its worker was lost.")


def release_all() -> None:
    """At the start of the one embedded process: nobody else exists, so every lease is a dead one's."""
    Job.objects.filter(state=Job.State.RUNNING).update(lease_until=timezone.now() - timedelta(seconds=1))
    Job.objects.filter(state=Job.State.WAITING).update(rung_at=None)
    sweep()


def stop(row: Job, *, by: Any) -> None:
    """Stop a job that waits or runs. Its worker finds the claim lost at its next beat and writes nothing."""
    policies.require(by, "job.stop", row)
    with transaction.atomic():
        if not _give_up(row.pk, row.attempt, "Stopped by a person.", Job.State.STOPPED):
            raise Refused("job-is-over", "This job has ended or changed hands meanwhile. Look at it again.")
        audit.record(by, "job.stop", row)


def ring_again(row: Job, *, by: Any) -> Job:
    """Make a waiting job due now, or ask anew for one that failed or was stopped. Returns the job that waits now.

    Refuses while a worker does it, and when it is done: then what it was asked for has happened.
    """
    policies.require(by, "job.ring", row)
    with transaction.atomic():
        now = Job.objects.select_for_update().get(pk=row.pk)
        kind = _kinds.get(now.name)
        if now.state == Job.State.RUNNING:
            raise Refused("job-runs", "A worker does this job right now. Wait for its end, or stop it first.")
        if now.state == Job.State.DONE:
            raise Refused("job-is-done", "This job is done, so there is nothing to ring for.")
        if kind is None:
            raise Refused("job-unknown", f"This version of Homeport knows no job named {now.name}.")
        subject_id = now.subject_id
        if kind.again and now.state != Job.State.WAITING:
            subject_id = kind.again(subject_id, by=by)
        asked = enqueue(now.name, subject_id)
        audit.record(by, "job.ring", now, before=now.state, after=asked.state, data={"job": asked.pk})
    return asked


def run_waiting(most: int = 100) -> int:
    """Do everything that is due, here and now, one after the other. For tests and for `manage.py work`."""
    done = 0
    while waiting := _due(most - done):
        for job_id in waiting:
            run(job_id)
        done += len(waiting)
    return done


def _due(most: int) -> list[int]:
    """What is due and known here, the longest first: one query."""
    return [job_id for _, job_id, name in sorted(_DUE(now=timezone.now())) if name in _kinds][:most]
