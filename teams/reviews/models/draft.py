"""AnswerDraft: what the lead has typed so far. AnswerDeputy: who may answer in their place."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from teams.reviews.models.review import Review
from teams.reviews.models.suggestion import Suggestion


class AnswerDraft(models.Model):
    """One a suggestion, shared by the lead and whoever stands in. It ends with the answer."""

    suggestion = models.OneToOneField(Suggestion, models.CASCADE, related_name="answer_draft", primary_key=True)
    words = models.JSONField(default=dict, help_text="Every field as it was typed, right or wrong.")
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)
    saves = models.PositiveIntegerField(default=1, help_text="How often it was saved: tells two writers apart.")

    def __str__(self) -> str:
        return f"draft of an answer to S-{self.suggestion_id}"


class AnswerDeputyQuerySet(models.QuerySet["AnswerDeputy"]):
    def standing(self) -> "AnswerDeputyQuerySet":
        """Named and not taken back."""
        return self.filter(ended_at=None)


class AnswerDeputy(models.Model):
    """The lead has named somebody who may answer the advice of one review. The lead still may."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="answer_deputies")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="answers_for")
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    named_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AnswerDeputyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review"], condition=Q(ended_at=None), name="answer_deputy_one"),
            models.CheckConstraint(condition=~Q(person=F("named_by")), name="answer_deputy_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} answers in R-{self.review_id}"
