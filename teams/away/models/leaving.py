"""AwayLeaving: how a stay is wound down that ends early. AwayCopy: a copy of its own that a guest builds instead."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from teams.away.models.request import AwayRequest


class AwayLeaving(models.Model):
    """One side leaves. Until the last day the guests say where the rest lies and what became of what is merged."""

    class Merged(models.TextChoices):
        NOTHING = "nothing", "Nothing was merged"
        FINISHED = "finished", "What was merged is finished"
        OFF = "off", "What was merged is switched off"

    request = models.OneToOneField(AwayRequest, models.CASCADE, related_name="leaving")
    side = models.CharField(max_length=10, choices=[("guest", "The guests"), ("host", "The hosts"), ("", "Neither")])
    why = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    archive = models.URLField(max_length=400, blank=True, help_text="Where lies what was not merged.")
    merged = models.CharField(max_length=10, choices=Merged, blank=True)
    words = models.TextField(blank=True, help_text="What the hosts should know.")
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Empty when nobody said it in time.",
    )  # fmt: skip
    over_at = models.DateTimeField(null=True, blank=True, help_text="When they had left and access was gone.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="away_leaving_says_why"),
            models.CheckConstraint(
                condition=Q(said_by__isnull=True, merged="") | (Q(said_by__isnull=False) & ~Q(merged="")),
                name="away_leaving_says_what_became",
            ),
        ]

    def __str__(self) -> str:
        return f"leaving of AT-{self.request_id}"


class AwayCopy(models.Model):
    """A copy a guest builds because it was refused or could not finish. It is on record, and looked at again."""

    class Outcome(models.TextChoices):
        KEEP = "keep", "It is kept"
        MERGE = "merge-back", "It goes back into the service"
        GONE = "gone", "It is no longer there"
        SILENT = "no-answer", "Nobody answered; it is kept"

    request = models.OneToOneField(AwayRequest, models.CASCADE, related_name="copied")
    why = models.TextField()
    link = models.URLField(max_length=400)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(default=timezone.now)
    review_on = models.DateField(help_text="The day it is looked at again.")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    words = models.TextField(blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Empty when nobody answered.",
    )  # fmt: skip
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "copy"
        verbose_name_plural = "copies"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(why="") & ~Q(link=""), name="away_copy_says_why_and_where"),
            models.CheckConstraint(
                condition=Q(outcome="", reviewed_at__isnull=True) | (~Q(outcome="") & Q(reviewed_at__isnull=False)),
                name="away_copy_reviewed_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"copy after AT-{self.request_id}"

    def get_absolute_url(self) -> str:
        return f"{reverse('away:request', args=[self.request_id])}#h-copy"
