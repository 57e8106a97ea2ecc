"""What the floor stores: jobs, clocks, notices, audit, tokens, search. People and teams only by name, as text."""

from datetime import time
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone


class Job(models.Model):
    """A piece of work that was asked for. The row is the truth; a message in the queue only rings for it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        STOPPED = "stopped"

    OPEN = (State.WAITING, State.RUNNING)

    name = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempt = models.PositiveSmallIntegerField(default=0, help_text="How often a worker has taken it.")
    due_at = models.DateTimeField(default=timezone.now, help_text="Not before this time.")
    rung_at = models.DateTimeField(null=True, help_text="When the queue was last told.")
    lease_until = models.DateTimeField(null=True, help_text="The worker that holds it is thought dead after this.")
    worker = models.CharField(max_length=120, blank=True)
    progress = models.JSONField(default=dict)
    error = models.TextField(blank=True, help_text="Why the last attempt ended, for a person.")
    request_id = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    tallied = models.BooleanField(default=False, db_default=False, help_text="Its end is in the tallies.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "subject_id"], condition=Q(state="waiting"), name="job_waits_once"),
            models.CheckConstraint(
                condition=Q(state="running", lease_until__isnull=False) | ~Q(state="running"), name="job_running_leased"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running"], finished_at__isnull=True)
                | Q(state__in=["done", "failed", "stopped"], finished_at__isnull=False),
                name="job_finished_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="job_due"),
            models.Index(fields=["lease_until"], condition=Q(state="running"), name="job_lease"),
            models.Index(fields=["name", "subject_id", "-id"], name="job_subject"),
            models.Index(fields=["id"], condition=Q(tallied=False, finished_at__isnull=False), name="job_not_tallied"),
            models.Index(fields=["state", "-id"], name="job_state"),
            models.Index(fields=["state", "-finished_at"], name="job_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.name}({self.subject_id})"

    def get_absolute_url(self) -> str:
        return reverse("job", args=[self.pk])


class JobTally(models.Model):
    """How many jobs of one name ever ended in one way, and how long they took. Written by kit.tallies only."""

    name = models.CharField(max_length=80)
    outcome = models.CharField(max_length=10, choices=Job.State)
    count = models.PositiveBigIntegerField(default=0)
    seconds = models.FloatField(default=0, help_text="All their last attempts together.")
    spread = models.JSONField(
        default=list, help_text="How many took how long: one figure for each of kit.tallies.STEPS."
    )

    class Meta:
        verbose_name_plural = "job tallies"
        constraints = [models.UniqueConstraint(fields=["name", "outcome"], name="job_tally_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.outcome}"


class Clock(models.Model):
    """Something awaited: from whom, until when, and what silence means. An inbox is a query over open clocks."""

    class State(models.TextChoices):
        OPEN = "open"
        MET = "met"
        LAPSED = "lapsed"
        WITHDRAWN = "withdrawn"

    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=80, help_text="The thing, as kit.audit.ref() writes it.")
    title = models.CharField(max_length=300, help_text="What is awaited, as a sentence: 'Mend or renew ...'.")
    url = models.CharField(max_length=400, help_text="Where it can be answered.")
    awaited_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="clocks"
    )
    awaited_team = models.ForeignKey("people.Team", models.PROTECT, null=True, blank=True, related_name="clocks")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="asked_clocks"
    )
    silence = models.CharField(max_length=300, help_text="What happens when nobody answers, as a sentence.")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    started_at = models.DateTimeField(default=timezone.now)
    work = models.DurationField(null=True, help_text="Working time given. None: the due time is a fixed moment.")
    half_at = models.DateTimeField()
    due_at = models.DateTimeField()
    half_rung_at = models.DateTimeField(null=True)
    due_rung_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True, help_text="When one of those it waits for said that they have seen it.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject"], condition=Q(state="open"), name="clock_open_once"),
            models.CheckConstraint(
                condition=Q(awaited_person__isnull=True, awaited_team__isnull=False)
                | Q(awaited_person__isnull=False, awaited_team__isnull=True),
                name="clock_awaits_one",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True) | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="clock_closed_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="open"), name="clock_due"),
            models.Index(fields=["subject"], name="clock_subject"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def awaited(self) -> Any:
        """The team or the person."""
        return self.awaited_team if self.awaited_team_id is not None else self.awaited_person


class Notice(models.Model):
    """Something a person should know and need not answer: who did what, and where to see it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=300, help_text="What happened, as a sentence after the name of who did it.")
    url = models.CharField(max_length=400)
    subject = models.CharField(max_length=80, help_text="The thing, as kit.audit.ref() writes it.")
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_newest"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return self.text


