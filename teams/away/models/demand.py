"""AwayDemand: what a host asks for after both have signed. It is numbered, and the guest may refuse it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from teams.away.models.request import AwayRequest


class AwayDemand(models.Model):
    """One change to what was signed. The criteria stay as they are; this stands beside them."""

    class State(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        REFUSED = "refused"

    request = models.ForeignKey(AwayRequest, models.CASCADE, related_name="demands")
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=300, help_text="What is asked for.")
    why = models.TextField(help_text="Why it was not in the charter, and what it is good for.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    reply = models.TextField(blank=True, help_text="The guest's word.")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Empty when silence refused it.",
    )  # fmt: skip
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "demand"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="away_demand_number_once"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(why="") & Q(number__gte=1), name="away_demand_says_why"),
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True, reply="")
                | (~Q(state="open") & Q(answered_at__isnull=False) & ~Q(reply="")),
                name="away_demand_answer_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(answered_by__isnull=False), name="away_demand_accepted_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"demand {self.number} of AT-{self.request_id}"

    def get_absolute_url(self) -> str:
        return f"{self.request.get_absolute_url()}#h-later"
