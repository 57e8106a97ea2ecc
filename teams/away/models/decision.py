"""AwayDecision: two roadmaps collide, and those who lead above both teams decide between options in numbers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from teams.away.models.request import AwayRequest


class AwayDecision(models.Model):
    """First the heads of both sides choose; they agree, or it goes up a level. At the top it stays, late and shown."""

    request = models.OneToOneField(AwayRequest, models.CASCADE, related_name="decision")
    question = models.CharField(max_length=300)
    options = models.JSONField(help_text='A list of {"option", "numbers"}, in the order of their numbers from 1.')
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    level = models.PositiveSmallIntegerField(default=1, help_text="1: both heads; from 2 on whoever leads above both.")
    host_head = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    guest_head = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    host_choice = models.PositiveSmallIntegerField(null=True, blank=True)
    guest_choice = models.PositiveSmallIntegerField(null=True, blank=True)
    above = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Who decides alone, when the heads did not in time or do not agree.",
    )  # fmt: skip
    choice = models.PositiveSmallIntegerField(null=True, blank=True, help_text="The number of the option.")
    words = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "decision"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(question=""), name="away_decision_asks"),
            models.CheckConstraint(
                condition=Q(choice__isnull=True, decided_at__isnull=True)
                | (Q(choice__isnull=False, decided_at__isnull=False, decided_by__isnull=False) & ~Q(words="")),
                name="away_decision_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"decision about AT-{self.request_id}"

    def get_absolute_url(self) -> str:
        return f"{self.request.get_absolute_url()}#h-decision"

    @property
    def numbered(self) -> list[tuple[int, str, str]]:
        return [(number, one["option"], one["numbers"]) for number, one in enumerate(self.options, 1)]

    @property
    def chosen(self) -> str:
        """The option that was decided for; empty while none is."""
        return str(self.options[self.choice - 1]["option"]) if self.choice else ""
