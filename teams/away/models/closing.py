"""AwayLookBack: what each side says when it is over. AwayCredit, AwayContributor: who did it, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from teams.away.models.request import AwayRequest


class AwayLookBack(models.Model):
    """Three answers of one side and one thing it will do; or nothing, which is shown as that."""

    QUESTIONS = {
        "helped": "What helped most?",
        "cost": "What cost the most time?",
        "differently": "What would you do differently?",
    }

    request = models.ForeignKey(AwayRequest, models.CASCADE, related_name="look_backs")
    side = models.CharField(max_length=10, choices=[("guest", "The guests"), ("host", "The hosts")])
    helped = models.TextField(blank=True)
    cost = models.TextField(blank=True)
    differently = models.TextField(blank=True)
    action = models.CharField(max_length=300, blank=True, help_text="The one thing this side will do.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Empty when the side gave no answer.",
    )  # fmt: skip
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "side"], name="away_looked_back_once_a_side"),
            models.CheckConstraint(
                condition=Q(by__isnull=True, action="", helped="")
                | (Q(by__isnull=False) & ~Q(action="") & ~Q(helped="") & ~Q(cost="") & ~Q(differently="")),
                name="away_looked_back_wholly",
            ),
        ]

    def __str__(self) -> str:
        return f"look back of the {self.side} of AT-{self.request_id}"

    @property
    def answers(self) -> list[tuple[str, str]]:
        return [(question, getattr(self, name)) for name, question in self.QUESTIONS.items()]


class AwayCredit(models.Model):
    """Who did it, thanked in words; by Homeport from what it knows when nobody wrote them."""

    request = models.OneToOneField(AwayRequest, models.CASCADE, related_name="credit")
    words = models.TextField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Empty when it was written from facts.",
    )  # fmt: skip
    written_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True, help_text="When those who did it and their managers had it.")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="away_credit_has_words")]

    def __str__(self) -> str:
        return f"credit of AT-{self.request_id}"


class AwayContributor(models.Model):
    """Somebody who did it, and what."""

    credit = models.ForeignKey(AwayCredit, models.CASCADE, related_name="contributors")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="away_credits")
    did = models.CharField(max_length=120)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["credit", "person"], name="away_credited_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.credit_id}"
