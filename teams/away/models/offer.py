"""AwayOffer: what a host offers instead of letting the guests in. It is made once, and binds."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from teams.away.models.request import AwayRequest


class AwayOffer(models.Model):
    """One offer to one request. A second one would be haggling: after a no, those asked agree or decline."""

    class Kind(models.TextChoices):
        WILL_DO = "will-do", "We do it ourselves, by a day"
        EXTENSION = "extension-point", "Build it on what is there for that"
        COPY = "own-copy", "Build a copy of your own"

    request = models.OneToOneField(AwayRequest, models.CASCADE, related_name="offer")
    kind = models.CharField(max_length=20, choices=Kind)
    words = models.TextField(help_text="What the host offers, in a sentence.")
    link = models.URLField(max_length=400, blank=True, help_text="Where it can be read how.")
    promised_by = models.DateField(null=True, blank=True, help_text="The day by which the host does it itself.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    accepted = models.BooleanField(null=True, help_text="What the guest said; empty while it has not.")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Empty when the guest was silent and the offer stood.",
    )  # fmt: skip
    reply = models.TextField(blank=True, help_text="Why the guest does not take it.")
    missed_at = models.DateTimeField(null=True, blank=True, help_text="When the promise was over by ten working days.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="will-do", promised_by__isnull=False)
                | (~Q(kind="will-do") & Q(promised_by__isnull=True, missed_at__isnull=True)),
                name="away_offer_promise_has_day",
            ),
            models.CheckConstraint(condition=~Q(kind="extension-point") | ~Q(link=""), name="away_offer_shows_where"),
            models.CheckConstraint(condition=~Q(words=""), name="away_offer_has_words"),
            models.CheckConstraint(
                condition=Q(accepted__isnull=True, answered_at__isnull=True)
                | Q(accepted__isnull=False, answered_at__isnull=False),
                name="away_offer_answer_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(accepted=False) | (~Q(reply="") & Q(answered_by__isnull=False)),
                name="away_offer_no_says_why",
            ),
            models.CheckConstraint(
                condition=Q(missed_at__isnull=True) | Q(accepted__isnull=False, accepted=True), name="away_offer_missed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for request {self.request_id}"

    @property
    def is_promise(self) -> bool:
        return self.kind == self.Kind.WILL_DO

    @property
    def binds(self) -> bool:
        """A promise that was taken, and whose day is not long over."""
        return self.is_promise and bool(self.accepted) and self.missed_at is None
