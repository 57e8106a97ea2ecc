"""Suggestion: one piece of advice at one place. Answer: what the team does about it, and the data when it does not."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from teams.reviews.models.review import Review


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def sent(self) -> "SuggestionQuerySet":
        """Those whose advice was given. Before that only their reviewer sees them."""
        return self.filter(review__advised_at__isnull=False)

    def overridden(self) -> "SuggestionQuerySet":
        """Those the team did not follow: ignored with data, or never answered."""
        return self.filter(state__in=[Suggestion.State.IGNORED, Suggestion.State.UNANSWERED])


class Suggestion(models.Model):
    """A draft of its reviewer until the advice is sent; frozen after."""

    class Weight(models.TextChoices):
        MUST = "must", "Must consider"
        SHOULD = "should", "Should"
        IDEA = "idea", "Idea"

    class State(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        ADAPTED = "adapted"
        IGNORED = "ignored"
        UNANSWERED = "unanswered", "not answered"

    review = models.ForeignKey(Review, models.PROTECT, related_name="suggestions")
    number = models.PositiveIntegerField()
    line = models.PositiveIntegerField(help_text="Where it begins in the source, from 1.")
    end_line = models.PositiveIntegerField(help_text="Where it ends, this line included.")
    key = models.CharField(max_length=1000, blank=True, help_text="The operation or type it stands in.")
    weight = models.CharField(max_length=6, choices=Weight)
    text = models.CharField(max_length=400, help_text="What to do, as one sentence.")
    why = models.TextField(help_text="Why, and by which evidence.")
    prediction = models.TextField(
        blank=True, help_text="What will be seen if nothing changes, so that it can be tested."
    )
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    written_at = models.DateTimeField(default=timezone.now)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="suggestion_number"),
            models.CheckConstraint(
                condition=Q(line__gte=1, end_line__gte=models.F("line")), name="suggestion_has_a_place"
            ),
            models.CheckConstraint(condition=~Q(text="") & ~Q(why=""), name="suggestion_says_what_and_why"),
        ]
        indexes = [models.Index(fields=["state"], name="suggestion_state")]

    def __str__(self) -> str:
        return f"S-{self.pk}"

    @property
    def anchor(self) -> str:
        """Its place on the review's page."""
        return f"suggestion-{self.number}"


class Answer(models.Model):
    """The team's word on a suggestion. Whoever ignores one shows data, and a day on which it is looked at again."""

    class Kind(models.TextChoices):
        ACCEPT = "accept", "Accept"
        ADAPT = "adapt", "Adapt"
        IGNORE = "ignore", "Ignore, with data"

    class Evidence(models.TextChoices):
        METRIC = "metric", "Metric"
        EXPERIMENT = "experiment", "Experiment"
        INCIDENT = "incident", "Incident"
        COST = "cost", "Cost"

    class Outcome(models.TextChoices):
        TEAM_RIGHT = "team-right", "The team was right"
        ADVICE_RIGHT = "advice-right", "The advice was right"
        CANNOT_TELL = "cannot-tell", "Cannot tell"

    suggestion = models.OneToOneField(Suggestion, models.PROTECT, related_name="answer")
    kind = models.CharField(max_length=6, choices=Kind)
    text = models.TextField(help_text="What is done, or why nothing is, for a reader in a year.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    # The data reference: only for what is ignored.
    evidence = models.CharField(max_length=10, choices=Evidence, blank=True)
    measure = models.CharField(max_length=200, blank=True, help_text="What is measured.")
    value = models.CharField(max_length=80, blank=True)
    baseline = models.CharField(max_length=80, blank=True, help_text="What it was before, or what is usual.")
    unit = models.CharField(max_length=80, blank=True)
    source = models.URLField(max_length=400, blank=True, help_text="Where others can look it up.")
    measured_on = models.DateField(null=True, blank=True)
    look_again_on = models.DateField(null=True, blank=True)
    wrong_if = models.CharField(max_length=300, blank=True, help_text="What would show that the team was wrong.")

    # What the data said on that day.
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    outcome_value = models.CharField(max_length=80, blank=True)
    outcome_text = models.TextField(blank=True)
    outcome_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    outcome_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="answer_says_something"),
            models.CheckConstraint(
                condition=~Q(kind="ignore")
                | (
                    ~Q(evidence="")
                    & ~Q(measure="")
                    & ~Q(value="")
                    & ~Q(source="")
                    & ~Q(wrong_if="")
                    & Q(measured_on__isnull=False, look_again_on__isnull=False)
                ),
                name="answer_ignores_with_data",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_at__isnull=True)
                | (~Q(outcome="") & Q(outcome_at__isnull=False, outcome_by__isnull=False, kind="ignore")),
                name="answer_outcome_says_when",
            ),
        ]
        indexes = [models.Index(fields=["look_again_on"], condition=Q(kind="ignore", outcome=""), name="answer_due")]

    def __str__(self) -> str:
        return f"answer to S-{self.suggestion_id}"

    @property
    def measured(self) -> str:
        """The value with its unit."""
        return f"{self.value} {self.unit}".strip()
