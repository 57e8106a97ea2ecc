"""AwayStrain: something that happened too often, for whoever leads above a team to see."""

from django.db import models
from django.utils import timezone

from teams.away.models.request import AwayRequest


class AwayStrain(models.Model):
    """One row each time; what they add up to is read elsewhere. Of teams, never of people."""

    class Kind(models.TextChoices):
        NO_REVIEWER = "no-reviewer", "Declined again because nobody can review"
        FULL = "full", "A place did not become free in time"

    team = models.ForeignKey("people.Team", models.PROTECT, related_name="away_strains")
    kind = models.CharField(max_length=20, choices=Kind)
    request = models.ForeignKey(AwayRequest, models.PROTECT, related_name="strains")
    at = models.DateTimeField(default=timezone.now)
    count = models.PositiveSmallIntegerField(help_text="How often within a year, this time included.")

    class Meta:
        verbose_name = "strain"
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["kind", "request"], name="away_strain_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.team_id}"
