"""BarRaiser: a person who looks at what other teams are about to publish, and only ever advises."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

LIMIT = 2


class BarRaiserQuerySet(models.QuerySet["BarRaiser"]):
    def standing(self) -> "BarRaiserQuerySet":
        """Those whose time in the guild has not ended; paused ones too."""
        return self.filter(ended_at=None)


class BarRaiser(models.Model):
    """One person's place in the guild. It pauses and ends; it is never deleted."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="bar_raiser")
    topics = models.JSONField(default=list, help_text="What they look at: contract, security, data. Empty: anything.")
    limit = models.PositiveSmallIntegerField(default=LIMIT, help_text="How many reviews they have at once at most.")
    since = models.DateTimeField(default=timezone.now)
    paused_until = models.DateField(null=True, blank=True, help_text="The last day without a new review.")
    ended_at = models.DateTimeField(null=True, blank=True)
    appointed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = BarRaiserQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(limit__gte=1), name="bar_raiser_has_room"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("since")), name="bar_raiser_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"bar raiser {self.person_id}"

    @property
    def is_paused(self) -> bool:
        """Whether no new review comes to them today."""
        return self.paused_until is not None and self.paused_until >= timezone.now().date()

    @property
    def is_standing(self) -> bool:
        return self.ended_at is None
