"""AwayCharter: one version of what both sides sign before the work begins. CharterSignature: who signed it."""

import hashlib
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from portal.kit.times import end_of_day
from teams.away.models.request import AwayRequest


class AwayCharter(models.Model):
    """A version is never changed: an edit is a new one, and signatures stay with the version they were given to."""

    class OnCall(models.TextChoices):
        HOST = "host", "The hosts, as before"
        GUEST_SECOND = "guest-second", "The hosts first, the guests second"
        GUEST = "guest", "The guests, until the warranty is over"

    class Keeper(models.TextChoices):
        HOST = "host", "The hosts"
        GUEST = "guest", "The guests"

    class Warranty(models.IntegerChoices):
        """Days from production in which the guests mend what they built."""

        SHORT = 30, "30 days"
        MEDIUM = 45, "45 days"
        LONG = 60, "60 days"
        LONGEST = 100, "100 days"

    class Security(models.TextChoices):
        """What the guests get to see."""

        INTERNAL = "internal", "Internal: nothing about people, no secrets"
        PERSONAL = "personal", "Personal: data about people"
        RESTRICTED = "restricted", "Restricted: money, keys or law"

    TERMS = {
        "scope_in": "In scope",
        "scope_out": "Not in scope",
        "criteria": "Done when",
        "gates": "Quality gates",
        "reviewer": "Host reviewer",
        "deputy": "Deputy",
        "guest_lead": "Guest lead",
        "branching": "Branches and flags",
        "security": "Security class",
        "sponsor": "Answers for its agents",
        "on_call": "On call",
        "warranty_days": "Warranty",
        "keeper": "Keeps it afterwards",
        "ends_on": "Ends on",
        "exit_rules": "If it ends early",
    }

    LATER = ("branching", "security", "sponsor")

    request = models.ForeignKey(AwayRequest, models.CASCADE, related_name="charters")
    number = models.PositiveIntegerField()
    scope_in = models.TextField()
    scope_out = models.TextField()
    criteria = models.JSONField(help_text="What counts as done: sentences, in the order of their numbers.")
    gates = models.TextField()
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    guest_lead = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    branching = models.TextField(blank=True, help_text="How changes come in, and behind which flag.")
    security = models.CharField(max_length=20, choices=Security, blank=True)
    sponsor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    on_call = models.CharField(max_length=20, choices=OnCall, default=OnCall.HOST)
    warranty_days = models.PositiveSmallIntegerField(choices=Warranty, default=Warranty.SHORT)
    keeper = models.CharField(max_length=10, choices=Keeper, default=Keeper.HOST)
    ends_on = models.DateField()
    exit_rules = models.TextField()
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=timezone.now)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the canonical text.")

    class Meta:
        verbose_name = "charter"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="away_charter_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="away_charter_from_one"),
            models.CheckConstraint(condition=Q(warranty_days__in=[30, 45, 60, 100]), name="away_charter_warranty"),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("reviewer")), name="away_charter_two_reviewers"
            ),
            models.CheckConstraint(
                condition=~Q(scope_in="") & ~Q(scope_out="") & ~Q(gates="") & ~Q(exit_rules="") & ~Q(digest=""),
                name="away_charter_says_all",
            ),
        ]

    def __str__(self) -> str:
        return f"charter of AT-{self.request_id}, version {self.number}"

    def get_absolute_url(self) -> str:
        return f"{reverse('away:charter', args=[self.request_id])}?version={self.number}"

    @property
    def seal(self) -> str:
        """The digest as people read it to each other: its first eight digits."""
        return f"{self.digest[:4]} {self.digest[4:8]}"

    @property
    def terms(self) -> list[tuple[str, str, str]]:
        """Every term by its name, its label and what it says; criteria one a line with their numbers.

        A term that came later is left out where it says nothing: what was signed before it stays to the letter.
        """
        said = [(name, label, self._said(name)) for name, label in self.TERMS.items()]
        return [(name, label, words) for name, label, words in said if words or name not in self.LATER]

    def _said(self, name: str) -> str:
        value: Any = getattr(self, name)
        if name == "criteria":
            return "\n".join(f"{number}. {text}" for number, text in enumerate(value, 1))
        if name in {"on_call", "keeper", "warranty_days", "security"}:
            return str(getattr(self, f"get_{name}_display")())
        if name == "sponsor" and value is None:
            return ""
        if name in {"reviewer", "deputy", "guest_lead", "sponsor"}:
            return f"{value.name} ({value.login})" if value is not None else "Nobody"
        return f"{value:%-d %B %Y}" if name == "ends_on" else str(value)

    @property
    def text(self) -> str:
        """The canonical text: what is signed, to the letter."""
        head = f"Charter of AT-{self.request_id}, version {self.number}"
        return "\n\n".join([head, *(f"{label}\n{said}" for _, label, said in self.terms)]) + "\n"

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed: nobody signs it any more."""
        return end_of_day(self.ends_on) <= timezone.now()

    def digest_now(self) -> str:
        """What the digest of this text is: the stored one, unless somebody has changed a row by hand."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def changed_from(self, other: "AwayCharter") -> list[tuple[str, str, str]]:
        """Label, before and now of every term that differs from an earlier version."""
        before = {name: said for name, _, said in other.terms}
        terms = {name: said for name, _, said in self.terms}
        pairs = [(label, before.get(name, ""), terms.get(name, "")) for name, label in self.TERMS.items()]
        return [(label, was, said) for label, was, said in pairs if was != said]


class CharterSignature(models.Model):
    """The lead of one side has signed this version."""

    class Side(models.TextChoices):
        GUEST = "guest"
        HOST = "host"

    charter = models.ForeignKey(AwayCharter, models.CASCADE, related_name="signatures")
    side = models.CharField(max_length=10, choices=Side)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["charter", "side"], name="away_signed_once_a_side")]

    def __str__(self) -> str:
        return f"{self.side} of {self.charter_id}"
