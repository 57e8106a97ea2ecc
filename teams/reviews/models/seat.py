"""Seat: one person's part in one review: who answers for it, who looks too, who learns by looking."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from teams.reviews.models.review import Review
from teams.reviews.routing.reasons import said


class SeatQuerySet(models.QuerySet["Seat"]):
    def standing(self) -> "SeatQuerySet":
        """Those whose person still has something to say."""
        return self.filter(state__in=Seat.STANDING)

    def carried(self) -> "SeatQuerySet":
        """Those that count against what their person takes at once: they look, and have not sent anything yet."""
        return self.filter(state__in=Seat.STANDING, review__state__in=[Review.State.ASSIGNED, Review.State.ADVISED])


class Seat(models.Model):
    """Drawn, then taken or handed back. What was written in it is its person's alone until it is sent, then frozen."""

    class Role(models.TextChoices):
        LEAD = "lead", "Lead"
        SECOND = "second", "Second"
        SHADOW = "shadow", "Shadow"
        DEPUTY = "deputy", "Deputy"
        MENTOR = "mentor", "Mentor"

    class State(models.TextChoices):
        OFFERED = "offered"
        TAKEN = "taken"
        SENT = "sent"
        DECLINED = "declined"
        UNANSWERED = "unanswered", "not answered"
        SILENT = "silent", "no advice in time"
        RELEASED = "released"

    STANDING = (State.OFFERED, State.TAKEN)
    ANSWERABLE = (Role.LEAD, Role.DEPUTY)
    """Whose sending gives the advice of the review; whoever sends first answers for it."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="seats")
    role = models.CharField(max_length=6, choices=Role, default=Role.LEAD)
    state = models.CharField(max_length=10, choices=State, default=State.OFFERED)
    summary = models.TextField(blank=True, help_text="What they say as a whole.")
    reason = models.CharField(
        max_length=400, blank=True, help_text="Why they handed it back, or why it was taken back."
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Who gave it by hand; nobody when it was drawn.",
    )  # fmt: skip
    given_why = models.CharField(max_length=400, blank=True, help_text="Why by hand, and why to them.")
    in_spite_of = models.JSONField(default=list, blank=True, help_text="Codes of what would have ruled them out.")
    in_spite_why = models.CharField(max_length=400, blank=True, help_text="Why in spite of it.")
    typed = models.JSONField(
        default=dict,
        blank=True,
        help_text="What they type, by form and field, right or wrong, until it is kept or sent.",
    )
    offered_at = models.DateTimeField(default=timezone.now)
    taken_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "person"],
                condition=Q(state__in=["offered", "taken", "sent"]),
                name="seat_one_a_person",
            ),
            models.UniqueConstraint(
                fields=["review"],
                condition=Q(role="lead", state__in=["offered", "taken", "sent"]),
                name="seat_one_lead",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent") & Q(sent_at__isnull=True),
                name="seat_sent_says_when",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("offered_at")), name="seat_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(given_by__isnull=True, given_why="") | Q(given_by__isnull=False) & ~Q(given_why=""),
                name="seat_by_hand_says_why",
            ),
        ]
        indexes = [models.Index(fields=["person", "state"], name="seat_of_person")]

    def __str__(self) -> str:
        return f"{self.role} of R-{self.review_id}"

    @property
    def is_standing(self) -> bool:
        return self.state in self.STANDING

    @property
    def in_spite_words(self) -> str:
        """What would have ruled them out, as a sentence."""
        return said(self.in_spite_of)

    @property
    def teaches(self) -> bool:
        """Whether it is there to learn: what it says goes to the lead, never to the team."""
        return self.role == self.Role.SHADOW
