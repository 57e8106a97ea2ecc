"""Ruleset: rules of a company, in immutable versions, each in somebody's care. Attachment: where they hold."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone


class RulesetQuerySet(models.QuerySet["Ruleset"]):
    def visible_to(self, person: object) -> "RulesetQuerySet":
        """Everyone who may log in sees every ruleset: who is held to rules may read them."""
        return self


class Ruleset(models.Model):
    """Rules in Spectral's format under one name. What they say stands in its versions."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    text = models.TextField(blank=True, help_text="What it is for, and who to ask.")
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(default=timezone.now)

    objects = RulesetQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("services:ruleset", args=[self.slug])


class RulesetVersion(models.Model):
    """The bytes of a ruleset at one moment, as they came, and what a worker read in them."""

    class State(models.TextChoices):
        WAITING = "waiting"
        READ = "read"
        BROKEN = "broken"
        IN_FORCE = "in-force", "in force"
        REPLACED = "replaced"

    RUNNABLE = (State.READ, State.IN_FORCE, State.REPLACED)

    ruleset = models.ForeignKey(Ruleset, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, help_text="The Blob with its bytes.")
    size = models.PositiveBigIntegerField()
    source_name = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    report = models.CharField(max_length=64, blank=True, help_text="The Blob with mistakes and remarks at their lines.")
    told = models.CharField(max_length=64, blank=True, help_text="The Blob with what a check is told.")
    rules = models.CharField(max_length=64, blank=True, help_text="The Blob with its rules in words.")
    mistakes = models.PositiveIntegerField(default=0)
    remarks = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True, help_text="Why it could not be read.")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    in_force_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["ruleset", "number"], name="ruleset_version_number"),
            models.UniqueConstraint(
                fields=["ruleset"], condition=Q(state="in-force"), name="ruleset_one_version_in_force"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["read", "in-force", "replaced"]) | (~Q(told="") & ~Q(rules="") & Q(mistakes=0)),
                name="ruleset_version_runs_without_mistakes",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["in-force", "replaced"]) | Q(in_force_at__isnull=False),
                name="ruleset_version_in_force_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("services:ruleset-version", args=[self.ruleset.slug, self.number])

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING


class Care(models.Model):
    """Who owns some rules of a ruleset, and on which day they look at them again."""

    ruleset = models.ForeignKey(Ruleset, models.PROTECT, related_name="cares")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    team = models.ForeignKey("people.Team", models.PROTECT, null=True, blank=True, related_name="+")
    review_on = models.DateField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["review_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, team__isnull=False) | Q(person__isnull=False, team__isnull=True),
                name="care_of_one_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner} until {self.review_on}"

    @property
    def owner(self) -> models.Model:
        """A person or a team."""
        found: models.Model | None = self.person or self.team
        if found is None:
            raise ValueError("A care has an owner: the database says so.")
        return found

    @property
    def is_overdue(self) -> bool:
        return self.review_on < _today()


class RulesetRule(models.Model):
    """A rule of a ruleset across its versions, or all that come with a ruleset of Homeport: in whose care it is."""

    ruleset = models.ForeignKey(Ruleset, models.PROTECT, related_name="rules")
    name = models.CharField(max_length=120)
    care = models.ForeignKey(Care, models.PROTECT, related_name="rules")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["ruleset", "name"], name="ruleset_rule_once")]

    def __str__(self) -> str:
        return self.name


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def standing(self) -> "AttachmentQuerySet":
        return self.filter(detached_at=None)


class Attachment(models.Model):
    """A ruleset holds for the contracts of a division and those below it, or of the whole company."""

    ruleset = models.ForeignKey(Ruleset, models.PROTECT, related_name="attachments")
    division = models.ForeignKey("people.Division", models.PROTECT, null=True, blank=True, related_name="+")
    blocks = models.BooleanField(default=False, help_text="Its errors stand in the way of publishing.")
    reason = models.CharField(max_length=300)
    attached_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    attached_at = models.DateTimeField(default=timezone.now)
    detached_at = models.DateTimeField(null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ruleset", "division"], condition=Q(detached_at=None), name="attached_once_to_a_division"
            ),
            models.UniqueConstraint(
                fields=["ruleset"], condition=Q(detached_at=None, division=None), name="attached_once_to_the_company"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="attachment_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.ruleset_id} for {self.division_id or 'the company'}"


class RulesetRun(models.Model):
    """How a version of a ruleset fared in one check: of each of its rules what was found, and why it did not judge."""

    class State(models.TextChoices):
        ASKED = "asked"
        DOES_NOT_APPLY = "does-not-apply", "does not apply"
        NOT_CHECKED = "not-checked", "not checked"

    check_run = models.ForeignKey("services.Check", models.CASCADE, related_name="rulesets")
    version = models.ForeignKey(RulesetVersion, models.PROTECT, related_name="runs")
    state = models.CharField(max_length=14, choices=State)
    reason = models.TextField(blank=True)
    errors = models.PositiveBigIntegerField(default=0)
    findings = models.PositiveBigIntegerField(default=0)
    rules = models.JSONField(default=dict, help_text="By rule: findings, things judged, why it did not judge.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_run", "version"], name="ruleset_run_once"),
            models.CheckConstraint(condition=Q(state="asked") | ~Q(reason=""), name="ruleset_run_says_why_not"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} in {self.check_run_id}: {self.state}"


def _today() -> date:
    return timezone.now().date()
