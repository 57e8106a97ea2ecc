"""What comes before the work: gates the host shows (F12), who may touch what (F13), what guests are handed (F14)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from teams.away.models.stay import AwayStay


class AwayGate(models.Model):
    """One thing that has to hold at the host's before the guests come. What is not shown in time binds nobody."""

    class State(models.TextChoices):
        ASKED = "not-shown", "Not shown yet"
        GREEN = "green"
        RED = "red"
        WAIVED = "waived"
        VOID = "void", "Binds nobody here"

    class Source(models.TextChoices):
        HAND = "hand", "By hand"
        FORGE = "forge", "From the forge"

    STANDARD: ClassVar = {
        "build": "The commit the guests begin from builds.",
        "tests": "Its tests are green.",
        "docs": "README and CONTRIBUTING are there.",
        "local-run": "It runs on one's own machine as they say.",
    }
    OPEN = (State.ASKED, State.RED)

    stay = models.ForeignKey(AwayStay, models.CASCADE, related_name="gates")
    number = models.PositiveSmallIntegerField()
    code = models.SlugField(
        max_length=20, help_text="build, tests, docs, local-run; charter for a line of the charter."
    )
    text = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    source = models.CharField(max_length=10, choices=Source, default=Source.HAND)
    link = models.URLField(max_length=400, blank=True, help_text="Where others can look.")
    words = models.TextField(blank=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    said_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "gate"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["stay", "number"], name="away_gate_number_once"),
            models.CheckConstraint(condition=~Q(state="green") | ~Q(link=""), name="away_gate_green_has_a_link"),
            models.CheckConstraint(condition=~Q(state__in=["red", "waived"]) | ~Q(words=""), name="away_gate_says_why"),
        ]

    def __str__(self) -> str:
        return f"gate {self.number} of AT-{self.stay.request_id}"


class AwayAccess(models.Model):
    """What one guest may write to, and until when. Never production secrets. Whoever grants does it in the forge."""

    class End(models.TextChoices):
        OVER = "over", "the work is over"
        LAST_DAY = "last-day", "its last day is over"
        LEFT = "left", "they left the team"
        BY_HAND = "by-hand", "the hosts ended it"

    stay = models.ForeignKey(AwayStay, models.CASCADE, related_name="accesses")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    scope = models.TextField(help_text="The paths they may write to.")
    asked_at = models.DateTimeField(default=timezone.now)
    granted_at = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=10, choices=End, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True, help_text="When it was taken away in the forge as well.")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "access"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["stay", "person"], condition=Q(ended_at=None), name="away_access_one_a_person"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end="") | (Q(ended_at__isnull=False) & ~Q(end="")),
                name="away_access_end_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"access of {self.person_id} to AT-{self.stay.request_id}"

    @property
    def is_live(self) -> bool:
        return self.granted_at is not None and self.ended_at is None

    @property
    def is_to_be_taken(self) -> bool:
        """Whether it is over here and perhaps not in the forge."""
        return self.granted_at is not None and self.ended_at is not None and self.taken_at is None


class AwayPack(models.Model):
    """What the hosts hand over so that guests need not ask: links or text. Late is counted, and waits for nobody."""

    stay = models.OneToOneField(AwayStay, models.CASCADE, related_name="pack")
    architecture = models.TextField(blank=True)
    runbook = models.TextField(blank=True)
    contacts = models.TextField(blank=True)
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    handed_at = models.DateTimeField(null=True, blank=True)
    late_at = models.DateTimeField(null=True, blank=True, help_text="When its time was over without it.")

    class Meta:
        verbose_name = "onboarding pack"
        constraints = [
            models.CheckConstraint(
                condition=Q(handed_at__isnull=True) | (~Q(architecture="") & ~Q(runbook="") & ~Q(contacts="")),
                name="away_pack_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"onboarding pack of AT-{self.stay.request_id}"
