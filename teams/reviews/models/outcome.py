"""Around an outcome: what the reviewer thinks of it, which rule the advice was about, and doubts about a rule."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from teams.reviews.models.answer import Answer
from teams.reviews.models.review import Review
from teams.reviews.models.suggestion import Suggestion


class ReviewersView(models.Model):
    """What the reviewer says the data shows. It stands beside what the lead says, and is counted nowhere."""

    answer = models.OneToOneField(Answer, models.PROTECT, related_name="reviewers_view")
    outcome = models.CharField(max_length=12, choices=Answer.Outcome)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="reviewers_view_says_why")]

    def __str__(self) -> str:
        return f"the reviewer's view of S-{self.answer.suggestion_id}"


class SuggestionRule(models.Model):
    """The lint rule that a suggestion is about: named by its reviewer, or found at its place when it was answered."""

    suggestion = models.OneToOneField(Suggestion, models.CASCADE, related_name="about_rule", primary_key=True)
    rule = models.CharField(max_length=200, db_index=True)
    named = models.BooleanField(default=False, help_text="By the reviewer, and not found at its place.")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(rule=""), name="suggestion_rule_named")]

    def __str__(self) -> str:
        return self.rule


class Usefulness(models.Model):
    """Whether a look was useful to the team, said once by who answers for it. Shown only as a sum."""

    class Mark(models.TextChoices):
        MUCH = "much", "It changed what we did"
        SOME = "some", "Somewhat"
        NONE = "none", "Not to us"

    review = models.OneToOneField(Review, models.PROTECT, related_name="usefulness", primary_key=True)
    mark = models.CharField(max_length=4, choices=Mark)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"usefulness of R-{self.pk}"


class RuleDoubt(models.Model):
    """Somebody says that a rule is not worth its findings. Stewards look, and say what they do."""

    rule = models.CharField(max_length=200)
    words = models.CharField(max_length=400)
    right = models.PositiveIntegerField(help_text="Of what was known when it was said.")
    known = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    settled = models.CharField(max_length=400, blank=True, help_text="What the steward does about the rule.")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["rule"], condition=Q(settled_at=None), name="rule_doubt_one_open"),
            models.CheckConstraint(
                condition=Q(settled_at=None) | ~Q(settled="") & Q(settled_by__isnull=False), name="rule_doubt_settled"
            ),
        ]

    def __str__(self) -> str:
        return f"doubt about {self.rule}"
