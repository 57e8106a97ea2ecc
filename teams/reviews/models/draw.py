"""Draw: one drawing of seats, with all it was given, so that anybody can do it again."""

from django.db import models
from django.utils import timezone

from teams.reviews.models.review import Review


class Draw(models.Model):
    """Never changed. A review has another one each time a seat has to be given again."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="draws")
    number = models.PositiveSmallIntegerField(help_text="The first of its review is 1.")
    at = models.DateTimeField(default=timezone.now)
    engine = models.PositiveSmallIntegerField(help_text="By which rules it was drawn.")
    seed = models.PositiveBigIntegerField()
    given = models.BinaryField(help_text="The brief and the guild, packed.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of what was given; the audit keeps it too.")
    outcome = models.JSONField(help_text="Each seat: who stood with which score, who did not and why, who was picked.")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["review", "number"], name="draw_number")]
        indexes = [models.Index(fields=["at"], name="draw_at")]

    def __str__(self) -> str:
        return f"draw {self.number} of R-{self.review_id}"
