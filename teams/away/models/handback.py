"""AwayHandback and AwayHandover: what the guests leave behind, and the hosts' word on it. Who keeps it from then on."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from teams.away.models.request import AwayRequest


class AwayHandback(models.Model):
    """The hosts take it back: at once, after one question, or by their silence."""

    request = models.OneToOneField(AwayRequest, models.CASCADE, related_name="handback")
    begun_at = models.DateTimeField(default=timezone.now)
    late_at = models.DateTimeField(null=True, blank=True, help_text="When the guests' time for it was over.")
    missing = models.TextField(blank=True, help_text="What the hosts asked for, once.")
    missing_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    missing_at = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField(null=True, blank=True, help_text="When the guests said that it is there.")
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Who of the hosts took it back; empty when silence did.",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(missing="", missing_at__isnull=True)
                | (~Q(missing="") & Q(missing_at__isnull=False, missing_by__isnull=False)),
                name="away_handback_asks_once",
            ),
        ]

    def __str__(self) -> str:
        return f"handback of AT-{self.request_id}"


class AwayHandover(models.Model):
    """One thing the guests leave behind, where it can be seen. A later one takes its place."""

    class Kind(models.TextChoices):
        RUNBOOK = "runbook", "What is new in the runbook"
        TESTS = "tests", "Tests"
        DASHBOARDS = "dashboards", "Dashboards"
        SHIFT = "shift", "A shift on call together"

    request = models.ForeignKey(AwayRequest, models.CASCADE, related_name="handovers")
    kind = models.CharField(max_length=20, choices=Kind)
    link = models.URLField(max_length=400)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "kind"], name="away_handed_over_once"),
            models.CheckConstraint(condition=~Q(link=""), name="away_handed_over_somewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of AT-{self.request_id}"


class AwayKeeper(models.Model):
    """Who keeps what was built once the warranty is over: somebody of the hosts, or of the guests."""

    request = models.OneToOneField(AwayRequest, models.CASCADE, related_name="kept")
    side = models.CharField(max_length=10, choices=[("host", "The hosts"), ("guest", "The guests")])
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    until = models.DateField(null=True, blank=True, help_text="With guests: the day the hosts keep it themselves.")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Empty when it was written as the charter says.",
    )  # fmt: skip
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(side="host", until__isnull=True) | Q(side="guest", until__isnull=False),
                name="away_keeper_of_the_guests_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} keeps AT-{self.request_id}"


class TrustedCommitter(models.Model):
    """Somebody of another team who may merge in a service, from a day until another."""

    service = models.ForeignKey("services.Service", models.CASCADE, related_name="trusted_committers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="trusted_in")
    since = models.DateField()
    until = models.DateField()
    request = models.ForeignKey(
        AwayRequest, models.PROTECT, null=True, blank=True, related_name="+", help_text="Where they earned it."
    )

    class Meta:
        ordering = ["-since", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=models.F("since")), name="away_trusted_from_until"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.service_id}"
