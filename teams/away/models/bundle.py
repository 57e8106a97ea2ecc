"""AwayBundle: requests of several teams that want the same of one service, and may be answered at once (F3)."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class AwayBundle(models.Model):
    """Found by what the requests say. Its host says whether they are the same; its silence says yes."""

    class State(models.TextChoices):
        FOUND = "found", "Looks the same"
        HELD = "held", "Answered together"
        PARTED = "parted", "Not the same"

    service = models.ForeignKey("services.Service", models.PROTECT, related_name="away_bundles")
    host = models.ForeignKey("people.Team", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.FOUND)
    found_at = models.DateTimeField(default=timezone.now)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    said_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "bundle"

    def __str__(self) -> str:
        return f"bundle {self.pk}"
