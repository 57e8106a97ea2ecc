"""AwaySignal: what was seen of a team over a time that somebody above should look at; explained, never a penalty."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone


class AwaySignal(models.Model):
    """``parts`` are the figures it was computed from, each with the bound it crossed, as they were then."""

    class Kind(models.TextChoices):
        FAIRNESS = "fairness", "Far out"
        STAFFING = "staffing", "Lives of its guests"

    class Answer(models.TextChoices):
        FUND = "fund", "It gets more people"
        SPLIT = "split", "It is split"
        LOOKED = "looked", "Looked at together"
        FINE = "fine", "It is right as it is"

    kind = models.CharField(max_length=10, choices=Kind)
    team = models.ForeignKey("people.Team", models.PROTECT, related_name="away_signals")
    begins = models.DateField(help_text="The first day of what was counted.")
    ends = models.DateField(help_text="The last day of what was counted.")
    parts = models.JSONField(help_text='A list of {"name", "value", "bound", "out"}, as people read them.')
    looker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Somebody from elsewhere who looks at it with the team.",
    )  # fmt: skip
    asked = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Who leads the team's division.",
    )  # fmt: skip
    made_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    words = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "signal"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "team", "ends"], name="away_signal_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="away_signal_answered_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.team}"

    def get_absolute_url(self) -> str:
        return reverse("away:signal", args=[self.pk])

    @property
    def out(self) -> list[dict[str, str]]:
        """The parts that crossed their bound."""
        return [part for part in self.parts if part["out"]]

    @property
    def said(self) -> str:
        """What it is about in one sentence: "Ledger: 6 away teams in a year, at most 4"."""
        return f"{self.team.name}: " + "; ".join(f"{one['name']} {one['value']}, {one['bound']}" for one in self.out)
