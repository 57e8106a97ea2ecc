"""Review: one independent look at one revision, from the asking to the last answer."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, person: object) -> "ReviewQuerySet":
        """Everyone who may log in sees every review: advice is given in the open."""
        return self

    def open(self) -> "ReviewQuerySet":
        """Those that somebody still has to do something about."""
        return self.filter(state__in=Review.OPEN)

    def busy(self) -> "ReviewQuerySet":
        """Those whose reviewer has not given advice yet: what counts against a limit."""
        return self.filter(state=Review.State.ASSIGNED)


class Review(models.Model):
    """Called R-12. Whatever becomes of it, the team may publish: it records, it never stands in the way."""

    class State(models.TextChoices):
        ASKED = "asked"
        ASSIGNED = "assigned"
        ADVISED = "advised"
        CLOSED = "closed"
        NOBODY = "nobody"
        SILENT = "silent"
        WITHDRAWN = "withdrawn"

    OPEN = (State.ASKED, State.ASSIGNED, State.ADVISED)

    revision = models.ForeignKey("services.Revision", models.PROTECT, related_name="reviews")
    team = models.ForeignKey("people.Team", models.PROTECT, related_name="reviews", help_text="Who owned it then.")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="reviews_led"
    )
    brief = models.JSONField(default=dict, help_text="What the draw depended on, frozen when it was asked for.")
    draw = models.JSONField(
        default=dict, help_text="Every candidate of the last draw, why not, its seed, who it fell on."
    )
    declined = models.JSONField(default=list, help_text="Who was drawn and handed it back, why, when.")
    summary = models.TextField(blank=True, help_text="The advice as a whole.")
    reason = models.TextField(blank=True, help_text="Why it ended without advice, for a person.")
    asked_at = models.DateTimeField(default=timezone.now)
    assigned_at = models.DateTimeField(null=True, blank=True)
    advised_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, help_text="When the revision was published.")
    open_at_publication = models.PositiveIntegerField(default=0, help_text="Suggestions without an answer then.")

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["revision"], condition=~Q(state="withdrawn"), name="review_one_of_a_revision"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["assigned", "advised", "closed", "silent"], reviewer__isnull=False)
                | Q(state="withdrawn")
                | Q(state__in=["asked", "nobody"], reviewer__isnull=True),
                name="review_given_to_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["advised", "closed"]) | Q(advised_at__isnull=False),
                name="review_advised_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "assigned", "advised"], closed_at__isnull=True)
                | Q(state__in=["closed", "nobody", "silent", "withdrawn"], closed_at__isnull=False),
                name="review_ended_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["reviewer", "state"], name="review_of_reviewer"),
            models.Index(fields=["team", "state"], name="review_of_team"),
        ]

    def __str__(self) -> str:
        return f"R-{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("reviews:review", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_sent(self) -> bool:
        """Whether the advice has been given; from then on it is frozen."""
        return self.advised_at is not None

    @property
    def published_before_advice(self) -> bool:
        """Whether the team published without having waited for advice that was asked for."""
        return self.published_at is not None and (self.advised_at is None or self.advised_at > self.published_at)

    @property
    def subject(self) -> str:
        """The revision in words."""
        return f"{self.revision.contract.slug} {self.revision}"

    @property
    def verdicts(self) -> list[dict[str, Any]]:
        """Every candidate of the last draw."""
        return list(self.draw.get("verdicts", []))
