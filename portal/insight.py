"""What Homeport does on its own, in figures and rows: read by stewards at /jobs/ and by a monitor at /metrics."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.apps import apps
from django.db.models import Count, Min, Q
from django.utils import timezone

from portal.kit import audit, jobs, paging
from portal.models import AuditEntry, Clock, Job, JobTally
from portal.templatetags.words import span
from services.models import Revision

DAY = timedelta(days=1)
SIZE = 20  # jobs on a page: the clocks below them are in reach
NEWEST = 500  # ended jobs that a median is made of
STUCK = timedelta(minutes=1)  # due for so long, and nobody took it: no worker works, or all are busy
STATES = {"": "All", **dict(Job.State.choices)}


@dataclass(frozen=True, slots=True)
class Queue:
    """Open jobs of one name. ``oldest`` is when the one that is due longest was due."""

    name: str
    waiting: int = 0
    running: int = 0
    oldest: datetime | None = None


def queues() -> list[Queue]:
    """What waits and what runs, by name. Two queries over open jobs alone."""
    now = timezone.now()
    waiting = {
        row["name"]: row
        for row in Job.objects.filter(state=Job.State.WAITING)
        .values("name")
        .annotate(count=Count("pk"), oldest=Min("due_at", filter=Q(due_at__lte=now)))
    }
    running = dict(
        Job.objects.filter(state=Job.State.RUNNING)
        .values("name")
        .annotate(count=Count("pk"))
        .values_list("name", "count")
    )
    nobody: dict[str, Any] = {"count": 0, "oldest": None}
    return [
        Queue(name, row["count"], running.get(name, 0), row["oldest"])
        for name in sorted(waiting.keys() | running.keys())
        for row in [waiting.get(name, nobody)]
    ]


def tallies() -> list[JobTally]:
    """How many ended how, ever. One query; a few rows for each name."""
    return list(JobTally.objects.order_by("name", "outcome"))


@dataclass(frozen=True, slots=True)
class Clocks:
    """Running clocks of one kind; ``late`` ones are past their due time and still open."""

    kind: str
    running: int
    late: int
    first: datetime

    @property
    def due_at(self) -> datetime:
        """As a clock says it: of those of the kind, the one that is due first."""
        return self.first


def clocks() -> list[Clocks]:
    """What is awaited, by kind, those with late ones first. One query over open clocks alone."""
    rows = (
        Clock.objects.filter(state=Clock.State.OPEN)
        .values("kind")
        .annotate(running=Count("pk"), late=Count("pk", filter=Q(due_at__lt=timezone.now())), first=Min("due_at"))
    )
    return sorted((Clocks(**row) for row in rows), key=lambda one: (-one.late, one.kind))


def unsealed_since() -> datetime | None:
    """Since when an audit entry waits for its seal; None when all are sealed. One look at an index."""
    return AuditEntry.objects.filter(seal_order=None).order_by("pk").values_list("at", flat=True).first()


def not_checked() -> int:
    """Revisions in use that the engine has not been able to judge, or not yet."""
    return Revision.objects.exclude(state=Revision.State.RETIRED).filter(checked=False).count()


@dataclass(frozen=True, slots=True)
class Now:
    """How it stands: what /jobs/ says first."""

    waiting: int
    running: int
    oldest: datetime | None
    failed: int
    took: str
    unsealed: datetime | None

    @property
    def oldest_age(self) -> str:
        return length(timezone.now() - self.oldest) if self.oldest else ""

    @property
    def stuck(self) -> bool:
        """Work has been due for a while and nobody takes it."""
        return self.oldest is not None and timezone.now() - self.oldest > STUCK


def now() -> Now:
    """Five queries."""
    open_now = queues()
    ended = Job.objects.filter(state=Job.State.DONE, finished_at__gt=timezone.now() - DAY, started_at__isnull=False)
    times = ended.order_by("-finished_at").values_list("started_at", "finished_at")[:NEWEST]
    lengths = [(finished - began).total_seconds() for began, finished in times if began and finished]
    return Now(
        waiting=sum(one.waiting for one in open_now),
        running=sum(one.running for one in open_now),
        oldest=min((one.oldest for one in open_now if one.oldest), default=None),
        failed=Job.objects.filter(state=Job.State.FAILED, finished_at__gt=timezone.now() - DAY).count(),
        took=length(timedelta(seconds=median(lengths))) if lengths else "",
        unsealed=unsealed_since(),
    )


@dataclass(frozen=True, slots=True)
class Subject:
    """What a job is about, as a person knows it."""

    words: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One job and what it is about."""

    job: Job
    subject: Subject
    attempts: int

    @property
    def took(self) -> str:
        """How long its last attempt took, or has been going on."""
        if self.job.started_at is None or self.job.state == Job.State.WAITING:
            return ""
        return length((self.job.finished_at or timezone.now()) - self.job.started_at)

    @property
    def lost(self) -> bool:
        """Its worker has not shown itself in time."""
        return self.job.lease_until is not None and self.job.lease_until < timezone.now()

    @property
    def due(self) -> bool:
        """It waits, and a worker may take it now."""
        return self.job.state == Job.State.WAITING and self.job.due_at <= timezone.now()

    @property
    def may_ring(self) -> bool:
        return self.job.state in (Job.State.WAITING, Job.State.FAILED, Job.State.STOPPED)

    @property
    def may_stop(self) -> bool:
        return self.job.state in Job.OPEN

    @property
    def work(self) -> dict[str, Any]:
        """Its progress, as the progress part wants it: only what the worker has said."""
        said = self.job.progress
        return {"label": str(said.get("stage", "") or "Under way"), "value": said.get("done"), "max": said.get("total")}


