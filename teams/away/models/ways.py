"""AwayWays: how a division hosts away teams, one row a version. A row is never changed; the next one replaces it."""

from django.conf import settings
from django.db import models
from django.db.models import Max, Q
from django.utils import timezone


class AwayWaysQuerySet(models.QuerySet["AwayWays"]):
    def newest(self) -> "AwayWaysQuerySet":
        """The version in force of each division, and of the whole company."""
        last = AwayWays.objects.order_by().values("division").annotate(last=Max("pk"))
        return self.filter(pk__in=last.values("last"))


class AwayWays(models.Model):
    """Which failsafes are off, and the numbers of the others; of a division and all below it, or of the company."""

    division = models.ForeignKey(
        "people.Division", models.PROTECT, null=True, blank=True, related_name="away_ways",
        help_text="Empty for the whole company.",
    )  # fmt: skip
    number = models.PositiveIntegerField(help_text="The version, from 1.")
    preset = models.CharField(max_length=20, help_text="Where it began: teams-10, teams-50 or teams-500.")
    off = models.JSONField(default=list, blank=True, help_text="The codes of all that are off.")
    numbers = models.JSONField(default=dict, blank=True, help_text="By name, only those that are not the default.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=500)

    objects = AwayWaysQuerySet.as_manager()

    class Meta:
        verbose_name = "away-team rules"
        verbose_name_plural = "away-team rules"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["division", "number"], name="away_ways_version_once"),
            models.UniqueConstraint(
                fields=["number"], condition=Q(division=None), name="away_ways_company_version_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1) & ~Q(why=""), name="away_ways_say_why"),
        ]

    def __str__(self) -> str:
        return f"{self.division.name if self.division else 'The whole company'}, version {self.number}"
