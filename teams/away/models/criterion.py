"""AwayCriterion: how one numbered sentence of what counts as done stands. The sentence stands in the charter."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from teams.away.models.change import AwayChange
from teams.away.models.request import AwayRequest


class AwayCriterion(models.Model):
    """A row once the host has said that it is met; taking that back empties it and stands in the audit trail."""

    request = models.ForeignKey(AwayRequest, models.CASCADE, related_name="criteria")
    number = models.PositiveSmallIntegerField(help_text="Its number in the charter, from 1.")
    met_at = models.DateTimeField(null=True, blank=True)
    met_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    change = models.ForeignKey(
        AwayChange, models.SET_NULL, null=True, blank=True, related_name="+", help_text="The change that met it."
    )
    words = models.TextField(blank=True, help_text="By what one sees it.")

    class Meta:
        verbose_name = "criterion"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="away_criterion_once"),
            models.CheckConstraint(
                condition=Q(met_at__isnull=True, met_by__isnull=True) | Q(met_at__isnull=False, met_by__isnull=False),
                name="away_criterion_met_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"criterion {self.number} of AT-{self.request_id}"
