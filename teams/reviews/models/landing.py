"""Landing: whether what a team has accepted was done, as a later revision shows and not as anybody says."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from teams.reviews.models.answer import Answer


class LandingQuerySet(models.QuerySet["Landing"]):
    def hoped_for(self) -> "LandingQuerySet":
        """Those that a later revision can still show."""
        return self.filter(state__in=[Landing.State.AWAITED, Landing.State.UNCHANGED, Landing.State.MISSED])


class Landing(models.Model):
    """Of one accepted suggestion: awaited, until a revision is published in which its place has changed."""

    class State(models.TextChoices):
        AWAITED = "awaited", "Awaited"
        VERIFIED = "verified", "Done, seen in a revision"
        UNCHANGED = "unchanged", "Published, but the place is as it was"
        MISSED = "missed", "Not done by then"
        SAID = "said", "Done, as the team says"

    answer = models.OneToOneField(Answer, models.PROTECT, related_name="landing")
    revision = models.ForeignKey(
        "services.Revision", models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The one that the lead has named; without it, the next that is published.",
    )  # fmt: skip
    due_on = models.DateField(help_text="By when it will be done, as the lead said.")
    state = models.CharField(max_length=9, choices=State, default=State.AWAITED)
    landed_in = models.ForeignKey(
        "services.Revision", models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The revision that was looked at last.",
    )  # fmt: skip
    found = models.CharField(max_length=300, blank=True, help_text="What was found there, or what the lead says.")
    at = models.DateTimeField(default=timezone.now, help_text="When its state changed last.")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = LandingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["verified", "unchanged"]) | Q(landed_in__isnull=False),
                name="landing_is_in_a_revision",
            ),
            models.CheckConstraint(
                condition=~Q(state="said") | Q(said_by__isnull=False) & ~Q(found=""), name="landing_said_by_somebody"
            ),
        ]
        indexes = [models.Index(fields=["state"], name="landing_state")]

    def __str__(self) -> str:
        return f"landing of S-{self.answer.suggestion_id}"
