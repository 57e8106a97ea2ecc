"""LookBack: what the numbers said when the day came, and what the team does about it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from teams.proposals.models.proposal import Proposal


class LookBack(models.Model):
    """Written once. A proposal may be looked back at again, on a day that is said then."""

    class Verdict(models.TextChoices):
        TRUE = "as-predicted", "It came as predicted"
        FALSE = "not-as-predicted", "It did not"
        UNKNOWN = "cannot-tell", "Nobody can tell"

    class Then(models.TextChoices):
        KEEP = "keep", "We keep it"
        CHANGE = "change", "We propose something else"
        UNDO = "undo", "We take it back"

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="look_backs")
    number = models.PositiveIntegerField()
    verdict = models.CharField(max_length=20, choices=Verdict)
    then = models.CharField(max_length=8, choices=Then)
    value = models.DecimalField(
        max_digits=15, decimal_places=3, null=True, blank=True, help_text="What the metric shows now."
    )
    text = models.TextField(help_text="What was learned, for a reader in a year.")
    again_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="look_back_number"),
            models.CheckConstraint(condition=~Q(text=""), name="look_back_says_something"),
        ]

    def __str__(self) -> str:
        return f"look back {self.number}"
