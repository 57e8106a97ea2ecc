"""Service: something one team owns and runs, reached only through its contracts."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone


class ServiceQuerySet(models.QuerySet["Service"]):
    def visible_to(self, person: object) -> "ServiceQuerySet":
        """Everyone who may log in sees every service; what is closed is its source, not its existence."""
        return self

    def living(self) -> "ServiceQuerySet":
        return self.exclude(lifecycle=Service.Lifecycle.RETIRED)


class Service(models.Model):
    """Owned by exactly one team, always."""

    class Lifecycle(models.TextChoices):
        EXPERIMENTAL = "experimental"
        PRODUCTION = "production"
        DEPRECATED = "deprecated"
        RETIRED = "retired"

    class Criticality(models.TextChoices):
        CRITICAL = "critical"
        HIGH = "high"
        MEDIUM = "medium"
        LOW = "low"

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120, help_text="How people call it; its short name when left out.")
    text = models.TextField(blank=True, help_text="What it does for whom, in one or two sentences.")
    team = models.ForeignKey("people.Team", models.PROTECT, related_name="services")
    lifecycle = models.CharField(max_length=12, choices=Lifecycle, default=Lifecycle.EXPERIMENTAL)
    criticality = models.CharField(max_length=10, choices=Criticality, default=Criticality.MEDIUM)
    source_url = models.URLField(max_length=400, blank=True)
    source_open = models.BooleanField(default=True, help_text="Readable by everyone inside.")
    closed_reason = models.TextField(blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    closed_until = models.DateField(null=True, blank=True)
    runbook_url = models.URLField(max_length=400, blank=True)
    docs_url = models.URLField(max_length=400, blank=True)
    on_call = models.CharField(max_length=120, blank=True, help_text="How to reach whoever is on call.")
    created_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source_open=True)
                | (~Q(closed_reason="") & Q(closed_by__isnull=False) & Q(closed_until__isnull=False)),
                name="service_closed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(lifecycle="retired", retired_at__isnull=False)
                | (~Q(lifecycle="retired") & Q(retired_at__isnull=True)),
                name="service_retired_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("services:service", args=[self.slug])

    @property
    def is_critical(self) -> bool:
        """Whether what it publishes is looked at from outside first."""
        return self.criticality == Service.Criticality.CRITICAL
