"""Proposal: what a team means to do, from its first draft to the day somebody looks whether it came true."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from teams.people.models import Membership


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, person: Any) -> "ProposalQuerySet":
        """Everyone who may log in sees what was published; what never was, only its team and its author."""
        mine = Q(author=person) | Q(team__lead=person)
        member = Q(team__in=Membership.objects.filter(person=person, until=None).values("team"))
        return self.filter(Q(opened_at__isnull=False) | mine | member)

    def published(self) -> "ProposalQuerySet":
        """Those that others have been able to read."""
        return self.filter(opened_at__isnull=False)

    def whole(self) -> "ProposalQuerySet":
        """With what a line about one of them names."""
        return self.select_related("team__lead", "team__division__head", "author", "decided_by", "superseded_by")


class Proposal(models.Model):
    """Called P-12. While it is a draft its words are here alone; from then on each change is a frozen version, too."""

    class State(models.TextChoices):
        DRAFT = "draft"
        OPEN = "for-comment"
        SILENT = "agreed-by-silence"
        AGREED = "agreed-by-all"
        REJECTED = "rejected"
        WITHDRAWN = "withdrawn"
        SUPERSEDED = "superseded"
        REOPENED = "reopened"
        LOOKED_BACK = "looked-back"

    class Reversal(models.TextChoices):
        EASY = "easy", "Easy to take back"
        COSTLY = "costly", "Costly to take back"
        ONE_WAY = "one-way", "A one-way door"

    IN_FORCE = (State.SILENT, State.AGREED, State.REOPENED, State.LOOKED_BACK)
    """Somebody works by it."""

    team = models.ForeignKey("people.Team", models.PROTECT, related_name="proposals")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="proposals")
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)

    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=600)
    text = models.TextField()
    reversal = models.CharField(max_length=8, choices=Reversal)
    services = models.ManyToManyField("services.Service", related_name="proposals", help_text="Which it touches.")
    teams = models.ManyToManyField("people.Team", related_name="touched_by", help_text="Which it touches.")
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by",
        help_text="When this is agreed, that one is superseded.",
    )  # fmt: skip

    # The prediction: all of it, or none.
    claim = models.CharField(max_length=400, blank=True, help_text="What will be so when it is done.")
    metric = models.CharField(max_length=120, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    baseline = models.DecimalField(max_digits=15, decimal_places=3, null=True, blank=True)
    expected = models.DecimalField(max_digits=15, decimal_places=3, null=True, blank=True)
    source = models.URLField(max_length=400, blank=True, help_text="Where others can look it up.")
    check_on = models.DateField(null=True, blank=True, help_text="The day on which somebody looks again.")

    edition = models.PositiveIntegerField(default=1, help_text="Counts changes, so that nobody writes over another's.")
    days = models.PositiveSmallIntegerField(default=0, help_text="Working days to comment, frozen with each version.")
    time_left = models.DurationField(null=True, blank=True, help_text="Working time left while an objection is open.")
    created_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", help_text="None: silence."
    )
    decided_as = models.CharField(max_length=20, choices=State, blank=True, help_text="How it was decided at first.")
    reason = models.TextField(blank=True, help_text="The words of whoever ended it.")
    overruled = models.PositiveIntegerField(default=0, help_text="Objections it was decided over.")
    superseded_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="supersedes")
    reopened_why = models.TextField(blank=True, help_text="Why it was opened again: its day had come, or a reason.")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(summary="") & ~Q(text=""), name="proposal_says_what"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(opened_at__isnull=False),
                name="proposal_opened_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "for-comment"], decided_at__isnull=True, decided_as="")
                | (Q(decided_at__isnull=False) & ~Q(decided_as="") & ~Q(state__in=["draft", "for-comment"])),
                name="proposal_decided_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state="superseded", superseded_by__isnull=False)
                | (~Q(state="superseded") & Q(superseded_by__isnull=True)),
                name="proposal_superseded_by_one",
            ),
            models.CheckConstraint(
                condition=Q(claim="", metric="", baseline__isnull=True, expected__isnull=True, check_on__isnull=True)
                | (
                    ~Q(claim="")
                    & ~Q(metric="")
                    & Q(baseline__isnull=False, expected__isnull=False, check_on__isnull=False)
                ),
                name="proposal_prediction_whole",
            ),
            models.CheckConstraint(condition=~Q(replaces=models.F("id")), name="proposal_not_own_successor"),
        ]
        indexes = [
            models.Index(fields=["team", "state"], name="proposal_of_team"),
            models.Index(fields=["author", "state"], name="proposal_of_author"),
        ]

    def __str__(self) -> str:
        return f"P-{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("proposals:proposal", args=[self.pk])

    @property
    def is_published(self) -> bool:
        """Whether others have been able to read it."""
        return self.opened_at is not None

    @property
    def is_open(self) -> bool:
        """Whether others may say something now."""
        return self.state == self.State.OPEN

    @property
    def is_one_way(self) -> bool:
        return self.reversal == self.Reversal.ONE_WAY

    @property
    def is_in_force(self) -> bool:
        return self.state in self.IN_FORCE

    @property
    def has_prediction(self) -> bool:
        return self.check_on is not None

    @property
    def effect(self) -> Decimal | None:
        """How much the metric is expected to change; None without a baseline."""
        if self.baseline is None or self.expected is None:
            return None
        return self.expected - self.baseline


class Addressee(models.Model):
    """Somebody a proposal is addressed to, and the version they have agreed to last."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="addressees")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    agreed_to = models.PositiveIntegerField(default=0, help_text="The number of that version; 0: none.")

    class Meta:
        ordering = ["person__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["proposal", "person"], name="addressee_once")]

    def __str__(self) -> str:
        return f"{self.proposal_id} to {self.person_id}"
