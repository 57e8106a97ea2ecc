"""AwayStay: the work between the second signature and the last word, and what it stands still for."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from teams.away.models.charter import AwayCharter
from teams.away.models.request import AwayRequest


class AwayStay(models.Model):
    """One a signed request, from preflight to closed. What was asked and answered stands on the request."""

    class State(models.TextChoices):
        PREFLIGHT = "preflight", "Preflight of the hosts"
        ONBOARDING = "onboarding"
        ACTIVE = "active", "At work"
        BLOCKED_ON_HOST = "blocked-on-host", "Waits for the hosts"
        BLOCKED_ON_GUEST = "blocked-on-guest", "Waits for the guests"
        PAUSED = "paused"
        RELEASED = "released"
        WARRANTY = "warranty", "In warranty"
        HANDBACK = "handback", "Handing back"
        CLOSING = "closing", "Looking back"
        CLOSED = "closed"
        LEAVING = "leaving", "Winding down"
        LEFT = "left", "Left"

    BUILDING = (State.ACTIVE, State.BLOCKED_ON_HOST, State.BLOCKED_ON_GUEST, State.PAUSED)
    OVER = (State.CLOSED, State.LEFT)

    request = models.OneToOneField(AwayRequest, models.CASCADE, related_name="stay")
    charter = models.ForeignKey(AwayCharter, models.PROTECT, related_name="+", help_text="The version both signed.")
    state = models.CharField(max_length=20, choices=State, default=State.ACTIVE)
    since = models.DateTimeField(default=timezone.now, help_text="When it came into this state.")
    why = models.TextField(blank=True, help_text="Why it stands still or is left, in the words of whoever said so.")
    why_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ends_on = models.DateField(help_text="The day both signed, moved by what the hosts cost and by an extension.")
    resumes_on = models.DateField(null=True, blank=True, help_text="When a pause ends by itself.")
    began_at = models.DateTimeField(null=True, blank=True, help_text="When the guests could begin.")
    look_back_at = models.DateTimeField(
        null=True, blank=True, help_text="When so many later demands had come that both leads owe a look back (F19)."
    )
    released_at = models.DateTimeField(null=True, blank=True, help_text="When the first change reached production.")

    class Meta:
        verbose_name = "stay"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["released", "warranty", "handback"]) | Q(released_at__isnull=False),
                name="away_stay_released_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="paused") | Q(resumes_on__isnull=False), name="away_stay_pause_has_an_end"
            ),
        ]
        indexes = [models.Index(fields=["state", "since"], name="away_stay_state")]

    def __str__(self) -> str:
        return f"AT-{self.request_id}, {self.get_state_display().lower()}"

    @property
    def is_open(self) -> bool:
        return self.state not in self.OVER

    @property
    def is_building(self) -> bool:
        """Whether the guests change the hosts' code now, or would, if nothing stood in the way."""
        return self.state in self.BUILDING


class AwayStop(models.Model):
    """A time in which the work stood still, and for whom. What a side cost is the sum of its stops."""

    class Side(models.TextChoices):
        HOST = "host"
        GUEST = "guest"
        BOTH = "both", "Neither side"

    stay = models.ForeignKey(AwayStay, models.CASCADE, related_name="stops")
    side = models.CharField(max_length=10, choices=Side)
    why = models.TextField(blank=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ran_out_at = models.DateTimeField(null=True, blank=True, help_text="When the time to go on was over.")
    work = models.DurationField(null=True, blank=True, help_text="Working time it took, in the hosts' calendar.")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["stay"], condition=Q(ended_at=None), name="away_stop_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.side} of {self.stay_id}"

    @property
    def lasted(self) -> timedelta:
        """How long it stood still by the clock on the wall, up to now while it still does."""
        return (self.ended_at or timezone.now()) - self.began_at
