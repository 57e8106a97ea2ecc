"""What is said during the work: the first change (F15), designs (F16), a status a week (F22), more time (F23)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from teams.away.models.stay import AwayStay


class AwaySkeleton(models.Model):
    """A change that does nothing, on its way to production: how long a real one would take, and who must react."""

    stay = models.OneToOneField(AwayStay, models.CASCADE, related_name="skeleton")
    link = models.URLField(max_length=400, blank=True, help_text="Where it can be seen in production.")
    shown_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    shown_at = models.DateTimeField(null=True, blank=True)
    risk_at = models.DateTimeField(null=True, blank=True, help_text="When its time was over: the pipeline is a risk.")
    host_words = models.TextField(blank=True, help_text="What the host's lead does about it.")
    guest_words = models.TextField(blank=True, help_text="What the guest's lead does about it.")

    class Meta:
        verbose_name = "walking skeleton"

    def __str__(self) -> str:
        return f"walking skeleton of AT-{self.stay.request_id}"

    @property
    def is_risk(self) -> bool:
        """Whether the pipeline is a risk still."""
        return self.risk_at is not None and self.shown_at is None


class AwayDesign(models.Model):
    """A short design, read before much is written. A door that opens one way only is looked at from outside, too."""

    class Door(models.TextChoices):
        TWO_WAY = "two-way", "It can be taken back"
        ONE_WAY = "one-way", "It cannot be taken back"

    class State(models.TextChoices):
        OPEN = "open", "Being read"
        AGREED = "agreed"
        REFUSED = "refused", "To be written anew"

    stay = models.ForeignKey(AwayStay, models.CASCADE, related_name="designs")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    words = models.TextField()
    link = models.URLField(max_length=400, blank=True)
    door = models.CharField(max_length=10, choices=Door)
    advice = models.TextField(blank=True, help_text="What somebody from outside advised, where the door is one-way.")
    advised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    adviser = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    reply = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "design"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["stay", "number"], name="away_design_number_once"),
            models.UniqueConstraint(fields=["stay"], condition=Q(state="open"), name="away_design_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"design {self.number} of AT-{self.stay.request_id}"


class AwayStatus(models.Model):
    """What was written for a week, the same for both managers; without words it was due and did not come."""

    stay = models.ForeignKey(AwayStay, models.CASCADE, related_name="statuses")
    words = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "status"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(words="", by__isnull=True) | (~Q(words="") & Q(by__isnull=False)),
                name="away_status_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"status of AT-{self.stay.request_id}, {self.at:%-d %B}"


class AwayExtension(models.Model):
    """More time, asked for once and with data."""

    class State(models.TextChoices):
        OPEN = "open"
        GRANTED = "granted"
        REFUSED = "refused"

    stay = models.OneToOneField(AwayStay, models.CASCADE, related_name="extension")
    ends_on = models.DateField()
    before = models.DateField(help_text="The last day until then.")
    why = models.TextField()
    value = models.CharField(max_length=120, help_text="What was measured, with its unit.")
    source = models.URLField(max_length=400)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    reply = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "extension"

    def __str__(self) -> str:
        return f"extension of AT-{self.stay.request_id}"
