"""Suggestion: one piece of advice at one place."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from teams.reviews.models.review import Review
from teams.reviews.models.seat import Seat


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def sent(self) -> "SuggestionQuerySet":
        """Those whose advice was given. Before that only their reviewer sees them."""
        return self.filter(review__advised_at__isnull=False, seat__sent_at__isnull=False).exclude(
            state=Suggestion.State.UNSEEN
        )

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
        UNSEEN = "unseen", "for learning"

    review = models.ForeignKey(Review, models.PROTECT, related_name="suggestions")
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="suggestions", help_text="Whose it is.")
    number = models.PositiveIntegerField()
    line = models.PositiveIntegerField(help_text="Where it begins in the source, from 1.")
    end_line = models.PositiveIntegerField(help_text="Where it ends, this line included.")
    key = models.CharField(max_length=1000, blank=True, help_text="The operation or type it stands in.")
    pointer = models.CharField(max_length=1000, blank=True, help_text="The place in the document, as a JSON pointer.")
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