def length(time: timedelta) -> str:
    """A length as short work needs it: ``340 ms``, ``1.2 s``, ``3 min``."""
    seconds = time.total_seconds()
    if seconds < 60:
        return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
    return span(time)


def history(job: Job) -> list[Any]:
    """What has happened to a job, the newest first: its own times, and what people did to it. One query."""
    ends = {"done": ("ok", "did it"), "failed": ("error", "gave it up"), "stopped": ("stop", "ended it")}
    icon, words = ends.get(job.state, ("dot", ""))
    told = [
        ("plus", "", "asked for it", f"in request {job.request_id}" if job.request_id else "", job.created_at),
        ("bell", "", "told the workers", "", job.rung_at),
        ("play", job.worker, f"took it, attempt {job.attempt}", "", job.started_at),
        (icon, job.worker if job.state == Job.State.DONE else "", words, job.error[:200], job.finished_at),
    ]
    rows = [
        {"icon": icon, "who": who, "words": words, "note": note, "at": at} for icon, who, words, note, at in told if at
    ]
    by_people = list(audit.history(job))
    return sorted([*rows, *by_people], key=lambda one: one["at"] if isinstance(one, dict) else one.at, reverse=True)


def job_lines(state: str, name: str, number: int, size: int = SIZE) -> paging.Page:
    """A page of jobs, the newest first, with what they are about."""
    rows = Job.objects.order_by("-pk")
    if state:
        rows = rows.filter(state=state)
    if name:
        rows = rows.filter(name=name)
    page = paging.paged(rows, number, size)
    return paging.Page(lines(page.rows), page.number, page.size, page.total)


def lines(rows: Sequence[Job]) -> list[Line]:
    """These jobs with what they are about: one query for each kind of thing among them."""
    known = subjects(rows)
    return [
        Line(row, known.get((row.name, row.subject_id)) or Subject(f"number {row.subject_id}"), jobs.attempts(row.name))
        for row in rows
    ]


# What the jobs of each name are about, and what has to be loaded with it so that it can say its name and address.
_Say = Callable[[Any], Subject]
_Kind = tuple[str, tuple[str, ...], _Say]


def _revision(row: Any) -> Subject:
    return Subject(f"{row.contract.slug} {row}", row.get_absolute_url())


def _check(row: Any) -> Subject:
    return _revision(row.revision)


