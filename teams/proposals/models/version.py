"""Version: what a proposal said when it was published. Written once; nothing changes it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from teams.proposals.models.proposal import Proposal


class Version(models.Model):
    """One published text with its paragraphs as they were numbered then, and everything else that was said."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=600)
    text = models.TextField()
    paragraphs = models.JSONField(help_text="The source of each paragraph, in order; the first one is number 1.")
    facts = models.JSONField(
        default=dict, help_text="Reversal, services, teams, who it is addressed to, the prediction."
    )
    note = models.CharField(max_length=300, blank=True, help_text="What is different, for who has read it before.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="proposal_version_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="proposal_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("proposals:version", args=[self.proposal_id, self.number])

    @property
    def prediction(self) -> dict[str, Any] | None:
        """Claim, metric, unit, baseline, expected, source and day, as texts; None when there is none."""
        told: dict[str, Any] | None = self.facts.get("prediction")
        return told