class Wishes(models.Model):
    """How a person wants to hear of things outside the portal. Who has no row gets a digest at eight."""

    class How(models.TextChoices):
        DIGEST = "digest", "in the daily mail"
        AT_ONCE = "at-once", "at once"
        OFF = "off", "not by mail"

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="wishes", primary_key=True)
    mail = models.BooleanField(default=True)
    digest_at = models.TimeField(default=time(8), help_text="In their time zone.")
    warn = models.BooleanField(default=True, help_text="A mail of its own when something is about to run out.")
    quiet_from = models.TimeField(default=time(19))
    quiet_until = models.TimeField(default=time(7))
    topics = models.JSONField(default=dict, help_text="Room -> How, for what is not as delivered.")
    digested_on = models.DateField(null=True, help_text="The day, in their zone, of the last digest that was due.")
    digested_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "wishes"

    def __str__(self) -> str:
        return f"wishes of {self.person_id}"


class Hook(models.Model):
    """Another program that hears what happens: a signed webhook, or the room of a chat."""

    class Form(models.TextChoices):
        SIGNED = "signed", "Signed webhook (Standard Webhooks)"
        CHAT = "chat", "Chat (Slack's incoming webhook)"

    name = models.CharField(max_length=80)
    form = models.CharField(max_length=10, choices=Form)
    url = models.CharField(max_length=400)
    secret = models.CharField(max_length=100, blank=True)
    topics = models.JSONField(default=list, help_text="Verbs, or their beginning with a star; none: everything.")
    team = models.ForeignKey("people.Team", models.PROTECT, null=True, related_name="hooks")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    told_to = models.BigIntegerField(default=0, help_text="The place in the audit up to which it has been told.")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("hook", args=[self.pk])


class Letter(models.Model):
    """One message that leaves the house, and how often that was tried."""

    class Way(models.TextChoices):
        MAIL = "mail"
        HOOK = "hook"

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        DEAD = "dead", "given up"

    key = models.CharField(max_length=120, unique=True, help_text="What it is about: nothing is sent twice for it.")
    way = models.CharField(max_length=10, choices=Way)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="letters")
    hook = models.ForeignKey(Hook, models.PROTECT, null=True, related_name="letters")
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=400, blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(way="mail", person__isnull=False, hook__isnull=True)
                | Q(way="hook", person__isnull=True, hook__isnull=False),
                name="letter_goes_one_way",
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="letter_state")]

    def __str__(self) -> str:
        return self.key


class AuditEntry(models.Model):
    """One deed. Written in the transaction that did it; sealed soon after; never changed, never deleted."""

    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    data = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True)
    via = models.CharField(max_length=40, blank=True)
    seal_order = models.BigIntegerField(null=True, unique=True)
    seal = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name_plural = "audit entries"
        indexes = [
            models.Index(fields=["subject", "-id"], name="audit_subject"),
            models.Index(fields=["id"], condition=Q(seal_order=None), name="audit_unsealed"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"


class AuditHead(models.Model):
    """The end of the chain of seals: one row. It also shows when entries are cut off at the end."""

    order = models.BigIntegerField(default=0)
    seal = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="audit_one_head")]

    def __str__(self) -> str:
        return str(self.order)


class ApiToken(models.Model):
    """A key for machines. Only its digest is stored; it acts as one person and never beyond its scope."""

    class Scope(models.TextChoices):
        READ = "read", "read"
        WRITE = "write", "read and write"

    name = models.CharField(max_length=80)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tokens")
    scope = models.CharField(max_length=5, choices=Scope)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class IdempotentRequest(models.Model):
    """A request that carried an Idempotency-Key, and the answer it got. Forgotten after a day."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of method, address and body.")
    claim = models.UUIDField(help_text="Whoever does the request now; another one after the first was thought dead.")
    claimed_at = models.DateTimeField(default=timezone.now)
    status = models.PositiveSmallIntegerField(null=True, help_text="Null while it is being done.")
    body = models.TextField(blank=True)
    location = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="idempotency_key_once")]
        indexes = [models.Index(fields=["claimed_at"], name="idempotency_age")]

    def __str__(self) -> str:
        return self.key


class SearchDocument(models.Model):
    """What search knows about one thing. Two back ends read it: PostgreSQL's full text, SQLite's FTS5."""

    kind = models.CharField(max_length=40)
    ref = models.CharField(max_length=200)
    title = models.TextField()
    body = models.TextField(blank=True)
    tags = models.TextField(blank=True)
    url = models.CharField(max_length=400)
    owner = models.CharField(max_length=200, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "ref"], name="search_one_a_thing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"