def _waiver(row: Any) -> Subject:
    return Subject(f"{row.rule} in {row.contract.slug}", row.contract.get_absolute_url())


def _review(row: Any) -> Subject:
    return Subject(f"{row} {row.subject}", row.get_absolute_url())


def _seat(row: Any) -> Subject:
    return _review(row.review)


def _itself(row: Any) -> Subject:
    return Subject(str(row), row.get_absolute_url())


_REVISION: _Kind = ("services.Revision", ("contract__service",), _revision)
_REVIEW: _Kind = ("reviews.Review", (), _review)
_SEAT: _Kind = ("reviews.Seat", ("review",), _seat)


def _proposal(row: Any) -> Subject:
    return Subject(f"{row} {row.title}", row.get_absolute_url())


def _objection(row: Any) -> Subject:
    return Subject(f"objection {row.number} to {row.proposal}", f"{row.proposal.get_absolute_url()}#{row.anchor}")


_PROPOSAL: _Kind = ("proposals.Proposal", (), _proposal)
_OBJECTION: _Kind = ("proposals.Comment", ("proposal",), _objection)
_ABOUT: dict[str, _Kind] = {
    "services.run_check": ("services.Check", ("revision__contract__service",), _check),
    "services.expire_waiver": ("services.Waiver", ("contract__service",), _waiver),
    "services.tell_consumers": _REVISION,
    "reviews.ask_about_revision": _REVISION,
    "reviews.consider_service": ("services.Service", (), _itself),
    "reviews.consider_charter": ("away.AwayCharter", (), _itself),
    "reviews.consider_proposal": _PROPOSAL,
    "reviews.note_publication": _REVISION,
    "reviews.withdraw_about_revision": _REVISION,
    "reviews.draw": _REVIEW,
    "reviews.pass_on_seat": _SEAT,
    "reviews.call_deputy": _REVIEW,
    "reviews.call_guild": _REVIEW,
    "reviews.check_landings": _REVISION,
    "reviews.remind_reviewer": _REVIEW,
    "reviews.end_without_advice": _REVIEW,
    "reviews.end_unanswered": _REVIEW,
    "services.end_closing": ("services.Service", (), _itself),
    "away.remind_host": ("away.AwayRequest", (), _itself),
    "away.escalate_request": ("away.AwayRequest", (), _itself),
    "away.expire_request": ("away.AwayRequest", (), _itself),
    "away.refuse_demand": ("away.AwayDemand", ("request",), _itself),
    "away.urge_draft": ("away.AwayRequest", (), _itself),
    "away.urge_signature": ("away.AwayRequest", (), _itself),
    "away.take_offer": ("away.AwayRequest", (), _itself),
    "away.grant_grace": ("away.AwayRequest", (), _itself),
    "away.miss_promise": ("away.AwayRequest", (), _itself),
    "proposals.remind_readers": _PROPOSAL,
    "proposals.agree_by_silence": _PROPOSAL,
    "proposals.reopen": _PROPOSAL,
    "proposals.miss_look_back": _PROPOSAL,
    "proposals.pass_objection_on": _OBJECTION,
    "proposals.end_unanswered": _OBJECTION,
}


def subjects(rows: Iterable[Job]) -> dict[tuple[str, int], Subject]:
    """What each job is about, by its name and number, where that is known here."""
    asked: dict[str, set[int]] = {}
    about = {row.name: _ABOUT[row.name] for row in rows if row.name in _ABOUT}
    for row in rows:
        if row.name in about:
            asked.setdefault(about[row.name][0], set()).add(row.subject_id)
    related = {label: words for label, words, _ in about.values()}
    found = {
        label: apps.get_model(label)._default_manager.select_related(*related[label]).in_bulk(numbers)
        if related[label]
        else apps.get_model(label)._default_manager.in_bulk(numbers)
        for label, numbers in asked.items()
    }
    said = {}
    for row in rows:
        if row.name in about:
            label, _, say = about[row.name]
            if thing := found[label].get(row.subject_id):
                said[row.name, row.subject_id] = say(thing)
    return said
