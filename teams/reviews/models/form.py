"""ReviewForm: the questions asked about one topic, one row a version. FormAnswer: what a team says to one of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from teams.reviews.models.review import Review
from teams.reviews.models.topics import Topic


class ReviewForm(models.Model):
    """A row is never changed; the next one replaces it for what is asked for from then on."""

    topic = models.CharField(max_length=13, choices=Topic)
    number = models.PositiveIntegerField(help_text="The version, from 1.")
    questions = models.JSONField(help_text="In their order: key, text, help, required.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=500)

    class Meta:
        verbose_name = "form of questions"
        verbose_name_plural = "forms of questions"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="review_form_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1) & ~Q(why=""), name="review_form_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.get_topic_display()}, version {self.number}"


class FormAnswer(models.Model):
    """Said until the advice is sent; what was said last stands. A question without a row was not answered."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="form_answers")
    key = models.CharField(max_length=40, help_text="Of the question, as the review has frozen it.")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "key"], name="form_answer_once"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(key=""), name="form_answer_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.key} of R-{self.review_id}"
