"""AwayBreach: a back door that a change brings, and what both leads wrote about it. It is shown on the service."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from teams.away.models.change import AwayChange


class AwayBreach(models.Model):
    """Without both leads' word and an end day the change is not merged (F25)."""

    class State(models.TextChoices):
        ASKED = "asked", "One lead wants it"
        AGREED = "agreed", "Both leads agreed, until a day"
        REFUSED = "refused"
        FOUND = "found", "Merged without leave"
        ENDED = "ended", "Taken away"

    STANDING = (State.AGREED, State.FOUND)

    change = models.ForeignKey(AwayChange, models.CASCADE, related_name="breaches")
    service = models.ForeignKey("services.Service", models.PROTECT, related_name="+")
    what = models.TextField(help_text="What is read past a contract.")
    reason = models.TextField(blank=True, help_text="Why both want it.")
    ends_on = models.DateField(null=True, blank=True, help_text="The day by which it is taken away.")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "back door"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["change"],
                condition=Q(state__in=["asked", "agreed", "found"]),
                name="away_breach_one_of_a_change",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["asked", "agreed"]) | (~Q(reason="") & Q(ends_on__isnull=False)),
                name="away_breach_has_reason_and_end",
            ),
            models.CheckConstraint(
                condition=~Q(state="agreed") | Q(asked_by__isnull=False, answered_by__isnull=False),
                name="away_breach_agreed_by_two",
            ),
            models.CheckConstraint(condition=~Q(state="ended") | Q(ended_at__isnull=False), name="away_breach_ended"),
        ]

    def __str__(self) -> str:
        return f"back door of {self.change}"

    @property
    def is_late(self) -> bool:
        """Whether its day has passed and it still stands."""
        return self.state in self.STANDING and self.ends_on is not None and self.ends_on < timezone.now().date()
